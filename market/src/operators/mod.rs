//! The operator's desk: approvals, withdrawals, fee, look-up, claims, ledger, figures, the log of every act.

pub mod acts;
pub mod settings;

use crate::App;
pub use acts::{Act, Acts, record_act};
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
