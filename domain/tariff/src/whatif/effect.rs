//! What a draft does to one offer.

use super::{Assumptions, Offer};
use crate::answer::Measure;
use crate::book::RoundTo;
use crate::figure::Step;
use crate::outcome::Outcome;
use sampan_money::{Currency, Decimal, Money, Rounding, exponent};
use smallvec::SmallVec;

/// Worth of one unit of each currency in the currency of the report.
pub(super) struct Worth {
    pub currency: Currency,
    factors: Vec<(Currency, Factor)>,
    step: Option<Step>,
}

/// What one unit is worth.
struct Factor {
    exact: Decimal,
    /// Its first digits, how many decimals they and the currency have, and whether more digits follow.
    whole: u64,
    decimals: u32,
    more: bool,
}

/// What the first digits of a factor are below, so that amounts times them fit a machine word.
const FIRST_DIGITS: i128 = 1_000_000_000;

impl Factor {
    fn of(exact: Decimal, from: Currency) -> Factor {
        let (mut whole, mut decimals, mut more) = (exact.mantissa(), exact.scale() + exponent(from), false);
        while whole >= FIRST_DIGITS && decimals > 0 {
            more |= whole % 10 != 0;
            (whole, decimals) = (whole / 10, decimals - 1);
        }
        Factor { exact, whole: u64::try_from(whole).unwrap_or(u64::MAX), decimals, more }
    }

    /// An amount times the factor in minor units, where its first digits decide: with all that may follow them it is
    /// rounded to the same.
    fn whole(&self, amount: Money, step: &Step) -> Option<i64> {
        let (minor, more) = (u64::try_from(amount.minor()).ok()?, self.decimals.checked_sub(step.exponent)?);
        let least = step.round(minor.checked_mul(self.whole)?, more)?;
        if !self.more {
            return Some(least);
        }
        let most = step.round(minor.checked_mul(self.whole + 1)?, more)?;
        (least == most).then_some(least)
    }
}

impl Worth {
    pub fn new(currency: Currency, rates: &[sampan_money::ExchangeRate], of: impl Iterator<Item = Currency>) -> Worth {
        let factor = |from| {
            crate::basis::exchange(Decimal::ONE, from, currency, rates)
                .ok()
                .map(|exact| (from, Factor::of(exact, from)))
        };
        let unit = Decimal::new(1, exponent(currency));
        let step = Step::of(RoundTo { unit, way: Rounding::HalfUp }, exponent(currency));
        Worth { currency, factors: of.filter_map(factor).collect(), step }
    }

    /// An amount in minor units of the report's currency.
    pub fn minor(&self, amount: Money) -> Option<i64> {
        if amount.currency() == self.currency {
            return Some(amount.minor());
        }
        let (_, factor) = self.factors.iter().find(|(from, _)| *from == amount.currency())?;
        if let Some(minor) = self.step.and_then(|step| factor.whole(amount, &step)) {
            return Some(minor);
        }
        let worth = amount.decimal().checked_mul(factor.exact)?;
        Money::from_decimal(worth, self.currency, Rounding::HalfUp).ok().map(Money::minor)
    }
}

/// One piece sold, in the currency of the report.
#[derive(Debug, Clone, Default)]
pub(super) struct Sale {
    pub landed: Option<Money>,
    pub minor: i64,
    pub goods: i64,
    pub charges: SmallVec<[(Measure, i64); 6]>,
}

