//! S10, the number of an international postal item: two letters for the service, eight digits, a check digit, the
//! country of the post (Universal Postal Union, standard S10).

use super::{Carrier, Reading};
use crate::Country;
use std::fmt;

/// Factors of the eight digits.
const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];

/// A postal item's number, such as `RR473124829GB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct S10 {
    service: [u8; 2],
    serial: u32,
    country: Country,
}

/// Why an S10 number cannot be read or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotS10 {
    /// Not two letters, nine digits, two letters.
    #[error("wanted two letters, nine digits and two letters, such as RR473124829GB")]
    Shape,
    /// The service indicator is not two letters, or one that names no service.
    #[error("the first two letters name no postal service")]
    Service,
    /// The last two letters are no country.
    #[error("the last two letters are no country")]
    Country,
    /// More than eight digits.
    #[error("the serial number has more than eight digits")]
    Serial,
    /// The ninth digit does not fit the eight before it.
    #[error("the check digit should be {wanted}")]
    CheckDigit {
        /// The digit that would fit.
        wanted: char,
    },
}

impl S10 {
    /// Reads a number written without blanks, in capitals.
    pub fn parse(text: &str) -> Result<S10, NotS10> {
        let (item, has) = S10::shape(text)?;
        let wanted = item.check_digit();
        if has == wanted { Ok(item) } else { Err(NotS10::CheckDigit { wanted: char::from(wanted) }) }
    }

    /// The number of a service indicator (such as `LZ`), a serial number and the post's country.
    pub fn make(service: &str, serial: u32, country: Country) -> Result<S10, NotS10> {
        let service: [u8; 2] = service.as_bytes().try_into().map_err(|_| NotS10::Service)?;
        if !service.iter().all(u8::is_ascii_uppercase) || class(service[0]).is_none() {
            return Err(NotS10::Service);
        }
        if serial > 99_999_999 {
            return Err(NotS10::Serial);
        }
        Ok(S10 { service, serial, country })
    }

    /// What the number's first letter says the item is.
    pub fn class(&self) -> &'static str {
        class(self.service[0]).unwrap_or("item")
    }

    /// The country of the post that gave the number.
    pub fn country(&self) -> Country {
        self.country
    }

    /// The check digit: 11 − (weighted sum mod 11), where 10 is written 0 and 11 is written 5.
    fn check_digit(&self) -> u8 {
        let digits = format!("{:08}", self.serial);
        let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum();
        match 11 - sum % 11 {
            10 => b'0',
            11 => b'5',
            digit => b'0' + digit as u8,
        }
    }

    /// The item and the check digit as written.
    fn shape(text: &str) -> Result<(S10, u8), NotS10> {
        let bytes = text.as_bytes();
        let fits = bytes.len() == 13 && text.is_ascii() && super::digits(&text[2..11]);
        if !fits || !bytes[11..].iter().all(u8::is_ascii_uppercase) {
            return Err(NotS10::Shape);
        }
        let country = Country::parse(&text[11..]).map_err(|_| NotS10::Country)?;
        let serial = text[2..10].parse().map_err(|_| NotS10::Shape)?;
        Ok((S10::make(&text[..2], serial, country)?, bytes[10]))
    }
}

/// What the first letter of the service indicator says (S10-12; to verify).
fn class(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'E' => "EMS",
        b'C' => "parcel",
        b'H' => "e-commerce parcel",
        b'L' => "express letter",
        b'M' => "M-bag",
        b'Q' => "business reply",
        b'R' => "registered item",
        b'U' => "small packet",
        b'V' => "insured item",
        b'A' | b'B' | b'D' | b'G' | b'N' | b'P' | b'Z' => "domestic or bilateral item",
        _ => return None,
    })
}

impl fmt::Display for S10 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |i: usize| char::from(self.service[i]);
        write!(f, "{}{}{:08}{}{}", letter(0), letter(1), self.serial, char::from(self.check_digit()), self.country)
    }
}

pub(super) fn read(number: &str) -> Vec<Reading> {
    let reading =
        |(item, has): (S10, u8)| Reading { carrier: Carrier::Post, kind: item.class(), has, wants: item.check_digit() };
    S10::shape(number).ok().map(reading).into_iter().collect()
}
