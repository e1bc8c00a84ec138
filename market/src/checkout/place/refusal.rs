//! The facts that stand against placing orders.

use crate::checkout::lots::Trouble;
use sampan_ids::{SellerId, VariantId};
use sampan_money::Money;
use sampan_trade::allowance::AllowanceRefusal;
use sampan_trade::checkout::CheckoutRefusal;
use sampan_trade::order::Refusal;
use sampan_web::Error;
use serde::{Deserialize, Serialize};

/// Why nothing was ordered. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotPlaced {
    /// There is nothing in the basket.
    Empty,
    /// The basket is not the one that was shown.
    BasketChanged,
    /// Something is no longer there.
    Gone {
        /// What.
        variant: VariantId,
    },
    /// Something cannot be bought as it stands.
    Line {
        /// What.
        variant: VariantId,
        /// Why.
        trouble: Trouble,
    },
    /// An order has no price: the law or the seller's rate card does not let it go.
    NoPrice {
        /// Whose goods.
        seller: SellerId,
    },
    /// It costs something else than the buyer saw.
    PriceChanged {
        /// What was shown.
        seen: Money,
        /// What it is now.
        now: Money,
    },
    /// The amount that was shown is of another currency.
    OtherCurrency {
        /// What was shown.
        seen: Money,
    },
    /// An order is over the limit of one order.
    OrderLimit {
        /// Whose goods.
        seller: SellerId,
    },
    /// The buyer's year has less room.
    YearlyLimit {
        /// What is left.
        room: Money,
        /// What was asked for.
        wanted: Money,
    },
    /// The book does not say what the yearly limit is.
    LimitUnknown,
    /// Customs wants to know who the buyer is.
    NoIdentity,
    /// Nobody knows where it is to be sent.
    NoAddress,
    /// Something changed while it was decided.
    Changed,
    /// The figures do not make an order.
    Order(Refusal),
    /// The orders do not make a checkout.
    Checkout(CheckoutRefusal),
}

impl From<Refusal> for NotPlaced {
    fn from(refusal: Refusal) -> NotPlaced {
        NotPlaced::Order(refusal)
    }
}

impl From<CheckoutRefusal> for NotPlaced {
    fn from(refusal: CheckoutRefusal) -> NotPlaced {
        NotPlaced::Checkout(refusal)
    }
}

impl From<AllowanceRefusal> for NotPlaced {
    fn from(refusal: AllowanceRefusal) -> NotPlaced {
        match refusal {
            AllowanceRefusal::YearlyLimit { room, wanted } => NotPlaced::YearlyLimit { room, wanted },
            AllowanceRefusal::NotAnAmount { .. } => NotPlaced::LimitUnknown,
        }
    }
}

impl From<NotPlaced> for Error {
    fn from(refusal: NotPlaced) -> Error {
        let one = |code: &'static str, name: &str, value: String| Error::refused(code, &[(name, &value)]);
        match refusal {
            NotPlaced::Empty => Error::refused("basket_empty", &[]),
            NotPlaced::BasketChanged => Error::refused("basket_changed", &[]),
            NotPlaced::Gone { variant } => one("variant_gone", "variant", variant.to_string()),
            NotPlaced::Line { variant, trouble } => match trouble {
                Trouble::NotSold => one("not_on_sale", "variant", variant.to_string()),
                Trouble::Over => one("service_over", "variant", variant.to_string()),
                Trouble::Short { left } => {
                    Error::refused("stock_short", &[("variant", &variant.to_string()), ("left", &left.to_string())])
                }
            },
            NotPlaced::NoPrice { seller } => one("no_price", "seller", seller.to_string()),
            NotPlaced::PriceChanged { seen, now } => {
                Error::refused("price_changed", &[("seen", &seen.to_string()), ("now", &now.to_string())])
            }
            NotPlaced::OtherCurrency { seen } => one("price_currency", "seen", seen.to_string()),
            NotPlaced::OrderLimit { seller } => one("order_limit", "seller", seller.to_string()),
            NotPlaced::YearlyLimit { room, wanted } => {
                Error::refused("yearly_limit", &[("room", &room.to_string()), ("wanted", &wanted.to_string())])
            }
            NotPlaced::LimitUnknown => Error::refused("limit_unknown", &[]),
            NotPlaced::NoIdentity => Error::refused("identity_needed", &[]),
            NotPlaced::NoAddress => Error::refused("address_needed", &[]),
            NotPlaced::Changed => Error::refused("basket_changed", &[]),
            NotPlaced::Order(refusal) => one("not_placed", "why", refusal.to_string()),
            NotPlaced::Checkout(refusal) => one("not_placed", "why", refusal.to_string()),
        }
    }
}
