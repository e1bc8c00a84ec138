use super::*;

fn thb(amount: &str) -> Value {
    money(amount, "THB")
}

fn bag(price: &str) -> Value {
    json!({ "hs": "420222", "unit_price": thb(price) })
}

#[test]
fn thailand() {
    for (changes, line, wanted) in [
        // 1,000 × 20 % = 200; 1,200 × 7 % = 84.
        (json!({}), bag("1000"), "import Sold [] [duty 20% on 1000.00 = 200.00; vat 7% on 1200.00 = 84.00] 1284.00"),
        // Freight and insurance count.
        (
            json!({ "freight": thb("90"), "insurance": thb("10") }),
            bag("900"),
            "import Sold [] [duty 20% on 1000.00 = 200.00; vat 7% on 1200.00 = 84.00] 1284.00",
        ),
        // The edges: one baht since 2026, 1,500 for duty until then, 1,500 for both until 2024-07-04.
        (json!({}), bag("1"), "import Sold [] [] 1.00"),
        (json!({}), bag("1.01"), "import Sold [] [duty 20% on 1.01 = 0.20; vat 7% on 1.21 = 0.08] 1.29"),
        (json!({ "date": "2025-12-31" }), bag("1500"), "import Sold [] [vat 7% on 1500.00 = 105.00] 1605.00"),
        (
            json!({ "date": "2025-12-31" }),
            bag("1500.01"),
            "import Sold [] [duty 20% on 1500.01 = 300.00; vat 7% on 1800.01 = 126.00] 1926.01",
        ),
        (
            json!({ "date": "2026-01-01" }),
            bag("1500"),
            "import Sold [] [duty 20% on 1500.00 = 300.00; vat 7% on 1800.00 = 126.00] 1926.00",
        ),
        (json!({ "date": "2024-07-04" }), bag("1500"), "import Sold [] [] 1500.00"),
        (json!({ "date": "2024-07-05" }), bag("1500"), "import Sold [] [vat 7% on 1500.00 = 105.00] 1605.00"),
        // Cargo is not let off.
        (
            json!({ "date": "2024-07-04", "mode": "cargo" }),
            bag("1500"),
            "import Sold [] [duty 20% on 1500.00 = 300.00; vat 7% on 1800.00 = 126.00] 1926.00",
        ),
        // Books are exempt of value added tax.
        (
            json!({}),
            json!({ "hs": "490199", "unit_price": thb("300") }),
            "import SoldWithPapers [] [duty 0% on 300.00 = 0.00; vat 0% on 300.00 = 0.00] 300.00",
        ),
        // Candles have no rate, batteries an excise that was not found.
        (json!({}), json!({ "hs": "340600", "unit_price": thb("300") }), "import Unknown [RateUnknown] [] –"),
    ] {
        assert_eq!(told_to("TH", &[], changes.clone(), line.clone()), wanted, "{changes} {line}");
    }
}

#[test]
fn excise_in_thailand_is_by_retail_price_and_alcohol_and_bears_interior_tax() {
    let wine = |attributes: Value| {
        json!({ "hs": "22042100", "unit_price": thb("500"), "volume_ml": 750, "abv_percent": 13,
                "attributes": attributes })
    };
    for (line, wanted) in [
        // 900 × 5 % + 0.75 × 13 % × 1,000 = 45 + 97.50; × 17.5 % = 24.94; (500 + 142.50 + 24.94) × 7 % = 46.72.
        (
            wine(json!({ "retail_price": "900" })),
            "import NotSold [] [duty 0% on 500.00 = 0.00; excise 5% + THB 1000/l_alcohol on 900.00 = 142.50; excise 17.5% on 142.50 = 24.94; vat 7% on 667.44 = 46.72] –",
        ),
        // Without the price at retail nobody knows. Online sale is barred in any case.
        (wine(json!({})), "import NotSold [Missing] [duty 0% on 500.00 = 0.00] –"),
        (wine(json!({ "retail_price": "-1" })), "import NotSold [Missing] [duty 0% on 500.00 = 0.00] –"),
    ] {
        assert_eq!(told_to("TH", &[], json!({ "mode": "cargo" }), line.clone()), wanted, "{line}");
    }
}

#[test]
fn after_the_end_of_the_lower_rate_in_thailand_the_law_is_not_known() {
    let ask = |date: &str, settings: &Settings| {
        told(&quote(&Book::built_in(), settings, &request("TH", json!({ "date": date }), bag("1000"))))
    };
    let sold = "import Sold [] [duty 20% on 1000.00 = 200.00; vat 7% on 1200.00 = 84.00] 1284.00";
    let careful = Settings { sell_to_verify: true, ..Settings::default() };
    assert_eq!(ask("2026-09-30", &careful), sold);
    assert_eq!(ask("2026-10-01", &careful), "import Unknown [RateEnded] [duty 20% on 1000.00 = 200.00] –");
    assert_eq!(ask("2026-10-01", &Settings::demo()), sold);
    assert!(warned("TH", json!({ "date": "2026-10-01" }), bag("1000")).contains(&Code::LastKnownRate));
}
