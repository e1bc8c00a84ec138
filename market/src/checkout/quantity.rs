//! Quantities as people and programs write them, and what is wrong with those that make no sense.

use super::basket::PIECES;
use sampan_web::{FieldErrors, Shell};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::fmt;

/// A number as it was written, not yet judged: `2`, `1.5`, `-3`, `many`.
#[derive(Clone, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = u32)]
pub struct Written(pub String);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Written, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Written;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
                Ok(Written(text.chars().take(40).collect()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Written, E> {
                Ok(Written(number.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Written, E> {
                Ok(Written(number.to_string()))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Written, E> {
                Ok(Written(number.to_string()))
            }
        }
        from.deserialize_any(Any)
    }
}

/// What is wrong with a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Nothing,
    NotWhole,
    TooFew,
    TooMany,
}

/// The pieces meant, at least so many; full-width digits and blanks around are taken as meant.
fn meant(written: &str, least: u32) -> Result<u32, Wrong> {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    };
    let text: String = written.trim().chars().map(plain).collect();
    let (sign, digits) = match text.strip_prefix(['-', '−', '－']) {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    // A fraction of nothing, as programs write it, is whole: 2.0.
    let digits = digits.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(digits, |(w, _)| w);
    if text.is_empty() {
        return Err(Wrong::Nothing);
    }
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Wrong::NotWhole);
    }
    match digits.parse::<u32>() {
        Ok(0) if least == 0 => Ok(0),
        _ if sign => Err(Wrong::TooFew),
        Ok(number) if number < least => Err(Wrong::TooFew),
        Ok(number) if number <= PIECES => Ok(number),
        _ => Err(Wrong::TooMany),
    }
}

/// The pieces meant, at least so many, or the error of a field.
pub fn read(written: &Written, least: u32, field: &str, s: &Shell) -> Result<u32, FieldErrors> {
    meant(&written.0, least).map_err(|wrong| {
        let wanted = s.t2("checkout-quantity-wanted", "least", least, "most", s.number(PIECES));
        let code = match wrong {
            Wrong::Nothing => "missing",
            Wrong::NotWhole => "quantity_not_whole",
            Wrong::TooFew => "quantity_too_few",
            Wrong::TooMany => "quantity_too_many",
        };
        FieldErrors::one(field, &written.0, &wanted, code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_whole_and_within_bounds() {
        for (written, least, expected) in [
            ("1", 1, Ok(1)),
            (" 12 ", 1, Ok(12)),
            ("１２", 1, Ok(12)),
            ("2.0", 1, Ok(2)),
            ("+3", 1, Ok(3)),
            ("10000", 1, Ok(10_000)),
            ("0", 0, Ok(0)),
            ("-0", 0, Ok(0)),
            ("", 1, Err(Wrong::Nothing)),
            ("0", 1, Err(Wrong::TooFew)),
            ("-1", 0, Err(Wrong::TooFew)),
            ("−5", 1, Err(Wrong::TooFew)),
            ("1.5", 1, Err(Wrong::NotWhole)),
            ("1,5", 1, Err(Wrong::NotWhole)),
            (".", 1, Err(Wrong::NotWhole)),
            ("1e3", 1, Err(Wrong::NotWhole)),
            ("many", 1, Err(Wrong::NotWhole)),
            ("10001", 1, Err(Wrong::TooMany)),
            ("99999999999999999999", 1, Err(Wrong::TooMany)),
        ] {
            assert_eq!(meant(written, least), expected, "{written:?}");
        }
    }

    #[test]
    fn a_quantity_is_read_from_text_and_numbers() {
        for (json, written) in
            [("\"2\"", "2"), ("2", "2"), ("-2", "-2"), ("1.5", "1.5"), ("18446744073709551615", "18446744073709551615")]
        {
            assert_eq!(serde_json::from_str::<Written>(json).unwrap().0, written);
        }
        assert!(serde_json::from_str::<Written>("[2]").is_err());
    }
}
