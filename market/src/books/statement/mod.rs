//! A seller's statement: a month of its account in US dollars.

pub mod http;
mod month;
mod read;
mod view;
