//! What an audit may find.

use sampan_ids::{CheckoutId, OrderId, VariantId};
use sampan_ledger::Account;
use sampan_money::Money;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A fact that contradicts another one. Sound books have none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// The entries of a posting do not sum to zero.
    #[error("posting {posting} is out of balance by {amount}")]
    PostingNotZero {
        /// Which.
        posting: Uuid,
        /// By how much.
        amount: Money,
    },
    /// All entries of a currency do not sum to zero.
    #[error("the ledger is out of balance by {amount}")]
    LedgerNotZero {
        /// By how much.
        amount: Money,
    },
    /// An order's escrow holds something else than its state says.
    #[error("escrow of order {order} holds {held}, expected {expected}")]
    EscrowNotMatching {
        /// Which order.
        order: OrderId,
        /// What the ledger says.
        held: Money,
        /// What the order says.
        expected: Money,
    },
    /// Another account holds something else than orders and checkouts add up to.
    #[error("{account} holds {found}, expected {expected}")]
    AccountNotMatching {
        /// Which.
        account: Account,
        /// What the ledger says.
        found: Money,
        /// What orders and checkouts add up to.
        expected: Money,
    },
    /// What was written down of the books at the end of a day is not what the entries until then add up to.
    #[error("the books' closing of {kind} says {written}, the entries add up to {found}")]
    ClosingMismatch {
        /// The account, or `escrow` or `seller` for all of their kind.
        kind: String,
        /// What was written down.
        written: Money,
        /// What the entries add up to.
        found: Money,
    },
    /// A sum in an order is not the sum of its parts.
    #[error("order {order}: {part} is not the sum of its parts")]
    OrderSumMismatch {
        /// Which order.
        order: OrderId,
        /// Which sum.
        part: String,
    },
    /// What went back does not fit the pieces that went back.
    #[error("order {order}: refund does not fit: {what}")]
    RefundMismatch {
        /// Which order.
        order: OrderId,
        /// What does not fit.
        what: String,
    },
    /// An order is in a state that it cannot have come to.
    #[error("order {order} cannot be {state}: {why}")]
    StateMismatch {
        /// Which order.
        order: OrderId,
        /// The state's name.
        state: String,
        /// Why not.
        why: String,
    },
    /// A stock figure is not what the orders add up to.
    #[error("variant {variant}: {found} {figure}, expected {expected}")]
    StockMismatch {
        /// Which variant.
        variant: VariantId,
        /// `reserved`, `sold` or `returned`.
        figure: String,
        /// What the stock row says.
        found: u64,
        /// What the orders add up to.
        expected: u64,
    },
    /// More is promised than is there.
    #[error("variant {variant}: {reserved} reserved of {on_hand} on hand")]
    StockOverdrawn {
        /// Which variant.
        variant: VariantId,
        /// Pieces on the shelf.
        on_hand: u32,
        /// Pieces promised.
        reserved: u32,
    },
    /// A checkout and its orders disagree.
    #[error("checkout {checkout}: {what}")]
    PaymentMismatch {
        /// Which checkout.
        checkout: CheckoutId,
        /// What they disagree on.
        what: String,
    },
    /// A person's yearly room counts an order with another amount than the order says.
    #[error("order {order} counts with {found} against the yearly room, expected {expected}")]
    AllowanceMismatch {
        /// Which order.
        order: OrderId,
        /// What the allowance says.
        found: Money,
        /// What the order says.
        expected: Money,
    },
    /// A person's year and an order differ in the quantities or the parcel that the order counts with.
    #[error("order {order} counts with other quantities in its buyer's year than it says")]
    CountedMismatch {
        /// Which order.
        order: OrderId,
    },
}

impl Fault {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            Fault::PostingNotZero { .. } => "posting_not_zero",
            Fault::LedgerNotZero { .. } => "ledger_not_zero",
            Fault::EscrowNotMatching { .. } => "escrow_not_matching",
            Fault::AccountNotMatching { .. } => "account_not_matching",
            Fault::ClosingMismatch { .. } => "closing_mismatch",
            Fault::OrderSumMismatch { .. } => "order_sum_mismatch",
            Fault::RefundMismatch { .. } => "refund_mismatch",
            Fault::StateMismatch { .. } => "state_mismatch",
            Fault::StockMismatch { .. } => "stock_mismatch",
            Fault::StockOverdrawn { .. } => "stock_overdrawn",
            Fault::PaymentMismatch { .. } => "payment_mismatch",
            Fault::AllowanceMismatch { .. } => "allowance_mismatch",
            Fault::CountedMismatch { .. } => "counted_mismatch",
        }
    }
}
