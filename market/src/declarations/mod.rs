//! Papers for the border, made from one consignment.

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
