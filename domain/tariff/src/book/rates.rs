//! Rates of duty and tax: the longest code wins within a measure and layer; layers add up.

use super::beginnings::{Beginnings, Packed};
use super::names::mark;
use super::{Citations, Confidence, Kept, Law, Period, Source, table};
use crate::answer::Measure;
use crate::book::BookError;
use crate::figure;
use crate::rate::Rate;
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::Decimal;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::{BitOr, Deref, Range};
use std::sync::{Arc, OnceLock};

/// How many measures there are.
const MEASURES: usize = Measure::Fee as usize + 1;

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
    laid: u32,
    /// `regimes` as numbers.
    marks: SmallVec<[u64; 2]>,
    preference: bool,
    /// Whether it is still to be verified, and the last day it holds as a number.
    pub(crate) unsure: bool,
    pub(crate) last: i32,
    /// The names of the limits that say up to which value no proof of origin is asked for, and which paper is the proof.
    pub(crate) proof: [u64; 2],
    /// A rate that is nothing but a share of the base.
    pub(crate) share: Option<figure::Share>,
    /// The last share that was asked for, with the text.
    reduced: OnceLock<(Decimal, Text)>,
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
        self.preference
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
    fn fits(&self, regime: u64, origin: Option<&str>) -> bool {
        let regime = self.marks.is_empty() || self.marks.contains(&regime);
        regime && self.origin.as_deref().is_none_or(|of| origin == Some(of))
    }

    /// Which of two rows on the same code wins: an operator's, one for the regime, one for the origin, the later. Of
    /// equals the order of files and rows does not decide.
    fn rank(&self) -> impl Ord + use<> {
        let own = (self.laid, !self.regimes.is_empty(), self.origin.is_some(), self.period.from);
        (own, (self.confidence, self.text.clone(), self.citation.id.clone(), self.regimes.clone(), self.origin.clone()))
    }
}

/// All rates of a market, found by the beginning of a code.
#[derive(Debug, Default)]
pub struct RateTable {
    /// By code and layer, and of each the best first.
    rows: Vec<RateRow>,
    /// What tells rows apart from what is asked, in the same order.
    gates: Vec<Gate>,
    /// Regimes that rows name, as numbers; each has a bit of a gate, those beyond the last share it.
    regimes: Vec<u64>,
    layers: Vec<Layer>,
    /// The layers of each measure.
    of_measure: [Range<u32>; MEASURES],
    beginnings: Beginnings,
    /// For each beginning where its first entry in `held` is, and the end.
    first_held: Vec<u32>,
    held: Vec<Held>,
    /// For each beginning and layer the entry of the longest beginning above it, or of itself, that the layer has rows on.
    nearest: Vec<u32>,
    /// For each beginning the measures that rows on it, or above it, are of.
    present: Vec<Measures>,
    /// For each beginning what is known of codes that go no further.
    known: Vec<Known>,
    /// How many books lie beneath the one that brought the last rows, and how many rows are theirs.
    laid: u32,
    beneath: usize,
    /// For each beginning the measures of rows of that book on it and on those above it.
    added: Vec<Measures>,
    /// Where a code stands of which nothing is known but what holds for all goods.
    anything: Place,
}

/// A set of measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Measures(u32);

impl Measures {
    /// All of them.
    pub const ALL: Measures = Measures(u32::MAX);

    /// One of them.
    pub fn of(measure: Measure) -> Measures {
        Measures(1 << measure as u32)
    }

    /// Whether one is among them.
    #[inline]
    pub fn has(self, measure: Measure) -> bool {
        self.0 & 1 << measure as u32 != 0
    }

