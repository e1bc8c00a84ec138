//! The program looked at from outside: what Prometheus reads, whether it lives and is ready, and a page that draws it.

mod http;
mod reading;
mod text;
mod view;

use crate::App;
use crate::policy::{Anyone, HereOrOperator, OperatorReads};
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/healthz", http::healthz)
        .doc("Says that the program answers")
        .page_only()
        .get(Anyone, "/readyz", http::readyz)
        .doc("Says whether the program can serve: its database answers and its search index is filled")
        .page_only()
        .get(HereOrOperator, "/metrics", http::metrics)
        .doc("Figures of the running program for Prometheus; for this machine and for the operator's tokens")
        .page_only()
        .get(OperatorReads, "/operator/machine", http::show)
        .doc("The same figures as charts")
}

#[cfg(test)]
mod tests;
