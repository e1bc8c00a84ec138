//! One function asks, the cases are text: settings, request, and what comes of it.

use crate::*;
use serde_json::{Value, json};

/// A request by defaults: one line from the United States in the destination's currency on 2026-06-01.
pub(crate) fn request(destination: &str, changes: Value, line: Value) -> Request {
    let mut whole = json!({ "destination": destination, "date": "2026-06-01", "lines": [] });
    merge(&mut whole, changes);
    let mut first = json!({ "id": "a", "origin": "US", "quantity": 1 });
    merge(&mut first, line);
    whole["lines"].as_array_mut().unwrap().insert(0, first);
    serde_json::from_value(whole).unwrap()
}

fn merge(into: &mut Value, from: Value) {
    for (key, value) in from.as_object().unwrap() {
        into[key] = value.clone();
    }
}

pub(super) fn cny(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY" })
}

pub(super) fn sgd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "SGD" })
}

/// Regime, verdict, charges and total on one line of text.
pub(super) fn told(answer: &Answer) -> String {
    let charges: Vec<String> = answer
        .charges
        .iter()
        .map(|c| format!("{} {} on {} = {}", c.measure, c.rate, c.base.amount(), c.amount.amount()))
        .collect();
    let mut codes: Vec<Code> = answer.eligibility.reasons.iter().map(|reason| reason.code).collect();
    codes.retain(|code| *code != Code::Restricted);
    let total = answer.landed_total.map_or("–".into(), |total| total.amount());
    let verdict = answer.eligibility.verdict;
    format!("{} {verdict:?} {codes:?} [{}] {total}", answer.regime.as_deref().unwrap_or("–"), charges.join("; "))
}

