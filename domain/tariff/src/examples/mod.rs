//! Examples worked out by others, as rows of a table: read, turned into requests and overlay books, and compared with
//! answers.
//!
//! A row gives a destination, a day, a regime, inputs and expected figures, the last two as JSON. The rates of its day
//! come from its inputs: they are laid over the book, so that an example of 2010 can be worked out today. What a row
//! does not name is nothing, unless it names no rate at all; then the book's own law is taken. `docs/tariff-examples.md`
//! says how the inputs are read.

mod compare;
mod overlay;
mod request;

pub use compare::{Figure, Outcome};
pub use request::to_the_dollar;

use crate::answer::Answer;
use crate::book::{Book, BookError};
use crate::quote::quote;
use crate::reason::Code;
use crate::request::{Request, Settings};
use jiff::civil::Date;
use sampan_money::{Currency, Decimal};
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

/// Most bytes of a table that is read.
const TABLE_MAX: usize = 4_000_000;

/// Reads a table with the columns `id,destination,date,regime,inputs_json,expected_json`; further columns do not count.
/// A row that cannot be read is told with its id.
pub fn read(table: &str) -> Result<Vec<Example>, String> {
    if table.len() > TABLE_MAX {
        return Err("the table is too long".into());
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let at = |name: &str| head.iter().position(|column| column == name).ok_or(format!("the column {name} is missing"));
    let places = ["id", "destination", "date", "regime", "inputs_json", "expected_json"].map(at);
    let [id, destination, date, regime, inputs, expected] = places;
    let (id, destination, date) = (id?, destination?, date?);
    let (regime, inputs, expected) = (regime?, inputs?, expected?);
    let example = |record: csv::StringRecord| {
        let text = |place: usize| record.get(place).unwrap_or("").trim();
        let object = |place: usize| match serde_json::from_str(text(place)) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(format!("{}: wanted an object", text(id))),
            Err(error) => Err(format!("{}: {error}", text(id))),
        };
        Ok(Example {
            id: text(id).to_owned(),
            destination: text(destination).to_ascii_uppercase(),
            date: middle(text(date)).ok_or_else(|| format!("{}: {:?} names no day", text(id), text(date)))?,
            regime: text(regime).to_ascii_lowercase(),
            inputs: object(inputs)?,
            expected: object(expected)?,
        })
    };
    reader.records().map(|record| record.map_err(|error| error.to_string()).and_then(example)).collect()
}

impl Example {
    /// The row as requests with their overlay books; none where the book has no rules for its destination.
    pub fn prepare(&self, book: &Book) -> Option<Vec<Prepared>> {
        let market = book.market(&self.destination)?;
        let one = |code: String| {
            let mut files = overlay::files(self, market, &code);
            let (settings, request) = (self.settings(), self.request(market, &code));
            // A row from before the first day of a threshold: the first figure that is known goes back to its day.
            let answer = book.overlay(files.clone()).map(|book| quote(&book, &settings, &request));
            let early = |answer: &Answer| answer.eligibility.reasons.iter().any(|r| r.code == Code::RegimeNotInForce);
            if answer.is_ok_and(|answer| early(&answer)) {
                overlay::carry_back(&mut files, market, self.date);
            }
            let mut unrounded = files.clone();
            overlay::unround(&mut unrounded, market);
            Prepared { code, files, unrounded, settings, request }
        };
        Some(self.codes().into_iter().map(one).collect())
    }

    /// Asks and compares: by the law's rounding, and where that differs by none.
    pub fn figures(&self, book: &Book, prepared: &Prepared) -> Result<Vec<Figure>, BookError> {
        let ask = |files: &[(String, String)]| {
            book.overlay(files.to_vec()).map(|book| quote(&book, &prepared.settings, &prepared.request))
        };
        let answer = ask(&prepared.files)?;
        Ok(self.compare(&answer, &ask(&prepared.unrounded)?))
    }

    /// A figure of the inputs.
    fn figure(&self, name: &str) -> Option<Decimal> {
        number(self.inputs.get(name)?)
    }

    /// The first of several names that the inputs give, in the currency that the name ends in or else the row's.
    fn amount(&self, names: &[&str]) -> Option<(Decimal, Currency)> {
        names.iter().find_map(|name| {
            let plain = self.figure(name).map(|figure| (figure, self.currency()));
            let named = |(key, value): (&String, &Value)| {
                let code = key.strip_prefix(name)?.strip_prefix('_').filter(|code| code.len() == 3)?;
                Some((number(value)?, sampan_money::currency(code).ok()?))
            };
            plain.or_else(|| self.inputs.iter().find_map(named))
        })
    }

    /// The currency of the row's amounts.
    fn currency(&self) -> Currency {
        let named =
            self.inputs.get("currency").and_then(Value::as_str).and_then(|code| sampan_money::currency(code).ok());
        named.unwrap_or(self.home())
    }

    /// The currency of the destination.
    fn home(&self) -> Currency {
        crate::destination(&self.destination).map_or(Currency::USD, |destination| destination.currency)
    }

    /// An exchange rate that the row gives, `fx_krw_per_usd`: units of the market's currency for one of the other.
    fn exchange(&self) -> Option<(Currency, Decimal)> {
        self.inputs.iter().find_map(|(key, value)| {
            let (quote, base) = key.strip_prefix("fx_")?.split_once("_per_")?;
            let both = (sampan_money::currency(quote).ok()?, sampan_money::currency(base).ok()?);
            (both.0 == self.home()).then_some((both.1, number(value)?))
        })
    }

    fn says(&self, name: &str) -> bool {
        self.inputs.get(name).and_then(Value::as_bool) == Some(true)
    }
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        Value::String(text) => text.replace(',', "").parse().ok(),
        _ => None,
    }
}

/// The day that a text names: a day itself, the middle of a month, a year or a span of them. Words beside it do not
/// count.
fn middle(text: &str) -> Option<Date> {
    let spans = text.split(|c: char| !(c.is_ascii_digit() || c == '-')).filter_map(span);
    let (from, to) = spans.reduce(|(from, _), (_, to)| (from, to))?;
    let days = from.until(to).ok()?.get_days();
    from.checked_add(jiff::Span::new().days(days / 2)).ok()
}

/// First and last day of `2019`, `2019-06`, `2019-06-30` or `2010-2020`.
fn span(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<i16> = text.trim_matches('-').split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let day = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match parts[..] {
        [year] if year > 999 => Some((day(year, 1, 1)?, day(year, 12, 31)?)),
        [from, to] if to > 999 => Some((day(from, 1, 1)?, day(to, 12, 31)?)),
        [year, month] => day(year, month, 1).map(|first| (first, first.last_of_month())),
        [year, month, of_month] => day(year, month, of_month).map(|day| (day, day)),
        _ => None,
    }
}
