//! Public tables of codes: read to look codes up, and to see whether the book's own codes exist.

use super::folder;
use crate::options::{Options, Table};
use anyhow::Context;
use sampan_tariff::book::{CodeCheck, Entry, Nomenclature};
use std::path::Path;
use std::process::ExitCode;

/// Most bytes of a table.
const TABLE_MAX: u64 = 64 * 1024 * 1024;
/// Codes found by words.
const FOUND: usize = 20;

/// Reads a table, checks the codes that are asked for or looks words up, and tells which of the book's codes it lacks.
pub fn import(options: &Options, asked: &Table) -> Result<ExitCode, anyhow::Error> {
    let (kind, file) = match asked.kind {
        crate::options::TableKind::Hs => ("HS 2022", &asked.file),
        crate::options::TableKind::Hts => ("the United States' schedule", &asked.file),
    };
    let text = read(file)?;
    let name = file.display().to_string();
    let table = match asked.kind {
        crate::options::TableKind::Hs => Nomenclature::hs(&name, &text)?,
        crate::options::TableKind::Hts => Nomenclature::hts(&name, &text)?,
    };
    let checked: Vec<(&String, CodeCheck)> = asked.codes.iter().map(|code| (code, table.check(code))).collect();
    let found = asked.search.as_deref().map(|words| table.search(words, FOUND)).unwrap_or_default();
    let strangers = table.strangers(&folder::of(options)?);
    if options.json {
        let checked: Vec<_> =
            checked.iter().map(|(code, check)| serde_json::json!({ "code": code, "check": check })).collect();
        let strange: Vec<_> =
            strangers.iter().map(|(hs, rule)| serde_json::json!({ "hs": hs, "rule": rule })).collect();
        let report = serde_json::json!({
            "table": kind, "codes": table.len(), "checked": checked, "found": found, "not_in_table": strange,
        });
        say!("{report:#}");
        return Ok(ExitCode::SUCCESS);
    }
    say!("{} codes of {kind}", table.len());
    for (code, check) in &checked {
        say!("{code}: {}", sentence(check));
    }
    for entry in found {
        say!("{}", row(&table, entry));
    }
    if asked.codes.is_empty() && asked.search.is_none() {
        for (hs, rule) in &strangers {
            say!("not in the table: {hs} of {rule}");
        }
        say!("{} of the book's codes are not in the table", strangers.len());
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<String, anyhow::Error> {
    let place = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("{place} cannot be opened"))?.len();
    anyhow::ensure!(size <= TABLE_MAX, "{place} has more than {TABLE_MAX} bytes");
    let text = std::fs::read_to_string(file).with_context(|| format!("{place} cannot be read as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

fn sentence(check: &CodeCheck) -> String {
    match check {
        CodeCheck::Known { text } => format!("known: {text}"),
        CodeCheck::TooShort { text, longer } => format!("too short: {text}; goes on as {}", longer.join(", ")),
        CodeCheck::Beyond { known, text } => format!("goes on from {known}, which is known: {text}"),
        CodeCheck::Unknown { known: Some(known) } => format!("unknown; known is {known}"),
        CodeCheck::Unknown { known: None } => "unknown, and so is its chapter".to_owned(),
        CodeCheck::NotANumber => "no code: wanted digits, with points or without".to_owned(),
    }
}

fn row(table: &Nomenclature, entry: &Entry) -> String {
    let general = entry.general.as_ref().map(|rate| format!("  [{rate}]")).unwrap_or_default();
    format!("{:<12}{}{general}", entry.code, table.text(&entry.code).unwrap_or_default())
}
