//! Mainland China: layers by date, exclusions, thresholds at their edges, quantities of a person, bonded goods.

use super::cases::{cny, request, told};
use crate::*;
use serde_json::{Value, json};

fn asked(settings: &Settings, changes: Value, line: Value) -> Answer {
    quote(&Book::built_in(), settings, &request("CN", changes, line))
}

/// The duties on US apples of CNY 100 by freight, in the order of the answer.
fn duties(date: &str, exclusions: Value, settings: &Settings) -> Vec<String> {
    let line = json!({ "hs": "08081000", "unit_price": cny("100") });
    let changes =
        json!({ "mode": "cargo", "regime": "general", "date": date, "importer": { "exclusions": exclusions } });
    let answer = asked(settings, changes, line);
    let duties = answer.charges.iter().filter(|c| matches!(c.measure, Measure::Duty | Measure::AdditionalDuty));
    duties.map(|charge| charge.rate.to_string()).collect()
}

#[test]
fn duties_on_us_apples_by_date() {
    let none = || json!([]);
    let s301 = || json!(["s301"]);
    let demo = Settings::demo();
    // Usual duty; then by the names of the layers: March 2025, all goods of 2025, s232, s301.
    for (date, exclusions, wanted) in [
        ("2024-06-01", none(), vec!["10%", "15%", "30%"]),
        ("2025-03-09", none(), vec!["10%", "15%", "30%"]),
        ("2025-03-10", none(), vec!["10%", "10%", "15%", "30%"]),
        ("2025-04-10", none(), vec!["10%", "10%", "84%", "15%", "30%"]),
        ("2025-04-12", none(), vec!["10%", "10%", "125%", "15%", "30%"]),
        ("2025-05-13", none(), vec!["10%", "10%", "125%", "15%", "30%"]),
        // May 2025: 10 + 15 + 30 + 10 + 10, as the growers' council has it.
        ("2025-05-14", none(), vec!["10%", "10%", "10%", "15%", "30%"]),
        ("2025-11-10", none(), vec!["10%", "10%", "10%", "15%", "30%"]),
        ("2025-11-11", none(), vec!["10%", "10%", "15%", "30%"]),
        // An exclusion takes away the s301 layer, until those granted ended; never the s232 layer.
        ("2025-09-14", s301(), vec!["10%", "10%", "10%", "15%"]),
        ("2025-09-15", s301(), vec!["10%", "10%", "10%", "15%", "30%"]),
        ("2024-06-01", json!(["s232"]), vec!["10%", "15%", "30%"]),
        // The last day that is known, and the last known rate after it.
        ("2026-11-10", none(), vec!["10%", "10%", "15%", "30%"]),
        ("2026-11-11", none(), vec!["10%", "10%", "15%", "30%"]),
    ] {
        assert_eq!(duties(date, exclusions, &demo), wanted, "{date}");
    }
}

#[test]
fn the_s301_layer_by_date() {
    let table = Book::built_in();
    let market = table.market("CN").unwrap();
    for (hs, date, wanted) in [
        ("08081000", "2018-07-05", ""),
        ("08081000", "2018-07-06", "25%"),
        ("08081000", "2019-08-31", "25%"),
        ("08081000", "2019-09-01", "35%"),
        ("08081000", "2020-02-14", "30%"),
        ("08021200", "2019-08-31", "unknown"),
        ("08021200", "2019-09-01", "10%"),
        ("08021200", "2020-02-14", "5%"),
        ("22042100", "2018-09-24", "10%"),
        ("22042100", "2019-05-31", "10%"),
        ("22042100", "2019-06-01", "25%"),
    ] {
        let on = date.parse().unwrap();
        let mut rows = market.rates.find(Measure::AdditionalDuty, "general", hs, Some("US"), on);
        let rate = rows.find(|row| &*row.layer == "s301").map_or("", |row| row.text.as_str());
        assert_eq!(rate, wanted, "{hs} {date}");
    }
}

