//! Tests of the market as a whole.

mod policies;
mod world;
