//! Listings on the operator's desk: found by title, address or seller, withdrawn with a reason, given back.

mod commands;
mod find;
mod http;
mod view;

use crate::App;
use crate::policy::{OperatorActs, OperatorReads};
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/listings", http::list)
        .doc("Listings by title, address, seller and status, those changed last first")
        .get(OperatorReads, "/operator/listings/{listing}", http::show)
        .doc("A listing with its texts and what was done to it")
        .post(OperatorActs, "/operator/listings/{listing}/withdrawal", http::withdraw)
        .doc("Takes a listing down, with a reason for the seller to read")
        .post(OperatorActs, "/operator/listings/{listing}/reinstatement", http::reinstate)
        .doc("Lets the seller publish a withdrawn listing again")
}
