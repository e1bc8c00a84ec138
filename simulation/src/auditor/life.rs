//! From which state an order or a payment may come to which: a table of its own, written from the description of an
//! order's life, not from the code that decides it.

use super::finding::{About, Finding};
use super::rows::{Checkout, Order};
use std::collections::BTreeSet;

/// An order's arrows.
const ORDER: &[(&str, &[&str])] = &[
    ("awaiting_payment", &["paid", "booked", "expired", "cancelled"]),
    ("paid", &["shipped", "cancelled"]),
    ("booked", &["completed", "cancelled"]),
    ("shipped", &["delivered", "completed", "claim_open", "refunded"]),
    ("delivered", &["completed", "claim_open", "refunded"]),
    ("claim_open", &["completed", "refunded"]),
    ("completed", &["refunded"]),
    ("cancelled", &[]),
    ("expired", &[]),
    ("refunded", &[]),
];

/// A payment's arrows. One commit may hold several steps, so what two arrows lead to is reached by one here.
const PAYMENT: &[(&str, &[&str])] = &[
    ("awaiting", &["declined", "paid", "expired", "refunded_late", "cancelled"]),
    ("declined", &["paid", "expired", "refunded_late", "cancelled"]),
    ("expired", &["refunded_late"]),
    ("paid", &[]),
    ("refunded_late", &[]),
    ("cancelled", &[]),
];

fn allowed(arrows: &[(&str, &[&str])], from: &str, to: &str) -> bool {
    arrows.iter().any(|(state, next)| *state == from && next.contains(&to))
}

/// What is wrong with how an order came from what it was to what it is.
pub(super) fn order(before: Option<&Order>, after: &Order, found: &mut Vec<Finding>) {
    let mut say = |what: String| found.push(Finding::new(About::Arrow, format!("order {}: {what}", after.id)));
    let states: Vec<_> = after.states().collect();
    if states.first().is_none_or(|first| first.state != "awaiting_payment") {
        say("it did not begin with awaiting payment".to_owned());
    }
    for pair in states.windows(2) {
        if !allowed(ORDER, &pair[0].state, &pair[1].state) {
            say(format!("from {} to {}", pair[0].state, pair[1].state));
        }
    }
    let wrong = if after.kind.kind == "service" { ["paid", "shipped"] } else { ["booked", "booked"] };
    if after.was(&wrong) {
        say(format!("a {} cannot have been {}", after.kind.kind, wrong.join(" or ")));
    }
    let Some(before) = before else { return };
    let past: Vec<_> = before.states().collect();
    if states.len() < past.len() || past != states[..past.len()] {
        say(format!("its past changed: it was {}", before.state.state));
    }
    let refunds = |order: &Order| -> Vec<_> {
        order.refunds.iter().map(|refund| (refund.number, refund.lines.clone(), refund.total.clone())).collect()
    };
    let (old, new) = (refunds(before), refunds(after));
    if new.len() < old.len() || old != new[..old.len()] {
        say("what went back before changed".to_owned());
    }
    if before
        .refunds
        .iter()
        .zip(&after.refunds)
        .any(|(old, new)| !old.sent.owed() && old.sent.reference() != new.sent.reference())
    {
        say("a refund was sent again".to_owned());
    }
}

/// What is wrong with how a payment came from what it was to what it is.
pub(super) fn payment(before: Option<&Checkout>, after: &Checkout, found: &mut Vec<Finding>) {
    let mut say = |what: String| found.push(Finding::new(About::Arrow, format!("checkout {}: {what}", after.id)));
    let (from, to) = (before.map_or("awaiting", |before| before.payment.state.as_str()), after.payment.state.as_str());
    if from != to && !allowed(PAYMENT, from, to) {
        say(format!("from {from} to {to}"));
    }
    if before.is_some_and(|before| from == to && before.payment.provider_ref != after.payment.provider_ref) {
        say("paid by another payment than before".to_owned());
    }
    let refs: BTreeSet<_> = after.surplus.iter().map(|surplus| &surplus.provider_ref).collect();
    if refs.len() < after.surplus.len()
        || after.surplus.iter().any(|s| Some(&s.provider_ref) == after.payment.provider_ref.as_ref() && to == "paid")
    {
        say("one payment is kept and given back, or given back twice".to_owned());
    }
    if before.is_some_and(|before| before.surplus.len() > after.surplus.len() || before.orders != after.orders) {
        say("what it was made of changed".to_owned());
    }
}
