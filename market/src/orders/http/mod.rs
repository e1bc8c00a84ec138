//! What is asked of orders over HTTP, side by side.

pub mod buyer;
pub mod operator;
pub mod redeem;
pub mod seller;

use super::find::After;
use sampan_web::FieldErrors;
use serde::Deserialize;
use utoipa::ToSchema;

/// OfOrder order.
#[derive(Deserialize, ToSchema)]
pub struct OfOrder {
    /// The order's id.
    pub order: String,
}

/// A message on an order.
#[derive(Deserialize, ToSchema)]
pub struct OrderWords {
    /// The order's id.
    pub order: String,
    /// The words, up to 2,000 characters.
    #[serde(default)]
    pub text: String,
}

/// An order and why something is done to it.
#[derive(Deserialize, ToSchema)]
pub struct OrderReason {
    /// The order's id.
    pub order: String,
    /// Why, for both sides to read, up to 2,000 characters.
    #[serde(default)]
    pub reason: String,
}

/// The same errors at another field: the rules do not know what a form calls its text.
fn at_field(errors: &FieldErrors, field: &str) -> FieldErrors {
    let mut moved = FieldErrors::new();
    for error in errors {
        let name = if error.field == "text" { field } else { &error.field };
        moved.add(name, &error.found, error.wanted.clone(), error.code.clone());
    }
    moved
}

/// OfOrder page of a list.
#[derive(Deserialize, ToSchema)]
pub struct OrderPage {
    /// OfOrder states; all if empty.
    #[serde(default)]
    pub state: String,
    /// Where the page begins: `next` of the page before.
    #[serde(default)]
    pub after: String,
}

impl OrderPage {
    /// Where the page begins.
    pub fn after(&self) -> Option<After> {
        After::read(&self.after)
    }
}
