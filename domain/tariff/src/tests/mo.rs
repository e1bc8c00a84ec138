//! Macau, case by case.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

fn mop(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "MOP" })
}

fn drink(hs: &str, price: &str, ml: &str, abv: &str) -> Value {
    json!({ "hs": hs, "unit_price": mop(price), "volume_ml": ml, "abv_percent": abv })
}

#[test]
fn quotes_for_macau() {
    let cargo = || json!({ "mode": "cargo" });
    let tax = "consumption_tax 10% + MOP 20/l";
    for (changes, line, wanted) in [
        (json!({}), json!({ "hs": "950300", "unit_price": mop("500") }), "import Sold [] [] 500.00".to_owned()),
        // A tenth of 400 and 20 a litre on 0.7 l: 40 + 14.
        (
            cargo(),
            drink("220830", "400", "700", "40"),
            format!("import SoldWithPapers [] [{tax} on 400.00 = 54.00] 454.00"),
        ),
        (
            json!({ "mode": "cargo", "freight": mop("100") }),
            drink("220830", "400", "700", "40"),
            format!("import SoldWithPapers [] [{tax} on 500.00 = 64.00] 564.00"),
        ),
        // From 30 % on, not below; rice wine never; wine and beer are free since 2008.
        (
            cargo(),
            drink("220870", "400", "700", "30"),
            format!("import SoldWithPapers [] [{tax} on 400.00 = 54.00] 454.00"),
        ),
        (cargo(), drink("220870", "400", "700", "29.9"), "import SoldWithPapers [] [] 400.00".into()),
        (
            cargo(),
            drink("220600", "400", "700", "31"),
            format!("import SoldWithPapers [] [{tax} on 400.00 = 54.00] 454.00"),
        ),
        (
            cargo(),
            json!({ "hs": "220890", "unit_price": mop("400"), "attributes": { "rice_wine": "yes" } }),
            "import SoldWithPapers [] [] 400.00".into(),
        ),
        (cargo(), drink("220421", "400", "750", "13"), "import SoldWithPapers [] [] 400.00".into()),
        (
            json!({ "mode": "cargo", "date": "2008-08-30" }),
            drink("220421", "400", "750", "13"),
            "import SoldWithPapers [] [consumption_tax 15% on 400.00 = 60.00] 460.00".into(),
        ),
        (
            cargo(),
            json!({ "hs": "220830", "unit_price": mop("400"), "volume_ml": 700 }),
            "import Unknown [Missing] [] –".into(),
        ),
        (
            cargo(),
            json!({ "hs": "220830", "unit_price": mop("400"), "abv_percent": 40 }),
            "import Unknown [Missing] [] –".into(),
        ),
        (cargo(), json!({ "hs": "240220", "unit_price": mop("400") }), "import Unknown [RateUnknown] [] –".into()),
        (json!({}), json!({ "hs": "854340", "unit_price": mop("400") }), "import NotSold [] [] –".into()),
        (
            json!({ "mode": "express" }),
            json!({ "hs": "080810", "unit_price": mop("400") }),
            "import Unknown [RestrictionUnknown] [] –".into(),
        ),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("MO", changes, line.clone()));
        assert_eq!(told(&answer), wanted, "{line}");
    }
}