    /// Whether two have one in common.
    pub fn meets(self, other: Measures) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Measures {
    type Output = Measures;
    fn bitor(self, other: Measures) -> Measures {
        Measures(self.0 | other.0)
    }
}

/// For what a row holds, side by side in memory.
#[derive(Debug, Clone, Copy)]
struct Gate {
    /// A bit for each regime; all of them where it holds in all.
    regimes: u64,
    from: i32,
    to: i32,
    origin: Pair,
}

/// The bit of regimes that no row names.
const STRANGE: u64 = 1;
/// The bit of regimes that are too many to have one each.
const CROWD: u64 = 1 << 63;

impl Gate {
    fn of(row: &RateRow, regimes: &[u64]) -> Gate {
        let (from, to) = days(row.period);
        Gate {
            from,
            to,
            regimes: match row.marks.is_empty() {
                true => u64::MAX,
                false => row.marks.iter().fold(0, |bits, mark| bits | bit(regimes, *mark)),
            },
            origin: Pair::of(row.origin.as_deref()),
        }
    }
}

fn bit(regimes: &[u64], wanted: u64) -> u64 {
    regimes.iter().position(|known| *known == wanted).map_or(STRANGE, |n| if n < 62 { 2 << n } else { CROWD })
}

/// A day as a number in the order of days.
#[inline]
pub(crate) fn day(date: Date) -> i32 {
    i32::from(date.year()) << 16 | i32::from(date.month()) << 8 | i32::from(date.day())
}

/// The day of such a number; none where it is the end of what does not end.
pub(crate) fn date(day: i32) -> Option<Date> {
    if day == i32::MAX {
        return None;
    }
    Date::new((day >> 16) as i16, (day >> 8) as i8, day as i8).ok()
}

/// The last day of a period as a number.
#[inline]
pub(crate) fn last_day(period: Period) -> i32 {
    period.to.map_or(i32::MAX, day)
}

/// The first and the last day of a period as numbers.
pub(super) fn days(period: Period) -> (i32, i32) {
    (period.from.map_or(i32::MIN, day), last_day(period))
}

/// A code of two letters as a number, to tell most of them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair(u32);

impl Pair {
    const ANY: Pair = Pair(0);
    /// It is not two letters; the texts tell.
    const ODD: Pair = Pair(1);

    pub fn of(code: Option<&str>) -> Pair {
        match code.map(str::as_bytes) {
            None => Pair::ANY,
            Some([a, b]) => Pair(u32::from(*a) << 16 | u32::from(*b) << 8 | 2),
            Some(_) => Pair::ODD,
        }
    }
}

/// For what rates are looked for, the same for all measures of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goods<'a> {
    pub place: Place,
    pub origin: Option<&'a str>,
    pub pair: Pair,
    pub on: i32,
}

/// No entry.
const NONE: u32 = u32::MAX;

/// Whether duty and VAT are given by code, and whether codes that go on from a beginning give what it does not.
#[derive(Debug, Clone, Copy)]
struct Known {
    given: [bool; GIVEN.len()],
    goes_on: bool,
}

/// What must be given by code for it to be long enough.
const GIVEN: [Measure; 2] = [Measure::Duty, Measure::Vat];

#[derive(Debug)]
struct Layer {
    measure: Measure,
    name: Arc<str>,
}

/// The rows of a layer on one beginning.
#[derive(Debug, Clone, Copy)]
struct Held {
    layer: u32,
    from: u32,
    to: u32,
    /// The layer's entry on the next shorter beginning.
    up: u32,
}

