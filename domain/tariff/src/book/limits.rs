//! Thresholds, shares and roundings: single figures of the law, dated.

use super::beginnings::{DIGITS_MAX, Packed};
use super::names::mark;
use super::rates::{day, days};
use super::{Citations, Confidence, Kept, Law, Period, Source, toml_file};
use crate::answer::Measure;
use crate::basis::Rounded;
use crate::book::BookError;
use crate::destinations::destination;
use crate::rate::Unit;
use crate::reason::{Code, Reason, Said};
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::{Decimal, Money, Rounding, currency, exponent};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::OnceLock;

/// A figure of the law.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The name that regimes ask for it by, such as `cbec.order`.
    pub name: String,
    /// The figure.
    pub value: LimitValue,
    /// The name that an answer gives it, where it is from and how sure it is: read its fields as those of the limit.
    pub law: Kept<Law>,
    /// The days it holds.
    pub period: Period,
    /// The first and the last of them as numbers.
    days: (i32, i32),
    /// Whether an operator's file brought it.
    pub overlay: bool,
    /// The beginnings of codes that its words are; none: they are other words, or it has none.
    codes: Option<Vec<Packed>>,
    /// Of a share, what is left of the whole beside it, as answers write it: `22/78`.
    pub(crate) rest: Text,
    /// Of an amount, a count or a share, itself as answers write it: `200 JPY`, `6`, `2%`.
    pub(crate) written: Text,
    /// What it says whatever the request, once it was asked for.
    said: OnceLock<Said>,
    /// Of a rounding, itself in the market's currency.
    pub(crate) rounded: Option<Rounded>,
}

impl Deref for Limit {
    type Target = Law;
    fn deref(&self) -> &Law {
        &self.law
    }
}

impl Limit {
    /// The last day it holds as a number.
    #[inline]
    pub(crate) fn last(&self) -> i32 {
        self.days.1
    }

    /// A reason that it gives whatever the request, told once and kept.
    pub(crate) fn says(&self, code: Code, params: &[(&'static str, &str)]) -> Reason {
        let said = self.said.get_or_init(|| Said::always(code, params, self.law.is_forever()));
        said.alone().by(&self.citation, self.confidence)
    }

    /// Whether one of its words is the beginning of a code, or, if that counts too, the code is the beginning of one.
    pub(crate) fn names<'a>(&self, code: Packed, text: impl FnOnce() -> &'a str, shorter: bool) -> bool {
        if let Some(codes) = &self.codes {
            return codes.iter().any(|word| code.begins_with(*word) || shorter && word.begins_with(code));
        }
        let text = text();
        self.words().any(|word| text.starts_with(word) || shorter && word.starts_with(text))
    }

    /// The words of a row that has such.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let words = match &self.value {
            LimitValue::Word(words) => words.as_str(),
            _ => "",
        };
        words.split(';').map(str::trim).filter(|word| !word.is_empty())
    }
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

/// The largest share that is taken for one, in per cent.
const SHARE_MAX: u32 = 1_000_000;

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

/// The limits of a market by their names.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// In the order of their names.
    rows: Vec<Limit>,
    /// Names as numbers with the rows that have them, each at the place its number says or at the next that was free.
    slots: Vec<(u64, Range<u32>)>,
    usual: [Range<u32>; USUAL.len()],
}

/// Limits that every quote asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Usual {
    RoundingOfValues,
    RoundingOfCharges,
    ExportFiling,
    ControlledFiling,
    PostalCode,
}

const USUAL: [&str; 5] =
    ["rounding.value", "rounding.charge", "us.export_filing", "us.controlled_filing", "us.postal_code"];

impl Limits {
    fn of(mut rows: Vec<Limit>) -> Limits {
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        let groups: Vec<&[Limit]> = rows.chunk_by(|a, b| a.name == b.name).collect();
        let mut slots = vec![(0, 0..0); (groups.len() * 2 + 1).next_power_of_two()];
        let mut from = 0;
        for group in groups {
            let named = mark(&group[0].name);
            let mut at = place(named, slots.len());
            while slots[at].0 != 0 {
                at = (at + 1) % slots.len();
            }
            slots[at] = (named, from..from + group.len() as u32);
            from += group.len() as u32;
        }
        let mut limits = Limits { rows, slots, usual: [const { 0..0 }; USUAL.len()] };
        limits.usual = USUAL.map(|name| limits.rows_of(mark(name)));
        limits
    }

