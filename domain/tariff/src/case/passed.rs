//! What restrictions come to on a line, kept for whoever asks the same again.

use super::{Case, Draft};
use crate::answer::Verdict;
use crate::request::Mode;
use smallvec::SmallVec;
use std::cell::RefCell;

/// What was asked of restrictions for one request, with the verdicts: regimes that use one channel, and books that have the
/// same restrictions, ask it once. Drafts that are asked with it are not told why.
#[derive(Default)]
pub(crate) struct Passed(RefCell<SmallVec<[Known; 3]>>);

struct Known {
    line: usize,
    channel: &'static str,
    mode: Mode,
    verdict: Verdict,
}

impl Case<'_> {
    /// Whether a line may go by a channel, and on what papers.
    pub fn restrict(&self, draft: &mut Draft, n: usize, channel: &'static str) {
        let Some(passed) = self.passed else { return self.pass(draft, n, channel) };
        let mut all = passed.0.borrow_mut();
        let same = |known: &Known| known.line == n && known.mode == self.mode && known.channel == channel;
        let at = all.iter().position(same).unwrap_or_else(|| {
            let mut own = Draft::untold(self.items.len());
            self.pass(&mut own, n, channel);
            all.push(Known { line: n, channel, mode: self.mode, verdict: own.verdicts[n] });
            all.len() - 1
        });
        draft.verdicts[n] = draft.verdicts[n].max(all[at].verdict);
    }
}
