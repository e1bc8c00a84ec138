//! What the test provider knows of a payment.

use sampan_ids::{CheckoutId, PaymentId, Timestamp};
use sampan_money::Money;
use sampan_trade::checkout::Checkout;
use serde::{Deserialize, Serialize};

/// Charges and attempts that one payment can have.
pub const MOST: usize = 20;

/// A payment that a shop asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What the shop calls it, and leads back to.
    pub checkout: CheckoutId,
    /// How much is asked for.
    pub amount: Money,
    /// Until when the shop takes it.
    pub until: Timestamp,
    /// Money that came in.
    pub charges: Vec<Charge>,
    /// Attempts that failed.
    pub declined: u32,
    /// Money that went back.
    pub refunds: Vec<Refunded>,
}

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The provider's number for it.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// The provider's number for it.
    pub number: String,
    /// What the shop calls it.
    pub theirs: String,
    /// Out of which charge.
    pub charge: String,
    /// How much.
    pub amount: Money,
}

impl Payment {
    /// A payment as it was asked for, for which nothing has come yet.
    pub fn of(id: PaymentId, checkout: &Checkout) -> Payment {
        let Checkout { id: checkout, total: amount, expires_at: until, .. } = *checkout;
        Payment { id, checkout, amount, until, charges: Vec::new(), declined: 0, refunds: Vec::new() }
    }

    /// The state's name, as stored.
    pub const fn state(&self) -> &'static str {
        match (self.charges.is_empty(), self.declined, self.refunds.is_empty()) {
            (true, 0, _) => "open",
            (true, _, _) => "declined",
            (false, _, true) => "charged",
            (false, _, false) => "refunded",
        }
    }

    /// What is left of a charge after what went back; none if there is no such charge.
    pub fn left(&self, charge: &str) -> Option<Money> {
        let charged = self.charges.iter().find(|known| known.number == charge)?.amount;
        let back = self.refunds.iter().filter(|refund| refund.charge == charge).map(|refund| refund.amount);
        charged.minus(Money::sum(charged.currency(), back).ok()?).ok()
    }
}
