//! Short codes of the outside world as types that cannot hold anything else: tariff headings, US states, languages.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Text that is not what was wanted: both are named, so that the one who wrote it can put it right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{found:?} found; wanted {wanted}")]
pub struct NotACode {
    /// What stood there, its first forty characters.
    pub found: String,
    /// What would do.
    pub wanted: String,
}

impl NotACode {
    pub(crate) fn new(found: &str, wanted: &str) -> NotACode {
        NotACode { found: found.chars().take(40).collect(), wanted: wanted.to_owned() }
    }
}

macro_rules! text_code {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<$name, NotACode> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.to_string()
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

/// A tariff code: six digits of the Harmonized System, up to ten with a country's own. Written without dots.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);
text_code!(HsCode);

impl HsCode {
    /// All its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The six digits that every country shares.
    pub fn subheading(&self) -> &str {
        &self.0[..6]
    }
}

impl FromStr for HsCode {
    type Err = NotACode;
    /// Reads `0813.40.30` or `08134030`: dots and spaces between digits are left out.
    fn from_str(text: &str) -> Result<HsCode, NotACode> {
        let no = || NotACode::new(text, "6 to 10 digits of a tariff code, such as 0813.40");
        if text.len() > 40 {
            return Err(no());
        }
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let chapter = digits.get(..2).and_then(|chapter| chapter.parse::<u8>().ok());
        let plain = (6..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        match chapter {
            Some(1..=97) if plain => Ok(HsCode(digits)),
            _ => Err(no()),
        }
    }
}

impl fmt::Display for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The states, the District of Columbia and the inhabited territories, by postal code and English name.
const US_STATES: [(&str, &str); 56] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
    ("AS", "American Samoa"),
    ("GU", "Guam"),
    ("MP", "Northern Mariana Islands"),
    ("PR", "Puerto Rico"),
    ("VI", "U.S. Virgin Islands"),
];

/// A state, district or territory of the United States.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UsState(u8);
text_code!(UsState);

impl UsState {
    /// Every one, states in the order of their names, territories after them.
    pub fn all() -> impl Iterator<Item = UsState> {
        (0..US_STATES.len() as u8).map(UsState)
    }

    /// The postal code: `MI`.
    pub fn code(self) -> &'static str {
        US_STATES[usize::from(self.0)].0
    }

    /// The English name: `Michigan`.
    pub fn name(self) -> &'static str {
        US_STATES[usize::from(self.0)].1
    }
}

impl FromStr for UsState {
    type Err = NotACode;
    /// Reads a postal code or an English name, in small or capital letters.
    fn from_str(text: &str) -> Result<UsState, NotACode> {
        let text = text.trim();
        let same = |(code, name): &(&str, &str)| code.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text);
        match US_STATES.iter().position(same) {
            Some(index) => Ok(UsState(index as u8)),
            None => Err(NotACode::new(text, "a US state or territory, such as MI or Michigan")),
        }
    }
}

impl fmt::Display for UsState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language that texts are kept in. Another one is another line here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    En,
    /// Chinese in Simplified script.
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

impl Language {
    /// Every language, with its BCP 47 tag.
    const TAGS: [(Language, &'static str); 2] = [(Language::En, "en"), (Language::ZhHans, "zh-Hans")];

    /// Every language.
    pub fn all() -> impl Iterator<Item = Language> {
        Language::TAGS.into_iter().map(|(language, _)| language)
    }

    /// Its BCP 47 tag.
    pub fn as_str(self) -> &'static str {
        Language::TAGS.iter().find(|(language, _)| *language == self).map_or("und", |(_, tag)| tag)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Language, NotACode> {
        let known = Language::TAGS.into_iter().find(|(_, tag)| tag.eq_ignore_ascii_case(text.trim()));
        known.map(|(language, _)| language).ok_or_else(|| NotACode::new(text, "a language: en or zh-Hans"))
    }
}

/// The part of an address that a name makes: small letters, digits and single hyphens, at most eighty. A name without
/// any Latin letter or digit makes an empty one; the caller then takes an id.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if slug.len() >= 80 {
            break;
        }
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            '\'' | '’' => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn tariff_codes_are_read_with_and_without_dots() {
        for (text, code) in [
            ("0813.40.30", Some("08134030")),
            ("081340", Some("081340")),
            ("2204.21.50.40", Some("2204215040")),
            ("08 13 40", Some("081340")),
            ("0813", None),
            ("990101", None),
            ("000000", None),
            ("08134", None),
            ("08134030401", None),
            ("08I340", None),
            ("０８１３４０", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<HsCode>().ok().as_ref().map(HsCode::as_str), code, "{text:?}");
        }
        let refused = "cherries".parse::<HsCode>().unwrap_err();
        assert_eq!(refused.to_string(), "\"cherries\" found; wanted 6 to 10 digits of a tariff code, such as 0813.40");
    }

    #[test]
    fn every_state_is_found_by_code_and_by_name() {
        let all: Vec<UsState> = UsState::all().collect();
        assert_eq!(all.len(), 56);
        assert_eq!(all.iter().map(|s| s.code()).collect::<BTreeSet<_>>().len(), 56);
        for state in all {
            assert_eq!(state.code().parse(), Ok(state));
            assert_eq!(state.name().to_uppercase().parse(), Ok(state));
        }
        assert!("Ontario".parse::<UsState>().is_err());
        assert_eq!(serde_json::to_string(&"michigan".parse::<UsState>().unwrap()).unwrap(), "\"MI\"");
    }

    #[test]
    fn languages_go_by_their_tags() {
        for language in Language::all() {
            assert_eq!(language.as_str().parse(), Ok(language));
            assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{language}\""));
        }
        assert!("de".parse::<Language>().is_err());
    }

    #[test]
    fn a_slug_is_small_letters_digits_and_hyphens() {
        for (name, expected) in [
            ("Cherry Bend Farm", "cherry-bend-farm"),
            ("  Anna's — Honey & Nuts! ", "annas-honey-nuts"),
            ("樱桃", ""),
            ("", ""),
        ] {
            assert_eq!(slug(name), expected, "{name:?}");
        }
        assert!(slug(&"a b ".repeat(500)).len() <= 80);
    }
}
