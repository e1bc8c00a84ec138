//! Hong Kong, case by case.

use super::cases::{request, told};
use crate::*;
use proptest::prelude::*;
use sampan_money::{Currency, Money};
use serde_json::{Value, json};

fn hkd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "HKD" })
}

fn spirits(price: &str, quantity: u32, ml: &str, abv: &str) -> Value {
    json!({ "hs": "220830", "quantity": quantity, "unit_price": hkd(price), "volume_ml": ml, "abv_percent": abv })
}

#[test]
fn quotes_for_hong_kong() {
    let cargo = || json!({ "mode": "cargo" });
    let steps = "excise tiers(first HKD 200/unit: 100%; rest: 10%)";
    let litres = "excise tiers(first HKD 200/l: 100%; rest: 10%)";
    for (changes, line, wanted) in [
        // No tariff and no tax on sales.
        (json!({}), json!({ "hs": "950300", "unit_price": hkd("500") }), "import Sold [] [] 500.00".to_owned()),
        (
            cargo(),
            json!({ "hs": "610910", "origin": null, "unit_price": hkd("9000") }),
            "import Sold [] [] 9000.00".into(),
        ),
        // Wine is free, whatever its worth.
        (
            cargo(),
            json!({ "hs": "220421", "unit_price": hkd("5000"), "volume_ml": 750, "abv_percent": 14 }),
            "import SoldWithPapers [] [] 5000.00".into(),
        ),
        // The first 200 in full, a tenth of the rest: 150; 200; 200 + 10; two bottles of 300: 400 + 20.
        (
            cargo(),
            spirits("150", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 150.00 = 150.00] 300.00"),
        ),
        (
            cargo(),
            spirits("200", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 200.00 = 200.00] 400.00"),
        ),
        (
            cargo(),
            spirits("300", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 300.00 = 210.00] 510.00"),
        ),
        (
            cargo(),
            spirits("300", 2, "1000", "40"),
            format!("import SoldWithPapers [] [{steps} on 600.00 = 420.00] 1020.00"),
        ),
        // One cent over the step pays a tenth of a cent, rounded to nothing; ten cents pay one.
        (
            cargo(),
            spirits("200.01", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 200.01 = 200.00] 400.01"),
        ),
        (
            cargo(),
            spirits("200.10", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 200.10 = 200.01] 400.11"),
        ),
        // Freight belongs to the value: 150 + 50 + 100 = 300.
        (
            json!({ "mode": "cargo", "freight": hkd("150") }),
            spirits("150", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 300.00 = 210.00] 510.00"),
        ),
        // Above a litre by the litre: 900 for 1.5 l is 600 a litre, 200 + 40 on each: 360.
        (
            cargo(),
            spirits("900", 1, "1500", "40"),
            format!("import SoldWithPapers [] [{litres} on 900.00 = 360.00] 1260.00"),
        ),
        (
            cargo(),
            spirits("900", 1, "1000", "40"),
            format!("import SoldWithPapers [] [{steps} on 900.00 = 270.00] 1170.00"),
        ),
        (
            cargo(),
            spirits("900", 1, "1001", "40"),
            format!("import SoldWithPapers [] [{litres} on 900.00 = 270.18] 1170.18"),
        ),
        // Up to 30 % free, above it not.
        (cargo(), spirits("300", 1, "700", "30"), "import SoldWithPapers [] [] 300.00".into()),
        (
            cargo(),
            spirits("300", 1, "700", "30.1"),
            format!("import SoldWithPapers [] [{steps} on 300.00 = 210.00] 510.00"),
        ),
        // Before 2024-10-16 all of it in full.
        (
            json!({ "mode": "cargo", "date": "2024-10-15" }),
            spirits("300", 1, "700", "40"),
            "import SoldWithPapers [] [excise 100% on 300.00 = 300.00] 600.00".into(),
        ),
        (
            json!({ "mode": "cargo", "date": "2024-10-16" }),
            spirits("300", 1, "700", "40"),
            format!("import SoldWithPapers [] [{steps} on 300.00 = 210.00] 510.00"),
        ),
        // What is not said is asked for; what is not known is not sold.
        (
            cargo(),
            json!({ "hs": "220830", "unit_price": hkd("300"), "volume_ml": 700 }),
            "import Unknown [Missing] [] –".into(),
        ),
        (
            cargo(),
            json!({ "hs": "220830", "unit_price": hkd("300"), "abv_percent": 40 }),
            "import Unknown [Missing] [] –".into(),
        ),
        (cargo(), json!({ "hs": "240220", "unit_price": hkd("300") }), "import Unknown [RateUnknown] [] –".into()),
        (cargo(), json!({ "hs": "220720", "unit_price": hkd("300") }), "import Unknown [RateUnknown] [] –".into()),
        // No alcohol by the US post; fruit by post the post does not take either; vapes not at all.
        (
            json!({ "mode": "post" }),
            spirits("300", 1, "700", "40"),
            format!("import NotSold [] [{steps} on 300.00 = 210.00] –"),
        ),
        (
            json!({ "mode": "post" }),
            json!({ "hs": "080929", "unit_price": hkd("300") }),
            "import NotSold [] [] –".into(),
        ),
        (json!({}), json!({ "hs": "854340", "unit_price": hkd("300") }), "import NotSold [] [] –".into()),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("HK", changes, line.clone()));
        assert_eq!(told(&answer), wanted, "{line}");
    }
}

