//! The auditor: keeps books of its own from what is committed and what people are told, and says what does not agree.
//!
//! It reads committed rows by types of its own and shares no code with what wrote them. After every commit: each shelf is
//! what the orders make of it; each order's money in is held or out, in every currency; states came along arrows that
//! exist; yearly room is what paid and waiting orders use, in money and by quantity; no parcel leaves without its papers. And of every request: what was answered is there, and took
//! effect once.

mod finding;
mod life;
mod money;
mod papers;
mod promises;
mod rooms;
pub(crate) mod rows;
mod shelves;

pub use finding::{About, Finding};
pub use promises::{Heard, Promise};

use jiff::Timestamp;
use money::Ledger;
use papers::Papers;
use promises::Promises;
use rooms::Rooms;
use rows::{Checkout, Claim, Order, Placed, Room, body};
use sampan_db::stepping::Change;
use shelves::Shelves;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the payment provider's own books say.
#[derive(Debug, Default, Clone)]
pub struct AtProvider {
    /// Each charge: its number, currency, minor units.
    pub charges: Vec<(String, String, i128)>,
    /// What was sent back, by our name for it: currency, minor units.
    pub sent: BTreeMap<String, (String, i128)>,
}

/// The auditor's books.
#[derive(Default)]
pub struct Auditor {
    orders: BTreeMap<Uuid, Order>,
    checkouts: BTreeMap<Uuid, Checkout>,
    claims: BTreeMap<Uuid, bool>,
    /// Refunds that the outbox asks for, by subject and number.
    asked: BTreeMap<(Uuid, u32), Uuid>,
    shelves: Shelves,
    ledger: Ledger,
    papers: Papers,
    rooms: Rooms,
    promises: Promises,
}

impl Auditor {
    /// A seller is about to count a shelf, in a batch by itself.
    pub fn announce_count(&mut self, variant: Uuid, on_hand: i64) {
        self.shelves.announce(variant, on_hand);
    }

    /// What a request was answered.
    pub fn heard(&mut self, promise: &Promise, heard: &Heard) -> Vec<Finding> {
        let mut found = Vec::new();
        self.promises.heard(promise, heard, &self.orders, &self.checkouts, &mut found);
        found
    }

