//! Thailand: number, soi and road, tambon, amphoe, province, five digits.

use super::form::{Choice, Postcode, Source, choice};
use super::phone::{Numbers, shape};
use super::{Field, Rules};
use crate::Country;

pub(super) static RULES: Rules = Rules {
    country: Country::TH,
    fields: &[
        Field::name(),
        Field::phone(NUMBERS),
        Field::street(100),
        Field::ward("address-subdistrict", true),
        Field::district("address-city-district", true),
        Field::region("address-province", Source::List(REGIONS)),
        Field::postcode(POSTCODE, true),
    ],
    own: &["{name}", "{street}", "{ward} {district}", "{region} {postcode}"],
    carrier: &["{name}", "{street}", "{ward}, {district}", "{region_latin} {postcode}"],
};

const NUMBERS: Numbers = Numbers {
    calling: "66",
    trunk: Some('0'),
    shapes: &[
        // Mobile numbers.
        shape(&["6", "8", "9"], 9, 9),
        // Fixed lines.
        shape(&["2", "3", "4", "5", "7"], 8, 8),
    ],
    example: "081 234 5678",
};

const POSTCODE: Postcode =
    Postcode { digits: 5, longer: None, hyphen_after: None, within: ("10000", "96999"), example: "10110" };

/// Provinces (ISO 3166-2:TH).
static REGIONS: &[Choice] = &[
    choice("10", "กรุงเทพมหานคร", "Bangkok"),
    choice("11", "สมุทรปราการ", "Samut Prakan"),
    choice("12", "นนทบุรี", "Nonthaburi"),
    choice("13", "ปทุมธานี", "Pathum Thani"),
    choice("14", "พระนครศรีอยุธยา", "Phra Nakhon Si Ayutthaya"),
    choice("15", "อ่างทอง", "Ang Thong"),
    choice("16", "ลพบุรี", "Lopburi"),
    choice("17", "สิงห์บุรี", "Sing Buri"),
    choice("18", "ชัยนาท", "Chai Nat"),
    choice("19", "สระบุรี", "Saraburi"),
    choice("20", "ชลบุรี", "Chon Buri"),
    choice("21", "ระยอง", "Rayong"),
    choice("22", "จันทบุรี", "Chanthaburi"),
    choice("23", "ตราด", "Trat"),
    choice("24", "ฉะเชิงเทรา", "Chachoengsao"),
    choice("25", "ปราจีนบุรี", "Prachin Buri"),
    choice("26", "นครนายก", "Nakhon Nayok"),
    choice("27", "สระแก้ว", "Sa Kaeo"),
    choice("30", "นครราชสีมา", "Nakhon Ratchasima"),
    choice("31", "บุรีรัมย์", "Buri Ram"),
    choice("32", "สุรินทร์", "Surin"),
    choice("33", "ศรีสะเกษ", "Si Sa Ket"),
    choice("34", "อุบลราชธานี", "Ubon Ratchathani"),
    choice("35", "ยโสธร", "Yasothon"),
    choice("36", "ชัยภูมิ", "Chaiyaphum"),
    choice("37", "อำนาจเจริญ", "Amnat Charoen"),
    choice("38", "บึงกาฬ", "Bueng Kan"),
    choice("39", "หนองบัวลำภู", "Nong Bua Lam Phu"),
    choice("40", "ขอนแก่น", "Khon Kaen"),
    choice("41", "อุดรธานี", "Udon Thani"),
    choice("42", "เลย", "Loei"),
    choice("43", "หนองคาย", "Nong Khai"),
    choice("44", "มหาสารคาม", "Maha Sarakham"),
    choice("45", "ร้อยเอ็ด", "Roi Et"),
    choice("46", "กาฬสินธุ์", "Kalasin"),
    choice("47", "สกลนคร", "Sakon Nakhon"),
    choice("48", "นครพนม", "Nakhon Phanom"),
    choice("49", "มุกดาหาร", "Mukdahan"),
    choice("50", "เชียงใหม่", "Chiang Mai"),
    choice("51", "ลำพูน", "Lamphun"),
    choice("52", "ลำปาง", "Lampang"),
    choice("53", "อุตรดิตถ์", "Uttaradit"),
    choice("54", "แพร่", "Phrae"),
    choice("55", "น่าน", "Nan"),
    choice("56", "พะเยา", "Phayao"),
    choice("57", "เชียงราย", "Chiang Rai"),
    choice("58", "แม่ฮ่องสอน", "Mae Hong Son"),
    choice("60", "นครสวรรค์", "Nakhon Sawan"),
    choice("61", "อุทัยธานี", "Uthai Thani"),
    choice("62", "กำแพงเพชร", "Kamphaeng Phet"),
    choice("63", "ตาก", "Tak"),
    choice("64", "สุโขทัย", "Sukhothai"),
    choice("65", "พิษณุโลก", "Phitsanulok"),
    choice("66", "พิจิตร", "Phichit"),
    choice("67", "เพชรบูรณ์", "Phetchabun"),
    choice("70", "ราชบุรี", "Ratchaburi"),
    choice("71", "กาญจนบุรี", "Kanchanaburi"),
    choice("72", "สุพรรณบุรี", "Suphan Buri"),
    choice("73", "นครปฐม", "Nakhon Pathom"),
    choice("74", "สมุทรสาคร", "Samut Sakhon"),
    choice("75", "สมุทรสงคราม", "Samut Songkhram"),
    choice("76", "เพชรบุรี", "Phetchaburi"),
    choice("77", "ประจวบคีรีขันธ์", "Prachuap Khiri Khan"),
    choice("80", "นครศรีธรรมราช", "Nakhon Si Thammarat"),
    choice("81", "กระบี่", "Krabi"),
    choice("82", "พังงา", "Phangnga"),
    choice("83", "ภูเก็ต", "Phuket"),
    choice("84", "สุราษฎร์ธานี", "Surat Thani"),
    choice("85", "ระนอง", "Ranong"),
    choice("86", "ชุมพร", "Chumphon"),
    choice("90", "สงขลา", "Songkhla"),
    choice("91", "สตูล", "Satun"),
    choice("92", "ตรัง", "Trang"),
    choice("93", "พัทลุง", "Phatthalung"),
    choice("94", "ปัตตานี", "Pattani"),
    choice("95", "ยะลา", "Yala"),
    choice("96", "นราธิวาส", "Narathiwat"),
];
