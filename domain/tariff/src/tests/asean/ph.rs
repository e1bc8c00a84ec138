use super::*;

fn php(amount: &str) -> Value {
    money(amount, "PHP")
}

fn bag(price: &str) -> Value {
    json!({ "hs": "420222", "unit_price": php(price) })
}

#[test]
fn informal_entry_in_the_philippines() {
    for (changes, line, wanted) in [
        // 12,000 + 2 % + 1,500 = 13,740; × 15 % = 2,061; (13,740 + 2,061 + 700 + 30) × 12 % = 1,983.72; stamp 30.
        (
            json!({ "freight": php("1500") }),
            bag("12000"),
            "informal Sold [] [duty 15% on 13740.00 = 2061.00; vat 12% on 16531.00 = 1983.72; fee 30.00 PHP on 13740.00 = 30.00] 17574.72",
        ),
        // By post no courier's brokerage: (13,740 + 2,061 + 30) × 12 % = 1,899.72.
        (
            json!({ "freight": php("1500"), "mode": "post" }),
            bag("12000"),
            "informal Sold [] [duty 15% on 13740.00 = 2061.00; vat 12% on 15831.00 = 1899.72; fee 30.00 PHP on 13740.00 = 30.00] 17490.72",
        ),
        // An insurance that is known stands: 12,000 + 1,500 + 300 = 13,800.
        (
            json!({ "freight": php("1500"), "insurance": php("300") }),
            bag("12000"),
            "informal Sold [] [duty 15% on 13800.00 = 2070.00; vat 12% on 16600.00 = 1992.00; fee 30.00 PHP on 13800.00 = 30.00] 17892.00",
        ),
        // Of dangerous goods 4 %.
        (
            json!({ "freight": php("1500") }),
            json!({ "hs": "420222", "unit_price": php("12000"), "attributes": { "dangerous_goods": "yes" } }),
            "informal Sold [] [duty 15% on 13980.00 = 2097.00; vat 12% on 16807.00 = 2016.84; fee 30.00 PHP on 13980.00 = 30.00] 17643.84",
        ),
        // Up to 10,000 free on board nothing; freight does not count.
        (json!({ "freight": php("1500") }), bag("10000"), "informal Sold [] [] 11500.00"),
        (
            json!({}),
            bag("10000.01"),
            "informal Sold [] [duty 15% on 10200.01 = 1530.00; vat 12% on 12460.01 = 1495.20; fee 30.00 PHP on 10200.01 = 30.00] 13055.21",
        ),
        // Up to 50,000; above it formal entry, of which the fees are not known.
        (
            json!({}),
            bag("50000"),
            "informal Sold [] [duty 15% on 51000.00 = 7650.00; vat 12% on 59380.00 = 7125.60; fee 30.00 PHP on 51000.00 = 30.00] 64805.60",
        ),
        (json!({}), bag("50000.01"), "formal Unknown [RateUnknown] [duty 15% on 50000.01 = 7500.00] –"),
        (
            json!({ "date": "2016-10-24" }),
            bag("12000"),
            "formal Unknown [RateUnknown] [duty 15% on 12000.00 = 1800.00] –",
        ),
    ] {
        assert_eq!(told_to("PH", &[], changes.clone(), line.clone()), wanted, "{changes} {line}");
    }
    assert!(warned("PH", json!({}), bag("12000")).contains(&Code::InsuranceAssumed));
}

#[test]
fn drinks_to_the_philippines_are_taxed_at_any_value() {
    let wine = json!({ "hs": "220421", "unit_price": php("1000"), "volume_ml": 750, "abv_percent": 13 });
    for (date, line, wanted) in [
        // 1,020 × 5 % = 51; 0.75 × 70.93 = 53.20; (1,020 + 51 + 53.20 + 730) × 12 % = 222.50.
        (
            "2026-12-31",
            wine.clone(),
            "informal SoldWithPapers [] [duty 5% on 1020.00 = 51.00; excise PHP 70.93/l on 0.00 = 53.20; vat 12% on 1854.20 = 222.50; fee 30.00 PHP on 1020.00 = 30.00] 1356.70",
        ),
        // The first year: 0.75 × 50 = 37.50.
        (
            "2020-06-01",
            wine,
            "informal SoldWithPapers [] [duty 5% on 1020.00 = 51.00; excise PHP 50.00/l on 0.00 = 37.50; vat 12% on 1838.50 = 220.62; fee 30.00 PHP on 1020.00 = 30.00] 1339.12",
        ),
        // The duty on spirits lies between 10 % and 15 %, so nobody knows.
        (
            "2026-06-01",
            json!({ "hs": "220830", "unit_price": php("1000"), "volume_ml": 700, "abv_percent": 40 }),
            "informal Unknown [RateUnknown] [] –",
        ),
    ] {
        assert_eq!(
            told_to("PH", &[], json!({ "date": date, "mode": "express" }), line.clone()),
            wanted,
            "{date} {line}"
        );
    }
}

#[test]
fn the_stamp_is_shared_out_to_the_last_centavo() {
    let line = |id: &str, price: &str| json!({ "id": id, "hs": "420222", "origin": "US", "quantity": 1, "unit_price": php(price) });
    let whole = json!({ "lines": [line("b", "4000"), line("c", "4000")] });
    let ask = request("PH", whole, json!({ "hs": "420222", "unit_price": php("4000") }));
    let answer = quote(&Book::built_in(), &Settings::demo(), &ask);
    let fees: Vec<String> =
        answer.charges.iter().filter(|c| c.measure == Measure::Fee).map(|c| c.amount.amount()).collect();
    assert_eq!(fees, ["10.00", "10.00", "10.00"]);
}

#[test]
fn spirits_are_taxed_by_proof_litre_and_price_at_retail() {
    // A duty of 10 % laid over the book: (1,020 + 102) + excise; 22 % × 1,500 + 0.7 × 40 % × 148.32 = 371.53.
    let head = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
    let rows = format!(
        "{head}duty,,2208,,10%,,,general-knowledge,secondary,\nduty,,220830,,10%,,,general-knowledge,secondary,\n"
    );
    let book = Book::built_in().overlay(vec![("ph/rates.csv".to_owned(), rows)]).unwrap();
    let ask = |attributes: Value| {
        let line = json!({ "hs": "220830", "unit_price": php("1000"), "volume_ml": 700, "abv_percent": 40,
                           "attributes": attributes });
        told(&quote(&book, &Settings::demo(), &request("PH", json!({ "mode": "express" }), line)))
    };
    assert_eq!(
        ask(json!({ "retail_price": "1500" })),
        "informal SoldWithPapers [] [duty 10% on 1020.00 = 102.00; excise 22% + PHP 148.32/l_alcohol on 1500.00 = 371.53; vat 12% on 2223.53 = 266.82; fee 30.00 PHP on 1020.00 = 30.00] 1770.35"
    );
    let other = json!({ "retail_price_ph": "1500", "retail_price_th": "900" });
    assert_eq!(ask(other), ask(json!({ "retail_price": "1500" })), "that of the place, told with those of others");
    for nothing in [json!({}), json!({ "retail_price_th": "900" })] {
        assert_eq!(ask(nothing), "informal Unknown [Missing] [duty 10% on 1020.00 = 102.00] –");
    }
}
