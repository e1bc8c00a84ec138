//! Whether a row can be read: each of its fields, by what its name says.

use super::words::{Tax, Text, Word, known_currency, word};
use super::{Example, compare, dates, number};
use crate::request::Mode;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// What is wrong with a row, field by field.
type Mistakes = Vec<String>;

/// A row of a table whose columns stand in these places; or all that is wrong with it.
pub(super) fn example(record: &csv::StringRecord, places: [usize; 6]) -> Result<Example, Mistakes> {
    let [id, destination, date, regime, inputs, expected] = places.map(|at| record.get(at).unwrap_or("").trim());
    let mut mistakes = Mistakes::new();
    let mut said = |field: &str, found: &str, wanted: &str| mistakes.push(mistake(field, found, wanted));
    let destination = destination.to_ascii_uppercase();
    if crate::destination(&destination).is_none() {
        said("destination", &destination, "the code of a country such as CN");
    }
    let day = dates::middle(date);
    if day.is_none() {
        said("date", date, "a day, a month, a year or a span of them");
    }
    let mut object = |field: &str, text: &str| match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            said(field, text, "an object");
            Map::new()
        }
        Err(error) => {
            said(field, &error.to_string(), "JSON");
            Map::new()
        }
    };
    let (inputs, expected) = (object("inputs_json", inputs), object("expected_json", expected));
    for (name, value) in &inputs {
        input(&mut mistakes, &destination, &format!("inputs_json.{name}"), name, value);
    }
    for (name, value) in expected.iter().filter(|(name, _)| !compare::is_remark(name)) {
        if number(value).is_none() && !(value.is_boolean() && compare::is_flag(name)) {
            mistakes.push(mistake(&format!("expected_json.{name}"), &value.to_string(), "a number"));
        }
    }
    let regime = regime.to_ascii_lowercase();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Example { id: id.to_owned(), destination, date: day.unwrap_or(Date::ZERO), regime, inputs, expected })
}

fn mistake(field: &str, found: &str, wanted: &str) -> String {
    let found: String = found.chars().take(80).collect();
    format!("{field}: found {found:?}, wanted {wanted}")
}

/// One input.
fn input(mistakes: &mut Mistakes, destination: &str, field: &str, name: &str, value: &Value) {
    let Some(word) = word(name) else {
        return mistakes.push(mistake(field, name, "a name of docs/tariff-examples.md"));
    };
    match (word, value) {
        (Word::Lines, Value::Array(lines)) if !lines.is_empty() => {
            for (n, line) in lines.iter().enumerate() {
                for (name, value) in line.as_object().into_iter().flatten() {
                    input(mistakes, destination, &format!("{field}.{n}.{name}"), name, value);
                }
                if !line.is_object() {
                    mistakes.push(mistake(&format!("{field}.{n}"), &line.to_string(), "an object"));
                }
            }
        }
        _ => {
            if let Some(wanted) = wanted(word, destination, value) {
                mistakes.push(mistake(field, &value.to_string(), wanted));
            }
        }
    }
}

/// What is wanted in the place of a value; none: the value is good.
fn wanted(word: Word, destination: &str, value: &Value) -> Option<&'static str> {
    let figure = |value: &Value| number(value).is_some_and(|figure| !figure.is_sign_negative());
    let is_code = |value: &Value| match value {
        Value::String(code) => code.bytes().filter(u8::is_ascii_digit).count() >= 4,
        Value::Number(code) => code.as_u64().is_some_and(|code| code > 999),
        _ => false,
    };
    let (good, wanted) = match word {
        Word::Remark => (true, ""),
        Word::Text(Text::Code) => match value {
            Value::Array(codes) => (!codes.is_empty() && codes.iter().all(is_code), "codes of four digits and more"),
            code => (is_code(code), "a code of four digits and more"),
        },
        Word::Text(Text::Currency) => {
            (value.as_str().is_some_and(|code| known_currency(code).is_some()), "a currency such as USD")
        }
        Word::Text(Text::Mode) => {
            let mode = serde_json::from_value::<Mode>(value.clone()).is_ok();
            (mode, "post, express, cargo or bonded")
        }
        Word::Text(_) => (value.is_string(), "a text"),
        Word::Flag(_) => (value.is_boolean(), "true or false"),
        Word::Attributes => (value.is_object(), "an object of attributes"),
        Word::Lines => (false, "lines of goods"),
        Word::Layers => match value {
            Value::Array(layers) => (layers.iter().all(figure), "shares"),
            Value::Object(layers) => (layers.values().all(figure), "shares by the names of layers"),
            one => (figure(one), "a share"),
        },
        Word::Rate(Tax::Parcel, _) if destination != "CN" => (false, "the name of a tax with its rate"),
        _ => (figure(value), "a number that is not below zero"),
    };
    (!good).then_some(wanted)
}
