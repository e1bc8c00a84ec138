//! The operator's desk: approvals, withdrawals, fee, look-up, claims, ledger, figures, the log of every act.

pub mod acts;
mod audit;
mod claims;
pub mod cursor;
mod desk;
mod figures;
mod ledger;
mod listings;
mod orders;
mod queue;
mod sellers;
pub mod settings;
mod today;

use crate::App;
use crate::policy::OperatorReads;
pub use acts::{Act, Acts, record_act};
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator", today::today)
        .doc("The operator's day: what waits in each queue")
        .merge(sellers::routes())
        .merge(listings::routes())
        .get(OperatorReads, "/operator/orders", orders::list)
        .doc("Orders by number, state, seller and buyer, the newest first")
        .post(OperatorReads, "/operator/orders/search", orders::search)
        .doc("The orders of whoever has an e-mail address")
        .get(OperatorReads, "/operator/claims", claims::list)
        .doc("Claims with their deadlines, the most pressing first")
        .merge(ledger::routes())
        .merge(figures::routes())
        .get(OperatorReads, "/operator/audit", audit::list)
        .doc("The log of every act of the operator's staff")
        .get(OperatorReads, "/operator/audit/csv", audit::csv)
        .doc("The log as CSV")
        .merge(desk::routes())
        .merge(queue::routes())
}

#[cfg(test)]
mod tests;
