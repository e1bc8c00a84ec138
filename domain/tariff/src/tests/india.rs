//! India, case by case.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

fn inr(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "INR" })
}

fn goods(hs: &str, price: &str) -> Value {
    json!({ "hs": hs, "unit_price": inr(price) })
}

#[test]
fn goods_to_india() {
    let express = |date: &str| json!({ "mode": "express", "date": date });
    let cargo = |date: &str| json!({ "mode": "cargo", "date": date });
    let almonds = || json!({ "hs": "080212", "unit_price": inr("5000"), "net_weight_g": 10_000 });
    for (changes, line, wanted) in [
        // For own use one rate: 10 % = 1000, 10 % of it = 100, 18 % of 11100.
        (
            express("2026-06-01"),
            goods("871200", "10000"),
            "personal SoldWithPapers [] [duty 10% on 10000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; gst 18% on 11100.00 = 1998.00] 13098.00",
        ),
        (
            json!({ "mode": "post", "date": "2026-06-01", "freight": inr("1000") }),
            goods("871200", "9000"),
            "personal SoldWithPapers [] [duty 10% on 10000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; gst 18% on 11100.00 = 1998.00] 13098.00",
        ),
        // The rate changed on the day: 20 % = 2000, 200, 18 % of 12200 = 2196; before that 35 % = 3500, 350, 18 % of 13850.
        (
            express("2026-03-31"),
            goods("871200", "10000"),
            "personal SoldWithPapers [] [duty 20% on 10000.00 = 2000.00; additional_duty 10% on 2000.00 = 200.00; gst 18% on 12200.00 = 2196.00] 14396.00",
        ),
        (
            express("2026-04-01"),
            goods("871200", "10000"),
            "personal SoldWithPapers [] [duty 10% on 10000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; gst 18% on 11100.00 = 1998.00] 13098.00",
        ),
        (
            express("2025-02-01"),
            goods("871200", "10000"),
            "personal SoldWithPapers [] [duty 35% on 10000.00 = 3500.00; additional_duty 10% on 3500.00 = 350.00; gst 18% on 13850.00 = 2493.00] 16343.00",
        ),
        // In trade by the line: bicycles 20 %, cess 15 %, no surcharge, 5 % of 13500.
        (
            cargo("2026-06-01"),
            goods("871200", "10000"),
            "general Sold [] [duty 20% on 10000.00 = 2000.00; additional_duty 15% on 10000.00 = 1500.00; additional_duty 0% on 2000.00 = 0.00; gst 5% on 13500.00 = 675.00] 14175.00",
        ),
        // Clothes: 5 % up to INR 2,500 a piece, 18 % above. 5 % of 3050 = 152.5, to the rupee 153.
        (
            cargo("2026-06-01"),
            goods("610910", "2500"),
            "general Sold [] [duty 20% on 2500.00 = 500.00; additional_duty 10% on 500.00 = 50.00; gst if(>= INR 2500.01/unit: 18%; else: 5%) on 3050.00 = 153.00] 3203.00",
        ),
        (
            cargo("2026-06-01"),
            goods("610910", "2500.01"),
            "general Sold [] [duty 20% on 2500.01 = 500.00; additional_duty 10% on 500.00 = 50.00; gst if(>= INR 2500.01/unit: 18%; else: 5%) on 3050.01 = 549.00] 3599.01",
        ),
        // Almonds by the kilogram; the extra duty on those of the United States ended on 2023-09-05.
        (
            cargo("2023-09-05"),
            almonds(),
            "general SoldWithPapers [] [duty INR 100/kg on 5000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; additional_duty INR 20/kg on 5000.00 = 200.00; gst 5% on 6300.00 = 315.00] 6615.00",
        ),
        (
            cargo("2023-09-06"),
            almonds(),
            "general SoldWithPapers [] [duty INR 100/kg on 5000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; gst 5% on 6100.00 = 305.00] 6405.00",
        ),
        // What the facts do not give, or give as a range, has no price in trade.
        (cargo("2026-06-01"), goods("200811", "1000"), "general Unknown [NoRate, RateUnknown] [] –"),
        (cargo("2026-06-01"), goods("190531", "1000"), "general Unknown [RateUnknown] [] –"),
        (cargo("2026-06-01"), json!({ "hs": "080212", "unit_price": inr("5000") }), "general Unknown [Missing] [] –"),
        // What may not come in at all.
        (
            express("2026-06-01"),
            goods("880621", "10000"),
            "personal NotSold [] [duty 10% on 10000.00 = 1000.00; additional_duty 10% on 1000.00 = 100.00; gst 18% on 11100.00 = 1998.00] –",
        ),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("IN", changes, line.clone()));
        assert_eq!(told(&answer), wanted, "{line}");
    }
}

#[test]
fn alcohol_is_not_sold_to_india_by_any_way() {
    let wine = json!({ "hs": "220421", "unit_price": inr("1000"), "volume_ml": 750, "abv_percent": 13 });
    for mode in ["post", "express", "cargo"] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("IN", json!({ "mode": mode }), wine.clone()));
        assert_eq!(answer.eligibility.verdict, Verdict::NotSold, "{mode}");
    }
    // What it would come to in trade is known all the same: 50 % and 100 %.
    let cargo = request("IN", json!({ "mode": "cargo" }), wine);
    let answer = quote(&Book::built_in(), &Settings::demo(), &cargo);
    let amounts: Vec<String> = answer.charges.iter().map(|charge| charge.amount.amount()).collect();
    assert_eq!(amounts, ["500.00", "1000.00", "0.00", "0.00"]);
}

#[test]
fn a_parcel_to_india_asks_who_the_buyer_is() {
    let answer =
        quote(&Book::built_in(), &Settings::demo(), &request("IN", json!({ "mode": "post" }), goods("871200", "1000")));
    assert!(answer.eligibility.papers.iter().any(|paper| paper.code == "kyc"));
}
