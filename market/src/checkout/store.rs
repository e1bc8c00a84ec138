//! Checkouts, baskets, allowances and the sandbox provider's books in their rows.

use super::sandbox::books::Payment;
use crate::documents;
use sampan_ids::{AccountId, CheckoutId, PaymentId};
use sampan_trade::allowance::Allowance;
use sampan_trade::checkout::Checkout;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use super::basket::{Basket, KeptBasket};

/// A checkout with the payment that was asked of the provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Placed {
    /// The checkout.
    pub checkout: Checkout,
    /// The payment's id at the provider; carries the checkout's cell.
    pub payment: PaymentId,
}

/// The id of a person's room in a year: a digest of the holder (itself a keyed digest) and the year.
pub fn allowance_id(holder: Uuid, year: i16) -> Uuid {
    let digest = blake3::hash(format!("{holder} {year}").as_bytes());
    sampan_ids::from_digest(digest.as_bytes())
}

documents! {
    /// Checkouts.
    Checkouts: Placed = "checkouts", checkout_id: CheckoutId = |p| p.checkout.id, {
        buyer_id: id = |p| p.checkout.buyer.0,
        payment_id: id = |p| p.payment.0,
        state: text = |p| p.checkout.payment.name(),
        expires_at: int = |p| p.checkout.expires_at,
    }

    /// Signed-in buyers' baskets.
    Baskets: KeptBasket = "baskets", account_id: AccountId = |b| b.account, {}

    /// Yearly room.
    Allowances: Allowance = "allowances", allowance_id: Uuid = |a| allowance_id(a.holder, a.year), {}

    /// What the sandbox provider knows of payments.
    SandboxPayments: Payment = "sandbox_payments", payment_id: PaymentId = |p| p.id, {
        state: text = |p| p.state(),
    }
}
