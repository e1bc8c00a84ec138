//! Figures: what happened by day, by US state and by destination, as charts with their tables, and as CSV.

mod http;
mod series;

use crate::App;
use crate::policy::OperatorReads;
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/figures", http::show)
        .doc("Charts of sellers, listings, orders and money by day, state and destination")
        .get(OperatorReads, "/operator/figures/{figure}/csv", http::csv)
        .doc("One chart's figures as CSV")
}

#[cfg(test)]
mod tests;
