//! The number by which a destination's customs know a private buyer: a kind for each destination that asks for one.
//!
//! To add one, add a variant of [`Kind`] and follow the compiler.

use crate::papers::PaperKind;
use crate::text::{fold_width, masked};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a destination's customs know a buyer by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// China: the resident identity number, with the name on the card.
    ResidentId,
    /// Korea: the personal customs clearance code, P and twelve digits.
    Pccc,
    /// Taiwan: the national number or that of a resident certificate, by which the app of customs knows people.
    TaiwanId,
    /// India: Aadhaar, PAN or a passport.
    Kyc,
    /// Indonesia: NIK or tax number, a foreigner's passport.
    Nik,
    /// Vietnam: the citizen number.
    CitizenId,
}

impl Kind {
    /// All kinds.
    pub const ALL: &[Kind] = &[Kind::ResidentId, Kind::Pccc, Kind::TaiwanId, Kind::Kyc, Kind::Nik, Kind::CitizenId];

    /// A stable name, the same as in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::ResidentId => "resident_id",
            Kind::Pccc => "pccc",
            Kind::TaiwanId => "taiwan_id",
            Kind::Kyc => "kyc",
            Kind::Nik => "nik",
            Kind::CitizenId => "citizen_id",
        }
    }

    /// The kind that stands behind a paper of the book of rules, by its code.
    pub fn of_paper(paper: &str) -> Option<Kind> {
        match paper {
            "pccc" => Some(Kind::Pccc),
            "real_name" => Some(Kind::TaiwanId),
            "kyc" => Some(Kind::Kyc),
            "nik" => Some(Kind::Nik),
            "citizen_id" => Some(Kind::CitizenId),
            _ => None,
        }
    }

    /// Whether the name on the document is asked besides; else it is the addressee's.
    pub const fn names_the_person(self) -> bool {
        matches!(self, Kind::ResidentId)
    }

    /// What the number is called on a paper.
    const fn label(self) -> &'static str {
        match self {
            Kind::ResidentId | Kind::TaiwanId => "ID",
            Kind::Pccc => "PCCC",
            Kind::Kyc => "KYC",
            Kind::Nik => "NIK/NPWP",
            Kind::CitizenId => "CCCD",
        }
    }

    /// Whether the number stands on a paper, as the importer's reference. The short declaration is stuck on the parcel for
    /// all to read: only codes that were made for that stand there.
    pub(crate) const fn stands_on(self, paper: PaperKind) -> bool {
        match paper {
            PaperKind::Cn22 => matches!(self, Kind::Pccc | Kind::Nik),
            PaperKind::Cn23 | PaperKind::CommercialInvoice => !matches!(self, Kind::ResidentId),
            _ => false,
        }
    }
}

/// What is wrong with a number. The number itself is never part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CodeRefusal {
    /// It has not the form of its kind.
    #[error("not of the form that this number has")]
    Form,
    /// The last digits do not follow from the others: most likely a slip of the pen.
    #[error("the check digit does not fit; please look for a mistyped digit")]
    CheckDigit,
}

impl CodeRefusal {
    /// A stable name for replies and translations.
    pub const fn code(self) -> &'static str {
        match self {
            CodeRefusal::Form => "code_form",
            CodeRefusal::CheckDigit => "code_check_digit",
        }
    }
}

/// A number of a kind, checked; China's has a type of its own. Prints covered but for its last four characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct PersonalCode {
    kind: Kind,
    number: String,
}

impl PersonalCode {
    /// Checks a number. Blanks, hyphens and points inside, full-width characters and small letters are taken as meant.
    pub fn check(kind: Kind, text: &str) -> Result<PersonalCode, CodeRefusal> {
        let meant = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '.' | '/');
        let number: String = fold_width(text).chars().filter(meant).take(64).collect();
        let number = number.to_ascii_uppercase();
        let bytes = number.as_bytes();
        match kind {
            Kind::ResidentId => Err(CodeRefusal::Form),
            Kind::Pccc => shaped(bytes, "A999999999999").filter(|_| bytes[0] == b'P').ok_or(CodeRefusal::Form),
            Kind::TaiwanId => taiwan(bytes),
            Kind::Kyc => india(bytes),
            Kind::Nik if all_digits(bytes) && matches!(bytes.len(), 15 | 16) => Ok(()),
            Kind::Nik => passport(bytes),
            Kind::CitizenId => shaped(bytes, "999999999999").ok_or(CodeRefusal::Form),
        }?;
        Ok(PersonalCode { kind, number })
    }

    /// What kind of number it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The whole number, for the paper it must stand on and the seal around it. Never for a log or another page.
    pub fn reveal(&self) -> &str {
        &self.number
    }

    /// The number with its name, as a paper states it.
    pub(crate) fn printed(&self) -> String {
        format!("{} {}", self.kind.label(), self.number)
    }
}

