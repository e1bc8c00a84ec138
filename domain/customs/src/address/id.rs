//! Indonesia: street with RT/RW, kelurahan, kecamatan, city or regency, province, five digits.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::ID,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::street(100),
        Field::ward("address-subdistrict", false),
        Field::district("address-kecamatan", true),
        Field::city("address-regency", true),
        Field::region("address-province", Source::List(REGIONS)),
        Field::postcode(POSTCODE, true),
    ],
    own: &["{name}", "{street}", "{ward}, {district}", "{city}", "{region} {postcode}"],
    carrier: &["{name}", "{street}", "{ward}, {district}", "{city}", "{region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "62",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["8"], 9, 12),
        // Fixed lines.
        shape(&["2", "3", "4", "5", "6", "7", "9"], 7, 11),
    ],
    example: "0812-345-678",
};

const POSTCODE: Postcode =
    Postcode { digits: 5, longer: None, hyphen_after: None, within: ("10000", "99999"), example: "40115" };

/// The 38 provinces since 2022 (ISO 3166-2:ID).
static REGIONS: &[Choice] = &[
    choice("AC", "Aceh", "Aceh"),
    choice("BA", "Bali", "Bali"),
    choice("BT", "Banten", "Banten"),
    choice("BE", "Bengkulu", "Bengkulu"),
    choice("YO", "Daerah Istimewa Yogyakarta", "Daerah Istimewa Yogyakarta"),
    choice("JK", "Daerah Khusus Ibukota Jakarta", "Daerah Khusus Ibukota Jakarta"),
    choice("GO", "Gorontalo", "Gorontalo"),
    choice("JA", "Jambi", "Jambi"),
    choice("JB", "Jawa Barat", "Jawa Barat"),
    choice("JT", "Jawa Tengah", "Jawa Tengah"),
    choice("JI", "Jawa Timur", "Jawa Timur"),
    choice("KB", "Kalimantan Barat", "Kalimantan Barat"),
    choice("KS", "Kalimantan Selatan", "Kalimantan Selatan"),
    choice("KT", "Kalimantan Tengah", "Kalimantan Tengah"),
    choice("KI", "Kalimantan Timur", "Kalimantan Timur"),
    choice("KU", "Kalimantan Utara", "Kalimantan Utara"),
    choice("BB", "Kepulauan Bangka Belitung", "Kepulauan Bangka Belitung"),
    choice("KR", "Kepulauan Riau", "Kepulauan Riau"),
    choice("LA", "Lampung", "Lampung"),
    choice("MA", "Maluku", "Maluku"),
    choice("MU", "Maluku Utara", "Maluku Utara"),
    choice("NB", "Nusa Tenggara Barat", "Nusa Tenggara Barat"),
    choice("NT", "Nusa Tenggara Timur", "Nusa Tenggara Timur"),
    choice("PA", "Papua", "Papua"),
    choice("PB", "Papua Barat", "Papua Barat"),
    choice("PD", "Papua Barat Daya", "Papua Barat Daya"),
    choice("PE", "Papua Pegunungan", "Papua Pegunungan"),
    choice("PS", "Papua Selatan", "Papua Selatan"),
    choice("PT", "Papua Tengah", "Papua Tengah"),
    choice("RI", "Riau", "Riau"),
    choice("SR", "Sulawesi Barat", "Sulawesi Barat"),
    choice("SN", "Sulawesi Selatan", "Sulawesi Selatan"),
    choice("ST", "Sulawesi Tengah", "Sulawesi Tengah"),
    choice("SG", "Sulawesi Tenggara", "Sulawesi Tenggara"),
    choice("SA", "Sulawesi Utara", "Sulawesi Utara"),
    choice("SB", "Sumatera Barat", "Sumatera Barat"),
    choice("SS", "Sumatera Selatan", "Sumatera Selatan"),
    choice("SU", "Sumatera Utara", "Sumatera Utara"),
];
