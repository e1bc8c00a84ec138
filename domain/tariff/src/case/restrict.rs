//! What restrictions say of a line, and the papers they ask for.

use super::draft::PAPERS;
use super::{Case, Draft, put};
use crate::answer::{Paper, Verdict};
use crate::basis::{content_in, exchange};
use crate::book::{Above, Confidence, Kept, Of, Over, PaperKind, Passage, Restriction, Ruling};
use crate::rate::{Field, Lack, plus};
use crate::reason::{Code, Reason};
use crate::text::Text;
use sampan_money::Decimal;
use std::collections::BTreeSet;

impl Case<'_> {
    /// Weighs the restrictions on a line that goes by a channel.
    pub(super) fn pass(&self, draft: &mut Draft, n: usize, channel: &str) {
        let ship_from = self.request.ship_from.as_deref();
        let way = Passage { channel, mode: Some(self.mode), ship_from, on: self.date() };
        let item = self.item(n);
        if item.packed.is_short() {
            return self.pass_short(draft, n, way);
        }
        self.market.restrictions_on(item.line, item.packed, way, |rule, holds| {
            if holds || rule.holds(item.line, way) {
                self.meet(draft, n, rule, way);
            }
        });
    }

    /// What a restriction that speaks of a line comes to.
    #[inline]
    fn meet(&self, draft: &mut Draft, n: usize, rule: &Restriction, way: Passage) {
        draft.until(rule.last);
        if rule.above.as_ref().is_none_or(|above| self.is_above(draft, n, rule, above, way)) {
            self.rule(draft, n, rule);
        }
    }

    /// Weighs the restrictions on a line whose code is too short to tell all that speak of it.
    #[inline(never)]
    fn pass_short(&self, draft: &mut Draft, n: usize, way: Passage) {
        let mut longer = BTreeSet::new();
        let item = self.item(n);
        self.market.restrictions_on(item.line, item.packed, way, |rule, _| {
            if rule.speaks_of(item.line, item.packed, way) {
                self.meet(draft, n, rule, way);
            } else if rule.may_meet(item.line, self.code(n), way) {
                longer.extend(rule.codes_of(self.code(n)));
            }
        });
        if !longer.is_empty() {
            let candidates = longer.into_iter().take(12).collect::<Vec<_>>().join(", ");
            let params = [("hs", self.code(n)), ("candidates", &candidates)];
            draft.lacks(Some(self.id_text(n)), Field::Hs);
            draft.line(n, Verdict::Unknown, || Reason::new(Code::HsTooShort, &params).of(self.id_text(n)));
        }
    }

    /// Whether there is more of the goods than a row lets go; where that is not known, the draft says what is missing.
    #[inline(never)]
    fn is_above(&self, draft: &mut Draft, n: usize, rule: &Restriction, above: &Above, way: Passage) -> bool {
        let of_line = |n: &usize| rule.speaks_of(self.item(*n).line, self.item(*n).packed, way);
        let measured = |n: usize| match above.of {
            Of::Content(unit) => content_in(self.item(n).line, unit),
            Of::WattHours => self.item(n).line.figure("watt_hours").ok_or(Lack::Field(Field::WattHours)),
            Of::Strength => self.item(n).line.abv_percent.ok_or(Lack::Field(Field::Abv)),
            Of::Worth(currency) => {
                exchange(self.item(n).goods.decimal(), self.basis.currency, currency, &self.request.rates)
            }
        };
        let is_alone = above.over == Over::Line || self.items.len() == 1;
        // Strength and watt-hours are those of one piece, so they do not add up.
        let sum = match above.of {
            Of::WattHours | Of::Strength => measured(n),
            _ if is_alone => measured(n),
            _ => (0..self.items.len()).filter(of_line).try_fold(Decimal::ZERO, |sum, n| plus(sum, measured(n)?)),
        };
        // Where a paper is all that more would ask for, it is asked for until the quantity is known.
        if sum.is_err() && rule.ruling == Ruling::Papers {
            return true;
        }
        let Some(mut sum) = self.figure(draft, n, sum) else { return false };
        if above.over == Over::Year {
            match self.request.buyer.quantities_used.get(&*rule.code) {
                Some(used) => sum = sum.saturating_add(*used),
                None => draft.warn(|| {
                    let reason = Reason::new(Code::QuantityNotTested, &[("limit", &above.text)]);
                    reason.of(self.id_text(n)).by(&rule.citation, rule.confidence)
                }),
            }
        }
        sum > above.figure
    }

    fn rule(&self, draft: &mut Draft, n: usize, rule: &Restriction) {
        let reason = |code| rule.said(code).about(self.id_text(n), &rule.citation, rule.confidence);
        let to_verify = rule.confidence == Confidence::Verify;
        match rule.ruling {
            Ruling::NotAllowed => return draft.line(n, Verdict::NotSold, || reason(Code::Restricted)),
            Ruling::Unknown => return draft.line(n, Verdict::Unknown, || reason(Code::RestrictionUnknown)),
            Ruling::Allowed => {}
            Ruling::Papers => draft.line(n, Verdict::SoldWithPapers, || reason(Code::Restricted)),
        }
        for paper in &rule.papers {
            self.paper(draft, n, paper, &rule.cited, rule.confidence);
        }
        if to_verify && self.settings.sell_to_verify {
            draft.uses(&rule.code);
        } else if to_verify {
            draft.line(n, Verdict::Unknown, || reason(Code::RestrictionToVerify));
        }
    }

    pub(super) fn paper(
        &self,
        draft: &mut Draft,
        n: usize,
        kind: &Kept<PaperKind>,
        citation: &Text,
        confidence: Confidence,
    ) {
        if !draft.told {
            return;
        }
        let line = Some(self.id_text(n));
        let paper = Paper { line, kind: kind.clone(), citation: citation.clone(), confidence };
        put(&mut draft.papers, PAPERS, paper);
    }
}
