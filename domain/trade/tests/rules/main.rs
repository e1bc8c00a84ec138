//! The rules seen from outside: tables of steps, random lives, and an auditor that must find nothing, or what was broken.

#![allow(clippy::inconsistent_digit_grouping, reason = "cents are set apart")]

mod audit;
mod checkout_table;
mod life;
mod order_table;
mod world;
