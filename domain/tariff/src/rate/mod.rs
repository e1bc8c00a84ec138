//! Rates as the law writes them, and what they come to.
//!
//! One grammar for every market:
//!
//! ```text
//! 10%                                    a share of the base
//! CNY 240/t                              so much for a unit of content
//! 15% + VND 41580000/unit                both together
//! max(10%, USD 2/kg)   min(…)            the higher, the lower
//! tiers(first HKD 200/l: 100%; rest: 10%)    slices of the base
//! if(>= CNY 10/ml | CNY 10/g: 15%; else: 0%) by the value of a unit of content, tested on the first unit that is known
//! ```

mod parse;

use sampan_money::{Currency, Decimal};
use std::fmt;

pub use parse::{RATE_MAX_CHARS, RateError};

/// What content is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A tonne of net weight.
    Tonne,
    /// A kilogram of net weight.
    Kilogram,
    /// A gram of net weight.
    Gram,
    /// A litre of volume.
    Litre,
    /// A millilitre of volume.
    Millilitre,
    /// A hundred litres.
    Hectolitre,
    /// A thousand litres.
    Kilolitre,
    /// A litre of pure alcohol.
    LitreOfAlcohol,
    /// A piece.
    Piece,
    /// A retail pack.
    Pack,
    /// A sheet, as of face masks.
    Sheet,
}

/// Every unit with its name in the grammar.
const UNITS: [(Unit, &str); 11] = [
    (Unit::Tonne, "t"),
    (Unit::Kilogram, "kg"),
    (Unit::Gram, "g"),
    (Unit::Litre, "l"),
    (Unit::Millilitre, "ml"),
    (Unit::Hectolitre, "hl"),
    (Unit::Kilolitre, "kl"),
    (Unit::LitreOfAlcohol, "l_alcohol"),
    (Unit::Piece, "unit"),
    (Unit::Pack, "pack"),
    (Unit::Sheet, "sheet"),
];

impl Unit {
    /// The unit of a name such as `l_alcohol`.
    pub fn named(name: &str) -> Option<Unit> {
        UNITS.iter().find(|(_, n)| *n == name).map(|(unit, _)| *unit)
    }

    /// The name in the grammar.
    pub fn name(self) -> &'static str {
        UNITS.iter().find(|(unit, _)| *unit == self).map_or("", |(_, name)| name)
    }
}

/// An amount, by the unit where one is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Major units of the currency.
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
    /// The unit that the amount is for; none: the whole.
    pub unit: Option<Unit>,
}

/// A rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rate {
    /// A share of the base.
    Percent(Decimal),
    /// So much for each unit.
    Specific(Bound),
    /// All of them together.
    Sum(Vec<Rate>),
    /// The one that comes to most.
    Max(Vec<Rate>),
    /// The one that comes to least.
    Min(Vec<Rate>),
    /// Slices of the base from below, then a rate for the rest.
    Tiers(Vec<(Bound, Rate)>, Box<Rate>),
    /// One rate when the value of a unit of content reaches a bound, else another. The first bound whose unit is known
    /// is the one tested.
    If(Vec<Bound>, Box<Rate>, Box<Rate>),
}

/// A field of a request that a rate or a regime cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The HS code, or more digits of it.
    Hs,
    /// The country of origin.
    Origin,
    /// The net weight.
    NetWeight,
    /// The volume.
    Volume,
    /// The alcohol content.
    Abv,
    /// Net weight or volume, either.
    Content,
    /// The number of retail packs.
    RetailPacks,
    /// The number of sheets in a piece.
    Sheets,
    /// The watt-hours of the battery in a piece.
    WattHours,
    /// The price at retail in the destination.
    RetailPrice,
    /// An exchange rate.
    ExchangeRate,
    /// How the parcel goes.
    Mode,
}

impl Field {
    /// The name in JSON and in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Field::Hs => "hs",
            Field::Origin => "origin",
            Field::NetWeight => "net_weight",
            Field::Volume => "volume",
            Field::Abv => "abv",
            Field::Content => "content",
            Field::RetailPacks => "retail_packs",
            Field::Sheets => "sheets",
            Field::WattHours => "watt_hours",
            Field::RetailPrice => "retail_price",
            Field::ExchangeRate => "exchange_rate",
            Field::Mode => "mode",
        }
    }
}

/// Why a rate comes to nothing that can be charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Something about the goods is not known.
    Field(Field),
    /// No rate between two currencies.
    Exchange(Currency, Currency),
    /// A figure beyond what amounts can hold.
    OutOfRange,
}

