//! The books: every amount that ever moved, who holds what, a seller's statement.

pub mod store;

pub use store::{Entries, Posted, about, balances, post};

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
