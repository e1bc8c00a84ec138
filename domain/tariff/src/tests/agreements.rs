//! Agreements that are not in force: nothing changes before they are switched on, and only from their day.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

fn twd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "TWD" })
}

fn apples(origin: &str, proof: &str) -> Value {
    json!({ "hs": "080810", "origin": origin, "unit_price": twd("10000"), "attributes": { "origin_proof": proof } })
}

#[test]
fn an_agreement_holds_from_the_day_it_is_switched_on() {
    let law = Book::built_in();
    let book = law.with_agreement("tw-2026", "2027-01-01".parse().unwrap()).unwrap();
    for (book, date, line, wanted) in [
        // 20 % of 10000; 0.04 %; 5 % of 12000.
        (&law, "2027-01-01", apples("US", "yes"), "duty 20% on 10000.00 = 2000.00"),
        (&book, "2026-12-31", apples("US", "yes"), "duty 20% on 10000.00 = 2000.00"),
        (&book, "2027-01-01", apples("US", "yes"), "duty 0% on 10000.00 = 0.00"),
        (&book, "2027-01-01", apples("US", "us_tw_2026"), "duty 0% on 10000.00 = 0.00"),
        (&book, "2027-01-01", apples("US", "no"), "duty 20% on 10000.00 = 2000.00"),
        (&book, "2027-01-01", apples("CL", "yes"), "duty 20% on 10000.00 = 2000.00"),
    ] {
        let question = request("TW", json!({ "mode": "cargo", "date": date }), line.clone());
        let answer = quote(book, &Settings::demo(), &question);
        assert!(told(&answer).contains(wanted), "{date} {line}: {}", told(&answer));
        let free = wanted.starts_with("duty 0%");
        assert_eq!(answer.eligibility.papers.iter().any(|paper| paper.code == "us_origin"), free, "{date} {line}");
        assert_eq!(answer.charges[0].rule.starts_with("overlay:tw/import/duty.us_tw_2026/080810"), free);
    }
}

#[test]
fn every_agreement_can_be_switched_on_and_changes_only_its_market() {
    let law = Book::built_in();
    for agreement in Book::agreements() {
        let book = law.with_agreement(agreement.name, "2027-01-01".parse().unwrap()).unwrap();
        assert_ne!(book.version(), law.version());
        for market in law.markets() {
            let code = market.destination.code;
            let rows = |book: &Book| book.market(code).unwrap().rates.rows().count();
            assert_eq!(rows(&book) > rows(&law), code == agreement.market, "{} {code}", agreement.name);
        }
    }
    let error = law.with_agreement("xx", "2027-01-01".parse().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "drafts, row 0, name: \"xx\" is none of id-2026, tw-2026");
}
