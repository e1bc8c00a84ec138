//! The book of tariffs on the command line: looked through, counted, compared.

mod codes;
pub mod folder;

use crate::options::{BookCommand, Options};
use crate::report;
use sampan_ids::{Date, Timestamp};
use sampan_tariff::Book;
use sampan_tariff::book::{Finding, Report};
use std::path::Path;
use std::process::ExitCode;

/// Confidence by name, the surest first.
const CONFIDENCE: [&str; 4] = ["law", "official", "secondary", "verify"];

/// Does it.
pub fn run(options: &Options, command: &BookCommand) -> Result<ExitCode, anyhow::Error> {
    match command {
        BookCommand::Check { on } => check(options, on.as_deref()),
        BookCommand::List => list(options),
        BookCommand::Diff { before, after } => diff(options, before, after),
        BookCommand::Import(table) => codes::import(options, table),
    }
}

/// Today, in UTC.
pub fn today() -> Date {
    Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A day as it is written on the command line.
fn day(field: &str, typed: Option<&str>) -> Result<Date, anyhow::Error> {
    match typed {
        None => Ok(today()),
        Some(text) => text.parse().map_err(|_| report::bad_field(field, text, "a day such as 2026-01-31")),
    }
}

/// Looks the book through. Exit code 1 where rows contradict each other; what is merely unknown, ending or unused is
/// told and is no failure.
fn check(options: &Options, on: Option<&str>) -> Result<ExitCode, anyhow::Error> {
    let on = day("--on", on)?;
    let report = folder::of(options)?.check(on);
    if options.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        for finding in &report.findings {
            say!("{}", sentence(finding));
        }
        for rule in &report.to_verify {
            say!("to verify: {rule}");
        }
        counts(&report);
    }
    let clash = report.findings.iter().any(|finding| matches!(finding, Finding::Overlap { .. }));
    Ok(if clash { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::Overlap { rule, other } => format!("overlap: {rule} and {other} hold on the same day"),
        Finding::Gap { rule, after, until } => {
            format!("gap: nothing replaces {rule} after {after} until {until}")
        }
        Finding::Ends { rule, on } => format!("ends: {rule} on {on}"),
        Finding::Unknown { rule } => format!("unknown: {rule}"),
        Finding::UnusedCitation { id } => format!("unused citation: {id}"),
    }
}

/// Tells what differs. Exit code 0 whether anything does or not.
fn diff(options: &Options, before: &Path, after: &Path) -> Result<ExitCode, anyhow::Error> {
    let (before, after) = (folder::named(before)?, folder::named(after)?);
    let found = before.diff(&after);
    if options.json {
        let versions = (before.version(), after.version());
        say!("{:#}", serde_json::json!({ "before": versions.0, "after": versions.1, "differences": found }));
        return Ok(ExitCode::SUCCESS);
    }
    for one in &found {
        let mark = match (&one.was, &one.now) {
            (None, _) => "+",
            (_, None) => "-",
            _ => "~",
        };
        let both = one.was.is_some() && one.now.is_some();
        let was = one.was.as_ref().filter(|_| both).map(|was| format!("  was {}", cells(was))).unwrap_or_default();
        let now = one.now.as_ref().filter(|_| both).map(|now| format!("  now {}", cells(now))).unwrap_or_default();
        let whole = one.was.as_ref().or(one.now.as_ref()).filter(|_| !both).unwrap_or(&one.row);
        say!("{mark} {}/{} {}{was}{now}", one.market.to_ascii_lowercase(), one.file, cells(whole));
    }
    say!("rows that differ: {}", found.len());
    Ok(ExitCode::SUCCESS)
}

fn cells(row: &sampan_tariff::book::Cells) -> String {
    row.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// Counts the rows.
fn list(options: &Options) -> Result<ExitCode, anyhow::Error> {
    let book = folder::of(options)?;
    let report = book.check(today());
    if options.json {
        let markets: Vec<_> = book.markets().map(|market| row(market.destination, &report)).collect();
        say!("{:#}", serde_json::json!({ "version": book.version(), "markets": markets }));
    } else {
        say!("book {}", book.version());
        counts(&report);
        without_rules(&book);
    }
    Ok(ExitCode::SUCCESS)
}

fn row(destination: &sampan_tariff::Destination, report: &Report) -> serde_json::Value {
    let rows = report.rows.get(destination.code).cloned().unwrap_or_default();
    serde_json::json!({
        "market": destination.code, "name": destination.name_en, "currency": destination.currency.code(),
        "rows": rows.values().sum::<usize>(), "confidence": rows,
    })
}

/// Rows by market and confidence, and together.
fn counts(report: &Report) {
    say!("{:<8}{:>10}{:>10}{:>11}{:>8}{:>8}", "market", "law", "official", "secondary", "verify", "rows");
    let mut all = [0; 4];
    for (market, rows) in &report.rows {
        let of = CONFIDENCE.map(|name| rows.get(name).copied().unwrap_or_default());
        all = std::array::from_fn(|n| all[n] + of[n]);
        line(market, of);
    }
    line("all", all);
}

fn line(name: &str, [law, official, secondary, verify]: [usize; 4]) {
    let sum = law + official + secondary + verify;
    say!("{name:<8}{law:>10}{official:>10}{secondary:>11}{verify:>8}{sum:>8}");
}

fn without_rules(book: &Book) {
    let none = sampan_tariff::destinations().iter().filter(|d| book.market(d.code).is_none());
    for destination in none {
        say!("{:<8} no rules: nothing is sold there", destination.code);
    }
}