#[test]
fn quotes_for_mainland_china() {
    let express = || json!({ "mode": "express", "regime": "cbec", "buyer": { "allowance_used": cny("0") } });
    let post = || json!({ "mode": "post" });
    let cargo = || json!({ "mode": "cargo" });
    for (changes, line, wanted) in [
        // Toys: 13 % × 70 % = 9.1 % of the value.
        (
            express(),
            json!({ "hs": "95030060", "unit_price": cny("500") }),
            "cbec Sold [] [duty 0% on 500.00 = 0.00; vat 13% × 70% on 500.00 = 45.50] 545.50",
        ),
        // Cosmetics over the threshold: the tax lies inside the price.
        (
            express(),
            json!({ "hs": "33049900", "unit_price": cny("425"), "net_weight_g": 20 }),
            "cbec SoldWithPapers [] [duty 0% on 425.00 = 0.00; consumption_tax if(>= CNY 15/sheet | CNY 10/ml | CNY 10/g: 15%; else: 0%) × 70% on 500.00 = 52.50; vat 13% × 70% on 500.00 = 45.50] 523.00",
        ),
        // Under the threshold no consumption tax; without a content nobody knows.
        (
            express(),
            json!({ "hs": "33049900", "unit_price": cny("100"), "volume_ml": "50" }),
            "cbec SoldWithPapers [] [duty 0% on 100.00 = 0.00; vat 13% × 70% on 100.00 = 9.10] 109.10",
        ),
        (
            express(),
            json!({ "hs": "33049900", "unit_price": cny("100") }),
            "cbec Unknown [Missing] [duty 0% on 100.00 = 0.00] –",
        ),
        // One indivisible item over the order's limit is taxed in full; two pieces are not sold so.
        (
            express(),
            json!({ "hs": "91052100", "origin": "JP", "unit_price": cny("6000") }),
            "cbec Sold [] [duty 15% on 6000.00 = 900.00; vat 13% on 6900.00 = 897.00] 7797.00",
        ),
        (
            express(),
            json!({ "hs": "91052100", "origin": "JP", "quantity": 2, "unit_price": cny("3000") }),
            "cbec NotSold [OverOrderLimit] [] –",
        ),
        (
            json!({ "regime": "cbec", "buyer": { "allowance_used": cny("25800") } }),
            json!({ "hs": "95030060", "unit_price": cny("200") }),
            "cbec Sold [] [duty 0% on 200.00 = 0.00; vat 13% × 70% on 200.00 = 18.20] 218.20",
        ),
        (
            json!({ "regime": "cbec", "buyer": { "allowance_used": cny("25800") } }),
            json!({ "hs": "95030060", "unit_price": cny("200.01") }),
            "cbec NotSold [OverYearlyLimit] [duty 0% on 200.01 = 0.00; vat 13% × 70% on 200.01 = 18.20] –",
        ),
        (
            json!({ "regime": "cbec", "buyer": { "registered_business": true } }),
            json!({ "hs": "95030060", "unit_price": cny("200") }),
            "cbec NotSold [NotPersonalUse] [duty 0% on 200.00 = 0.00; vat 13% × 70% on 200.00 = 18.20] –",
        ),
        (
            json!({ "regime": "cbec", "date": "2016-04-07" }),
            json!({ "hs": "95030060", "unit_price": cny("200") }),
            "cbec NotSold [RegimeNotInForce, NotOnList] [] –",
        ),
        // Ginseng is taken off the list, fresh cherries never were on it, and what is not known is not sold.
        (
            express(),
            json!({ "hs": "12112011", "unit_price": cny("200") }),
            "cbec NotSold [OffList] [duty 0% on 200.00 = 0.00; vat 9% × 70% on 200.00 = 12.60] –",
        ),
        (
            express(),
            json!({ "hs": "08092900", "unit_price": cny("200") }),
            "cbec NotSold [NotOnList] [duty 0% on 200.00 = 0.00; vat 9% × 70% on 200.00 = 12.60] –",
        ),
        (
            express(),
            json!({ "hs": "17022000", "unit_price": cny("200") }),
            "cbec Unknown [NotOnList, RestrictionUnknown, NoRate, NoRate] [duty 0% on 200.00 = 0.00] –",
        ),
        (express(), json!({ "unit_price": cny("200") }), "cbec Unknown [Missing] [duty 0% on 200.00 = 0.00] –"),
        (
            express(),
            json!({ "hs": "220421", "unit_price": cny("200") }),
            "cbec SoldWithPapers [] [duty 0% on 200.00 = 0.00; consumption_tax 10% × 70% on 222.22 = 15.56; vat 13% × 70% on 222.22 = 20.22] 235.78",
        ),
        (
            express(),
            json!({ "hs": "9503", "unit_price": cny("200") }),
            "cbec Unknown [HsTooShort, NotOnList, NoRate, NoRate] [duty 0% on 200.00 = 0.00] –",
        ),
        // General trade: layers add up on US wine; spirits are compound.
        (
            cargo(),
            json!({ "hs": "22042100", "unit_price": cny("1000") }),
            "general SoldWithPapers [] [duty 14% on 1000.00 = 140.00; additional_duty 10% on 1000.00 = 100.00; additional_duty 15% on 1000.00 = 150.00; additional_duty 25% on 1000.00 = 250.00; consumption_tax 10% on 1822.22 = 182.22; vat 13% on 1822.22 = 236.89] 2059.11",
        ),
        (
            cargo(),
            json!({ "hs": "22082000", "origin": "FR", "unit_price": cny("1000"), "volume_ml": 7000 }),
            "general SoldWithPapers [] [duty 10% on 1000.00 = 100.00; consumption_tax 20% + CNY 0.912/l on 1382.98 = 282.98; vat 13% on 1382.98 = 179.79] 1562.77",
        ),
        (
            cargo(),
            json!({ "hs": "22060010", "origin": "JP", "unit_price": cny("1000") }),
            "general Unknown [Missing] [duty 40% on 1000.00 = 400.00] –",
        ),
        // After 2026-11-10 the ten points go on only because the operator says so.
        (
            json!({ "mode": "cargo", "date": "2026-11-11" }),
            json!({ "hs": "22030000", "unit_price": cny("100"), "volume_ml": 500 }),
            "general SoldWithPapers [] [duty 0% on 100.00 = 0.00; additional_duty 10% on 100.00 = 10.00; additional_duty 0% on 100.00 = 0.00; consumption_tax if(>= CNY 2.64295885/l: CNY 0.253/l; else: CNY 0.2227/l) on 110.13 = 0.13; vat 13% on 110.13 = 14.32] 124.45",
        ),
        // A line whose American layer nobody has seen is not priced.
        (
            cargo(),
            json!({ "hs": "95030021", "unit_price": cny("100") }),
            "general Unknown [RateUnknown] [duty 0% on 100.00 = 0.00] –",
        ),
        // By post: 13 %, waived up to 50; wine by the US post not at all.
        (
            post(),
            json!({ "hs": "95030060", "unit_price": cny("380") }),
            "post Sold [] [parcel_tax 13% on 380.00 = 0.00] 380.00",
        ),
        (
            post(),
            json!({ "hs": "95030060", "unit_price": cny("400") }),
            "post Sold [] [parcel_tax 13% on 400.00 = 52.00] 452.00",
        ),
        (
            post(),
            json!({ "hs": "63026090", "unit_price": cny("400") }),
            "post Sold [] [parcel_tax 20% on 400.00 = 80.00] 480.00",
        ),
        (
            post(),
            json!({ "hs": "63026090", "quantity": 6, "unit_price": cny("400") }),
            "post NotSold [OverParcelLimit] [parcel_tax 20% on 2400.00 = 480.00] –",
        ),
        (
            post(),
            json!({ "hs": "63026090", "unit_price": cny("2400") }),
            "post Sold [] [parcel_tax 20% on 2400.00 = 480.00] 2880.00",
        ),
        // Customs' own price of a T-shirt is 200: taken when the price paid is between half and twice of it.
        (
            post(),
            json!({ "hs": "61091000", "quantity": 2, "unit_price": cny("390") }),
            "post Sold [] [parcel_tax 20% on 400.00 = 80.00] 860.00",
        ),
        (
            post(),
            json!({ "hs": "61091000", "unit_price": cny("401") }),
            "post Sold [] [parcel_tax 20% on 401.00 = 80.20] 481.20",
        ),
        (
            post(),
            json!({ "hs": "22042100", "unit_price": cny("200"), "abv_percent": 13 }),
            "post NotSold [] [parcel_tax 50% on 200.00 = 100.00] –",
        ),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("CN", changes, line.clone()));
        assert_eq!(told(&answer), wanted, "{line}");
    }
}

