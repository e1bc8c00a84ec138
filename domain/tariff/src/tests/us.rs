//! The way out of the United States: closed places, codes by post, filings, and what carriers take.

use super::cases::{request, sgd};
use crate::*;
use serde_json::{Value, json};

fn hkd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "HKD" })
}

fn asked(to: &str, changes: Value, line: Value) -> Answer {
    quote(&Book::built_in(), &Settings::demo(), &request(to, changes, line))
}

#[test]
fn nothing_goes_to_closed_places() {
    let toy = || json!({ "hs": "950300", "unit_price": sgd("10") });
    for (to, date, code, verdict) in [
        ("CU", "2026-06-01", Code::ClosedDestination, Verdict::NotSold),
        ("IR", "2026-06-01", Code::ClosedDestination, Verdict::NotSold),
        ("KP", "2026-06-01", Code::ClosedDestination, Verdict::NotSold),
        ("UA-43", "2026-06-01", Code::ClosedDestination, Verdict::NotSold),
        ("UA-12", "2026-06-01", Code::UnknownDestination, Verdict::NotSold),
        // The programme on Syria ended on 2025-06-30; export control remains.
        ("SY", "2025-06-30", Code::ClosedDestination, Verdict::NotSold),
        ("SY", "2025-07-01", Code::ClosedDestination, Verdict::Unknown),
    ] {
        let answer = asked(to, json!({ "date": date }), toy());
        let reason = &answer.eligibility.reasons[0];
        assert_eq!((reason.code, answer.eligibility.verdict), (code, verdict), "{to} {date}");
        assert_eq!(reason.citation.is_some(), code == Code::ClosedDestination, "{to}");
        assert_eq!(answer.landed_total, None);
    }
    let service = json!({ "destination": "CU", "date": "2026-06-01", "id": "s", "kind": "online_course",
                          "price": { "amount": "10", "currency": "USD" } });
    let answer = quote_service(&Book::built_in(), &Settings::demo(), &serde_json::from_value(service).unwrap());
    assert_eq!(answer.eligibility.reasons[0].code, Code::ClosedDestination);
}

#[test]
fn by_post_every_item_has_a_code_of_six_digits() {
    for (mode, date, from, hs, wanted) in [
        ("post", "2025-09-01", "US", "4820", Verdict::Unknown),
        ("post", "2025-09-01", "US", "482010", Verdict::Sold),
        ("post", "2025-08-31", "US", "4820", Verdict::Sold),
        ("express", "2025-09-01", "US", "4820", Verdict::Sold),
        ("post", "2025-09-01", "SG", "4820", Verdict::Sold),
    ] {
        let changes = json!({ "mode": mode, "date": date, "ship_from": from });
        let answer = asked("HK", changes, json!({ "hs": hs, "unit_price": hkd("10") }));
        assert_eq!(answer.eligibility.verdict, wanted, "{mode} {date} {from} {hs}");
        let told = answer.eligibility.reasons.iter().any(|reason| reason.code == Code::PostalCodeTooShort);
        assert_eq!(told, wanted == Verdict::Unknown, "{mode} {date} {from} {hs}");
        assert_eq!(!answer.eligibility.missing.is_empty(), told);
    }
}

#[test]
fn a_filing_is_due_by_value_and_for_controlled_goods() {
    let rates = json!([{ "base": "USD", "quote": "HKD", "rate": "8", "date": "2026-06-01", "source": "example" },
                       { "base": "USD", "quote": "SGD", "rate": "1.25", "date": "2026-06-01", "source": "example" }]);
    for (to, date, quantity, attributes, wanted) in [
        // Above USD 2,500 of one kind; at it, none.
        ("HK", "2026-06-01", 25, json!({}), vec![]),
        ("HK", "2026-06-01", 26, json!({}), vec![Code::ExportFilingDue]),
        // On the control list: to China and Hong Kong whatever the value, not for what is on no list.
        ("HK", "2026-06-01", 1, json!({ "eccn": "5A992" }), vec![Code::ControlledFilingDue]),
        ("HK", "2020-12-23", 1, json!({ "eccn": "5A992" }), vec![Code::ControlledFilingDue]),
        ("HK", "2020-12-22", 1, json!({ "eccn": "5A992" }), vec![]),
        ("HK", "2026-06-01", 1, json!({ "eccn": "EAR99" }), vec![]),
        ("SG", "2026-06-01", 1, json!({ "eccn": "5A992" }), vec![]),
        // Under a licence: everywhere.
        ("SG", "2026-06-01", 1, json!({ "eccn": "5A992", "export_licence": "yes" }), vec![Code::ControlledFilingDue]),
    ] {
        let line = json!({ "hs": "910212", "quantity": quantity, "unit_price": { "amount": "100", "currency": "USD" },
                           "attributes": attributes });
        let answer = asked(to, json!({ "date": date, "rates": rates, "mode": "cargo" }), line);
        let filings = [Code::ExportFilingDue, Code::ControlledFilingDue];
        let codes: Vec<Code> = answer.warnings.iter().map(|w| w.code).filter(|code| filings.contains(code)).collect();
        assert_eq!(codes, wanted, "{to} {date} {quantity} {attributes}");
    }
}

