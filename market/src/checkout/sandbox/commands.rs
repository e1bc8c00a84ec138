//! What can be done at the test provider. A single notification is taken by the marketplace in the act's own commit, for
//! both keep their books in one database; several, and late ones, go through the outbox.

use super::books::{Charge, MOST, Payment, Refunded};
use crate::checkout::payments::{ChangePayment, Step};
use crate::checkout::providers::{Message, read, signed};
use crate::checkout::store::SandboxPayments;
use crate::orders::Orders;
use crate::vault::Vault;
use sampan_db::outbox::{Event, Outbox};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{OrderId, PaymentId, SignedDuration, Timestamp};
use sampan_money::Money;
use sampan_trade::checkout::{Notification, NotificationKind};
use serde::{Deserialize, Serialize};

/// The outbox topic of the sandbox's notifications.
pub const TOPIC: &str = "sandbox";

/// What someone who tries the sandbox wants to see happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// The payment succeeds.
    Approve,
    /// The payment fails.
    Decline,
    /// The payment succeeds and is charged a second time by mistake; both are told twice.
    ApproveTwice,
    /// The payment succeeds, but the shop hears of it only when its time is over.
    ApproveLate,
    /// The payment fails and then succeeds; the shop hears of the success first.
    OutOfOrder,
}

impl Wish {
    /// Whether the shop hears of it at once, by one notification. All else waits in the outbox for its turn.
    pub const fn told_at_once(self) -> bool {
        matches!(self, Wish::Approve | Wish::Decline)
    }
}

/// Does it.
pub struct Try {
    /// The key that seals letters and signs notifications.
    pub vault: Vault,
    /// The payment as the shop asked for it; what the books say of it counts more.
    pub payment: Payment,
    /// The orders that are paid by it.
    pub orders: Vec<OrderId>,
    /// What.
    pub wish: Wish,
}

/// Why the sandbox does nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SandboxRefusal {
    /// There is no such payment.
    NotFound,
    /// One payment has been tried often enough.
    Enough,
    /// Less is left of the charge.
    TooMuch,
}

impl Command for Try {
    type Reply = Payment;
    type Refusal = SandboxRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let own = Needs::one::<SandboxPayments>(self.payment.id);
        match self.wish.told_at_once() {
            // The orders are known before the checkout is read, which saves a round of loading.
            true => own.all::<Orders>(self.orders.iter().copied()).with(self.change(None).needs(rows)),
            false => own,
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Payment, SandboxRefusal> {
        let known = rows.get::<SandboxPayments>(&self.payment.id).cloned();
        let payment = known.unwrap_or_else(|| self.payment.clone());
        if payment.charges.len() + payment.declined as usize >= MOST {
            return Err(SandboxRefusal::Enough);
        }
        let mut act = Acting { at, payment, told: Vec::new() };
        match self.wish {
            Wish::Approve => act.approve(at.now, 1),
            Wish::Decline => act.decline(at.now),
            Wish::ApproveTwice => {
                act.approve(at.now, 2);
                act.approve(at.now, 2);
            }
            Wish::ApproveLate => {
                let late = act.payment.until.max(at.now) + SignedDuration::from_secs(1);
                act.approve(late, 1);
            }
            Wish::OutOfOrder => {
                act.approve(at.now, 1);
                act.decline(at.now);
            }
        }
        let Acting { payment, told, .. } = act;
        rows.put::<SandboxPayments>(payment.clone());
        for (number, (notification, due)) in told.into_iter().enumerate() {
            if !self.wish.told_at_once() || !self.told_now(rows, at, &notification) {
                leave(rows, at, payment.id, (number, notification), due);
            }
        }
        Ok(payment)
    }
}

impl Try {
    fn change(&self, notification: Option<Notification>) -> ChangePayment {
        let step = notification.map_or(Step::Expire, Step::Notify);
        ChangePayment { vault: self.vault.clone(), checkout: self.payment.checkout, step }
    }

    /// Tells the shop in this very commit, by a notification that is signed and read like any other. False if the shop
    /// could not take it; what it refuses for good is not told again.
    fn told_now(&self, rows: &mut Rows, at: &Moment, notification: &Notification) -> bool {
        let message = Message { payment: self.payment.id, notification: notification.clone() };
        let (bytes, signature) = signed(&self.vault, &message);
        let Ok((_, notification)) = read(&self.vault, &bytes, &signature) else { return false };
        let mark = rows.mark();
        let Err(refusal) = self.change(Some(notification)).decide(rows, at) else { return true };
        rows.roll_back(mark);
        matches!(sampan_web::Error::from(refusal), sampan_web::Error::Refused { .. })
    }
}

/// An act under way.
struct Acting<'a, 'b> {
    at: &'a Moment<'b>,
    payment: Payment,
    told: Vec<(Notification, Timestamp)>,
}

impl Acting<'_, '_> {
    fn approve(&mut self, due: Timestamp, times: u32) {
        let number = format!("ch_{}", self.chance());
        let amount = self.payment.amount;
        self.payment.charges.push(Charge { number: number.clone(), amount, at: self.at.now });
        let kind = NotificationKind::Approved { amount, provider_ref: number };
        let event_id = format!("ev_{}", self.chance());
        for _ in 0..times {
            self.told.push((Notification { event_id: event_id.clone(), kind: kind.clone() }, due));
        }
    }

    fn decline(&mut self, due: Timestamp) {
        self.payment.declined += 1;
        let provider_ref = format!("at_{}", self.chance());
        let event_id = format!("ev_{}", self.chance());
        self.told.push((Notification { event_id, kind: NotificationKind::Declined { provider_ref } }, due));
    }

    fn chance(&self) -> String {
        format!("{:016x}", self.at.random())
    }
}

/// Leaves a notification to be sent when it is due, after those before it.
fn leave(
    rows: &mut Rows,
    at: &Moment,
    payment: PaymentId,
    (number, notification): (usize, Notification),
    due: Timestamp,
) {
    let message = Message { payment, notification };
    rows.put::<Outbox>(Event {
        id: crate::new_id(at, payment.cell()),
        subject: payment.0,
        topic: TOPIC.to_owned(),
        body: serde_json::to_string(&message).unwrap_or_default(),
        // Events of a moment go out in the order of their times.
        at: at.now + SignedDuration::from_micros(number as i64 + 1),
        tries: 0,
        due: Some(due),
        failure: String::new(),
    });
}

/// Sends money back.
pub struct Refund {
    /// Of which payment.
    pub payment: PaymentId,
    /// Out of which charge.
    pub provider_ref: String,
    /// How much.
    pub amount: Money,
    /// What the shop calls it; the same again is the same refund.
    pub ours: String,
}

impl Command for Refund {
    type Reply = String;
    type Refusal = SandboxRefusal;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<SandboxPayments>(self.payment)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<String, SandboxRefusal> {
        let mut payment = rows.get::<SandboxPayments>(&self.payment).cloned().ok_or(SandboxRefusal::NotFound)?;
        if let Some(known) = payment.refunds.iter().find(|known| known.theirs == self.ours) {
            return Ok(known.number.clone());
        }
        let left = payment.left(&self.provider_ref).ok_or(SandboxRefusal::NotFound)?;
        if left.currency() != self.amount.currency() || left.minor() < self.amount.minor() {
            return Err(SandboxRefusal::TooMuch);
        }
        let number = format!("re_{:016x}", at.random());
        let (charge, amount, theirs) = (self.provider_ref.clone(), self.amount, self.ours.clone());
        payment.refunds.push(Refunded { number: number.clone(), theirs, charge, amount });
        rows.put::<SandboxPayments>(payment);
        Ok(number)
    }
}
