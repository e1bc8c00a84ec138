//! A draft of rows: files of the book, or rows in short form.
//!
//! A draft's text is one of two:
//!
//! ```text
//! === cn/rates.csv                                     files of the book, each under its path
//! measure,regime,hs,origin,rate,from,to,citation,confidence,note
//! ```
//!
//! ```text
//! market,measure,regime,hs,origin,rate,from            rows of rates in short form, the market in front
//! CN,duty,general,0809.29,US,+10%,2027-01-01
//! ```
//!
//! In the short form only market, measure and rate must be there, `*` is every market, and a rate after `+` is laid on
//! top of what the present book charges (see [`super::raise`]). A row without a citation is cited as the draft itself.

use super::raise;
use crate::book::{Book, BookError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most bytes of a draft.
pub const CHANGE_MAX_BYTES: usize = 2_000_000;
/// Most files of a draft.
const FILES_MAX: usize = 200;
/// Most rows in short form.
const ROWS_MAX: usize = 5_000;

/// A draft of rows with its name: files of the book, to be laid over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    name: String,
    files: Vec<(String, String)>,
}

/// A row of the short form; cells that are left out are empty.
pub(super) struct Short<'a> {
    pub number: usize,
    cells: &'a BTreeMap<String, String>,
}

impl<'a> Short<'a> {
    pub fn cell(&self, column: &str) -> &'a str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub fn error(&self, column: &str, problem: impl ToString) -> BookError {
        error(self.number, column, problem)
    }
}

/// The columns of the book's rates, in their order.
pub(super) const COLUMNS: [&str; 10] =
    ["measure", "regime", "hs", "origin", "rate", "from", "to", "citation", "confidence", "note"];

fn error(row: usize, column: &str, problem: impl ToString) -> BookError {
    BookError { file: "draft".into(), row, column: column.to_owned(), problem: problem.to_string() }
}

impl Change {
    /// A draft of files by their paths, such as `cn/rates.csv`.
    pub fn of_files(name: &str, files: Vec<(String, String)>) -> Change {
        Change { name: named(name), files }
    }

    /// Reads a draft's text; what it raises is raised from this book.
    pub fn read(name: &str, text: &str, book: &Book) -> Result<Change, BookError> {
        if text.len() > CHANGE_MAX_BYTES {
            return Err(error(0, "text", format!("is longer than {CHANGE_MAX_BYTES} bytes")));
        }
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().find(|line| !is_remark(line)).unwrap_or("");
        let files = if first.starts_with("===") { sections(text)? } else { short(name, text, book)? };
        let change = Change { name: named(name), files };
        change.over(book)?;
        Ok(change)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its files, path and text.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The same draft as a text that can be read again, whatever the book is then.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (path, file) in self.files() {
            let _ = writeln!(text, "=== {path}\n{}", file.trim_end());
        }
        text
    }

    /// A book with the draft laid over it.
    pub fn over(&self, book: &Book) -> Result<Book, BookError> {
        book.overlay(self.files.clone())
    }

    /// The day by which all its rows have begun; none where no row says when it begins.
    pub fn day(&self) -> Option<Date> {
        self.begins().max()
    }

    /// The day on which its first row begins.
    pub fn first_day(&self) -> Option<Date> {
        self.begins().min()
    }

    /// How many rows of law do not say when they begin: they would hold for days that are over.
    pub fn without_day(&self) -> usize {
        let count = |(path, text): (&str, &str)| match path.rsplit('.').next() {
            Some("csv") => rows_without_day(text),
            _ => entries_without_day(text),
        };
        self.files().map(count).sum()
    }

    fn begins(&self) -> impl Iterator<Item = Date> {
        self.files().flat_map(|(path, text)| if path.ends_with(".csv") { from_csv(text) } else { from_toml(text) })
    }
}

/// A name that can be shown: one line, not too long.
fn named(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    if name.trim().is_empty() { "draft".to_owned() } else { name.trim().to_owned() }
}

fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn from_csv(text: &str) -> Vec<Date> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let at = reader.headers().ok().and_then(|head| head.iter().position(|name| name == "from"));
    let day = |record: Result<csv::StringRecord, _>| record.ok()?.get(at?)?.parse().ok();
    reader.records().filter_map(day).collect()
}

/// Rows of a file that knows days and leave theirs open.
fn rows_without_day(text: &str) -> usize {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let at = reader.headers().ok().and_then(|head| head.iter().position(|name| name == "from"));
    let open = |record: &csv::StringRecord| at.is_some_and(|at| record.get(at).is_none_or(str::is_empty));
    reader.records().flatten().filter(open).count()
}

