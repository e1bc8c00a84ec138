//! The facts that stand against a command.

use crate::message::TextRefusal;
use sampan_ids::{Timestamp, VariantId};
use sampan_ledger::LedgerError;
use sampan_money::MoneyError;
use serde::{Deserialize, Serialize};

/// Why an order cannot be placed or cannot change so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// It has not been paid.
    #[error("the order is not paid")]
    NotPaid,
    /// It has been paid before.
    #[error("the order is paid already")]
    AlreadyPaid,
    /// The time for paying is over.
    #[error("the order could be paid until {until}")]
    PaymentTooLate {
        /// When it ended.
        until: Timestamp,
    },
    /// A paper that the parcel needs is not ready.
    #[error("the parcel's papers are not complete")]
    PapersMissing,
    /// The parcel goes another way than the buyer paid for.
    #[error("the buyer paid for another way of delivery")]
    OtherMode,
    /// It is on its way already.
    #[error("the order has been shipped")]
    AlreadyShipped,
    /// The order's state does not allow it.
    #[error("not possible while the order is {state}")]
    NotNow {
        /// The state's name.
        state: String,
    },
    /// It is too early for that.
    #[error("not before {until}")]
    TooEarly {
        /// When it becomes possible.
        until: Timestamp,
    },
    /// It was possible only until then.
    #[error("possible until {until}")]
    TooLate {
        /// When it ended.
        until: Timestamp,
    },
    /// A service has no parcel.
    #[error("a service is not shipped")]
    NoParcel,
    /// Goods are not redeemed.
    #[error("the order is not a service")]
    NotAService,
    /// The code is another one.
    #[error("the code is not this order's")]
    WrongCode,
    /// The service was had before.
    #[error("redeemed at {at}")]
    AlreadyRedeemed {
        /// When.
        at: Timestamp,
    },
    /// No pieces were named.
    #[error("nothing to return")]
    NothingToReturn,
    /// The order has no such variant.
    #[error("the order has no variant {variant}")]
    NotInOrder {
        /// Which.
        variant: VariantId,
    },
    /// More pieces go back than are out.
    #[error("{wanted} to be returned, {left} left of variant {variant}")]
    TooMany {
        /// Of which variant.
        variant: VariantId,
        /// Pieces to be returned.
        wanted: u32,
        /// Pieces not yet returned.
        left: u32,
    },
    /// The order has no refund of that number.
    #[error("no refund {number}")]
    NoSuchRefund {
        /// The number.
        number: u32,
    },
    /// The refund was sent before.
    #[error("refund {number} was sent before")]
    AlreadySent {
        /// The number.
        number: u32,
    },
    /// Something that an order is placed with is not in order.
    #[error("{field}: {wanted} wanted")]
    Placing {
        /// Which part.
        field: String,
        /// What would do.
        wanted: String,
    },
    /// The amounts are beyond counting or of different currencies.
    #[error("the amounts do not add up")]
    Amounts,
    /// A text is missing or too long.
    #[error(transparent)]
    #[serde(untagged)]
    Text(#[from] TextRefusal),
}

impl Refusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotPaid => "not_paid",
            Refusal::AlreadyPaid => "already_paid",
            Refusal::PaymentTooLate { .. } => "payment_too_late",
            Refusal::PapersMissing => "papers_missing",
            Refusal::OtherMode => "other_mode",
            Refusal::AlreadyShipped => "already_shipped",
            Refusal::NotNow { .. } => "not_now",
            Refusal::TooEarly { .. } => "too_early",
            Refusal::TooLate { .. } => "too_late",
            Refusal::NoParcel => "no_parcel",
            Refusal::NotAService => "not_a_service",
            Refusal::WrongCode => "wrong_code",
            Refusal::AlreadyRedeemed { .. } => "already_redeemed",
            Refusal::NothingToReturn => "nothing_to_return",
            Refusal::NotInOrder { .. } => "not_in_order",
            Refusal::TooMany { .. } => "too_many",
            Refusal::NoSuchRefund { .. } => "no_such_refund",
            Refusal::AlreadySent { .. } => "already_sent",
            Refusal::Placing { .. } => "order_placing",
            Refusal::Amounts => "amounts",
            Refusal::Text(text) => text.code(),
        }
    }

    pub(super) fn placing(field: &str, wanted: &str) -> Refusal {
        Refusal::Placing { field: field.to_owned(), wanted: wanted.to_owned() }
    }
}

impl From<MoneyError> for Refusal {
    fn from(_: MoneyError) -> Refusal {
        Refusal::Amounts
    }
}

impl From<LedgerError> for Refusal {
    fn from(_: LedgerError) -> Refusal {
        Refusal::Amounts
    }
}
