//! Requests to measure quotes by: a mix over every market that has rules, the same for ever from a seed.
//!
//! Each is one that sells by the book, so that what is measured is a whole answer with its charges. Where fewer sell than
//! are wanted, they come round again.

use crate::book::{Book, Market};
pub use crate::examples::to_the_dollar;
use crate::quote::quote;
use crate::regimes::{REGIMES, Regime};
use crate::request::{Buyer, Importer, Line, Request, Settings};
use jiff::civil::Date;
use sampan_money::{Currency, Decimal, ExchangeRate, Money};
use std::collections::BTreeSet;

/// Tries for each request that is wanted, before those that were found come round again.
const TRIES: usize = 60;
/// Most lines of a mixed request.
const LINES: usize = 5;

/// One line and one regime each.
pub fn single_line(book: &Book, settings: &Settings, count: usize, seed: u64) -> Vec<Request> {
    let mut dice = Dice(seed);
    let request = |dice: &mut Dice, goods: &Goods| {
        let regime = goods.regimes[dice.below(goods.regimes.len())];
        let mut request = goods.request(dice, 1);
        request.regime = Some(regime.name.to_owned());
        request.mode = Some(regime.modes[dice.below(regime.modes.len())]);
        request
    };
    collect(book, settings, count, &mut dice, request)
}

/// One to five lines, all lawful regimes compared.
pub fn mixed(book: &Book, settings: &Settings, count: usize, seed: u64) -> Vec<Request> {
    let mut dice = Dice(seed);
    let request = |dice: &mut Dice, goods: &Goods| {
        let lines = 1 + dice.below(LINES);
        goods.request(dice, lines)
    };
    collect(book, settings, count, &mut dice, request)
}

fn collect(
    book: &Book,
    settings: &Settings,
    count: usize,
    dice: &mut Dice,
    request: impl Fn(&mut Dice, &Goods) -> Request,
) -> Vec<Request> {
    let headings = book.markets().flat_map(|market| market.headings.iter()).filter_map(|heading| heading.hs.get(..6));
    let headings: BTreeSet<&str> = headings.collect();
    let goods = |market| Goods::of(market, &headings);
    let markets: Vec<Goods> = book.markets().map(goods).filter(|goods| !goods.codes.is_empty()).collect();
    let mut found: Vec<Request> = Vec::with_capacity(count);
    if markets.is_empty() {
        return found;
    }
    // Every market has its turn, so that the mix is even.
    for tried in 0..count.saturating_mul(TRIES) {
        if found.len() == count {
            break;
        }
        let request = request(dice, &markets[tried % markets.len()]);
        if quote(book, settings, &request).total_charges.is_some() {
            found.push(request);
        }
    }
    let all = found.len();
    while all > 0 && found.len() < count {
        found.push(found[found.len() % all].clone());
    }
    found
}

/// What is bought in a market: the codes that its book gives a rate for, and its regimes. Where one rate holds for all
/// goods, any that some market has a name for.
struct Goods {
    market: &'static str,
    currency: Currency,
    codes: Vec<String>,
    regimes: Vec<&'static Regime>,
}

impl Goods {
    fn of(market: &Market, headings: &BTreeSet<&str>) -> Goods {
        let known = market.rates.rows().filter(|row| row.rate.is_some() && row.hs.len() >= 6);
        let codes: BTreeSet<&str> = known.map(|row| &*row.hs).collect();
        let codes = if codes.is_empty() { headings } else { &codes };
        let code = market.destination.code;
        Goods {
            market: code,
            currency: market.destination.currency,
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            regimes: REGIMES.iter().filter(|regime| regime.market == code).collect(),
        }
    }

    fn request(&self, dice: &mut Dice, lines: usize) -> Request {
        let date = Date::constant(2026, 6, 1);
        let dollars = |minor: usize| Money::new(minor as i64, Currency::USD);
        let rate = ExchangeRate {
            base: Currency::USD,
            quote: self.currency,
            rate: crate::examples::to_the_dollar(self.currency),
            date,
            source: "workload".into(),
        };
        Request {
            destination: self.market.to_owned(),
            date,
            regime: None,
            ship_from: Some("US".into()),
            mode: None,
            lines: (0..lines).map(|n| self.line(dice, n)).collect(),
            freight: Some(dollars(500 + dice.below(2_000))),
            insurance: None,
            discount: None,
            rates: vec![rate],
            buyer: Buyer { allowance_used: Some(Money::zero(self.currency)), ..Buyer::default() },
            importer: Importer::default(),
        }
    }

    fn line(&self, dice: &mut Dice, n: usize) -> Line {
        let code = &self.codes[dice.below(self.codes.len())];
        let drink = code.starts_with("22");
        Line {
            id: format!("line-{n}"),
            hs: Some(code.clone()),
            description: String::new(),
            origin: Some("US".into()),
            quantity: 1 + dice.below(3) as u32,
            unit_price: Money::new(500 + dice.below(12_000) as i64, Currency::USD),
            net_weight_g: Some(Decimal::from(50 + dice.below(900))),
            gross_weight_g: None,
            volume_ml: Some(Decimal::from(if drink { 750 } else { 100 + dice.below(400) })),
            abv_percent: drink.then(|| Decimal::new(135, 1)),
            retail_packs: None,
            attributes: Default::default(),
        }
    }
}

/// A small stream of numbers from a seed (splitmix64): the same for ever, on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workload_sells_and_is_the_same_from_the_same_seed() {
        let (book, settings) = (Book::built_in(), Settings::demo());
        for make in [single_line, mixed] {
            let requests = make(&book, &settings, 40, 7);
            assert_eq!(requests.len(), 40);
            assert_eq!(requests, make(&book, &settings, 40, 7));
            assert_ne!(requests, make(&book, &settings, 40, 8));
            assert!(requests.iter().all(|request| quote(&book, &settings, request).total_charges.is_some()));
            let many = make(&book, &settings, 300, 7);
            let markets: BTreeSet<&str> = many.iter().map(|request| request.destination.as_str()).collect();
            assert_eq!(markets.len(), book.markets().count(), "every market has its part");
        }
        assert!(single_line(&book, &settings, 40, 7).iter().all(|r| r.lines.len() == 1 && r.regime.is_some()));
    }
}
