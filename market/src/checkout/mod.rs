//! From basket to payment: the basket, the address, the limits, placing, the sandbox provider, expiry, refunds.
//!
//! A basket ([`basket`]) is sorted ([`lots`]) and priced, shown with the form that the country asks for ([`form`]), and
//! placed in one commit ([`place`]). Whatever then happens to its payment goes through one command ([`payments`]), fed
//! by the providers' signed notifications ([`providers`]), the buyer, and the clock ([`expiry`]). What is owed back is
//! sent by a worker ([`refunds`]).

mod asking;
pub mod basket;
mod choices;
pub mod drive;
pub mod expiry;
pub mod form;
mod http;
pub mod lots;
mod needed;
mod notifications;
pub mod payments;
mod person;
pub mod place;
mod priced;
pub mod providers;
pub mod quantity;
pub mod refunds;
pub mod sandbox;
mod status;
pub mod store;
mod sums;
pub mod view;
mod wanted;
mod ways;

pub use basket::{Basket, KeptBasket};
pub use store::{Allowances, Baskets, Checkouts, Placed, SandboxPayments, allowance_id};

use crate::App;
use crate::policy::{Anyone, BuyerActs, BuyerReads, ShopperActs, ShopperReads};
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(ShopperReads, "/basket", basket::http::show)
        .doc("Shows the basket: an order for every seller, each with its landed price")
        .post(ShopperActs, "/basket/items", basket::http::add)
        .doc("Puts pieces of a variant into the basket")
        .post(ShopperActs, "/basket/items/{variant}", basket::http::set)
        .doc("Sets how many pieces of a variant are in the basket; 0 takes it out")
        .get(ShopperReads, "/checkout", http::form)
        .doc("Shows the checkout: orders, prices, and the form that the country asks for")
        .post(ShopperActs, "/checkout", http::place)
        .doc("Places an order for every seller at the amount that was shown, to be paid within 30 minutes")
        .get(Anyone, "/divisions/{country}", form::divisions::list)
        .doc("Lists the divisions of a country under another of its divisions")
        .get(BuyerReads, "/checkouts/{checkout}", status::show)
        .doc("Shows a checkout: whether it is paid, and until when it may be")
        .post(BuyerActs, "/checkouts/{checkout}/payment", status::pay)
        .doc("Asks the provider for the payment and leads to where it is paid")
        .post(BuyerActs, "/checkouts/{checkout}/cancellation", status::cancel)
        .doc("Calls a checkout off before it is paid")
        .post_raw(Anyone, "/payments/{provider}/notifications", notifications::take)
        .doc("Takes a payment provider's signed notification")
        .get(Anyone, "/sandbox/payments/{payment}", sandbox::http::show)
        .doc("Shows a payment at the test provider")
        .post(Anyone, "/sandbox/payments/{payment}/acts", sandbox::http::act)
        .doc("Lets something happen to a payment at the test provider")
}

#[cfg(test)]
mod tests;
