//! Quotes against a table of cases, against published examples, and against laws that hold for every quote.

mod asean;
mod cases;
pub(crate) use cases::request;
mod examples;
mod hk;
mod mo;
mod preferences;
mod properties;
mod restrictions;
mod tw;
mod values;