#[test]
fn quotes_for_singapore() {
    let freight = |amount: &str| json!({ "mode": "express", "freight": sgd(amount) });
    for (registered, changes, line, wanted) in [
        (
            true,
            freight("25"),
            json!({ "hs": "610910", "unit_price": sgd("300") }),
            "lvg Sold [] [gst 9% on 325.00 = 29.25] 354.25",
        ),
        (
            true,
            freight("25"),
            json!({ "hs": "610910", "unit_price": sgd("400") }),
            "lvg Sold [] [gst 9% on 425.00 = 38.25] 463.25",
        ),
        (
            true,
            freight("25"),
            json!({ "hs": "610910", "unit_price": sgd("400.01") }),
            "import Sold [] [gst 9% on 425.01 = 38.25] 463.26",
        ),
        (false, freight("25"), json!({ "hs": "610910", "unit_price": sgd("300") }), "import Sold [] [] 325.00"),
        (
            false,
            freight("101"),
            json!({ "hs": "610910", "unit_price": sgd("300") }),
            "import Sold [] [gst 9% on 401.00 = 36.09] 437.09",
        ),
        (
            true,
            json!({ "mode": "express", "date": "2022-06-01" }),
            json!({ "hs": "610910", "unit_price": sgd("401") }),
            "import Sold [] [gst 7% on 401.00 = 28.07] 429.07",
        ),
        // Liquor: excise by the litre of alcohol, tax on both, no relief.
        (
            true,
            freight("0"),
            json!({ "hs": "22083000", "unit_price": sgd("60"), "volume_ml": 750, "abv_percent": 40 }),
            "import SoldWithPapers [] [excise SGD 88/l_alcohol on 60.00 = 26.40; gst 9% on 86.40 = 7.78] 94.18",
        ),
        (
            true,
            freight("0"),
            json!({ "hs": "22030000", "origin": "DE", "unit_price": sgd("600"), "volume_ml": 75000, "abv_percent": "5" }),
            "import SoldWithPapers [] [duty SGD 16/l_alcohol on 600.00 = 60.00; excise SGD 60/l_alcohol on 600.00 = 225.00; gst 9% on 885.00 = 79.65] 964.65",
        ),
        (
            true,
            freight("0"),
            json!({ "hs": "22083000", "unit_price": sgd("60"), "volume_ml": 750 }),
            "import Unknown [Missing] [] –",
        ),
        (
            true,
            freight("0"),
            json!({ "hs": "22060000", "unit_price": sgd("60"), "volume_ml": 750, "abv_percent": 5 }),
            "import Unknown [RateUnknown] [] –",
        ),
        (
            true,
            json!({ "mode": "post" }),
            json!({ "hs": "22042100", "unit_price": sgd("60"), "volume_ml": 750, "abv_percent": 13 }),
            "import NotSold [] [excise SGD 88/l_alcohol on 60.00 = 8.58; gst 9% on 68.58 = 6.17] –",
        ),
    ] {
        let settings =
            if registered { Settings::demo() } else { Settings { registered: [].into(), ..Settings::demo() } };
        let answer = quote(&Book::built_in(), &settings, &request("SG", changes, line.clone()));
        assert_eq!(told(&answer), wanted, "{line}");
    }
}

/// A destination that can be chosen and has no rules.
fn without_rules() -> &'static str {
    destinations().iter().find(|destination| !destination.has_rules).unwrap().code
}

