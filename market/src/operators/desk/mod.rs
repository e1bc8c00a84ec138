//! What the operator sets: fee, which rules may sell, exchange rates, and in a demo the clock.

mod commands;
mod http;
mod view;

use crate::App;
use crate::policy::{OperatorActs, OperatorReads};
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/settings", http::settings)
        .doc("What the operator sets, and the exchange rates in use")
        .post(OperatorActs, "/operator/settings", http::set)
        .doc("Sets the fee and which rules may sell")
        .post(OperatorActs, "/operator/rates", http::enter_rate)
        .doc("Enters an exchange rate with its day and source")
        .get(OperatorReads, "/operator/clock", http::clock)
        .doc("A demonstration's clock")
        .post(OperatorActs, "/operator/clock", http::move_clock)
        .doc("Moves a demonstration's clock forward")
}
