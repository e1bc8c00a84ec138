//! Australia: unit, number and street, suburb, state, four digits.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::AU,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::unit(),
        Field::street(100),
        Field::city("address-suburb", true),
        Field::region("address-state", Source::List(REGIONS)),
        Field::postcode(POSTCODE, true),
    ],
    own: &["{name}", "{unit} {street}", "{city}, {region} {postcode}"],
    carrier: &["{name}", "{unit} {street}", "{city}, {region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "61",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers, fixed lines.
        shape(&["4", "5", "2", "3", "7", "8"], 9, 9),
    ],
    example: "0412 345 678",
};

const POSTCODE: Postcode =
    Postcode { digits: 4, longer: None, hyphen_after: None, within: ("0200", "9729"), example: "2000" };

/// States and territories (ISO 3166-2:AU).
static REGIONS: &[Choice] = &[
    choice("ACT", "Australian Capital Territory", "Australian Capital Territory"),
    choice("NSW", "New South Wales", "New South Wales"),
    choice("NT", "Northern Territory", "Northern Territory"),
    choice("QLD", "Queensland", "Queensland"),
    choice("SA", "South Australia", "South Australia"),
    choice("TAS", "Tasmania", "Tasmania"),
    choice("VIC", "Victoria", "Victoria"),
    choice("WA", "Western Australia", "Western Australia"),
];