#[test]
fn what_cannot_be_answered_says_so() {
    let goods = || json!({ "hs": "95030060", "unit_price": cny("100") });
    for (to, changes, line, wanted) in [
        (without_rules(), json!({}), goods(), Code::NoRulesYet),
        ("XX", json!({}), goods(), Code::UnknownDestination),
        ("CN", json!({ "regime": "lvg" }), goods(), Code::UnknownRegime),
        ("CN", json!({ "regime": "post", "mode": "cargo" }), goods(), Code::UnknownRegime),
        (
            "CN",
            json!({}),
            json!({ "hs": "95030060", "unit_price": { "amount": "1", "currency": "USD" } }),
            Code::NoExchangeRate,
        ),
        ("CN", json!({}), json!({ "hs": "95030060", "quantity": 0, "unit_price": cny("1") }), Code::OutOfRange),
        ("CN", json!({}), json!({ "hs": "95030060", "unit_price": cny("-1") }), Code::OutOfRange),
        ("CN", json!({ "discount": cny("101") }), goods(), Code::OutOfRange),
        ("CN", json!({}), json!({ "hs": "toys", "unit_price": cny("1") }), Code::HsNotANumber),
        ("CN", json!({}), json!({ "hs": "9999.99.99", "unit_price": cny("1") }), Code::HsNotANumber),
        ("CN", json!({}), json!({ "hs": "77010000", "unit_price": cny("1") }), Code::HsNotANumber),
        ("CN", json!({}), json!({ "hs": "0001 10", "unit_price": cny("1") }), Code::HsNotANumber),
        ("CN", json!({}), json!({ "hs": "95030060", "origin": null, "unit_price": cny("1") }), Code::Missing),
        ("CN", json!({}), json!({ "hs": "95030060", "origin": "USA", "unit_price": cny("1") }), Code::Missing),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request(to, changes, line.clone()));
        assert!(!answer.eligibility.verdict.sells(), "{line}");
        assert_eq!(answer.landed_total, None);
        assert!(
            answer.eligibility.reasons.iter().any(|reason| reason.code == wanted),
            "{line}: {:?}",
            answer.eligibility.reasons
        );
    }
}

#[test]
fn a_strict_operator_sells_nothing_that_is_still_to_be_verified() {
    let strict = Settings { registered: ["SG".to_owned()].into(), ..Settings::default() };
    let toys = request("CN", json!({ "regime": "cbec" }), json!({ "hs": "95030060", "unit_price": cny("100") }));
    let answer = quote(&Book::built_in(), &strict, &toys);
    assert_eq!(answer.eligibility.verdict, Verdict::Unknown);
    assert!(answer.eligibility.reasons.iter().any(|r| r.code == Code::ListToVerify));

    let beer = json!({ "hs": "22030000", "unit_price": cny("100"), "volume_ml": 500 });
    let late = request("CN", json!({ "mode": "cargo", "date": "2026-12-01" }), beer);
    let answer = quote(&Book::built_in(), &strict, &late);
    assert!(answer.eligibility.reasons.iter().any(|r| r.code == Code::RateEnded));
    let answer = quote(&Book::built_in(), &Settings::demo(), &late);
    assert!(answer.warnings.iter().any(|w| w.code == Code::LastKnownRate));
}

#[test]
fn services_are_taxed_where_the_law_reaches_them() {
    let ask = |to: &str, kind: &str, price: Value| {
        let request = json!({ "destination": to, "date": "2026-06-01", "id": "s", "kind": kind, "price": price });
        let answer = quote_service(&Book::built_in(), &Settings::demo(), &serde_json::from_value(request).unwrap());
        let codes: Vec<Code> = answer.warnings.iter().map(|w| w.code).collect();
        format!("{} {codes:?}", told(&answer))
    };
    for (to, kind, price, wanted) in [
        ("SG", "online_course", sgd("100"), "service Sold [] [gst 9% on 100.00 = 9.00] 109.00 []"),
        ("SG", "on_site", sgd("100"), "service Sold [] [gst 0% on 100.00 = 0.00] 100.00 [UsesRowsToVerify]"),
        ("CN", "digital_download", cny("100"), "service Sold [] [] 100.00 [AccountedByBuyer]"),
        ("CN", "on_site", cny("100"), "service Sold [] [vat 0% on 100.00 = 0.00] 100.00 []"),
        (without_rules(), "on_site", cny("100"), "service NotSold [NoRulesYet] [] – []"),
    ] {
        assert_eq!(ask(to, kind, price), wanted, "{to} {kind}");
    }
}

#[test]
fn an_export_filing_is_due_above_its_value() {
    let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    let rates = json!([{ "base": "USD", "quote": "CNY", "rate": "7", "date": "2026-06-01", "source": "test" }]);
    for (from, quantity, wanted) in [("US", 100, false), ("US", 101, true), ("CA", 101, false)] {
        let changes = json!({ "ship_from": from, "rates": rates.clone(), "mode": "express" });
        let toys = json!({ "hs": "95030060", "quantity": quantity, "unit_price": usd("25") });
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("CN", changes, toys));
        assert_eq!(answer.warnings.iter().any(|w| w.code == Code::ExportFilingDue), wanted, "{from} {quantity}");
    }
}
