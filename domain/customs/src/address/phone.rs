//! Phone numbers: as people write them in, in E.164 (`+8613800000000`) out.

use crate::text::{fold_width, masked};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The numbers of one country (ITU-T E.164 country code; shapes of the national numbers after the published
/// numbering plans, kept wide).
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Numbers {
    /// The country's calling code, without the plus.
    pub calling: &'static str,
    /// The digit dialled before a national number inside the country.
    pub trunk: Option<char>,
    /// The shapes a national number may have.
    pub shapes: &'static [Shape],
    /// One as it is written at home.
    pub example: &'static str,
}

/// One shape of national numbers: what they begin with, and how many digits they have.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Shape {
    /// The beginnings.
    pub starts: &'static [&'static str],
    /// The fewest digits.
    pub min: usize,
    /// The most digits.
    pub max: usize,
}

/// A shape, on one line.
pub(super) const fn shape(starts: &'static [&'static str], min: usize, max: usize) -> Shape {
    Shape { starts, min, max }
}

/// A phone number in E.164. Prints covered, but for the last four digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// The whole number, `+` and digits.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The number as dialled at home in a country with this calling code; the whole number elsewhere.
    pub fn national(&self, calling: &str) -> &str {
        self.0.strip_prefix('+').and_then(|digits| digits.strip_prefix(calling)).unwrap_or(&self.0)
    }
}

impl Numbers {
    /// The number in E.164, if it is one of the country: with `+` or `00` and the calling code, with the trunk digit,
    /// or bare.
    pub fn read(&self, text: &str) -> Option<Phone> {
        let text = fold_width(text);
        let text = text.trim();
        let abroad = text.starts_with('+');
        let filler = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '.' | '·' | '‐' | '–' | '/');
        let digits: String = text.strip_prefix('+').unwrap_or(text).chars().filter(filler).take(40).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let national = match digits.strip_prefix("00") {
            Some(rest) if !abroad => rest.strip_prefix(self.calling)?,
            _ if abroad => digits.strip_prefix(self.calling)?,
            _ if self.fits(self.home(&digits)) => &digits,
            _ => digits.strip_prefix(self.calling)?,
        };
        let national = self.home(national);
        self.fits(national).then(|| Phone(format!("+{}{national}", self.calling)))
    }

    /// The number without the trunk digit.
    fn home<'a>(&self, digits: &'a str) -> &'a str {
        self.trunk.and_then(|trunk| digits.strip_prefix(trunk)).unwrap_or(digits)
    }

    fn fits(&self, national: &str) -> bool {
        let fits = |s: &Shape| {
            (s.min..=s.max).contains(&national.len()) && s.starts.iter().any(|start| national.starts_with(start))
        };
        self.shapes.iter().any(fits)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.0, 4))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({self})")
    }
}
