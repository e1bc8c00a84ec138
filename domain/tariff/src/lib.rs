//! What anything costs landed, whether it may go there, and why: by law and by date.
//!
//! A [`Book`] holds the rules of every market as data: rates, limits, restrictions, each with its dates, its source and
//! how sure it is. [`quote`] answers a [`Request`] by the book: every duty and tax with base, rate, rule and citation,
//! the total to the minor unit, and a verdict. What is not known is never taken for nothing: the answer then names what
//! is missing and nothing is sold.
//!
//! ```
//! use sampan_tariff::{Book, Request, Settings, quote};
//! let request: Request = serde_json::from_str(r#"{
//!     "destination": "CN", "date": "2026-06-01", "mode": "express",
//!     "lines": [{"id": "a", "hs": "2204.21", "origin": "US", "quantity": 2,
//!                "unit_price": {"amount": "30.00", "currency": "USD"}, "volume_ml": 750, "abv_percent": 13.5}],
//!     "freight": {"amount": "24.00", "currency": "USD"},
//!     "rates": [{"base": "USD", "quote": "CNY", "rate": "7.00", "date": "2026-06-01", "source": "example"}]
//! }"#).unwrap();
//! let answer = quote(&Book::built_in(), &Settings::demo(), &request);
//! assert_eq!(answer.regime.as_deref(), Some("cbec"));
//! assert_eq!(answer.customs_value.unwrap().to_string(), "588.00 CNY");
//! assert_eq!(answer.total_charges.unwrap().to_string(), "105.18 CNY");
//! ```
//!
//! The crate is pure: it reads no clock, no file and no network. Regimes are code, one file each, that reads like the
//! law and names the rows it uses; everything that changes with a notice in a gazette is data.

mod answer;
mod asked;
mod basis;
pub mod book;
mod case;
mod destinations;
pub mod examples;
mod export;
mod figure;
mod outcome;
mod quote;
pub mod rate;
mod reason;
mod regimes;
mod request;
mod service;
mod text;
pub mod whatif;
pub mod workload;
mod yearly;

pub use answer::{Alternative, Answer, Charge, Eligibility, LineAnswer, Measure, Missing, Paper, Verdict, Warnings};
pub use asked::{Asked, asked, reads};
pub use book::{Book, BookError, Citation, Confidence, Heading};
pub use destinations::{Destination, destination, destinations};
pub use quote::quote;
pub use rate::Field;
pub use reason::{Code, Params, Reason, Sentence};
pub use request::{AMOUNT_MAX, Buyer, CONTENT_MAX, Importer, LINES_MAX, Line, Mode, QUANTITY_MAX, Request, Settings};
pub use service::{ServiceKind, ServiceRequest, quote_service};
pub use text::Text;
pub use yearly::{counts_persons, is_free_parcel, yearly_quantities};

/// Codes that a text (English or Chinese) may mean in a market, the likeliest first. Digits find codes that begin with
/// them. A market without descriptions of its own is searched by those of another; the first six digits are the same.
pub fn headings(book: &Book, market: &str, text: &str, most: usize) -> Vec<Heading> {
    let own = book.market(market).filter(|market| !market.headings.is_empty());
    let market = own.or_else(|| book.markets().find(|market| !market.headings.is_empty()));
    market.map(|market| market.headings(text, most).into_iter().cloned().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
