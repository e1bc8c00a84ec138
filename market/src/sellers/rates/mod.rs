//! The rate card: what delivery costs by zone, way and weight, edited in one form.

mod form;
mod http;

pub use http::{csv, save, show};
