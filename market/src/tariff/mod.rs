//! What goods cost landed, asked by anyone: the page, and the same for programs. Nothing is stored.

mod asked;
mod http;
mod shapes;
mod view;

pub use asked::Asked;

use crate::App;
use crate::policy::Anyone;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/tariff", http::page)
        .doc("Tries a quote: what one kind of goods costs landed, whether it may go, and by which law")
        .get(Anyone, "/tariff/codes", http::suggest)
        .doc("Codes that words of the goods may mean")
        .post(Anyone, "/quote", http::quote)
        .doc("Answers a request: every duty and tax with base, rate, rule and source, and whether the goods may go")
}

#[cfg(test)]
mod tests;
