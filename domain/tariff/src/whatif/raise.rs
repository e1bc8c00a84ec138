//! What `+10%` in a draft means: the rows of the present book, each with so much more.
//!
//! An additional duty is a layer of its own, so `+10%` is simply one more. For any other measure every row that the
//! draft's code, regime, origin and days meet is written again with the raise behind its rate: longer codes keep their
//! own rows, a shorter one's rate is written for the draft's code. A rate that is not known stays so.

use super::change::Short;
use crate::answer::Measure;
use crate::book::{Book, BookError, RateRow, digits};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a row of the draft narrows the book's rows to.
struct Wanted<'a> {
    measure: Measure,
    layer: Option<&'a str>,
    regime: &'a str,
    hs: String,
    origin: Option<&'a str>,
    from: Option<Date>,
    to: Option<Date>,
}

/// The rows of the book's file that a row in short form stands for in a market; none where there is nothing to raise.
pub(super) fn rows(row: &Short, market: &str, book: &Book) -> Result<Vec<[String; 10]>, BookError> {
    let cell = |column| row.cell(column).to_owned();
    let itself = super::change::COLUMNS.map(cell);
    let Some(more) = row.cell("rate").strip_prefix('+').map(str::trim) else { return Ok(vec![itself]) };
    let (name, layer) = row.cell("measure").split_once('/').unwrap_or((row.cell("measure"), ""));
    let measure = Measure::named(name).ok_or_else(|| row.error("measure", format!("{name:?} is no measure")))?;
    if measure == Measure::AdditionalDuty {
        return Ok(vec![with(itself, &[("rate", more.to_owned())])]);
    }
    let day = |column: &str| -> Result<Option<Date>, BookError> {
        let text = Some(row.cell(column)).filter(|text| !text.is_empty());
        text.map(|text| text.parse().map_err(|_| row.error(column, "wanted a day such as 2026-01-31"))).transpose()
    };
    let wanted = Wanted {
        measure,
        layer: Some(layer).filter(|layer| !layer.is_empty()),
        regime: row.cell("regime"),
        hs: digits(row.cell("hs")).ok_or_else(|| row.error("hs", "wanted digits, with points or without"))?,
        origin: Some(row.cell("origin")).filter(|origin| !origin.is_empty()),
        from: day("from")?,
        to: day("to")?,
    };
    let present = book.market(market).into_iter().flat_map(|market| market.rates.rows());
    let raised = wanted.raised(present);
    let written = |(hs, regime, from, to, row): (String, String, Option<Date>, Option<Date>, &RateRow)| {
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let measure = if row.layer.is_empty() { name.to_owned() } else { format!("{name}/{}", row.layer) };
        let origin = wanted.origin.or(row.origin.as_deref()).unwrap_or("").to_owned();
        with(
            itself.clone(),
            &[
                ("measure", measure),
                ("regime", regime),
                ("hs", hs),
                ("origin", origin),
                ("rate", format!("{} + {more}", row.text)),
                ("from", text(from)),
                ("to", text(to)),
            ],
        )
    };
    Ok(raised.into_iter().map(written).collect())
}

fn with(mut row: [String; 10], cells: &[(&str, String)]) -> [String; 10] {
    for (column, text) in cells {
        if let Some(at) = super::change::COLUMNS.iter().position(|name| name == column) {
            row[at].clone_from(text);
        }
    }
    row
}

type Raised<'a> = (String, String, Option<Date>, Option<Date>, &'a RateRow);

impl Wanted<'_> {
    /// The rows that are raised: code, regime and days they are written for, and the row whose rate is taken.
    fn raised<'a>(&self, rows: impl Iterator<Item = &'a RateRow>) -> Vec<Raised<'a>> {
        let mut best: BTreeMap<(String, String, String, String), Vec<&RateRow>> = BTreeMap::new();
        for row in rows.filter(|row| self.meets(row)) {
            let hs = if row.hs.len() < self.hs.len() { &self.hs } else { &row.hs };
            let regime = if self.regime.is_empty() { row.regimes.join("|") } else { self.regime.to_owned() };
            let origin = self.origin.or(row.origin.as_deref()).unwrap_or("").to_owned();
            let rivals = best.entry((row.layer.to_string(), regime, hs.clone(), origin)).or_default();
            match rivals.first().map(|rival| rank(rival)) {
                Some(known) if known > rank(row) => continue,
                Some(known) if known < rank(row) => rivals.clear(),
                _ => {}
            }
            rivals.push(row);
        }
        let mut raised = Vec::new();
        for ((_, regime, hs, _), rows) in best {
            for row in rows.into_iter().filter(|row| row.rate.is_some()) {
                let from = self.from.max(row.period.from);
                let to = [self.to, row.period.to].into_iter().flatten().min();
                raised.push((hs.clone(), regime.clone(), from, to, row));
            }
        }
        // The same rows in the same order, whatever order the book holds them in.
        raised.sort_by(|a, b| (&a.0, &a.1, a.2, &a.4.rule).cmp(&(&b.0, &b.1, b.2, &b.4.rule)));
        raised
    }

    fn meets(&self, row: &RateRow) -> bool {
        let regime = self.regime.is_empty()
            || row.regimes.is_empty()
            || self.regime.split('|').any(|wanted| row.regimes.iter().any(|regime| regime == wanted));
        let origin = match (self.origin, row.origin.as_deref()) {
            (Some(wanted), Some(origin)) => wanted == origin,
            _ => true,
        };
        let days = self.from.is_none_or(|from| row.period.to.is_none_or(|to| from <= to))
            && self.to.is_none_or(|to| row.period.from.is_none_or(|from| from <= to));
        // A preference stands beside the usual duty; it is raised only where the draft speaks of its origin or layer.
        let preferred = !row.is_preference() || self.origin.is_some() || self.layer.is_some();
        row.measure == self.measure
            && preferred
            && self.layer.is_none_or(|layer| layer == &*row.layer)
            && (row.hs.starts_with(&self.hs) || self.hs.starts_with(&row.hs))
            && regime
            && origin
            && days
    }
}

/// Of two rows written for the same goods, the one that holds in the book: an operator's, the longer code, one for the
/// regime, one for the origin.
fn rank(row: &RateRow) -> (usize, bool, bool, bool) {
    (row.hs.len(), row.overlay, !row.regimes.is_empty(), row.origin.is_some())
}
