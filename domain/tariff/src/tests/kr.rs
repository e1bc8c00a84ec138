//! South Korea, case by case. A dollar is KRW 1,400.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

fn usd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "USD" })
}

fn krw(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "KRW" })
}

fn goods(hs: &str, origin: &str, price: Value) -> Value {
    json!({ "hs": hs, "origin": origin, "unit_price": price })
}

fn wine(quantity: u32, price: Value, ml: u32) -> Value {
    json!({ "hs": "220421", "origin": "FR", "quantity": quantity, "unit_price": price, "volume_ml": ml })
}

fn ask(changes: Value, line: Value) -> Answer {
    let mut changes = changes;
    changes["rates"] =
        json!([{ "base": "USD", "quote": "KRW", "rate": "1400", "date": "2026-06-01", "source": "test" }]);
    quote(&Book::built_in(), &Settings::demo(), &request("KR", changes, line))
}

#[test]
fn goods_to_south_korea() {
    let by = |mode: &str| json!({ "mode": mode });
    let from = |country: &str| json!({ "mode": "express", "ship_from": country });
    let cream = |price: &str| json!({ "hs": "330499", "unit_price": usd(price), "attributes": { "spf": "yes" } });
    for (changes, line, wanted) in [
        // List clearance: USD 200 of goods from the United States, USD 150 from elsewhere; freight does not count.
        (
            json!({ "mode": "express", "freight": usd("50") }),
            goods("950300", "CN", usd("200")),
            "list SoldWithPapers [] [] 350000",
        ),
        // 280014: 8 % = 22401.12, cut to 22400; 10 % of 302414 = 30241.4.
        (
            by("express"),
            goods("950300", "CN", usd("200.01")),
            "general SoldWithPapers [] [duty 8% on 280014 = 22400; vat 10% on 302414 = 30240] 332654",
        ),
        (from("JP"), goods("950300", "CN", usd("150")), "list SoldWithPapers [] [] 210000"),
        // 210014: 8 % = 16801.12; 10 % of 226814.
        (
            from("JP"),
            goods("950300", "CN", usd("150.01")),
            "general SoldWithPapers [] [duty 8% on 210014 = 16800; vat 10% on 226814 = 22680] 249494",
        ),
        // By post there is no list, but relief up to USD 150.
        (by("post"), goods("950300", "CN", usd("150")), "personal SoldWithPapers [] [] 210000"),
        (
            by("post"),
            goods("950300", "CN", usd("150.01")),
            "general SoldWithPapers [] [duty 8% on 210014 = 16800; vat 10% on 226814 = 22680] 249494",
        ),
        // No proof of origin is asked for up to USD 1,000; above it the usual duty holds without one.
        (
            by("express"),
            goods("950300", "US", usd("1000")),
            "general SoldWithPapers [] [duty 0% on 1400000 = 0; vat 10% on 1400000 = 140000] 1540000",
        ),
        // 1400014: 8 % = 112001.12; 10 % of 1512014 = 151201.4.
        (
            by("express"),
            goods("950300", "US", usd("1000.01")),
            "general SoldWithPapers [] [duty 8% on 1400014 = 112000; vat 10% on 1512014 = 151200] 1663214",
        ),
        (
            by("express"),
            json!({ "hs": "950300", "unit_price": usd("1000.01"), "attributes": { "origin_proof": "korus" } }),
            "general SoldWithPapers [PreferenceClaimed] [duty 0% on 1400014 = 0; vat 10% on 1400014 = 140000] 1540014",
        ),
        // Cosmetics against the sun are functional: no list above the relief of USD 150.
        (by("express"), cream("150"), "personal SoldWithPapers [] [] 210000"),
        (
            by("express"),
            cream("150.01"),
            "general SoldWithPapers [] [duty 0% on 210014 = 0; vat 10% on 210014 = 21000] 231014",
        ),
        // A business has neither list nor relief. 140000: 8 % = 11200; 10 % of 151200.
        (
            json!({ "mode": "express", "buyer": { "registered_business": true } }),
            goods("950300", "CN", usd("100")),
            "general SoldWithPapers [] [duty 8% on 140000 = 11200; vat 10% on 151200 = 15120] 166320",
        ),
        // A handbag: 20 % of what value and duty are above 2,000,000; education tax 30 % of that.
        (
            by("cargo"),
            goods("420221", "CN", krw("3000000")),
            "general Sold [] [duty 8% on 3000000 = 240000; consumption_tax tiers(first KRW 2000000/unit: 0%; rest: 20%) on 3240000 = 248000; education_tax 30% on 248000 = 74400; vat 10% on 3562400 = 356240] 3918640",
        ),
        // Books are free of both.
        (
            by("cargo"),
            goods("490199", "CN", krw("300000")),
            "general SoldWithPapers [] [duty 0% on 300000 = 0; vat 0% on 300000 = 0] 300000",
        ),
        (by("cargo"), goods("330300", "FR", krw("300000")), "general Unknown [RateUnknown] [] –"),
        (
            by("cargo"),
            goods("080810", "US", krw("300000")),
            "general NotSold [RateUnknown] [duty 45% on 300000 = 135000] –",
        ),
    ] {
        assert_eq!(told(&ask(changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn drinks_to_south_korea() {
    let express = || json!({ "mode": "express" });
    for (changes, line, wanted) in [
        // One bottle up to a litre and USD 150: liquor tax 30 %, education tax 10 % of it.
        (
            express(),
            wine(1, usd("150"), 1000),
            "personal SoldWithPapers [] [liquor_tax 30% on 210000 = 63000; education_tax 10% on 63000 = 6300] 279300",
        ),
        // A millilitre more, or a second bottle: 15 % = 21000; 30 % of 161000; 10 % of it; 10 % of 214130 = 21413.
        (
            express(),
            wine(1, usd("100"), 1001),
            "general SoldWithPapers [] [duty 15% on 140000 = 21000; liquor_tax 30% on 161000 = 48300; education_tax 10% on 48300 = 4830; vat 10% on 214130 = 21410] 235540",
        ),
        (
            express(),
            wine(2, usd("50"), 375),
            "general SoldWithPapers [] [duty 15% on 140000 = 21000; liquor_tax 30% on 161000 = 48300; education_tax 10% on 48300 = 4830; vat 10% on 214130 = 21410] 235540",
        ),
        // Spirits: 20 %, 72 %, 30 % of it. 140000: 28000; 120960; 36288 cut to 36280; 10 % of 325240.
        (
            json!({ "mode": "cargo" }),
            json!({ "hs": "220830", "origin": "GB", "unit_price": krw("140000"), "volume_ml": 700, "abv_percent": 40 }),
            "general SoldWithPapers [] [duty 20% on 140000 = 28000; liquor_tax 72% on 168000 = 120960; education_tax 30% on 120960 = 36280; vat 10% on 325240 = 32520] 357760",
        ),
        // Beer by the litre: 10 × 885.7 = 8857 cut to 8850; 30 % = 2655; 30 % duty on 50000. Later rates were not seen.
        (
            json!({ "mode": "cargo", "date": "2024-03-31" }),
            json!({ "hs": "220300", "origin": "DE", "unit_price": krw("50000"), "volume_ml": 10_000 }),
            "general SoldWithPapers [] [duty 30% on 50000 = 15000; liquor_tax KRW 885.7/l on 65000 = 8850; education_tax 30% on 8850 = 2650; vat 10% on 76500 = 7650] 84150",
        ),
        (
            json!({ "mode": "cargo", "date": "2023-03-31" }),
            json!({ "hs": "220300", "origin": "DE", "unit_price": krw("50000"), "volume_ml": 10_000 }),
            "general SoldWithPapers [] [duty 30% on 50000 = 15000; liquor_tax KRW 855.2/l on 65000 = 8550; education_tax 30% on 8550 = 2560; vat 10% on 76110 = 7610] 83720",
        ),
        // Without a volume nobody knows whether it is within the relief, so there is none.
        (
            express(),
            json!({ "hs": "220421", "origin": "FR", "unit_price": usd("100") }),
            "general SoldWithPapers [] [duty 15% on 140000 = 21000; liquor_tax 30% on 161000 = 48300; education_tax 10% on 48300 = 4830; vat 10% on 214130 = 21410] 235540",
        ),
    ] {
        assert_eq!(told(&ask(changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn a_parcel_to_south_korea_names_the_clearance_code() {
    let answer = ask(json!({ "mode": "express" }), goods("950300", "US", usd("20")));
    assert!(answer.eligibility.papers.iter().any(|paper| paper.code == "pccc"));
    let cargo = ask(json!({ "mode": "cargo" }), goods("950300", "US", usd("20")));
    assert!(!cargo.eligibility.papers.iter().any(|paper| paper.code == "pccc"));
}

#[test]
fn a_threshold_in_dollars_needs_a_rate() {
    let question = request("KR", json!({ "mode": "express" }), goods("950300", "CN", krw("100000")));
    let answer = quote(&Book::built_in(), &Settings::demo(), &question);
    assert!(answer.alternatives.iter().any(|way| way.reason.as_ref().is_some_and(|r| r.code == Code::NoExchangeRate)));
}
