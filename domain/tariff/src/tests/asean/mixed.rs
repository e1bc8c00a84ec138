//! Orders of several goods, and what may go.

use super::*;

#[test]
fn small_orders_are_let_off_but_for_what_is_under_excise() {
    let order = |to: &str, currency: &str, shirt: &str, wine: &str, date: &str| {
        let second = json!({ "id": "b", "hs": "220421", "origin": "US", "quantity": 1, "unit_price": money(wine, currency),
                             "volume_ml": 750, "abv_percent": 13, "attributes": { "retail_price": "900" } });
        let whole = json!({ "date": date, "mode": "express", "lines": [second] });
        told_to(to, &["MY"], whole, json!({ "hs": "610910", "unit_price": money(shirt, currency) }))
    };
    // The shirt is taxed at the sale, the wine at the border: 5.25, 16.09, (100 + 21.34) × 10 %.
    assert_eq!(
        order("MY", "MYR", "200", "100", "2026-06-01"),
        "import SoldWithPapers [] [sales_tax 10% on 200.00 = 20.00; duty MYR 7/l on 100.00 = 5.25; excise MYR 165/l_alcohol on 105.25 = 16.09; sales_tax 10% on 121.34 = 12.13] 353.47"
    );
    // The shirt is free up to 10,000 together; the wine bears duty, excise, tax and the stamp.
    assert_eq!(
        order("PH", "PHP", "5000", "1000", "2026-06-01"),
        "informal SoldWithPapers [] [duty 5% on 1020.00 = 51.00; excise PHP 70.93/l on 0.00 = 53.20; vat 12% on 1854.20 = 222.50; fee 30.00 PHP on 1020.00 = 30.00] 6356.70"
    );
    // Together 1,500 in 2025: no duty on the shirt, but VAT; the wine in full. Its sale online is barred.
    assert_eq!(
        order("TH", "THB", "1000", "500", "2025-06-01"),
        "import NotSold [] [vat 7% on 1000.00 = 70.00; duty 0% on 500.00 = 0.00; excise 5% + THB 1000/l_alcohol on 900.00 = 142.50; excise 17.5% on 142.50 = 24.94; vat 7% on 667.44 = 46.72] –"
    );
}

#[test]
fn what_may_go() {
    use Verdict::{NotSold, Sold, SoldWithPapers, Unknown};
    let gum = json!({ "hs": "170410" });
    let cherries = json!({ "hs": "080929" });
    let dried = |grams: u32| json!({ "hs": "080620", "net_weight_g": grams });
    let cream = |quantity: u32| json!({ "hs": "330499", "quantity": quantity });
    let shirt = |attribute: &str| json!({ "hs": "610910", "attributes": { (attribute): "yes" } });
    for (to, mode, line, wanted) in [
        ("SG", "express", gum, NotSold),
        ("SG", "express", json!({ "hs": "950300", "attributes": { "weapon": "yes" } }), NotSold),
        ("SG", "express", shirt("used"), Sold),
        ("SG", "cargo", cherries.clone(), SoldWithPapers),
        ("MY", "express", json!({ "hs": "080810" }), SoldWithPapers),
        ("MY", "express", json!({ "hs": "330410" }), Sold),
        ("MY", "express", json!({ "hs": "121120", "attributes": { "hemp": "yes" } }), NotSold),
        // Up to 5 kg of dried fruit, 6 cosmetics of a kind and 30 in all; without a weight nobody knows.
        ("TH", "express", dried(5_000), Sold),
        ("TH", "express", dried(5_001), NotSold),
        ("TH", "express", json!({ "hs": "080620" }), Unknown),
        ("TH", "express", cream(6), Sold),
        ("TH", "express", cream(7), NotSold),
        ("TH", "express", cherries.clone(), NotSold),
        ("TH", "express", json!({ "hs": "300490" }), NotSold),
        ("VN", "express", cherries, NotSold),
        ("VN", "express", shirt("used"), NotSold),
        ("VN", "express", shirt("worn_once"), Sold),
        ("PH", "express", shirt("used"), NotSold),
        ("PH", "express", json!({ "hs": "910211", "attributes": { "used": "yes" } }), Sold),
        ("PH", "cargo", json!({ "hs": "080929" }), Unknown),
    ] {
        let currency = json!({ "SG": "SGD", "MY": "MYR", "TH": "THB", "VN": "VND", "PH": "PHP" });
        let price = if to == "VN" { "2000000" } else { "100" };
        let mut line = line;
        line["unit_price"] = money(price, currency[to].as_str().unwrap());
        let ask = request(to, json!({ "mode": mode }), line.clone());
        let answer = quote(&Book::built_in(), &Settings::demo(), &ask);
        assert_eq!(answer.eligibility.verdict, wanted, "{to} {line} {:?}", answer.eligibility.reasons);
    }
}