impl Sale {
    /// None where the answer is no sale, or its worth cannot be told.
    pub fn of(answer: &Outcome, worth: &Worth) -> Option<Sale> {
        let landed = answer.landed_total.filter(|_| answer.verdict.sells())?;
        let mut charges: SmallVec<[(Measure, i64); 6]> = SmallVec::new();
        for charge in &answer.charges {
            let minor = worth.minor(charge.amount)?;
            match charges.iter_mut().find(|(measure, _)| *measure == charge.measure) {
                Some((_, sum)) => *sum = sum.checked_add(minor)?,
                None => charges.push((charge.measure, minor)),
            }
        }
        let goods = answer.goods.iter().map(|goods| worth.minor(*goods)).sum::<Option<i64>>()?;
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
    /// It is sold no more.
    Stops { before: Sale },
    /// It is sold that was not.
    Starts { after: Sale },
}

impl Effect {
    pub fn of(before: &Outcome, after: &Outcome, worth: &Worth) -> Effect {
        if before.landed_total == after.landed_total
            && before.total_charges == after.total_charges
            && same(before, after)
        {
            return Effect::Same;
        }
        match (Sale::of(before, worth), Sale::of(after, worth)) {
            (None, None) => Effect::Same,
            (Some(before), Some(after)) => Effect::Priced { before, after },
            (Some(before), None) => Effect::Stops { before },
            (None, Some(after)) => Effect::Starts { after },
        }
    }
}

/// Whether the same is charged, measure by measure.
fn same(before: &Outcome, after: &Outcome) -> bool {
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
    whole_answer(pieces, before, after, elasticity).or_else(|| exact_answer(pieces, before, after, elasticity))
}

/// What a figure stays below so that the last decimals of a quotient cannot decide how it is rounded.
const FAR: i128 = 1 << 40;

/// The same in whole numbers; none where they are too large, or where the result lies half way and decimals that were cut
/// off may have decided.
fn whole_answer(pieces: u64, before: i64, after: i64, elasticity: Decimal) -> Option<i64> {
    let (before, ten) = (i128::from(before), crate::figure::ten(elasticity.scale())?);
    let pieces = i128::from(pieces) * i128::from(THOUSAND);
    let below = before.checked_mul(ten).filter(|below| (1..FAR).contains(below))?;
    let more = (i128::from(after) - before).checked_mul(elasticity.mantissa())?;
    let above = below.checked_add(more).filter(|above| *above < FAR)?.max(0) * Some(pieces).filter(|n| *n < FAR)?;
    let (whole, rest) = (above / below, above % below);
    if rest * 2 == below {
        return None;
    }
    i64::try_from(whole + i128::from(rest * 2 > below)).ok()
}

fn exact_answer(pieces: u64, before: i64, after: i64, elasticity: Decimal) -> Option<i64> {
    let moved = Decimal::from(after.checked_sub(before)?).checked_div(Decimal::from(before))?;
    let factor = Decimal::ONE.checked_add(moved.checked_mul(elasticity)?)?.max(Decimal::ZERO);
    let pieces = Decimal::from(pieces).checked_mul(Decimal::from(THOUSAND))?.checked_mul(factor)?;
    Money::from_decimal(pieces, Currency::JPY, Rounding::HalfUp).ok().map(Money::minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn demand_in_whole_numbers_is_what_decimals_say(
            pieces in 0u64..100_000, before in 1i64..10_000_000, more in -2_000_000i64..5_000_000, value in -2_000i64..2_000, scale in 0u32..4,
        ) {
            let (after, elasticity) = ((before + more).max(0), Decimal::new(value, scale));
            if let Some(whole) = whole_answer(pieces, before, after, elasticity) {
                prop_assert_eq!(Some(whole), exact_answer(pieces, before, after, elasticity));
            }
        }

        #[test]
        fn first_digits_say_what_all_do(minor in 0i64..100_000_000_000, rate in 1u64..3_000_000, scale in 0u32..6, n in 0usize..3) {
            let from = [Currency::CNY, Currency::VND, Currency::JPY][n];
            let exact = Decimal::ONE / Decimal::new(rate as i64, scale);
            let (factor, unit) = (Factor::of(exact, from), Decimal::new(1, 2));
            let step = Step::of(RoundTo { unit, way: Rounding::HalfUp }, 2).unwrap();
            if let Some(whole) = factor.whole(Money::new(minor, from), &step) {
                let worth = Money::new(minor, from).decimal() * exact;
                prop_assert_eq!(Money::from_decimal(worth, Currency::USD, Rounding::HalfUp).unwrap().minor(), whole);
            }
        }
    }
}
