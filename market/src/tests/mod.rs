//! Tests of the market as a whole.

mod markup;
mod migrations;
mod pages;
mod policies;
mod world;
