use super::*;
use proptest::prelude::*;

const CURRENCIES: [Currency; 9] = [
    Currency::USD,
    Currency::CNY,
    Currency::SGD,
    Currency::JPY,
    Currency::KRW,
    Currency::VND,
    Currency::IDR,
    Currency::TWD,
    Currency::BHD,
];

#[test]
fn amounts_are_read_and_written() {
    for (text, currency, minor) in [
        ("12.30", Currency::USD, Some(1230)),
        ("12.3", Currency::USD, Some(1230)),
        ("-0.05", Currency::USD, Some(-5)),
        ("1000", Currency::JPY, Some(1000)),
        ("12.000", Currency::BHD, Some(12_000)),
        ("7.500", Currency::USD, Some(750)),
        ("1000.5", Currency::JPY, None),
        ("1.234,56", Currency::USD, None),
        ("1,234.56", Currency::USD, None),
        ("1e9", Currency::USD, None),
        ("free", Currency::USD, None),
        ("", Currency::USD, None),
        (".5", Currency::USD, None),
        ("5.", Currency::USD, None),
        ("--5", Currency::USD, None),
        ("99999999999999999999", Currency::USD, None),
        ("١٢", Currency::USD, None),
    ] {
        assert_eq!(Money::parse(text, currency).ok().map(Money::minor), minor, "{text:?}");
    }
}

#[test]
fn a_conversion_is_rounded_as_told() {
    let rate = ExchangeRate {
        base: Currency::USD,
        quote: Currency::CNY,
        rate: "7.1234".parse().unwrap(),
        date: jiff::civil::date(2026, 11, 20),
        source: "test".into(),
    };
    let ten = Money::parse("10.01", Currency::USD).unwrap();
    assert_eq!(rate.convert(ten, Rounding::HalfUp).unwrap().to_string(), "71.31 CNY");
    assert_eq!(rate.convert(ten, Rounding::Down).unwrap().to_string(), "71.30 CNY");
    assert!(rate.convert(Money::zero(Currency::JPY), Rounding::Down).is_err());
}

#[test]
fn json_is_a_decimal_string_with_a_currency() {
    let money = Money::parse("12.30", Currency::CNY).unwrap();
    let json = serde_json::to_string(&money).unwrap();
    assert_eq!(json, r#"{"amount":"12.30","currency":"CNY"}"#);
    assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    assert!(serde_json::from_str::<Money>(r#"{"amount":"1.234","currency":"CNY"}"#).is_err());
    assert!(serde_json::from_str::<Money>(r#"{"amount":"1","currency":"XYZ"}"#).is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(minor in -1_000_000_000_000i64..1_000_000_000_000, c in 0usize..9) {
        let money = Money::new(minor, CURRENCIES[c]);
        prop_assert_eq!(Money::parse(&money.amount(), CURRENCIES[c]), Ok(money));
    }

    #[test]
    fn parts_add_up_and_keep_proportion(minor in any::<i32>(), weights in prop::collection::vec(0u64..1_000_000, 1..20), c in 0usize..9) {
        let money = Money::new(minor.into(), CURRENCIES[c]);
        let parts = split(money, &weights);
        prop_assert_eq!(Money::sum(CURRENCIES[c], parts.iter().copied()), Ok(money));
        let total: u64 = weights.iter().sum();
        for (part, weight) in parts.iter().zip(&weights) {
            if total > 0 {
                let exact = i128::from(minor) * i128::from(*weight) / i128::from(total);
                prop_assert!((i128::from(part.minor()) - exact).abs() <= 1);
            }
        }
    }

    #[test]
    fn a_share_never_leaves_anything_behind(minor in 0i64..1_000_000_000, whole in 1i64..500, c in 0usize..9) {
        let money = Money::new(minor, CURRENCIES[c]);
        let mut given = 0;
        for done in 1..=whole {
            let share = money.share(done, whole).minor();
            prop_assert!(share >= given);
            given = share;
        }
        prop_assert_eq!(given, minor);
    }

    #[test]
    fn splitting_off_loses_nothing(minor in any::<i32>(), percent in 0i64..=10_000) {
        let money = Money::new(minor.into(), Currency::KRW);
        let (part, rest) = money.split_off(Decimal::new(percent, 2));
        prop_assert_eq!(part.plus(rest), Ok(money));
    }
}
