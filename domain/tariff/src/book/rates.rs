//! Rates of duty and tax: the longest code wins within a measure and layer; layers add up.

mod gate;
mod index;
mod row;
#[cfg(test)]
mod tests;

pub(super) use gate::days;
pub(crate) use gate::{Measures, Pair, date, day, last_day};
pub(crate) use row::Proof;
pub use row::RateRow;
pub(super) use row::read;

use super::beginnings::{Beginnings, Packed};
use super::names::mark;
use crate::answer::Measure;
use gate::{CROWD, Gate, bit};
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// How many measures there are.
const MEASURES: usize = Measure::Fee as usize + 1;

/// All rates of a market, found by the beginning of a code.
#[derive(Debug, Default)]
pub struct RateTable {
    /// By code and layer, and of each the best first.
    rows: Vec<RateRow>,
    /// Runs of gates: those of the rows of a layer on a beginning, then of those on the next shorter one, and so on.
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
    /// For each beginning and layer where the run begins of the rows that the layer has on it and on those above it.
    nearest: Vec<u32>,
    /// For each beginning and measure the one run of `nearest` that is of the measure.
    only: Vec<[u32; MEASURES]>,
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

/// For what rates are looked for, the same for all measures of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goods<'a> {
    pub place: Place,
    pub origin: Option<&'a str>,
    pub pair: Pair,
    pub on: i32,
}

/// No run.
const NONE: u32 = u32::MAX;

/// More than one.
const SEVERAL: u32 = u32::MAX - 1;

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
        self.find_at(measure, mark(regime), &goods)
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
        goods: &Goods<'a>,
    ) -> impl Iterator<Item = &'a RateRow> + use<'a> {
        let (nearest, goods) = (self.nearest_of(measure, goods.place), *goods);
        let bit = if nearest.is_empty() { 0 } else { bit(&self.regimes, regime) };
        nearest.iter().filter_map(move |run| self.best(*run, regime, bit, &goods))
    }

    /// The same where there can be but one row; none: there may be several. The inner none: there is no row.
    #[inline]
    pub(crate) fn only_at<'a>(&'a self, measure: Measure, regime: u64, goods: &Goods) -> Option<Option<&'a RateRow>> {
        match self.nearest_of(measure, goods.place) {
            [] => Some(None),
            [run] => Some(self.best(*run, regime, bit(&self.regimes, regime), goods)),
            _ => None,
        }
    }

    /// Whether a row of a measure is on a place or above it.
    #[inline]
    pub(crate) fn has(&self, measure: Measure, place: Place) -> bool {
        !self.nearest_of(measure, place).is_empty()
    }

    /// For each layer of a measure its run at a place; nothing where no row of the measure is on the place or above it.
    #[inline]
    fn nearest_of(&self, measure: Measure, place: Place) -> &[u32] {
        let Some(place) = place.0.map(|n| n as usize) else { return &[] };
        match self.only.get(place).map(|only| &only[measure as usize]) {
            None | Some(&NONE) => &[],
            Some(&SEVERAL) => self.nearest_layers(measure, place),
            Some(one) => std::slice::from_ref(one),
        }
    }

    #[inline(never)]
    fn nearest_layers(&self, measure: Measure, place: usize) -> &[u32] {
        let (layers, all) = (&self.of_measure[measure as usize], place * self.layers.len());
        self.nearest.get(all + layers.start as usize..all + layers.end as usize).unwrap_or_default()
    }

    /// The best row of a run for goods: of the longest beginning of the code that has one for them.
    #[inline(always)]
    fn best(&self, run: u32, regime: u64, bit: u64, goods: &Goods) -> Option<&RateRow> {
        for gate in self.gates.get(run as usize..)? {
            let holds = gate.regimes & bit != 0 && gate.from <= goods.on && goods.on <= gate.to;
            if holds && (gate.origin == Pair::ANY || gate.origin == goods.pair) {
                let row = self.rows.get(gate.row as usize)?;
                // What the numbers cannot tell, the texts do.
                let unsure = bit == CROWD || gate.origin == Pair::ODD;
                if !unsure || row.fits(regime, goods.origin) {
                    return Some(row);
                }
            }
            if gate.ends {
                break;
            }
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
    pub(crate) fn last_known(&self, of: &RateRow, regime: u64, goods: &Goods, on: Date) -> Option<&RateRow> {
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
}
