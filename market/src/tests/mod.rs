//! Tests of the market as a whole.

mod markup;
mod pages;
mod policies;
mod world;
