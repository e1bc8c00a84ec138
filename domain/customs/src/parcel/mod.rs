//! Parcel numbers: which carrier's a number is, and whether its check digit fits.
//!
//! A carrier is one file that reads a number down to the digits that are checked; to add one, add the file and its
//! line in `CARRIERS`. Some shapes are shared (twenty digits may be a postal label of two kinds): a number is taken
//! if one reading fits, and refused for its check digit if a shape fits but no reading does.
//!
//! ```
//! use sampan_customs::parcel::{Carrier, NotAParcelNumber, recognise};
//! let parcel = recognise("rr 473 124 829 gb").unwrap();
//! assert_eq!((parcel.carrier, parcel.number.as_str()), (Carrier::Post, "RR473124829GB"));
//! assert!(matches!(recognise("RR473124828GB"), Err(NotAParcelNumber::CheckDigit { wanted: '9', .. })));
//! ```

mod dhl;
mod fedex;
mod s10;
mod ups;
mod usps;

pub use s10::{NotS10, S10};

use crate::text::{clip, fold_width};
use serde::{Deserialize, Serialize};

/// Who carries a parcel, as far as its number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A post of the Universal Postal Union, by the S10 number every post reads.
    Post,
    /// The United States Postal Service, by its domestic label.
    Usps,
    /// UPS.
    Ups,
    /// FedEx.
    Fedex,
    /// DHL Express.
    Dhl,
}

impl Carrier {
    /// The carrier's name.
    pub fn name(self) -> &'static str {
        match self {
            Carrier::Post => "Post (UPU S10)",
            Carrier::Usps => "USPS",
            Carrier::Ups => "UPS",
            Carrier::Fedex => "FedEx",
            Carrier::Dhl => "DHL Express",
        }
    }
}

/// A parcel number whose check digit fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// Whose number it is.
    pub carrier: Carrier,
    /// Which kind of number.
    pub kind: String,
    /// The number without blanks, in capitals.
    pub number: String,
}

/// Why a text is taken for no parcel number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum NotAParcelNumber {
    /// Nothing there.
    #[error("the parcel number is missing")]
    Empty,
    /// It looks like a carrier's number, but its check digit does not fit: a digit is mistyped.
    #[error("{found} looks like a number of {}, but its check digit should be {wanted}", carrier.name())]
    CheckDigit {
        /// Whose number it looks like.
        carrier: Carrier,
        /// The number as read.
        found: String,
        /// The check digit that would fit the others.
        wanted: char,
    },
    /// It has the shape of no number known here; the carrier may still be another.
    #[error("{found:?} has the shape of no parcel number known here")]
    Unknown {
        /// What stood there, cut short.
        found: String,
    },
}

/// A number read as one of a carrier's: its kind, the check digit it has, the one it should have.
struct Reading {
    carrier: Carrier,
    kind: &'static str,
    has: u8,
    wants: u8,
}

/// The carriers' files, the surest shapes first.
const CARRIERS: &[fn(&str) -> Vec<Reading>] = &[s10::read, ups::read, usps::read, fedex::read, dhl::read];

/// The longest number with all its blanks.
const LONGEST: usize = 120;

/// Reads a parcel number: whose it is, or why it is none. Blanks, hyphens and small letters are overlooked.
pub fn recognise(text: &str) -> Result<Tracking, NotAParcelNumber> {
    let text = fold_width(&clip(text, LONGEST));
    let number: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let number = number.to_ascii_uppercase();
    if number.is_empty() {
        return Err(NotAParcelNumber::Empty);
    }
    let unknown = || NotAParcelNumber::Unknown { found: clip(&number, 40) };
    if !number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return Err(unknown());
    }
    let readings: Vec<Reading> = CARRIERS.iter().flat_map(|read| read(&number)).collect();
    if let Some(Reading { carrier, kind, .. }) = readings.iter().find(|r| r.has == r.wants) {
        return Ok(Tracking { carrier: *carrier, kind: (*kind).to_owned(), number });
    }
    Err(match readings.first() {
        Some(r) => NotAParcelNumber::CheckDigit { carrier: r.carrier, found: number, wanted: char::from(r.wants) },
        None => unknown(),
    })
}

/// Whether all of a text is digits, and there are some.
fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The value of a digit; of a letter, as UPS counts it (A = 2, B = 3 …, by ten).
fn value(byte: u8) -> u32 {
    if byte.is_ascii_digit() { u32::from(byte - b'0') } else { u32::from(byte.wrapping_sub(3)) % 10 }
}

/// The check digit by ten: every other character, from the last, counts `factor` times (GS1 with 3, UPS with 2).
fn by_ten(payload: &str, factor: u32) -> u8 {
    let weigh = |(i, byte): (usize, u8)| value(byte) * if i % 2 == 0 { factor } else { 1 };
    let sum: u32 = payload.bytes().rev().enumerate().map(weigh).sum();
    b'0' + ((10 - sum % 10) % 10) as u8
}

#[cfg(test)]
mod tests;
