use super::*;

fn myr(amount: &str) -> Value {
    money(amount, "MYR")
}

#[test]
fn malaysia_at_the_sale() {
    let shirt = |price: &str| json!({ "hs": "610910", "unit_price": myr(price) });
    for (registered, changes, line, wanted) in [
        // 10 % of the price alone: 400 × 10 % = 40; delivery bears none.
        (
            &["MY"][..],
            json!({ "freight": myr("30") }),
            shirt("400"),
            "lvg Sold [] [sales_tax 10% on 400.00 = 40.00] 470.00",
        ),
        // The piece at the limit, and above it; the consignment with freight decides what the border asks.
        (&["MY"], json!({}), shirt("500"), "lvg Sold [] [sales_tax 10% on 500.00 = 50.00] 550.00"),
        (&["MY"], json!({}), shirt("500.01"), "import Unknown [RateUnknown] [duty 0% on 500.01 = 0.00] –"),
        // Two pieces of 300 are low-value goods each, but together owe duty at the border: 0 % on 600.
        (
            &["MY"],
            json!({}),
            json!({ "hs": "610910", "quantity": 2, "unit_price": myr("300") }),
            "import Sold [] [sales_tax 10% on 600.00 = 60.00; duty 0% on 600.00 = 0.00] 660.00",
        ),
        // Freight counts at the border: 480 + 20 is free, 480 + 20.01 is not.
        (
            &["MY"],
            json!({ "freight": myr("20") }),
            shirt("480"),
            "lvg Sold [] [sales_tax 10% on 480.00 = 48.00] 548.00",
        ),
        (
            &["MY"],
            json!({ "freight": myr("20.01") }),
            json!({ "hs": "850980", "unit_price": myr("480") }),
            "import Unknown [RateUnknown] [sales_tax 10% on 480.00 = 48.00] –",
        ),
        // Who is not registered leaves it to the border, and that asks nothing up to 500.
        (&[], json!({}), shirt("500"), "import Sold [] [] 500.00"),
        // There was no such tax in 2023.
        (&["MY"], json!({ "date": "2023-12-31" }), shirt("400"), "import Sold [] [] 400.00"),
    ] {
        assert_eq!(told_to("MY", registered, changes.clone(), line.clone()), wanted, "{changes} {line}");
    }
    assert!(warned("MY", json!({}), shirt("400")).contains(&Code::RegistrationDue));
}

#[test]
fn malaysia_at_the_border() {
    for (changes, line, wanted) in [
        // Books: no duty, no sales tax.
        (
            json!({ "mode": "cargo" }),
            json!({ "hs": "490199", "unit_price": myr("800") }),
            "import SoldWithPapers [] [duty 0% on 800.00 = 0.00; sales_tax 0% on 800.00 = 0.00] 800.00",
        ),
        // Wine: 0.75 l × 7 = 5.25; 0.75 × 13 % × 165 = 16.0875; (100 + 5.25 + 16.09) × 10 % = 12.134. No relief for liquor.
        (
            json!({ "mode": "express" }),
            json!({ "hs": "22042100", "unit_price": myr("100"), "volume_ml": 750, "abv_percent": 13 }),
            "import SoldWithPapers [] [duty MYR 7/l on 100.00 = 5.25; excise MYR 165/l_alcohol on 105.25 = 16.09; sales_tax 10% on 121.34 = 12.13] 133.47",
        ),
        // Sparkling wine at the rate before 2025-11-01, as worked out by a carrier: 1 l × 12 % × 450 = 54.
        (
            json!({ "mode": "express", "date": "2025-10-31" }),
            json!({ "hs": "22041000", "unit_price": myr("100"), "volume_ml": 1000, "abv_percent": 12 }),
            "import SoldWithPapers [] [duty MYR 23/l on 100.00 = 23.00; excise MYR 450/l_alcohol on 123.00 = 54.00; sales_tax 10% on 177.00 = 17.70] 194.70",
        ),
        // Beer since then: 0.33 × 5 = 1.65; 0.33 × 5 % × 192.50 = 3.17625.
        (
            json!({ "mode": "express" }),
            json!({ "hs": "22030000", "unit_price": myr("10"), "volume_ml": 330, "abv_percent": 5 }),
            "import SoldWithPapers [] [duty MYR 5/l on 10.00 = 1.65; excise MYR 192.50/l_alcohol on 11.65 = 3.18; sales_tax 10% on 14.83 = 1.48] 16.31",
        ),
        // Without a strength nobody knows, and tobacco has no rate.
        (
            json!({ "mode": "express" }),
            json!({ "hs": "22042100", "unit_price": myr("100"), "volume_ml": 750 }),
            "import Unknown [Missing] [duty MYR 7/l on 100.00 = 5.25] –",
        ),
        (
            json!({ "mode": "express" }),
            json!({ "hs": "240220", "unit_price": myr("10") }),
            "import Unknown [RateUnknown, RateUnknown, NoRate] [] –",
        ),
    ] {
        assert_eq!(told_to("MY", &["MY"], changes.clone(), line.clone()), wanted, "{changes} {line}");
    }
}
