//! The history of a run, checked in one pass: every claim on a shelf and every release of one, in the order in which they
//! were decided, shows no moment at which more was promised and sold than there was, no claim that was released twice, and
//! none that was never released.
//!
//! The log is not written by anyone: it is read off what stays. An order keeps every state it was in with its instant, and
//! every piece that went back; a shelf keeps its figures. A shelf's row is locked from before a claim is decided until it
//! is committed, on SQLite by its one writer, on PostgreSQL by the row's lock, so that on one machine's clock the instants
//! of one shelf's claims stand in the order of their commits. A seller who counts a shelf writes down what was found and what
//! the shelf was taken to hold: both must be what the moves come to.

mod read;

pub use read::read;

use crate::auditor::{About, Finding};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What happened to pieces of a shelf. In the order in which things of one instant are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// They came back and can be sold again.
    Returned,
    /// The order that had claimed them ended without them.
    Released,
    /// They left the shelf for good.
    Taken,
    /// The seller counted the shelf: so many lie on it.
    Counted,
    /// An order claimed them.
    Claimed,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moved {
    /// When it was decided.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// Of which shelf.
    pub variant: Uuid,
    /// For which order, or by which count.
    pub order: Uuid,
    /// How many pieces.
    pub pieces: i64,
    /// Of a count: how many were taken to lie there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

/// A shelf at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Which.
    pub variant: Uuid,
    /// Pieces on it.
    pub on_hand: i64,
    /// Pieces promised.
    pub reserved: i64,
    /// Pieces that ever left it.
    pub sold: i64,
    /// Pieces that ever came back to it.
    pub returned: i64,
    /// Pieces that lay on it at the beginning, where that is known; else it is taken from the end.
    #[serde(default)]
    pub began: Option<i64>,
}

/// A run: what moved, and how the shelves stand at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Every move.
    pub moved: Vec<Moved>,
    /// Every shelf.
    pub shelves: Vec<Shelf>,
}

/// A shelf while its moves are gone through.
#[derive(Default)]
struct Running {
    /// Pieces that it began with, and what counts found more or less of.
    began: i64,
    claimed: i64,
    taken: i64,
    returned: i64,
    /// What each order holds of it.
    open: BTreeMap<Uuid, i64>,
    /// What each order took from it.
    out: BTreeMap<Uuid, i64>,
}

impl History {
    /// Everything in it that cannot be. The moves may come in any order.
    pub fn check(&self) -> Vec<Finding> {
        let mut moved: Vec<&Moved> = self.moved.iter().collect();
        moved.sort();
        let mut found_by_counts: BTreeMap<Uuid, i64> = BTreeMap::new();
        for count in moved.iter().filter(|step| step.what == What::Counted) {
            *found_by_counts.entry(count.variant).or_default() += count.pieces - count.before.unwrap_or(count.pieces);
        }
        let began = |shelf: &Shelf| {
            let by_counts = found_by_counts.get(&shelf.variant).copied().unwrap_or(0);
            shelf.began.unwrap_or(shelf.on_hand + shelf.sold - shelf.returned - by_counts)
        };
        let shelves = self.shelves.iter();
        let mut running: BTreeMap<Uuid, Running> =
            shelves.map(|shelf| (shelf.variant, Running { began: began(shelf), ..Running::default() })).collect();
        let mut found = Vec::new();
        for step in moved {
            match running.get_mut(&step.variant) {
                Some(shelf) => shelf.step(step, &mut found),
                None => {
                    found.push(stock(format!("{} moved pieces of {}, which is no shelf", step.order, step.variant)))
                }
            }
        }
        for shelf in &self.shelves {
            if let Some(running) = running.get(&shelf.variant) {
                running.end(shelf, &mut found);
            }
        }
        found
    }
}

fn stock(what: String) -> Finding {
    Finding::new(About::Stock, what)
}

impl Running {
    fn step(&mut self, step: &Moved, found: &mut Vec<Finding>) {
        let Moved { at, what, variant, order, pieces, before } = step;
        let mut say = |text: String| found.push(stock(format!("shelf {variant}, {at}: {text}")));
        if *pieces < 0 || (*pieces == 0 && *what != What::Counted) {
            return say(format!("order {order} moved {pieces} pieces"));
        }
        let there = self.began - self.taken + self.returned;
        match what {
            What::Claimed => {
                if self.open.insert(*order, *pieces).is_some() || self.out.contains_key(order) {
                    say(format!("order {order} claimed twice"));
                }
                self.claimed += pieces;
                if self.claimed > there {
                    say(format!("{} pieces claimed of {there}", self.claimed));
                }
            }
            What::Counted => {
                if *before != Some(there) {
                    say(format!("taken to hold {before:?} pieces when it was counted, its moves come to {there}"));
                }
                if *pieces < self.claimed {
                    say(format!("{pieces} pieces counted where {} are promised", self.claimed));
                }
                self.began += pieces - there;
            }
            What::Released | What::Taken => {
                match self.open.remove(order) {
                    Some(claimed) if claimed == *pieces => {}
                    Some(claimed) => say(format!("order {order} had claimed {claimed} and let go of {pieces}")),
                    None => say(format!(
                        "order {order} let go of {pieces} pieces that it had not claimed, or had let go before"
                    )),
                }
                self.claimed -= pieces;
                if *what == What::Taken {
                    self.taken += pieces;
                    *self.out.entry(*order).or_default() += pieces;
                }
            }
            What::Returned => {
                let out = self.out.entry(*order).or_default();
                *out -= pieces;
                if *out < 0 {
                    say(format!("order {order} gave back more than it took"));
                }
                self.returned += pieces;
            }
        }
    }

    /// The figures at the end are those that the moves come to.
    fn end(&self, shelf: &Shelf, found: &mut Vec<Finding>) {
        let there = self.began - self.taken + self.returned;
        for (figure, moves, row) in [
            ("promised", self.claimed, shelf.reserved),
            ("sold", self.taken, shelf.sold),
            ("come back", self.returned, shelf.returned),
            ("on hand", there, shelf.on_hand),
        ] {
            if moves != row {
                let what = format!("shelf {}: {moves} pieces {figure} by its moves, {row} by its row", shelf.variant);
                found.push(stock(what));
            }
        }
    }
}

#[cfg(test)]
mod tests;
