//! Sellers: joining, the checklist, the shop's own settings, the rate card.

pub mod store;

pub use store::Sellers;

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
