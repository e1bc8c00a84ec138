//! What one person has had in a year, where the law limits it: the yearly room in China's cross-border retail regime,
//! goods that are limited by quantity, parcels that come in free of tax.
//!
//! The regime holds up to CNY 5,000 an order and CNY 26,000 a person and year (Cai Guan Shui 2018 No. 49, from
//! 2019-01-01). Whoever asks for an order holds room for it first; payment settles it; expiry or cancellation releases
//! it; what goes back to the seller gives room back (GACC 2018 No. 194). Each order's amount is kept by itself, so a
//! step that is told twice counts once.

use rust_decimal::Decimal;
use sampan_ids::{OrderId, Timestamp};
use sampan_money::{Money, MoneyError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One person's room in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Who, by a keyed hash of the ID number.
    pub holder: Uuid,
    /// The calendar year.
    pub year: i16,
    /// The year's limit.
    pub limit: Money,
    /// Room held for orders that are not paid yet.
    pub held: BTreeMap<OrderId, Hold>,
    /// What paid orders count with.
    pub used: BTreeMap<OrderId, Money>,
    /// What paid orders count with besides money.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counted: BTreeMap<OrderId, Counted>,
}

/// What an order counts with besides money, where the law limits a person by quantity or by parcels. Quantities go back
/// with the pieces that bear them; a parcel counts until all of it has gone back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Quantities in the unit of the limit, by the code of its row in the book.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quantities: BTreeMap<String, Decimal>,
    /// The half of the year, 1 or 2, in which it was a parcel free of tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_in_half: Option<u8>,
}

impl Counted {
    /// Whether it counts with nothing.
    pub fn is_empty(&self) -> bool {
        self.quantities.is_empty() && self.free_in_half.is_none()
    }
}

/// Room held for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// How much.
    pub amount: Money,
    /// When it lapses if the order has not been paid.
    pub until: Timestamp,
    /// What the order counts with besides.
    #[serde(default, skip_serializing_if = "Counted::is_empty")]
    pub counted: Counted,
}

/// What an order's step does to its buyer's room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowanceEffect {
    /// Whose room.
    pub holder: Uuid,
    /// In which year.
    pub year: i16,
    /// For which order.
    pub order: OrderId,
    /// What the order counts with from now on; zero lets all of it go.
    pub counts: Money,
    /// What it counts with besides money from now on.
    #[serde(default, skip_serializing_if = "Counted::is_empty")]
    pub counted: Counted,
}

/// Why room cannot be held.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum AllowanceRefusal {
    /// The year has less room than is wanted.
    #[error("{room} left of the year's limit, {wanted} wanted")]
    YearlyLimit {
        /// What is left.
        room: Money,
        /// What was asked for.
        wanted: Money,
    },
    /// The amount is of another currency, below zero or beyond counting.
    #[error("{wanted} cannot be held")]
    NotAnAmount {
        /// What was asked for.
        wanted: Money,
    },
}

impl AllowanceRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            AllowanceRefusal::YearlyLimit { .. } => "yearly_limit",
            AllowanceRefusal::NotAnAmount { .. } => "not_an_amount",
        }
    }
}

impl Allowance {
    /// A year's room of which nothing is used.
    pub const fn new(holder: Uuid, year: i16, limit: Money) -> Allowance {
        Allowance { holder, year, limit, held: BTreeMap::new(), used: BTreeMap::new(), counted: BTreeMap::new() }
    }

    /// What paid orders have used.
    pub fn used(&self) -> Result<Money, MoneyError> {
        Money::sum(self.limit.currency(), self.used.values().copied())
    }

    /// What is left, holds that have lapsed by now not counted; zero at least.
    pub fn room(&self, now: Timestamp) -> Result<Money, MoneyError> {
        let live = self.held.values().filter(|hold| hold.until > now).map(|hold| hold.amount);
        let taken = Money::sum(self.limit.currency(), self.used.values().copied().chain(live))?;
        let room = self.limit.minus(taken)?;
        Ok(if room.is_negative() { Money::zero(room.currency()) } else { room })
    }

