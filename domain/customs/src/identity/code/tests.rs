//! The numbers are made up, or those that literature shows.

use super::*;
use proptest::prelude::*;

#[test]
fn numbers_are_taken_or_refused_for_a_reason() {
    use CodeRefusal::*;
    use Kind::*;
    for (kind, text, wanted) in [
        (Pccc, "P123456789012", Ok("P123456789012")),
        (Pccc, " p1234-5678-9012 ", Ok("P123456789012")),
        (Pccc, "Ｐ１２３４５６７８９０１２", Ok("P123456789012")),
        (Pccc, "P12345678901", Err(Form)),
        (Pccc, "P1234567890123", Err(Form)),
        (Pccc, "A123456789012", Err(Form)),
        (Pccc, "1234567890123", Err(Form)),
        (Pccc, "P12345678901Ｘ", Err(Form)),
        (Pccc, "", Err(Form)),
        (TaiwanId, "A123456789", Ok("A123456789")),
        (TaiwanId, "a123456789", Ok("A123456789")),
        (TaiwanId, "A123456788", Err(CheckDigit)),
        (TaiwanId, "B123456789", Err(CheckDigit)),
        (TaiwanId, "A323456789", Err(Form)),
        (TaiwanId, "A800000014", Ok("A800000014")),
        (TaiwanId, "AC01234567", Ok("AC01234567")),
        (TaiwanId, "AE01234567", Err(Form)),
        (TaiwanId, "A12345678", Err(Form)),
        (Kyc, "2363 4123 4346", Err(CheckDigit)),
        (Kyc, "999941057058", Ok("999941057058")),
        (Kyc, "999941057085", Err(CheckDigit)),
        (Kyc, "199941057058", Err(Form)),
        (Kyc, "abcde1234f", Ok("ABCDE1234F")),
        (Kyc, "ABCD1234EF", Err(Form)),
        (Kyc, "K1234567", Ok("K1234567")),
        (Kyc, "KKKKKKK", Err(Form)),
        (Kyc, "K1234", Err(Form)),
        (Nik, "3171234567890123", Ok("3171234567890123")),
        (Nik, "09.254.294.3-407.000", Ok("092542943407000")),
        (Nik, "A1234567", Ok("A1234567")),
        (Nik, "31712345678901", Err(Form)),
        (CitizenId, "001099012345", Ok("001099012345")),
        (CitizenId, "0010990123456", Err(Form)),
        (CitizenId, "A01099012345", Err(Form)),
        // China's is checked with the name on its card, elsewhere.
        (ResidentId, "11010519491231002X", Err(Form)),
    ] {
        let found = PersonalCode::check(kind, text);
        assert_eq!(found.as_ref().map(PersonalCode::reveal), wanted.as_ref().map(|code| *code), "{kind:?} {text}");
    }
}

#[test]
fn a_number_prints_covered_and_is_checked_again_when_it_is_read() {
    let code = PersonalCode::check(Kind::Pccc, "P123456789012").unwrap();
    assert_eq!(format!("{code} {code:?}"), "*********9012 PersonalCode(pccc *********9012)");
    let json = serde_json::to_string(&code).unwrap();
    assert_eq!(serde_json::from_str::<PersonalCode>(&json).unwrap(), code);
    assert!(serde_json::from_str::<PersonalCode>(&json.replace("P1", "PP")).is_err());
}

#[test]
fn every_kind_has_one_name_and_china_s_is_asked_by_no_paper() {
    for (i, kind) in Kind::ALL.iter().enumerate() {
        assert!(Kind::ALL[..i].iter().all(|other| other.code() != kind.code()), "{kind:?}");
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
    let asked = ["pccc", "real_name", "kyc", "nik", "citizen_id"].map(|paper| Kind::of_paper(paper).unwrap());
    assert_eq!(asked, [Kind::Pccc, Kind::TaiwanId, Kind::Kyc, Kind::Nik, Kind::CitizenId]);
    assert_eq!(Kind::of_paper("cites_export"), None);
}

proptest! {
    #[test]
    fn nothing_that_is_typed_panics(text in "\\PC{0,40}", number in "[A-Z0-9]{0,20}") {
        for kind in Kind::ALL {
            let _ = PersonalCode::check(*kind, &text);
            let _ = PersonalCode::check(*kind, &number);
        }
    }

    #[test]
    fn one_wrong_digit_is_found(digits in "[2-9][0-9]{10}", at in 1usize..11, by in 1u8..10) {
        let whole = (b'0'..=b'9').map(|last| format!("{digits}{}", last as char));
        let good: Vec<String> = whole.filter(|number| PersonalCode::check(Kind::Kyc, number).is_ok()).collect();
        prop_assert_eq!(good.len(), 1);
        let mut bad = good[0].clone().into_bytes();
        bad[at] = b'0' + (bad[at] - b'0' + by) % 10;
        let bad = String::from_utf8(bad).unwrap();
        prop_assert_eq!(PersonalCode::check(Kind::Kyc, &bad), Err(CodeRefusal::CheckDigit));
    }
}
