//! Yearly room: what each person's orders hold and have used, worked out from the orders; and whether the rows agree.

use super::finding::{About, Finding};
use super::rows::{Order, Room};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whose, in which year.
type Whose = (Uuid, i16);

/// The auditor's own view of everyone's year.
#[derive(Default)]
pub(super) struct Rooms {
    orders: BTreeMap<Whose, BTreeSet<Uuid>>,
    rows: BTreeMap<Whose, Room>,
    touched: BTreeSet<Whose>,
}

impl Rooms {
    /// An order that may use room has changed.
    pub fn order(&mut self, order: &Order) {
        if let Some(used) = &order.allowance {
            self.orders.entry((used.holder, used.year)).or_default().insert(order.id);
            self.touched.insert((used.holder, used.year));
        }
    }

    /// A year's row as it was committed.
    pub fn row(&mut self, room: Room) {
        self.touched.insert((room.holder, room.year));
        self.rows.insert((room.holder, room.year), room);
    }

    /// What does not agree after a commit; `latest` is the latest that any clock may say.
    pub fn check(&mut self, orders: &BTreeMap<Uuid, Order>, latest: Timestamp, found: &mut Vec<Finding>) {
        for whose in std::mem::take(&mut self.touched) {
            let Some(room) = self.rows.get(&whose) else {
                found.push(Finding::new(About::Room, format!("no row of {whose:?}")));
                continue;
            };
            let own: BTreeSet<Uuid> = self.orders.get(&whose).cloned().unwrap_or_default();
            for order in own.iter().filter_map(|id| orders.get(id)) {
                if let Some(what) = contradiction(room, order, latest) {
                    found
                        .push(Finding::new(About::Room, format!("order {} ({}): {what}", order.id, order.state.state)));
                }
            }
            let strangers = room.held.keys().chain(room.used.keys()).filter(|id| !own.contains(id));
            found.extend(strangers.map(|id| Finding::new(About::Room, format!("room for {id}, which uses none"))));
            let used: i128 = room.used.values().map(|used| used.minor).sum();
            let live = room.held.values().filter(|hold| hold.until > latest);
            let held: i128 = live.map(|hold| hold.amount.minor).sum();
            if used + held > room.limit.minor {
                let what = format!("{used} used and {held} held of {}", room.limit.minor);
                found.push(Finding::new(About::Room, what));
            }
        }
    }
}

/// Why a year's row does not say what an order makes of it.
fn contradiction(room: &Room, order: &Order, latest: Timestamp) -> Option<String> {
    let wanted = &order.allowance.as_ref()?.amount;
    let (held, used) = (room.held.get(&order.id), room.used.get(&order.id));
    if order.is(&["awaiting_payment"]) {
        let lapsed = order.state.until.is_some_and(|until| until <= latest);
        return match held {
            Some(hold) if hold.amount == *wanted && used.is_none() => None,
            None if lapsed && used.is_none() => None,
            _ => Some(format!("{wanted:?} should be held, it is {held:?} and {used:?}")),
        };
    }
    let priced = order.amounts.goods.minor + order.amounts.delivery.minor;
    let back: i128 = order.refunds.iter().map(|r| r.parts.goods.minor + r.parts.delivery.minor).sum();
    let over = order.is(&["expired", "cancelled", "refunded"]);
    let gone = if over || back >= priced { wanted.minor } else { wanted.minor * back / priced };
    let expected = wanted.minor - gone;
    let found = used.map_or(0, |used| used.minor);
    (held.is_some() || found != expected).then(|| format!("{expected} should be used, it is {held:?} and {found}"))
}
