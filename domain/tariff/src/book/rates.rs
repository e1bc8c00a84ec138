//! Rates of duty and tax: the longest code wins within a measure and layer; layers add up.

use super::{Citation, Citations, Confidence, Period, Source, table};
use crate::answer::Measure;
use crate::book::BookError;
use crate::rate::Rate;
use crate::text::Text;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

const COLUMNS: [&str; 10] =
    ["measure", "regime", "hs", "origin", "rate", "from", "to", "citation", "confidence", "note"];

/// One row of `rates.csv`.
#[derive(Debug, Clone)]
pub struct RateRow {
    /// The name that an answer gives it.
    pub rule: Text,
    /// What is charged.
    pub measure: Measure,
    /// The layer within the measure; rows of one layer replace, layers add up. Written after a stroke
    /// (`additional_duty/s232`); an additional duty without one is of the layer of its citation.
    pub layer: Arc<str>,
    /// The regimes it holds in; none: all.
    pub regimes: Vec<String>,
    /// The digits that a code must begin with; none: all goods.
    pub hs: String,
    /// The country of origin; none: all.
    pub origin: Option<String>,
    /// The rate; none: it is known that it is not known.
    pub rate: Option<Rate>,
    /// The rate as it is written.
    pub text: Text,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Arc<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// A remark.
    pub note: String,
    /// Whether an operator's file brought it.
    pub overlay: bool,
}

impl RateRow {
    /// Whether it is a preference: a duty of a layer of its own for goods of one origin, named for the agreement. It
    /// holds where proof of origin is there.
    pub fn is_preference(&self) -> bool {
        self.measure == Measure::Duty && self.origin.is_some() && !self.layer.is_empty()
    }

    /// Whether the rate is known to be nothing.
    pub fn is_free(&self) -> bool {
        self.rate.as_ref().is_some_and(Rate::is_free)
    }

    fn fits(&self, regime: &str, origin: Option<&str>) -> bool {
        let regime = self.regimes.is_empty() || self.regimes.iter().any(|r| r == regime);
        regime && (self.origin.is_none() || self.origin.as_deref() == origin)
    }

    /// Which of two rows on the same code wins: an operator's, one for the regime, one for the origin, the later.
    fn rank(&self) -> (bool, bool, bool, Option<Date>) {
        (self.overlay, !self.regimes.is_empty(), self.origin.is_some(), self.period.from)
    }
}

/// All rates of a market, found by the beginning of a code.
#[derive(Debug, Default)]
pub struct RateTable {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    measure: Measure,
    name: Arc<str>,
    by_hs: HashMap<String, Vec<RateRow>>,
    longest: usize,
}

impl Layer {
    /// The best row that passes a test, by the longest beginning of the code.
    fn best(&self, code: &str, passes: impl Fn(&RateRow) -> bool) -> Option<&RateRow> {
        let longest = self.longest.min(code.len());
        (0..=longest).rev().find_map(|length| {
            let rows = self.by_hs.get(code.get(..length)?)?;
            rows.iter().filter(|row| passes(row)).max_by(|a, b| a.rank().cmp(&b.rank()))
        })
    }
}

