//! The numbers are made up: places that have no such district, and dates of birth on a day in the year 1901 or 1949.

use super::*;
use proptest::prelude::*;

fn today() -> Date {
    Date::constant(2026, 11, 22)
}

/// A made-up number with its right check character.
fn made(seventeen: &str) -> String {
    format!("{seventeen}{}", check_character(seventeen.as_bytes()) as char)
}

#[test]
fn numbers_are_taken_or_refused_for_a_reason() {
    use IdRefusal::*;
    for (text, wanted) in [
        // The number in the standard's own literature.
        ("11010519491231002X", Ok("11010519491231002X")),
        ("11010519491231002x", Ok("11010519491231002X")),
        (" 110105 19491231 002X ", Ok("11010519491231002X")),
        ("１１０１０５１９４９１２３１００２Ｘ", Ok("11010519491231002X")),
        ("110105194912310021", Err(CheckDigit)),
        ("11010519491231020X", Err(CheckDigit)),
        ("", Err(Length { found: 0 })),
        ("110105491231002", Err(Length { found: 15 })),
        ("11010519491231002XX", Err(Length { found: 19 })),
        ("1101051949123100X2", Err(Characters)),
        ("11010519491231ab2X", Err(Characters)),
        ("一一〇一〇五一九四九一二三一〇〇二X", Err(Characters)),
        ("-1010519491231002X", Err(Characters)),
        ("99010519491231002X", Err(Region)),
        ("00010519491231002X", Err(Region)),
        ("11010519490229002X", Err(BirthDate)),
        ("11010518991231002X", Err(BirthDate)),
        ("11010520991231002X", Err(BirthDate)),
        ("11010519491301002X", Err(BirthDate)),
    ] {
        let found = ResidentId::check(text, today());
        assert_eq!(found.as_ref().map(ResidentId::reveal), wanted.as_ref().map(|id| *id), "{text}");
    }
}

#[test]
fn a_birth_date_is_possible_up_to_today() {
    let born_today = made("51999920261122999");
    assert!(ResidentId::check(&born_today, today()).is_ok());
    let tomorrow = made("51999920261123999");
    assert_eq!(ResidentId::check(&tomorrow, today()), Err(IdRefusal::BirthDate));
    assert_eq!(ResidentId::check(&born_today, today()).unwrap().birth_date(), today());
}

#[test]
fn neither_number_nor_name_prints_itself() {
    let identity = Identity::check("诸葛测试", &made("51999919010101999"), today()).unwrap();
    let printed = format!("{identity:?} {} {}", identity.id, identity.name);
    assert!(!printed.contains("519999") && !printed.contains("1901") && !printed.contains("葛"), "{printed}");
    assert!(printed.contains("诸***"), "{printed}");
    assert_eq!(identity.id.to_string().len(), 18);
    assert!(identity.id.to_string().ends_with(identity.id.last_four()));
}

#[test]
fn a_stored_identity_reads_back_and_a_spoiled_one_does_not() {
    let identity = Identity::check("阿依古丽·买买提", "11010519491231002X", today()).unwrap();
    let json = serde_json::to_string(&identity).unwrap();
    assert_eq!(serde_json::from_str::<Identity>(&json).unwrap(), identity);
    assert!(serde_json::from_str::<Identity>(&json.replace("002X", "003X")).is_err());
}

#[test]
fn names_are_as_on_the_card() {
    use NameRefusal::*;
    for (text, wanted) in [
        ("张三", Ok("张三")),
        (" 张 三 ", Ok("张三")),
        ("买买提•艾力", Ok("买买提·艾力")),
        ("㐂〇", Ok("㐂〇")),
        ("张", Err(Length { found: 1 })),
        ("", Err(Length { found: 0 })),
        ("Zhang San", Err(Characters)),
        ("张三1", Err(Characters)),
        ("张三<b>", Err(Characters)),
        ("·张三", Err(Dot)),
        ("张··三", Err(Dot)),
    ] {
        let found = RealName::check(text);
        assert_eq!(found.as_ref().map(RealName::reveal), wanted.as_ref().map(|name| *name), "{text}");
    }
    assert_eq!(RealName::check(&"王".repeat(51)), Err(Length { found: 51 }));
    assert!(RealName::check(&"王".repeat(50)).is_ok());
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,40}") {
        let _ = Identity::check(&text, &text, today());
    }

    #[test]
    fn one_wrong_digit_is_always_found(sequence in 0u32..1000, place in 0usize..17, other in 1u8..10) {
        let good = made(&format!("11010519491231{sequence:03}"));
        prop_assert!(ResidentId::check(&good, today()).is_ok());
        let mut bad = good.into_bytes();
        bad[place] = b'0' + (bad[place] - b'0' + other) % 10;
        prop_assert!(ResidentId::check(&String::from_utf8(bad).unwrap(), today()).is_err());
    }
}
