//! Macau: district, street and building, flat and floor; no postcodes.

use super::form::{Choice, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::MO,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::region("address-area", Source::List(REGIONS)),
        Field::street(100),
        Field::unit(),
    ],
    own: &["{region}{street}{unit}", "{name}"],
    carrier: &["{name}", "{unit}", "{street}", "{region_latin}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "853",
    trunk: None,
    shapes: &[
        // Mobile numbers, fixed lines.
        shape(&["6", "8", "2"], 8, 8),
    ],
    example: "6612 3456",
};

/// The peninsula and the islands.
static REGIONS: &[Choice] = &[
    choice("M", "澳門半島", "Macau Peninsula"),
    choice("T", "氹仔", "Taipa"),
    choice("C", "路環", "Coloane"),
    choice("CT", "路氹城", "Cotai"),
];