/// What a line holds in all its pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Content {
    /// Pieces.
    pub pieces: Decimal,
    /// Grams of net weight.
    pub net_g: Option<Decimal>,
    /// Millilitres.
    pub ml: Option<Decimal>,
    /// Alcohol by volume in per cent.
    pub abv: Option<Decimal>,
    /// Retail packs.
    pub packs: Option<Decimal>,
    /// Sheets.
    pub sheets: Option<Decimal>,
}

impl Content {
    /// How many of a unit there are.
    pub fn of(&self, unit: Unit) -> Result<Decimal, Lack> {
        let grams = || self.net_g.ok_or(Lack::Field(Field::NetWeight));
        let ml = || self.ml.ok_or(Lack::Field(Field::Volume));
        let share = |whole: Decimal, power: u32| Ok(whole * Decimal::new(1, power));
        match unit {
            Unit::Tonne => share(grams()?, 6),
            Unit::Kilogram => share(grams()?, 3),
            Unit::Gram => grams(),
            Unit::Litre => share(ml()?, 3),
            Unit::Millilitre => ml(),
            Unit::Hectolitre => share(ml()?, 5),
            Unit::Kilolitre => share(ml()?, 6),
            Unit::LitreOfAlcohol => {
                let abv = self.abv.ok_or(Lack::Field(Field::Abv));
                times(share(ml()?, 3)?, abv? * Decimal::new(1, 2))
            }
            Unit::Piece => Ok(self.pieces),
            Unit::Pack => self.packs.ok_or(Lack::Field(Field::RetailPacks)),
            Unit::Sheet => self.sheets.ok_or(Lack::Field(Field::Sheets)),
        }
    }
}

/// What a rate is worked out on: the value that `if` tests, the content, and how to change currencies.
pub struct Ground<'a> {
    /// The value of the line for customs, in major units of the market's currency.
    pub value: Decimal,
    /// What the line holds.
    pub content: &'a Content,
    /// An amount of a currency in the market's own.
    pub convert: &'a dyn Fn(Decimal, Currency) -> Result<Decimal, Lack>,
}

/// A rate settled for one line: a share of the base and a fixed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Per cent of the base.
    pub percent: Decimal,
    /// Major units, whatever the base.
    pub fixed: Decimal,
}

impl Parts {
    /// What the parts come to on a base.
    pub fn on(&self, base: Decimal) -> Result<Decimal, Lack> {
        let share = if self.percent.is_zero() { Decimal::ZERO } else { hundredth(times(base, self.percent)?)? };
        if self.fixed.is_zero() { Ok(share) } else { plus(share, self.fixed) }
    }
}

impl Rate {
    /// Reads a rate.
    pub fn parse(text: &str) -> Result<Rate, RateError> {
        parse::rate(text)
    }

    /// The rate settled on a base: which of several it is, and what of it is a share and what a fixed amount.
    pub fn settle(&self, base: Decimal, ground: &Ground) -> Result<Parts, Lack> {
        match self {
            Rate::Percent(percent) => Ok(Parts { percent: *percent, fixed: Decimal::ZERO }),
            Rate::Specific(bound) => Ok(Parts { percent: Decimal::ZERO, fixed: worth(bound, ground)? }),
            Rate::Sum(rates) => {
                rates.iter().try_fold(Parts { percent: Decimal::ZERO, fixed: Decimal::ZERO }, |sum, rate| {
                    let more = rate.settle(base, ground)?;
                    Ok(Parts { percent: plus(sum.percent, more.percent)?, fixed: plus(sum.fixed, more.fixed)? })
                })
            }
            Rate::Max(rates) => best(rates, base, ground, |new, old| new > old),
            Rate::Min(rates) => best(rates, base, ground, |new, old| new < old),
            Rate::Tiers(tiers, rest) => slices(tiers, rest, base, ground),
            Rate::If(bounds, then, otherwise) => {
                let rate = if reaches(bounds, ground)? { then } else { otherwise };
                rate.settle(base, ground)
            }
        }
    }

    /// Whether the rate is nothing, whatever the base.
    #[inline]
    pub fn is_free(&self) -> bool {
        if let Rate::Percent(percent) = self { percent.is_zero() } else { self.is_all_free() }
    }

    fn is_all_free(&self) -> bool {
        match self {
            Rate::Percent(percent) => percent.is_zero(),
            Rate::Specific(bound) => bound.amount.is_zero(),
            Rate::Sum(rates) | Rate::Max(rates) | Rate::Min(rates) => rates.iter().all(Rate::is_free),
            Rate::Tiers(tiers, rest) => rest.is_free() && tiers.iter().all(|(_, rate)| rate.is_free()),
            Rate::If(_, then, otherwise) => then.is_free() && otherwise.is_free(),
        }
    }
}

