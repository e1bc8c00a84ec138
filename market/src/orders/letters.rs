//! The letters that tell buyer and seller of an order's step.

use crate::mail::{self, Letter, Reader};
use crate::vault::Vault;
use sampan_db::{Moment, Rows};
use sampan_ids::Timestamp;
use sampan_money::Money;
use sampan_trade::order::{By, Order, Outcome, Party, Telling};

/// The reason of a claim that the clock decided, as the rules give it.
pub const UNDECIDED: &str = "not decided in time";

/// Leaves the letters of a step in the outbox, one a reader and event.
pub fn write(rows: &mut Rows, at: &Moment, vault: &Vault, outcome: &Outcome) {
    let back = outcome.notices.iter().find_map(|notice| match &notice.telling {
        Telling::Returned { amount, .. } => Some(*amount),
        _ => None,
    });
    let ended = |telling: &Telling| matches!(telling, Telling::Cancelled { .. } | Telling::ClaimDecided { .. });
    let told_otherwise = outcome.notices.iter().any(|notice| ended(&notice.telling));
    for notice in &outcome.notices {
        // Who is told of a cancellation or a decision reads there what goes back.
        if told_otherwise && matches!(notice.telling, Telling::Returned { .. }) {
            continue;
        }
        if let Some(letter) = letter(&outcome.order, notice.to, &notice.telling, back) {
            mail::write(rows, vault, &letter, at);
        }
    }
}

/// Leaves the letter of a message on an order to one side of it.
pub fn message(rows: &mut Rows, at: &Moment, vault: &Vault, order: &Order, to: Party) {
    if let Some(letter) = about(order, to, "message", Values::default()) {
        mail::write(rows, vault, &letter, at);
    }
}

/// What goes into a letter's text.
#[derive(Default)]
struct Values<'a> {
    amount: Option<Money>,
    reason: &'a str,
    /// The text of a reason that is the marketplace's own.
    reason_key: &'static str,
    date: Option<Timestamp>,
    parcel: &'a str,
}

fn letter(order: &Order, to: Party, telling: &Telling, back: Option<Money>) -> Option<Letter> {
    let none = Values::default();
    let (key, values) = match telling {
        Telling::Paid { until } if to == Party::Seller => {
            ("new_order", Values { amount: order.gross_usd().ok(), date: Some(*until), ..none })
        }
        Telling::Paid { until } => ("order_paid", Values { date: Some(*until), ..none }),
        Telling::Expired => ("order_expired", none),
        Telling::Cancelled { by, reason } => {
            let key = if *by == By::Clock { "orders-reason-not-sent" } else { "" };
            ("order_cancelled", Values { amount: back, reason, reason_key: key, ..none })
        }
        Telling::Shipped { parcel, deadline } => {
            ("order_shipped", Values { parcel: &parcel.number, date: Some(*deadline), ..none })
        }
        Telling::Delivered { release_at } => ("order_delivered", Values { date: Some(*release_at), ..none }),
        Telling::Completed => ("order_completed", none),
        Telling::ClaimOpened { text, decide_by } => {
            ("claim_opened", Values { reason: text, date: Some(*decide_by), ..none })
        }
        Telling::ClaimDecided { reason, .. } => {
            let key = if reason == UNDECIDED { "orders-reason-not-decided" } else { "" };
            ("claim_decided", Values { amount: back, reason, reason_key: key, ..none })
        }
        Telling::Returned { amount, reason } => ("order_returned", Values { amount: Some(*amount), reason, ..none }),
        Telling::RefundSent { amount } => ("order_refunded", Values { amount: Some(*amount), ..none }),
        Telling::SendRefund { .. } => return None,
    };
    about(order, to, key, values)
}

fn about(order: &Order, to: Party, key: &str, values: Values<'_>) -> Option<Letter> {
    let (reader, link) = match to {
        Party::Buyer => (Reader::Account(order.buyer), format!("/orders/{}", order.id)),
        Party::Seller => (Reader::Shop(order.seller), format!("/seller/orders/{}", order.id)),
        // Operators have their queue, the provider its worker.
        Party::Operator | Party::Provider => return None,
    };
    let amount = values.amount.unwrap_or(order.amounts.total).to_string();
    let date = values.date.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()).unwrap_or_default();
    let mut params = vec![
        ("number", order.number.as_str()),
        ("link", &link),
        ("amount", &amount),
        ("reason", values.reason),
        ("date", &date),
        ("parcel", values.parcel),
    ];
    if !values.reason_key.is_empty() {
        params.push(("reason_key", values.reason_key));
    }
    Some(Letter::new(reader, key, &params))
}
