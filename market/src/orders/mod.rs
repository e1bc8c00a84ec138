//! Orders after they are placed: the seller's queue and papers, the buyer's timeline, going back, claims, messages.

pub mod apply;
pub mod commands;
mod letters;
mod refused;
pub mod store;
pub mod voucher;

pub use apply::{apply, claim_id, needs};
pub use commands::{Act, ActRefusal, Asker};
pub use store::{
    Claims, Consignee, Consignees, Identity, Messages, Orders, Paper, Papers, SealedConsignee, SealedMessage,
    StoredOrder,
};

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
