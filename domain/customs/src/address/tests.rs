use super::*;
use proptest::prelude::*;

fn fields(text: &str) -> BTreeMap<String, String> {
    let pair = |pair: &str| pair.split_once('=').map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()));
    text.split(';').filter_map(pair).collect()
}

fn of(country: &str, text: &str) -> Result<Address, Vec<FieldError>> {
    check(Country::parse(country).unwrap(), &fields(text))
}

/// An address that is right, a country at a time: its fields, the lines there, the lines for a carrier.
const RIGHT: &[(&str, &str, &str, &str)] = &[
    (
        "CN",
        "name=诸葛测试; phone=138 0000 0000; region=510000; city=510100; district=510107; street=虚构路1号; postcode=610041",
        "610041/四川省成都市武侯区/虚构路1号/诸葛测试",
        "诸葛测试/虚构路1号/武侯区, 成都市/Sichuan 610041/CHINA",
    ),
    (
        "CN",
        "name=诸葛测试; phone=+8613800000000; region=北京市; city=北京市; district=东城区; street=虚构路1号; postcode=１０００１０",
        "100010/北京市东城区/虚构路1号/诸葛测试",
        "诸葛测试/虚构路1号/东城区/Beijing 100010/CHINA",
    ),
    (
        "CN",
        "name=诸葛测试; phone=008613800000000; region=440000; city=441900; street=虚构路1号; postcode=523000",
        "523000/广东省东莞市/虚构路1号/诸葛测试",
        "诸葛测试/虚构路1号/东莞市/Guangdong 523000/CHINA",
    ),
    (
        "SG",
        "name=Mei Invented; phone=8123 4567; postcode=238859; street=1 Nowhere Road; unit=#02-03",
        "Mei Invented/1 Nowhere Road #02-03/SINGAPORE 238859",
        "Mei Invented/1 Nowhere Road #02-03/SINGAPORE 238859/SINGAPORE",
    ),
    (
        "MY",
        "name=Ali Invented; phone=012-345 6789; street=1 Jalan Rekaan; postcode=50000; city=Kuala Lumpur; region=Kuala Lumpur",
        "Ali Invented/1 Jalan Rekaan/50000 Kuala Lumpur/Kuala Lumpur",
        "Ali Invented/1 Jalan Rekaan/50000 Kuala Lumpur/Kuala Lumpur/MALAYSIA",
    ),
    (
        "TH",
        "name=สมมุติ; phone=081 234 5678; street=1 ถนนสมมุติ; ward=แขวงสมมุติ; district=เขตสมมุติ; region=10; postcode=10110",
        "สมมุติ/1 ถนนสมมุติ/แขวงสมมุติ เขตสมมุติ/กรุงเทพมหานคร 10110",
        "สมมุติ/1 ถนนสมมุติ/แขวงสมมุติ, เขตสมมุติ/Bangkok 10110/THAILAND",
    ),
    (
        "VN",
        "name=Lan Invented; phone=0912 345 678; street=1 Phố Hư Cấu; ward=Phường Hư Cấu; region=Hà Nội",
        "Lan Invented/1 Phố Hư Cấu/Phường Hư Cấu/Hanoi",
        "Lan Invented/1 Phố Hư Cấu/Phường Hư Cấu/Hanoi/VIETNAM",
    ),
    (
        "ID",
        "name=Budi Rekaan; phone=0812-345-678; street=Jl. Rekaan 1; district=Kec. Rekaan; city=Kota Bandung; region=JB; postcode=40115",
        "Budi Rekaan/Jl. Rekaan 1/Kec. Rekaan/Kota Bandung/Jawa Barat 40115",
        "Budi Rekaan/Jl. Rekaan 1/Kec. Rekaan/Kota Bandung/Jawa Barat 40115/INDONESIA",
    ),
    (
        "PH",
        "name=Jose Invented; phone=0905 123 4567; unit=2F; street=1 Nowhere St; ward=Brgy. 0; city=Manila; region=Metro Manila; postcode=1000",
        "Jose Invented/2F 1 Nowhere St/Brgy. 0/1000 Manila/Metro Manila",
        "Jose Invented/2F 1 Nowhere St/Brgy. 0/1000 Manila/Metro Manila/PHILIPPINES",
    ),
    (
        "HK",
        "name=諸葛測試; phone=5123 4567; region=KLN; district=旺角; street=虛構街1號; unit=2樓A室; postcode=999077",
        "九龍旺角虛構街1號2樓A室/諸葛測試",
        "諸葛測試/2樓A室/虛構街1號/旺角/Kowloon/HONG KONG",
    ),
    (
        "JP",
        "name=架空花子; phone=090-1234-5678; postcode=〒1000001; region=東京都; city=千代田区; street=架空1-2-3; unit=架空荘101",
        "〒100-0001/東京都千代田区架空1-2-3/架空荘101/架空花子",
        "架空花子/架空荘101/架空1-2-3/千代田区, Tokyo/100-0001/JAPAN",
    ),
    (
        "MO",
        "name=諸葛測試; phone=6612 3456; region=T; street=虛構街1號; unit=2樓A",
        "氹仔虛構街1號2樓A/諸葛測試",
        "諸葛測試/2樓A/虛構街1號/Taipa/MACAO",
    ),
    (
        "TW",
        "name=諸葛測試; phone=0912-345-678; postcode=100; region=TPE; district=中正區; street=虛構路1號; unit=3樓",
        "100/臺北市中正區虛構路1號3樓/諸葛測試",
        "諸葛測試/3樓/虛構路1號/中正區, Taipei City 100/TAIWAN",
    ),
    (
        "IN",
        "name=Asha Invented; phone=098765 43210; unit=Flat 2; street=1 Nowhere Road; ward=Fort; city=Mumbai; region=MH; postcode=400001",
        "Asha Invented/Flat 2/1 Nowhere Road/Fort/Mumbai 400001/Maharashtra",
        "Asha Invented/Flat 2/1 Nowhere Road/Fort/Mumbai 400001/Maharashtra/INDIA",
    ),
    (
        "AU",
        "name=Kim Invented; phone=0412 345 678; unit=U2; street=1 Nowhere St; city=Newtown; region=NSW; postcode=2042",
        "Kim Invented/U2 1 Nowhere St/Newtown, New South Wales 2042",
        "Kim Invented/U2 1 Nowhere St/Newtown, New South Wales 2042/AUSTRALIA",
    ),
    (
        "KR",
        "name=가상인; phone=010-2000-0000; postcode=03051; region=11; city=종로구; street=가상로 1; unit=101호",
        "서울특별시 종로구 가상로 1/101호/가상인/03051",
        "가상인/101호/가상로 1/종로구, Seoul/03051/SOUTH KOREA",
    ),
];

