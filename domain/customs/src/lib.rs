//! Papers, identifiers and addresses: what a parcel needs to cross a border, and whether it has it.
//!
//! A seller in Michigan ships cherries to Chengdu. The buyer's [`address`] was taken in China's own form and checked;
//! the [`identity`] that customs wants is a real name and a number whose check digit fits; the [`parcel`] number is one
//! a carrier could have given. Out of these and the order one [`papers::Consignment`] is made, and out of that every
//! paper: invoice, postal declaration, the records of China's cross-border e-commerce. A paper that lacks a fact is not
//! made; it names the fact, the line and who can give it.
//!
//! ```
//! use sampan_customs::{Country, address};
//! use std::collections::BTreeMap;
//! let given = [("name", "Mei Invented"), ("phone", "8123 4567"), ("street", "1 Nowhere Road"), ("postcode", "SW1A 1AA")];
//! let given: BTreeMap<String, String> = given.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
//! let errors = address::check(Country::SG, &given).unwrap_err();
//! assert_eq!(errors[0].wanted.to_string(), "6 digits, such as 238859");
//! ```
//!
//! Nothing here reads a clock, a file or the network. Nothing here prints a person: names, phones, addresses and
//! identity numbers cover themselves in `Debug`, and are revealed by name where they are needed.

pub mod address;
mod country;
pub mod divisions;
mod hs;
pub mod identity;
pub mod papers;
pub mod parcel;
mod private;
mod text;

pub use country::{Country, NotACountry};
pub use hs::{HsCode, NotAnHsCode};
pub use private::Private;

/// A file of the data kept beside the workspace, for tests that try real vectors; says so when it is absent.
#[cfg(test)]
fn shared(path: &str) -> Option<String> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(beside, Into::into);
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        eprintln!("{path} is not there: set SAMPAN_SHARED_DATA to try it");
    }
    text
}
