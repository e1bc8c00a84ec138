//! Who the buyer is to customs. To China's a real name and a resident identity number, here; to others a number of their
//! own, each of its [`Kind`]; one [`Document`] is either.
//!
//! The number is that of GB 11643-1999: six digits for the place, eight for the birth date, three in sequence, and a
//! check character by ISO 7064 MOD 11-2. It is worth protecting: [`ResidentId`] and [`RealName`] never print
//! themselves. `Debug` and `Display` cover them; only [`ResidentId::reveal`], [`RealName::reveal`] and `serde` give
//! the whole, and what `serde` writes belongs in storage that is encrypted.

mod code;

pub use code::{CodeRefusal, Kind, PersonalCode};

use crate::text::{fold_width, masked};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Factors of the first seventeen digits (GB 11643-1999, 2^(17−i) mod 11).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Check characters by the weighted sum's remainder of 11.
const CHECKS: [u8; 11] = *b"10X98765432";

/// The first two digits in use: provinces (GB/T 2260), and 81 to 83 on the residence permits of Hong Kong, Macao and
/// Taiwan.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83,
];

/// What is wrong with an identity number. The number itself is never part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum IdRefusal {
    /// Not eighteen characters.
    #[error("{found} characters; wanted 18")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// Something else than digits, or than X at the end.
    #[error("only digits, and X as the last character")]
    Characters,
    /// The first two digits are no province.
    #[error("the first two digits name no province")]
    Region,
    /// Digits 7 to 14 are no date, or one before 1900 or after today.
    #[error("digits 7 to 14 are no possible birth date")]
    BirthDate,
    /// The last character does not follow from the others: most likely a slip of the pen.
    #[error("the check character at the end does not fit; please look for a mistyped digit")]
    CheckDigit,
}

impl IdRefusal {
    /// A stable name for replies and translations.
    pub fn code(self) -> &'static str {
        match self {
            IdRefusal::Length { .. } => "id_length",
            IdRefusal::Characters => "id_characters",
            IdRefusal::Region => "id_region",
            IdRefusal::BirthDate => "id_birth_date",
            IdRefusal::CheckDigit => "id_check_digit",
        }
    }
}

/// A checked resident identity number of China. Prints as `**************123X`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResidentId(String);

impl ResidentId {
    /// Checks a number: structure, province, birth date up to `today`, check character. Blanks, full-width digits and
    /// a small x are taken as meant.
    pub fn check(text: &str, today: Date) -> Result<ResidentId, IdRefusal> {
        let id: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).take(64).collect();
        let id = id.to_ascii_uppercase();
        let found = id.chars().count();
        if found != 18 {
            return Err(IdRefusal::Length { found });
        }
        let last_may_be_x = |(i, b): (usize, u8)| b.is_ascii_digit() || (i == 17 && b == b'X');
        if id.len() != 18 || !id.bytes().enumerate().all(last_may_be_x) {
            return Err(IdRefusal::Characters);
        }
        let number = |from: usize, to: usize| id[from..to].parse::<i16>().unwrap_or(0);
        if !PROVINCES.iter().any(|p| i16::from(*p) == number(0, 2)) {
            return Err(IdRefusal::Region);
        }
        let born = Date::new(number(6, 10), number(10, 12) as i8, number(12, 14) as i8);
        if !born.is_ok_and(|born| born.year() >= 1900 && born <= today) {
            return Err(IdRefusal::BirthDate);
        }
        if id.as_bytes()[17] != check_character(&id.as_bytes()[..17]) {
            return Err(IdRefusal::CheckDigit);
        }
        Ok(ResidentId(id))
    }

    /// The whole number, for the message to customs and the seal around it. Never for a log or a page.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The last four characters, enough for its owner to know it again.
    pub fn last_four(&self) -> &str {
        &self.0[14..]
    }

    /// The birth date it tells.
    pub fn birth_date(&self) -> Date {
        let number = |from: usize, to: usize| self.0[from..to].parse::<i16>().unwrap_or(1);
        Date::new(number(6, 10), number(10, 12) as i8, number(12, 14) as i8).unwrap_or(Date::ZERO)
    }
}

/// The check character of seventeen digits.
fn check_character(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(d.wrapping_sub(b'0')) * w).sum();
    CHECKS[(sum % 11) as usize]
}

impl TryFrom<String> for ResidentId {
    type Error = IdRefusal;
    /// Reads back a stored number; it was checked against its day when it was taken in.
    fn try_from(text: String) -> Result<ResidentId, IdRefusal> {
        ResidentId::check(&text, Date::MAX)
    }
}

impl From<ResidentId> for String {
    fn from(id: ResidentId) -> String {
        id.0
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.0, 4))
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({self})")
    }
}