/// What one carrier refuses another may take.
#[test]
fn a_carriers_ban_is_that_carriers_own() {
    let wine = |attributes: Value| json!({ "hs": "220421", "unit_price": hkd("100"), "volume_ml": 750, "abv_percent": 13, "attributes": attributes });
    for (to, mode, from, attributes, wanted) in [
        ("HK", "post", "US", json!({}), Verdict::NotSold),
        ("HK", "post", "FR", json!({}), Verdict::SoldWithPapers),
        ("HK", "express", "US", json!({}), Verdict::SoldWithPapers),
        ("HK", "express", "US", json!({ "carrier": "ups" }), Verdict::SoldWithPapers),
        ("HK", "express", "US", json!({ "carrier": "fedex" }), Verdict::SoldWithPapers),
        ("HK", "cargo", "US", json!({}), Verdict::SoldWithPapers),
    ] {
        let answer = asked(to, json!({ "mode": mode, "ship_from": from }), wine(attributes.clone()));
        assert_eq!(answer.eligibility.verdict, wanted, "{to} {mode} {from} {attributes}");
    }
    // UPS takes alcohol to Malaysia for businesses only and has not named Vietnam; others are not asked about that.
    let rules = |to: &str, carrier: &str| {
        let answer = asked(to, json!({ "mode": "express" }), wine(json!({ "carrier": carrier })));
        let rule = |reason: &Reason| reason.params.get("rule").filter(|rule| rule.starts_with("alcohol.ups.")).cloned();
        answer.eligibility.reasons.iter().find_map(rule)
    };
    assert_eq!(rules("HK", "ups"), None);
    let malaysia = Book::built_in();
    let rows: Vec<&str> = malaysia
        .markets()
        .flat_map(|market| {
            let here = market.restrictions().iter().filter(|rule| rule.code == "alcohol.ups.business");
            here.map(|_| market.destination.code)
        })
        .collect();
    assert!(rows.iter().all(|code| *code == "MY"), "{rows:?}");
}

#[test]
fn batteries_go_by_their_watt_hours() {
    for (mode, attributes, wanted, papers) in [
        ("post", json!({ "watt_hours": "20" }), Verdict::NotSold, vec![]),
        ("express", json!({ "watt_hours": "100" }), Verdict::SoldWithPapers, vec!["battery_test", "safety_mark"]),
        (
            "express",
            json!({ "watt_hours": "100.5" }),
            Verdict::SoldWithPapers,
            vec!["airline_approval", "battery_test", "safety_mark"],
        ),
        (
            "cargo",
            json!({ "watt_hours": "160" }),
            Verdict::SoldWithPapers,
            vec!["airline_approval", "battery_test", "safety_mark"],
        ),
        ("cargo", json!({ "watt_hours": "160.1" }), Verdict::NotSold, vec![]),
        ("express", json!({}), Verdict::Unknown, vec![]),
    ] {
        let line = json!({ "hs": "850760", "unit_price": hkd("100"), "attributes": attributes });
        let answer = asked("HK", json!({ "mode": mode }), line);
        assert_eq!(answer.eligibility.verdict, wanted, "{mode} {attributes}");
        if wanted == Verdict::SoldWithPapers {
            let found: Vec<&str> = answer.eligibility.papers.iter().map(|paper| paper.code.as_str()).collect();
            assert_eq!(found, papers, "{mode} {attributes}");
        }
        if wanted == Verdict::Unknown {
            assert!(answer.eligibility.missing.iter().any(|missing| missing.field == Field::WattHours));
        }
    }
}

#[test]
fn ginseng_papers_say_how_long_they_hold() {
    let answer = asked("HK", json!({}), json!({ "hs": "121120", "unit_price": hkd("100") }));
    let paper = |code: &str| answer.eligibility.papers.iter().find(|paper| paper.code == code).unwrap();
    let permit = paper("cites_export");
    assert_eq!((permit.valid.as_deref(), permit.lead_days, &*permit.when), (Some("P6M"), Some(60), "per_shipment"));
    assert_eq!(paper("dealer_licence").when, "once");
    assert_eq!(paper("state_certificate").when, "per_lot");
    let powder = json!({ "hs": "121120", "unit_price": hkd("100"), "attributes": { "powdered": "yes" } });
    let answer = asked("HK", json!({}), powder);
    assert!(!answer.eligibility.papers.iter().any(|paper| paper.code == "state_certificate"));
}