    /// Takes a commit into the books; says what does not agree after it. `latest` is the latest that any clock may say.
    pub fn commit(&mut self, changes: &[Change], latest: Timestamp) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut touched = BTreeSet::new();
        for change in changes {
            if let Err(why) = self.papers.row(change).and_then(|()| self.count(change)) {
                found.push(unreadable(change.table.name, Some(why)));
            }
        }
        // Orders first: shelves and rooms are held against them.
        for change in changes.iter().filter(|change| change.table.name == "orders") {
            match change.row.as_ref().map(body::<Order>) {
                Some(Ok(order)) => {
                    let before = self.orders.get(&order.id);
                    life::order(before, &order, &mut found);
                    self.shelves.moved(before, &order);
                    self.papers.check(before, &order, &mut found);
                    self.rooms.order(&order, &mut found);
                    touched.extend([order.id, order.checkout]);
                    self.orders.insert(order.id, order);
                }
                other => found.push(unreadable("orders", other.and_then(Result::err))),
            }
        }
        for change in changes {
            if let Err(why) = self.take(change, &mut touched, &mut found) {
                found.push(unreadable(change.table.name, Some(why)));
            }
        }
        self.ledger.check_postings(&mut found);
        self.shelves.check(&mut found);
        self.rooms.check(&self.orders, latest, &mut found);
        for id in touched {
            self.check(id, &mut found);
        }
        found
    }

    /// A count of a shelf that was written down.
    fn count(&mut self, change: &Change) -> Result<(), String> {
        if change.table.name == "shelf_counts" {
            let row = change.row.as_ref().ok_or_else(|| "the row was taken out".to_owned())?;
            self.shelves.written(body(row)?);
        }
        Ok(())
    }

    fn take(&mut self, change: &Change, touched: &mut BTreeSet<Uuid>, found: &mut Vec<Finding>) -> Result<(), String> {
        let row = || change.row.as_ref().ok_or_else(|| "the row was taken out".to_owned());
        match change.table.name {
            "stocks" => self.shelves.row(body(row()?)?),
            "allowances" => self.rooms.row(body::<Room>(row()?)?),
            "entries" => touched.extend(self.ledger.entry(change.row.as_ref(), found)),
            "claims" => {
                let claim: Claim = body(row()?)?;
                touched.insert(claim.order);
                self.claims.insert(claim.order, claim.decision.is_none());
            }
            "checkouts" => {
                let checkout = body::<Placed>(row()?)?.checkout;
                life::payment(self.checkouts.get(&checkout.id), &checkout, found);
                touched.insert(checkout.id);
                self.checkouts.insert(checkout.id, checkout);
            }
            "outbox" => {
                let Some(event) = change.row.as_ref().filter(|row| row.text("topic") == "refund") else {
                    return Ok(());
                };
                let told: serde_json::Value = serde_json::from_str(event.text("body")).map_err(|e| e.to_string())?;
                let number = told["number"].as_u64().ok_or("no number")? as u32;
                let (id, subject) = (event.id("event_id"), event.id("subject_id"));
                if *self.asked.entry((subject, number)).or_insert(id) != id {
                    found.push(Finding::new(About::Money, format!("refund {number} of {subject} was asked for twice")));
                }
                touched.insert(subject);
            }
            _ => {}
        }
        Ok(())
    }

    /// Holds an order or a checkout against everything else.
    fn check(&self, id: Uuid, found: &mut Vec<Finding>) {
        if let Some(order) = self.orders.get(&id) {
            self.ledger.check_order(order, found);
            let claimed = order.is(&["claim_open"]);
            if claimed != self.claims.get(&id).copied().unwrap_or(false) {
                let what = format!("order {id} is {}, its claim's record says otherwise", order.state.state);
                found.push(Finding::new(About::Claim, what));
            }
            for refund in order.refunds.iter().filter(|refund| refund.total.minor > 0) {
                if !self.asked.contains_key(&(id, refund.number)) {
                    let what = format!("order {id}: nobody was asked to send refund {}", refund.number);
                    found.push(Finding::new(About::Money, what));
                }
            }
            if !self.checkouts.contains_key(&order.checkout) {
                found.push(Finding::new(About::Money, format!("order {id} has no checkout")));
            }
        }
        let Some(checkout) = self.checkouts.get(&id) else { return };
        self.ledger.check_checkout(checkout, found);
        let orders: Vec<&Order> = checkout.orders.iter().filter_map(|order| self.orders.get(order)).collect();
        let total: i128 = orders.iter().map(|order| order.amounts.total.minor).sum();
        let state = checkout.payment.state.as_str();
        let (paid, open) = (state == "paid", matches!(state, "awaiting" | "declined"));
        let mut need = |holds: bool, what: &str| {
            if !holds {
                found.push(Finding::new(About::Money, format!("checkout {id} ({state}): {what}")));
            }
        };
        need(orders.len() == checkout.orders.len(), "an order of it is not there");
        need(total == checkout.total.minor, "its total is not the sum of its orders");
        need(orders.iter().all(|order| order.paid() == paid), "paid without its orders, or they without it");
        need(
            orders.iter().all(|order| order.is(&["awaiting_payment"]) == open),
            "open without its orders, or they without it",
        );
        for number in 1..=checkout.surplus.len() as u32 {
            need(self.asked.contains_key(&(id, number)), "nobody was asked to send a payment back");
        }
    }

    /// Orders that have not come to an end.
    pub fn unfinished(&self) -> usize {
        let over = ["completed", "cancelled", "expired", "refunded"];
        self.orders.values().filter(|order| !order.is(&over)).count()
    }

    /// What does not agree when all is over: something that is still held, promised or owed; money at the provider that
    /// the ledger does not know of, or the other way round; a parcel that is said to have arrived and was not let through
    /// by customs.
    pub fn finish(&self, provider: &AtProvider, let_through: &BTreeSet<Uuid>) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut stuck = |what: String| found.push(Finding::new(About::Stuck, what));
        if self.unfinished() > 0 {
            stuck(format!("{} orders have not come to an end", self.unfinished()));
        }
        for account in ["escrow", "buyer_refunds"] {
            let held = self.ledger.total(account);
            if !held.is_empty() {
                stuck(format!("{account} still holds {held:?}"));
            }
        }
        let arrived = self.orders.values().filter(|order| order.was(&["delivered"]));
        for order in arrived.filter(|order| !let_through.contains(&order.id)) {
            let what = format!("order {} has arrived, and customs did not let it through", order.id);
            found.push(Finding::new(About::Arrow, what));
        }
        self.shelves.finish(&mut found);
        let mut there: BTreeMap<String, i128> = BTreeMap::new();
        let charges = provider.charges.iter().map(|(_, currency, minor)| (currency, *minor));
        for (currency, minor) in charges.chain(provider.sent.values().map(|(currency, minor)| (currency, -minor))) {
            *there.entry(currency.clone()).or_default() -= minor;
        }
        there.retain(|_, sum| *sum != 0);
        let here = self.ledger.total("provider");
        if there != here {
            found.push(Finding::new(About::Money, format!("the provider has {there:?}, the ledger says {here:?}")));
        }
        self.promises.finish(&self.orders, &self.checkouts, &mut found);
        found
    }
}

fn unreadable(table: &str, why: Option<String>) -> Finding {
    let why = why.unwrap_or_else(|| "the row was taken out".to_owned());
    Finding::new(About::Unreadable, format!("{table}: {why}"))
}