/// What is wrong with a real name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NameRefusal {
    /// Fewer than two or more than fifty characters.
    #[error("{found} characters; wanted 2 to 50")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// Something else than Chinese characters and the dot between the parts of a name.
    #[error("only Chinese characters as on the identity card, and · between the parts of a name")]
    Characters,
    /// A dot at an end, or two in a row.
    #[error("the dot · stands between two parts of a name")]
    Dot,
}

impl NameRefusal {
    /// A stable name for replies and translations.
    pub fn code(self) -> &'static str {
        match self {
            NameRefusal::Length { .. } => "name_length",
            NameRefusal::Characters => "name_characters",
            NameRefusal::Dot => "name_dot",
        }
    }
}

/// A name as on the identity card: Chinese characters, with a dot inside names that have parts. Prints as `张**`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RealName(String);

impl RealName {
    /// Checks a name; blanks are dropped and every dot people type becomes `·`.
    pub fn check(text: &str) -> Result<RealName, NameRefusal> {
        let dot = |c: char| {
            if matches!(c, '•' | '‧' | '・' | '．' | '･' | '∙' | '⋅') { '·' } else { c }
        };
        let name: String = text.chars().filter(|c| !c.is_whitespace()).map(dot).take(256).collect();
        let found = name.chars().count();
        if !(2..=50).contains(&found) {
            return Err(NameRefusal::Length { found });
        }
        if !name.chars().all(|c| c == '·' || is_chinese(c)) {
            return Err(NameRefusal::Characters);
        }
        if name.split('·').any(str::is_empty) {
            return Err(NameRefusal::Dot);
        }
        Ok(RealName(name))
    }

    /// The whole name, for customs and the payment firm.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Whether a character is a Chinese one: the unified ideographs with their extensions, and 〇.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

impl TryFrom<String> for RealName {
    type Error = NameRefusal;
    fn try_from(text: String) -> Result<RealName, NameRefusal> {
        RealName::check(&text)
    }
}

impl From<RealName> for String {
    fn from(name: RealName) -> String {
        name.0
    }
}

impl fmt::Display for RealName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().enumerate().try_for_each(|(i, c)| write!(f, "{}", if i == 0 { c } else { '*' }))
    }
}

impl fmt::Debug for RealName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RealName({self})")
    }
}

/// A person as China's customs know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name on the card.
    pub name: RealName,
    /// The number on the card.
    pub id: ResidentId,
}

/// What is wrong with a name and a number, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("the identity is incomplete or wrong")]
pub struct IdentityRefusal {
    /// What is wrong with the name.
    pub name: Option<NameRefusal>,
    /// What is wrong with the number.
    pub id: Option<IdRefusal>,
}

impl Identity {
    /// Checks name and number together, so that one answer names all that is wrong.
    pub fn check(name: &str, id: &str, today: Date) -> Result<Identity, IdentityRefusal> {
        match (RealName::check(name), ResidentId::check(id, today)) {
            (Ok(name), Ok(id)) => Ok(Identity { name, id }),
            (name, id) => Err(IdentityRefusal { name: name.err(), id: id.err() }),
        }
    }
}

/// What the customs of the destination know a buyer by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// China's name and number.
    Resident(Identity),
    /// A number of another kind; its name is the addressee's.
    Code(PersonalCode),
}

/// What is wrong with what was written down for a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DocumentRefusal {
    /// With China's name or number.
    #[error(transparent)]
    Resident(IdentityRefusal),
    /// With a number of another kind.
    #[error(transparent)]
    Code(CodeRefusal),
}

impl Document {
    /// Checks what was written down; the name counts only where the kind names its person.
    pub fn check(kind: Kind, name: &str, number: &str, today: Date) -> Result<Document, DocumentRefusal> {
        match kind {
            Kind::ResidentId => {
                Identity::check(name, number, today).map(Document::Resident).map_err(DocumentRefusal::Resident)
            }
            kind => PersonalCode::check(kind, number).map(Document::Code).map_err(DocumentRefusal::Code),
        }
    }

    /// What kind of document it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Document::Resident(_) => Kind::ResidentId,
            Document::Code(code) => code.kind(),
        }
    }

    /// China's name and number, if it is that.
    pub const fn resident(&self) -> Option<&Identity> {
        match self {
            Document::Resident(identity) => Some(identity),
            Document::Code(_) => None,
        }
    }

    /// The number of another kind, if it is that.
    pub const fn code(&self) -> Option<&PersonalCode> {
        match self {
            Document::Resident(_) => None,
            Document::Code(code) => Some(code),
        }
    }
}

#[cfg(test)]
mod tests;
