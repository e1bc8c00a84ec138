//! What the walks stand on: a place for data, the running program, a client for its interface, a browser.

pub mod browser;
pub mod http;
pub mod people;
pub mod place;
pub mod running;
pub mod shop;

pub use browser::Browser;
pub use http::Client;
pub use place::{Place, places};
pub use running::Running;
