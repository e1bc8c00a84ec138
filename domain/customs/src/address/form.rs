//! A country's address form as data: which fields, in which order, and what each takes.

use super::phone::Numbers;
use crate::Country;
use serde::Serialize;

/// The form of one country, in the order its people fill it in.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Form {
    /// The country.
    pub country: Country,
    /// Its fields in order.
    pub fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Field {
    /// The name it is sent by: `name`, `phone`, `postcode`, `region`, `city`, `district`, `ward`, `street`, `unit`.
    pub name: &'static str,
    /// The key of its label in the translations.
    pub label_key: &'static str,
    /// Whether it must be filled in.
    pub required: bool,
    /// The HTML `autocomplete` token.
    pub autocomplete: &'static str,
    /// The HTML `inputmode`.
    pub inputmode: &'static str,
    /// The most characters it takes.
    pub max: usize,
    /// What it takes.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    Text,
    /// A postcode.
    Postcode(Postcode),
    /// A choice out of a list.
    Select {
        /// Where the choices come from.
        source: Source,
    },
    /// A phone number of the country.
    Phone(Numbers),
}

/// A country's postcode: so many digits, within bounds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Postcode {
    /// How many digits.
    pub digits: usize,
    /// How many digits its longer form has, where there is one.
    pub longer: Option<usize>,
    /// After which digit a hyphen is written.
    pub hyphen_after: Option<usize>,
    /// The lowest and the highest in use, as digits.
    pub within: (&'static str, &'static str),
    /// One that exists.
    pub example: &'static str,
}

/// Where the choices of a field come from.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A list of the country's own.
    List(&'static [Choice]),
    /// China's divisions of one level, below the one chosen in the field before.
    Divisions(crate::divisions::Level),
}

/// One choice: the code that is sent, the name in the country's own script, and the name in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent and stored: ISO 3166-2 without the country, or the country's own code.
    pub code: &'static str,
    /// The name as written there.
    pub name: &'static str,
    /// The name in Latin letters.
    pub latin: &'static str,
}

/// A choice with its two names.
pub(super) const fn choice(code: &'static str, name: &'static str, latin: &'static str) -> Choice {
    Choice { code, name, latin }
}

impl Field {
    const fn text(
        name: &'static str,
        label_key: &'static str,
        autocomplete: &'static str,
        required: bool,
        max: usize,
    ) -> Field {
        Field { name, label_key, required, autocomplete, inputmode: "text", max, kind: Kind::Text }
    }

    /// The addressee.
    pub(super) const fn name() -> Field {
        Field::text("name", "address-name", "name", true, 60)
    }

    /// The addressee's phone, as the country's numbers are.
    pub(super) const fn phone(numbers: Numbers) -> Field {
        let kind = Kind::Phone(numbers);
        Field { kind, inputmode: "tel", ..Field::text("phone", "address-phone", "tel", true, 30) }
    }

    /// The postcode.
    pub(super) const fn postcode(code: Postcode, required: bool) -> Field {
        let kind = Kind::Postcode(code);
        Field { kind, inputmode: "numeric", ..Field::text("postcode", "address-postcode", "postal-code", required, 12) }
    }

    /// The highest division, out of a list.
    pub(super) const fn region(label_key: &'static str, source: Source) -> Field {
        let kind = Kind::Select { source };
        Field { kind, ..Field::text("region", label_key, "address-level1", true, 60) }
    }

    /// The city, in words.
    pub(super) const fn city(label_key: &'static str, required: bool) -> Field {
        Field::text("city", label_key, "address-level2", required, 60)
    }

    /// The division below the city, in words.
    pub(super) const fn district(label_key: &'static str, required: bool) -> Field {
        Field::text("district", label_key, "address-level3", required, 60)
    }

    /// The lowest division.
    pub(super) const fn ward(label_key: &'static str, required: bool) -> Field {
        Field::text("ward", label_key, "address-level4", required, 60)
    }

    /// Street and number, or all that is below the divisions.
    pub(super) const fn street(max: usize) -> Field {
        Field::text("street", "address-street", "address-line1", true, max)
    }

    /// Flat, floor, building.
    pub(super) const fn unit() -> Field {
        Field::text("unit", "address-unit", "address-line2", false, 60)
    }

    /// A field whose choices are divisions of China.
    pub(super) const fn division(self, level: crate::divisions::Level) -> Field {
        Field { kind: Kind::Select { source: Source::Divisions(level) }, ..self }
    }
}

impl Postcode {
    /// The postcode as written in the country, if that is one of it. A postal mark and blanks are overlooked.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let plain: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '〒' | '‐' | '–')).collect();
        let inside = plain.as_str() >= self.within.0 && plain.as_str() <= self.within.1;
        let long_enough = plain.len() == self.digits || Some(plain.len()) == self.longer;
        if !long_enough || !plain.bytes().all(|b| b.is_ascii_digit()) || !inside {
            return None;
        }
        Some(match self.hyphen_after {
            Some(at) => format!("{}-{}", &plain[..at], &plain[at..]),
            None => plain,
        })
    }
}

impl Source {
    /// The choice meant by a code, or by a name in either script.
    pub(super) fn choose(choices: &[Choice], text: &str) -> Option<Choice> {
        let meant = |c: &&Choice| {
            c.code.eq_ignore_ascii_case(text)
                || c.name.to_lowercase() == text.to_lowercase()
                || c.latin.eq_ignore_ascii_case(text)
        };
        choices.iter().find(meant).copied()
    }
}
