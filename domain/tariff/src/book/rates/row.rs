//! One row of rates, and how a file's rows are read.

use super::{RateTable, last_day};
use crate::answer::Measure;
use crate::book::names::mark;
use crate::book::{BookError, Citations, Confidence, Kept, Law, Period, Source, table};
use crate::figure;
use crate::rate::Rate;
use crate::reason::{Code, Said};
use crate::text::Text;
use sampan_money::Decimal;
use smallvec::SmallVec;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

const COLUMNS: [&str; 10] =
    ["measure", "regime", "hs", "origin", "rate", "from", "to", "citation", "confidence", "note"];

/// One row of `rates.csv`.
#[derive(Debug, Clone)]
pub struct RateRow {
    /// What is charged, the name that an answer gives the row, where it is from and how sure it is: read its fields as
    /// those of the row.
    pub law: Kept<Law>,
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
    /// A remark.
    pub note: String,
    /// Whether an operator's file brought it.
    pub overlay: bool,
    /// How many books lie beneath the one that brought it.
    pub(super) laid: u32,
    /// `regimes` as numbers.
    pub(super) marks: SmallVec<[u64; 2]>,
    /// What proves the origin, where it is a preference.
    pub(crate) proof: Option<Box<Proof>>,
    /// Whether it is still to be verified, and the last day it holds as a number.
    pub(crate) unsure: bool,
    pub(crate) last: i32,
    /// A rate that is nothing but a share of the base.
    pub(crate) share: Option<figure::Share>,
    /// The last share that was asked for, with the text.
    reduced: OnceLock<(Decimal, Text)>,
}

/// What proves the origin of goods under a preference.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    /// The name of the limit that says up to which value none is asked for.
    pub least: u64,
    /// The name of the limit that says which paper it is.
    pub paper: u64,
    /// What is said where there is none.
    pub lacking: Said,
}

impl Deref for RateRow {
    type Target = Law;
    fn deref(&self) -> &Law {
        &self.law
    }
}

impl RateRow {
    /// Whether it is a preference: a duty of a layer of its own for goods of one origin, named for the agreement. It
    /// holds where proof of origin is there.
    pub fn is_preference(&self) -> bool {
        self.proof.is_some()
    }

    /// Whether the rate is known to be nothing.
    pub fn is_free(&self) -> bool {
        self.rate.as_ref().is_some_and(Rate::is_free)
    }

    /// The rate with a share of it that is due, `13% × 70%`.
    pub(crate) fn reduced(&self, share: Decimal) -> Text {
        let written = || (share, Text::shared(&format!("{} × {}%", self.text, share.normalize())));
        match self.reduced.get_or_init(written) {
            (known, text) if *known == share => text.clone(),
            _ => written().1,
        }
    }

    /// Whether it is for a regime, by its mark, and for goods of an origin.
    pub(super) fn fits(&self, regime: u64, origin: Option<&str>) -> bool {
        let regime = self.marks.is_empty() || self.marks.contains(&regime);
        regime && self.origin.as_deref().is_none_or(|of| origin == Some(of))
    }

    /// Which of two rows on the same code wins: an operator's, one for the regime, one for the origin, the later. Of
    /// equals the order of files and rows does not decide.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let own = (self.laid, !self.regimes.is_empty(), self.origin.is_some(), self.period.from);
        (own, (self.confidence, self.text.clone(), self.citation.id.clone(), self.regimes.clone(), self.origin.clone()))
    }
}

/// Reads the rates of files over those of a book beneath.
pub(in crate::book) fn read<'a>(
    market: &str,
    files: impl Iterator<Item = &'a Source>,
    citations: &Citations,
    beneath: Option<&RateTable>,
) -> Result<RateTable, BookError> {
    let mut rows: Vec<RateRow> = beneath.map_or_else(Vec::new, |beneath| beneath.rows.clone());
    for source in files {
        let known = (source.laid > 0).then(|| regimes(market, &rows));
        for row in table::rows(source, &COLUMNS)? {
            let read = rate_row(market, &row, citations, source.laid)?;
            // A row that no regime asks for would do nothing, and nobody would know.
            let elsewhere = |name: &str| crate::regimes::REGIMES.iter().any(|regime| regime.name == name);
            if let Some(known) = &known
                && read.regimes.iter().any(|regime| !known.contains(regime) && !elsewhere(regime))
            {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return Err(row.unfit("regime", &format!("one of {}", known.join(", "))));
            }
            rows.push(read);
        }
    }
    Ok(RateTable::index(rows))
}

/// The regimes of a market, and the classes of goods and people that its own rows name in their place.
fn regimes(market: &str, rows: &[RateRow]) -> BTreeSet<String> {
    let named = rows.iter().filter(|row| row.laid == 0).flat_map(|row| row.regimes.iter().cloned());
    crate::regimes::of(market).iter().map(|regime| regime.name.to_owned()).chain(named).collect()
}

fn rate_row(market: &str, row: &table::Row, citations: &Citations, laid: u32) -> Result<RateRow, BookError> {
    let written = row.text("measure");
    let (name, layer) = written.split_once('/').unwrap_or((written, ""));
    let measure = Measure::named(name).ok_or_else(|| row.unfit("measure", "a measure such as duty, vat or excise"))?;
    let layer = if layer.is_empty() && measure == Measure::AdditionalDuty { row.text("citation") } else { layer };
    let text = row.text("rate");
    let rate = match text {
        "" => return Err(row.error("rate", "is empty; write unknown where it is not known")),
        "unknown" => None,
        text => Some(Rate::parse(text).map_err(|error| row.error("rate", error))?),
    };
    let (hs, regime) = (row.hs("hs")?, row.text("regime"));
    let period = row.period()?;
    let origin = row.country("origin")?.map(str::to_owned);
    let rule = [
        if laid > 0 { "overlay:" } else { "" },
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
    let forever = row.is_forever();
    let law = Law { measure, rule: row.kept(&rule), citation: row.citation(citations)?, confidence: row.confidence()? };
    Ok(RateRow {
        unsure: law.confidence == Confidence::Verify,
        last: last_day(period),
        proof: (measure == Measure::Duty && origin.is_some() && !layer.is_empty()).then(|| proof(row, layer, text)),
        law: Kept::new(law, forever),
        share: rate.as_ref().and_then(figure::Share::of),
        layer: layer.into(),
        regimes: regime.split('|').filter(|r| !r.is_empty()).map(str::to_owned).collect(),
        hs,
        origin,
        rate,
        text: row.kept(text),
        period,
        note: row.text("note").to_owned(),
        overlay: laid > 0,
        laid,
        marks: regime.split('|').filter(|r| !r.is_empty()).map(mark).collect(),
        reduced: OnceLock::new(),
    })
}

/// What proves the origin under an agreement that gives a rate.
fn proof(row: &table::Row, agreement: &str, rate: &str) -> Box<Proof> {
    let limit = |what: &str| mark(&format!("preference.{agreement}.{what}"));
    let params = [("agreement", agreement), ("rate", rate)];
    let lacking = Said::always(Code::PreferenceWithoutProof, &params, row.is_forever());
    Box::new(Proof { least: limit("without_proof"), paper: limit("paper"), lacking })
}
