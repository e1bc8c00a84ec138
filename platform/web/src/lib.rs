//! Everything HTTP: routes with policies, input, replies for browsers and programs, sessions, languages, errors.
//!
//! This crate knows nothing of commerce, and what is built on it knows nothing of its router. A site implements
//! [`Site`], names its policies ([`Policy`]), and lists its [`Routes`]; a route cannot be written down without one:
//!
//! ```
//! use sampan_web::{Anyone, Cx, Error, Page, Reply, Routes, Shell, Site};
//!
//! #[derive(serde::Deserialize, utoipa::ToSchema)]
//! struct Which { slug: String }
//!
//! #[derive(serde::Serialize, utoipa::ToSchema)]
//! struct Listing { slug: String }
//!
//! impl Page for Listing {
//!     fn render(&self, shell: &Shell) -> Result<String, sampan_web::RenderError> {
//!         Ok(format!("<title>{}</title>", shell.t1("listing-title", "slug", &self.slug)))
//!     }
//! }
//!
//! async fn show<S: Site>(_: Cx<S>, _: Option<S::Viewer>, which: Which) -> Result<Reply<Listing>, Error> {
//!     Ok(Reply::show(Listing { slug: which.slug }))
//! }
//!
//! fn routes<S: Site>() -> Routes<S> {
//!     Routes::new().get(Anyone, "/listings/{slug}", show::<S>).doc("Shows a product")
//! }
//! ```
//!
//! The same handler answers a browser with a page and a program with JSON: under `/api/v1` or with
//! `Accept: application/json`. What it is given is one struct, read from the path, the query and the body, in that
//! order of precedence, so a body can never name another thing than the path does.
//!
//! What a handler need not think of, because it is done for every route: forged requests, sessions, security headers,
//! limits of size and time, request ids, panics, languages, idempotency keys, open redirects.

mod assets;
mod client;
mod cookies;
mod csrf;
mod error;
mod exchange;
mod format;
mod frame;
mod input;
mod languages;
mod nearest;
mod openapi;
mod problems;
mod random;
mod render;
mod reply;
mod routes;
mod serve;
mod shell;
mod site;
mod throttle;
mod traffic;

pub mod test;

pub use assets::Assets;
pub use client::{NotANetwork, Trusted};
pub use cookies::SIGNED_MAX;
pub use error::{Error, FieldError, FieldErrors, OrInternal};
pub use exchange::{Cx, Once, RawBody, Replayed, Scope};
pub use format::{Clock, amount, grouped, weekday};
pub use input::{LocalPath, NoInput, Upload, from_json};
pub use languages::{Argument, Languages, Missing};
pub use problems::{Code, Problem};
pub use random::{Token, digest};
pub use reply::{FileBody, NoView, Page, RenderError, Reply, View};
pub use routes::{RouteInfo, Routes};
pub use serve::{Service, serve};
pub use shell::{Markup, Shell, Whole};
pub use site::{Anyone, Denied, Policy, Proof, Site, WebSettings};
pub use throttle::Throttle;
pub use traffic::{RouteTraffic, Traffic};

#[cfg(test)]
mod tests;
