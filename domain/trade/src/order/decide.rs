//! The one way from an order's state to the next.

use super::step::{Command, Notice, Outcome, Party, ReturnLine, Telling};
use super::{By, Completion, Order, OrderKind, Parcel, Refund, RefundState, Refusal, Returned, State, money};
use crate::allowance::AllowanceEffect;
use crate::message;
use crate::stock::{Effect, StockEffect};
use crate::terms;
use sampan_ids::Timestamp;
use sampan_ledger::Posting;

/// What becomes of an order when something is asked of it at a moment, or the fact that stands against it.
pub fn decide(order: &Order, command: Command, now: Timestamp) -> Result<Outcome, Refusal> {
    use Command as C;
    use State as S;
    let step = Step::new(order, now);
    match (&order.state, command) {
        (_, C::RefundSent { number, reference }) => step.refund_sent(number, reference),
        (_, C::Clock) => step.clock(),

        (S::AwaitingPayment { until }, C::Pay) if now >= *until => Err(Refusal::PaymentTooLate { until: *until }),
        (S::AwaitingPayment { .. }, C::Pay) => step.pay(),
        (S::AwaitingPayment { .. }, C::CallOff) => step.cancel(By::Buyer, "called off before payment"),
        (S::AwaitingPayment { .. }, _) => Err(Refusal::NotPaid),
        (_, C::Pay) if order.paid_at().is_some() => Err(Refusal::AlreadyPaid),

        (S::Booked { until, .. }, C::Cancel { .. }) if now >= *until => Err(Refusal::TooLate { until: *until }),
        (S::Paid { .. } | S::Booked { .. }, C::Cancel { by, reason }) => step.cancel(by, &message::text(&reason)?),
        (S::Shipped { .. } | S::Delivered { .. }, C::Cancel { .. } | C::Ship { .. }) => Err(Refusal::AlreadyShipped),

        (S::Paid { .. }, C::Ship { papers_complete: false, .. }) => Err(Refusal::PapersMissing),
        (S::Paid { .. }, C::Ship { parcel, .. }) => step.ship(parcel),
        (S::Booked { .. }, C::Ship { .. }) => Err(Refusal::NoParcel),
        (S::Shipped { .. }, C::MarkDelivered) => step.delivered(),
        (S::Shipped { .. } | S::Delivered { .. } | S::ClaimOpen { .. }, C::ConfirmReceipt) => {
            step.complete(Completion::Receipt)
        }

        (S::Shipped { deadline, .. }, C::Claim { .. }) if now < *deadline => {
            Err(Refusal::TooEarly { until: *deadline })
        }
        (S::Delivered { release_at, .. }, C::Claim { .. }) if now >= *release_at => {
            Err(Refusal::TooLate { until: *release_at })
        }
        (S::Shipped { .. } | S::Delivered { .. }, C::Claim { text }) => step.claim(&text),
        (S::ClaimOpen { .. }, C::DecideClaim { for_buyer, reason, .. }) => step.decide_claim(for_buyer, &reason),

        (S::Shipped { .. } | S::Delivered { .. }, C::Return { lines, reason, restock }) => {
            step.take_back(&lines, &reason, restock)
        }
        (S::Completed { at, .. }, C::Return { lines, reason, restock }) => {
            match terms::days_after(*at, terms::RETURN_WITHIN_DAYS) {
                until if now >= until => Err(Refusal::TooLate { until }),
                _ => step.take_back(&lines, &reason, restock),
            }
        }

        (_, C::Redeem { .. }) if matches!(order.kind, OrderKind::Goods) => Err(Refusal::NotAService),
        (S::Booked { .. }, C::Redeem { code_hash }) => step.redeem(&code_hash),
        (S::Completed { at, how: Completion::Redeemed }, C::Redeem { .. }) => Err(Refusal::AlreadyRedeemed { at: *at }),

        // Every state is named, so that a new one is asked about here.
        (
            S::Paid { .. }
            | S::Booked { .. }
            | S::Shipped { .. }
            | S::Delivered { .. }
            | S::ClaimOpen { .. }
            | S::Completed { .. }
            | S::Cancelled { .. }
            | S::Expired { .. }
            | S::Refunded { .. },
            _,
        ) => Err(Refusal::NotNow { state: order.state.name().to_owned() }),
    }
}

/// A step being taken: the outcome as it grows.
struct Step<'a> {
    before: &'a Order,
    now: Timestamp,
    outcome: Outcome,
}