/// Where a code stands among the beginnings of a table.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place(Option<u32>);

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
        let goods = Goods { place: self.place(code), origin, pair: Pair::of(origin), on: day(on) };
        self.find_at(measure, mark(regime), goods)
    }

    /// Where a code stands.
    fn place(&self, code: &str) -> Place {
        self.place_of(Packed::of(code))
    }

    /// The same of a code in one number.
    pub(crate) fn place_of(&self, code: Packed) -> Place {
        Place(self.beginnings.find(code))
    }

    /// The same for goods whose place is known, and a regime by its mark.
    #[inline]
    pub(crate) fn find_at<'a>(
        &'a self,
        measure: Measure,
        regime: u64,
        goods: Goods<'a>,
    ) -> impl Iterator<Item = &'a RateRow> + use<'a> {
        let nearest = self.nearest_of(measure, goods.place);
        let bit = if nearest.is_empty() { 0 } else { bit(&self.regimes, regime) };
        nearest.iter().filter_map(move |at| self.best(*at, regime, bit, goods))
    }

    /// The same where there can be but one row; none: there may be several. The inner none: there is no row.
    #[inline]
    pub(crate) fn only_at<'a>(
        &'a self,
        measure: Measure,
        regime: u64,
        goods: Goods<'a>,
    ) -> Option<Option<&'a RateRow>> {
        match self.nearest_of(measure, goods.place) {
            [] => Some(None),
            [at] => Some(self.best(*at, regime, bit(&self.regimes, regime), goods)),
            _ => None,
        }
    }

    /// For each layer of a measure the entry nearest to a place; nothing where no row of the measure is on the place or
    /// above it.
    #[inline]
    fn nearest_of(&self, measure: Measure, place: Place) -> &[u32] {
        let Some(place) = place.0.map(|n| n as usize) else { return &[] };
        if !self.present.get(place).is_some_and(|present| present.has(measure)) {
            return &[];
        }
        let (layers, all) = (&self.of_measure[measure as usize], place * self.layers.len());
        self.nearest.get(all + layers.start as usize..all + layers.end as usize).unwrap_or_default()
    }

    /// The best row of a layer for goods, by the longest beginning of the code: from an entry upwards.
    fn best(&self, mut at: u32, regime: u64, bit: u64, goods: Goods) -> Option<&RateRow> {
        while let Some(held) = self.held.get(at as usize) {
            for n in held.from..held.to {
                let gate = self.gates.get(n as usize)?;
                let holds = gate.regimes & bit != 0 && gate.from <= goods.on && goods.on <= gate.to;
                if holds && (gate.origin == Pair::ANY || gate.origin == goods.pair) {
                    let row = self.rows.get(n as usize)?;
                    // What the numbers cannot tell, the texts do.
                    let unsure = bit == CROWD || gate.origin == Pair::ODD;
                    if !unsure || row.fits(regime, goods.origin) {
                        return Some(row);
                    }
                }
            }
            at = held.up;
        }
        None
    }

    /// Where a code stands of which nothing is known but what holds for all goods.
    pub(crate) fn anything(&self) -> Place {
        self.anything
    }

    fn held_by(&self, n: usize) -> &[Held] {
        &self.held[self.first_held[n] as usize..self.first_held[n + 1] as usize]
    }

    fn of(&self, held: &Held) -> &[RateRow] {
        &self.rows[held.from as usize..held.to as usize]
    }

    /// The last row with a known rate that ended before a day, in the layer of a row that is not known from some day on.
    /// It must be of the same goods or of some of them: a rate of all goods does not go on for those that never had it.
    pub(crate) fn last_known(&self, of: &RateRow, regime: u64, goods: Goods, on: Date) -> Option<&RateRow> {
        let began = of.period.from?;
        let ended = |row: &&RateRow| {
            let past = row.period.to.is_some_and(|to| to < on && to < began);
            past && row.rate.is_some() && row.hs.len() >= of.hs.len() && row.fits(regime, goods.origin)
        };
        let layer = self.layers.iter().position(|l| l.measure == of.measure && l.name == of.layer)? as u32;
        let up = self.beginnings.upwards(goods.place.0);
        let mut held = up.filter_map(|n| self.held_by(n).iter().find(|held| held.layer == layer));
        held.find_map(|held| self.of(held).iter().filter(ended).max_by_key(|row| (row.laid, row.period.to)))
    }

    /// Whether the rows of another table are all here, and whatever else is here was laid over them.
    pub(crate) fn lies_over(&self, other: &RateTable) -> bool {
        self.laid > other.laid && self.beneath == other.rows.len()
    }

    /// The measures of rows that the uppermost book may have for goods at a place, whatever else they ask.
    pub(crate) fn added(&self, place: Place) -> Measures {
        place.0.map_or(Measures::default(), |n| self.added[n as usize])
    }

    /// Whether longer codes may be meant by one at a place.
    pub(crate) fn may_go_on(&self, place: Place) -> bool {
        place.0.is_none_or(|n| self.known[n as usize].goes_on)
    }

    /// The codes that a short code may stand for: those that go on from it, where duty or VAT is given by code and none
    /// is given for the code itself.
    pub fn completions(&self, code: &str) -> Vec<&str> {
        self.completions_at(Packed::of(code), self.place(code))
    }

    /// The same for a code whose place is known.
    pub(crate) fn completions_at(&self, code: Packed, place: Place) -> Vec<&str> {
        let mut codes = Vec::new();
        let known = place.0.and_then(|n| self.known.get(n as usize));
        if !self.may_go_on(place) {
            return codes;
        }
        for (n, measure) in GIVEN.into_iter().enumerate() {
            if known.is_some_and(|known| known.given[n]) {
                continue;
            }
            let of_measure = |held: &&Held| self.layers[held.layer as usize].measure == measure;
            for n in self.beginnings.longer(code) {
                codes.extend(self.held_by(n).iter().find(of_measure).map(|held| &*self.of(held)[0].hs));
            }
        }
        if !codes.is_empty() {
            codes.sort_unstable();
            codes.dedup();
        }
        codes
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &RateRow> {
        self.rows.iter()
    }

    fn index(rows: Vec<RateRow>) -> RateTable {
        let (beginnings, numbers) = Beginnings::of(rows.iter().map(|row| &*row.hs));
        // Layers in the order of measure and name, so that the order of rows in files does not matter.
        let mut numbered: BTreeMap<(Measure, Arc<str>), u32> =
            rows.iter().map(|row| ((row.measure, row.layer.clone()), 0)).collect();
        numbered.values_mut().enumerate().for_each(|(n, number)| *number = n as u32);
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let layer = numbered[&(row.measure, row.layer.clone())];
                (numbers[&Packed::of(&row.hs)], layer, Reverse(row.rank()), row)
            })
            .collect();
        keyed.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let (mut held, mut first_held): (Vec<Held>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut last = None;
        for (at, (number, layer, _, _)) in keyed.iter().enumerate() {
            if last != Some((*number, *layer)) {
                held.push(Held { layer: *layer, from: at as u32, to: at as u32, up: NONE });
                last = Some((*number, *layer));
            }
            // Every beginning has rows, so their numbers come one after another.
            if first_held.len() <= *number as usize {
                first_held.push(held.len() as u32 - 1);
            }
            if let Some(held) = held.last_mut() {
                held.to = at as u32 + 1;
            }
        }
        first_held.push(held.len() as u32);
        let mut of_measure = [const { 0..0 }; MEASURES];
        for ((measure, _), layer) in &numbered {
            let range = &mut of_measure[*measure as usize];
            *range = if range.start == range.end { *layer..layer + 1 } else { range.start..layer + 1 };
        }
        let rows: Vec<RateRow> = keyed.into_iter().map(|(_, _, _, row)| row).collect();
        let mut regimes: Vec<u64> = rows.iter().flat_map(|row| row.marks.iter().copied()).collect();
        regimes.sort_unstable();
        regimes.dedup();
        let laid = rows.iter().map(|row| row.laid).max().unwrap_or_default();
        let mut table = RateTable {
            of_measure,
            gates: rows.iter().map(|row| Gate::of(row, &regimes)).collect(),
            regimes,
            laid,
            beneath: rows.iter().filter(|row| row.laid < laid).count(),
            rows,
            layers: numbered.into_keys().map(|(measure, name)| Layer { measure, name }).collect(),
            beginnings,
            first_held,
            held,
            ..RateTable::default()
        };
        table.look_ahead();
        table
    }

    /// Notes for each beginning what would otherwise be looked for on the way up from it.
    fn look_ahead(&mut self) {
        let layers = self.layers.len();
        self.anything = self.place_of(Packed::default());
        self.nearest = vec![NONE; self.beginnings.len() * layers];
        // What a beginning begins with stands before it.
        for n in 0..self.beginnings.len() {
            let above = self.beginnings.above(n);
            if let Some(above) = above {
                self.nearest.copy_within(above * layers..(above + 1) * layers, n * layers);
            }
            let mut added = above.map_or(Measures::default(), |n| self.added[n]);
            let mut present = above.map_or(Measures::default(), |n| self.present[n]);
            let mut known = above.map_or(Known { given: [false; GIVEN.len()], goes_on: false }, |n| self.known[n]);
            for at in self.first_held[n]..self.first_held[n + 1] {
                let layer = self.held[at as usize].layer as usize;
                let measure = Measures::of(self.layers[layer].measure);
                present = present | measure;
                if self.of(&self.held[at as usize]).iter().any(|row| row.laid == self.laid) {
                    added = added | measure;
                }
                self.held[at as usize].up = std::mem::replace(&mut self.nearest[n * layers + layer], at);
                let given = GIVEN.iter().position(|measure| *measure == self.layers[layer].measure);
                if let Some(given) = given.filter(|_| !self.beginnings.is_empty(n)) {
                    known.given[given] = true;
                }
            }
            self.known.push(known);
            self.added.push(added);
            self.present.push(present);
        }
        self.look_below();
    }

    /// Notes for each beginning whether those that go on from it give what it does not.
    fn look_below(&mut self) {
        let mut below = vec![[false; GIVEN.len()]; self.beginnings.len()];
        for n in (0..self.beginnings.len()).rev() {
            let gives = |measure: &Measure| {
                self.held_by(n).iter().any(|held| self.layers[held.layer as usize].measure == *measure)
            };
            let own = GIVEN.map(|measure| gives(&measure));
            if let Some(above) = self.beginnings.above(n) {
                for (at, own) in own.into_iter().enumerate() {
                    below[above][at] |= own || below[n][at];
                }
            }
            self.known[n].goes_on = below[n].iter().zip(self.known[n].given).any(|(below, given)| *below && !given);
        }
    }
}

