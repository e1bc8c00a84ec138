//! Drafts over small catalogues with figures worked by hand, and laws that hold for every draft.

use super::*;
use crate::{Book, ServiceKind, Settings};
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
    Listing { id: id.into(), seller: format!("seller of {id}"), state: "MI".into(), line, service: None, offers }
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

#[test]
fn a_row_about_services_touches_services_of_its_kind_alone() {
    let draft = "=== sg/services.csv\nkind,measure,rate,accounts,from,to,citation,confidence,note\n\
                 remote_consulting,gst,12%,seller,2027-01-01,,general-knowledge,secondary,\n";
    let service = |id: &str, kind| Listing {
        service: Some(kind),
        ..listing(id, json!({}), vec![sold("SG", 10), sold("CN", 10)])
    };
    let all = [
        service("advice", ServiceKind::RemoteConsulting),
        service("tour", ServiceKind::OnSite),
        listing("cherries", json!({}), vec![sold("SG", 10)]),
    ];
    let found = report(draft, Assumptions::default(), &all);
    assert_eq!((found.listings, found.offers, found.touched), (3, 5, 1));
    assert_eq!((found.total.dearer, found.changed.len(), found.by_heading.len()), (1, 1, 1));
    // 50 dollars are 100 in Singapore's; nine per cent of tax become twelve.
    let changed = &found.changed[0];
    let price = |money: Option<sampan_money::Money>| money.map(|money| money.to_string());
    assert_eq!(price(changed.before).zip(price(changed.after)), Some(("109.00 SGD".into(), "112.00 SGD".into())));
    assert_eq!((changed.listing.as_str(), changed.hs.as_str()), ("advice", "remote_consulting"));
    assert_eq!(found.by_heading[0].key, "remote_consulting");
    let none = report(
        "market,measure,regime,hs,origin,rate,from\nSG,gst,,0809.29,US,+3%,2027-01-01\n",
        Assumptions::default(),
        &all,
    );
    assert_eq!((none.touched, none.changed.len()), (1, 1), "goods alone");
}

#[test]
fn a_service_that_the_draft_leaves_without_a_known_tax_is_sold_no_more() {
    let draft = "=== sg/services.csv\nkind,measure,rate,accounts,from,to,citation,confidence,note\n\
                 remote_consulting,gst,9%,seller,2027-01-01,,general-knowledge,verify,\n\
                 on_site,gst,9%,seller,2027-01-01,,general-knowledge,verify,\n";
    let settings = Settings { sell_to_verify: false, ..Settings::demo() };
    let book = Book::built_in();
    let change = Change::read("A draft", draft, &book).unwrap();
    let study = Study::new(&book, &change, &settings, None, rates(), Assumptions::default()).unwrap();
    let service = |id: &str, kind| Listing { service: Some(kind), ..listing(id, json!({}), vec![sold("SG", 10)]) };
    // Of a tour neither law says anything that is sure.
    let all = [service("advice", ServiceKind::RemoteConsulting), service("tour", ServiceKind::OnSite)];
    let found = study.report(study.look(&all));
    assert_eq!((found.touched, found.total.dearer, found.total.stops), (2, 0, 1));
    assert_eq!(found.stopped[0].listing, "advice");
    assert!(found.stopped[0].reason.is_some());
}