impl<'a> Step<'a> {
    fn new(before: &'a Order, now: Timestamp) -> Step<'a> {
        let (postings, stock, notices) = (Vec::new(), Vec::new(), Vec::new());
        Step { before, now, outcome: Outcome { order: before.clone(), postings, stock, allowance: None, notices } }
    }

    fn pay(self) -> Result<Outcome, Refusal> {
        let at = self.now;
        let (state, until) = match &self.before.kind {
            OrderKind::Goods => {
                let ship_by = terms::days_after(at, terms::SHIP_WITHIN_DAYS);
                (State::Paid { at, ship_by }, ship_by)
            }
            OrderKind::Service { last_day, .. } => {
                let until = terms::end_of(*last_day);
                (State::Booked { at, until }, until)
            }
        };
        let postings = money::pay(self.before)?;
        self.enter(state).post(postings).tell_both(Telling::Paid { until }).done()
    }

    fn clock(self) -> Result<Outcome, Refusal> {
        let Some(due) = self.before.due() else {
            return Err(self.not_now());
        };
        if self.now < due {
            return Err(Refusal::TooEarly { until: due });
        }
        match self.before.state {
            State::AwaitingPayment { .. } => {
                let at = self.now;
                self.enter(State::Expired { at }).stock(Effect::Release).tell(Party::Buyer, Telling::Expired).done()
            }
            State::Paid { .. } => self.cancel(By::Clock, "not sent in time"),
            State::Booked { .. } => self.complete(Completion::LastDayOver),
            State::Shipped { .. } | State::Delivered { .. } => self.complete(Completion::Clock),
            State::ClaimOpen { .. } => self.decide_claim(true, "not decided in time"),
            State::Completed { .. } | State::Cancelled { .. } | State::Expired { .. } | State::Refunded { .. } => {
                Err(self.not_now())
            }
        }
    }

    fn cancel(self, by: By, reason: &str) -> Result<Outcome, Refusal> {
        let (at, paid, told) = (self.now, self.before.paid_at().is_some(), reason.to_owned());
        let all = everything(self.before, false);
        let step = self.stock(Effect::Release);
        let step = if paid { step.give_back(all, reason)? } else { step };
        step.enter(State::Cancelled { at, by, reason: told.clone() })
            .tell_both(Telling::Cancelled { by, reason: told })
            .done()
    }

    fn ship(self, parcel: Parcel) -> Result<Outcome, Refusal> {
        let sound = |text: &str| (1..=60).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if !sound(&parcel.carrier) || !sound(&parcel.number) {
            return Err(Refusal::placing("parcel", "carrier and number of 1 to 60 characters"));
        }
        if self.before.delivery.as_ref().is_some_and(|delivery| delivery.mode != parcel.mode) {
            return Err(Refusal::OtherMode);
        }
        let at = self.now;
        let deadline = terms::days_after(at, terms::transit_days(self.before.destination, parcel.mode));
        let told = Telling::Shipped { parcel: parcel.clone(), deadline };
        self.enter(State::Shipped { at, parcel, deadline }).stock(Effect::Take).tell(Party::Buyer, told).done()
    }

    fn delivered(self) -> Result<Outcome, Refusal> {
        let at = self.now;
        let release_at = terms::days_after(at, terms::RELEASE_AFTER_DAYS);
        self.enter(State::Delivered { at, release_at }).tell_both(Telling::Delivered { release_at }).done()
    }

    fn complete(self, how: Completion) -> Result<Outcome, Refusal> {
        let at = self.now;
        let postings = money::release(self.before)?;
        // A service's places leave the shelf when they are had or forfeited; a parcel's pieces left it with the parcel.
        let step = if self.before.state.holds_stock() { self.stock(Effect::Take) } else { self };
        step.enter(State::Completed { at, how }).post(postings).tell_both(Telling::Completed).done()
    }

    fn claim(self, text: &str) -> Result<Outcome, Refusal> {
        let (at, text) = (self.now, message::text(text)?);
        let decide_by = terms::days_after(at, terms::DECIDE_WITHIN_DAYS);
        let told = Telling::ClaimOpened { text: text.clone(), decide_by };
        self.enter(State::ClaimOpen { at, text, decide_by })
            .tell(Party::Seller, told.clone())
            .tell(Party::Operator, told)
            .done()
    }

    fn decide_claim(self, for_buyer: bool, reason: &str) -> Result<Outcome, Refusal> {
        let reason = message::text(reason)?;
        let step = self.tell_both(Telling::ClaimDecided { for_buyer, reason: reason.clone() });
        if !for_buyer {
            return step.complete(Completion::ClaimDeclined);
        }
        let (at, all) = (step.now, everything(step.before, false));
        step.give_back(all, &reason)?.enter(State::Refunded { at }).done()
    }

    fn take_back(self, lines: &[ReturnLine], reason: &str, restock: bool) -> Result<Outcome, Refusal> {
        let (at, reason) = (self.now, message::text(reason)?);
        let returned = merged(self.before, lines, restock)?;
        let step = self.give_back(returned, &reason)?;
        let order = &step.outcome.order;
        match order.lines.iter().all(|line| order.returned(line.variant) == line.quantity) {
            true => step.enter(State::Refunded { at }).done(),
            false => step.done(),
        }
    }

    fn redeem(self, code_hash: &str) -> Result<Outcome, Refusal> {
        match (&self.before.kind, &self.before.state) {
            (OrderKind::Service { code_hash: known, .. }, _) if known != code_hash => Err(Refusal::WrongCode),
            (_, State::Booked { until, .. }) if self.now >= *until => Err(Refusal::TooLate { until: *until }),
            _ => self.complete(Completion::Redeemed),
        }
    }

    fn refund_sent(mut self, number: u32, reference: String) -> Result<Outcome, Refusal> {
        if !(1..=128).contains(&reference.chars().count()) {
            return Err(Refusal::placing("reference", "the provider's number of 1 to 128 characters"));
        }
        let refund = self.outcome.order.refunds.iter_mut().find(|refund| refund.number == number);
        let refund = refund.ok_or(Refusal::NoSuchRefund { number })?;
        if refund.sent != RefundState::Owed {
            return Err(Refusal::AlreadySent { number });
        }
        refund.sent = RefundState::Sent { at: self.now, reference };
        let (amount, postings) = (refund.total, money::refund_sent(self.before, refund)?);
        self.post(postings).tell(Party::Buyer, Telling::RefundSent { amount }).done()
    }

    /// Pieces go back, with everything they bear.
    fn give_back(mut self, lines: Vec<Returned>, reason: &str) -> Result<Self, Refusal> {
        let (parts, postings) = money::refund(&self.outcome.order, &lines)?;
        let total = parts.total()?;
        for line in lines.iter().filter(|line| line.restocked) {
            let effect = StockEffect { variant: line.variant, quantity: line.quantity, effect: Effect::Restock };
            self.outcome.stock.push(effect);
        }
        let number = self.outcome.order.refunds.len() as u32 + 1;
        let (at, reason, amount) = (self.now, reason.to_owned(), total);
        let told = Telling::Returned { amount, reason: reason.clone() };
        let (sent, step) = match amount.is_zero() {
            true => (RefundState::Sent { at, reference: String::new() }, None),
            false => (RefundState::Owed, Some(Telling::SendRefund { number, amount })),
        };
        self.outcome.order.refunds.push(Refund { number, at, reason, lines, parts, total, sent });
        let done = self.post(postings).tell_both(told);
        Ok(match step {
            Some(asked) => done.tell(Party::Provider, asked),
            None => done,
        })
    }

    fn enter(mut self, state: State) -> Self {
        let left = std::mem::replace(&mut self.outcome.order.state, state);
        self.outcome.order.history.push(left);
        self
    }

    fn post(mut self, postings: Vec<Posting>) -> Self {
        self.outcome.postings.extend(postings);
        self
    }

    /// The same effect on every line's pieces.
    fn stock(mut self, effect: Effect) -> Self {
        let lines = self.before.lines.iter();
        let effects = lines.map(|line| StockEffect { variant: line.variant, quantity: line.quantity, effect });
        self.outcome.stock.extend(effects);
        self
    }

    fn tell(mut self, to: Party, telling: Telling) -> Self {
        self.outcome.notices.push(Notice { to, telling });
        self
    }

    fn tell_both(self, telling: Telling) -> Self {
        self.tell(Party::Buyer, telling.clone()).tell(Party::Seller, telling)
    }

    fn not_now(&self) -> Refusal {
        Refusal::NotNow { state: self.before.state.name().to_owned() }
    }

    /// The outcome, with the yearly room worked out: payment settles what was held, and what goes back gives room.
    fn done(mut self) -> Result<Outcome, Refusal> {
        let order = &self.outcome.order;
        let settled = order.paid_at() != self.before.paid_at() || order.is_undone() != self.before.is_undone();
        if let (Some(used), Some(counts)) = (&order.allowance, order.allowance_counts()) {
            let counted = order.allowance_counted();
            let before = (self.before.allowance_counts(), self.before.allowance_counted());
            if settled || before != (Some(counts), counted.clone()) {
                let (holder, year) = (used.holder, used.year);
                let effect = AllowanceEffect { holder, year, order: order.id, counts, counted };
                self.outcome.allowance = Some(effect);
            }
        }
        Ok(self.outcome)
    }
}

/// Every piece that has not gone back yet.
fn everything(order: &Order, restocked: bool) -> Vec<Returned> {
    let left = order.lines.iter().map(|line| (line.variant, line.quantity - order.returned(line.variant)));
    let left = left.filter(|(_, quantity)| *quantity > 0);
    left.map(|(variant, quantity)| Returned { variant, quantity, restocked }).collect()
}

/// The pieces to be taken back, a variant once, none more than are left.
fn merged(order: &Order, lines: &[ReturnLine], restocked: bool) -> Result<Vec<Returned>, Refusal> {
    for asked in lines {
        if !order.lines.iter().any(|line| line.variant == asked.variant) {
            return Err(Refusal::NotInOrder { variant: asked.variant });
        }
    }
    let mut merged = Vec::new();
    for line in &order.lines {
        let variant = line.variant;
        let asked = lines.iter().filter(|asked| asked.variant == variant);
        let wanted = asked.fold(0u32, |sum, asked| sum.saturating_add(asked.quantity));
        let left = line.quantity.saturating_sub(order.returned(variant));
        match wanted {
            0 => {}
            _ if wanted > left => return Err(Refusal::TooMany { variant, wanted, left }),
            quantity => merged.push(Returned { variant, quantity, restocked }),
        }
    }
    if merged.is_empty() { Err(Refusal::NothingToReturn) } else { Ok(merged) }
}
