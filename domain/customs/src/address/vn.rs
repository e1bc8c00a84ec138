//! Vietnam: number and street, ward, province; districts ended on 2025-07-01. Five digits, which few people know.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::VN,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::street(100),
        Field::ward("address-ward", true),
        Field::region("address-province", Source::List(REGIONS)),
        Field::postcode(POSTCODE, false),
    ],
    own: &["{name}", "{street}", "{ward}", "{region} {postcode}"],
    carrier: &["{name}", "{street}", "{ward}", "{region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "84",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["3", "5", "7", "8", "9"], 9, 9),
        // Fixed lines.
        shape(&["2"], 10, 10),
    ],
    example: "0912 345 678",
};

const POSTCODE: Postcode =
    Postcode { digits: 5, longer: None, hyphen_after: None, within: ("01000", "99999"), example: "10000" };

/// The 34 provinces and cities since the reform of 2025, by the statistics office's codes.
static REGIONS: &[Choice] = &[
    choice("01", "Hà Nội", "Hanoi"),
    choice("04", "Cao Bằng", "Cao Bang"),
    choice("08", "Tuyên Quang", "Tuyen Quang"),
    choice("11", "Điện Biên", "Dien Bien"),
    choice("12", "Lai Châu", "Lai Chau"),
    choice("14", "Sơn La", "Son La"),
    choice("15", "Lào Cai", "Lao Cai"),
    choice("19", "Thái Nguyên", "Thai Nguyen"),
    choice("20", "Lạng Sơn", "Lang Son"),
    choice("22", "Quảng Ninh", "Quang Ninh"),
    choice("24", "Bắc Ninh", "Bac Ninh"),
    choice("25", "Phú Thọ", "Phu Tho"),
    choice("31", "Hải Phòng", "Haiphong"),
    choice("33", "Hưng Yên", "Hung Yen"),
    choice("37", "Ninh Bình", "Ninh Binh"),
    choice("38", "Thanh Hoá", "Thanh Hoa"),
    choice("40", "Nghệ An", "Nghe An"),
    choice("42", "Hà Tĩnh", "Ha Tinh"),
    choice("44", "Quảng Trị", "Quang Tri"),
    choice("46", "Huế", "Hue"),
    choice("48", "Đà Nẵng", "Da Nang"),
    choice("51", "Quảng Ngãi", "Quang Ngai"),
    choice("52", "Gia Lai", "Gia Lai"),
    choice("56", "Khánh Hoà", "Khanh Hoa"),
    choice("66", "Đắk Lắk", "Dak Lak"),
    choice("68", "Lâm Đồng", "Lam Dong"),
    choice("75", "Đồng Nai", "Dong Nai"),
    choice("79", "Hồ Chí Minh", "Ho Chi Minh"),
    choice("80", "Tây Ninh", "Tay Ninh"),
    choice("82", "Đồng Tháp", "Dong Thap"),
    choice("86", "Vĩnh Long", "Vinh Long"),
    choice("91", "An Giang", "An Giang"),
    choice("92", "Cần Thơ", "Can Tho"),
    choice("96", "Cà Mau", "Ca Mau"),
];
