//! Sellers: joining, the checklist, the shop's own settings and staff, the rate card.

mod http;
mod join;
mod owner;
mod rates;
mod settings;
pub(crate) mod shop;
mod staff;
pub mod store;
pub(crate) mod view;

pub use join::Join;
pub use owner::{owner_confirmed, owner_needs};
pub use store::{Sellers, find_many, owners, shop_name, staff};

use crate::App;
use crate::policy::{Anyone, OwnerActs, SellerActs, SellerReads};
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
        .get(SellerReads, "/seller/settings", settings::show)
        .doc("The shop's settings and staff")
        .post(OwnerActs, "/seller/settings", settings::change)
        .doc("Changes where the shop is and what it says of itself")
        .post(OwnerActs, "/seller/terms", settings::accept_terms)
        .doc("Accepts the terms")
        .post(OwnerActs, "/seller/staff", settings::invite)
        .doc("Invites someone to the shop's staff by a letter")
        .post(OwnerActs, "/seller/staff/{account}/removal", settings::send_away)
        .doc("Takes someone off the shop's staff")
        .get(SellerReads, "/seller/rates", rates::show)
        .doc("What delivery costs by zone, way and weight")
        .post(SellerActs, "/seller/rates", rates::save)
        .doc("Changes what delivery costs")
        .get(SellerReads, "/seller/rates/csv", rates::csv)
        .doc("What delivery costs as CSV")
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
