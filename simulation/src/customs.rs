//! Customs at the borders: let a parcel go, keep it, want to see a paper, want more than was quoted, send it back or
//! destroy it. Their books say what was to come of every parcel; the marketplace hears of it from the people whom it
//! happens to.

use crate::chance::Dice;
use sampan_ids::OrderId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What customs make of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It goes on.
    Released,
    /// It lies there for weeks, perhaps beyond the day on which the buyer may claim, and then goes on.
    Held,
    /// A paper is asked for, and the seller shows it.
    PaperShown,
    /// A paper is asked for that nobody shows: it goes back.
    PaperWanting,
    /// It goes back to the seller.
    SentBack,
    /// It is destroyed.
    Destroyed,
    /// More is asked for at the door than was quoted; the buyer pays it.
    TaxedMore,
    /// More is asked for at the door than was quoted; the buyer does not take it, and it goes back.
    TaxedMoreAndLeft,
}

impl Ruling {
    /// One of them; most parcels go on.
    fn pick(dice: &mut Dice) -> Ruling {
        match dice.below(100) {
            0..=59 => Ruling::Released,
            60..=71 => Ruling::Held,
            72..=77 => Ruling::PaperShown,
            78..=81 => Ruling::PaperWanting,
            82..=87 => Ruling::SentBack,
            88..=91 => Ruling::Destroyed,
            92..=96 => Ruling::TaxedMore,
            _ => Ruling::TaxedMoreAndLeft,
        }
    }

    /// As it is reported.
    pub const fn name(self) -> &'static str {
        match self {
            Ruling::Released => "released",
            Ruling::Held => "held",
            Ruling::PaperShown => "paper shown",
            Ruling::PaperWanting => "paper wanting",
            Ruling::SentBack => "sent back",
            Ruling::Destroyed => "destroyed",
            Ruling::TaxedMore => "taxed more",
            Ruling::TaxedMoreAndLeft => "taxed more and left",
        }
    }

    /// Whether the parcel comes to the buyer.
    pub const fn arrives(self) -> bool {
        matches!(self, Ruling::Released | Ruling::Held | Ruling::PaperShown | Ruling::TaxedMore)
    }

    /// Whether the goods come back to the seller.
    pub const fn comes_back(self) -> bool {
        matches!(self, Ruling::PaperWanting | Ruling::SentBack | Ruling::TaxedMoreAndLeft)
    }

    /// Days at the border, from and to.
    pub const fn days(self) -> (i64, i64) {
        match self {
            Ruling::Released => (2, 25),
            Ruling::Held => (15, 80),
            Ruling::PaperShown | Ruling::TaxedMore => (6, 40),
            Ruling::PaperWanting | Ruling::SentBack | Ruling::TaxedMoreAndLeft => (12, 60),
            Ruling::Destroyed => (5, 50),
        }
    }
}

/// Customs' own books.
#[derive(Debug, Default)]
pub struct Customs {
    ruled: BTreeMap<OrderId, Ruling>,
}

impl Customs {
    /// A parcel comes to the border. None if it was there before.
    pub fn rule(&mut self, order: OrderId, dice: &mut Dice) -> Option<Ruling> {
        let new = !self.ruled.contains_key(&order);
        new.then(|| *self.ruled.entry(order).or_insert_with(|| Ruling::pick(dice)))
    }

    /// The orders whose parcels go through to their buyers.
    pub fn let_through(&self) -> BTreeSet<Uuid> {
        self.ruled.iter().filter(|(_, ruling)| ruling.arrives()).map(|(order, _)| order.0).collect()
    }

    /// How often each ruling was made.
    pub fn count(&self) -> BTreeMap<String, u64> {
        let mut count = BTreeMap::new();
        for ruling in self.ruled.values() {
            *count.entry(ruling.name().to_owned()).or_default() += 1;
        }
        count
    }
}
