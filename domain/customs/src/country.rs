//! Countries as customs name them: two letters, the name on a label, and China's own number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// ISO 3166-1 alpha-2 codes in use, sorted.
const KNOWN: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
     CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
     FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
     JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
     MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
     PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
     TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// Text that is no country code in use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no country code; wanted two letters of ISO 3166, such as US")]
pub struct NotACountry {
    /// What stood there.
    pub found: String,
}

impl Country {
    /// Mainland China.
    pub const CN: Country = Country(*b"CN");
    /// Australia.
    pub const AU: Country = Country(*b"AU");
    /// India.
    pub const IN: Country = Country(*b"IN");
    /// Macau.
    pub const MO: Country = Country(*b"MO");
    /// Taiwan.
    pub const TW: Country = Country(*b"TW");
    /// Hong Kong.
    pub const HK: Country = Country(*b"HK");
    /// Indonesia.
    pub const ID: Country = Country(*b"ID");
    /// Japan.
    pub const JP: Country = Country(*b"JP");
    /// South Korea.
    pub const KR: Country = Country(*b"KR");
    /// Malaysia.
    pub const MY: Country = Country(*b"MY");
    /// The Philippines.
    pub const PH: Country = Country(*b"PH");
    /// Singapore.
    pub const SG: Country = Country(*b"SG");
    /// Thailand.
    pub const TH: Country = Country(*b"TH");
    /// The United States.
    pub const US: Country = Country(*b"US");
    /// Vietnam.
    pub const VN: Country = Country(*b"VN");

    /// The country of a code, in either case.
    pub fn parse(code: &str) -> Result<Country, NotACountry> {
        let not = || NotACountry { found: code.chars().take(12).collect() };
        let letters: [u8; 2] = code.as_bytes().try_into().map_err(|_| not())?;
        let letters = letters.map(|b| b.to_ascii_uppercase());
        KNOWN.split(' ').any(|known| known.as_bytes() == letters).then_some(Country(letters)).ok_or_else(not)
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The English name in capitals, as the last line of an address that leaves the United States wants it; the code
    /// where Sampan neither ships from nor to the country.
    pub fn label(&self) -> &str {
        match &self.0 {
            b"CN" => "CHINA",
            b"AU" => "AUSTRALIA",
            b"IN" => "INDIA",
            b"MO" => "MACAO",
            b"TW" => "TAIWAN",
            b"HK" => "HONG KONG",
            b"ID" => "INDONESIA",
            b"JP" => "JAPAN",
            b"KR" => "SOUTH KOREA",
            b"MY" => "MALAYSIA",
            b"PH" => "PHILIPPINES",
            b"SG" => "SINGAPORE",
            b"TH" => "THAILAND",
            b"US" => "UNITED STATES",
            b"VN" => "VIETNAM",
            _ => self.code(),
        }
    }

    /// The three digits China's customs give the country in cross-border messages (field `country`, fixed 142 for
    /// China itself): Asia begins with 1, Africa 2, Europe 3, Latin America 4, North America 5, Oceania 6. Only the
    /// countries goods on Sampan come from are listed (common practice, to verify); another is unknown, not zero.
    pub fn china_customs_code(&self) -> Option<&'static str> {
        Some(match &self.0 {
            b"CA" => "501",
            b"US" => "502",
            b"AU" => "601",
            b"NZ" => "609",
            b"BR" => "410",
            b"CL" => "412",
            b"MX" => "429",
            b"DE" => "304",
            b"ES" => "312",
            b"FR" => "305",
            b"GB" => "303",
            b"IT" => "307",
            b"CN" => "142",
            b"HK" => "110",
            b"MO" => "121",
            b"ID" => "112",
            b"IN" => "111",
            b"JP" => "116",
            b"KR" => "133",
            b"MY" => "122",
            b"PH" => "129",
            b"SG" => "132",
            b"TH" => "136",
            b"TW" => "143",
            b"VN" => "141",
            _ => return None,
        })
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;
    fn try_from(code: String) -> Result<Country, NotACountry> {
        Country::parse(&code)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
