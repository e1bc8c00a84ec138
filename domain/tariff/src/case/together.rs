//! Charges that the law rounds over the whole order: worked out line by line, rounded together, shared out again.

use super::{Case, Draft};
use crate::basis::Rounded;
use crate::book::{Limit, RateRow};
use crate::rate::plus;
use crate::text::Text;
use sampan_money::{Decimal, Money, split};
use smallvec::{SmallVec, smallvec};
use std::collections::BTreeMap;

/// As many as there are lines: mostly one, which needs no memory of its own.
pub(crate) type Lines<T> = SmallVec<[T; 1]>;

/// One for each of so many.
#[inline]
pub(crate) fn each<T>(count: usize, mut of: impl FnMut(usize) -> T) -> Lines<T> {
    match count {
        1 => SmallVec::from_buf([of(0)]),
        _ => (0..count).map(of).collect(),
    }
}

/// What a line owes of a charge before it is rounded.
pub(crate) struct Owed<'a> {
    pub n: usize,
    pub row: &'a RateRow,
    /// The rate as the answer writes it.
    pub rate: Text,
    pub base: Money,
    pub amount: Decimal,
}

impl<'a> Case<'a> {
    /// A rounding of the law. None in force: the draft says so.
    #[inline(always)]
    pub fn rounding(&self, draft: &mut Draft, name: &str) -> Option<&'a Rounded> {
        Rounded::by(self.limit(draft, name)?)
    }

    /// Bases rounded by item, that is by code and origin, and shared out again to the lines of the item.
    pub fn rounded_bases(
        &self,
        draft: &mut Draft,
        bases: &[(usize, Money)],
        rounding: &Rounded,
    ) -> Option<Lines<Money>> {
        if let [(n, base)] = bases {
            return Some(smallvec![self.figure(draft, *n, rounding.amount(*base))?]);
        }
        let mut items: BTreeMap<(&str, Option<&str>), Vec<usize>> = BTreeMap::new();
        for (at, (n, _)) in bases.iter().enumerate() {
            items.entry((self.code(*n), self.origin(*n))).or_default().push(at);
        }
        let mut rounded: Lines<Money> = bases.iter().map(|(_, base)| *base).collect();
        for places in items.into_values() {
            let n = bases[places[0]].0;
            let whole = places.iter().try_fold(Decimal::ZERO, |sum, at| plus(sum, bases[*at].1.decimal()));
            let whole = whole.and_then(|whole| rounding.money(whole, self.basis.currency));
            let whole = self.figure(draft, n, whole)?;
            let weights: Vec<u64> = places.iter().map(|at| bases[*at].1.minor().max(0) as u64).collect();
            for (at, share) in places.into_iter().zip(split(whole, &weights)) {
                rounded[at] = share;
            }
        }
        Some(rounded)
    }

    /// What lines owe of one charge, rounded over the order and entered line by line. The amounts stand in the order of
    /// what is owed.
    pub fn levy_together(&self, draft: &mut Draft, owed: Lines<Owed>, rounding: &Rounded) -> Option<Lines<Money>> {
        let Some(first) = owed.first().map(|owed| owed.n) else { return Some(Lines::new()) };
        let whole = match &owed[..] {
            [one] => Ok(one.amount),
            several => several.iter().try_fold(Decimal::ZERO, |sum, owed| plus(sum, owed.amount)),
        };
        let whole = whole.and_then(|whole| rounding.money(whole, self.basis.currency));
        let whole = self.figure(draft, first, whole)?;
        let shares: Lines<Money> = match &owed[..] {
            [_] => smallvec![whole],
            several => split(whole, &several.iter().map(|owed| weight(owed.amount)).collect::<Vec<_>>()).into(),
        };
        for (owed, amount) in owed.into_iter().zip(&shares) {
            self.enter(draft, owed.n, &owed.row.law, &owed.rate, owed.base, *amount);
        }
        Some(shares)
    }

    /// A fee of a row for the whole order, shared out to lines by a weight each.
    pub fn fee(&self, draft: &mut Draft, row: &Limit, fee: Money, bases: &[Money]) {
        if let [base] = bases {
            return self.enter(draft, 0, &row.law, &row.written, *base, fee);
        }
        let weights: Vec<u64> = bases.iter().map(|base| base.minor().max(0) as u64).collect();
        for ((n, base), amount) in bases.iter().enumerate().zip(split(fee, &weights)) {
            self.enter(draft, n, &row.law, &row.written, *base, amount);
        }
    }
}

/// An amount as a weight, fine enough for shares of a minor unit.
fn weight(amount: Decimal) -> u64 {
    let fine = amount.checked_mul(Decimal::ONE_THOUSAND).map(|fine| fine.trunc());
    fine.and_then(|fine| u64::try_from(fine).ok()).unwrap_or(u64::MAX)
}
