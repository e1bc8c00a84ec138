//! What a regime writes: charges, verdicts and why, papers, and what is missing.

use super::set::Set;
use crate::answer::{Charge, Missing, Paper, ToVerify, Verdict};
use crate::basis::Item;
use crate::book::date;
use crate::rate::Field;
use crate::reason::Reason;
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::Money;
use smallvec::{SmallVec, smallvec};

/// Charges of a line that room is made for at once.
pub(super) const CHARGES: usize = 5;

/// The same of reasons and papers.
const REASONS: usize = 4;
pub(super) const PAPERS: usize = 6;

/// Puts one more in a list, with room for so many when it is the first.
#[inline(always)]
pub(crate) fn put<T>(list: &mut Vec<T>, room: usize, one: T) {
    if list.capacity() == 0 {
        *list = Vec::with_capacity(room);
    }
    list.push(one);
}

/// What a regime writes.
pub(crate) struct Draft {
    pub charges: Vec<Charge>,
    /// Of each charge the line it is on; nothing where there is but one line.
    pub charged: SmallVec<[u16; 8]>,
    pub verdicts: SmallVec<[Verdict; 8]>,
    pub reasons: Vec<Reason>,
    /// In any order, and perhaps several of a kind.
    pub papers: Vec<Paper>,
    pub missing: Set<Missing>,
    pub warnings: Vec<Reason>,
    pub to_verify: ToVerify,
    /// The last day on which all rows that were used hold, as a number.
    last_day: i32,
    /// Whether all that an answer says is kept: without, only what is charged and the verdicts.
    pub(super) told: bool,
    /// Values for customs that the regime has set; none: what the line costs to the border.
    values: SmallVec<[Option<Money>; 1]>,
    /// The regime is not open to this order at all, whatever the goods.
    pub closed: bool,
    /// The strictest verdict and where among the reasons the first one for it is.
    decisive: Option<(Verdict, usize)>,
}

impl Draft {
    /// One that keeps all that an answer says.
    #[inline]
    pub fn new(lines: usize) -> Draft {
        Draft::of(lines, true)
    }

    /// One that nobody will read but for its charges and its verdict.
    pub fn untold(lines: usize) -> Draft {
        Draft::of(lines, false)
    }

    #[inline]
    fn of(lines: usize, told: bool) -> Draft {
        Draft {
            told,
            charges: Vec::new(),
            charged: SmallVec::new(),
            verdicts: match lines {
                0..=8 => SmallVec::from_buf_and_len([Verdict::Sold; 8], lines),
                _ => smallvec![Verdict::Sold; lines],
            },
            reasons: Vec::new(),
            papers: Vec::new(),
            missing: Set::default(),
            warnings: Vec::new(),
            to_verify: ToVerify::new(),
            last_day: i32::MAX,
            values: SmallVec::new(),
            closed: false,
            decisive: None,
        }
    }

    pub fn verdict(&self) -> Verdict {
        self.verdicts.iter().copied().max().unwrap_or(Verdict::Unknown)
    }

    /// A line is at best this.
    #[inline]
    pub fn line(&mut self, n: usize, verdict: Verdict, reason: impl FnOnce() -> Reason) {
        self.verdicts[n] = self.verdicts[n].max(verdict);
        if self.told {
            self.because(verdict, reason(), false);
        }
    }

    /// Every line is at best this.
    #[inline]
    pub fn all(&mut self, verdict: Verdict, reason: impl FnOnce() -> Reason) {
        for v in &mut self.verdicts {
            *v = (*v).max(verdict);
        }
        if self.told {
            self.because(verdict, reason(), true);
        }
    }

    fn because(&mut self, verdict: Verdict, reason: Reason, again: bool) {
        let known = self.reasons.iter().position(|known| *known == reason);
        self.decide(verdict, known.unwrap_or(self.reasons.len()));
        if again || known.is_none() {
            put(&mut self.reasons, REASONS, reason);
        }
    }

    fn decide(&mut self, verdict: Verdict, reason: usize) {
        if self.decisive.is_none_or(|(old, _)| old < verdict) {
            self.decisive = Some((verdict, reason));
        }
    }

    /// Where among the reasons the first one for the strictest verdict is.
    pub fn decisive(&self) -> Option<usize> {
        self.decisive.map(|(_, at)| at)
    }

    /// Something that a reader should know.
    #[inline]
    pub fn warn(&mut self, warning: impl FnOnce() -> Reason) {
        if self.told {
            self.warned(warning());
        }
    }

    fn warned(&mut self, warning: Reason) {
        if !self.warnings.contains(&warning) {
            put(&mut self.warnings, REASONS, warning);
        }
    }

    /// The request does not say something.
    pub fn lacks(&mut self, line: Option<Text>, field: Field) {
        if self.told {
            self.missing.insert(Missing { line, field });
        }
    }

    /// A row that is still to be verified was used.
    #[inline]
    pub fn uses(&mut self, rule: &Text) {
        if self.told && !self.to_verify.iter().any(|known| known.is(rule)) {
            self.to_verify.push(rule.clone());
        }
    }

    /// Sets a line's value for customs where the law takes another one than goods with freight and insurance: the price
    /// free on board, a share of the retail price, an insurance of its own. What the buyer pays stays as it is: landed
    /// is goods, delivery and charges.
    pub fn customs_value(&mut self, n: usize, value: Money) {
        if self.values.is_empty() {
            self.values.resize(self.verdicts.len(), None);
        }
        self.values[n] = Some(value);
    }

    /// A line's value for customs, as the regime has set it or else what the line costs to the border.
    pub fn value_of(&self, n: usize, item: &Item) -> Money {
        self.values.get(n).copied().flatten().unwrap_or(item.value)
    }

    /// The answer holds at most until the day that a row ends, which is a number.
    #[inline]
    pub fn until(&mut self, last: i32) {
        self.last_day = self.last_day.min(last);
    }

    /// The last day on which all rows that were used are known to hold.
    pub fn valid_until(&self) -> Option<Date> {
        date(self.last_day)
    }

    /// The charges of one of several lines.
    pub fn charges_of(&self, n: usize) -> impl Iterator<Item = Money> {
        let of_line = move |(_, at): &(&Charge, &u16)| usize::from(**at) == n;
        self.charges.iter().zip(&self.charged).filter(of_line).map(|(charge, _)| charge.amount)
    }
}
