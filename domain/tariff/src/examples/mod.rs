//! Examples worked out by others, as rows of a table: read, turned into requests and overlay books, and compared with
//! answers.
//!
//! A row gives a destination, a day, a regime, inputs and expected figures, the last two as JSON. The rates of its day
//! come from its inputs: they are laid over the book, so that an example of 2010 can be worked out today. What a row
//! does not name is nothing, unless it names no rate at all; then the book's own law is taken. `docs/tariff-examples.md`
//! says how the inputs are read.

mod check;
mod compare;
mod dates;
mod given;
mod names;
mod overlay;
mod request;
mod ways;
mod words;

pub use compare::{Figure, Outcome};
pub use request::to_the_dollar;

use crate::book::{Book, BookError, Market};
use crate::quote::quote;
use crate::reason::Code;
use crate::request::{Request, Settings};
use jiff::civil::Date;
use sampan_money::Decimal;
use serde_json::{Map, Value};

/// One row.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name.
    pub id: String,
    /// ISO 3166 alpha-2.
    pub destination: String,
    /// The day, or the middle of the time that the row names.
    pub date: Date,
    /// The row's own word for the regime.
    pub regime: String,
    /// What is given.
    pub inputs: Map<String, Value>,
    /// What should come out.
    pub expected: Map<String, Value>,
}

/// A row made into what can be asked: for each code one.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The code of the line.
    pub code: String,
    /// Files to lay over the book, path and text.
    pub files: Vec<(String, String)>,
    /// The same with every rounding of the market taken down to the minor unit, to tell a difference that is rounding
    /// alone.
    pub unrounded: Vec<(String, String)>,
    /// What the operator has decided.
    pub settings: Settings,
    /// The request.
    pub request: Request,
}

/// Why a regime is not open to an order.
const NOT_OPEN: [Code; 9] = [
    Code::OverParcelLimit,
    Code::OverOrderLimit,
    Code::OverItemLimit,
    Code::OverYearlyLimit,
    Code::OutsideRegime,
    Code::NotPersonalUse,
    Code::Dutiable,
    Code::NotRegistered,
    Code::TaxedAtSale,
];

/// Most bytes of a table that is read.
const TABLE_MAX: usize = 4_000_000;

/// Reads a table with the columns `id,destination,date,regime,inputs_json,expected_json`; further columns do not count.
/// What cannot be read is told with its row, its field, what was found and what is wanted; nothing is passed over.
pub fn read(table: &str) -> Result<Vec<Example>, String> {
    if table.len() > TABLE_MAX {
        return Err("the table is too long".into());
    }
    let table = table.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let at = |name: &str| {
        let same = |column: &str| column.trim().eq_ignore_ascii_case(name);
        head.iter().position(same).ok_or(format!("the column {name} is missing"))
    };
    let places = ["id", "destination", "date", "regime", "inputs_json", "expected_json"].map(at);
    let [id, destination, date, regime, inputs, expected] = places;
    let places = [id?, destination?, date?, regime?, inputs?, expected?];
    let (mut examples, mut mistakes) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        match check::example(&record, places) {
            Ok(example) => examples.push(example),
            Err(found) => {
                let id = record.get(places[0]).unwrap_or("").trim();
                mistakes.extend(found.into_iter().map(|mistake| format!("row {line} ({id}), {mistake}")));
            }
        }
    }
    if mistakes.is_empty() { Ok(examples) } else { Err(mistakes.join("\n")) }
}

impl Example {
    /// The row as requests with their overlay books; none where the book has no rules for its destination.
    pub fn prepare(&self, book: &Book) -> Option<Vec<Prepared>> {
        let market = book.market(&self.destination)?;
        Some(self.codes().into_iter().map(|code| self.prepared(book, market, code)).collect())
    }

    fn prepared(&self, book: &Book, market: &Market, code: String) -> Prepared {
        let mut files = overlay::files(self, market, &code);
        let (settings, mut request) = (self.settings(), self.request(market, &code));
        let says = |files: &[(String, String)], request: &Request, wanted: &[Code]| {
            let answer = book.overlay(files.to_vec()).map(|book| quote(&book, &settings, request));
            answer.is_ok_and(|answer| answer.eligibility.reasons.iter().any(|r| wanted.contains(&r.code)))
        };
        // A row from before the first day of a threshold: the first figure that is known goes back to its day.
        if says(&files, &request, &[Code::RegimeNotInForce]) {
            overlay::carry_back(&mut files, market, self.date);
        }
        // A word that means a regime which is not open to such an order means another; in China what is above a limit
        // goes as trade.
        if request.regime.is_some() && says(&files, &request, &NOT_OPEN) {
            let trade = (self.destination == "CN").then(|| "general".to_owned());
            let other = Request { regime: trade, mode: None, ..request.clone() };
            if !says(&files, &other, &NOT_OPEN) {
                request = other;
            }
        }
        let mut unrounded = files.clone();
        overlay::unround(&mut unrounded, market);
        Prepared { code, files, unrounded, settings, request }
    }

    /// Asks and compares: by the law's rounding, and where that differs by none.
    pub fn figures(&self, book: &Book, prepared: &Prepared) -> Result<Vec<Figure>, BookError> {
        let ask = |files: &[(String, String)]| {
            book.overlay(files.to_vec()).map(|book| quote(&book, &prepared.settings, &prepared.request))
        };
        let answer = ask(&prepared.files)?;
        Ok(self.compare(&answer, &ask(&prepared.unrounded)?))
    }
}

/// A number, as figures or as text: `1,200`, `13%`.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
        }
        Value::String(text) => text.replace(',', "").trim_end_matches('%').trim().parse().ok(),
        _ => None,
    }
}
