//! The whole program from outside: the real binary is started, talked to over HTTP and driven in a real browser.

mod api;
mod backup;
mod imports;
mod kill;
mod program;
mod race;
mod screens;
mod support;
mod tariff;
mod whatif;
