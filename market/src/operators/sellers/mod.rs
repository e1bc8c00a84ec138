//! Sellers on the operator's desk: the queue, approval, refusal, suspension, fee.

mod commands;
mod http;
mod view;

use crate::App;
use crate::policy::{OperatorActs, OperatorReads};
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/sellers", http::list)
        .doc("Sellers by status, those who wait first come first")
        .get(OperatorReads, "/operator/sellers/{seller}", http::show)
        .doc("A seller with its standing and what was done to it")
        .post(OperatorActs, "/operator/sellers/{seller}/approval", http::approve)
        .doc("Lets a seller sell")
        .post(OperatorActs, "/operator/sellers/{seller}/refusal", http::refuse)
        .doc("Declines an application, with a reason for the seller to read")
        .post(OperatorActs, "/operator/sellers/{seller}/suspension", http::suspend)
        .doc("Stops a seller for now, with a reason for the seller to read")
        .post(OperatorActs, "/operator/sellers/{seller}/fee", http::fee)
        .doc("Sets a seller's own fee, or goes back to everyone's")
}
