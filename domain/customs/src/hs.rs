//! The Harmonized System's code of goods.

use crate::text::clip;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A code of the Harmonized System: six digits that all countries share, and up to four more of one country's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);

/// Text that is no code of goods.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no HS code; wanted 6 to 10 digits, such as 0813.40")]
pub struct NotAnHsCode {
    /// What stood there, cut short.
    pub found: String,
}

impl HsCode {
    /// Reads a code; points, hyphens and blanks do not count.
    pub fn parse(text: &str) -> Result<HsCode, NotAnHsCode> {
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | '-' | ' ')).take(20).collect();
        let fits = (6..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let chapter = digits.get(..2).is_some_and(|chapter| ("01"..="97").contains(&chapter) && chapter != "77");
        if fits && chapter { Ok(HsCode(digits)) } else { Err(NotAnHsCode { found: clip(text, 20) }) }
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The six digits that all countries share.
    pub fn heading_six(&self) -> &str {
        &self.0[..6]
    }
}

impl TryFrom<String> for HsCode {
    type Error = NotAnHsCode;
    fn try_from(text: String) -> Result<HsCode, NotAnHsCode> {
        HsCode::parse(&text)
    }
}

impl From<HsCode> for String {
    fn from(code: HsCode) -> String {
        code.0
    }
}

impl fmt::Display for HsCode {
    /// `0813.40`, `0813.40.9000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (four, rest) = self.0.split_at(4);
        let (two, rest) = rest.split_at(2);
        write!(f, "{four}.{two}{}{rest}", if rest.is_empty() { "" } else { "." })
    }
}
