//! What can be asked of an order, and what comes of it.

use super::{AccountId, By, Order, Parcel};
use crate::allowance::AllowanceEffect;
use crate::stock::StockEffect;
use sampan_ids::{Timestamp, VariantId};
use sampan_ledger::Posting;
use sampan_money::Money;
use serde::{Deserialize, Serialize};

/// Something asked of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Its checkout has been paid in full.
    Pay,
    /// Its checkout was called off before payment.
    CallOff,
    /// The time that the state is due at has come: unpaid orders expire, unsent ones are cancelled, delivered ones
    /// complete, undecided claims go to the buyer.
    Clock,
    /// The buyer, the seller or the operator cancels it before it is sent or had.
    Cancel {
        /// Who.
        by: By,
        /// Why, for both sides to read.
        reason: String,
    },
    /// The seller has sent it.
    Ship {
        /// The parcel.
        parcel: Parcel,
        /// Whether every paper that the way out needs is ready.
        papers_complete: bool,
    },
    /// The carrier says it has arrived.
    MarkDelivered,
    /// The buyer says it has arrived.
    ConfirmReceipt,
    /// The buyer says that nothing came.
    Claim {
        /// In the buyer's words.
        text: String,
    },
    /// The operator decides a claim.
    DecideClaim {
        /// Whether the buyer gets the money back.
        for_buyer: bool,
        /// Why, for both sides to read.
        reason: String,
        /// Which operator.
        by: AccountId,
    },
    /// The seller or the operator takes pieces back.
    Return {
        /// Which and how many.
        lines: Vec<ReturnLine>,
        /// Why, for both sides to read.
        reason: String,
        /// Whether they can be sold again.
        restock: bool,
    },
    /// The seller redeems a service's code.
    Redeem {
        /// The keyed hash of the code shown.
        code_hash: String,
    },
    /// The provider has sent a refund.
    RefundSent {
        /// Which refund of the order.
        number: u32,
        /// The provider's own number for it.
        reference: String,
    },
}

/// Pieces to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// Of which variant.
    pub variant: VariantId,
    /// How many.
    pub quantity: u32,
}

/// What becomes of an order: everything to be saved in one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The order as it is now.
    pub order: Order,
    /// The money that moves.
    pub postings: Vec<Posting>,
    /// What happens to stock.
    pub stock: Vec<StockEffect>,
    /// What the order now counts with against the buyer's yearly room, where that changes.
    pub allowance: Option<AllowanceEffect>,
    /// Who is to be told what.
    pub notices: Vec<Notice>,
}

/// Something to be told to someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// To whom.
    pub to: Party,
    /// What.
    pub telling: Telling,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The buyer.
    Buyer,
    /// The seller.
    Seller,
    /// The platform's operator.
    Operator,
    /// The payment provider, who is asked to do something.
    Provider,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "telling", rename_all = "snake_case")]
pub enum Telling {
    /// It is paid.
    Paid {
        /// By when it must be sent; for a service, when its last day is over.
        until: Timestamp,
    },
    /// It was not paid in time.
    Expired,
    /// It was called off.
    Cancelled {
        /// By whom.
        by: By,
        /// Why.
        reason: String,
    },
    /// It is on its way.
    Shipped {
        /// The parcel.
        parcel: Parcel,
        /// After this it counts as late.
        deadline: Timestamp,
    },
    /// It has arrived.
    Delivered {
        /// When escrow is released.
        release_at: Timestamp,
    },
    /// It is done, and the seller has the money.
    Completed,
    /// The buyer says that nothing came.
    ClaimOpened {
        /// In the buyer's words.
        text: String,
        /// By when it is decided.
        decide_by: Timestamp,
    },
    /// A claim has been decided.
    ClaimDecided {
        /// Whether for the buyer.
        for_buyer: bool,
        /// Why.
        reason: String,
    },
    /// Pieces went back.
    Returned {
        /// What the buyer gets back.
        amount: Money,
        /// Why.
        reason: String,
    },
    /// Money is to be sent back to the buyer.
    SendRefund {
        /// The order's refund.
        number: u32,
        /// How much.
        amount: Money,
    },
    /// A refund is on its way.
    RefundSent {
        /// How much.
        amount: Money,
    },
}
