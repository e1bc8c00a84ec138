//! Tests of the market as a whole.

mod markup;
mod migrations;
mod pages;
mod plans;
mod policies;
mod world;
