//! What a rate comes to on a line, entered as a charge.

use super::draft::CHARGES;
use super::{Case, Draft, put};
use crate::answer::Charge;
use crate::basis::{add, exchange};
use crate::book::{Kept, Law, RateRow};
use crate::figure::Share;
use crate::rate::{Content, Ground, Lack, Parts, Rate};
use crate::text::Text;
use sampan_money::{Decimal, Money};

impl Case<'_> {
    /// A rate settled for a line on a base in major units.
    pub fn settle(&self, draft: &mut Draft, n: usize, rate: &Rate, base: Decimal) -> Option<Parts> {
        if let Rate::Percent(percent) = rate {
            return Some(Parts { percent: *percent, fixed: Decimal::ZERO });
        }
        self.settle_with(draft, n, rate, base, &self.item(n).content())
    }

    /// A rate settled for a line on another content than the line's own.
    pub fn settle_with(
        &self,
        draft: &mut Draft,
        n: usize,
        rate: &Rate,
        base: Decimal,
        content: &Content,
    ) -> Option<Parts> {
        let convert = |amount, from| exchange(amount, from, self.basis.currency, &self.request.rates);
        let ground = Ground { value: self.value(draft, n).decimal(), content, convert: &convert };
        rate.settle(base, &ground).map_err(|lack| self.lack(draft, n, lack)).ok()
    }

    /// A figure of a line that must come out; where it does not, the draft says so.
    pub fn figure<T>(&self, draft: &mut Draft, n: usize, figure: Result<T, Lack>) -> Option<T> {
        figure.map_err(|lack| self.lack(draft, n, lack)).ok()
    }

    /// Rounds an amount and enters it as a charge on a line.
    pub fn charge(
        &self,
        draft: &mut Draft,
        n: usize,
        row: &RateRow,
        rate: impl Into<Text>,
        base: Money,
        amount: Result<Decimal, Lack>,
    ) -> Option<Money> {
        let rounded = amount.and_then(|amount| self.rounding.money(amount, self.basis.currency));
        let amount = self.figure(draft, n, rounded)?;
        self.enter(draft, n, &row.law, &rate.into(), base, amount);
        Some(amount)
    }

    /// Enters a charge on a line.
    pub fn enter(&self, draft: &mut Draft, n: usize, law: &Kept<Law>, rate: &Text, base: Money, amount: Money) {
        let charge = Charge { line: Some(self.id_text(n)), base, rate: rate.clone(), amount, law: law.clone() };
        put(&mut draft.charges, self.items.len() * CHARGES, charge);
        if self.items.len() > 1 {
            // A request has fewer lines than that.
            draft.charged.push(n as u16);
        }
    }

    /// Charges a row on a base.
    pub fn levy(&self, draft: &mut Draft, n: usize, row: &RateRow, base: Money) -> Option<Money> {
        if let (Some(share), Some(step)) = (&row.share, &self.rounding.step)
            && let Some(minor) = share.on(base, step)
        {
            let amount = Money::new(minor, self.basis.currency);
            self.enter(draft, n, &row.law, &row.text, base, amount);
            return Some(amount);
        }
        self.levy_settled(draft, n, row, base)
    }

    /// The same of a row that is more than a share, or whose figures do not fit a machine word.
    #[inline(never)]
    fn levy_settled(&self, draft: &mut Draft, n: usize, row: &RateRow, base: Money) -> Option<Money> {
        let parts = self.settle(draft, n, row.rate.as_ref()?, base.decimal())?;
        self.charge(draft, n, row, row.text.clone(), base, parts.on(base.decimal()))
    }

    /// Charges a share in per cent of what a row comes to on a base.
    pub fn levy_part(
        &self,
        draft: &mut Draft,
        n: usize,
        row: &RateRow,
        percent: Decimal,
        base: Money,
    ) -> Option<Money> {
        let share = row.share.as_ref().and_then(|share| share.part(Share::percent(percent)?));
        if let (Some(share), Some(step)) = (share, &self.rounding.step)
            && let Some(minor) = share.on(base, step)
        {
            let amount = Money::new(minor, self.basis.currency);
            self.enter(draft, n, &row.law, &row.reduced(percent), base, amount);
            return Some(amount);
        }
        let parts = self.settle(draft, n, row.rate.as_ref()?, base.decimal())?;
        let part = Parts { percent, fixed: Decimal::ZERO };
        let amount = parts.on(base.decimal()).and_then(|amount| part.on(amount));
        self.charge(draft, n, row, row.reduced(percent), base, amount)
    }

    /// A share in per cent of an amount, rounded as charges are.
    pub fn part(&self, draft: &mut Draft, n: usize, amount: Money, percent: Decimal) -> Option<Money> {
        if let (Some(share), Some(step)) = (Share::percent(percent), &self.rounding.step)
            && let Some(minor) = share.on(amount, step)
        {
            return Some(Money::new(minor, self.basis.currency));
        }
        let part = Parts { percent, fixed: Decimal::ZERO }.on(amount.decimal());
        self.figure(draft, n, part.and_then(|part| self.rounding.money(part, self.basis.currency)))
    }

    /// Charges a row on a base and adds what it comes to on a sum.
    pub fn levy_onto(&self, draft: &mut Draft, n: usize, row: &RateRow, base: Money, sum: Money) -> Option<Money> {
        let amount = self.levy(draft, n, row, base)?;
        self.figure(draft, n, add(sum, amount))
    }
}
