//! Japan: seven digits, prefecture, city, then ward, chome, ban and go; building.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::JP,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::postcode(POSTCODE, true),
        Field::region("address-prefecture", Source::List(REGIONS)),
        Field::city("address-city", true),
        Field::street(100),
        Field::unit(),
    ],
    own: &["〒{postcode}", "{region}{city}{street}", "{unit}", "{name}"],
    carrier: &["{name}", "{unit}", "{street}", "{city}, {region_latin}", "{postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "81",
    trunk: Some('0'),
    shapes: &[
        // Mobile and internet numbers.
        shape(&["50", "70", "80", "90", "60"], 10, 10),
        // Fixed lines.
        shape(&["1", "2", "3", "4", "5", "6", "7", "8", "9"], 9, 9),
    ],
    example: "090-1234-5678",
};

const POSTCODE: Postcode =
    Postcode { digits: 7, longer: None, hyphen_after: Some(3), within: ("0010000", "9999999"), example: "100-0001" };

/// Prefectures (ISO 3166-2:JP).
static REGIONS: &[Choice] = &[
    choice("01", "北海道", "Hokkaido"),
    choice("02", "青森県", "Aomori"),
    choice("03", "岩手県", "Iwate"),
    choice("04", "宮城県", "Miyagi"),
    choice("05", "秋田県", "Akita"),
    choice("06", "山形県", "Yamagata"),
    choice("07", "福島県", "Fukushima"),
    choice("08", "茨城県", "Ibaraki"),
    choice("09", "栃木県", "Tochigi"),
    choice("10", "群馬県", "Gunma"),
    choice("11", "埼玉県", "Saitama"),
    choice("12", "千葉県", "Chiba"),
    choice("13", "東京都", "Tokyo"),
    choice("14", "神奈川県", "Kanagawa"),
    choice("15", "新潟県", "Niigata"),
    choice("16", "富山県", "Toyama"),
    choice("17", "石川県", "Ishikawa"),
    choice("18", "福井県", "Fukui"),
    choice("19", "山梨県", "Yamanashi"),
    choice("20", "長野県", "Nagano"),
    choice("21", "岐阜県", "Gifu"),
    choice("22", "静岡県", "Shizuoka"),
    choice("23", "愛知県", "Aichi"),
    choice("24", "三重県", "Mie"),
    choice("25", "滋賀県", "Shiga"),
    choice("26", "京都府", "Kyoto"),
    choice("27", "大阪府", "Osaka"),
    choice("28", "兵庫県", "Hyogo"),
    choice("29", "奈良県", "Nara"),
    choice("30", "和歌山県", "Wakayama"),
    choice("31", "鳥取県", "Tottori"),
    choice("32", "島根県", "Shimane"),
    choice("33", "岡山県", "Okayama"),
    choice("34", "広島県", "Hiroshima"),
    choice("35", "山口県", "Yamaguchi"),
    choice("36", "徳島県", "Tokushima"),
    choice("37", "香川県", "Kagawa"),
    choice("38", "愛媛県", "Ehime"),
    choice("39", "高知県", "Kochi"),
    choice("40", "福岡県", "Fukuoka"),
    choice("41", "佐賀県", "Saga"),
    choice("42", "長崎県", "Nagasaki"),
    choice("43", "熊本県", "Kumamoto"),
    choice("44", "大分県", "Oita"),
    choice("45", "宮崎県", "Miyazaki"),
    choice("46", "鹿児島県", "Kagoshima"),
    choice("47", "沖縄県", "Okinawa"),
];
