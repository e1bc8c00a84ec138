//! Sellers: joining, the checklist, the shop's own settings and staff, the rate card.

mod http;
mod join;
pub mod store;
pub(crate) mod view;

pub use join::Join;
pub use store::{Sellers, find_many, owners, shop_name, staff};

use crate::App;
use crate::policy::{Anyone, SellerReads};
use sampan_trade::seller::SellerRefusal;
use sampan_web::{Error, Routes};

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/sell", http::form)
        .doc("The form to join as a seller, with the states to choose from")
        .post(Anyone, "/sell", http::join)
        .doc("Joins as a seller; a letter confirms the address")
        .get(Anyone, "/sell/sent", http::sent)
        .doc("What comes after joining")
        .get(Anyone, "/terms", http::terms)
        .doc("The marketplace's terms")
        .get(SellerReads, "/seller", http::today)
        .doc("A seller's day: what is left to do, what waits, how the shop stands")
}

/// What a seller or an operator hears of a refusal.
pub fn refused(refusal: &SellerRefusal) -> Error {
    let text = refusal.to_string();
    match refusal {
        SellerRefusal::NotNow { status } => Error::refused(refusal.code(), &[("status", status)]),
        SellerRefusal::Field { field } => Error::field(field, "", &text, "seller_field"),
        SellerRefusal::Fee { found } => Error::field("percent", &found.to_string(), &text, "fee_out_of_range"),
        SellerRefusal::Text(why) => Error::field("reason", "", &why.to_string(), why.code()),
        SellerRefusal::RateCard(why) => Error::field("zones", "", &why.to_string(), "invalid"),
        SellerRefusal::EmailNotConfirmed | SellerRefusal::TermsNotAccepted => Error::refused(refusal.code(), &[]),
    }
}

#[cfg(test)]
mod tests;
