//! The whole crate driven as a browser and a program drive it, on a small site of its own.

mod formats;
mod forms;
mod languages;
mod limits;
mod policies;
mod replies;
mod safety;
mod serving;
mod site;
mod throttle;