    fn rows_of(&self, wanted: u64) -> Range<u32> {
        let mut at = place(wanted, self.slots.len());
        while let Some((named, rows)) = self.slots.get(at).filter(|(named, _)| *named != 0) {
            if *named == wanted {
                return rows.clone();
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        0..0
    }

    /// The limit of a name on a day.
    #[inline]
    pub fn find(&self, name: &str, on: Date) -> Option<&Limit> {
        self.marked(mark(name), day(on))
    }

    /// The same of a name and a day as numbers.
    pub fn marked(&self, name: u64, on: i32) -> Option<&Limit> {
        self.best(self.rows_of(name), on)
    }

    /// The same of one that every quote asks for.
    #[inline]
    pub fn usual(&self, which: Usual, on: i32) -> Option<&Limit> {
        self.best(self.usual[which as usize].clone(), on)
    }

    /// Of the rows that hold an operator's, of several the one that began last.
    #[inline]
    fn best(&self, rows: Range<u32>, on: i32) -> Option<&Limit> {
        let rows = self.rows.get(rows.start as usize..rows.end as usize)?;
        let holds = |row: &Limit| row.days.0 <= on && on <= row.days.1;
        match rows {
            [row] => Some(row).filter(|row| holds(row)),
            _ => Limits::best_of(rows, on),
        }
    }

    #[inline(never)]
    fn best_of(rows: &[Limit], on: i32) -> Option<&Limit> {
        let holding = rows.iter().filter(|row| row.days.0 <= on && on <= row.days.1);
        holding.max_by_key(|row| (row.overlay, row.period.from))
    }

    pub fn rows(&self) -> impl Iterator<Item = &Limit> {
        self.rows.iter()
    }
}

/// Where a number begins to look for its place among so many, a power of two.
fn place(named: u64, places: usize) -> usize {
    (named >> 1) as usize & (places - 1)
}

pub(super) fn read(market: &str, files: &[(&Source, &str)], citations: &Citations) -> Result<Limits, BookError> {
    let mut limits = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "limits.toml") {
        for (n, entry) in toml_file::<File>(source)?.limit.into_iter().enumerate() {
            let read = limit(market, entry, citations, source);
            let read = read.and_then(|limit| if source.overlay { fitted(limit, &limits) } else { Ok(limit) });
            let limit = read.map_err(|(column, problem)| BookError {
                file: source.path.to_string(),
                row: n + 1,
                column: column.to_owned(),
                problem,
            })?;
            limits.push(limit);
        }
    }
    Ok(Limits::of(limits))
}

/// An operator's limit is of the kind that the book has under its name; one of another kind, or of a name that nothing
/// asks for, would do nothing, and nobody would know.
fn fitted(limit: Limit, known: &[Limit]) -> Result<Limit, (&'static str, String)> {
    if limit.name.starts_with("preference.") {
        return Ok(limit);
    }
    let Some(like) = known.iter().find(|like| like.name == limit.name) else {
        let names: BTreeSet<&str> = known.iter().map(|like| &*like.name).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        return Err(("name", format!("found {:?}, wanted one of {names}", limit.name)));
    };
    let same = match (&limit.value, &like.value) {
        (LimitValue::Amount(a), LimitValue::Amount(b)) => a.currency() == b.currency() && !a.is_negative(),
        (LimitValue::Percent(a), LimitValue::Percent(_)) => !a.is_sign_negative(),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    match (&limit.value, &like.value) {
        _ if same => Ok(limit),
        // A single code on a list of codes.
        (LimitValue::Count(count), LimitValue::Word(_)) => {
            let value = LimitValue::Word(count.to_string());
            Ok(Limit { codes: codes(&value), value, ..limit })
        }
        (found, wanted) => Err(("value", format!("found {:?}, wanted the like of {wanted}", found.to_string()))),
    }
}

fn limit(market: &str, entry: Entry, citations: &Citations, source: &Source) -> Result<Limit, (&'static str, String)> {
    let date = |column: &'static str, text: &Option<String>| {
        let read = |text: &String| {
            text.parse().map_err(|_| (column, format!("found {text:?}, wanted a day such as 2026-01-31")))
        };
        text.as_ref().map(read).transpose()
    };
    let period = Period { from: date("from", &entry.from)?, to: date("to", &entry.to)? };
    let value = value(&entry.value)
        .ok_or_else(|| ("value", format!("found {:?}, wanted a figure such as CNY 5000 or 70%", entry.value)))?;
    let citation = citations.get(&entry.citation).cloned();
    let citation =
        citation.ok_or_else(|| ("citation", format!("found {:?}, wanted the id of a citation", entry.citation)))?;
    let confidence = Confidence::named(&entry.confidence);
    let confidence = confidence.ok_or_else(|| {
        ("confidence", format!("found {:?}, wanted law, official, secondary or verify", entry.confidence))
    })?;
    let over = if source.overlay { "overlay:" } else { "" };
    let from = period.from.map(|from| format!("@{from}")).unwrap_or_default();
    let rule = format!("{over}{}/limit/{}{from}", market.to_ascii_lowercase(), entry.name);
    let rule = Text::kept(&rule, source.forever);
    let law = Kept::new(Law { measure: Measure::Fee, rule, citation, confidence }, source.forever);
    let codes = codes(&value);
    let written = match &value {
        LimitValue::Amount(amount) => amount.to_string(),
        LimitValue::Percent(share) => format!("{}%", share.normalize()),
        LimitValue::Count(count) => count.to_string(),
        _ => String::new(),
    };
    let written = Text::kept(&written, source.forever);
    let rounded = match &value {
        LimitValue::Rounding(rounding) => {
            destination(market).map(|place| Rounded::new(*rounding, exponent(place.currency)))
        }
        _ => None,
    };
    let rest = match &value {
        LimitValue::Percent(share) => Text::kept(&format!("{}/{share}", Decimal::ONE_HUNDRED - share), source.forever),
        _ => Text::default(),
    };
    let days = days(period);
    let (name, overlay, said) = (entry.name, source.overlay, OnceLock::new());
    Ok(Limit { name, value, law, period, days, overlay, codes, rest, written, said, rounded })
}

fn codes(value: &LimitValue) -> Option<Vec<Packed>> {
    let LimitValue::Word(words) = value else { return None };
    let code = |word: &str| {
        let is_code = (1..=DIGITS_MAX).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        is_code.then(|| Packed::of(word))
    };
    words.split(';').map(str::trim).filter(|word| !word.is_empty()).map(code).collect()
}

fn value(text: &str) -> Option<LimitValue> {
    if let Some(percent) = text.strip_suffix('%') {
        let share = percent.trim().parse().ok().filter(|share: &Decimal| share.abs() <= Decimal::from(SHARE_MAX));
        return share.map(LimitValue::Percent);
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