/// A number as it is stored.
#[derive(Deserialize)]
struct Stored {
    kind: Kind,
    number: String,
}

impl TryFrom<Stored> for PersonalCode {
    type Error = CodeRefusal;
    fn try_from(stored: Stored) -> Result<PersonalCode, CodeRefusal> {
        PersonalCode::check(stored.kind, &stored.number)
    }
}

impl fmt::Display for PersonalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.number, 4))
    }
}

impl fmt::Debug for PersonalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalCode({} {self})", self.kind.code())
    }
}

fn all_digits(number: &[u8]) -> bool {
    number.iter().all(u8::is_ascii_digit)
}

/// Whether each character is as in a shape of `A` for letters and `9` for digits.
fn shaped(number: &[u8], shape: &str) -> Option<()> {
    let fits = |(byte, like): (&u8, u8)| if like == b'A' { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() };
    (number.len() == shape.len() && number.iter().zip(shape.bytes()).all(fits)).then_some(())
}

/// A passport's number: six to nine letters and digits, some digit among them.
fn passport(number: &[u8]) -> Result<(), CodeRefusal> {
    let of_both = number.iter().all(u8::is_ascii_alphanumeric) && number.iter().any(u8::is_ascii_digit);
    if of_both && (6..=9).contains(&number.len()) { Ok(()) } else { Err(CodeRefusal::Form) }
}

/// What the letters of Taiwan's numbers stand for, from A.
const TAIWAN_LETTERS: [u32; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

/// A letter and nine digits, of which the first is 1 or 2, on a resident certificate 8 or 9, on an old one a letter; the
/// weighted sum is a multiple of ten.
fn taiwan(number: &[u8]) -> Result<(), CodeRefusal> {
    let new = shaped(number, "A999999999").is_some_and(|()| matches!(number[1], b'1' | b'2' | b'8' | b'9'));
    let old = shaped(number, "AA99999999").is_some_and(|()| matches!(number[1], b'A'..=b'D'));
    if !new && !old {
        return Err(CodeRefusal::Form);
    }
    let letter = |byte: u8| TAIWAN_LETTERS[usize::from(byte - b'A')];
    let value = |byte: u8| if byte.is_ascii_digit() { u32::from(byte - b'0') } else { letter(byte) % 10 };
    let place = letter(number[0]);
    let rest: u32 = number[1..9].iter().zip((1..=8).rev()).map(|(byte, weight)| value(*byte) * weight).sum();
    let sum = place / 10 + place % 10 * 9 + rest + value(number[9]);
    if sum.is_multiple_of(10) { Ok(()) } else { Err(CodeRefusal::CheckDigit) }
}

/// Aadhaar of twelve digits, PAN of ten characters, or a passport.
fn india(number: &[u8]) -> Result<(), CodeRefusal> {
    match number.len() {
        12 if all_digits(number) && number[0] >= b'2' => match verhoeff(number) {
            true => Ok(()),
            false => Err(CodeRefusal::CheckDigit),
        },
        10 => shaped(number, "AAAAA9999A").ok_or(CodeRefusal::Form),
        _ => passport(number),
    }
}

/// Whether the last digit is Verhoeff's check of the others: products in the dihedral group of the pentagon, each digit
/// turned once more than the one before.
fn verhoeff(number: &[u8]) -> bool {
    const TURN: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let product = |a: u8, b: u8| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let turned = |digit: u8, times: usize| (0..times % 8).fold(digit, |d, _| TURN[usize::from(d)]);
    let digits = number.iter().rev().enumerate();
    digits.fold(0, |sum, (i, byte)| product(sum, turned(byte.wrapping_sub(b'0') % 10, i))) == 0
}

#[cfg(test)]
mod tests;
