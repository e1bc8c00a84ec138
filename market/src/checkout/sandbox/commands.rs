//! What can be done at the test provider. Each act leaves its notifications in the outbox, in its own commit.

use super::books::{Charge, MOST, Payment, Refunded};
use crate::checkout::providers::Message;
use crate::checkout::store::SandboxPayments;
use sampan_db::outbox::{Event, Outbox};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{PaymentId, SignedDuration, Timestamp};
use sampan_money::Money;
use sampan_trade::checkout::{Notification, NotificationKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The outbox topic of the sandbox's notifications.
pub const TOPIC: &str = "sandbox";

/// Opens a payment, unless it is open already.
pub struct Open {
    /// The payment.
    pub payment: Payment,
}

impl Command for Open {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<SandboxPayments>(self.payment.id)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        if rows.get::<SandboxPayments>(&self.payment.id).is_none() {
            rows.put::<SandboxPayments>(self.payment.clone());
        }
        Ok(())
    }
}

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

/// Does it.
pub struct Try {
    /// At which payment.
    pub payment: PaymentId,
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
    type Reply = ();
    type Refusal = SandboxRefusal;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<SandboxPayments>(self.payment)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), SandboxRefusal> {
        let payment = rows.get::<SandboxPayments>(&self.payment).cloned().ok_or(SandboxRefusal::NotFound)?;
        if payment.charges.len() + payment.declined as usize >= MOST {
            return Err(SandboxRefusal::Enough);
        }
        let mut act = Acting { rows, at, payment, told: 0 };
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
        let payment = act.payment;
        rows.put::<SandboxPayments>(payment);
        Ok(())
    }
}

/// An act under way.
struct Acting<'a, 'b> {
    rows: &'a mut Rows,
    at: &'a Moment<'b>,
    payment: Payment,
    told: i64,
}

impl Acting<'_, '_> {
    fn approve(&mut self, due: Timestamp, times: u32) {
        let number = format!("ch_{}", self.chance());
        let amount = self.payment.amount;
        self.payment.charges.push(Charge { number: number.clone(), amount, at: self.at.now });
        let kind = NotificationKind::Approved { amount, provider_ref: number };
        let event_id = format!("ev_{}", self.chance());
        for _ in 0..times {
            self.tell(Notification { event_id: event_id.clone(), kind: kind.clone() }, due);
        }
    }

    fn decline(&mut self, due: Timestamp) {
        self.payment.declined += 1;
        let provider_ref = format!("at_{}", self.chance());
        let event_id = format!("ev_{}", self.chance());
        self.tell(Notification { event_id, kind: NotificationKind::Declined { provider_ref } }, due);
    }

    /// Leaves a notification to be sent when it is due, after those before it.
    fn tell(&mut self, notification: Notification, due: Timestamp) {
        let id: Uuid = crate::new_id(self.at, self.payment.id.cell());
        let message = Message { payment: self.payment.id, notification };
        self.told += 1;
        self.rows.put::<Outbox>(Event {
            id,
            subject: self.payment.id.0,
            topic: TOPIC.to_owned(),
            body: serde_json::to_string(&message).unwrap_or_default(),
            // Events of a moment go out in the order of their times.
            at: self.at.now + SignedDuration::from_micros(self.told),
            tries: 0,
            due: Some(due),
            failure: String::new(),
        });
    }

    fn chance(&self) -> String {
        format!("{:016x}", self.at.random())
    }
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