#[test]
fn after_the_last_known_day_the_operator_decides() {
    let apples = || json!({ "hs": "08081000", "unit_price": cny("100") });
    let changes = || json!({ "mode": "cargo", "regime": "general", "date": "2026-11-11" });
    let answer = asked(&Settings::demo(), changes(), apples());
    let warning = answer.warnings.iter().find(|w| w.code == Code::LastKnownRate).unwrap();
    assert_eq!(warning.params["rule"], "cn/general/additional_duty.reciprocal/all/US@2025-05-14");
    assert!(warning.text.contains(&warning.params["rule"]), "{}", warning.text);
    assert!(answer.eligibility.verdict.sells());

    let careful = Settings { continue_last_known: false, ..Settings::demo() };
    let answer = asked(&careful, changes(), apples());
    let reason = answer.eligibility.reasons.iter().find(|r| r.code == Code::RateEnded).unwrap();
    assert_eq!(reason.params["rule"], "cn/general/additional_duty.reciprocal/all/US@2025-05-14");
    assert_eq!((answer.eligibility.verdict, answer.landed_total), (Verdict::Unknown, None));
    // Goods of other origins are not concerned.
    let answer = asked(&careful, changes(), json!({ "hs": "08081000", "origin": "NZ", "unit_price": cny("100") }));
    assert!(answer.eligibility.verdict.sells());
}

/// Cosmetics: CNY 10 a millilitre or gram, CNY 15 a sheet; watches: CNY 10,000 a piece. At the edge, and a fen below.
#[test]
fn thresholds_of_consumption_tax_at_their_edges() {
    for (line, taxed) in [
        (json!({ "hs": "33049900", "unit_price": cny("500"), "volume_ml": 50 }), true),
        (json!({ "hs": "33049900", "unit_price": cny("499.99"), "volume_ml": 50 }), false),
        (json!({ "hs": "33049900", "unit_price": cny("500"), "net_weight_g": 50 }), true),
        (json!({ "hs": "33049900", "unit_price": cny("499.99"), "net_weight_g": 50 }), false),
        (
            json!({ "hs": "33049900", "unit_price": cny("150"), "net_weight_g": 500, "attributes": { "sheets": "10" } }),
            true,
        ),
        (
            json!({ "hs": "33049900", "unit_price": cny("149.99"), "net_weight_g": 1, "attributes": { "sheets": "10" } }),
            false,
        ),
        (json!({ "hs": "33049900", "quantity": 2, "unit_price": cny("500"), "volume_ml": 50 }), true),
        (json!({ "hs": "33049900", "quantity": 2, "unit_price": cny("499.99"), "volume_ml": 50 }), false),
        (json!({ "hs": "91021100", "unit_price": cny("10000") }), true),
        (json!({ "hs": "91021100", "unit_price": cny("9999.99") }), false),
        (json!({ "hs": "91021100", "quantity": 2, "unit_price": cny("9999.99") }), false),
    ] {
        let mut line = line;
        line["origin"] = json!("FR");
        let answer = asked(&Settings::demo(), json!({ "mode": "cargo", "regime": "general" }), line.clone());
        assert!(answer.eligibility.verdict.sells(), "{line}: {}", told(&answer));
        assert_eq!(answer.charges.iter().any(|c| c.measure == Measure::ConsumptionTax), taxed, "{line}");
    }
}

#[test]
fn quantities_of_a_person_and_a_year() {
    let bag = |hs: &str, kg: u32| json!({ "hs": hs, "origin": "TH", "quantity": kg, "unit_price": cny("10"), "net_weight_g": 1000 });
    for (line, used, refused) in [
        (bag("10063020", 20), json!({}), false),
        (bag("10063020", 21), json!({}), true),
        (bag("10063020", 5), json!({ "rice.cbec.most": "15" }), false),
        (bag("10063020", 5), json!({ "rice.cbec.most": "15.001" }), true),
        (bag("17019910", 2), json!({}), false),
        (bag("17019910", 3), json!({}), true),
    ] {
        let changes = json!({ "regime": "cbec", "buyer": { "quantities_used": used } });
        let answer = asked(&Settings::demo(), changes, line.clone());
        let most = |reason: &Reason| reason.params.get("rule").is_some_and(|rule| rule.ends_with(".most"));
        assert_eq!(answer.eligibility.reasons.iter().any(most), refused, "{line} {used}");
        let untested = answer.warnings.iter().any(|w| w.code == Code::QuantityNotTested);
        assert_eq!(untested, used == json!({}), "{line}");
    }
}

