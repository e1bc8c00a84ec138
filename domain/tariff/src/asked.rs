//! What the law of a place asks about goods besides code, origin, price and weights.

use crate::answer::Measure;
use crate::book::{Book, Citation, Condition, Kept, Market, Of, RateRow, Restriction, Ruling, digits};
use crate::regimes::retail_price_in;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An attribute that some row makes a difference by.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The attribute, as a request names it.
    pub attribute: String,
    /// Whether there is no answer without it; otherwise what is not told is taken as not so.
    pub needed: bool,
    /// What the strictest row says, in English; empty where a rate depends on it.
    pub en: String,
    /// The same in Simplified Chinese.
    pub zh: String,
    /// Where that row is from.
    pub citation: Kept<Citation>,
}

/// What a destination's law asks about goods of a code on a day: each attribute once, by its strictest row. A row that
/// only lets goods go asks nothing.
pub fn asked(book: &Book, destination: &str, hs: &str, on: Date) -> Vec<Asked> {
    let (Some(market), Some(code)) = (book.market(destination), digits(hs)) else { return Vec::new() };
    let mut found = BTreeMap::new();
    let here = |rule: &&Restriction| rule.ruling != Ruling::Allowed && rule.period.holds(on) && rule.names(&code);
    for rule in market.restrictions().iter().filter(here) {
        restricted(&mut found, rule);
    }
    for price in market.customs_prices(&code, on) {
        for attribute in price.needs.iter().map(attribute) {
            found.entry(attribute.to_owned()).or_insert((0, told(attribute, &price.citation)));
        }
    }
    for row in market.rates.rows().filter(|row| row.period.holds(on) && code.starts_with(&row.hs)) {
        for attribute in measured(row) {
            found.entry(attribute.to_owned()).or_insert((0, told(attribute, &row.citation)));
        }
    }
    regimes(&mut found, market, &code, on);
    at_retail(&mut found, market, &code, on);
    found.into_values().map(|(_, asked)| asked).collect()
}

/// Whether some row of a destination makes a difference by an attribute, whatever the goods.
pub fn reads(book: &Book, destination: &str, name: &str) -> bool {
    let rows = book.market(destination).map(Market::restrictions).into_iter().flatten();
    rows.flat_map(|rule| &rule.needs).any(|condition| attribute(condition) == name)
}

type Found = BTreeMap<String, (u8, Asked)>;

fn restricted(found: &mut Found, rule: &Restriction) {
    let figure = rule.above.as_ref().filter(|above| above.of == Of::WattHours).map(|_| ("watt_hours", true));
    let set = rule.needs.iter().map(|condition| (attribute(condition), false));
    let strict = match rule.ruling {
        Ruling::NotAllowed => 3,
        Ruling::Unknown => 2,
        Ruling::Papers | Ruling::Allowed => 1,
    };
    for (attribute, needed) in set.chain(figure) {
        if found.get(attribute).is_some_and(|(known, _)| *known >= strict) {
            continue;
        }
        let asked = Asked { needed, en: rule.en.clone(), zh: rule.zh.clone(), ..told(attribute, &rule.citation) };
        found.insert(attribute.to_owned(), (strict, asked));
    }
}

fn told(attribute: &str, citation: &Kept<Citation>) -> Asked {
    let attribute = attribute.to_owned();
    Asked { attribute, needed: false, en: String::new(), zh: String::new(), citation: citation.clone() }
}

fn attribute(condition: &Condition) -> &str {
    match condition {
        Condition::Has(name) | Condition::HasNot(name) | Condition::Is(name, _) => name,
    }
}

/// The units of a rate that are told as attributes.
fn measured(row: &RateRow) -> impl Iterator<Item = &'static str> {
    let units = [("/sheet", "sheets"), ("/pack", "retail_packs")];
    units.into_iter().filter(|(unit, _)| row.text.contains(unit)).map(|(_, attribute)| attribute)
}

/// The markets whose excise is a share of the price at retail.
const AT_RETAIL: [&str; 2] = ["PH", "TH"];

/// The price at retail, where an excise is a share of it and the goods may come in at all.
fn at_retail(found: &mut Found, market: &Market, code: &str, on: Date) {
    let to = market.destination.code;
    let due = |row: &&RateRow| {
        let is_share = row.measure == Measure::Excise && row.layer.is_empty() && row.text.contains('%');
        is_share && !row.is_free() && row.period.holds(on) && code.starts_with(&row.hs)
    };
    let barred = |rule: &Restriction| {
        let whatever = rule.needs.is_empty() && rule.above.is_none() && rule.channel.is_none() && rule.mode.is_none();
        whatever && rule.ruling == Ruling::NotAllowed && rule.period.holds(on) && rule.names(code)
    };
    if !AT_RETAIL.contains(&to) || market.restrictions().iter().any(barred) {
        return;
    }
    if let Some(row) = market.rates.rows().find(due) {
        let name = retail_price_in(to);
        let asked = Asked { needed: true, ..told(&name, &row.citation) };
        found.insert(name, (0, asked));
    }
}

/// What the regimes of a market read besides their rows.
fn regimes(found: &mut Found, market: &Market, code: &str, on: Date) {
    if let Some(limit) = market.limit("list.functional", on).filter(|_| code.starts_with("33")) {
        for name in ["functional", "spf"] {
            found.entry(name.to_owned()).or_insert((0, told(name, &limit.citation)));
        }
    }
    let spirits = |row: &&RateRow| &*row.layer == "spirits" && row.period.holds(on) && code.starts_with(&row.hs);
    if market.destination.code == "MO"
        && let Some(row) = market.rates.rows().find(spirits).filter(|row| !row.is_free())
    {
        found.entry("rice_wine".to_owned()).or_insert((0, told("rice_wine", &row.citation)));
    }
}
