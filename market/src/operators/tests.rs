//! The operator's desk, through pages and the programming interface, on both engines.

mod desk;
mod sellers;
