//! Taiwan, case by case.

use super::cases::{request, told};
use crate::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn twd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "TWD" })
}

fn toy(price: &str) -> Value {
    json!({ "hs": "950300", "unit_price": twd(price) })
}

fn drink(hs: &str, price: &str, ml: &str, abv: &str) -> Value {
    json!({ "hs": hs, "unit_price": twd(price), "volume_ml": ml, "abv_percent": abv })
}

#[test]
fn quotes_for_taiwan() {
    let post = || json!({ "mode": "post", "buyer": { "free_parcels": 0 } });
    let cargo = || json!({ "mode": "cargo" });
    for (changes, line, wanted) in [
        // Up to 2,000 free, freight in it; a dollar more and all of it is taxed: 2001 × 0.04 % = 0.8, × 5 % = 100.05.
        (post(), toy("2000"), "import Sold [] [] 2000.00"),
        (
            post(),
            toy("2001"),
            "import Sold [] [duty 0% on 2001.00 = 0.00; fee 0.04% on 2001.00 = 1.00; vat 5% on 2001.00 = 100.00] 2102.00",
        ),
        (
            json!({ "mode": "post", "freight": twd("1") }),
            toy("2000"),
            "import Sold [] [duty 0% on 2001.00 = 0.00; fee 0.04% on 2001.00 = 1.00; vat 5% on 2001.00 = 100.00] 2102.00",
        ),
        // The sixth parcel of the half-year is free, the seventh is not; freight is never.
        (json!({ "mode": "post", "buyer": { "free_parcels": 5 } }), toy("2000"), "import Sold [] [] 2000.00"),
        (
            json!({ "mode": "post", "buyer": { "free_parcels": 6 } }),
            toy("2000"),
            "import Sold [] [duty 0% on 2000.00 = 0.00; fee 0.04% on 2000.00 = 1.00; vat 5% on 2000.00 = 100.00] 2101.00",
        ),
        (
            cargo(),
            toy("1000"),
            "import SoldWithPapers [] [duty 0% on 1000.00 = 0.00; fee 0.04% on 1000.00 = 0.00; vat 5% on 1000.00 = 50.00] 1050.00",
        ),
        // 3000: duty 12 % = 360; 5 % of 3360 = 168; fee 1.2.
        (
            post(),
            json!({ "hs": "610910", "unit_price": twd("3000") }),
            "import Sold [] [duty 12% on 3000.00 = 360.00; fee 0.04% on 3000.00 = 1.00; vat 5% on 3360.00 = 168.00] 3529.00",
        ),
        // Alcohol: no relief; wine of 13 degrees, 0.75 l: 7 × 13 × 0.75 = 68.25; whisky 2.5 × 40 × 0.7 = 70; beer 26 a litre.
        (
            json!({ "mode": "express" }),
            drink("220421", "1000", "750", "13"),
            "import NotSold [] [duty 10% on 1000.00 = 100.00; liquor_tax TWD 700/l_alcohol on 1100.00 = 68.00; fee 0.04% on 1000.00 = 0.00; vat 5% on 1168.00 = 58.00] –",
        ),
        (
            json!({ "mode": "express" }),
            drink("220830", "1000", "700", "40"),
            "import NotSold [] [duty 0% on 1000.00 = 0.00; liquor_tax TWD 250/l_alcohol on 1000.00 = 70.00; fee 0.04% on 1000.00 = 0.00; vat 5% on 1070.00 = 54.00] –",
        ),
        (
            json!({ "mode": "express" }),
            drink("2203", "1000", "5000", "5"),
            "import NotSold [] [duty 0% on 1000.00 = 0.00; liquor_tax TWD 26/l on 1000.00 = 130.00; fee 0.04% on 1000.00 = 0.00; vat 5% on 1130.00 = 57.00] –",
        ),
        // What is not known is not sold: no rate seen, a range of rates, commodity tax without a rate.
        (post(), json!({ "hs": "340600", "unit_price": twd("3000") }), "import Unknown [NoRate] [] –"),
        (post(), json!({ "hs": "340600", "unit_price": twd("300") }), "import Sold [] [] 300.00"),
        (post(), json!({ "hs": "640399", "unit_price": twd("3000") }), "import Unknown [RateUnknown] [] –"),
        (
            cargo(),
            json!({ "hs": "220410", "origin": "FR", "unit_price": twd("3000"), "volume_ml": 750, "abv_percent": 12 }),
            "import NotSold [RateUnknown] [] –",
        ),
        (cargo(), json!({ "hs": "851660", "unit_price": twd("3000") }), "import Unknown [NoRate, RateUnknown] [] –"),
        (post(), json!({ "hs": "950300", "origin": null, "unit_price": twd("300") }), "import Unknown [Missing] [] –"),
    ] {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request("TW", changes, line.clone()));
        let mut said = told(&answer);
        if said.starts_with("import Unknown") {
            said =
                said.split(" [duty").next().unwrap().to_owned() + if said.contains("[duty") { " [] –" } else { "" };
        }
        assert_eq!(said, wanted, "{line}");
    }
}

