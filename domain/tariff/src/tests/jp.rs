//! Japan, case by case.

use super::cases::{request, told};
use crate::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn jpy(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "JPY" })
}

fn goods(hs: &str, price: &str) -> Value {
    json!({ "hs": hs, "unit_price": jpy(price) })
}

fn drink(hs: &str, origin: &str, quantity: u32, price: &str, ml: u32, abv: &str) -> Value {
    json!({ "hs": hs, "origin": origin, "quantity": quantity, "unit_price": jpy(price), "volume_ml": ml, "abv_percent": abv })
}

fn ask(changes: Value, line: Value) -> Answer {
    quote(&Book::built_in(), &Settings::demo(), &request("JP", changes, line))
}

#[test]
fn goods_to_japan() {
    let express = || json!({ "mode": "express" });
    let trade =
        |freight: &str| json!({ "mode": "express", "buyer": { "personal_use": false }, "freight": jpy(freight) });
    for (changes, line, wanted) in [
        // For own use 60 % of the price: 16668 is worth 10000.8, cut to 10000 and free; 16669 is worth 10001.
        (express(), goods("950300", "16668"), "simplified Sold [] [] 16668"),
        // 10001, cut to 10000: 7.8 % = 780, cut to 700; 22/78 of it = 197, cut to 100.
        (
            express(),
            goods("950300", "16669"),
            "simplified Sold [] [duty 0% on 10000 = 0; consumption_tax 10% × 78% on 10000 = 700; consumption_tax 22/78 on 700 = 100] 17469",
        ),
        // The post asks a fee for a parcel that is taxed.
        (
            json!({ "mode": "post" }),
            goods("950300", "16669"),
            "simplified Sold [] [duty 0% on 10000 = 0; consumption_tax 10% × 78% on 10000 = 700; consumption_tax 22/78 on 700 = 100; fee 200 JPY on 10001 = 200] 17669",
        ),
        (json!({ "mode": "post" }), goods("950300", "16668"), "simplified Sold [] [] 16668"),
        // In trade the value is what it costs to the border: 10000 is free, freight in it.
        (trade("1000"), goods("950300", "9000"), "simplified Sold [] [] 10000"),
        (
            trade("1001"),
            goods("950300", "9000"),
            "simplified Sold [] [duty 0% on 10000 = 0; consumption_tax 10% × 78% on 10000 = 700; consumption_tax 22/78 on 700 = 100] 10801",
        ),
        // Shoes are never free: 30 % of 6000 is less than 4300 a pair. 10300, cut to 10000.
        (
            express(),
            goods("640399", "10000"),
            "general Sold [] [duty max(30%, JPY 4300/unit) on 6000 = 4300; consumption_tax 10% × 78% on 10000 = 700; consumption_tax 22/78 on 700 = 100] 15100",
        ),
        // Dried cherries in trade: 9 % of 53000 = 4770, cut to 4700; 57700 cut to 57000: 8 % × 78 % = 3556.8; 22/78 = 987.
        (
            json!({ "mode": "cargo", "freight": jpy("3000") }),
            goods("081340", "50000"),
            "general SoldWithPapers [] [duty 9% on 53000 = 4700; consumption_tax 8% × 78% on 57000 = 3500; consumption_tax 22/78 on 3500 = 900] 62100",
        ),
        // Candles: 3.2 % in the full tariff, 5 % in the simplified; the full one is taken. 60000: 1920 cut to 1900;
        // 61900 cut to 61000: 4758 cut to 4700; 1325 cut to 1300.
        (
            express(),
            goods("340600", "100000"),
            "general Sold [] [duty 3.2% on 60000 = 1900; consumption_tax 10% × 78% on 61000 = 4700; consumption_tax 22/78 on 4700 = 1300] 107900",
        ),
        // Woven coats: a range in the full tariff, 10 % in the simplified one up to 200,000; 333335 is worth 200001.
        (
            express(),
            goods("620140", "333334"),
            "simplified Sold [] [duty 10% on 200000 = 20000; consumption_tax 10% × 78% on 220000 = 17100; consumption_tax 22/78 on 17100 = 4800] 375234",
        ),
        (express(), goods("620140", "333335"), "general Unknown [RateUnknown] [] –"),
        (express(), goods("610910", "100000"), "simplified Unknown [RateUnknown] [] –"),
        // Nuts of the United States need no proof of origin up to 200,000; the next thousand yen does.
        (
            json!({ "mode": "cargo" }),
            goods("080232", "200000"),
            "general Sold [] [duty 0% on 200000 = 0; consumption_tax 8% × 78% on 200000 = 12400; consumption_tax 22/78 on 12400 = 3400] 215800",
        ),
        // 10 % of 200001, cut: 20000; 220001 cut to 220000: 13728 cut to 13700; 3864 cut to 3800.
        (
            json!({ "mode": "cargo" }),
            goods("080232", "200001"),
            "general Sold [] [duty 10% on 200000 = 20000; consumption_tax 8% × 78% on 220000 = 13700; consumption_tax 22/78 on 13700 = 3800] 237501",
        ),
        // Before October 2019: 8 %, of which 6.3 to the nation.
        (
            json!({ "mode": "cargo", "date": "2019-09-30" }),
            goods("950300", "20000"),
            "general Sold [] [duty 0% on 20000 = 0; consumption_tax 8% × 78.75% on 20000 = 1200; consumption_tax 21.25/78.75 on 1200 = 300] 21500",
        ),
    ] {
        assert_eq!(told(&ask(changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn drinks_to_japan() {
    let express = |date: &str| json!({ "mode": "express", "date": date });
    let cargo = |date: &str| json!({ "mode": "cargo", "date": date });
    for (changes, line, wanted) in [
        // Liquor tax is due on a small parcel too: 1.5 l × 100 = 150, cut to 100.
        (
            express("2026-06-01"),
            drink("220421", "FR", 2, "5000", 750, "13"),
            "simplified SoldWithPapers [] [liquor_tax JPY 100000/kl on 6000 = 100] 10100",
        ),
        // 9 l of wine worth 36000: 70 a litre = 630; 900; 37500 cut to 37000: 2886, 789.
        (
            express("2026-06-01"),
            drink("220421", "FR", 12, "5000", 750, "13"),
            "simplified SoldWithPapers [] [duty JPY 70/l on 36000 = 600; liquor_tax JPY 100000/kl on 36600 = 900; consumption_tax 10% × 78% on 37000 = 2800; consumption_tax 22/78 on 2800 = 700] 65000",
        ),
        // In trade: 15 % of 60000 is more than 125 a litre = 1125; 62025 cut to 62000: 4836, 1353.
        (
            cargo("2026-06-01"),
            drink("220421", "FR", 12, "5000", 750, "13"),
            "general SoldWithPapers [] [duty max(min(15%, JPY 125/l), JPY 67/l) on 60000 = 1100; liquor_tax JPY 100000/kl on 61100 = 900; consumption_tax 10% × 78% on 62000 = 4800; consumption_tax 22/78 on 4800 = 1300] 68100",
        ),
        // Cheap wine: 15 % of 3000 = 450 is less than 67 a litre = 603.
        (
            cargo("2026-06-01"),
            drink("220421", "FR", 12, "1000", 750, "13"),
            "general SoldWithPapers [] [duty max(min(15%, JPY 125/l), JPY 67/l) on 12000 = 1100; liquor_tax JPY 100000/kl on 13100 = 900; consumption_tax 10% × 78% on 14000 = 1000; consumption_tax 22/78 on 1000 = 200] 15200",
        ),
        // Whisky, 7 l: at 40 degrees 2.8 l of alcohol = 2800; up to 37 degrees 2590.
        (
            cargo("2026-06-01"),
            drink("220830", "GB", 10, "5000", 700, "40"),
            "general SoldWithPapers [] [duty 0% on 50000 = 0; liquor_tax max(JPY 370000/kl, JPY 1000/l_alcohol) on 50000 = 2800; consumption_tax 10% × 78% on 52000 = 4000; consumption_tax 22/78 on 4000 = 1100] 57900",
        ),
        (
            cargo("2026-06-01"),
            drink("220830", "GB", 10, "5000", 700, "37"),
            "general SoldWithPapers [] [duty 0% on 50000 = 0; liquor_tax max(JPY 370000/kl, JPY 1000/l_alcohol) on 50000 = 2500; consumption_tax 10% × 78% on 52000 = 4000; consumption_tax 22/78 on 4000 = 1100] 57600",
        ),
        // Beer, 8.4 l: 1520.4 until September 2026, 1302 from October.
        (
            cargo("2026-09-30"),
            drink("220300", "DE", 24, "1000", 350, "5"),
            "general SoldWithPapers [] [duty 0% on 24000 = 0; liquor_tax JPY 181000/kl on 24000 = 1500; consumption_tax 10% × 78% on 25000 = 1900; consumption_tax 22/78 on 1900 = 500] 27900",
        ),
        (
            cargo("2026-10-01"),
            drink("220300", "DE", 24, "1000", 350, "5"),
            "general SoldWithPapers [] [duty 0% on 24000 = 0; liquor_tax JPY 155000/kl on 24000 = 1300; consumption_tax 10% × 78% on 25000 = 1900; consumption_tax 22/78 on 1900 = 500] 27700",
        ),
        (
            cargo("2026-06-01"),
            drink("220600", "US", 1, "20000", 750, "5"),
            "general Unknown [NoRate, RateUnknown] [] –",
        ),
    ] {
        assert_eq!(told(&ask(changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn values_and_taxes_are_cut_over_the_order_and_shared_out_to_the_yen() {
    let mut both = request("JP", json!({ "mode": "cargo" }), goods("340600", "10500"));
    let second = json!({ "id": "b", "hs": "340600", "origin": "US", "quantity": 1, "unit_price": jpy("15500") });
    both.lines.push(serde_json::from_value(second).unwrap());
    let answer = quote(&Book::built_in(), &Settings::demo(), &both);
    // One item of 26000: 3.2 % = 832, cut to 800; 26800 cut to 26000: 2028, cut to 2000; 564, cut to 500.
    let of = |measure: Measure| -> i64 {
        answer.charges.iter().filter(|charge| charge.measure == measure).map(|charge| charge.amount.minor()).sum()
    };
    assert_eq!((of(Measure::Duty), of(Measure::ConsumptionTax)), (800, 2500));
    assert_eq!(answer.landed_total.unwrap().minor(), 26_000 + 3_300);
    both.lines.reverse();
    let turned = quote(&Book::built_in(), &Settings::demo(), &both);
    assert_eq!(turned.total_charges, answer.total_charges);
}

#[test]
fn from_april_2028_a_registered_seller_taxes_small_orders() {
    let settings = Settings { registered: ["JP".to_owned()].into(), ..Settings::demo() };
    for (date, price, wanted) in [
        ("2028-03-31", "10000", "simplified Sold [] [] 11000"),
        ("2028-04-01", "10000", "lvg Sold [] [consumption_tax 10% on 11000 = 1100] 12100"),
        // 11001 to the border, cut to 11000: 858 cut to 800; 225 cut to 200.
        (
            "2028-04-01",
            "10001",
            "simplified Sold [] [duty 0% on 11000 = 0; consumption_tax 10% × 78% on 11000 = 800; consumption_tax 22/78 on 800 = 200] 12001",
        ),
    ] {
        let changes = json!({ "date": date, "mode": "express", "freight": jpy("1000") });
        let answer = quote(&Book::built_in(), &settings, &request("JP", changes, goods("950300", price)));
        assert_eq!(told(&answer), wanted, "{date} {price}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn an_order_adds_up_to_the_yen_whatever_the_order_of_its_lines(
        prices in proptest::collection::vec((0i64..300_000, 0usize..4, 1u32..4), 1..6),
        freight in 0i64..20_000,
        mode in proptest::sample::select(vec!["post", "express", "cargo"]),
    ) {
        let codes = ["950300", "340600", "080232", "640399"];
        let line = |(n, (price, code, quantity)): (usize, &(i64, usize, u32))| {
            json!({ "id": format!("l{n}"), "hs": codes[*code], "origin": "US", "quantity": quantity,
                    "unit_price": jpy(&price.to_string()) })
        };
        let lines: Vec<Value> = prices.iter().enumerate().map(line).collect();
        let ask = |lines: Vec<Value>| {
            let whole = json!({ "destination": "JP", "date": "2026-06-01", "mode": mode, "lines": lines,
                                "freight": jpy(&freight.to_string()) });
            quote(&Book::built_in(), &Settings::demo(), &serde_json::from_value(whole).unwrap())
        };
        let answer = ask(lines.clone());
        let total: i64 = answer.charges.iter().map(|charge| charge.amount.minor()).sum();
        prop_assert_eq!(answer.total_charges.unwrap().minor(), total);
        // Each tax is cut to a hundred yen over the order.
        for measure in [Measure::Duty, Measure::ConsumptionTax, Measure::Fee] {
            let sum: i64 = answer.charges.iter().filter(|c| c.measure == measure).map(|c| c.amount.minor()).sum();
            prop_assert_eq!(sum % 100, 0);
        }
        let goods: i64 = prices.iter().map(|(price, _, quantity)| price * i64::from(*quantity)).sum();
        prop_assert_eq!(answer.landed_total.unwrap().minor(), goods + freight + total);
        let turned = ask(lines.into_iter().rev().collect());
        prop_assert_eq!(turned.total_charges, answer.total_charges);
    }
}
