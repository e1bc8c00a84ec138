//! What goods cost landed, asked by anyone: the page, and the same for programs. Nothing is stored.

mod asked;

pub use asked::Asked;
