//! The steps that regimes share: finding a rate, settling it, charging it, and saying what stands in the way.

mod draft;
mod levy;
mod passed;
mod preference;
mod restrict;
mod rows;
mod set;
mod threshold;
mod together;

pub(crate) use draft::{Draft, put};
pub(crate) use passed::Passed;
pub(crate) use rows::Rows;
pub(crate) use together::{Lines, Owed, each};

use crate::answer::Verdict;
use crate::basis::{Basis, Item, Rounded};
use crate::book::{Limit, LimitValue, Market, Measures, Packed, mark};
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::request::{Mode, Request, Settings};
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::Money;
use std::cell::Cell;

/// Everything that a regime reads.
pub(crate) struct Case<'a> {
    pub market: &'a Market,
    pub settings: &'a Settings,
    pub request: &'a Request,
    pub basis: &'a Basis<'a>,
    /// The lines.
    pub items: &'a [Item<'a>],
    /// How charges are rounded.
    pub rounding: &'a Rounded,
    /// The day as a number.
    pub on: i32,
    /// The regime at work.
    pub regime: &'static str,
    /// The way of carriage, asked for or usual for the regime.
    pub mode: Mode,
    /// The measures that were looked for.
    pub asked: Cell<Measures>,
    /// What has been asked of restrictions, where that is kept.
    pub passed: Option<&'a Passed>,
}

impl<'a> Case<'a> {
    pub fn date(&self) -> Date {
        self.request.date
    }

    pub fn item(&self, n: usize) -> &'a Item<'a> {
        &self.items[n]
    }

    /// The same as answers hold it.
    fn id_text(&self, n: usize) -> Text {
        self.item(n).id.clone()
    }

    /// A line's code in one number.
    fn packed(&self, n: usize) -> Packed {
        self.item(n).packed
    }

    fn code(&self, n: usize) -> &'a str {
        self.item(n).code.as_deref().unwrap_or("")
    }

    /// Whether a line's code begins with digits.
    pub fn is_code(&self, n: usize, begin: &str) -> bool {
        self.packed(n).begins_with(Packed::of(begin))
    }

    fn origin(&self, n: usize) -> Option<&'a str> {
        self.item(n).line.origin.as_deref()
    }

    pub fn id(&self, n: usize) -> &'a str {
        &self.item(n).line.id
    }

    /// A line's value for customs: what the regime has set in the draft, or else what the line costs to the border.
    pub fn value(&self, draft: &Draft, n: usize) -> Money {
        draft.value_of(n, self.item(n))
    }

    /// Something about a line is not said, and nothing is sold without it.
    pub fn missing(&self, draft: &mut Draft, n: usize, field: Field) {
        draft.lacks(Some(self.id_text(n)), field);
        let reason = || Reason::new(Code::Missing, &[("field", field.name())]).of(self.id_text(n));
        draft.line(n, Verdict::Unknown, reason);
    }

    fn lack(&self, draft: &mut Draft, n: usize, lack: Lack) {
        match lack {
            Lack::Field(field) => self.missing(draft, n, field),
            Lack::Exchange(base, quote) => {
                draft.lacks(None, Field::ExchangeRate);
                let params = [("base", base.code()), ("quote", quote.code())];
                draft.line(n, Verdict::Unknown, || Reason::new(Code::NoExchangeRate, &params));
            }
            Lack::OutOfRange => {
                let reason = || Reason::new(Code::OutOfRange, &[("field", "amount")]).of(self.id_text(n));
                draft.line(n, Verdict::Unknown, reason);
            }
        }
    }

    /// The goods' origin must be known.
    pub fn need_origin(&self, draft: &mut Draft, n: usize) {
        // What is no country's code says of no row that it is for such goods: it is as if nothing were said.
        let known = self.origin(n).is_some_and(|o| o.len() == 2 && o.bytes().all(|byte| byte.is_ascii_uppercase()));
        if !known {
            self.missing(draft, n, Field::Origin);
        }
    }

    /// A figure of the law; none in force: the regime was not there that day, and the draft says so.
    #[inline(always)]
    pub fn limit(&self, draft: &mut Draft, name: &str) -> Option<&'a Limit> {
        let limit = self.market.limit_marked(mark(name), self.on);
        match limit {
            Some(limit) => draft.until(limit.last()),
            None => self.not_in_force(draft, name),
        }
        limit
    }

    #[cold]
    fn not_in_force(&self, draft: &mut Draft, name: &str) {
        draft.all(Verdict::NotSold, || {
            let params = [("regime", self.regime), ("date", &self.date().to_string()), ("rule", name)];
            Reason::new(Code::RegimeNotInForce, &params)
        });
    }

    /// An amount of the law, with its row.
    #[inline(always)]
    pub fn amount(&self, draft: &mut Draft, name: &str) -> Option<(Money, &'a Limit)> {
        self.amount_of(self.limit(draft, name)?)
    }

    /// The same where there is one on the day; the draft hears nothing of it.
    #[inline]
    pub fn amount_if_any(&self, name: &str) -> Option<Money> {
        let (amount, _) = self.amount_of(self.market.limit_marked(mark(name), self.on)?)?;
        Some(amount)
    }

    fn amount_of(&self, limit: &'a Limit) -> Option<(Money, &'a Limit)> {
        match limit.value {
            LimitValue::Amount(amount) if amount.currency() == self.basis.currency => Some((amount, limit)),
            _ => None,
        }
    }

    /// Whether a line's code begins with one of those that a row of the limits names, on a day that the row holds.
    pub fn is_named(&self, n: usize, name: &str) -> bool {
        let row = self.market.limit(name, self.date());
        row.is_some_and(|row| row.names(self.packed(n), || self.code(n), false))
    }

    /// Whether the order is one piece that cannot be taken apart.
    pub fn is_single_piece(&self) -> bool {
        matches!(self.items, [item] if item.line.quantity == 1 && !item.line.has("divisible"))
    }

    /// The goods must be for the buyer's own use.
    pub fn need_personal_use(&self, draft: &mut Draft) {
        let buyer = &self.request.buyer;
        if buyer.personal_use == Some(false) || buyer.registered_business {
            draft.all(Verdict::NotSold, || Reason::new(Code::NotPersonalUse, &[]));
        }
    }
}
