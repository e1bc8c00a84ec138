use super::*;
use proptest::prelude::*;

/// One tonne, a thousand litres at 40 %, ten pieces.
fn comes_to(rate: &str, base: &str) -> String {
    let content = Content {
        pieces: Decimal::TEN,
        net_g: Some(Decimal::from(1_000_000)),
        ml: Some(Decimal::from(1_500)),
        abv: Some(Decimal::from(40)),
        ..Content::default()
    };
    let convert = |amount: Decimal, from: Currency| match from {
        Currency::USD => Ok(amount * Decimal::from(7)),
        _ => Ok(amount),
    };
    let base: Decimal = base.parse().unwrap();
    let ground = Ground { value: base, content: &content, convert: &convert };
    let rate = match Rate::parse(rate) {
        Ok(rate) => rate,
        Err(error) => return error.to_string(),
    };
    match rate.settle(base, &ground).and_then(|parts| parts.on(base)) {
        Ok(amount) => amount.normalize().to_string(),
        Err(lack) => format!("{lack:?}"),
    }
}

#[test]
fn rates_come_to_what_they_say() {
    for (rate, base, wanted) in [
        ("10%", "1000", "100"),
        ("0%", "1000", "0"),
        ("2.5%", "10", "0.25"),
        ("CNY 240/t", "1", "240"),
        ("USD 2/kg", "1", "14000"),
        ("SGD 88/l_alcohol", "60", "52.8"),
        ("15% + VND 41580000/unit", "100", "415800015"),
        ("max(10%, CNY 5/unit)", "1000", "100"),
        ("max(10%, CNY 5/unit)", "100", "50"),
        ("min(10%, CNY 5/unit)", "1000", "50"),
        ("tiers(first HKD 200: 100%; rest: 10%)", "150", "150"),
        ("tiers(first HKD 200: 100%; rest: 10%)", "300", "210"),
        ("tiers(first HKD 200/l: 100%; rest: 10%)", "900", "360"),
        ("tiers(first HKD 100: 0%; next HKD 100: 50%; rest: 100%)", "250", "100"),
        ("if(>= CNY 10/ml: 15%; else: 0%)", "15000", "2250"),
        ("if(>= CNY 10/ml: 15%; else: 0%)", "14999", "0"),
        ("if(>= CNY 15/sheet | CNY 10/ml: 15%; else: 0%)", "15000", "2250"),
        ("CNY 1/pack", "1", "Field(RetailPacks)"),
        ("if(>= CNY 15/sheet: 15%; else: 0%)", "1", "Field(Sheets)"),
    ] {
        assert_eq!(comes_to(rate, base), wanted, "{rate} on {base}");
    }
}

#[test]
fn what_is_no_rate_is_refused_with_its_column() {
    for (rate, wanted) in [
        ("", "column 1: wanted a per cent figure, a currency, max(, min(, tiers( or if(, found \"\""),
        ("10", "column 3: wanted %, found \"\""),
        ("10%%", "column 4: wanted the end, found \"%\""),
        ("-5%", "column 1: wanted a per cent figure, a currency, max(, min(, tiers( or if(, found \"-5%\""),
        ("CNY 5", "column 6: wanted / and a unit, found \"\""),
        (
            "CNY 5/mile",
            "column 7: wanted a unit: t, kg, g, l, ml, hl, kl, l_alcohol, unit, pack, sheet, found \"mile\"",
        ),
        ("tiers(rest: 5%)", "column 7: wanted first, found \"rest: 5%)\""),
        ("max(5%", "column 7: wanted ), found \"\""),
        ("1.%", "column 1: wanted a number, found \"1.%\""),
    ] {
        assert_eq!(comes_to(rate, "1"), wanted, "{rate}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = Rate::parse(&text);
    }

    #[test]
    fn what_is_written_reads_back(text in "(max|min)\\([1-9][0-9]?%( \\+ CNY [1-9]/(kg|l|unit))?, USD [1-9]{1,4}/(t|ml|sheet)\\)") {
        let rate = Rate::parse(&text).unwrap();
        prop_assert_eq!(Rate::parse(&rate.to_string()).unwrap(), rate);
    }
}

#[test]
fn a_field_is_named_as_in_json() {
    use crate::rate::Field::*;
    for field in
        [Hs, Origin, NetWeight, Volume, Abv, Content, RetailPacks, Sheets, WattHours, RetailPrice, ExchangeRate, Mode]
    {
        assert_eq!(serde_json::to_value(field).unwrap(), field.name());
    }
}