#[test]
fn seafood_comes_out_of_a_bonded_warehouse_only() {
    let shrimp = || json!({ "hs": "03061619", "unit_price": cny("100"), "net_weight_g": 1000 });
    for (mode, wanted) in [("bonded", false), ("express", true)] {
        let answer = asked(&Settings::demo(), json!({ "regime": "cbec", "mode": mode }), shrimp());
        let only = answer.eligibility.reasons.iter().any(|reason| reason.code == Code::OnlyBonded);
        assert_eq!(only, wanted, "{mode}");
    }
    // Bonded goods have left the United States: rules of the way out are not asked again, unless the parcel leaves there.
    let perfume = || json!({ "hs": "33030000", "unit_price": cny("100"), "volume_ml": 50 });
    for (changes, wanted) in [
        (json!({ "regime": "cbec", "mode": "bonded" }), false),
        (json!({ "regime": "cbec", "mode": "bonded", "ship_from": "US" }), false),
        (json!({ "regime": "cbec", "mode": "express" }), true),
    ] {
        let answer = asked(&Settings::demo(), changes.clone(), perfume());
        let dangerous = answer.eligibility.papers.iter().any(|paper| paper.code == "dangerous_goods");
        assert_eq!(dangerous, wanted, "{changes}");
    }
}

/// Since 2019 no licence for a first import is asked for; before, it is not known when it was.
#[test]
fn licences_for_a_first_import_by_date() {
    for (date, unknown) in [("2018-12-31", true), ("2019-01-01", false)] {
        let line = json!({ "hs": "33049900", "unit_price": cny("100"), "volume_ml": 50 });
        let answer = asked(&Settings::demo(), json!({ "regime": "cbec", "date": date }), line);
        let first = |reason: &Reason| reason.params.get("rule").is_some_and(|rule| rule.starts_with("first_import"));
        assert_eq!(answer.eligibility.reasons.iter().any(first), unknown, "{date}");
    }
}

/// Customs' prices of bottles are for up to 750 ml; of sake only for what says that it is sake.
#[test]
fn prices_of_customs_hold_for_small_bottles() {
    let drink = |hs: &str, ml: u32, abv: u32, attributes: Value| json!({ "hs": hs, "origin": "JP", "unit_price": cny("60"), "volume_ml": ml, "abv_percent": abv, "attributes": attributes });
    for (line, base) in [
        (drink("22042100", 750, 11, json!({})), "100.00"),
        (drink("22042100", 751, 11, json!({})), "60.00"),
        (drink("22060090", 720, 15, json!({ "sake": "yes" })), "50.00"),
        (drink("22060090", 720, 15, json!({})), "60.00"),
        (drink("22060090", 720, 25, json!({ "sake": "yes" })), "80.00"),
    ] {
        let answer = asked(&Settings::demo(), json!({ "mode": "post", "ship_from": "JP" }), line.clone());
        let tax = answer.charges.iter().find(|c| c.measure == Measure::ParcelTax).unwrap();
        assert_eq!(tax.base.amount(), base, "{line}");
    }
}

/// The limit of a parcel by date and by where it leaves from, at its edge and a fen above.
#[test]
fn limits_of_a_parcel_by_date() {
    for (date, from, most) in [
        ("2024-11-30", "US", 100_000),
        ("2024-12-01", "US", 200_000),
        ("2024-11-30", "HK", 80_000),
        ("2024-12-01", "HK", 200_000),
    ] {
        for (worth, over) in [(most, false), (most + 2, true)] {
            let half = format!("{}.{:02}", worth / 2 / 100, worth / 2 % 100);
            let line = json!({ "hs": "63026090", "quantity": 2, "unit_price": cny(&half) });
            let answer = asked(&Settings::demo(), json!({ "mode": "post", "date": date, "ship_from": from }), line);
            let told = answer.eligibility.reasons.iter().any(|reason| reason.code == Code::OverParcelLimit);
            assert_eq!(told, over, "{date} {from} {worth}");
        }
    }
}
