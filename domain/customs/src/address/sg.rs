//! Singapore: block and street, flat as #floor-unit, six digits.

use super::form::Postcode;
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::SG,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::postcode(POSTCODE, true),
        Field::street(100),
        Field::unit(),
    ],
    own: &["{name}", "{street} {unit}", "SINGAPORE {postcode}"],
    carrier: &["{name}", "{street} {unit}", "SINGAPORE {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "65",
    trunk: None,
    shapes: &[
        // Internet, fixed and mobile numbers.
        shape(&["3", "6", "8", "9"], 8, 8),
    ],
    example: "8123 4567",
};

const POSTCODE: Postcode =
    Postcode { digits: 6, longer: None, hyphen_after: None, within: ("010000", "829999"), example: "238859" };
