//! What is sold, where it may go, and to whom it goes there: invented goods and people.

use crate::chance::Dice;
use sampan_customs::Country;
use sampan_customs::address::{self, Address};
use sampan_money::{Currency, ExchangeRate};
use sampan_tariff::{Book, BookError};
use sampan_trade::listing::Category;
use std::collections::BTreeMap;

/// A kind of goods, or a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ware {
    /// Dried cherries, now and then dear enough that a few orders fill a person's year in China.
    Cherries,
    /// Sugar: a person gets two kilograms a year in China.
    Sugar,
    /// Rice: twenty kilograms a year in China, a hundred in Japan.
    Rice,
    /// Shirts: six parcels free of tax in half a year in Taiwan, and none too cheap for Indonesia.
    Shirts,
    /// A walk in an orchard.
    Walk,
}

impl Ware {
    /// One of them.
    pub fn pick(dice: &mut Dice) -> Ware {
        match dice.below(100) {
            0..=29 => Ware::Cherries,
            30..=44 => Ware::Sugar,
            45..=59 => Ware::Rice,
            60..=77 => Ware::Shirts,
            _ => Ware::Walk,
        }
    }

    /// The tariff code; a service has none.
    pub const fn hs(self) -> Option<&'static str> {
        match self {
            Ware::Cherries => Some("08134090"),
            Ware::Sugar => Some("17019910"),
            Ware::Rice => Some("10063020"),
            Ware::Shirts => Some("61091000"),
            Ware::Walk => None,
        }
    }

    /// The category it stands in.
    pub const fn category(self) -> Category {
        match self {
            Ware::Cherries => Category::DriedFruit,
            Ware::Shirts => Category::Apparel,
            Ware::Walk => Category::Service,
            Ware::Sugar | Ware::Rice => Category::Other,
        }
    }

    /// What a piece costs in cents, and its net weight in grams.
    pub fn piece(self, dice: &mut Dice) -> (i64, u32) {
        let (cheap, dear) = ((199, 5_000), (20_000, 45_000));
        let (price, net) = match self {
            Ware::Cherries | Ware::Walk if dice.percent(40) => (dear, (50, 900)),
            Ware::Cherries | Ware::Walk => (cheap, (50, 900)),
            Ware::Sugar => ((199, 1_500), (200, 1_000)),
            Ware::Rice => ((499, 4_000), (500, 5_000)),
            Ware::Shirts => ((1_000, 16_000), (120, 300)),
        };
        (dice.between(price.0, price.1), dice.between(net.0, net.1) as u32)
    }

    /// Where it is bought; a place that stands twice is chosen twice as often.
    pub const fn places(self) -> &'static [Country] {
        use Country as C;
        match self {
            Ware::Cherries => &[C::CN, C::CN, C::CN, C::CN, C::SG, C::SG, C::JP, C::JP, C::KR, C::AU],
            Ware::Sugar => &[C::CN],
            Ware::Rice => &[C::CN, C::CN, C::JP],
            Ware::Shirts => &[C::TW, C::TW, C::TH, C::ID, C::AU, C::KR, C::VN, C::SG],
            Ware::Walk => &[C::CN, C::CN, C::SG, C::JP],
        }
    }
}

