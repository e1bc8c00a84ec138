use super::super::cases::sgd;
use super::*;

#[test]
fn the_limit_of_low_value_goods_is_tested_by_piece_or_by_consignment() {
    let limits = "[[limit]]\nname = \"lvg.basis\"\nvalue = \"consignment\"\ncitation = \"iras-lvg\"\nconfidence = \"official\"\n";
    let whole = Book::built_in().overlay(vec![("sg/limits.toml".to_owned(), limits.to_owned())]).unwrap();
    let ask = |book: &Book, quantity: u32, price: &str| {
        let line = json!({ "hs": "950300", "quantity": quantity, "unit_price": sgd(price) });
        told(&quote(book, &Settings::demo(), &request("SG", json!({ "mode": "express" }), line)))
    };
    let built_in = Book::built_in();
    let at_the_sale = "lvg Sold [] [gst 9% on 800.00 = 72.00] 872.00";
    let at_the_border = "import Sold [] [gst 9% on 800.00 = 72.00] 872.00";
    assert_eq!(ask(&built_in, 2, "400"), at_the_sale);
    assert_eq!(ask(&whole, 2, "400"), at_the_border);
    assert_eq!(ask(&whole, 2, "200"), "lvg Sold [] [gst 9% on 400.00 = 36.00] 436.00");
    assert_eq!(ask(&whole, 1, "400.01"), "import Sold [] [gst 9% on 400.01 = 36.00] 436.01");
    assert_eq!(ask(&built_in, 1, "400.01"), "import Sold [] [gst 9% on 400.01 = 36.00] 436.01");
}

#[test]
fn liquor_in_singapore_is_taxed_by_the_litre_of_alcohol_from_the_first_bottle() {
    for (date, hs, abv, wanted) in [
        // 0.75 × 40 % × 88 = 26.40; (60 + 26.40) × 9 % = 7.776.
        (
            "2026-06-01",
            "220830",
            "40",
            "import SoldWithPapers [] [excise SGD 88/l_alcohol on 60.00 = 26.40; gst 9% on 86.40 = 7.78] 94.18",
        ),
        (
            "2014-02-21",
            "220830",
            "40",
            "import SoldWithPapers [] [excise SGD 88/l_alcohol on 60.00 = 26.40; gst 7% on 86.40 = 6.05] 92.45",
        ),
        ("2014-02-20", "220830", "40", "import Unknown [RateUnknown] [] –"),
        ("2026-06-01", "220600", "5", "import Unknown [RateUnknown] [] –"),
    ] {
        let line = json!({ "hs": hs, "unit_price": sgd("60"), "volume_ml": 750, "abv_percent": abv });
        assert_eq!(told_to("SG", &[], json!({ "date": date, "mode": "express" }), line), wanted, "{date} {hs}");
    }
}

#[test]
fn who_is_not_registered_in_singapore_is_told_from_when_one_has_to_be() {
    let ask = request("SG", json!({}), json!({ "hs": "950300", "unit_price": sgd("400") }));
    let answer = quote(&Book::built_in(), &Settings { sell_to_verify: true, ..Settings::default() }, &ask);
    assert_eq!(told(&answer), "import Sold [] [] 400.00");
    assert!(answer.warnings.iter().any(|warning| warning.code == Code::RegistrationDue));
}
