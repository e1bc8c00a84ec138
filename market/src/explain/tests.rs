use super::*;
use sampan_tariff::{Code, Reason};

fn shell(lang: &str) -> Shell {
    Shell::sample(crate::languages(), crate::look::assets(), lang, "/")
}

#[test]
fn every_code_of_the_law_has_its_words_in_every_language() {
    for (lang, _) in crate::languages().list() {
        let s = shell(lang);
        for code in Code::ALL {
            let key = format!("tariff-reason-{}", json_name(code).replace('_', "-"));
            assert!(s.maybe(&key).is_some(), "{key} is missing in {lang}");
        }
        let fields =
            ["hs", "origin", "net_weight", "volume", "abv", "content", "retail_packs", "sheets", "mode", "watt_hours"];
        for name in fields {
            let key = format!("tariff-field-{}", name.replace('_', "-"));
            assert!(s.maybe(&key).is_some(), "{key} is missing in {lang}");
        }
    }
}

#[test]
fn a_reason_is_said_with_its_parameters_in_the_readers_language() {
    let over = Reason::new(Code::OverOrderLimit, &[("value", "6000.00 CNY"), ("limit", "5000.00 CNY")]);
    let missing = Reason::new(Code::Missing, &[("field", "origin")]);
    let restricted = Reason::new(Code::Restricted, &[("text", "Not by post."), ("text_zh", "禁止邮寄。")]);
    let cases = [
        (&over, "en", "The order is worth CN¥6,000.00; the limit of one order is CN¥5,000.00."),
        (&missing, "en", "Missing: country of origin."),
        (&missing, "zh-Hans", "缺少：原产国。"),
        (&restricted, "en", "Not by post."),
        (&restricted, "zh-Hans", "禁止邮寄。"),
    ];
    for (of, lang, wanted) in cases {
        assert_eq!(reason(of, &shell(lang)).text, wanted);
    }
}

#[test]
fn a_paper_says_how_long_it_holds_and_takes() {
    for (duration, lang, wanted) in [
        ("P6M", "en", Some("good for 6 months")),
        ("P1Y", "en", Some("good for a year")),
        ("P5Y", "zh-Hans", Some("有效5年")),
        ("P30D", "en", Some("good for 30 days")),
        ("PT6H", "en", None),
        ("", "en", None),
        ("六", "en", None),
    ] {
        assert_eq!(paper_holds(duration, &shell(lang)).as_deref(), wanted, "{duration}");
    }
}

#[test]
fn whoever_issues_a_paper_is_named_in_the_readers_language() {
    let book = sampan_tariff::Book::built_in();
    let papers = book.markets().flat_map(|market| market.restrictions()).flat_map(|rule| &rule.papers);
    let issuers: std::collections::BTreeSet<&str> =
        papers.map(|paper| &*paper.issuer).filter(|i| !i.is_empty()).collect();
    assert!(issuers.len() > 100, "{}", issuers.len());
    let shell = shell("zh-Hans");
    let unnamed: Vec<&str> = issuers.into_iter().filter(|name| super::issuer(name, &shell) == **name).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}
