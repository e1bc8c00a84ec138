//! Thresholds of the law: on goods in the currency that the law names, on values for customs, on lists of codes.

use super::{Case, Draft};
use crate::answer::Verdict;
use crate::basis::{add, exchange};
use crate::book::{Limit, LimitValue};
use crate::rate::{Lack, plus, times};
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::{Currency, Decimal, Money, Rounding};

impl<'a> Case<'a> {
    /// The goods of the whole order, less the discount, in a currency: exact where they are priced in it.
    pub fn goods_in(&self, currency: Currency) -> Result<Decimal, Lack> {
        if let Some(goods) = self.goods_priced_in(currency) {
            return Ok(goods.decimal());
        }
        let rates = &self.request.rates;
        let goods = self.request.lines.iter().try_fold(Decimal::ZERO, |sum, line| {
            let price = times(line.unit_price.decimal(), line.quantity.into())?;
            plus(sum, exchange(price, line.unit_price.currency(), currency, rates)?)
        })?;
        let off = self.request.discount;
        let off = off.map_or(Ok(Decimal::ZERO), |off| exchange(off.decimal(), off.currency(), currency, rates))?;
        goods.checked_sub(off).ok_or(Lack::OutOfRange)
    }

    /// The same in whole minor units, where everything is priced in the currency.
    fn goods_priced_in(&self, currency: Currency) -> Option<Money> {
        let priced = |money: &Money| money.currency() == currency;
        let goods = self.request.lines.iter().try_fold(Money::zero(currency), |sum, line| {
            sum.plus(Some(line.unit_price).filter(priced)?.times(line.quantity.into()).ok()?).ok()
        })?;
        match self.request.discount {
            None => Some(goods),
            Some(off) => goods.minus(Some(off).filter(priced)?).ok(),
        }
    }

    /// Whether the goods of the order are within a threshold, whatever its currency, and what was compared. None where
    /// that cannot be said; then the draft says why.
    #[inline(always)]
    pub fn goods_within(&self, draft: &mut Draft, name: &str) -> Option<(bool, Compared<'a>)> {
        let row = self.limit(draft, name)?;
        self.goods_within_limit(draft, row)
    }

    fn goods_within_limit(&self, draft: &mut Draft, row: &'a Limit) -> Option<(bool, Compared<'a>)> {
        let LimitValue::Amount(limit) = row.value else { return None };
        if let Some(value) = self.goods_priced_in(limit.currency()) {
            return Some((value.minor() <= limit.minor(), Compared { value, limit, row }));
        }
        let goods = self.figure(draft, 0, self.goods_in(limit.currency()))?;
        let value = Money::from_decimal(goods, limit.currency(), Rounding::HalfUp).ok()?;
        Some((goods <= limit.decimal(), Compared { value, limit, row }))
    }

    /// Whether all lines' values for customs together are within a threshold, and what was compared.
    #[inline(always)]
    pub fn value_within(&self, draft: &mut Draft, name: &str) -> Option<(bool, Compared<'a>)> {
        let amount = self.amount(draft, name)?;
        self.value_within_limit(draft, amount)
    }

    fn value_within_limit(&self, draft: &mut Draft, (limit, row): (Money, &'a Limit)) -> Option<(bool, Compared<'a>)> {
        let value = self.values(draft)?;
        Some((value.minor() <= limit.minor(), Compared { value, limit, row }))
    }

    /// All lines' values for customs together.
    pub fn values(&self, draft: &mut Draft) -> Option<Money> {
        let zero = Ok(Money::zero(self.basis.currency));
        let sum = (0..self.items.len()).fold(zero, |sum, n| add(sum?, self.value(draft, n)));
        self.figure(draft, 0, sum)
    }

    /// Whether a line's code is on a list of codes in the limits, or too short to say that it is not.
    #[inline(always)]
    pub fn is_listed(&self, draft: &mut Draft, n: usize, name: &str) -> bool {
        let limit = self.limit(draft, name);
        limit.is_some_and(|limit| limit.names(self.packed(n), || self.code(n), true))
    }

    /// The words of a limit.
    pub fn words(&self, draft: &mut Draft, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.limit(draft, name).into_iter().flat_map(Limit::words)
    }

    /// Whether the goods are for the buyer's own use: not as freight, and nobody says otherwise.
    pub fn is_own_use(&self) -> bool {
        let buyer = &self.request.buyer;
        self.mode != Mode::Cargo && buyer.personal_use != Some(false) && !buyer.registered_business
    }

    /// The channel of restrictions: freight, or parcels.
    pub fn channel(&self) -> &'static str {
        if self.mode == Mode::Cargo { "cargo" } else { "parcel" }
    }

    /// The regime is not open to this order, and why.
    pub fn close(&self, draft: &mut Draft, reason: impl FnOnce() -> Reason) {
        draft.closed = true;
        draft.all(Verdict::NotSold, reason);
    }
}

/// A value beside the limit that it is tested by.
#[derive(Clone, Copy)]
pub(crate) struct Compared<'a> {
    value: Money,
    limit: Money,
    row: &'a Limit,
}

impl Compared<'_> {
    /// A reason that names both.
    pub fn reason(&self, code: Code) -> Reason {
        let amounts = [("value", self.value), ("limit", self.limit)];
        Reason::amounts(code, &amounts).by(&self.row.citation, self.row.confidence)
    }
}
