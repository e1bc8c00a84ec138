//! How fast this machine is at it.

mod browse;
mod checkout;
mod client;
pub mod quote;
mod run;
mod timing;
mod watch;

use crate::options::{BenchCommand, Options};
use std::process::ExitCode;

/// Measures what is asked for.
pub async fn run(options: &Options, command: &BenchCommand) -> Result<ExitCode, anyhow::Error> {
    match command {
        BenchCommand::Quote { seconds } => quote::run(options, *seconds),
        BenchCommand::Whatif(asked) => crate::whatif::bench::run(options, asked),
        BenchCommand::Browse(load) => browse::run(options, load).await,
        BenchCommand::Checkout(load) => checkout::run(options, load).await,
    }
}
