//! What commands print, for people and for programs.

use crate::open::{Outside, open};
use crate::options::Options;
use sampan_market::Mode;
use sampan_web::FieldErrors;
use std::fmt;
use std::process::ExitCode;

/// Options that make no sense, by their names.
#[derive(Debug)]
pub struct BadOptions(pub FieldErrors);

impl fmt::Display for BadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("some options make no sense")
    }
}
impl std::error::Error for BadOptions {}

/// One option that makes no sense.
pub fn bad_field(field: &str, found: &str, wanted: &str) -> anyhow::Error {
    BadOptions(FieldErrors::one(field, found, wanted, "invalid")).into()
}

/// The fields that an error names: of options, or of a request in JSON.
fn fields(error: &anyhow::Error) -> Option<&FieldErrors> {
    match (error.downcast_ref(), error.downcast_ref()) {
        (Some(BadOptions(fields)), _) | (_, Some(sampan_web::Error::Invalid(fields))) => Some(fields),
        _ => None,
    }
}

/// Prints why a command failed.
pub fn failed(error: &anyhow::Error, json: bool) -> ExitCode {
    if let Some(fields) = fields(error) {
        let said = |e: &sampan_web::FieldError| match e.found.as_str() {
            "" => format!("{}: missing, wanted {}", e.field, e.wanted),
            // What an amount lacks it says itself.
            "an object" if e.code == "invalid" => format!("{}: {}", e.field, e.wanted),
            found => format!("{}: found {found:?}, wanted {}", e.field, e.wanted),
        };
        let why: Vec<String> = fields.iter().map(said).collect();
        if json {
            say!("{:#}", serde_json::json!({ "error": why.join("; "), "errors": fields }));
        } else {
            why.iter().for_each(|why| eprintln!("sampan: {why}"));
        }
        return ExitCode::FAILURE;
    }
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
