//! Reading the book's files: every mistake is told with file, row and column.

use super::{Citation, Citations, Confidence, Kept, Source};
use crate::text::Text;
use jiff::civil::Date;

/// What is wrong in a file of the book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, row {row}, {column}: {problem}")]
pub struct BookError {
    /// The file.
    pub file: String,
    /// The row, counted from 1 with the heading; for TOML the entry.
    pub row: usize,
    /// The column.
    pub column: String,
    /// What is wrong.
    pub problem: String,
}

/// Most rows of a file.
const ROWS_MAX: usize = 200_000;
/// Most characters of a cell.
const CELL_MAX: usize = 2_000;

/// One row of a CSV file with its place.
pub(super) struct Row<'a> {
    source: &'a Source,
    number: usize,
    columns: &'a [&'static str],
    cells: Vec<String>,
}

/// The rows of a CSV file that has exactly the wanted columns, in any order.
pub(super) fn rows<'a>(source: &'a Source, columns: &'a [&'static str]) -> Result<Vec<Row<'a>>, BookError> {
    rows_with(source, columns, columns.len())
}

/// The rows of a CSV file that has the first so many of the wanted columns and perhaps others of them, in any order. A
/// column that is not there is empty.
pub(super) fn rows_with<'a>(
    source: &'a Source,
    columns: &'a [&'static str],
    required: usize,
) -> Result<Vec<Row<'a>>, BookError> {
    let error = |row: usize, column: &str, problem: String| BookError {
        file: source.path.to_string(),
        row,
        column: column.to_owned(),
        problem,
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source.text.as_bytes());
    let head = reader.headers().map_err(|e| error(1, "heading", e.to_string()))?.clone();
    if let Some(strange) = head.iter().find(|name| !columns.contains(name)) {
        return Err(error(1, strange, "is no column of this file".into()));
    }
    let places: Vec<Option<usize>> = columns.iter().map(|c| head.iter().position(|name| name == *c)).collect();
    if let Some(missing) = places.iter().take(required).position(Option::is_none) {
        return Err(error(1, columns[missing], "is missing".into()));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let number = rows.len() + 2;
        let record = record.map_err(|e| error(number, "row", e.to_string()))?;
        if number > ROWS_MAX {
            return Err(error(number, "row", format!("more than {ROWS_MAX} rows")));
        }
        let cells: Vec<String> =
            places.iter().map(|p| p.and_then(|p| record.get(p)).unwrap_or("").to_owned()).collect();
        if let Some(n) = cells.iter().position(|cell| cell.len() > CELL_MAX) {
            return Err(error(number, columns[n], format!("more than {CELL_MAX} bytes")));
        }
        rows.push(Row { source, number, columns, cells });
    }
    Ok(rows)
}

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.iter().position(|name| *name == column).map_or("", |n| &self.cells[n])
    }

    pub(super) fn some(&self, column: &str) -> Option<&str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    pub(super) fn error(&self, column: &str, problem: impl ToString) -> BookError {
        BookError {
            file: self.source.path.to_string(),
            row: self.number,
            column: column.to_owned(),
            problem: problem.to_string(),
        }
    }

    /// A cell that says something else than what is wanted.
    pub(super) fn unfit(&self, column: &str, wanted: &str) -> BookError {
        let found: String = self.text(column).chars().take(60).collect();
        self.error(column, format!("found {found:?}, wanted {wanted}"))
    }

    /// A country's two letters.
    pub(super) fn country(&self, column: &str) -> Result<Option<&str>, BookError> {
        let of_two = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        match self.some(column) {
            Some(code) if !of_two(code) => Err(self.unfit(column, "a country's two letters, such as US")),
            code => Ok(code),
        }
    }

    /// A text that answers will hold on to.
    pub(super) fn kept(&self, text: &str) -> Text {
        Text::kept(text, self.source.forever)
    }

    /// Whether the row is of the book that comes with the crate.
    pub(super) fn is_forever(&self) -> bool {
        self.source.forever
    }

    pub(super) fn date(&self, column: &str) -> Result<Option<Date>, BookError> {
        self.some(column)
            .map(|text| text.parse().map_err(|_| self.unfit(column, "a day such as 2026-01-31")))
            .transpose()
    }

    /// The days a row holds from and to, both included.
    pub(super) fn period(&self) -> Result<Period, BookError> {
        let period = Period { from: self.date("from")?, to: self.date("to")? };
        match (period.from, period.to) {
            (Some(from), Some(to)) if to < from => Err(self.unfit("to", &format!("a day from {from} on"))),
            _ => Ok(period),
        }
    }

    pub(super) fn confidence(&self) -> Result<Confidence, BookError> {
        Confidence::named(self.text("confidence"))
            .ok_or_else(|| self.unfit("confidence", "law, official, secondary or verify"))
    }

    pub(super) fn citation(&self, citations: &Citations) -> Result<Kept<Citation>, BookError> {
        let id = self.text("citation");
        citations.get(id).cloned().ok_or_else(|| self.unfit("citation", "the id of a citation of this book"))
    }

    /// A code's digits; empty means all goods.
    pub(super) fn hs(&self, column: &str) -> Result<String, BookError> {
        let digits = digits(self.text(column)).filter(|d| d.len() <= 12);
        digits.ok_or_else(|| self.unfit(column, "digits, with points or without"))
    }
}

/// The days that something holds, both ends included; none: without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// Whether a day is in it.
    pub fn holds(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// Whether two periods share a day.
    pub fn meets(&self, other: &Period) -> bool {
        let before = |a: &Period, b: &Period| matches!((a.to, b.from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }
}

/// The digits of a code that may hold points and spaces; none where anything else stands in it.
pub fn digits(code: &str) -> Option<String> {
    let mut digits = String::with_capacity(10);
    for c in code.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '.' | ' ' => {}
            _ => return None,
        }
    }
    Some(digits)
}
