//! Which rows of rates hold for a line, and whether they may be used.

use super::{Case, Draft};
use crate::answer::{Measure, Verdict};
use crate::book::{Goods, Measures, RateRow, mark};
use crate::reason::{Code, Reason};
use smallvec::SmallVec;

/// Rows of rates that hold side by side.
pub(crate) type Rows<'a> = SmallVec<[&'a RateRow; 4]>;

impl<'a> Case<'a> {
    /// The rows of a measure that are in force and may be used, one a layer, preferences apart. None where one of them
    /// is not known; then the draft says so.
    #[inline]
    pub fn layers(&self, draft: &mut Draft, n: usize, measure: Measure, regime: &str) -> Option<Rows<'a>> {
        match self.has(n, measure) {
            true => self.layers_by(draft, n, measure, mark(regime)),
            false => Some(Rows::new()),
        }
    }

    fn layers_by(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<Rows<'a>> {
        let mut rows = Some(Rows::new());
        for row in self.found(n, measure, regime).filter(|row| !row.is_preference()) {
            let row = self.usable(draft, n, regime, row)?;
            rows.iter_mut().for_each(|rows| rows.push(row));
        }
        rows
    }

    /// The one row of a measure; of a duty the preference where one is claimed. None found is not nothing due: it is
    /// not known, and the draft says so.
    #[inline]
    pub fn row(&self, draft: &mut Draft, n: usize, measure: Measure, regime: &str) -> Option<&'a RateRow> {
        self.row_by(draft, n, measure, mark(regime))
    }

    fn row_by(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        match self.market.rates.only_at(measure, regime, self.goods(n)) {
            Some(Some(row)) if !row.is_preference() => self.usable(draft, n, regime, row),
            _ => self.row_among(draft, n, measure, regime),
        }
    }

    /// The same where there may be several rows, or a preference, or none.
    #[inline(never)]
    fn row_among(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        let rows: Rows = self.found(n, measure, regime).collect();
        if rows.iter().any(|row| row.is_preference())
            && let Some(row) = self.preference(draft, n, regime, &rows)
        {
            return Some(row);
        }
        let mut first = None;
        for row in rows.into_iter().filter(|row| !row.is_preference()) {
            let row = self.usable(draft, n, regime, row)?;
            first = first.or(Some(row));
        }
        // Of a line without a code it is said already what is missing.
        if first.is_none() && self.item(n).code.is_some() {
            draft.line(n, Verdict::Unknown, || {
                let params = [("measure", measure.name()), ("hs", self.code(n))];
                Reason::new(Code::NoRate, &params).of(self.id_text(n))
            });
        }
        first
    }

    /// Whether there are rows of a measure for a line's code at all, whatever else they ask.
    #[inline]
    pub fn has(&self, n: usize, measure: Measure) -> bool {
        self.asked.set(self.asked.get() | Measures::of(measure));
        self.market.rates.has(measure, self.item(n).sought.place)
    }

    /// The first row of a measure in force for a regime, by its mark.
    #[inline]
    pub fn first(&self, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        match self.market.rates.only_at(measure, regime, self.goods(n)) {
            Some(row) => row,
            None => self.found(n, measure, regime).next(),
        }
    }

    /// The rows of a measure in force for a regime, by its mark, one a layer.
    #[inline]
    pub fn found(&self, n: usize, measure: Measure, regime: u64) -> impl Iterator<Item = &'a RateRow> + use<'a> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        self.market.rates.find_at(measure, regime, self.goods(n))
    }

    #[inline]
    fn goods(&self, n: usize) -> &'a Goods<'a> {
        &self.item(n).sought
    }

    /// A row that may be used: its rate is known, or the last known one goes on; a row to verify only where the
    /// operator sells by such.
    #[inline]
    pub(super) fn usable(&self, draft: &mut Draft, n: usize, regime: u64, row: &'a RateRow) -> Option<&'a RateRow> {
        if row.rate.is_none() {
            return self.last_known(draft, n, regime, row);
        }
        draft.until(row.last);
        self.verified(draft, n, row);
        Some(row)
    }

    /// The last known row in the place of one whose rate is not known, where it goes on.
    #[cold]
    fn last_known(&self, draft: &mut Draft, n: usize, regime: u64, row: &'a RateRow) -> Option<&'a RateRow> {
        // What the last known rate is another row of the layer may say.
        self.asked.set(Measures::ALL);
        let last = self.market.rates.last_known(row, regime, self.goods(n), self.date());
        let said = |code, more: &[(&'static str, &str)]| {
            let goods = [("measure", row.measure.name()), ("hs", self.code(n))];
            Reason::new(code, &[&goods, more].concat()).of(self.id_text(n)).by(&row.citation, row.confidence)
        };
        let Some((last, ended)) = last.and_then(|last| Some((last, last.period.to?))) else {
            draft.line(n, Verdict::Unknown, || {
                let layer: &str = if row.layer.is_empty() { &row.rule } else { &row.layer };
                said(Code::RateUnknown, &[("layer", layer), ("rule", &row.rule)])
            });
            return None;
        };
        if !self.settings.continue_last_known {
            let ended = || said(Code::RateEnded, &[("ended", &ended.to_string()), ("rule", &last.rule)]);
            draft.line(n, Verdict::Unknown, ended);
            return None;
        }
        draft.warn(|| {
            let (ended, rate) = (ended.to_string(), ("rate", last.text.as_str()));
            said(Code::LastKnownRate, &[("ended", &ended), rate, ("rule", &last.rule)])
        });
        self.verified(draft, n, last);
        Some(last)
    }

    /// A row that is still to be verified is noted, or nothing is sold by it.
    #[inline]
    fn verified(&self, draft: &mut Draft, n: usize, row: &RateRow) {
        match row.unsure {
            true if self.settings.sell_to_verify => draft.uses(&row.rule),
            true => self.to_verify(draft, n, row),
            false => {}
        }
    }

    #[cold]
    fn to_verify(&self, draft: &mut Draft, n: usize, row: &RateRow) {
        draft.line(n, Verdict::Unknown, || {
            let params = [("measure", row.measure.name()), ("hs", self.code(n)), ("rule", row.rule.as_str())];
            Reason::new(Code::RateToVerify, &params).of(self.id_text(n)).by(&row.citation, row.confidence)
        });
    }
}