/// Reads the rates of files over those of a book beneath.
pub(super) fn read<'a>(
    market: &str,
    files: impl Iterator<Item = &'a Source>,
    citations: &Citations,
    beneath: Option<&RateTable>,
) -> Result<RateTable, BookError> {
    let mut rows: Vec<RateRow> = beneath.map_or_else(Vec::new, |beneath| beneath.rows.clone());
    for source in files {
        for row in table::rows(source, &COLUMNS)? {
            rows.push(rate_row(market, &row, citations, source.laid)?);
        }
    }
    Ok(RateTable::index(rows))
}

fn rate_row(market: &str, row: &table::Row, citations: &Citations, laid: u32) -> Result<RateRow, BookError> {
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
        preference: measure == Measure::Duty && origin.is_some() && !layer.is_empty(),
        proof: ["without_proof", "paper"].map(|what| mark(&format!("preference.{layer}.{what}"))),
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

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use proptest::prelude::*;

    use super::*;

    /// What the file says, row by row.
    fn read_through<'a>(
        table: &'a RateTable,
        measure: Measure,
        regime: &str,
        code: &str,
        origin: Option<&str>,
        on: Date,
    ) -> Vec<&'a Text> {
        let mut best: BTreeMap<&str, &RateRow> = BTreeMap::new();
        let holds = |row: &&RateRow| {
            let regime = row.regimes.is_empty() || row.regimes.iter().any(|of| of == regime);
            let origin = row.origin.is_none() || row.origin.as_deref() == origin;
            row.measure == measure && regime && origin && code.starts_with(&row.hs) && row.period.holds(on)
        };
        for row in table.rows().filter(holds) {
            let known = best.entry(&row.layer).or_insert(row);
            if (known.hs.len(), known.rank()) < (row.hs.len(), row.rank()) {
                *known = row;
            }
        }
        best.into_values().map(|row| &row.rule).collect()
    }

    proptest! {
        #[test]
        fn rows_are_found_that_reading_through_finds(
            market in 0usize..14, row in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(),
            more in "[0-9]{0,4}", origin in prop::sample::select(vec![None, Some("US"), Some("JP"), Some("Utopia")]),
            year in 2018i16..2030, month in 1i8..=12,
        ) {
            let book = Book::built_in();
            let market = book.markets().nth(market).unwrap();
            let rows: Vec<&RateRow> = market.rates.rows().collect();
            let (row, other) = (row.get(&rows), other.get(&rows));
            let code: String = row.hs.chars().chain(more.chars()).take(12).collect();
            let on = Date::constant(year, month, 15);
            for regime in other.regimes.iter().map(String::as_str).chain(["general", "none of them"]) {
                let found = market.rates.find(row.measure, regime, &code, origin, on);
                let found: Vec<&Text> = found.map(|row| &row.rule).collect();
                prop_assert_eq!(found, read_through(&market.rates, row.measure, regime, &code, origin, on));
            }
        }
    }
}
