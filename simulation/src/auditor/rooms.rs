//! Yearly room: what each person's orders hold and have used, in money, by quantity and by parcels free of tax, worked out
//! from the orders by a table of its own; whether the rows agree, and whether anyone got more than the law lets them.

use super::finding::{About, Finding};
use super::rows::{Counted, Order, Quantity, Room};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whose, in which year.
type Whose = (Uuid, i16);

/// What a person may have a year: the law's row, where it holds, the first digits of the goods, kilograms.
const MOST: &[(&str, &str, &[&str], i128)] = &[
    ("sugar.cbec.most", "CN", &["1701"], 2),
    ("rice.cbec.most", "CN", &["1006"], 20),
    ("grain.parcel.over", "JP", &["1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008"], 100),
];
/// Parcels that come in free of tax in half a year, where that is counted.
const FREE_PARCELS: (&str, usize) = ("TW", 6);
/// A kilogram in billionths, which quantities are read in.
const KILOGRAM: i128 = 1_000_000_000;

/// The auditor's own view of everyone's year.
#[derive(Default)]
pub(super) struct Rooms {
    orders: BTreeMap<Whose, BTreeSet<Uuid>>,
    rows: BTreeMap<Whose, Room>,
    touched: BTreeSet<Whose>,
}

impl Rooms {
    /// An order that may use room has changed.
    pub fn order(&mut self, order: &Order, found: &mut Vec<Finding>) {
        if let Some(used) = &order.allowance {
            self.orders.entry((used.holder, used.year)).or_default().insert(order.id);
            self.touched.insert((used.holder, used.year));
        } else if borne(order) != Counted::default() {
            let what = format!("order {} counts with {:?}, for nobody", order.id, borne(order));
            found.push(Finding::new(About::Room, what));
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
            found.extend(too_much(room, latest).map(|what| Finding::new(About::Room, what)));
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

/// What a person has had more of than the law lets them: paid, or held for now.
fn too_much(room: &Room, latest: Timestamp) -> impl Iterator<Item = String> {
    let live = room.held.values().filter(move |hold| hold.until > latest).map(|hold| &hold.counted);
    let all: Vec<&Counted> = room.counted.values().chain(live).collect();
    let sum = |code: &str| all.iter().filter_map(|counted| counted.quantities.get(code)).map(|had| had.0).sum::<i128>();
    let free = |half: u8| all.iter().filter(|counted| counted.free_in_half == Some(half)).count();
    let quantities = MOST.iter().map(|(code, .., most)| (*code, sum(code), most * KILOGRAM));
    let parcels = [1, 2].map(|half| ("parcels free of tax", free(half) as i128, FREE_PARCELS.1 as i128));
    let over: Vec<_> = quantities.chain(parcels).filter(|(_, had, most)| had > most).collect();
    let holder = room.holder;
    over.into_iter().map(move |(code, had, most)| format!("{holder} has had {had} of {most} by {code}"))
}

/// What an order counts with besides money: of each limited quantity what its pieces weigh that have not gone back, and
/// whether it came in free of tax, which it did even where a part of it went back.
fn borne(order: &Order) -> Counted {
    if order.is(&["expired", "cancelled", "refunded"]) || order.kind.kind == "service" {
        return Counted::default();
    }
    let mut quantities: BTreeMap<String, Quantity> = BTreeMap::new();
    for line in &order.lines {
        let back = order.refunds.iter().flat_map(|refund| &refund.lines).filter(|back| back.variant == line.variant);
        let out = i128::from(line.quantity - back.map(|back| back.quantity).sum::<i64>());
        let weight = i128::from(line.net_weight_g.unwrap_or(0)) * (KILOGRAM / 1_000);
        let hs: String = line.hs.iter().flat_map(|hs| hs.chars()).filter(char::is_ascii_digit).collect();
        let limited = |(_, to, goods, _): &&(&str, &str, &[&str], i128)| {
            order.destination == *to && goods.iter().any(|goods| hs.starts_with(goods))
        };
        for (code, ..) in MOST.iter().filter(limited) {
            quantities.entry((*code).to_owned()).or_default().0 += weight * out;
        }
    }
    quantities.retain(|_, quantity| quantity.0 > 0);
    let taxed = order.amounts.duty.minor + order.amounts.tax.minor > 0;
    let half = if order.placed_at.to_zoned(jiff::tz::TimeZone::UTC).month() <= 6 { 1 } else { 2 };
    let free_in_half = (order.destination == FREE_PARCELS.0 && !taxed).then_some(half);
    Counted { quantities, free_in_half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_pieces_weigh_goes_back_with_them() {
        let (sugar, nuts) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let cents = |amount: &str| json!({ "amount": amount, "currency": "CNY" });
        let line = |variant: Uuid, hs: &str| json!({ "listing": variant, "variant": variant, "quantity": 3, "unit_price": cents("1"), "hs": hs, "net_weight_g": 400 });
        let mut order = json!({
            "id": sugar, "checkout": sugar, "kind": { "kind": "goods" }, "delivery": null, "destination": "CN", "regime": "cbec",
            "lines": [line(sugar, "17019910"), line(nuts, "08021200")],
            "amounts": { "goods": cents("6"), "delivery": cents("0"), "duty": cents("0"), "tax": cents("0"), "total": cents("6") },
            "fee_percent": "5", "placed_at": "2026-11-22T00:00:00Z", "state": { "state": "delivered" }, "history": [],
            "allowance": { "holder": sugar, "year": 2026, "amount": cents("6") }, "refunds": [],
        });
        let bears = |order: &serde_json::Value| {
            let counted = borne(&serde_json::from_value(order.clone()).expect("an order"));
            (counted.quantities.get("sugar.cbec.most").map(|quantity| quantity.0), counted.free_in_half)
        };
        assert_eq!(bears(&order), (Some(1_200_000_000), None));
        let back = |variant: Uuid, quantity: i64| {
            json!({ "number": 1, "at": "2026-11-23T00:00:00Z", "reason": "x", "total": cents("1"), "sent": { "state": "owed" },
                "lines": [{ "variant": variant, "quantity": quantity, "restocked": true }],
                "parts": { "goods": cents("1"), "delivery": cents("0") } })
        };
        order["refunds"] = json!([back(nuts, 3), back(sugar, 2)]);
        assert_eq!(bears(&order), (Some(400_000_000), None));
        order["refunds"] = json!([back(sugar, 3)]);
        assert_eq!(bears(&order), (None, None));
        order["destination"] = json!("TW");
        assert_eq!(bears(&order), (None, Some(2)), "the parcel came in all the same");
        order["state"] = json!({ "state": "refunded" });
        assert_eq!(bears(&order), (None, None));
    }

    #[test]
    fn whoever_has_had_more_than_the_law_lets_them_is_found() {
        let room = |text: &str| serde_json::from_str::<Room>(text).expect("a row");
        let nothing = r#""holder": "00000000-0000-0000-0000-000000000001", "year": 2026,
            "limit": { "amount": "26000.00", "currency": "CNY" }, "used": {}"#;
        let order = "00000000-0000-0000-0000-00000000000";
        let had = |paid: &str, held: &str| {
            room(&format!(
                r#"{{ {nothing}, "counted": {{ "{order}1": {{ "quantities": {{ "sugar.cbec.most": "{paid}" }} }} }},
                "held": {{ "{order}2": {{ "amount": {{ "amount": "0.00", "currency": "CNY" }}, "until": "2026-11-22T12:30:00Z",
                "counted": {{ "quantities": {{ "sugar.cbec.most": "{held}" }} }} }} }} }}"#
            ))
        };
        let at = |time: &str| time.parse().expect("an instant");
        let (now, late) = (at("2026-11-22T12:00:00Z"), at("2026-11-22T12:30:00Z"));
        assert_eq!(too_much(&had("1.2", "0.8"), now).count(), 0);
        assert_eq!(too_much(&had("1.2", "0.801"), now).count(), 1);
        assert_eq!(too_much(&had("1.2", "0.801"), late).count(), 0, "a lapsed hold counts no more");
        let six: Vec<String> = (1..=6).map(|n| format!(r#""{order}{n}": {{ "free_in_half": 2 }}"#)).collect();
        let parcels =
            |more: &str| room(&format!(r#"{{ {nothing}, "held": {{}}, "counted": {{ {}{more} }} }}"#, six.join(", ")));
        assert_eq!(too_much(&parcels(""), now).count(), 0);
        assert_eq!(too_much(&parcels(&format!(r#", "{order}7": {{ "free_in_half": 1 }}"#)), now).count(), 0);
        assert_eq!(too_much(&parcels(&format!(r#", "{order}7": {{ "free_in_half": 2 }}"#)), now).count(), 1);
    }
}
