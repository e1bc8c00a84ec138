//! Mainland China: province, city and district from lists, then street and number; six digits; a mobile number.

use super::form::{Postcode, Source};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;
use crate::divisions::Level;

pub(super) static RULES: Rules = Rules {
    country: Country::CN,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::region("address-province", Source::Divisions(Level::Province)),
        Field::city("address-city", true).division(Level::City),
        Field::district("address-district", true).division(Level::District),
        Field::street(120),
        Field::postcode(POSTCODE, true),
    ],
    own: &["{postcode}", "{region}{city}{district}", "{street}", "{name}"],
    carrier: &["{name}", "{street}", "{district}, {city}", "{region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "86",
    trunk: None,
    shapes: &[
        // Mobile numbers alone: customs and couriers send messages to them.
        shape(&["13", "14", "15", "16", "17", "18", "19"], 11, 11),
    ],
    example: "13800000000",
};

// Hong Kong and Macao have 999077 and 999078 in the same scheme and are not among these.
const POSTCODE: Postcode =
    Postcode { digits: 6, longer: None, hyphen_after: None, within: ("010000", "859999"), example: "610000" };

/// The Latin name of a province by its code, for labels.
pub(super) fn latin(code: &str) -> Option<&'static str> {
    LATIN.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Provinces in Latin letters.
static LATIN: &[(&str, &str)] = &[
    ("110000", "Beijing"),
    ("120000", "Tianjin"),
    ("130000", "Hebei"),
    ("140000", "Shanxi"),
    ("150000", "Inner Mongolia"),
    ("210000", "Liaoning"),
    ("220000", "Jilin"),
    ("230000", "Heilongjiang"),
    ("310000", "Shanghai"),
    ("320000", "Jiangsu"),
    ("330000", "Zhejiang"),
    ("340000", "Anhui"),
    ("350000", "Fujian"),
    ("360000", "Jiangxi"),
    ("370000", "Shandong"),
    ("410000", "Henan"),
    ("420000", "Hubei"),
    ("430000", "Hunan"),
    ("440000", "Guangdong"),
    ("450000", "Guangxi"),
    ("460000", "Hainan"),
    ("500000", "Chongqing"),
    ("510000", "Sichuan"),
    ("520000", "Guizhou"),
    ("530000", "Yunnan"),
    ("540000", "Tibet"),
    ("610000", "Shaanxi"),
    ("620000", "Gansu"),
    ("630000", "Qinghai"),
    ("640000", "Ningxia"),
    ("650000", "Xinjiang"),
];
