//! What commands print, for people and for programs.

use crate::open::{Outside, open};
use crate::options::Options;
use sampan_market::Mode;
use std::process::ExitCode;

/// Prints why a command failed.
pub fn failed(error: &anyhow::Error, json: bool) -> ExitCode {
    let why = whole(error);
    if json {
        say!("{:#}", serde_json::json!({ "error": why }));
    } else {
        eprintln!("sampan: {why}");
    }
    ExitCode::FAILURE
}

/// An error with its causes, each once: some errors say their cause themselves.
fn whole(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// Audits the data. Exit code 0 only when all agrees.
pub async fn verify(options: &Options) -> Result<ExitCode, anyhow::Error> {
    let app = open(options, Mode::Live, Outside::none()).await?;
    let report = sampan_market::verify::run(&app).await?;
    if options.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!(
            "{} ledger entries, {} orders, {} checkouts, {} stocks, {} yearly allowances",
            report.entries,
            report.orders,
            report.checkouts,
            report.stocks,
            report.allowances
        );
        for fault in &report.faults {
            say!("fault: {fault}");
        }
        say!("{}", if report.faults.is_empty() { "all agree" } else { "they do not agree" });
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