fn entries_without_day(text: &str) -> usize {
    let Ok(file) = text.parse::<toml::Table>() else { return 1 };
    let limits = file.get("limit").and_then(|limits| limits.as_array()).cloned().unwrap_or_default();
    limits.iter().filter(|limit| limit.get("from").is_none()).count()
}

fn from_toml(text: &str) -> Vec<Date> {
    let day =
        |line: &str| line.trim().strip_prefix("from")?.trim().strip_prefix('=')?.trim().trim_matches('"').parse().ok();
    text.lines().filter_map(day).collect()
}

/// Files under headings of their paths.
fn sections(text: &str) -> Result<Vec<(String, String)>, BookError> {
    let mut files: Vec<(String, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if let Some(path) = line.strip_prefix("===") {
            let path = path.trim().trim_end_matches('=').trim();
            if files.iter().any(|(known, _)| known == path) {
                return Err(error(n + 1, "path", format!("{path:?} stands twice")));
            }
            if files.len() == FILES_MAX {
                return Err(error(n + 1, "path", format!("more than {FILES_MAX} files")));
            }
            files.push((path.to_owned(), String::new()));
        } else if let Some((_, file)) = files.last_mut() {
            file.push_str(line);
            file.push('\n');
        }
    }
    Ok(files)
}

/// Rows of rates with their market in front.
fn short(name: &str, text: &str, book: &Book) -> Result<Vec<(String, String)>, BookError> {
    let kept: String = text.lines().filter(|line| !is_remark(line)).map(|line| format!("{line}\n")).collect();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(kept.as_bytes());
    let head = reader.headers().map_err(|e| error(1, "heading", e))?.clone();
    if let Some(strange) = head.iter().find(|name| *name != "market" && !COLUMNS.contains(name)) {
        return Err(error(1, strange, "is no column of a draft"));
    }
    if let Some(wanted) = ["market", "measure", "rate"].into_iter().find(|name| !head.iter().any(|h| h == *name)) {
        return Err(error(1, wanted, "is missing"));
    }
    let source = source(name);
    let mut rows: BTreeMap<String, Vec<[String; 10]>> = BTreeMap::new();
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|e| error(n + 2, "row", e))?;
        if n == ROWS_MAX {
            return Err(error(n + 2, "row", format!("more than {ROWS_MAX} rows")));
        }
        let mut cells: BTreeMap<String, String> =
            head.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect();
        for (column, usual) in [("citation", source.as_str()), ("confidence", "secondary")] {
            let cell = cells.entry(column.to_owned()).or_default();
            if cell.is_empty() {
                usual.clone_into(cell);
            }
        }
        let row = Short { number: n + 2, cells: &cells };
        let mut meant = 0;
        for market in markets(&row, book)? {
            let stands_for = raise::rows(&row, &market, book)?;
            meant += stands_for.len();
            if !stands_for.is_empty() {
                rows.entry(market.to_ascii_lowercase()).or_default().extend(stands_for);
            }
        }
        if meant == 0 {
            let problem = format!("nothing to raise: the book has no known {} here", row.cell("measure"));
            return Err(row.error("rate", problem));
        }
    }
    if rows.is_empty() {
        return Err(error(2, "row", "there is no row"));
    }
    let mut files: Vec<(String, String)> =
        rows.into_iter().map(|(market, rows)| (format!("{market}/rates.csv"), csv_text(&rows))).collect();
    let title = serde_json::Value::String(format!("Draft: {}", named(name)));
    files.push(("common/citations.toml".into(), format!("[[citation]]\nid = \"{source}\"\ntitle = {title}\n")));
    Ok(files)
}

/// The id that rows cite the draft by.
fn source(name: &str) -> String {
    let mut id = String::from("draft");
    for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(12) {
        id.push('-');
        id.push_str(&word.to_ascii_lowercase());
    }
    id.truncate(80);
    id
}

fn markets(row: &Short, book: &Book) -> Result<Vec<String>, BookError> {
    let market = row.cell("market").to_ascii_uppercase();
    match market.as_str() {
        "*" => Ok(book.markets().map(|market| market.destination.code.to_owned()).collect()),
        one if book.market(one).is_some() => Ok(vec![market]),
        _ => Err(row.error("market", format!("{market:?} is no market of the book"))),
    }
}

fn csv_text(rows: &[[String; 10]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(COLUMNS).is_ok() && rows.iter().all(|row| writer.write_record(row).is_ok());
    let bytes = if written { writer.into_inner().unwrap_or_default() } else { Vec::new() };
    String::from_utf8(bytes).unwrap_or_default()
}
