//! The one line of an order's life: what happened with its date, what is awaited, and what comes at the latest when.

use crate::look::Tone;
use sampan_ids::Timestamp;
use sampan_trade::order::{Order, OrderKind, State};
use sampan_trade::terms;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// One step of the line.
#[derive(Serialize, ToSchema)]
pub struct TimelineStep {
    /// Which step.
    pub step: &'static str,
    /// Its name.
    pub title: String,
    /// When, as it is to be read, or empty.
    pub at: String,
    /// A second sentence, or empty.
    pub note: String,
    /// `done`, `now`, `next` or `stop`.
    #[schema(value_type = String)]
    pub tone: Tone,
}

/// The steps of an order, those to come included.
pub fn steps(order: &Order, s: &Shell, demo_carrier: bool) -> Vec<TimelineStep> {
    let mut steps = vec![step("placed", s.minute(order.placed_at), String::new(), Tone::Done, s)];
    let mut left: Vec<&'static str> = match order.kind {
        OrderKind::Goods => vec!["paid", "shipped", "delivered", "completed"],
        OrderKind::Service { .. } => vec!["booked", "completed"],
    };
    let mut over = false;
    for state in order.states() {
        let Some((name, at)) = reached(state) else { continue };
        left.retain(|other| *other != name);
        let ended = matches!(name, "cancelled" | "expired" | "refunded");
        over = ended || name == "completed" || (over && name != "claim_open");
        let open = name == "claim_open" && matches!(order.state, State::ClaimOpen { .. });
        let tone = if ended {
            Tone::Stop
        } else if open {
            Tone::Now
        } else {
            Tone::Done
        };
        let note =
            if let State::Cancelled { reason, .. } = state { super::reason_words(reason, s) } else { String::new() };
        steps.push(step(name, s.minute(at), note, tone, s));
    }
    if over {
        return steps;
    }
    let waits = !matches!(order.state, State::ClaimOpen { .. });
    for (n, name) in left.into_iter().enumerate() {
        // While a claim is open, delivery is what it is about.
        if !waits && name == "delivered" {
            continue;
        }
        let tone = if n == 0 && waits { Tone::Now } else { Tone::Next };
        let by = awaited(&order.state).filter(|_| n == 0 || !waits);
        let at = by.map(|at| s.t1("orders-step-by", "date", s.date(at))).unwrap_or_default();
        steps.push(step(name, at, note(order, name, s, demo_carrier), tone, s));
    }
    steps
}

fn step(step: &'static str, at: String, note: String, tone: Tone, s: &Shell) -> TimelineStep {
    let title = s.t(format!("orders-step-{}", step.replace('_', "-")));
    TimelineStep { step, title, at, note, tone }
}

/// The step that a state is, and when it was reached.
fn reached(state: &State) -> Option<(&'static str, &Timestamp)> {
    match state {
        State::AwaitingPayment { .. } => None,
        State::Paid { at, .. }
        | State::Booked { at, .. }
        | State::Shipped { at, .. }
        | State::Delivered { at, .. }
        | State::ClaimOpen { at, .. }
        | State::Completed { at, .. }
        | State::Cancelled { at, .. }
        | State::Expired { at }
        | State::Refunded { at } => Some((state.name(), at)),
    }
}

/// By when the next step is due.
fn awaited(state: &State) -> Option<Timestamp> {
    match state {
        State::AwaitingPayment { until } | State::Booked { until, .. } => Some(*until),
        State::Paid { ship_by, .. } => Some(*ship_by),
        State::Shipped { deadline, .. } => Some(*deadline),
        State::Delivered { release_at, .. } => Some(*release_at),
        State::ClaimOpen { decide_by, .. } => Some(*decide_by),
        State::Completed { .. } | State::Cancelled { .. } | State::Expired { .. } | State::Refunded { .. } => None,
    }
}

/// What everyone should know of a step that is still to come.
fn note(order: &Order, step: &str, s: &Shell, demo_carrier: bool) -> String {
    match step {
        "shipped" => s.t1("orders-note-shipped", "days", terms::SHIP_WITHIN_DAYS),
        "delivered" if demo_carrier => {
            let mode = order.delivery.as_ref().map(|delivery| delivery.mode);
            s.t1("orders-note-demo-carrier", "days", crate::orders::work::demo_days(mode))
        }
        "delivered" => match &order.delivery {
            Some(d) => s.t2("orders-note-delivered", "min", u32::from(d.days_min), "max", u32::from(d.days_max)),
            None => String::new(),
        },
        "completed" if matches!(order.state, State::ClaimOpen { .. }) => s.t("orders-note-claim"),
        "completed" if matches!(order.kind, OrderKind::Service { .. }) => s.t("orders-note-service"),
        "completed" => s.t1("orders-note-completed", "days", terms::RELEASE_AFTER_DAYS),
        _ => String::new(),
    }
}
