//! Preferences by origin: claimed with proof, else the usual rate.

use super::cases::{request, sgd, told};
use crate::*;
use serde_json::{Value, json};

const HEAD: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";

/// Singapore's beer with an agreement with Germany that there is not.
fn trial(rate: &str, confidence: &str) -> Book {
    let rows =
        format!("{HEAD}duty/trial,import,2203,DE,{rate},2020-01-01,2027-12-31,general-knowledge,{confidence},\n");
    let limits = r#"
        [[limit]]
        name = "preference.trial.paper"
        value = "free_sale"
        citation = "general-knowledge"
        confidence = "secondary"
        [[limit]]
        name = "preference.trial.without_proof"
        value = "SGD 100"
        citation = "general-knowledge"
        confidence = "secondary"
    "#;
    let files = vec![("sg/rates.csv".to_owned(), rows), ("sg/limits.toml".to_owned(), limits.to_owned())];
    Book::built_in().overlay(files).unwrap()
}

fn beer(price: &str, origin: &str, proof: Value) -> Value {
    json!({ "hs": "22030000", "origin": origin, "unit_price": sgd(price), "volume_ml": 10_000, "abv_percent": 5,
            "attributes": { "origin_proof": proof } })
}

#[test]
fn a_preference_holds_with_proof_or_on_a_small_order() {
    let excise = "excise SGD 60/l_alcohol on";
    for (book, line, wanted, paper, said) in [
        // 0.5 l of alcohol: 8.00 duty, 30.00 excise, 9 % on all.
        (
            trial("0%", "secondary"),
            beer("200", "DE", json!("no")),
            "duty SGD 16/l_alcohol on 200.00 = 8.00",
            false,
            Some(Code::PreferenceWithoutProof),
        ),
        (trial("0%", "secondary"), beer("200", "DE", json!("yes")), excise, true, None),
        (trial("0%", "secondary"), beer("200", "DE", json!("trial")), excise, true, None),
        (
            trial("0%", "secondary"),
            beer("200", "DE", json!("other")),
            "duty SGD 16/l_alcohol on 200.00 = 8.00",
            false,
            Some(Code::PreferenceWithoutProof),
        ),
        (trial("0%", "secondary"), beer("100", "DE", json!("no")), excise, false, None),
        (
            trial("0%", "secondary"),
            beer("100.01", "DE", json!("no")),
            "duty SGD 16/l_alcohol on 100.01 = 8.00",
            false,
            Some(Code::PreferenceWithoutProof),
        ),
        // Another origin, a higher preference, and one that nobody knows change nothing.
        (
            trial("0%", "secondary"),
            beer("200", "FR", json!("yes")),
            "duty SGD 16/l_alcohol on 200.00 = 8.00",
            false,
            None,
        ),
        (
            trial("SGD 17/l_alcohol", "secondary"),
            beer("200", "DE", json!("yes")),
            "duty SGD 16/l_alcohol on 200.00 = 8.00",
            false,
            None,
        ),
        (
            trial("unknown", "secondary"),
            beer("200", "DE", json!("yes")),
            "duty SGD 16/l_alcohol on 200.00 = 8.00",
            false,
            None,
        ),
    ] {
        let changes = json!({ "mode": "cargo", "regime": "import" });
        let answer = quote(&book, &Settings::demo(), &request("SG", changes, line.clone()));
        assert!(told(&answer).contains(&format!("[{wanted}")), "{line}: {}", told(&answer));
        assert_eq!(answer.eligibility.papers.iter().any(|paper| paper.code == "free_sale"), paper, "{line}");
        let warned = answer.warnings.iter().find(|warning| format!("{:?}", warning.code).starts_with("Preference"));
        assert_eq!(warned.map(|warning| warning.code), said, "{line}");
    }
}

#[test]
fn a_preference_to_verify_is_not_used_by_a_strict_operator() {
    let strict = Settings { sell_to_verify: false, ..Settings::demo() };
    let line = beer("200", "DE", json!("yes"));
    let question = request("SG", json!({ "mode": "cargo", "regime": "import" }), line);
    let answer = quote(&trial("0%", "verify"), &strict, &question);
    assert!(told(&answer).contains("duty SGD 16/l_alcohol"), "{}", told(&answer));
    assert!(answer.warnings.iter().any(|warning| warning.code == Code::PreferenceToVerify));
}

#[test]
fn goods_sent_on_from_a_third_country_have_no_preference() {
    for (from, free) in [(None, true), (Some("DE"), true), (Some("HK"), false)] {
        let changes = json!({ "mode": "cargo", "regime": "import", "ship_from": from });
        let question = request("SG", changes, beer("200", "DE", json!("yes")));
        let answer = quote(&trial("0%", "secondary"), &Settings::demo(), &question);
        assert_eq!(!told(&answer).contains("duty SGD 16/l_alcohol"), free, "{from:?}");
    }
}