    /// Holds room for an order until a moment; lapsed holds are dropped. Asked twice for one order, the later counts.
    pub fn hold(
        &self,
        order: OrderId,
        amount: Money,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Allowance, AllowanceRefusal> {
        let wanted = amount;
        let mut next = self.clone();
        next.held.retain(|other, hold| hold.until > now && *other != order);
        if amount.currency() != self.limit.currency() || amount.is_negative() {
            return Err(AllowanceRefusal::NotAnAmount { wanted });
        }
        let room = next.room(now).map_err(|_| AllowanceRefusal::NotAnAmount { wanted })?;
        if amount.minor() > room.minor() {
            return Err(AllowanceRefusal::YearlyLimit { room, wanted });
        }
        next.held.insert(order, Hold { amount, until, counted: Counted::default() });
        Ok(next)
    }

    /// What is held for an order counts with this besides.
    pub fn counting(mut self, order: OrderId, counted: Counted) -> Allowance {
        if let Some(hold) = self.held.get_mut(&order) {
            hold.counted = counted;
        }
        self
    }

    /// Everything that counts now: paid orders, and holds that have not lapsed.
    fn counting_now(&self, now: Timestamp) -> impl Iterator<Item = &Counted> {
        let live = self.held.values().filter(move |hold| hold.until > now).map(|hold| &hold.counted);
        self.counted.values().chain(live)
    }

    /// What the person has had of goods that are limited by quantity, by the code of the limit's row.
    pub fn quantities(&self, now: Timestamp) -> BTreeMap<String, Decimal> {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        for (code, quantity) in self.counting_now(now).flat_map(|counted| &counted.quantities) {
            let sum = sums.entry(code.clone()).or_default();
            *sum = sum.saturating_add(*quantity);
        }
        sums
    }

    /// Parcels that came in free of tax in a half of the year.
    pub fn free_parcels(&self, half: u8, now: Timestamp) -> u32 {
        let free = self.counting_now(now).filter(|counted| counted.free_in_half == Some(half));
        free.count().try_into().unwrap_or(u32::MAX)
    }

    /// The order counts with this much from now on: settled when paid, less when something went back, zero when all of
    /// it did. It never refuses, for it follows what has happened; told twice it counts once.
    pub fn settle(&self, order: OrderId, counts: Money) -> Allowance {
        let mut next = self.clone();
        if let Some(hold) = next.held.remove(&order).filter(|hold| !hold.counted.is_empty()) {
            next.counted.insert(order, hold.counted);
        }
        if counts.minor() > 0 && counts.currency() == self.limit.currency() {
            next.used.insert(order, counts);
        } else {
            next.used.remove(&order);
        }
        next
    }

    /// The order will never be paid, or has been undone: its room is free again.
    pub fn give_back(&self, order: OrderId) -> Allowance {
        let mut next = self.settle(order, Money::zero(self.limit.currency()));
        next.counted.remove(&order);
        next
    }

    /// The allowance after an order's step.
    pub fn apply(&self, effect: &AllowanceEffect) -> Allowance {
        let mut next = self.settle(effect.order, effect.counts);
        match effect.counted.is_empty() {
            true => next.counted.remove(&effect.order),
            false => next.counted.insert(effect.order, effect.counted.clone()),
        };
        next
    }
}

#[cfg(test)]
#[allow(clippy::inconsistent_digit_grouping, reason = "cents are set apart")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sampan_ids::Cell;
    use sampan_money::Currency;

    fn yuan(minor: i64) -> Money {
        Money::new(minor, Currency::CNY)
    }

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn order(n: u64) -> OrderId {
        OrderId::compose(1, Cell::new(0), n)
    }

    #[test]
    fn a_year_holds_no_more_than_its_limit() {
        let year = Allowance::new(Uuid::nil(), 2027, yuan(26_000_00));
        let held = year.hold(order(1), yuan(20_000_00), second(1800), second(0)).unwrap();
        let refused = held.hold(order(2), yuan(6_000_01), second(1800), second(0));
        assert_eq!(refused, Err(AllowanceRefusal::YearlyLimit { room: yuan(6_000_00), wanted: yuan(6_000_01) }));
        assert!(held.hold(order(2), yuan(6_000_01), second(3600), second(1800)).is_ok(), "a lapsed hold is free");
        let used = held.settle(order(1), yuan(20_000_00));
        assert_eq!(used, used.settle(order(1), yuan(20_000_00)), "told twice, counted once");
        assert!(used.hold(order(2), yuan(6_000_01), second(3600), second(1800)).is_err());
        assert_eq!(used.give_back(order(1)).room(second(0)), Ok(yuan(26_000_00)));
        for wanted in [yuan(-1), Money::new(1, Currency::USD)] {
            assert_eq!(
                year.hold(order(3), wanted, second(9), second(0)),
                Err(AllowanceRefusal::NotAnAmount { wanted })
            );
        }
    }

