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
    let no_rate = Reason::new(Code::NoRate, &[("measure", "vat"), ("hs", "22042100")]);
    let closed = Reason::new(Code::OutsideRegime, &[("regime", "general")]);
    let rounded = Reason::new(Code::LevyRounded, &[("unit", "1.00 CNY")]);
    let cases = [
        (&no_rate, "en", "No rate of value-added tax is known for 22042100."),
        (&no_rate, "zh-Hans", "未查到 22042100 的增值税税率。"),
        (&closed, "en", "“General trade” is not open to these goods."),
        (&rounded, "en", "Each levy of the parcel is rounded up to CN¥1.00."),
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

#[test]
fn every_layer_of_duty_has_a_name_of_its_own() {
    let rules = [
        ("in/general/additional_duty.sws/2204@2025-02-01", Some("Social welfare surcharge (SWS)")),
        ("cn/general/additional_duty.s301/all/US", Some("Additional duty (answer to Section 301)")),
        ("kr/general/duty.korus/2204", None),
        ("cn/general/duty/2204", None),
        ("", None),
    ];
    for (rule, wanted) in rules {
        assert_eq!(layer(rule, &shell("en")).as_deref(), wanted, "{rule}");
    }
}
