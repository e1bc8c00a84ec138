//! Arithmetic on whole numbers where decimals would do the same more slowly.

use crate::book::RoundTo;
use crate::rate::Rate;
use sampan_money::{Decimal, Money, Rounding};

/// Powers of ten as far as they are needed.
const TENS: [i128; 29] = {
    let mut tens = [1; 29];
    let mut n = 1;
    while n < 29 {
        tens[n] = tens[n - 1] * 10;
        n += 1;
    }
    tens
};

/// A power of ten; none beyond the decimals of a figure.
pub(crate) fn ten(power: u32) -> Option<i128> {
    TENS.get(power as usize).copied()
}

/// A quotient rounded to a whole number; none where it does not fit.
pub(crate) fn divide(above: i128, below: i128, way: Rounding) -> Option<i128> {
    let (quotient, rest) = match (u64::try_from(above), u64::try_from(below)) {
        (Ok(above), Ok(below)) => ((above.checked_div(below)?).into(), (above % below).into()),
        _ => (above.checked_div(below)?, above.checked_rem(below)?),
    };
    let away = match way {
        Rounding::Down => false,
        Rounding::Up => rest != 0,
        Rounding::HalfUp => rest.unsigned_abs() >= below.unsigned_abs() - rest.unsigned_abs(),
    };
    let one = if (above < 0) == (below < 0) { 1 } else { -1 };
    Some(if away { quotient + one } else { quotient })
}

/// Minor units of a figure in major units, rounded to a step; none where it cannot be said in whole numbers.
pub(crate) fn minor(figure: Decimal, step: Decimal, exponent: u32, way: Rounding) -> Option<i64> {
    small(figure, step, exponent, way).or_else(|| large(figure, step, exponent, way))
}

/// Powers of ten that fit one machine word.
const SMALL_TENS: [u64; 19] = {
    let mut tens = [1; 19];
    let mut n = 1;
    while n < 19 {
        tens[n] = tens[n - 1] * 10;
        n += 1;
    }
    tens
};

/// A figure without its point as one machine word; none where it is below zero or does not fit.
#[inline]
pub(crate) fn word(figure: Decimal) -> Option<u64> {
    let parts = figure.unpack();
    let word = u64::from(parts.mid) << 32 | u64::from(parts.lo);
    (parts.hi == 0 && (!parts.negative || word == 0)).then_some(word)
}

/// A rounding to whole minor units of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    minor: u64,
    way: Rounding,
    /// Decimals of the currency.
    pub exponent: u32,
}

impl Step {
    /// None where the step is a part of a minor unit, or too large for a machine word.
    pub fn of(rounding: RoundTo, exponent: u32) -> Option<Step> {
        let whole = word(rounding.unit).filter(|step| *step > 0)?;
        let ten = SMALL_TENS.get(exponent.checked_sub(rounding.unit.scale())? as usize)?;
        Some(Step { minor: whole.checked_mul(*ten)?, way: rounding.way, exponent })
    }

    /// Minor units of a whole number with decimals below the minor unit, rounded; none where it does not fit a machine
    /// word.
    #[inline]
    pub fn round(&self, whole: u64, decimals: u32) -> Option<i64> {
        self.steps(whole, self.step_in(decimals)?)
    }

    /// The step in units of so many decimals below the minor unit; none where it does not fit a machine word.
    pub fn step_in(&self, decimals: u32) -> Option<u64> {
        self.minor.checked_mul(*SMALL_TENS.get(decimals as usize)?)
    }

    /// Minor units of a figure in major units, rounded; none where it does not fit a machine word.
    #[inline]
    pub fn figure(&self, figure: Decimal) -> Option<i64> {
        let whole = word(figure)?;
        match figure.scale().checked_sub(self.exponent) {
            Some(more) => self.round(whole, more),
            None => {
                let ten = SMALL_TENS.get((self.exponent - figure.scale()) as usize)?;
                self.round(whole.checked_mul(*ten)?, 0)
            }
        }
    }

