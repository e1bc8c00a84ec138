use super::*;
use crate::Country;
use proptest::prelude::*;

/// One line for a number: the carrier, or the digit wanted, or unknown.
fn said(text: &str) -> String {
    match recognise(text) {
        Ok(tracking) => format!("{:?}", tracking.carrier),
        Err(NotAParcelNumber::CheckDigit { carrier, wanted, .. }) => format!("{carrier:?} wants {wanted}"),
        Err(NotAParcelNumber::Unknown { .. }) => "unknown".into(),
        Err(NotAParcelNumber::Empty) => "empty".into(),
    }
}

#[test]
fn numbers_are_told_by_shape_and_check_digit() {
    for (number, wanted) in [
        ("RR473124829GB", "Post"),
        ("rr 473 124 829 gb", "Post"),
        ("RR473124828GB", "Post wants 9"),
        ("RB123456785US", "Post"),
        ("RB123456785XX", "unknown"),
        ("1Z5R89390357567127", "Ups"),
        ("1Z5R89390357567128", "Ups wants 7"),
        ("K1506235620", "Ups"),
        ("9400111206206406260787", "Usps"),
        ("9400111206206406260786", "Usps wants 7"),
        ("986578788855", "Fedex"),
        ("996578788855", "Fedex wants 6"),
        ("3318810025", "Dhl"),
        ("3318810010", "Dhl wants 4"),
        ("", "empty"),
        ("  -  ", "empty"),
        ("nothing at all", "unknown"),
        ("９４００１１１２０６２０６４０６２６０７８７", "Usps"),
        ("圆圆圆", "unknown"),
    ] {
        assert_eq!(said(number), wanted, "{number}");
    }
    assert_eq!(
        recognise("RR473124828GB").unwrap_err().to_string(),
        "RR473124828GB looks like a number of Post (UPU S10), but its check digit should be 9"
    );
}

#[test]
fn a_post_number_is_made_from_its_serial() {
    assert_eq!(S10::make("RR", 47_312_482, Country::parse("GB").unwrap()).unwrap().to_string(), "RR473124829GB");
    // The two remainders that have no digit of their own: 11 is written 5, 10 is written 0.
    assert_eq!(S10::make("LZ", 0, Country::US).unwrap().to_string(), "LZ000000005US");
    assert_eq!(S10::make("LZ", 8, Country::US).unwrap().to_string(), "LZ000000080US");
    assert_eq!(S10::make("lz", 0, Country::US), Err(NotS10::Service));
    assert_eq!(S10::make("XX", 0, Country::US), Err(NotS10::Service));
    assert_eq!(S10::make("LZ", 100_000_000, Country::US), Err(NotS10::Serial));
}

/// The published test numbers, valid and invalid; reads the files if they are there.
#[test]
fn published_test_numbers_are_told_apart() {
    let mut tried = 0;
    for (file, carrier) in [
        ("s10", Carrier::Post),
        ("usps", Carrier::Usps),
        ("ups", Carrier::Ups),
        ("fedex", Carrier::Fedex),
        ("dhl", Carrier::Dhl),
    ] {
        let Some(text) = crate::shared(&format!("geo/tracking/{file}.json")) else {
            return;
        };
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        for kind in json["tracking_numbers"].as_array().unwrap() {
            if kind["validation"]["checksum"].is_null() {
                continue; // without a check digit there is nothing to tell by
            }
            let numbers = |key: &str| kind["test_numbers"][key].as_array().cloned().unwrap_or_default();
            for number in numbers("valid") {
                let found = recognise(number.as_str().unwrap());
                assert!(found.as_ref().is_ok_and(|t| t.carrier == carrier), "{number} {found:?}");
                tried += 1;
            }
            for number in numbers("invalid") {
                let found = recognise(number.as_str().unwrap());
                assert!(!found.as_ref().is_ok_and(|t| t.carrier == carrier), "{number} {found:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 90, "{tried}");
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,60}", digits in "[0-9A-Z]{0,40}") {
        let _ = (recognise(&text), recognise(&digits), S10::parse(&text), S10::parse(&digits));
    }

    #[test]
    fn a_made_post_number_reads_back_and_one_wrong_digit_is_found(serial in 0u32..100_000_000, place in 2usize..11, other in 1u8..10) {
        let item = S10::make("LZ", serial, Country::US).unwrap();
        prop_assert_eq!(S10::parse(&item.to_string()), Ok(item));
        prop_assert_eq!(said(&item.to_string()), "Post");
        let mut wrong = item.to_string().into_bytes();
        wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
        let found = S10::parse(&String::from_utf8(wrong).unwrap());
        // Two remainders share the check digit 5, so one slip may turn one into the other; every other slip shows.
        let refused = matches!(found, Err(NotS10::CheckDigit { wanted: _ }));
        prop_assert!(refused || item.to_string().as_bytes()[10] == b'5');
    }
}
