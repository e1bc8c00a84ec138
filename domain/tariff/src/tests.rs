//! Quotes against a table of cases, against published examples, and against laws that hold for every quote.

mod agreements;
mod asean;
mod au;
mod cases;
mod cn;
pub(crate) use cases::request;
mod examples;
mod facts;
mod facts_pacific;
mod hk;
mod india;
mod jp;
mod kr;
mod laws;
mod mo;
mod preferences;
mod properties;
mod restrictions;
mod tw;
mod us;
mod values;
