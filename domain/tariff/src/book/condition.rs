//! What must be so of goods for a row to hold: attributes that are set or not, and quantities that are gone beyond.

use super::{BookError, table};
use crate::rate::Unit;
use crate::request::Line;
use sampan_money::{Currency, Decimal, currency};

/// One condition in `needs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The attribute is set: `hemp`.
    Has(String),
    /// It is not: `!cooked`.
    HasNot(String),
    /// It has this value, capitals or not: `carrier=ups`.
    Is(String, String),
}

impl Condition {
    /// The conditions of a cell, with semicolons between them.
    pub(super) fn list(text: &str) -> Vec<Condition> {
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Condition::read).collect()
    }

    fn read(text: &str) -> Condition {
        match (text.strip_prefix('!'), text.split_once('=')) {
            (Some(name), _) => Condition::HasNot(name.trim().to_owned()),
            (_, Some((name, value))) => Condition::Is(name.trim().to_owned(), value.trim().to_owned()),
            _ => Condition::Has(text.to_owned()),
        }
    }

    /// Whether it is so of a line.
    pub fn holds(&self, line: &Line) -> bool {
        match self {
            Condition::Has(name) => line.has(name),
            Condition::HasNot(name) => !line.has(name),
            Condition::Is(name, value) => line.attributes.get(name).is_some_and(|v| v.eq_ignore_ascii_case(value)),
        }
    }
}

/// A quantity that a row begins above: `5 l`, `12 unit/line`, `20 kg/year`, `100 wh`, `30 abv`, `USD 1000/line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// How much.
    pub figure: Decimal,
    /// Of what.
    pub of: Of,
    /// Over which goods it is counted.
    pub over: Over,
    /// As it is written.
    pub text: String,
}

/// What a quantity is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Content or pieces.
    Content(Unit),
    /// The watt-hours of one piece.
    WattHours,
    /// The alcohol by volume in per cent.
    Strength,
    /// What the goods are worth.
    Worth(Currency),
}

/// Over which goods a quantity is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// All goods of the parcel that the row speaks of.
    Parcel,
    /// One line, that is one kind of goods.
    Line,
    /// All goods that the row speaks of and that one person gets in a calendar year.
    Year,
}

impl Above {
    pub(super) fn read(row: &table::Row, text: &str) -> Result<Above, BookError> {
        let wrong =
            || row.error("above", "wanted a quantity such as 5 l, 12 unit/line, 20 kg/year, 100 wh or USD 1000");
        let (amount, over) = match text.split_once('/') {
            None => (text, Over::Parcel),
            Some((amount, "line")) => (amount, Over::Line),
            Some((amount, "year")) => (amount, Over::Year),
            Some(_) => return Err(wrong()),
        };
        let (first, second) = amount.trim().split_once(' ').ok_or_else(wrong)?;
        let (figure, of) = match currency(first).ok() {
            Some(worth) => (second, Of::Worth(worth)),
            None => (first, kind(second).ok_or_else(wrong)?),
        };
        let figure: Decimal = figure.parse().map_err(|_| wrong())?;
        if figure.is_sign_negative() || figure > Decimal::from(1_000_000_000) {
            return Err(wrong());
        }
        Ok(Above { figure, of, over, text: text.to_owned() })
    }
}

fn kind(name: &str) -> Option<Of> {
    match name {
        "wh" => Some(Of::WattHours),
        "abv" => Some(Of::Strength),
        unit => Unit::named(unit).map(Of::Content),
    }
}