#[test]
fn a_right_address_is_taken_and_printed_both_ways() {
    for (country, text, own, carrier) in RIGHT {
        let address = of(country, text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        assert_eq!(address.lines().join("/"), *own, "{text}");
        assert_eq!(address.carrier_lines().join("/"), *carrier, "{text}");
        assert_eq!(check(address.country, &address.values()), Ok(address.clone()), "the form filled in again: {text}");
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
        assert!(address.phone.reveal().starts_with('+'), "{text}");
        assert!(!format!("{address:?} {:?}", address.phone).contains(&address.name), "{address:?}");
    }
}

#[test]
fn china_names_its_division_and_one_line() {
    let chengdu = of("CN", RIGHT[0].1).unwrap();
    assert_eq!(chengdu.division_code.as_deref(), Some("510107"));
    assert_eq!(chengdu.in_one_line(), "四川省成都市武侯区虚构路1号");
    assert_eq!((chengdu.phone.reveal(), chengdu.national_phone()), ("+8613800000000", "13800000000"));
    assert_eq!(of("CN", RIGHT[2].1).unwrap().division_code.as_deref(), Some("441900"));
    assert!(!chengdu.is_latin() && of("SG", RIGHT[3].1).unwrap().is_latin());
}

/// A right address with one field changed, and what that field then wants.
const WRONG: &[(&str, &str, &str)] = &[
    ("CN", "postcode=238859A", "6 digits, such as 610000"),
    ("CN", "postcode=50000", "6 digits, such as 610000"),
    ("CN", "postcode=999077", "6 digits, such as 610000"),
    ("CN", "postcode=", "something here"),
    ("CN", "phone=8123 4567", "a phone number of +86, such as 13800000000"),
    ("CN", "phone=+65 8123 4567", "a phone number of +86, such as 13800000000"),
    ("CN", "phone=0065 8123 4567", "a phone number of +86, such as 13800000000"),
    ("CN", "phone=12800000000", "a phone number of +86, such as 13800000000"),
    ("CN", "district=110101", "one of the list"),
    ("CN", "district=", "something here"),
    ("CN", "district=朝阳区", "one of the list"),
    ("CN", "name=", "something here"),
    ("CN", "name=\u{202e}诸葛", "one line of plain text"),
    ("CN", "street=---", "one line of plain text"),
    ("SG", "postcode=610041000", "6 digits, such as 238859"),
    ("SG", "postcode=999999", "6 digits, such as 238859"),
    ("SG", "postcode=SW1A 1AA", "6 digits, such as 238859"),
    ("SG", "phone=5123 4567", "a phone number of +65, such as 8123 4567"),
    ("TW", "postcode=10001", "3 digits, such as 100"),
    ("TW", "postcode=999", "3 digits, such as 100"),
    ("MO", "phone=5123 4567", "a phone number of +853, such as 6612 3456"),
    ("IN", "postcode=1100011", "6 digits, such as 110001"),
    ("AU", "region=Bavaria", "one of the list"),
    ("MY", "postcode=238859", "5 digits, such as 50000"),
    ("MY", "postcode=99999", "5 digits, such as 50000"),
    ("MY", "region=Bavaria", "one of the list"),
    ("TH", "postcode=00100", "5 digits, such as 10110"),
    ("TH", "ward=", "something here"),
    ("VN", "postcode=100000", "5 digits, such as 10000"),
    ("ID", "postcode=4011", "5 digits, such as 40115"),
    ("PH", "postcode=10000", "4 digits, such as 1000"),
    ("HK", "postcode=518000", "nothing here: there are no postcodes"),
    ("HK", "region=深圳", "one of the list"),
    ("JP", "postcode=100-001", "7 digits, such as 100-0001"),
    ("KR", "postcode=110-110", "5 digits, such as 03051"),
    ("KR", "phone=+81 90 1234 5678", "a phone number of +82, such as 010-2000-0000"),
];

#[test]
fn a_wrong_field_is_refused_naming_what_is_wanted() {
    for (country, change, wanted) in WRONG {
        let right = RIGHT.iter().find(|(c, ..)| c == country).unwrap().1;
        let mut given = fields(right);
        given.extend(fields(change));
        let errors = check(Country::parse(country).unwrap(), &given).expect_err(change);
        let (field, _) = change.split_once('=').unwrap();
        assert_eq!(errors.len(), 1, "{country} {change}: {errors:?}");
        assert_eq!((errors[0].field, errors[0].wanted.to_string().as_str()), (field, *wanted), "{country} {change}");
    }
}

#[test]
fn everything_wrong_is_named_at_once_and_lengths_are_limited() {
    for country in countries() {
        let form = form(country).unwrap();
        let errors = check(country, &BTreeMap::new()).unwrap_err();
        let required: Vec<&str> = form.fields.iter().filter(|f| f.required).map(|f| f.name).collect();
        assert_eq!(errors.iter().map(|e| e.field).collect::<Vec<_>>(), required, "{country}");
        let long = form.fields.iter().map(|f| (f.name.to_owned(), "9".repeat(100_000))).collect();
        for error in check(country, &long).unwrap_err() {
            assert!(error.found.chars().count() <= 80 && error.wanted.code() == "at_most", "{country} {error:?}");
        }
        assert!(serde_json::to_string(&form).unwrap().len() > 100);
    }
    assert_eq!(countries().count(), 14);
    assert_eq!(check(Country::US, &BTreeMap::new()).unwrap_err()[0].wanted, Wanted::OneOfTheList);
}

#[test]
fn the_choices_of_a_list_are_distinct() {
    for form in countries().filter_map(form) {
        for field in form.fields {
            let Kind::Select { source: Source::List(choices) } = field.kind else {
                continue;
            };
            for (i, choice) in choices.iter().enumerate() {
                assert!(choices[..i].iter().all(|c| c.code != choice.code && c.name != choice.name), "{choice:?}");
                assert!(crate::text::is_latin(choice.latin), "{choice:?}");
            }
        }
    }
}

/// Example numbers of the published metadata must all be taken; reads the file if it is there.
#[test]
fn published_example_numbers_are_taken() {
    let Some(xml) = crate::shared("geo/PhoneNumberMetadata.xml") else {
        return;
    };
    let mut tried = 0;
    for country in countries() {
        let numbers = form(country).unwrap().fields.iter().find_map(|f| match f.kind {
            Kind::Phone(numbers) => Some(numbers),
            _ => None,
        });
        let numbers = numbers.unwrap();
        let territory = xml.split("<territory ").find(|t| t.starts_with(&format!("id=\"{country}\""))).unwrap();
        for kind in ["<fixedLine>", "<mobile>"] {
            let example = territory.split(kind).nth(1).and_then(|t| t.split("<exampleNumber>").nth(1)).unwrap();
            let example = example.split('<').next().unwrap();
            // China's fixed lines are not taken by intention: customs and couriers send messages to the number.
            let taken = !(country == Country::CN && kind == "<fixedLine>");
            assert_eq!(numbers.read(example).is_some(), taken, "{country} {kind} {example}");
            tried += 1;
        }
    }
    assert_eq!(tried, 28);
}

proptest! {
    #[test]
    fn no_form_panics(at in 0usize..10, values in proptest::collection::vec(".{0,30}", 9)) {
        let country = countries().nth(at).unwrap();
        let names = ["name", "phone", "postcode", "region", "city", "district", "ward", "street", "unit"];
        let given = names.iter().map(|n| (*n).to_owned()).zip(values).collect();
        if let Ok(address) = check(country, &given) {
            let _ = (address.lines(), address.carrier_lines(), address.values());
        }
    }

    #[test]
    fn a_taken_postcode_has_the_digits_of_its_country(at in 0usize..10, text in "[0-9 -]{0,9}") {
        let country = countries().nth(at).unwrap();
        for field in form(country).unwrap().fields {
            let Kind::Postcode(code) = field.kind else { continue };
            if let Some(read) = code.read(&text) {
                let digits = read.chars().filter(char::is_ascii_digit).count();
                prop_assert!(digits == code.digits || Some(digits) == code.longer, "{} {}", country, read);
            }
        }
    }
}
