//! A person's yearly room in China's cross-border retail regime.
//!
//! The regime holds up to CNY 5,000 an order and CNY 26,000 a person and year (Cai Guan Shui 2018 No. 49, from
//! 2019-01-01). Whoever asks for an order holds room for it first; payment settles it; expiry or cancellation releases
//! it; what goes back to the seller gives room back (GACC 2018 No. 194). Each order's amount is kept by itself, so a
//! step that is told twice counts once.

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
}

/// Room held for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// How much.
    pub amount: Money,
    /// When it lapses if the order has not been paid.
    pub until: Timestamp,
}

/// What an order's step does to its buyer's room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowanceEffect {
    /// Whose room.
    pub holder: Uuid,
    /// In which year.
    pub year: i16,
    /// For which order.
    pub order: OrderId,
    /// What the order counts with from now on; zero lets all of it go.
    pub counts: Money,
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
        Allowance { holder, year, limit, held: BTreeMap::new(), used: BTreeMap::new() }
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
        next.held.insert(order, Hold { amount, until });
        Ok(next)
    }

    /// The order counts with this much from now on: settled when paid, less when something went back, zero when all of
    /// it did. It never refuses, for it follows what has happened; told twice it counts once.
    pub fn settle(&self, order: OrderId, counts: Money) -> Allowance {
        let mut next = self.clone();
        next.held.remove(&order);
        if counts.minor() > 0 && counts.currency() == self.limit.currency() {
            next.used.insert(order, counts);
        } else {
            next.used.remove(&order);
        }
        next
    }

    /// The order will never be paid, or has been undone: its room is free again.
    pub fn give_back(&self, order: OrderId) -> Allowance {
        self.settle(order, Money::zero(self.limit.currency()))
    }

    /// The allowance after an order's step.
    pub fn apply(&self, effect: &AllowanceEffect) -> Allowance {
        self.settle(effect.order, effect.counts)
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
