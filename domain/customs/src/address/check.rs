//! Checking a filled-in form field by field.

use super::{Address, Choice, Field, Kind, Phone, Region, Rules, Source};
use crate::divisions::{self, Division, Level};
use crate::text::{clip, fold_width, printable, tidy};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A field that was refused: what stood there, what is wanted. `Debug` leaves out what stood there.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What stood there, cut short.
    pub found: String,
    /// What is wanted.
    #[serde(flatten)]
    pub wanted: Wanted,
}

/// What a field wants. `Display` says it in English; [`Wanted::code`] names it for translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "wanted", rename_all = "snake_case")]
pub enum Wanted {
    /// Anything at all.
    Something,
    /// A shorter text.
    AtMost {
        /// The most characters.
        characters: usize,
    },
    /// One line of plain text with letters or digits.
    PlainText,
    /// A postcode of the country.
    Digits {
        /// How many digits.
        digits: usize,
        /// One that exists.
        example: &'static str,
    },
    /// Nothing: the country has no postcodes.
    NoPostcode,
    /// A phone number of the country.
    Phone {
        /// The calling code.
        calling: &'static str,
        /// One as it is written at home.
        example: &'static str,
    },
    /// A choice out of the list.
    OneOfTheList,
}

impl Wanted {
    /// A stable name for replies and translations.
    pub fn code(self) -> &'static str {
        match self {
            Wanted::Something => "something",
            Wanted::AtMost { .. } => "at_most",
            Wanted::PlainText => "plain_text",
            Wanted::Digits { .. } => "digits",
            Wanted::NoPostcode => "no_postcode",
            Wanted::Phone { .. } => "phone",
            Wanted::OneOfTheList => "one_of_the_list",
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Something => f.write_str("something here"),
            Wanted::AtMost { characters } => write!(f, "at most {characters} characters"),
            Wanted::PlainText => f.write_str("one line of plain text"),
            Wanted::Digits { digits, example } => write!(f, "{digits} digits, such as {example}"),
            Wanted::NoPostcode => f.write_str("nothing here: there are no postcodes"),
            Wanted::Phone { calling, example } => {
                write!(f, "a phone number of +{calling}, such as {example}")
            }
            Wanted::OneOfTheList => f.write_str("one of the list"),
        }
    }
}

impl FieldError {
    pub(super) fn new(field: &'static str, found: &str, wanted: Wanted) -> FieldError {
        FieldError { field, found: clip(found, 80), wanted }
    }
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: wanted {}", self.field, self.wanted)
    }
}

/// What the checked fields gave, until they make an address.
#[derive(Default)]
struct Taken {
    texts: BTreeMap<&'static str, String>,
    phone: Option<Phone>,
    region: Option<Region>,
    division: Option<Division>,
}

pub(super) fn check(rules: &Rules, given: &BTreeMap<String, String>) -> Result<Address, Vec<FieldError>> {
    let mut taken = Taken::default();
    let mut errors = Vec::new();
    for field in rules.fields {
        if let Err((found, wanted)) = take(field, given, &mut taken) {
            errors.push(FieldError::new(field.name, &found, wanted));
        }
    }
    errors.extend(stray_postcode(rules, given));
    match taken.phone.take() {
        Some(phone) if errors.is_empty() => Ok(taken.address(rules, phone)),
        _ => Err(errors),
    }
}

/// Takes one field, or says what stood there and what is wanted.
fn take(field: &Field, given: &BTreeMap<String, String>, taken: &mut Taken) -> Result<(), (String, Wanted)> {
    let written = given.get(field.name).map(String::as_str).unwrap_or_default();
    let refuse = |wanted| Err((written.to_owned(), wanted));
    let Some(text) = tidy(&clip(written, field.max * 4 + 64)) else {
        let needed = field.required && !without_choices(field, taken);
        return if needed { refuse(Wanted::Something) } else { Ok(()) };
    };
    if text.chars().count() > field.max {
        return refuse(Wanted::AtMost { characters: field.max });
    }
    if !printable(&text) {
        return refuse(Wanted::PlainText);
    }
    match field.kind {
        Kind::Text => {
            taken.texts.insert(field.name, text);
        }
        Kind::Postcode(code) => match code.read(&fold_width(&text)) {
            Some(code) => {
                taken.texts.insert(field.name, code);
            }
            None => {
                return refuse(Wanted::Digits { digits: code.digits, example: code.example });
            }
        },
        Kind::Phone(numbers) => match numbers.read(&text) {
            Some(phone) => taken.phone = Some(phone),
            None => {
                return refuse(Wanted::Phone { calling: numbers.calling, example: numbers.example });
            }
        },
        Kind::Select { source: Source::List(choices) } => match Source::choose(choices, &text) {
            Some(Choice { code, name, latin }) => {
                taken.region = Some(Region { code: code.into(), name: name.into(), latin: latin.into() });
            }
            None => return refuse(Wanted::OneOfTheList),
        },
        Kind::Select { source: Source::Divisions(level) } => match division(level, &text, taken.division) {
            Some(division) => taken.take_division(division),
            None => return refuse(Wanted::OneOfTheList),
        },
    }
    Ok(())
}

/// Whether there is nothing to choose from: a city of China that has no districts.
fn without_choices(field: &Field, taken: &Taken) -> bool {
    matches!(field.kind, Kind::Select { source: Source::Divisions(Level::District) })
        && taken.division.is_some_and(|d| d.level() == Level::City && divisions::districts(d.code).next().is_none())
}

/// The division meant by a code or a name, among those below the one chosen before.
fn division(level: Level, text: &str, above: Option<Division>) -> Option<Division> {
    let meant = |d: &Division| divisions::parse(text) == Some(*d) || d.name == text || d.shown() == text;
    match level {
        Level::Province => divisions::provinces().find(meant),
        Level::City => divisions::cities(above?.code).find(meant),
        Level::District => divisions::districts(above?.code).find(meant),
    }
}

/// A postcode where there are none: the fillers that shops ask for in such countries are overlooked.
fn stray_postcode(rules: &Rules, given: &BTreeMap<String, String>) -> Option<FieldError> {
    let has = rules.fields.iter().any(|field| field.name == "postcode");
    let code = tidy(given.get("postcode").filter(|_| !has)?)?;
    let filler = code == "999077" || code.chars().all(|c| matches!(c, '0' | '-')) || code.eq_ignore_ascii_case("n/a");
    (!filler).then(|| FieldError::new("postcode", &code, Wanted::NoPostcode))
}

impl Taken {
    fn take_division(&mut self, division: Division) {
        let name = || division.name.to_owned();
        match division.level() {
            Level::Province => {
                let code = format!("{:06}", division.code);
                let latin = super::cn::latin(&code).unwrap_or(division.name).to_owned();
                self.region = Some(Region { code, name: name(), latin });
            }
            Level::City if division.is_nominal() => {}
            Level::City => {
                self.texts.insert("city", name());
            }
            Level::District => {
                self.texts.insert("district", name());
            }
        }
        self.division = Some(division);
    }

    fn address(mut self, rules: &Rules, phone: Phone) -> Address {
        let mut text = |name| self.texts.remove(name);
        Address {
            country: rules.country,
            name: text("name").unwrap_or_default(),
            phone,
            postcode: text("postcode"),
            region: self.region,
            city: text("city"),
            district: text("district"),
            ward: text("ward"),
            street: text("street").unwrap_or_default(),
            unit: text("unit"),
            division_code: self.division.map(|d| format!("{:06}", d.code)),
        }
    }
}
