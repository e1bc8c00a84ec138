//! Amounts in minor units, currencies, exchange rates, exact splitting.
//!
//! Money is an integer of the currency's minor unit (ISO 4217: cents, yen, fen) and a currency; a float never touches
//! it. Rates are decimals with a date and a source. What is split is split exactly: the parts always add up.
//!
//! ```
//! use sampan_money::{Currency, Money};
//! let held = Money::parse("100.00", Currency::USD).unwrap();
//! let (fee, rest) = held.split_off("5".parse().unwrap());
//! assert_eq!((fee.to_string(), rest.to_string()), ("5.00 USD".into(), "95.00 USD".into()));
//! assert_eq!(fee.plus(rest), Ok(held));
//! ```
//!
//! Currencies may be mixed up by mistake, so addition is fallible; it refuses rather than converts.

mod exchange;
mod split;

pub use exchange::{ExchangeRate, Rounding};
pub use iso_currency::Currency;
pub use rust_decimal::Decimal;
pub use split::split;

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why an amount could not be worked out or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two amounts of different currencies met.
    #[error("{0} and {1} cannot be added")]
    CurrencyMismatch(&'static str, &'static str),
    /// The amount leaves the range of a 64-bit integer of minor units.
    #[error("amount out of range")]
    OutOfRange,
    /// The text is no decimal number.
    #[error("{found:?} is no amount; wanted digits with a point, such as 12.30")]
    NotAnAmount {
        /// What stood there.
        found: String,
    },
    /// The text has more decimals than the currency.
    #[error("{found:?} has more than {exponent} decimals")]
    TooManyDecimals {
        /// What stood there.
        found: String,
        /// Decimals of the currency.
        exponent: u32,
    },
    /// The code is no ISO 4217 currency in use.
    #[error("{found:?} is no currency code")]
    NotACurrency {
        /// What stood there.
        found: String,
    },
}

/// Decimals of a currency's minor unit by ISO 4217: 2 for USD, 0 for JPY, KRW and VND.
///
/// ISO gives IDR and TWD two decimals; that is how amounts are stored, whatever a page shows.
#[inline]
pub fn exponent(currency: Currency) -> u32 {
    currency.exponent().unwrap_or(0).into()
}

/// The currency of an ISO 4217 code such as `CNY`.
pub fn currency(code: &str) -> Result<Currency, MoneyError> {
    Currency::from_code(&code.to_ascii_uppercase())
        .ok_or_else(|| MoneyError::NotACurrency { found: code.chars().take(12).collect() })
}

/// An amount: minor units and a currency. JSON: `{"amount": "12.30", "currency": "CNY"}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

#[derive(Serialize, Deserialize)]
struct Written {
    amount: String,
    currency: String,
}

impl TryFrom<Written> for Money {
    type Error = MoneyError;
    fn try_from(written: Written) -> Result<Money, MoneyError> {
        Money::parse(&written.amount, currency(&written.currency)?)
    }
}

impl From<Money> for Written {
    fn from(money: Money) -> Written {
        Written { amount: money.amount(), currency: money.currency.code().to_owned() }
    }
}

impl Money {
    /// An amount of so many minor units (cents, fen, yen).
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Money {
        Money::new(0, currency)
    }

    /// Reads `12.30`, `-5`, `1000`; no thousands separators, no exponent, no more decimals than the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let found = || text.chars().take(40).collect::<String>();
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 18 || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
            return Err(MoneyError::NotAnAmount { found: found() });
        }
        let exponent = exponent(currency);
        let places = exponent as usize;
        if fraction.len() > places && fraction[places..].bytes().any(|b| b != b'0') {
            return Err(MoneyError::TooManyDecimals { found: found(), exponent });
        }
        let fraction = format!("{:0<places$}", &fraction[..fraction.len().min(places)]);
        let minor: i64 = format!("{whole}{fraction}").parse().map_err(|_| MoneyError::OutOfRange)?;
        Ok(Money::new(if text.starts_with('-') { -minor } else { minor }, currency))
    }

    /// The amount of a decimal in major units, rounded to the minor unit.
    pub fn from_decimal(major: Decimal, currency: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let scaled = major.checked_mul(Decimal::from(10_i64.pow(exponent(currency)))).ok_or(MoneyError::OutOfRange)?;
        let minor = rounding.apply(scaled).try_into().map_err(|_| MoneyError::OutOfRange)?;
        Ok(Money::new(minor, currency))
    }

    /// Minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The currency's ISO code.
    #[inline]
    pub fn code(self) -> &'static str {
        self.currency.code()
    }

    /// The amount in major units as an exact decimal.
    #[inline]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, exponent(self.currency))
    }

    /// The amount as text without currency: `12.30`, `1000` (JPY).
    pub fn amount(self) -> String {
        self.decimal().to_string()
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The same amount owed the other way.
    pub const fn negated(self) -> Money {
        Money::new(-self.minor, self.currency)
    }

    #[inline]
    fn same(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.code(), other.code()))
        }
    }

    /// The sum of two amounts of one currency.
    #[inline]
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Money::new(minor, self.currency))
    }

    /// The difference of two amounts of one currency.
    #[inline]
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.plus(other.negated())
    }

    /// So many times the amount.
    #[inline]
    pub fn times(self, quantity: i64) -> Result<Money, MoneyError> {
        let minor = self.minor.checked_mul(quantity).ok_or(MoneyError::OutOfRange)?;
        Ok(Money::new(minor, self.currency))
    }

    /// A percentage of the amount, rounded.
    pub fn percent(self, percent: Decimal, rounding: Rounding) -> Result<Money, MoneyError> {
        let share = self.decimal().checked_mul(percent).ok_or(MoneyError::OutOfRange)?;
        Money::from_decimal(share / Decimal::ONE_HUNDRED, self.currency, rounding)
    }

    /// The sum of amounts in one currency; nothing sums to zero.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::plus)
    }

    /// A percentage split off (rounded half up, never more than the whole), and the rest: the two add up to the whole.
    pub fn split_off(self, percent: Decimal) -> (Money, Money) {
        let part = self.percent(percent, Rounding::HalfUp).unwrap_or(Money::zero(self.currency));
        let part = Money::new(part.minor.clamp(self.minor.min(0), self.minor.max(0)), self.currency);
        (part, Money::new(self.minor - part.minor, self.currency))
    }

    /// The part of the amount that `done` of `whole` pieces bear, rounded down: cumulative, so that the last piece
    /// brings exactly the rest. `done` beyond `whole` counts as the whole.
    pub fn share(self, done: i64, whole: i64) -> Money {
        if whole <= 0 || done >= whole {
            return self;
        }
        let part = i128::from(self.minor) * i128::from(done.max(0)) / i128::from(whole);
        Money::new(part as i64, self.currency)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.code())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
