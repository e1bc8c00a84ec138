//! Thresholds of the law, tested on goods in the currency that the law names.

use super::Case;
use crate::basis::exchange;
use crate::rate::{Lack, plus, times};
use sampan_money::{Currency, Decimal};

impl Case<'_> {
    /// The goods of the whole order, less the discount, in a currency: exact where they are priced in it.
    pub fn goods_in(&self, currency: Currency) -> Result<Decimal, Lack> {
        let rates = &self.request.rates;
        let goods = self.request.lines.iter().try_fold(Decimal::ZERO, |sum, line| {
            let price = times(line.unit_price.decimal(), line.quantity.into())?;
            plus(sum, exchange(price, line.unit_price.currency(), currency, rates)?)
        })?;
        let off = self
            .request
            .discount
            .map_or(Ok(Decimal::ZERO), |off| exchange(off.decimal(), off.currency(), currency, rates))?;
        goods.checked_sub(off).ok_or(Lack::OutOfRange)
    }
}
