//! Preferences: a lower duty for goods of an origin, where proof of it is there.
//!
//! A preference is a row of duty with a layer named for the agreement and an origin, `duty/korus` for `US`. Two rows of
//! `limits.toml` go with it: `preference.korus.paper` names the proof, and `preference.korus.without_proof` the value of
//! an order up to which none is asked for. Goods sent on from a third country have none.

use super::{Case, Draft, Rows};
use crate::answer::Verdict;
use crate::book::{Confidence, LimitValue, Proof, RateRow};
use crate::rate::Rate;
use crate::reason::{Code, Reason};
use sampan_money::Decimal;

impl<'a> Case<'a> {
    /// The preference among rows of duty that a line is under; none: there is none, it is not lower, proof of origin
    /// is not there, or the goods do not come straight from there.
    pub(super) fn preference(&self, draft: &mut Draft, n: usize, regime: u64, rows: &Rows<'a>) -> Option<&'a RateRow> {
        let sent_on = self.request.ship_from.as_deref().is_some_and(|from| Some(from) != self.origin(n));
        if sent_on {
            return None;
        }
        let preferences = || rows.iter().copied().filter(|row| row.is_preference());
        let usual = || rows.iter().copied().filter(|row| !row.is_preference());
        if usual().any(RateRow::is_free) {
            return None;
        }
        let value = self.item(n).value;
        let by_share = usual().take(1).chain(preferences()).all(|row| row.share.is_some()) && !value.is_negative();
        // Of shares of one value the lower comes to less, but of nothing none does.
        let comes_to = |row: &RateRow| match &row.rate {
            Some(Rate::Percent(percent)) if by_share => Some(if value.is_zero() { Decimal::ZERO } else { *percent }),
            _ => self.comes_to(n, row),
        };
        let mut best: Option<(&'a RateRow, Option<Decimal>)> = usual().next().map(|row| (row, comes_to(row)));
        for row in preferences() {
            let duty = comes_to(row);
            let lower = best.as_ref().is_none_or(|(_, old)| old.is_none_or(|old| duty.is_some_and(|duty| duty < old)));
            if let Some(proof) = row.proof.as_deref().filter(|_| row.rate.is_some() && lower)
                && self.is_claimed(draft, n, row, proof)
            {
                best = Some((row, duty));
            }
        }
        let (row, _) = best.filter(|(row, _)| row.is_preference())?;
        self.ask_for_proof(draft, n, row);
        self.usable(draft, n, regime, row)
    }

    /// What a row comes to on the line's value, where that can be said.
    fn comes_to(&self, n: usize, row: &RateRow) -> Option<Decimal> {
        let mut unsaid = Draft::untold(self.items.len());
        let base = self.item(n).value.decimal();
        self.settle(&mut unsaid, n, row.rate.as_ref()?, base)?.on(base).ok()
    }

    /// Whether a preference may be used: proof is there or not asked for, and the operator uses such rows.
    fn is_claimed(&self, draft: &mut Draft, n: usize, row: &RateRow, proof: &Proof) -> bool {
        if row.confidence == Confidence::Verify && !self.settings.sell_to_verify {
            let params = [("agreement", &*row.layer), ("rate", row.text.as_str())];
            let reason = || Reason::new(Code::PreferenceToVerify, &params).of(self.id_text(n));
            draft.warn(|| reason().by(&row.citation, row.confidence));
            return false;
        }
        let proven = self.item(n).line.proves_origin(&row.layer) || self.needs_no_proof(proof);
        if !proven {
            draft.warn(|| proof.lacking.about(self.id_text(n), &row.citation, row.confidence));
        }
        proven
    }

    /// Whether the order is small enough that no proof is asked for.
    fn needs_no_proof(&self, proof: &Proof) -> bool {
        let limit = self.market.limit_marked(proof.least, self.on);
        let Some(LimitValue::Amount(most)) = limit.map(|limit| &limit.value) else { return false };
        self.goods_in(most.currency()).is_ok_and(|goods| goods <= most.decimal())
    }

    /// The paper that proves the origin, unless the order is small.
    fn ask_for_proof(&self, draft: &mut Draft, n: usize, row: &RateRow) {
        // What is claimed without proof needs none.
        let Some(proof) = &row.proof else { return };
        if !self.item(n).line.proves_origin(&row.layer) || self.needs_no_proof(proof) {
            return;
        }
        let Some(limit) = self.market.limit_marked(proof.paper, self.on) else { return };
        let LimitValue::Word(code) = &limit.value else { return };
        let Some(paper) = self.market.paper(code) else { return };
        self.paper(draft, n, paper, &(&*limit.citation.id).into(), limit.confidence);
        draft.line(n, Verdict::SoldWithPapers, || {
            let reason = Reason::new(Code::PreferenceClaimed, &[("agreement", &row.layer)]).of(self.id(n));
            reason.by(&limit.citation, limit.confidence)
        });
    }
}