    /// An amount rounded; none where it is below zero or does not fit.
    #[inline]
    pub fn amount(&self, amount: Money) -> Option<Money> {
        let minor = self.round(u64::try_from(amount.minor()).ok()?, 0)?;
        Some(Money::new(minor, amount.currency()))
    }

    /// What an amount times one figure and divided by another comes to, rounded; none where it does not fit.
    pub fn portion(&self, amount: Money, above: Decimal, below: Decimal) -> Option<Money> {
        let whole = |figure| word(figure).filter(|_| above.scale() == below.scale());
        let all = u64::try_from(amount.minor()).ok()?.checked_mul(whole(above)?)?;
        Some(Money::new(self.quotient(all, whole(below)?)?, amount.currency()))
    }

    /// Minor units of a quotient of minor units, rounded; none where it does not fit a machine word.
    #[inline]
    fn quotient(&self, above: u64, below: u64) -> Option<i64> {
        self.steps(above, self.minor.checked_mul(below)?)
    }

    /// Minor units of a number of units of which so many are a step, rounded; none where it does not fit.
    #[inline]
    pub fn steps(&self, above: u64, below: u64) -> Option<i64> {
        let (quotient, rest) = (above.checked_div(below)?, above.checked_rem(below)?);
        let away = match self.way {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::HalfUp => rest >= below - rest,
        };
        i64::try_from((quotient + u64::from(away)).checked_mul(self.minor)?).ok()
    }
}

/// A share in per cent whose figure fits a machine word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    whole: u64,
    decimals: u32,
}

impl Share {
    /// The share of a rate that is nothing else.
    pub fn of(rate: &Rate) -> Option<Share> {
        match rate {
            Rate::Percent(percent) => Share::percent(*percent),
            _ => None,
        }
    }

    /// A share of so many per cent.
    pub fn percent(percent: Decimal) -> Option<Share> {
        Some(Share { whole: word(percent)?, decimals: percent.scale() })
    }

    /// A share of the share; none where it does not fit a machine word.
    pub fn part(&self, of: Share) -> Option<Share> {
        Some(Share { whole: self.whole.checked_mul(of.whole)?, decimals: self.decimals + of.decimals + 2 })
    }

    /// What it comes to on an amount, rounded; none where it does not fit a machine word.
    #[inline]
    pub fn on(&self, base: Money, step: &Step) -> Option<i64> {
        let base = u64::try_from(base.minor()).ok()?;
        step.round(base.checked_mul(self.whole)?, self.decimals + 2)
    }
}

/// The same in one machine word.
fn small(figure: Decimal, step: Decimal, exponent: u32, way: Rounding) -> Option<i64> {
    Step::of(RoundTo { unit: step, way }, exponent)?.figure(figure)
}

/// The same in two words.
fn large(figure: Decimal, step: Decimal, exponent: u32, way: Rounding) -> Option<i64> {
    let step_in_minor = step.mantissa().checked_mul(ten(exponent)?)?;
    let scale = ten(step.scale())?;
    if step_in_minor % scale != 0 || step_in_minor <= 0 {
        return None;
    }
    let above = figure.mantissa().checked_mul(scale)?;
    let below = step.mantissa().checked_mul(ten(figure.scale())?)?;
    let steps = divide(above, below, way)?;
    i64::try_from(steps.checked_mul(step_in_minor / scale)?).ok()
}

/// Whether a figure lies between nothing and a whole number, both included.
#[inline]
pub(crate) fn is_within(figure: Decimal, most: i64) -> bool {
    // Decimals only make it less.
    word(figure).is_some_and(|word| word <= u64::try_from(most).unwrap_or(0)) || is_less(figure, most)
}

