//! Drafts over small catalogues with figures worked by hand, and laws that hold for every draft.

use super::*;
use crate::{Book, Settings};
use sampan_money::ExchangeRate;
use serde_json::{Value, json};

mod both;
mod drafts;
mod laws;

/// Dollars at two Singapore dollars and seven yuan, so that sums can be followed by hand.
fn rates() -> Vec<ExchangeRate> {
    let rate = |quote: &str, rate: &str| json!({ "base": "USD", "quote": quote, "rate": rate, "date": "2026-06-01", "source": "example" });
    let others = [("HKD", "8"), ("MOP", "8"), ("TWD", "30"), ("MYR", "4"), ("THB", "35"), ("VND", "25000")];
    let more = [("IDR", "16000"), ("PHP", "55"), ("JPY", "150"), ("KRW", "1400"), ("INR", "85"), ("AUD", "1.5")];
    let all = [("SGD", "2"), ("CNY", "7")].into_iter().chain(others).chain(more).map(|(quote, of)| rate(quote, of));
    serde_json::from_value(Value::Array(all.collect())).unwrap()
}

/// A listing of fresh cherries for 50 dollars by an orchard in Michigan, changed as asked.
fn listing(id: &str, changes: Value, offers: Vec<Offer>) -> Listing {
    let mut line = json!({
        "id": "1", "hs": "0809.29", "origin": "US", "quantity": 1, "net_weight_g": "2000",
        "unit_price": { "amount": "50.00", "currency": "USD" },
    });
    changes.as_object().unwrap().iter().for_each(|(key, value)| line[key] = value.clone());
    let line = serde_json::from_value(line).unwrap();
    Listing { id: id.into(), seller: format!("seller of {id}"), state: "MI".into(), line, offers }
}

fn sold(destination: &str, pieces: u64) -> Offer {
    Offer { pieces: Some(pieces), ..Offer::to(destination) }
}

fn study(draft: &str, assumptions: Assumptions) -> Study {
    let book = Book::built_in();
    let change = Change::read("A draft", draft, &book).unwrap();
    Study::new(&book, &change, &Settings::demo(), None, rates(), assumptions).unwrap()
}

fn report(draft: &str, assumptions: Assumptions, listings: &[Listing]) -> Report {
    let study = study(draft, assumptions);
    let tally = study.look(listings);
    study.report(tally)
}
