//! Addresses in the country's own form, checked, and in lines for printing.
//!
//! A country is one file: its form as data, its phone numbers, its postcode, and how an address there is written. To
//! add a country, add the file and its line in `countries!`. What every country has in common is here.
//!
//! An address holds a person's name and phone: `Debug` shows the country alone.

mod check;
mod form;
mod phone;
mod print;

pub use check::{FieldError, Wanted};
pub use form::{Choice, Field, Form, Kind, Postcode, Source};
pub use phone::{Numbers, Phone, Shape};

use crate::{Country, divisions};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a country's file says.
pub(crate) struct Rules {
    country: Country,
    fields: &'static [Field],
    /// The lines as written there, in its own script.
    own: &'static [&'static str],
    /// The lines in Latin order, as a carrier in the United States wants them; the country is added below.
    carrier: &'static [&'static str],
}

macro_rules! countries {
    ($($country:ident)*) => {
        $(mod $country;)*
        static COUNTRIES: &[&Rules] = &[$(&$country::RULES),*];
    };
}

countries! { cn sg my th vn id ph hk mo tw jp kr india au }

/// The countries that have a form, in the order they are offered.
pub fn countries() -> impl Iterator<Item = Country> {
    COUNTRIES.iter().map(|rules| rules.country)
}

/// The form of a country; none if Sampan does not deliver there.
pub fn form(country: Country) -> Option<Form> {
    rules(country).map(|rules| Form { country, fields: rules.fields })
}

/// Checks a filled-in form. All that is wrong is named at once, each by its field.
pub fn check(country: Country, given: &BTreeMap<String, String>) -> Result<Address, Vec<FieldError>> {
    match rules(country) {
        Some(rules) => check::check(rules, given),
        None => Err(vec![FieldError::new("country", country.code(), Wanted::OneOfTheList)]),
    }
}

fn rules(country: Country) -> Option<&'static Rules> {
    COUNTRIES.iter().copied().find(|rules| rules.country == country)
}

/// The highest division of an address: a province, state or prefecture out of the country's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its code in the list.
    pub code: String,
    /// Its name as written there.
    pub name: String,
    /// Its name in Latin letters.
    pub latin: String,
}

/// A checked address. Made by [`check`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The country.
    pub country: Country,
    /// The addressee.
    pub name: String,
    /// The addressee's phone.
    pub phone: Phone,
    /// The postcode, as written there; Hong Kong has none.
    pub postcode: Option<String>,
    /// Province, state, prefecture or area; Singapore has none.
    pub region: Option<Region>,
    /// City; nothing where the region is the city.
    pub city: Option<String>,
    /// District.
    pub district: Option<String>,
    /// Ward, barangay, tambon, kelurahan, village.
    pub ward: Option<String>,
    /// Street and number.
    pub street: String,
    /// Flat, floor, building.
    pub unit: Option<String>,
    /// China: the six-digit code of the district (of the city where it has none).
    pub division_code: Option<String>,
}

impl Address {
    /// The form's fields with what they hold, to fill the form in again.
    pub fn values(&self) -> BTreeMap<String, String> {
        let division = self.division_code.as_deref().and_then(divisions::parse);
        let city = division.and_then(|d| d.city()).map(|d| format!("{:06}", d.code));
        let district = division.filter(|d| d.level() == divisions::Level::District).map(|d| format!("{:06}", d.code));
        let in_china = division.is_some();
        let fields = [
            ("name", Some(self.name.clone())),
            ("phone", Some(self.phone.reveal().to_owned())),
            ("postcode", self.postcode.clone()),
            ("region", self.region.as_ref().map(|r| r.code.clone())),
            ("city", if in_china { city } else { self.city.clone() }),
            ("district", if in_china { district } else { self.district.clone() }),
            ("ward", self.ward.clone()),
            ("street", Some(self.street.clone())),
            ("unit", self.unit.clone()),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// The address and the addressee in lines, in the country's own order.
    pub fn lines(&self) -> Vec<String> {
        print::own(self)
    }

    /// The lines for a label in the United States: from small to large, the region in Latin letters, the country's
    /// English name last (USPS, International Mail Manual 122.1).
    pub fn carrier_lines(&self) -> Vec<String> {
        print::carrier(self)
    }

    /// Whether a carrier that reads only Latin letters can read all of [`Address::carrier_lines`].
    pub fn is_latin(&self) -> bool {
        self.carrier_lines().iter().all(|line| crate::text::is_latin(line))
    }

    /// All below the country on one line, from large to small and without addressee and postcode, as China's customs
    /// want it (`consigneeAddress`).
    pub fn in_one_line(&self) -> String {
        print::one_line(self)
    }

    /// The phone as dialled in the country itself.
    pub fn national_phone(&self) -> &str {
        let numbers = rules(self.country).and_then(|rules| {
            rules.fields.iter().find_map(|f| if let Kind::Phone(numbers) = f.kind { Some(numbers) } else { None })
        });
        numbers.map_or(self.phone.reveal(), |numbers| self.phone.national(numbers.calling))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}, …)", self.country)
    }
}

#[cfg(test)]
mod tests;
