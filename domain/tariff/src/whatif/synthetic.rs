//! A catalogue that is made up, for measuring and for tests: the same number gives the same listing for ever.

use super::{Listing, Offer, Way};
use crate::book::Book;
use crate::request::Line;
use sampan_money::{Currency, Decimal, Money};
use std::collections::BTreeMap;

/// Makes listings by their number.
#[derive(Debug, Clone)]
pub struct Synthetic {
    codes: Vec<String>,
    markets: Vec<&'static str>,
    sellers: u64,
}

/// The states that sellers are in, most of them where goods for Asia come from.
const STATES: [&str; 24] = [
    "CA", "CA", "CA", "WA", "WA", "OR", "MI", "MI", "WI", "TX", "TX", "NY", "NY", "FL", "GA", "VT", "KY", "TN", "ID",
    "MN", "HI", "AK", "PA", "OH",
];
/// Listings of a seller, on average.
const LISTINGS_A_SELLER: u64 = 40;

impl Synthetic {
    /// A catalogue of so many listings over a book's codes and markets.
    pub fn new(book: &Book, listings: u64) -> Synthetic {
        let headings = book.markets().flat_map(|market| market.headings.iter().map(|heading| heading.hs.as_str()));
        let mut codes: Vec<String> = headings.filter_map(|hs| hs.get(..6)).map(str::to_owned).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() {
            codes.push("080929".to_owned());
        }
        let markets = book.markets().map(|market| market.destination.code).collect();
        Synthetic { codes, markets, sellers: (listings / LISTINGS_A_SELLER).max(1) }
    }

    /// The markets of every listing.
    pub fn markets(&self) -> &[&'static str] {
        &self.markets
    }

    /// Some listings by their numbers.
    pub fn listings(&self, numbers: std::ops::Range<u64>) -> Vec<Listing> {
        numbers.map(|number| self.listing(number)).collect()
    }

    /// The listing of a number.
    pub fn listing(&self, number: u64) -> Listing {
        let mut chance = Chance(number);
        let seller = chance.below(self.sellers);
        let code = &self.codes[chance.below(self.codes.len() as u64) as usize];
        let cents = 300 + chance.below(200) * chance.below(100);
        let grams = 50 + chance.below(3_000);
        let drink = code.starts_with("22");
        let line = Line {
            id: "1".to_owned(),
            hs: Some(code.clone()),
            description: String::new(),
            origin: Some("US".to_owned()),
            quantity: 1,
            unit_price: Money::new(cents as i64, Currency::USD),
            net_weight_g: Some(Decimal::from(grams)),
            gross_weight_g: Some(Decimal::from(grams + 100)),
            volume_ml: Some(Decimal::from(if drink { 750 } else { grams })),
            abv_percent: drink.then(|| Decimal::new(110 + chance.below(320) as i64, 1)),
            retail_packs: Some(1),
            attributes: BTreeMap::new(),
        };
        let offer = |destination: &&'static str| Offer {
            destination: (*destination).to_owned(),
            ways: vec![Way { mode: None, freight: Some(Money::new((600 + grams) as i64, Currency::USD)) }],
            pieces: Some(chance.below(40)),
        };
        Listing {
            id: format!("l{number}"),
            seller: format!("s{seller}"),
            state: STATES[(seller % STATES.len() as u64) as usize].to_owned(),
            line,
            service: None,
            offers: self.markets.iter().map(offer).collect(),
        }
    }
}

/// Numbers that look like chance and are none: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most.max(1)
    }
}
