use super::*;

fn usd(amount: &str) -> Value {
    money(amount, "USD")
}

/// One line in dollars at 16,000 rupiah.
fn told_in(date: &str, changes: Value, line: Value) -> String {
    let mut whole = changes;
    whole["date"] = date.into();
    whole["rates"] = json!([{ "base": "USD", "quote": "IDR", "rate": "16000", "date": date, "source": "example" }]);
    told_to("ID", &[], whole, line)
}

#[test]
fn parcels_to_indonesia() {
    let of = |hs: &str, price: &str| json!({ "hs": hs, "unit_price": usd(price) });
    for (date, changes, line, wanted) in [
        // 170 × 16,000 = 2,720,000; × 7.5 % = 204,000; 2,924,000 × 11 % = 321,640, up to 322,000.
        (
            "2026-06-01",
            json!({ "freight": usd("20") }),
            of("340600", "150"),
            "parcel Sold [] [duty 7.5% on 2720000.00 = 204000.00; vat 11% on 2924000.00 = 322000.00] 3246000.00",
        ),
        // A listed group: 25 % and income tax of 5 % on the same base as VAT.
        (
            "2026-06-01",
            json!({}),
            of("420221", "200"),
            "parcel Sold [] [duty 25% on 3200000.00 = 800000.00; vat 11% on 4000000.00 = 440000.00; income_tax 5% on 4000000.00 = 200000.00] 4640000.00",
        ),
        (
            "2026-06-01",
            json!({}),
            of("910211", "100"),
            "parcel Sold [] [duty 15% on 1600000.00 = 240000.00; vat 11% on 1840000.00 = 203000.00; income_tax 5% on 1840000.00 = 92000.00] 2135000.00",
        ),
        // Books are free of duty; what VAT they bear was not found.
        ("2026-06-01", json!({}), of("490199", "20"), "parcel Unknown [RateUnknown] [duty 0% on 320000.00 = 0.00] –"),
        // A marketplace sells nothing below 100 dollars a piece since 2023-09-26.
        (
            "2026-06-01",
            json!({ "mode": "express", "regime": "parcel" }),
            of("340600", "99.99"),
            "parcel NotSold [BelowUnitMinimum] [duty 7.5% on 1599840.00 = 120000.00; vat 11% on 1719828.00 = 190000.00] –",
        ),
        // Up to 3 dollars no duty, but VAT: 48,000 × 11 % = 5,280; above it 48,160 × 7.5 % = 3,612 and so on.
        ("2023-09-25", json!({}), of("340600", "3"), "parcel Sold [] [vat 11% on 48000.00 = 6000.00] 54000.00"),
        (
            "2023-09-25",
            json!({}),
            of("340600", "3.01"),
            "parcel Sold [] [duty 7.5% on 48160.00 = 4000.00; vat 11% on 51772.00 = 6000.00] 58160.00",
        ),
        // Freight does not count for the 3 dollars, but for what is taxed.
        (
            "2023-09-25",
            json!({ "freight": usd("10") }),
            of("340600", "3"),
            "parcel Sold [] [vat 11% on 208000.00 = 23000.00] 231000.00",
        ),
        // Above 1,500 dollars a formal declaration, of which income tax and the usual rate are not known.
        (
            "2026-06-01",
            json!({}),
            of("340600", "1500"),
            "parcel Sold [] [duty 7.5% on 24000000.00 = 1800000.00; vat 11% on 25800000.00 = 2838000.00] 28638000.00",
        ),
        ("2026-06-01", json!({}), of("340600", "1500.01"), "general Unknown [RateUnknown, NoRate] [] –"),
        // Until 2020-01-29 nothing was due up to 75 dollars, and twice the income tax without a tax number above it.
        ("2019-06-01", json!({}), of("340600", "75"), "parcel Sold [] [] 1200000.00"),
        (
            "2019-06-01",
            json!({ "buyer": { "has_tax_id": true } }),
            of("340600", "125"),
            "parcel Sold [] [duty 7.5% on 2000000.00 = 150000.00; vat 10% on 2150000.00 = 215000.00; income_tax 10% on 2150000.00 = 215000.00] 2580000.00",
        ),
        (
            "2019-06-01",
            json!({}),
            of("340600", "125"),
            "parcel Sold [] [duty 7.5% on 2000000.00 = 150000.00; vat 10% on 2150000.00 = 215000.00; income_tax 20% on 2150000.00 = 430000.00] 2795000.00",
        ),
        // There is no rule of days before.
        ("2018-10-09", json!({ "regime": "parcel" }), of("340600", "125"), "parcel NotSold [RegimeNotInForce] [] –"),
    ] {
        assert_eq!(told_in(date, changes.clone(), line.clone()), wanted, "{date} {changes} {line}");
    }
}

#[test]
fn drinks_to_indonesia_bear_excise_by_group_and_are_not_sold_online() {
    let wine = |abv: &str| json!({ "hs": "220421", "unit_price": usd("125"), "volume_ml": 750, "abv_percent": abv });
    // 2,000,000 × 90 % = 1,800,000; 0.75 × 53,000 = 39,750; 3,839,750 × 11 % = 422,372.5. Income tax is not known.
    for (abv, excise, vat) in [
        ("5", "excise IDR 16500/l on 3800000.00 = 13000.00", "3812375.00 = 420000.00"),
        ("13", "excise IDR 53000/l on 3800000.00 = 40000.00", "3839750.00 = 423000.00"),
        ("20", "excise IDR 53000/l on 3800000.00 = 40000.00", "3839750.00 = 423000.00"),
        ("20.1", "excise IDR 152000/l on 3800000.00 = 114000.00", "3914000.00 = 431000.00"),
    ] {
        let wanted = format!(
            "general NotSold [RateUnknown] [duty 90% on 2000000.00 = 1800000.00; {excise}; vat 11% on {vat}] –"
        );
        assert_eq!(told_in("2026-06-01", json!({ "mode": "cargo" }), wine(abv)), wanted, "{abv}");
    }
    let strong = told_in("2026-06-01", json!({ "mode": "cargo" }), wine("55.1"));
    assert_eq!(strong, "general NotSold [NoRate, RateUnknown] [duty 90% on 2000000.00 = 1800000.00] –");
}

#[test]
fn each_levy_of_a_parcel_to_indonesia_is_rounded_once() {
    // Two lines of 110 dollars: duty 132,000 each, VAT 207,680 each, 208,120 with the rise to 416,000 in all.
    let second = json!({ "id": "b", "hs": "340600", "origin": "US", "quantity": 1, "unit_price": usd("110") });
    let whole = json!({ "lines": [second] });
    let told = told_in("2026-06-01", whole, json!({ "hs": "340600", "unit_price": usd("110") }));
    let line = "duty 7.5% on 1760000.00 = 132000.00; vat 11% on 1892000.00";
    assert_eq!(told, format!("parcel Sold [] [{line} = 208880.00; {line} = 208120.00] 4201000.00"));
}