/// The tax on reprocessed drinks goes by the litre above 20 degrees and by the degree up to it.
#[test]
fn reprocessed_drinks_are_taxed_by_their_strength() {
    let rows = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\nduty,import,2205,,0%,,,general-knowledge,secondary,\n";
    let book = Book::built_in().overlay(vec![("tw/rates.csv".to_owned(), rows.to_owned())]).unwrap();
    for (abv, wanted) in [
        // 0.5 l: 7 × 15 × 0.5 = 52.5; 7 × 20 × 0.5 = 70; 185 × 0.5 = 92.5.
        ("15", "liquor_tax TWD 700/l_alcohol on 1000.00 = 53.00"),
        ("20", "liquor_tax TWD 700/l_alcohol on 1000.00 = 70.00"),
        ("20.1", "liquor_tax TWD 185/l on 1000.00 = 93.00"),
    ] {
        let ask = request("TW", json!({ "mode": "cargo" }), drink("220510", "1000", "500", abv));
        let answer = quote(&book, &Settings::demo(), &ask);
        assert!(told(&answer).contains(wanted), "{abv}: {}", told(&answer));
    }
}

#[test]
fn limits_on_parcels_for_own_use() {
    for (hs, quantity, grams, wanted) in [
        // Food of more than 6 kg of a kind or USD 1,000 is inspected; the goods here are 10 a piece.
        ("040900", 6, 1000, false),
        ("040900", 7, 1000, true),
        ("210690", 12, 100, false),
        ("210690", 13, 100, true),
        ("330499", 12, 100, false),
        ("330499", 13, 100, true),
    ] {
        let line = json!({ "hs": hs, "quantity": quantity, "unit_price": twd("10"), "net_weight_g": grams });
        let rate = json!([{ "base": "USD", "quote": "TWD", "rate": "32", "date": "2026-06-01", "source": "example" }]);
        let ask = request("TW", json!({ "mode": "post", "rates": rate }), line);
        let answer = quote(&Book::built_in(), &Settings::demo(), &ask);
        let asked =
            answer.eligibility.papers.iter().any(|p| matches!(&*p.code, "food_notification" | "cosmetics_filing"));
        assert_eq!(asked, wanted, "{hs} {quantity}: {:?}", answer.eligibility);
    }
}

/// Rows of worked examples may name the taxes of these markets.
#[test]
fn worked_examples_of_alcohol_are_read() {
    // Wine of 1,000 and 12 degrees, 1.5 l: duty 100; 7 × 12 × 1.5 = 126; 5 % of 1226 = 61.3; fee 0.4.
    // Spirits of 400, 0.7 l: a tenth and 20 a litre: 40 + 14.
    let table = r#"id,destination,date,regime,inputs_json,expected_json
w,TW,2026-06-01,import,"{""currency"":""TWD"",""dpv"":1000,""duty_pct"":10,""alcohol_tax_per_degree_per_litre"":7,""abv_pct"":12,""litres"":1.5,""business_tax_pct"":5,""trade_promotion_fee_pct"":0.04}","{""duty"":100,""alcohol_tax"":126,""business_tax"":61,""trade_promotion_fee"":0}"
m,MO,2026-06-01,liquor,"{""currency"":""MOP"",""cif"":400,""litres"":0.7,""abv_pct"":40,""consumption_tax_pct"":10,""consumption_tax_per_litre"":20}","{""consumption_tax"":54}"
n,MO,2026-06-01,liquor,"{""currency"":""MOP"",""cif"":400,""litres"":0.7,""abv_pct"":40}","{""consumption_tax"":54}"
"#;
    for example in examples::read(table).unwrap() {
        for prepared in example.prepare(&Book::built_in()).unwrap() {
            for figure in example.figures(&Book::built_in(), &prepared).unwrap() {
                assert_eq!(figure.outcome, examples::Outcome::Same, "{} {figure:?}", example.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Nothing up to the relief, all of it taxed above: 12 % and 5 % on both, in whole dollars.
    #[test]
    fn the_relief_is_the_only_jump(value in 1u32..20_000) {
        let line = json!({ "hs": "610910", "unit_price": twd(&value.to_string()) });
        let ask = request("TW", json!({ "mode": "post", "buyer": { "free_parcels": 0 } }), line);
        let answer = quote(&Book::built_in(), &Settings::demo(), &ask);
        let taxes = answer.total_charges.unwrap().minor();
        prop_assert_eq!(taxes % 100, 0);
        // 12 % + 5 % × 112 % + 0.04 % = 17.64 %, three roundings of half a dollar.
        let wanted = if value <= 2_000 { 0 } else { i64::from(value) * 1_764 / 100 };
        prop_assert!((taxes - wanted).abs() <= 160 && (taxes == 0) == (value <= 2_000), "{} on {}", taxes, value);
    }
}
