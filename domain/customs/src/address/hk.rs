//! Hong Kong: area, district, street and building, flat and floor; no postcodes.

use super::form::{Choice, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::HK,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::region("address-area", Source::List(REGIONS)),
        Field::district("address-district", true),
        Field::street(100),
        Field::unit(),
    ],
    own: &["{region}{district}{street}{unit}", "{name}"],
    carrier: &["{name}", "{unit}", "{street}", "{district}", "{region_latin}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "852",
    trunk: None,
    shapes: &[
        // All numbers.
        shape(&["2", "3", "4", "5", "6", "7", "8", "9"], 8, 8),
    ],
    example: "5123 4567",
};

/// The three areas.
static REGIONS: &[Choice] = &[
    choice("HK", "香港島", "Hong Kong Island"),
    choice("KLN", "九龍", "Kowloon"),
    choice("NT", "新界", "New Territories"),
];
