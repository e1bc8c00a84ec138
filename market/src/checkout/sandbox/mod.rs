//! The test provider itself: another party with its own page and its own books, which tells the marketplace what
//! happened by signed notifications. No money moves.

pub mod books;
pub mod commands;
mod deliver;
pub mod http;

pub use deliver::deliver;
