//! Exchange: a dated rate between two currencies, and how a result is rounded.

use crate::{Currency, Money, MoneyError};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Which way a figure between two minor units goes. The law or the market's own rule says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest, a half away from zero.
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// The whole number a decimal rounds to.
    pub fn apply(self, value: Decimal) -> Decimal {
        value.round_dp_with_strategy(
            0,
            match self {
                Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
                Rounding::Down => RoundingStrategy::ToZero,
                Rounding::Up => RoundingStrategy::AwayFromZero,
            },
        )
    }
}

/// What one unit of `base` is worth in `quote`, on a date, by a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The currency that is priced.
    pub base: Currency,
    /// The currency it is priced in.
    pub quote: Currency,
    /// Units of `quote` for one unit of `base`; above zero.
    pub rate: Decimal,
    /// The day the rate is of.
    pub date: Date,
    /// Who published it.
    pub source: String,
}

impl ExchangeRate {
    /// The rate of a currency to itself.
    pub fn same(currency: Currency, date: Date) -> ExchangeRate {
        ExchangeRate { base: currency, quote: currency, rate: Decimal::ONE, date, source: String::new() }
    }

    /// The same rate seen from the other side.
    pub fn inverted(&self) -> ExchangeRate {
        let rate = Decimal::ONE.checked_div(self.rate).unwrap_or(Decimal::ZERO);
        ExchangeRate { base: self.quote, quote: self.base, rate, ..self.clone() }
    }

    /// An amount of `base` in `quote`, rounded; an amount of another currency is refused.
    pub fn convert(&self, amount: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        if amount.currency() != self.base {
            return Err(MoneyError::CurrencyMismatch(amount.code(), self.base.code()));
        }
        let product = amount.decimal().checked_mul(self.rate).ok_or(MoneyError::OutOfRange)?;
        Money::from_decimal(product, self.quote, rounding)
    }
}
