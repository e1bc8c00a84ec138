//! The payment provider: charges buyers, tells of it by notifications until it is heard, sends money back when asked.

use crate::auditor::AtProvider;
use crate::chance::Dice;
use sampan_ids::{CheckoutId, SignedDuration, Timestamp};
use sampan_money::Money;
use sampan_trade::checkout::{Checkout, Notification, NotificationKind};

/// The provider's own books.
#[derive(Default)]
pub struct Provider {
    /// Charges and refunds, as the auditor reads them at the end.
    pub books: AtProvider,
    events: u64,
}

/// A notification on its way.
#[derive(Clone)]
pub struct Telling {
    /// About which checkout.
    pub checkout: CheckoutId,
    /// What it says.
    pub notification: Notification,
    /// When it first arrives.
    pub at: Timestamp,
}

impl Provider {
    /// A buyer at the provider's page: pays, fails, pays twice, pays another amount, pays when it is too late, or never.
    pub fn visit(&mut self, checkout: &Checkout, dice: &mut Dice, now: Timestamp) -> Vec<Telling> {
        let soon = |dice: &mut Dice| now + SignedDuration::from_secs(dice.between(5, 1_500));
        let late = checkout.expires_at + SignedDuration::from_secs(dice.between(-2, 7_200));
        let mut told = Vec::new();
        let total = checkout.total;
        match dice.below(100) {
            0..=59 => told.push((self.charge(total), soon(dice))),
            60..=67 => {
                told.push((self.declined(), soon(dice)));
                told.push((self.charge(total), soon(dice)));
            }
            68..=73 => {
                told.push((self.charge(total), soon(dice)));
                told.push((self.charge(total), soon(dice)));
            }
            74..=77 => {
                let wrong = Money::new((total.minor() + dice.between(-5, 5)).max(1), total.currency());
                told.push((self.charge(wrong), soon(dice)));
                told.push((self.charge(total), soon(dice)));
            }
            78..=87 => told.push((self.charge(total), late)),
            88..=91 => told.push((self.declined(), soon(dice))),
            _ => {}
        }
        let mut all = Vec::new();
        for (kind, at) in told {
            self.events += 1;
            let notification = Notification { event_id: format!("event {}", self.events), kind };
            // Told once more by itself, now and then, and in any order.
            for _ in 0..=dice.below(2) {
                let at = at + SignedDuration::from_secs(dice.between(0, 900));
                all.push(Telling { checkout: checkout.id, notification: notification.clone(), at });
            }
        }
        all
    }

    fn charge(&mut self, amount: Money) -> NotificationKind {
        let provider_ref = format!("charge {}", self.books.charges.len());
        self.books.charges.push((provider_ref.clone(), amount.code().to_owned(), i128::from(amount.minor())));
        NotificationKind::Approved { amount, provider_ref }
    }

    fn declined(&mut self) -> NotificationKind {
        self.events += 1;
        NotificationKind::Declined { provider_ref: format!("attempt {}", self.events) }
    }

    /// Sends money back: the same name again is the same refund.
    pub fn refund(&mut self, ours: &str, amount: Money) -> String {
        let sent = (amount.code().to_owned(), i128::from(amount.minor()));
        self.books.sent.entry(ours.to_owned()).or_insert(sent);
        format!("refund {ours}")
    }
}
