//! Yearly room: what each person's orders hold and have used, in money and by quantity, worked out from the orders; and
//! whether the rows agree.

use super::finding::{About, Finding};
use super::rows::{Counted, Order, Quantity, Room};
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
            let strangers =
                room.held.keys().chain(room.used.keys()).chain(room.counted.keys()).filter(|id| !own.contains(id));
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
    let uses = order.allowance.as_ref()?;
    let wanted = &uses.amount;
    let (held, used) = (room.held.get(&order.id), room.used.get(&order.id));
    let nothing = Counted::default();
    let counted = held.map_or(room.counted.get(&order.id).unwrap_or(&nothing), |hold| &hold.counted);
    let lets_go = held.is_none() && order.is(&["awaiting_payment"]);
    let bears = if lets_go { Counted::default() } else { borne(order) };
    if *counted != bears {
        return Some(format!("{bears:?} should count, it is {counted:?}"));
    }
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

/// What an order counts with besides money: of each quantity what its pieces bear that have not gone back.
fn borne(order: &Order) -> Counted {
    let Some(uses) = order.allowance.as_ref().filter(|_| !order.is(&["expired", "cancelled", "refunded"])) else {
        return Counted::default();
    };
    let mut quantities: BTreeMap<String, Quantity> = BTreeMap::new();
    for line in &order.lines {
        let back = order.refunds.iter().flat_map(|refund| &refund.lines).filter(|back| back.variant == line.variant);
        let out = i128::from(line.quantity - back.map(|back| back.quantity).sum::<i64>());
        for (code, Quantity(each)) in uses.each.get(&line.variant).into_iter().flatten() {
            quantities.entry(code.clone()).or_default().0 += each * out;
        }
    }
    quantities.retain(|_, quantity| quantity.0 > 0);
    Counted { quantities, free_in_half: uses.counted.free_in_half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_pieces_bear_goes_back_with_them() {
        let (rice, nuts) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let cents = |amount: &str| json!({ "amount": amount, "currency": "JPY" });
        let line = |variant: Uuid| json!({ "variant": variant, "quantity": 3, "unit_price": cents("1") });
        let mut order = json!({
            "id": rice, "checkout": rice, "kind": { "kind": "goods" }, "lines": [line(rice), line(nuts)], "delivery": null,
            "amounts": { "goods": cents("6"), "delivery": cents("0"), "duty": cents("0"), "tax": cents("0"), "total": cents("6") },
            "fee_percent": "5", "placed_at": "2026-11-22T00:00:00Z", "state": { "state": "delivered" }, "history": [],
            "allowance": { "holder": rice, "year": 2026, "amount": cents("0"),
                "counted": { "quantities": { "rice": "12.0" }, "free_in_half": 2 }, "each": { rice.to_string(): { "rice": "4.000" } } },
            "refunds": [],
        });
        let bears = |order: &serde_json::Value| {
            let counted = borne(&serde_json::from_value(order.clone()).expect("an order"));
            (counted.quantities.get("rice").map(|quantity| quantity.0), counted.free_in_half)
        };
        assert_eq!(bears(&order), (Some(12_000_000_000), Some(2)));
        let back = |variant: Uuid, quantity: i64| {
            json!({ "number": 1, "at": "2026-11-23T00:00:00Z", "reason": "x", "total": cents("1"), "sent": { "state": "owed" },
                "lines": [{ "variant": variant, "quantity": quantity, "restocked": true }],
                "parts": { "goods": cents("1"), "delivery": cents("0") } })
        };
        order["refunds"] = json!([back(nuts, 3), back(rice, 2)]);
        assert_eq!(bears(&order), (Some(4_000_000_000), Some(2)));
        order["refunds"] = json!([back(rice, 3)]);
        assert_eq!(bears(&order), (None, Some(2)), "the parcel came in all the same");
        order["state"] = json!({ "state": "refunded" });
        assert_eq!(bears(&order), (None, None));
    }
}