    #[test]
    fn quantities_and_free_parcels_count_until_they_have_gone_back() {
        let rice = |kilograms: i64, half: Option<u8>| Counted {
            quantities: [("rice".to_owned(), Decimal::from(kilograms))].into(),
            free_in_half: half,
        };
        let year = Allowance::new(Uuid::nil(), 2027, yuan(0));
        let year = year.hold(order(1), yuan(0), second(10), second(0)).unwrap().counting(order(1), rice(12, Some(1)));
        let year = year.hold(order(2), yuan(0), second(20), second(0)).unwrap().counting(order(2), rice(8, Some(2)));
        let had = |year: &Allowance, at: i64| {
            let rice = year.quantities(second(at)).get("rice").copied().unwrap_or_default();
            (rice, year.free_parcels(1, second(at)), year.free_parcels(2, second(at)))
        };
        assert_eq!(had(&year, 9), (Decimal::from(20), 1, 1));
        assert_eq!(had(&year, 10), (Decimal::from(8), 0, 1), "a lapsed hold counts no more");
        let effect = |n: u64, counted: Counted| {
            let (holder, year, order, counts) = (Uuid::nil(), 2027, order(n), yuan(0));
            AllowanceEffect { holder, year, order, counts, counted }
        };
        let paid = year.apply(&effect(1, rice(12, Some(1))));
        assert_eq!(had(&paid, 15), (Decimal::from(20), 1, 1));
        assert_eq!(paid, paid.apply(&effect(1, rice(12, Some(1)))), "told twice, counted once");
        assert_eq!(serde_json::from_str::<Allowance>(&serde_json::to_string(&paid).unwrap()).unwrap(), paid);
        let part = paid.apply(&effect(1, rice(5, Some(1))));
        assert_eq!(had(&part, 15), (Decimal::from(13), 1, 1), "a part went back");
        assert_eq!(had(&part.apply(&effect(1, Counted::default())), 15), (Decimal::from(8), 0, 1));
        assert_eq!(had(&year.apply(&effect(2, Counted::default())), 9), (Decimal::from(12), 1, 0), "never paid");
    }

    #[test]
    fn it_is_read_back_from_json() {
        let year = Allowance::new(Uuid::nil(), 2027, yuan(26_000_00));
        let year = year.hold(order(1), yuan(5), second(9), second(0)).unwrap().settle(order(2), yuan(7));
        assert_eq!(serde_json::from_str::<Allowance>(&serde_json::to_string(&year).unwrap()).unwrap(), year);
    }

    proptest! {
        #[test]
        fn what_is_held_and_then_settled_never_passes_the_limit(
            steps in prop::collection::vec((0u8..3, 0u64..6, 0i64..12_000_00), 0..60),
        ) {
            let mut year = Allowance::new(Uuid::nil(), 2027, yuan(26_000_00));
            for (step, n, minor) in steps {
                year = match step {
                    0 if year.used.contains_key(&order(n)) => year,
                    0 => year.hold(order(n), yuan(minor), second(10), second(0)).unwrap_or(year),
                    1 => match year.held.get(&order(n)) {
                        Some(hold) => year.settle(order(n), hold.amount),
                        None => year,
                    },
                    _ => year.give_back(order(n)),
                };
                let held: i64 = year.held.values().map(|hold| hold.amount.minor()).sum();
                let used = year.used().unwrap().minor();
                prop_assert!(used + held <= 26_000_00);
                prop_assert_eq!(year.room(second(0)).unwrap().minor(), 26_000_00 - used - held);
            }
        }
    }
}
