//! The books: every amount that ever moved, who holds what, a seller's statement.

pub mod closing;
mod list;
mod statement;
pub mod store;

pub use list::{Place, all, newest, oldest};
pub use store::{Entries, Posted, about, balances, entries, post};

use crate::App;
use crate::policy::SellerReads;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(SellerReads, "/seller/balance", statement::http::balance)
        .doc("What a seller has, and what lies in escrow for it")
        .get(SellerReads, "/seller/statement", statement::http::show)
        .doc("A month's statement in dollars, line by line with a running balance")
        .get(SellerReads, "/seller/statement/print", statement::http::print)
        .doc("A month's statement for paper")
        .get(SellerReads, "/seller/statement/csv", statement::http::csv)
        .doc("A month's statement as CSV")
}

#[cfg(test)]
mod tests;
