//! From basket to payment: the basket, the address, the limits, placing, the sandbox provider, expiry.

pub mod store;

pub use store::{Allowances, Basket, Baskets, Checkouts, KeptBasket, Placed, allowance_id};

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
