//! The states of an order, each with exactly the data it has.

use crate::rates::Mode;
use crate::terms;
use sampan_ids::Timestamp;
use serde::{Deserialize, Serialize};

/// What has become of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Placed; stock is promised.
    AwaitingPayment {
        /// Until when it may be paid.
        until: Timestamp,
    },
    /// Paid; the money lies in escrow, the seller has to send it.
    Paid {
        /// Since when.
        at: Timestamp,
        /// By when it must be on its way.
        ship_by: Timestamp,
    },
    /// A paid service that has not been had yet.
    Booked {
        /// Since when.
        at: Timestamp,
        /// When its last day is over everywhere.
        until: Timestamp,
    },
    /// On its way.
    Shipped {
        /// Since when.
        at: Timestamp,
        /// The parcel.
        parcel: Parcel,
        /// After this it is late, and the buyer may claim.
        deadline: Timestamp,
    },
    /// There, as the carrier says.
    Delivered {
        /// Since when.
        at: Timestamp,
        /// When escrow is released without the buyer's word.
        release_at: Timestamp,
    },
    /// The buyer says that nothing came; the operator decides.
    ClaimOpen {
        /// Since when.
        at: Timestamp,
        /// What the buyer says.
        text: String,
        /// When it is decided for the buyer by itself.
        decide_by: Timestamp,
    },
    /// Done; escrow has been released.
    Completed {
        /// Since when.
        at: Timestamp,
        /// What completed it.
        how: Completion,
    },
    /// Called off; whatever was paid goes back.
    Cancelled {
        /// Since when.
        at: Timestamp,
        /// By whom.
        by: By,
        /// Why, for both sides to read.
        reason: String,
    },
    /// Never paid.
    Expired {
        /// Since when.
        at: Timestamp,
    },
    /// All of it went back after it had been sent or had.
    Refunded {
        /// Since when.
        at: Timestamp,
    },
}

/// What completed an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// The buyer said it came.
    Receipt,
    /// Nobody said otherwise in time.
    Clock,
    /// The service was had.
    Redeemed,
    /// The service's last day passed.
    LastDayOver,
    /// A claim was decided for the seller.
    ClaimDeclined,
}

/// Who called an order off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The buyer.
    Buyer,
    /// The seller.
    Seller,
    /// The platform's operator.
    Operator,
    /// The clock: it was not sent in time.
    Clock,
}

/// A parcel as the carrier knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The carrier's name.
    pub carrier: String,
    /// The carrier's number for it.
    pub number: String,
    /// By post or by express.
    pub mode: Mode,
}

impl State {
    /// The state's name, as stored and shown.
    pub const fn name(&self) -> &'static str {
        match self {
            State::AwaitingPayment { .. } => "awaiting_payment",
            State::Paid { .. } => "paid",
            State::Booked { .. } => "booked",
            State::Shipped { .. } => "shipped",
            State::Delivered { .. } => "delivered",
            State::ClaimOpen { .. } => "claim_open",
            State::Completed { .. } => "completed",
            State::Cancelled { .. } => "cancelled",
            State::Expired { .. } => "expired",
            State::Refunded { .. } => "refunded",
        }
    }

    /// When the clock does something by itself; none in a state that may last.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            State::AwaitingPayment { until } | State::Booked { until, .. } => Some(*until),
            State::Paid { ship_by, .. } => Some(*ship_by),
            State::Shipped { deadline, .. } => Some(terms::days_after(*deadline, terms::CLAIM_WITHIN_DAYS)),
            State::Delivered { release_at, .. } => Some(*release_at),
            State::ClaimOpen { decide_by, .. } => Some(*decide_by),
            State::Completed { .. } | State::Cancelled { .. } | State::Expired { .. } | State::Refunded { .. } => None,
        }
    }

    /// Whether the order's money lies in escrow.
    pub const fn holds_money(&self) -> bool {
        match self {
            State::Paid { .. } | State::Booked { .. } | State::Shipped { .. } => true,
            State::Delivered { .. } | State::ClaimOpen { .. } => true,
            State::AwaitingPayment { .. } | State::Completed { .. } | State::Cancelled { .. } => false,
            State::Expired { .. } | State::Refunded { .. } => false,
        }
    }

    /// Whether the order's pieces are promised and still on the shelf.
    pub const fn holds_stock(&self) -> bool {
        matches!(self, State::AwaitingPayment { .. } | State::Paid { .. } | State::Booked { .. })
    }
}
