//! The program `sampan`: a cross-border marketplace on one machine.

/// Prints a line to standard output; a reader that has gone away (`| head`) is no fault of ours.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

mod bench;
mod book;
mod demo;
mod exchange;
mod generate;
mod importing;
mod keeping;
mod members;
mod open;
mod options;
mod quote;
mod report;
mod serving;
mod simulate;
mod whatif;

use clap::Parser;
use mimalloc::MiMalloc;
use options::{Command, Options, RatesCommand, SellerCommand};
use std::process::ExitCode;

/// Pages are texts of some ten kilobytes that grow as they are written, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let options = Options::parse();
    // A simulation makes the faults itself that are told of elsewhere.
    let usual = if matches!(options.command, Command::Simulate(_)) { "off" } else { "warn" };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("SAMPAN_LOG").unwrap_or_else(|_| usual.into()))
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return report::failed(&error.into(), options.json),
    };
    match runtime.block_on(run(&options)) {
        Ok(code) => code,
        Err(error) => report::failed(&error, options.json),
    }
}

async fn run(options: &Options) -> Result<ExitCode, anyhow::Error> {
    match &options.command {
        Command::Demo { port } => demo::run(options, *port).await,
        Command::Serve(serve) => serving::run(options, serve).await,
        Command::Generate(wanted) => generate::run(options, wanted).await,
        Command::Verify => report::verify(options).await,
        Command::Simulate(asked) => simulate::run(options, asked).await,
        Command::CheckHistory(asked) => simulate::check(options, asked).await,
        Command::Backup(asked) => keeping::backup(options, asked).await,
        Command::Restore(asked) => keeping::restore(options, asked).await,
        Command::Openapi => {
            say!("{:#}", sampan_market::routes().openapi(sampan_market::TITLE, env!("CARGO_PKG_VERSION")));
            Ok(ExitCode::SUCCESS)
        }
        Command::Import(import) => importing::run(options, import).await,
        Command::Quote(asked) => quote::run(options, asked),
        Command::Book { command } => book::run(options, command),
        Command::Bench { command } => bench::run(options, command).await,
        Command::Whatif(asked) => whatif::run(options, asked).await,
        Command::Rates { command: RatesCommand::Import { file } } => exchange::import(options, file).await,
        Command::Seller { command: SellerCommand::List } => members::list(options).await,
    }
}
