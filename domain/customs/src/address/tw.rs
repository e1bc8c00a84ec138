//! Taiwan: three digits or six, city or county, district, road and number, floor.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::TW,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::postcode(POSTCODE, true),
        Field::region("address-city", Source::List(REGIONS)),
        Field::district("address-district", true),
        Field::street(100),
        Field::unit(),
    ],
    own: &["{postcode}", "{region}{district}{street}{unit}", "{name}"],
    carrier: &["{name}", "{unit}", "{street}", "{district}, {region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "886",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["9"], 9, 9),
        // Fixed lines.
        shape(&["2", "3", "4", "5", "6", "7", "8"], 7, 9),
    ],
    example: "0912-345-678",
};

const POSTCODE: Postcode =
    Postcode { digits: 3, longer: Some(6), hyphen_after: None, within: ("100", "983999"), example: "100" };

/// Special municipalities, cities and counties (ISO 3166-2:TW).
static REGIONS: &[Choice] = &[
    choice("TPE", "臺北市", "Taipei City"),
    choice("NWT", "新北市", "New Taipei City"),
    choice("TAO", "桃園市", "Taoyuan City"),
    choice("TXG", "臺中市", "Taichung City"),
    choice("TNN", "臺南市", "Tainan City"),
    choice("KHH", "高雄市", "Kaohsiung City"),
    choice("KEE", "基隆市", "Keelung City"),
    choice("HSZ", "新竹市", "Hsinchu City"),
    choice("CYI", "嘉義市", "Chiayi City"),
    choice("HSQ", "新竹縣", "Hsinchu County"),
    choice("MIA", "苗栗縣", "Miaoli County"),
    choice("CHA", "彰化縣", "Changhua County"),
    choice("NAN", "南投縣", "Nantou County"),
    choice("YUN", "雲林縣", "Yunlin County"),
    choice("CYQ", "嘉義縣", "Chiayi County"),
    choice("PIF", "屏東縣", "Pingtung County"),
    choice("ILA", "宜蘭縣", "Yilan County"),
    choice("HUA", "花蓮縣", "Hualien County"),
    choice("TTT", "臺東縣", "Taitung County"),
    choice("PEN", "澎湖縣", "Penghu County"),
    choice("KIN", "金門縣", "Kinmen County"),
    choice("LIE", "連江縣", "Lienchiang County"),
];
