//! Accounts, and the short text that each is stored and shown as.

use sampan_ids::{OrderId, SellerId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place where money lies or that owes it. As text and in JSON: `escrow:<order>`, `seller:<seller>`,
/// `provider:sandbox`, `tax_payable:CN`, `platform_fee`, `exchange`, `buyer_refunds`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Account {
    /// What a buyer has paid for an order and nobody has earned yet.
    Escrow(OrderId),
    /// What the platform owes a seller.
    Seller(SellerId),
    /// A payment provider, from whom money comes and to whom refunds go.
    Provider(Provider),
    /// What the platform has earned.
    PlatformFee,
    /// Duty and tax collected for a country.
    TaxPayable(Country),
    /// Where one currency goes in and another comes out; what stays is gained or lost by the rate.
    Exchange,
    /// What is owed back to buyers and not yet sent.
    BuyerRefunds,
}

impl Account {
    /// The account of a payment provider by its short name.
    pub fn provider(name: &str) -> Result<Account, NotAnAccount> {
        name.parse().map(Account::Provider)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Account::Escrow(order) => write!(f, "escrow:{order}"),
            Account::Seller(seller) => write!(f, "seller:{seller}"),
            Account::Provider(name) => write!(f, "provider:{name}"),
            Account::PlatformFee => f.write_str("platform_fee"),
            Account::TaxPayable(country) => write!(f, "tax_payable:{country}"),
            Account::Exchange => f.write_str("exchange"),
            Account::BuyerRefunds => f.write_str("buyer_refunds"),
        }
    }
}

impl FromStr for Account {
    type Err = NotAnAccount;
    fn from_str(text: &str) -> Result<Account, NotAnAccount> {
        let no = || NotAnAccount(text.chars().take(64).collect());
        match text.split_once(':') {
            None => match text {
                "platform_fee" => Ok(Account::PlatformFee),
                "exchange" => Ok(Account::Exchange),
                "buyer_refunds" => Ok(Account::BuyerRefunds),
                _ => Err(no()),
            },
            Some(("escrow", id)) => id.parse().map(Account::Escrow).map_err(|_| no()),
            Some(("seller", id)) => id.parse().map(Account::Seller).map_err(|_| no()),
            Some(("provider", name)) => name.parse().map(Account::Provider).map_err(|_| no()),
            Some(("tax_payable", code)) => code.parse().map(Account::TaxPayable).map_err(|_| no()),
            Some(_) => Err(no()),
        }
    }
}

impl TryFrom<String> for Account {
    type Error = NotAnAccount;
    fn try_from(text: String) -> Result<Account, NotAnAccount> {
        text.parse()
    }
}

impl From<Account> for String {
    fn from(account: Account) -> String {
        account.to_string()
    }
}

/// Text that names no account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account")]
pub struct NotAnAccount(pub String);

/// The short name of a payment provider: 1 to 32 of `a`–`z`, `0`–`9`, `_`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Provider(String);

impl Provider {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Provider {
    type Err = NotAnAccount;
    fn from_str(text: &str) -> Result<Provider, NotAnAccount> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Provider(text.to_owned()))
        } else {
            Err(NotAnAccount(text.chars().take(64).collect()))
        }
    }
}

impl TryFrom<String> for Provider {
    type Error = NotAnAccount;
    fn try_from(text: String) -> Result<Provider, NotAnAccount> {
        text.parse()
    }
}

impl From<Provider> for String {
    fn from(provider: Provider) -> String {
        provider.0
    }
}

/// A country or customs territory by its ISO 3166-1 alpha-2 code, in capitals: `CN`, `SG`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

macro_rules! countries {
    ($($name:ident)*) => {
        /// Countries that the marketplace names in its own rules.
        #[allow(missing_docs)]
        impl Country {
            $(pub const $name: Country = {
                let code = stringify!($name).as_bytes();
                Country([code[0], code[1]])
            };)*
        }
    };
}
countries!(US CN SG MY TH VN ID PH HK MO TW JP KR IN AU);

/// Every code that ISO 3166-1 assigns.
const ASSIGNED: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD \
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS YE YT ZA ZM ZW";

/// Bit `b` of the number `a`: the code of the letters `a` and `b`.
const KNOWN: [u32; 26] = {
    let (codes, mut known, mut at) = (ASSIGNED.as_bytes(), [0; 26], 0);
    while at + 1 < codes.len() {
        known[(codes[at] - b'A') as usize] |= 1 << (codes[at + 1] - b'A');
        at += 3;
    }
    known
};

impl Country {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// Text that is no country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no country; wanted two letters of ISO 3166 such as US")]
pub struct NotACountry {
    /// What stood there.
    pub found: String,
}

impl FromStr for Country {
    type Err = NotACountry;
    fn from_str(text: &str) -> Result<Country, NotACountry> {
        let letter = |byte: u8| byte.to_ascii_uppercase().checked_sub(b'A').filter(|number| *number < 26);
        let known = |a: u8, b: u8| Some(KNOWN[usize::from(letter(a)?)] & 1 << letter(b)? != 0);
        match *text.trim().as_bytes() {
            [a, b] if known(a, b) == Some(true) => Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()])),
            _ => Err(NotACountry { found: text.chars().take(40).collect() }),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;
    fn try_from(text: String) -> Result<Country, NotACountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.to_string()
    }
}
