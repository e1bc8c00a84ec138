//! Pieces: what each order has claimed, taken, given back, counted piece by piece from the orders alone; and whether the
//! shelves say the same.

use super::finding::{About, Finding};
use super::rows::{Order, Shelf, ShelfCount};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The auditor's own count of every shelf.
#[derive(Default)]
pub(super) struct Shelves {
    /// What the orders make of it.
    counted: BTreeMap<Uuid, Shelf>,
    /// What the row says.
    stored: BTreeMap<Uuid, Shelf>,
    touched: BTreeSet<Uuid>,
    /// A seller is about to set a shelf to so many pieces.
    announced: Option<(Uuid, i64)>,
    /// Counts that the commit wrote down.
    written: Vec<ShelfCount>,
}

impl Shelves {
    /// A seller counts a shelf; the next commit may show it.
    pub fn announce(&mut self, variant: Uuid, on_hand: i64) {
        self.announced = Some((variant, on_hand));
    }

    /// A count as it was written down.
    pub fn written(&mut self, count: ShelfCount) {
        self.written.push(count);
    }

    /// A shelf's row as it was committed.
    pub fn row(&mut self, shelf: Shelf) {
        self.touched.insert(shelf.variant);
        let filled = || Shelf { on_hand: shelf.on_hand, variant: shelf.variant, ..Shelf::default() };
        let counted = self.counted.entry(shelf.variant).or_insert_with(filled);
        // Only a count that someone asked for may change a shelf by itself, and only if it is written down as it was.
        let asked = self.announced == Some((shelf.variant, shelf.on_hand));
        let fits = |count: &ShelfCount| (count.variant, count.before) == (shelf.variant, counted.on_hand);
        if asked && self.written.iter().any(|count| fits(count) && count.after == shelf.on_hand) {
            counted.on_hand = shelf.on_hand;
            self.written.clear();
        }
        self.stored.insert(shelf.variant, shelf);
    }

    /// Counts what an order's new states and refunds move.
    pub fn moved(&mut self, before: Option<&Order>, after: &Order) {
        let known = before.map_or(0, |order| order.states().count());
        let mut from = before.map(|order| order.state.state.clone()).unwrap_or_default();
        for state in after.states().skip(known) {
            let (mut reserved, mut taken) = (0, 0);
            match (from.as_str(), state.state.as_str()) {
                ("", "awaiting_payment") => reserved = 1,
                ("awaiting_payment", "expired" | "cancelled") | ("paid" | "booked", "cancelled") => reserved = -1,
                ("paid", "shipped") | ("booked", "completed") => (reserved, taken) = (-1, 1),
                _ => {}
            }
            for line in &after.lines {
                let shelf = self.shelf(line.variant);
                shelf.reserved += reserved * line.quantity;
                shelf.on_hand -= taken * line.quantity;
                shelf.sold += taken * line.quantity;
            }
            from.clone_from(&state.state);
        }
        let refunds = before.map_or(0, |order| order.refunds.len());
        for back in after.refunds.iter().skip(refunds).flat_map(|refund| &refund.lines).filter(|back| back.restocked) {
            let shelf = self.shelf(back.variant);
            shelf.on_hand += back.quantity;
            shelf.returned += back.quantity;
        }
    }

    fn shelf(&mut self, variant: Uuid) -> &mut Shelf {
        self.touched.insert(variant);
        self.counted.entry(variant).or_insert_with(|| Shelf { variant, ..Shelf::default() })
    }

    /// What does not agree after a commit.
    pub fn check(&mut self, found: &mut Vec<Finding>) {
        self.announced = None;
        for count in std::mem::take(&mut self.written) {
            let what = format!("shelf {}: a count of {} is written down that nobody made", count.variant, count.after);
            found.push(Finding::new(About::Stock, what));
        }
        for variant in std::mem::take(&mut self.touched) {
            let (counted, stored) = (self.counted.get(&variant), self.stored.get(&variant));
            if counted != stored {
                let what = format!("shelf {variant}: orders make it {counted:?}, its row says {stored:?}");
                found.push(Finding::new(About::Stock, what));
            }
            if let Some(shelf) = stored.filter(|shelf| shelf.reserved < 0 || shelf.reserved > shelf.on_hand) {
                let (reserved, on_hand) = (shelf.reserved, shelf.on_hand);
                let what = format!("shelf {variant}: {reserved} pieces promised of {on_hand}");
                found.push(Finding::new(About::Stock, what));
            }
        }
    }

    /// Pieces that are still promised when every order is over.
    pub fn finish(&self, found: &mut Vec<Finding>) {
        for shelf in self.stored.values().filter(|shelf| shelf.reserved != 0) {
            let what = format!("shelf {}: {} pieces promised to nobody", shelf.variant, shelf.reserved);
            found.push(Finding::new(About::Stock, what));
        }
    }
}
