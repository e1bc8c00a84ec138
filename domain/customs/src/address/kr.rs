//! South Korea: five digits since 2015, province or city, si/gun/gu, road name and number, unit.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::KR,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::postcode(POSTCODE, true),
        Field::region("address-province", Source::List(REGIONS)),
        Field::city("address-city-district", false),
        Field::street(100),
        Field::unit(),
    ],
    own: &["{region} {city} {street}", "{unit}", "{name}", "{postcode}"],
    carrier: &["{name}", "{unit}", "{street}", "{city}, {region_latin}", "{postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "82",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["10", "11", "16", "17", "18", "19", "12"], 9, 10),
        // Fixed lines.
        shape(&["2", "3", "4", "5", "6"], 8, 10),
        // Personal and internet numbers.
        shape(&["50", "70"], 10, 11),
    ],
    example: "010-2000-0000",
};

const POSTCODE: Postcode =
    Postcode { digits: 5, longer: None, hyphen_after: None, within: ("01000", "63999"), example: "03051" };

/// Provinces and cities of their rank (ISO 3166-2:KR), by their names of today.
static REGIONS: &[Choice] = &[
    choice("42", "강원특별자치도", "Gangwon"),
    choice("41", "경기도", "Gyeonggi"),
    choice("48", "경상남도", "Gyeongnam"),
    choice("47", "경상북도", "Gyeongbuk"),
    choice("29", "광주광역시", "Gwangju"),
    choice("27", "대구광역시", "Daegu"),
    choice("30", "대전광역시", "Daejeon"),
    choice("26", "부산광역시", "Busan"),
    choice("11", "서울특별시", "Seoul"),
    choice("50", "세종특별자치시", "Sejong"),
    choice("31", "울산광역시", "Ulsan"),
    choice("28", "인천광역시", "Incheon"),
    choice("46", "전라남도", "Jeonnam"),
    choice("45", "전북특별자치도", "Jeonbuk"),
    choice("49", "제주특별자치도", "Jeju"),
    choice("44", "충청남도", "Chungnam"),
    choice("43", "충청북도", "Chungbuk"),
];
