//! What a draft does to one offer.

use super::{Assumptions, Offer};
use crate::answer::{Answer, Measure};
use crate::reason::Reason;
use sampan_money::{Currency, Decimal, Money, Rounding};
use std::collections::HashMap;

/// Worth of one unit of each currency in the currency of the report.
pub(super) struct Worth {
    pub currency: Currency,
    factors: HashMap<Currency, Decimal>,
}

impl Worth {
    pub fn new(currency: Currency, rates: &[sampan_money::ExchangeRate], of: impl Iterator<Item = Currency>) -> Worth {
        let factor =
            |from| crate::basis::exchange(Decimal::ONE, from, currency, rates).ok().map(|factor| (from, factor));
        Worth { currency, factors: of.filter_map(factor).collect() }
    }

    /// An amount in minor units of the report's currency.
    pub fn minor(&self, amount: Money) -> Option<i64> {
        if amount.currency() == self.currency {
            return Some(amount.minor());
        }
        let worth = amount.decimal().checked_mul(*self.factors.get(&amount.currency())?)?;
        Money::from_decimal(worth, self.currency, Rounding::HalfUp).ok().map(Money::minor)
    }
}

/// One piece sold, in the currency of the report.
#[derive(Debug, Clone, Default)]
pub(super) struct Sale {
    pub landed: Option<Money>,
    pub minor: i64,
    pub goods: i64,
    pub charges: Vec<(Measure, i64)>,
}

impl Sale {
    /// None where the answer is no sale, or its worth cannot be told.
    pub fn of(answer: &Answer, worth: &Worth) -> Option<Sale> {
        let landed = answer.landed_total.filter(|_| answer.eligibility.verdict.sells())?;
        let mut charges: Vec<(Measure, i64)> = Vec::with_capacity(answer.charges.len());
        for charge in &answer.charges {
            let minor = worth.minor(charge.amount)?;
            match charges.iter_mut().find(|(measure, _)| *measure == charge.measure) {
                Some((_, sum)) => *sum = sum.checked_add(minor)?,
                None => charges.push((charge.measure, minor)),
            }
        }
        let goods = answer.lines.iter().map(|line| worth.minor(line.goods)).sum::<Option<i64>>()?;
        Some(Sale { landed: Some(landed), minor: worth.minor(landed)?, goods, charges })
    }

    pub fn charged(&self) -> i64 {
        self.charges.iter().fold(0, |sum, (_, amount)| sum.saturating_add(*amount))
    }
}

/// What becomes of an offer.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// Nothing, or it is sold by neither law.
    Same,
    /// It is sold at another price, or taxed otherwise at the same.
    Priced { before: Sale, after: Sale },
    /// It is sold no more; why.
    Stops { before: Sale, reason: Option<Reason> },
    /// It is sold that was not.
    Starts { after: Sale },
}

impl Effect {
    pub fn of(before: &Answer, after: &Answer, worth: &Worth) -> Effect {
        if before.landed_total == after.landed_total
            && before.total_charges == after.total_charges
            && same(before, after)
        {
            return Effect::Same;
        }
        match (Sale::of(before, worth), Sale::of(after, worth)) {
            (None, None) => Effect::Same,
            (Some(before), Some(after)) => Effect::Priced { before, after },
            (Some(before), None) => Effect::Stops { before, reason: after.eligibility.reasons.first().cloned() },
            (None, Some(after)) => Effect::Starts { after },
        }
    }
}

/// Whether the same is charged, measure by measure.
fn same(before: &Answer, after: &Answer) -> bool {
    before.charges.len() == after.charges.len()
        && before.charges.iter().zip(&after.charges).all(|(a, b)| a.measure == b.measure && a.amount == b.amount)
}

/// A year of an offer: pieces in thousandths, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    pub pieces: u64,
    /// None: nothing is assumed about demand.
    pub expected: Option<i64>,
}

/// Thousandths of a piece.
pub(super) const THOUSAND: i64 = 1_000;

impl Year {
    /// What demand becomes when one price becomes another, in a straight line, never below nothing. What is sold no
    /// more sells nothing; of what was not sold before nothing is known.
    pub fn of(offer: &Offer, code: &str, effect: &Effect, assumptions: &Assumptions) -> Year {
        let pieces = assumptions.pieces(offer.pieces);
        let expected = match effect {
            Effect::Same | Effect::Starts { .. } => None,
            Effect::Stops { .. } => Some(0),
            Effect::Priced { before, after } => {
                let elasticity = assumptions.elasticity(code);
                elasticity.and_then(|elasticity| answer(pieces, before.minor, after.minor, elasticity))
            }
        };
        let pieces = if matches!(effect, Effect::Starts { .. }) { 0 } else { pieces };
        Year { pieces, expected }
    }
}

fn answer(pieces: u64, before: i64, after: i64, elasticity: Decimal) -> Option<i64> {
    let moved = Decimal::from(after.checked_sub(before)?).checked_div(Decimal::from(before))?;
    let factor = Decimal::ONE.checked_add(moved.checked_mul(elasticity)?)?.max(Decimal::ZERO);
    let pieces = Decimal::from(pieces).checked_mul(Decimal::from(THOUSAND))?.checked_mul(factor)?;
    Money::from_decimal(pieces, Currency::JPY, Rounding::HalfUp).ok().map(Money::minor)
}
