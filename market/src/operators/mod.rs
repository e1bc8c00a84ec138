//! The operator's desk: approvals, withdrawals, fee, look-up, claims, ledger, figures, the log of every act.

pub mod acts;
pub mod cursor;
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
}

#[cfg(test)]
mod tests;