fn worth(bound: &Bound, ground: &Ground) -> Result<Decimal, Lack> {
    let amount = (ground.convert)(bound.amount, bound.currency)?;
    match bound.unit {
        Some(unit) => times(amount, ground.content.of(unit)?),
        None => Ok(amount),
    }
}

fn best(rates: &[Rate], base: Decimal, ground: &Ground, better: fn(Decimal, Decimal) -> bool) -> Result<Parts, Lack> {
    let mut chosen: Option<(Decimal, Parts)> = None;
    for rate in rates {
        let parts = rate.settle(base, ground)?;
        let amount = parts.on(base)?;
        if chosen.is_none_or(|(old, _)| better(amount, old)) {
            chosen = Some((amount, parts));
        }
    }
    chosen.map(|(_, parts)| parts).ok_or(Lack::OutOfRange)
}

fn slices(tiers: &[(Bound, Rate)], rest: &Rate, base: Decimal, ground: &Ground) -> Result<Parts, Lack> {
    let mut left = base;
    let mut fixed = Decimal::ZERO;
    for (bound, rate) in tiers {
        let slice = worth(bound, ground)?.min(left);
        fixed = plus(fixed, rate.settle(slice, ground)?.on(slice)?)?;
        left -= slice;
    }
    fixed = plus(fixed, rest.settle(left, ground)?.on(left)?)?;
    Ok(Parts { percent: Decimal::ZERO, fixed })
}

/// Whether the value reaches the first bound whose unit is known; with none known, what is missing.
fn reaches(bounds: &[Bound], ground: &Ground) -> Result<bool, Lack> {
    let mut lack = Lack::OutOfRange;
    for (n, bound) in bounds.iter().enumerate() {
        match worth(bound, ground) {
            Ok(worth) => return Ok(ground.value >= worth),
            Err(Lack::Field(field)) if n == 0 => lack = Lack::Field(field),
            Err(Lack::Field(_)) => lack = Lack::Field(Field::Content),
            Err(other) => return Err(other),
        }
    }
    Err(lack)
}

/// A product that stays in range.
pub fn times(a: Decimal, b: Decimal) -> Result<Decimal, Lack> {
    a.checked_mul(b).ok_or(Lack::OutOfRange)
}

/// A quotient that stays in range.
pub fn over(a: Decimal, b: Decimal) -> Result<Decimal, Lack> {
    a.checked_div(b).ok_or(Lack::OutOfRange)
}

/// A hundredth; exact as long as there are decimals left.
pub(crate) fn hundredth(mut figure: Decimal) -> Result<Decimal, Lack> {
    match figure.set_scale(figure.scale() + 2) {
        Ok(()) => Ok(figure),
        Err(_) => over(figure, Decimal::ONE_HUNDRED),
    }
}

/// A sum that stays in range.
pub fn plus(a: Decimal, b: Decimal) -> Result<Decimal, Lack> {
    a.checked_add(b).ok_or(Lack::OutOfRange)
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency.code(), self.amount)?;
        self.unit.map_or(Ok(()), |unit| write!(f, "/{}", unit.name()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, rates: &[Rate], between: &str| {
            rates.iter().enumerate().try_for_each(|(n, rate)| write!(f, "{}{rate}", if n == 0 { "" } else { between }))
        };
        match self {
            Rate::Percent(percent) => write!(f, "{percent}%"),
            Rate::Specific(bound) => bound.fmt(f),
            Rate::Sum(rates) => list(f, rates, " + "),
            Rate::Max(rates) | Rate::Min(rates) => {
                f.write_str(if matches!(self, Rate::Max(_)) { "max(" } else { "min(" })?;
                list(f, rates, ", ")?;
                f.write_str(")")
            }
            Rate::Tiers(tiers, rest) => {
                f.write_str("tiers(")?;
                for (n, (bound, rate)) in tiers.iter().enumerate() {
                    write!(f, "{} {bound}: {rate}; ", if n == 0 { "first" } else { "next" })?;
                }
                write!(f, "rest: {rest})")
            }
            Rate::If(bounds, then, otherwise) => {
                let bounds: Vec<String> = bounds.iter().map(Bound::to_string).collect();
                write!(f, "if(>= {}: {then}; else: {otherwise})", bounds.join(" | "))
            }
        }
    }
}

#[cfg(test)]
mod tests;