#[test]
fn papers_for_hong_kong() {
    let rice = |kg: u32| json!({ "hs": "100630", "quantity": kg, "unit_price": hkd("20"), "net_weight_g": 1000 });
    for (changes, line, wanted) in [
        (json!({}), rice(15), vec![]),
        (json!({}), rice(16), vec!["rice_licence"]),
        (json!({}), json!({ "hs": "060290", "unit_price": hkd("90") }), vec!["phytosanitary", "plant_licence"]),
        (
            json!({}),
            json!({ "hs": "121120", "unit_price": hkd("90") }),
            vec![
                "cites_export",
                "cites_import",
                "dealer_licence",
                "plant_inspection",
                "plant_permit",
                "state_certificate",
            ],
        ),
        (json!({}), json!({ "hs": "821192", "unit_price": hkd("90") }), vec![]),
        (
            json!({}),
            json!({ "hs": "821193", "unit_price": hkd("90"), "attributes": { "weapon": "yes" } }),
            vec!["police_permit"],
        ),
        (json!({}), json!({ "hs": "490199", "unit_price": hkd("90") }), vec!["content_check"]),
        (json!({}), json!({ "hs": "420221", "unit_price": hkd("90") }), vec![]),
        (
            json!({}),
            json!({ "hs": "420221", "unit_price": hkd("90"), "attributes": { "cites_species": "yes" } }),
            vec!["cites_export", "cites_import", "wildlife_declaration"],
        ),
        (json!({}), json!({ "hs": "160250", "unit_price": hkd("90") }), vec!["meat_permission"]),
        (json!({}), json!({ "hs": "040721", "unit_price": hkd("9"), "attributes": { "cooked": "yes" } }), vec![]),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("HK", changes, line.clone()));
        let mut papers: Vec<_> = answer.eligibility.papers.iter().map(|paper| paper.code.as_str()).collect();
        papers.dedup();
        assert_eq!(papers, wanted, "{line}");
        let verdict = if wanted.is_empty() { Verdict::Sold } else { Verdict::SoldWithPapers };
        assert_eq!(answer.eligibility.verdict, verdict, "{line}");
    }
}

/// The excise on bottles of spirits of a price, in cents.
fn excise(cents: i64, quantity: u32, ml: &str) -> i64 {
    let price = Money::new(cents, Currency::HKD).amount();
    let ask = request("HK", json!({ "mode": "cargo" }), spirits(&price, quantity, ml, "40"));
    quote(&Book::built_in(), &Settings::demo(), &ask).total_charges.unwrap().minor()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn bottles_pay_each_for_itself_and_dearer_ones_no_less(cents in 1i64..500_000, quantity in 1u32..12, more in 0i64..50_000) {
        let one = excise(cents, 1, "700");
        // Rounded once for all bottles, or once for each.
        prop_assert!((excise(cents, quantity, "700") - one * i64::from(quantity)).abs() <= i64::from(quantity));
        prop_assert!(one <= cents && one >= cents / 10);
        prop_assert!(excise(cents + more, 1, "700") >= one);
        // A litre exactly pays by either rule the same.
        let (bottle, litre) = (excise(cents, 1, "1000"), excise(cents, 1, "1000.001"));
        prop_assert!((bottle - litre).abs() <= 1, "{} {}", bottle, litre);
    }
}