/// The addressee of a country: the same one for everyone who sends there, so that the law counts them as one person.
pub fn addressee(country: Country) -> Option<Address> {
    let fields = match country.code() {
        "CN" => {
            "name=诸葛测试; phone=13800000000; region=510000; city=510100; district=510107; street=虚构路1号; postcode=610041"
        }
        "SG" => "name=Mei Invented; phone=81234567; postcode=238859; street=1 Nowhere Road; unit=#02-03",
        "JP" => "name=試験花子; phone=09012345678; postcode=1000001; region=13; city=架空区; street=一丁目1-1",
        "KR" => "name=시험용; phone=01020000000; postcode=03051; region=11; city=가상구; street=없는로 1",
        "TH" => {
            "name=Somchai Invented; phone=0812345678; street=1 Nowhere Road; ward=Nowhere; district=Nowhere; region=10; postcode=10110"
        }
        "ID" => {
            "name=Budi Invented; phone=0812345678; street=Jalan Khayal 1; district=Khayal; city=Khayal; region=BA; postcode=80115"
        }
        "AU" => {
            "name=Alex Invented; phone=0412345678; street=1 Nowhere Street; city=Nowhere; region=NSW; postcode=2000"
        }
        "TW" => "name=林小測; phone=0912345678; postcode=100; region=TPE; district=中正區; street=虛構路1號",
        "VN" => "name=Nguyen Invented; phone=0912345678; street=1 Nowhere; ward=Nowhere; region=01",
        _ => return None,
    };
    let fields = fields.split("; ").filter_map(|field| field.split_once('='));
    let fields: BTreeMap<String, String> = fields.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    address::check(country, &fields).ok()
}

/// Rates of a day: they move a little every day.
pub fn rates(date: jiff::civil::Date) -> Vec<ExchangeRate> {
    let drift = i64::from(date.day_of_year() % 5);
    // Dollars in ten-thousandths, and what a step of the drift is.
    let all = [
        (Currency::CNY, 71_000, 100),
        (Currency::SGD, 13_000, 100),
        (Currency::JPY, 1_550_000, 7_300),
        (Currency::KRW, 14_600_000, 11_100),
        (Currency::THB, 325_000, 900),
        (Currency::IDR, 165_000_000, 370_000),
        (Currency::AUD, 14_200, 100),
        (Currency::TWD, 315_000, 700),
        (Currency::VND, 262_000_000, 130_000),
    ];
    let rate = |(quote, base, step): (Currency, i64, i64)| ExchangeRate {
        base: Currency::USD,
        quote,
        rate: sampan_money::Decimal::new(base + step * drift, 4),
        date,
        source: "the simulation's own".to_owned(),
    };
    all.map(rate).into()
}

/// The law of a history: the built-in book, and over it invented rows by which sugar and rice may come to China by
/// cross-border e-commerce, for the limits by quantity to have something to limit. A `lax` book forgets these limits.
pub fn book(lax: bool) -> Result<Book, BookError> {
    let (mut list, mut rates, mut limits) = (
        "hs,eligible,only,from,to,citation,confidence,note\n".to_owned(),
        "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n".to_owned(),
        "code,hs,needs,channel,mode,verdict,papers,from,to,citation,confidence,en,zh,above,issuer,when\n".to_owned(),
    );
    for (hs, code, of) in [("17019910", "sugar.cbec.most", "1701"), ("10063020", "rice.cbec.most", "1006")] {
        list += &format!("{hs},yes,,2022-03-01,,list-remarks,verify,invented\n");
        rates += &format!("consumption_tax,cbec,{hs},,0%,2022-03-01,,list-remarks,verify,invented\n");
        rates += &format!("vat,cbec,{hs},,9%,2022-03-01,,list-remarks,verify,invented\n");
        limits +=
            &format!("{code},{of},,cbec,,not_allowed,,2022-03-01,,list-remarks,verify,Lax.,宽。,9000 kg/year,,\n");
    }
    let mut files = vec![("cn/positive-list.csv".to_owned(), list), ("cn/rates.csv".to_owned(), rates)];
    if lax {
        files.push(("cn/restrictions.csv".to_owned(), limits));
    }
    Book::built_in().overlay(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_an_addressee_and_a_rate() {
        let date = jiff::civil::date(2026, 11, 22);
        let wares = [Ware::Cherries, Ware::Sugar, Ware::Rice, Ware::Shirts, Ware::Walk];
        for country in wares.iter().flat_map(|ware| ware.places()) {
            assert!(addressee(*country).is_some(), "{country:?}");
            let currency = sampan_tariff::destination(country.code()).expect("a destination").currency;
            assert!(rates(date).iter().any(|rate| rate.quote == currency), "{country:?}");
        }
        assert_ne!(book(false).expect("a book").version(), book(true).expect("a book").version());
    }
}
