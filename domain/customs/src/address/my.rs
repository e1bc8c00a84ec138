//! Malaysia: number and street, area, five digits before the city, state.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::MY,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::street(100),
        Field::ward("address-area", false),
        Field::postcode(POSTCODE, true),
        Field::city("address-city", true),
        Field::region("address-state", Source::List(REGIONS)),
    ],
    own: &["{name}", "{street}", "{ward}", "{postcode} {city}", "{region}"],
    carrier: &["{name}", "{street}", "{ward}", "{postcode} {city}", "{region_latin}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "60",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["1"], 9, 10),
        // Fixed lines.
        shape(&["3", "4", "5", "6", "7", "8", "9"], 8, 9),
    ],
    example: "012-345 6789",
};

const POSTCODE: Postcode =
    Postcode { digits: 5, longer: None, hyphen_after: None, within: ("01000", "98999"), example: "50000" };

/// States and federal territories (ISO 3166-2:MY).
static REGIONS: &[Choice] = &[
    choice("01", "Johor", "Johor"),
    choice("02", "Kedah", "Kedah"),
    choice("03", "Kelantan", "Kelantan"),
    choice("14", "Kuala Lumpur", "Kuala Lumpur"),
    choice("15", "Labuan", "Labuan"),
    choice("04", "Melaka", "Melaka"),
    choice("05", "Negeri Sembilan", "Negeri Sembilan"),
    choice("06", "Pahang", "Pahang"),
    choice("08", "Perak", "Perak"),
    choice("09", "Perlis", "Perlis"),
    choice("07", "Pulau Pinang", "Pulau Pinang"),
    choice("16", "Putrajaya", "Putrajaya"),
    choice("12", "Sabah", "Sabah"),
    choice("13", "Sarawak", "Sarawak"),
    choice("10", "Selangor", "Selangor"),
    choice("11", "Terengganu", "Terengganu"),
];
