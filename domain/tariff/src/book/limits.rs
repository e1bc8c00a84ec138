//! Thresholds, shares and roundings: single figures of the law, dated.

use super::names::Names;
use super::{Citation, Citations, Confidence, Period, Source, toml_file};
use crate::book::BookError;
use crate::rate::Unit;
use crate::text::Text;
use sampan_money::{Decimal, Money, Rounding, currency};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;

/// A figure of the law.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The name that regimes ask for it by, such as `cbec.order`.
    pub name: String,
    /// The figure.
    pub value: LimitValue,
    /// The name that an answer gives it.
    pub rule: Text,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Arc<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether an operator's file brought it.
    pub overlay: bool,
}

/// What a figure may be.
#[derive(Debug, Clone, PartialEq)]
pub enum LimitValue {
    /// An amount, `CNY 5000`.
    Amount(Money),
    /// A share, `70%`.
    Percent(Decimal),
    /// A rounding, `0.01 half_up`.
    Rounding(RoundTo),
    /// A content, `1 l`.
    Content(Decimal, Unit),
    /// A number, `6`.
    Count(u32),
    /// A word, such as `item` or `consignment`; several stand with a semicolon between them.
    Word(String),
}

impl fmt::Display for LimitValue {
    /// As the book writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LimitValue::Amount(amount) => write!(f, "{} {}", amount.code(), amount.amount()),
            LimitValue::Percent(share) => write!(f, "{share}%"),
            LimitValue::Rounding(RoundTo { unit, way }) => {
                let way = match way {
                    Rounding::HalfUp => "half_up",
                    Rounding::Down => "down",
                    Rounding::Up => "up",
                };
                write!(f, "{unit} {way}")
            }
            LimitValue::Content(figure, unit) => write!(f, "{figure} {}", unit.name()),
            LimitValue::Count(count) => write!(f, "{count}"),
            LimitValue::Word(word) => f.write_str(word),
        }
    }
}

/// To what and which way a figure is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundTo {
    /// The step, in major units.
    pub unit: Decimal,
    /// Which way.
    pub way: Rounding,
}

impl RoundTo {
    /// A figure rounded to the step.
    pub fn apply(&self, value: Decimal) -> Option<Decimal> {
        self.way.apply(value.checked_div(self.unit)?).checked_mul(self.unit)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    limit: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    value: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    citation: String,
    confidence: String,
    #[serde(default)]
    #[expect(dead_code, reason = "a remark for those who read the file")]
    note: String,
}

pub(super) fn read(
    market: &str,
    files: &[(&Source, &str)],
    citations: &Citations,
) -> Result<Names<Vec<Limit>>, BookError> {
    let mut limits: Names<Vec<Limit>> = Names::default();
    for (source, _) in files.iter().filter(|(_, name)| *name == "limits.toml") {
        for (n, entry) in toml_file::<File>(source)?.limit.into_iter().enumerate() {
            let limit = limit(market, entry, citations, source.overlay).map_err(|(column, problem)| BookError {
                file: source.path.to_string(),
                row: n + 1,
                column: column.to_owned(),
                problem,
            })?;
            limits.entry(limit.name.clone()).or_default().push(limit);
        }
    }
    Ok(limits)
}

fn limit(market: &str, entry: Entry, citations: &Citations, overlay: bool) -> Result<Limit, (&'static str, String)> {
    let date = |column: &'static str, text: &Option<String>| {
        let read = |text: &String| text.parse().map_err(|_| (column, format!("{text:?} is no day")));
        text.as_ref().map(read).transpose()
    };
    let period = Period { from: date("from", &entry.from)?, to: date("to", &entry.to)? };
    let value = value(&entry.value).ok_or_else(|| ("value", format!("{:?} is no figure", entry.value)))?;
    let citation = citations.get(&entry.citation).cloned();
    let citation = citation.ok_or_else(|| ("citation", format!("{:?} is no citation", entry.citation)))?;
    let confidence = Confidence::named(&entry.confidence);
    let confidence = confidence.ok_or_else(|| ("confidence", format!("{:?} is no confidence", entry.confidence)))?;
    let over = if overlay { "overlay:" } else { "" };
    let from = period.from.map(|from| format!("@{from}")).unwrap_or_default();
    let rule = format!("{over}{}/limit/{}{from}", market.to_ascii_lowercase(), entry.name);
    Ok(Limit { name: entry.name, value, rule: Text::shared(&rule), period, citation, confidence, overlay })
}

fn value(text: &str) -> Option<LimitValue> {
    if let Some(percent) = text.strip_suffix('%') {
        return percent.trim().parse().ok().map(LimitValue::Percent);
    }
    if let Ok(count) = text.parse() {
        return Some(LimitValue::Count(count));
    }
    let Some((first, second)) = text.split_once(' ') else {
        return Some(LimitValue::Word(text.to_owned())).filter(|_| !text.is_empty());
    };
    if let Ok(currency) = currency(first) {
        return Money::parse(second, currency).ok().map(LimitValue::Amount);
    }
    if let Some(unit) = Unit::named(second) {
        let figure: Decimal = first.parse().ok()?;
        return (figure >= Decimal::ZERO).then_some(LimitValue::Content(figure, unit));
    }
    let way = match second {
        "half_up" => Rounding::HalfUp,
        "down" => Rounding::Down,
        "up" => Rounding::Up,
        _ => return None,
    };
    let unit: Decimal = first.parse().ok()?;
    (unit > Decimal::ZERO).then_some(LimitValue::Rounding(RoundTo { unit, way }))
}
