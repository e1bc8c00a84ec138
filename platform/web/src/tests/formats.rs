use crate::amount;

#[test]
fn money_is_written_as_its_readers_write_it() {
    let cases = [
        (3998, 2, "USD", "en", "US$39.98"),
        (26840, 2, "CNY", "en", "CN¥268.40"),
        (26840, 2, "CNY", "zh-Hans", "¥268.40"),
        (41_200_000, 2, "IDR", "en", "Rp\u{a0}412.000"),
        (41_200_050, 2, "IDR", "zh", "Rp\u{a0}412.000,50"),
        (412_000, 0, "VND", "en", "412.000\u{a0}₫"),
        (1_234_567, 0, "JPY", "zh", "JP¥1,234,567"),
        (5, 2, "SGD", "en", "S$0.05"),
        (-123_456, 2, "MYR", "en", "−RM\u{a0}1,234.56"),
        (0, 2, "HKD", "en", "HK$0.00"),
        (i64::MIN, 2, "USD", "en", "−US$92,233,720,368,547,758.08"),
        (1_000, 3, "BHD", "en", "BHD\u{a0}1.000"),
    ];
    for (minor, exponent, code, lang, wanted) in cases {
        assert_eq!(amount(minor, exponent, code, lang), wanted);
    }
}

proptest::proptest! {
    #[test]
    fn digits_are_grouped_and_none_is_lost(number: i64) {
        let text = crate::grouped(number);
        let plain: String = text.replace(',', "").replace('−', "-");
        proptest::prop_assert_eq!(plain, number.to_string());
        let groups: Vec<&str> = text.trim_start_matches('−').split(',').collect();
        proptest::prop_assert!(groups[1..].iter().all(|group| group.len() == 3));
        proptest::prop_assert!((1..=3).contains(&groups[0].len()));
    }
}
