//! What a draft can touch at all: the rest need not be quoted.
//!
//! Rows of rates, the positive list, customs' prices and restrictions touch the codes they name, rows about services the
//! kinds of service; everything else of the law (limits, files of other kinds) may touch all of its market. Days are not asked here: a row of another day is
//! quoted and found to change nothing.

use super::Change;
use crate::book::{Book, Packed, digits, same_pair};
use crate::request::Line;
use crate::service::ServiceKind;
use std::collections::{BTreeMap, BTreeSet};

/// The goods and markets that a draft can touch.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    markets: Vec<(String, Touch)>,
}

/// What is touched in one market.
#[derive(Debug, Clone, Default)]
struct Touch {
    whole: bool,
    /// Rows by the first four digits of their code.
    heads: BTreeMap<u16, Vec<Mark>>,
    /// Rows of fewer digits, or of ranges.
    short: Vec<Mark>,
    /// Kinds of service.
    services: BTreeSet<String>,
}

/// The codes, and what else must hold for a row to speak of goods.
#[derive(Debug, Clone)]
struct Mark {
    first: Packed,
    last: Packed,
    origin: Option<String>,
}

impl Mark {
    /// A code may be shorter than the row's: it may still be read as the longer one.
    fn meets(&self, code: Packed, line: &Line) -> bool {
        code.may_begin(self.first, self.last)
            && self.origin.as_deref().is_none_or(|origin| line.origin.as_deref() == Some(origin))
    }
}

impl Scope {
    /// What a draft can touch in the markets of a book.
    pub fn of(change: &Change, book: &Book) -> Scope {
        let mut touched: BTreeMap<String, Touch> = BTreeMap::new();
        for (path, text) in change.files() {
            let mut parts = path.rsplit(['/', '\\']);
            let (name, folder) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let markets: Vec<String> = match folder {
                "common" => book.markets().map(|market| market.destination.code.to_owned()).collect(),
                folder => vec![folder.to_ascii_uppercase()],
            };
            if let Some(kinds) = (name == "services.csv").then(|| kinds(text)).flatten() {
                for market in markets {
                    touched.entry(market).or_default().services.extend(kinds.iter().cloned());
                }
                continue;
            }
            let Some(marks) = marks(name, text) else {
                markets.into_iter().for_each(|market| touched.entry(market).or_default().whole = true);
                continue;
            };
            for market in markets {
                let touch = touched.entry(market).or_default();
                marks.iter().for_each(|mark| touch.put(mark.clone()));
            }
        }
        let something =
            |touch: &Touch| !touch.heads.is_empty() || !touch.short.is_empty() || !touch.services.is_empty();
        touched.retain(|_, touch| touch.whole || something(touch));
        Scope { markets: touched.into_iter().collect() }
    }

    fn in_market(&self, destination: &str) -> Option<&Touch> {
        self.markets.iter().find(|(market, _)| same_pair(market, destination)).map(|(_, touch)| touch)
    }

    /// Whether the draft can touch goods in a market; `code` are the digits of the line's code.
    pub fn touches(&self, destination: &str, code: Option<&str>, line: &Line) -> bool {
        self.touches_code(destination, code.map(Packed::of), line)
    }

    /// The same of a code in one number.
    pub(super) fn touches_code(&self, destination: &str, code: Option<Packed>, line: &Line) -> bool {
        let Some(touch) = self.in_market(destination) else { return false };
        if touch.whole {
            return true;
        }
        let Some(code) = code else { return false };
        // A code too short to find a rate by is not sold by either book.
        let Some(head) = code.head() else { return false };
        touch.short.iter().any(|mark| mark.meets(code, line))
            || touch.heads.get(&head).is_some_and(|marks| marks.iter().any(|mark| mark.meets(code, line)))
    }

    /// Whether the draft can touch services of a kind in a market.
    pub fn touches_service(&self, destination: &str, kind: ServiceKind) -> bool {
        self.in_market(destination).is_some_and(|touch| touch.whole || touch.services.contains(kind.name()))
    }

    /// Whether the draft can touch anything in a market.
    pub fn touches_market(&self, destination: &str) -> bool {
        self.in_market(destination).is_some()
    }
}

impl Touch {
    fn put(&mut self, mark: Mark) {
        match mark.first.head().filter(|first| mark.last.head() == Some(*first)) {
            Some(head) => self.heads.entry(head).or_default().push(mark),
            None => self.short.push(mark),
        }
    }
}

/// The kinds of service that a file's rows name; none: the file cannot be read and may touch everything.
fn kinds(text: &str) -> Option<BTreeSet<String>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let at = reader.headers().ok()?.iter().position(|name| name == "kind")?;
    reader.records().map(|record| Some(record.ok()?.get(at)?.to_owned())).collect()
}

/// The codes that a file's rows name; none: the file may touch everything.
fn marks(name: &str, text: &str) -> Option<Vec<Mark>> {
    match name {
        "rates.csv" | "positive-list.csv" | "parcel-prices.csv" | "restrictions.csv" => {}
        // Descriptions, sources and papers' names change no price.
        "headings.csv" | "citations.toml" | "papers.csv" => return Some(Vec::new()),
        _ => return None,
    }
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().ok()?.clone();
    let at = |column: &str| head.iter().position(|name| name == column);
    let (hs, origin) = (at("hs")?, at("origin"));
    let mut marks = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).filter(|text| !text.is_empty());
        let mut parts =
            cell(Some(hs)).unwrap_or("").split(';').map(str::trim).filter(|part| !part.is_empty()).peekable();
        let mark = |first: &str, last: &str| {
            let (first, last) = (Packed::of(first), Packed::of(last));
            Mark { first, last, origin: cell(origin).map(str::to_owned) }
        };
        if parts.peek().is_none() {
            marks.push(mark("", ""));
        }
        for part in parts {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            marks.push(mark(&digits(first)?, &digits(last)?));
        }
    }
    Some(marks)
}
