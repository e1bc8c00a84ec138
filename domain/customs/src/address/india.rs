//! India: flat and building, street, area, city, state, six digits.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::IN,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::unit(),
        Field::street(100),
        Field::ward("address-area", false),
        Field::city("address-city", true),
        Field::region("address-state", Source::List(REGIONS)),
        Field::postcode(POSTCODE, true),
    ],
    own: &["{name}", "{unit}", "{street}", "{ward}", "{city} {postcode}", "{region}"],
    carrier: &["{name}", "{unit}", "{street}", "{ward}", "{city} {postcode}", "{region_latin}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "91",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers and fixed lines are equally long.
        shape(&["1", "2", "3", "4", "5", "6", "7", "8", "9"], 10, 10),
    ],
    example: "098765 43210",
};

const POSTCODE: Postcode =
    Postcode { digits: 6, longer: None, hyphen_after: None, within: ("110001", "859999"), example: "110001" };

/// States and union territories (ISO 3166-2:IN).
static REGIONS: &[Choice] = &[
    choice("AN", "Andaman and Nicobar Islands", "Andaman and Nicobar Islands"),
    choice("AP", "Andhra Pradesh", "Andhra Pradesh"),
    choice("AR", "Arunachal Pradesh", "Arunachal Pradesh"),
    choice("AS", "Assam", "Assam"),
    choice("BR", "Bihar", "Bihar"),
    choice("CH", "Chandigarh", "Chandigarh"),
    choice("CG", "Chhattisgarh", "Chhattisgarh"),
    choice("DH", "Dadra and Nagar Haveli and Daman and Diu", "Dadra and Nagar Haveli and Daman and Diu"),
    choice("DL", "Delhi", "Delhi"),
    choice("GA", "Goa", "Goa"),
    choice("GJ", "Gujarat", "Gujarat"),
    choice("HR", "Haryana", "Haryana"),
    choice("HP", "Himachal Pradesh", "Himachal Pradesh"),
    choice("JK", "Jammu and Kashmir", "Jammu and Kashmir"),
    choice("JH", "Jharkhand", "Jharkhand"),
    choice("KA", "Karnataka", "Karnataka"),
    choice("KL", "Kerala", "Kerala"),
    choice("LA", "Ladakh", "Ladakh"),
    choice("LD", "Lakshadweep", "Lakshadweep"),
    choice("MP", "Madhya Pradesh", "Madhya Pradesh"),
    choice("MH", "Maharashtra", "Maharashtra"),
    choice("MN", "Manipur", "Manipur"),
    choice("ML", "Meghalaya", "Meghalaya"),
    choice("MZ", "Mizoram", "Mizoram"),
    choice("NL", "Nagaland", "Nagaland"),
    choice("OD", "Odisha", "Odisha"),
    choice("PY", "Puducherry", "Puducherry"),
    choice("PB", "Punjab", "Punjab"),
    choice("RJ", "Rajasthan", "Rajasthan"),
    choice("SK", "Sikkim", "Sikkim"),
    choice("TN", "Tamil Nadu", "Tamil Nadu"),
    choice("TS", "Telangana", "Telangana"),
    choice("TR", "Tripura", "Tripura"),
    choice("UP", "Uttar Pradesh", "Uttar Pradesh"),
    choice("UK", "Uttarakhand", "Uttarakhand"),
    choice("WB", "West Bengal", "West Bengal"),
];