impl RateTable {
    /// The rows of a measure in force for a code, one a layer.
    pub fn find<'a>(
        &'a self,
        measure: Measure,
        regime: &'a str,
        code: &'a str,
        origin: Option<&'a str>,
        on: Date,
    ) -> impl Iterator<Item = &'a RateRow> {
        let layers = self.layers.iter().filter(move |layer| layer.measure == measure);
        layers.filter_map(move |layer| layer.best(code, |row| row.fits(regime, origin) && row.period.holds(on)))
    }

    /// The last row with a known rate that ended before a day, in the layer of a row that is not known from some day on.
    /// It must be of the same goods or of some of them: a rate of all goods does not go on for those that never had it.
    pub fn last_known(
        &self,
        of: &RateRow,
        regime: &str,
        code: &str,
        origin: Option<&str>,
        on: Date,
    ) -> Option<&RateRow> {
        let began = of.period.from?;
        let ended = |row: &RateRow| {
            let past = row.period.to.is_some_and(|to| to < on && to < began);
            past && row.rate.is_some() && row.hs.len() >= of.hs.len()
        };
        let layer = self.layers.iter().find(|l| l.measure == of.measure && l.name == of.layer)?;
        let last = layer.best(code, |row| row.fits(regime, origin) && ended(row))?;
        let rows = layer.by_hs.get(&last.hs)?;
        rows.iter().filter(|row| row.fits(regime, origin) && ended(row)).max_by_key(|row| (row.overlay, row.period.to))
    }

    /// The codes that a short code may stand for: those that go on from it, where duty or VAT is given by code and none
    /// is given for the code itself.
    pub fn completions(&self, code: &str) -> Vec<&str> {
        let mut codes = Vec::new();
        for measure in [Measure::Duty, Measure::Vat] {
            let layers = || self.layers.iter().filter(move |layer| layer.measure == measure);
            let given =
                |layer: &Layer| (1..=code.len()).any(|n| code.get(..n).is_some_and(|c| layer.by_hs.contains_key(c)));
            if !layers().any(given) {
                let all = layers().flat_map(|layer| layer.by_hs.keys());
                codes.extend(all.filter(|hs| hs.len() > code.len() && hs.starts_with(code)).map(String::as_str));
            }
        }
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &RateRow> {
        self.layers.iter().flat_map(|layer| layer.by_hs.values().flatten())
    }

    fn put(&mut self, row: RateRow) {
        let at =
            self.layers.iter().position(|l| l.measure == row.measure && l.name == row.layer).unwrap_or_else(|| {
                let name = row.layer.clone();
                self.layers.push(Layer { measure: row.measure, name, by_hs: HashMap::new(), longest: 0 });
                self.layers.len() - 1
            });
        let layer = &mut self.layers[at];
        layer.longest = layer.longest.max(row.hs.len());
        layer.by_hs.entry(row.hs.clone()).or_default().push(row);
    }
}

pub(super) fn read(market: &str, files: &[(&Source, &str)], citations: &Citations) -> Result<RateTable, BookError> {
    let mut table = RateTable::default();
    for (source, _) in files.iter().filter(|(_, name)| *name == "rates.csv") {
        for row in table::rows(&source.path, &source.text, &COLUMNS)? {
            table.put(rate_row(market, &row, citations, source.overlay)?);
        }
    }
    // Layers in the order of measure and name, so that the order of rows in files does not matter.
    table.layers.sort_by(|a, b| (a.measure, &a.name).cmp(&(b.measure, &b.name)));
    Ok(table)
}

fn rate_row(market: &str, row: &table::Row, citations: &Citations, overlay: bool) -> Result<RateRow, BookError> {
    let written = row.text("measure");
    let (name, layer) = written.split_once('/').unwrap_or((written, ""));
    let measure = Measure::named(name).ok_or_else(|| row.error("measure", format!("{name:?} is no measure")))?;
    let layer = if layer.is_empty() && measure == Measure::AdditionalDuty { row.text("citation") } else { layer };
    let text = row.text("rate");
    let rate = match text {
        "" => return Err(row.error("rate", "is empty; write unknown where it is not known")),
        "unknown" => None,
        text => Some(Rate::parse(text).map_err(|error| row.error("rate", error))?),
    };
    let (hs, regime) = (row.hs("hs")?, row.text("regime"));
    let period = row.period()?;
    let origin = row.some("origin").map(str::to_owned);
    let rule = [
        if overlay { "overlay:" } else { "" },
        &market.to_ascii_lowercase(),
        "/",
        if regime.is_empty() { "all" } else { regime },
        "/",
        name,
        if layer.is_empty() { "" } else { "." },
        layer,
        "/",
        if hs.is_empty() { "all" } else { &hs },
        if origin.is_some() { "/" } else { "" },
        origin.as_deref().unwrap_or(""),
        &period.from.map(|from| format!("@{from}")).unwrap_or_default(),
    ]
    .concat();
    Ok(RateRow {
        rule: Text::shared(&rule),
        measure,
        layer: layer.into(),
        regimes: regime.split('|').filter(|r| !r.is_empty()).map(str::to_owned).collect(),
        hs,
        origin,
        rate,
        text: Text::shared(text),
        period,
        citation: row.citation(citations)?,
        confidence: row.confidence()?,
        note: row.text("note").to_owned(),
        overlay,
    })
}