fn is_less(figure: Decimal, most: i64) -> bool {
    let whole = |n: i64| ten(figure.scale()).and_then(|scale| i128::from(n).checked_mul(scale));
    let mantissa = figure.mantissa();
    mantissa >= 0 && whole(most).is_none_or(|most| mantissa <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sampan_money::Currency;

    /// By their decimals; there is none of one, so its amounts are not looked at as money.
    const CURRENCIES: [Currency; 4] = [Currency::JPY, Currency::JPY, Currency::USD, Currency::BHD];

    proptest! {
        #[test]
        fn whole_numbers_round_as_decimals_do(
            mantissa in any::<i64>(), scale in 0u32..18, step in 0usize..7, exponent in 0u32..4, way in 0usize..3,
        ) {
            let steps = ["0.01", "1", "10", "1000", "0.05", "100", "0.001"];
            let (figure, step) = (Decimal::new(mantissa, scale), steps[step].parse::<Decimal>().unwrap());
            let way = [Rounding::HalfUp, Rounding::Down, Rounding::Up][way];
            let rounded = way.apply(figure / step) * step * Decimal::from(10i64.pow(exponent));
            let wanted = rounded.is_integer().then(|| i64::try_from(rounded).ok()).flatten();
            if let Some(minor) = minor(figure, step, exponent, way) {
                prop_assert_eq!(Some(minor), wanted);
            }
        }

        #[test]
        fn one_word_says_what_two_do(mantissa in any::<u64>(), scale in 0u32..18, step in 0usize..5, exponent in 0u32..4) {
            let step = ["0.01", "1", "10", "1000", "0.001"][step].parse::<Decimal>().unwrap();
            let figure = Decimal::from_i128_with_scale(mantissa.into(), scale);
            for way in [Rounding::HalfUp, Rounding::Down, Rounding::Up] {
                if let Some(minor) = small(figure, step, exponent, way) {
                    prop_assert_eq!(Some(minor), large(figure, step, exponent, way));
                }
            }
        }

        #[test]
        fn a_share_comes_to_what_decimals_say(
            base in 0i64..1_000_000_000_000, percent in 0i64..1_000_000, scale in 0u32..6, step in 0usize..5, exponent in 0u32..4,
        ) {
            let step = ["0.01", "1", "10", "1000", "0.001"][step].parse::<Decimal>().unwrap();
            let percent = Decimal::new(percent, scale);
            for way in [Rounding::HalfUp, Rounding::Down, Rounding::Up] {
                let of = |step| Share::percent(percent)?.on(Money::new(base, CURRENCIES[exponent as usize]), &step);
                if let Some(minor) = Step::of(RoundTo { unit: step, way }, exponent).and_then(of) {
                    let figure = Decimal::new(base, exponent) * percent / Decimal::ONE_HUNDRED;
                    prop_assert_eq!(Some(minor), large(figure, step, exponent, way));
                }
            }
        }

        #[test]
        fn a_portion_comes_to_what_decimals_say(
            amount in 0i64..1_000_000_000_000, above in 1i64..100, below in 1i64..100, step in 0usize..4, exponent in 0u32..4,
        ) {
            let unit = ["0.01", "1", "10", "1000"][step].parse::<Decimal>().unwrap();
            let (above, below) = (Decimal::from(above), Decimal::from(below));
            let amount = Money::new(amount, CURRENCIES[exponent as usize]);
            for way in [Rounding::HalfUp, Rounding::Down, Rounding::Up] {
                let rounding = RoundTo { unit, way };
                let step = Step::of(rounding, sampan_money::exponent(amount.currency()));
                if let Some(portion) = step.and_then(|step| step.portion(amount, above, below)) {
                    let exact = amount.decimal() * above / below;
                    prop_assert_eq!(portion.decimal(), rounding.apply(exact).unwrap());
                }
            }
        }

        #[test]
        fn within_is_what_decimals_say(mantissa in any::<i64>(), scale in 0u32..28, most in 0i64..2_000_000_000) {
            let figure = Decimal::new(mantissa, scale);
            prop_assert_eq!(is_within(figure, most), figure >= Decimal::ZERO && figure <= Decimal::from(most));
        }
    }
}
