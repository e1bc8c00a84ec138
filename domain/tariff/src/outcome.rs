//! What a request comes to in short, to compare two books by: charges and verdict, without the words of an answer.
//!
//! Where one book lies over another, what they have in common is worked out once: the amounts in the market's currency,
//! what may go where, and every regime that looked for no measure that a row of the upper book alone could be of.

use crate::answer::{Answer, Charge, Verdict};
use crate::basis::add;
use crate::book::{Book, Measures};
use crate::case::{Draft, Passed};
use crate::quote::{Ready, charged, total};
use crate::regimes::Regime;
use crate::request::{Request, Settings};
use sampan_money::Money;
use smallvec::SmallVec;

/// What of an answer is needed to compare it with another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub verdict: Verdict,
    /// The price of each line.
    pub goods: SmallVec<[Money; 1]>,
    pub charges: Vec<Charge>,
    pub total_charges: Option<Money>,
    pub landed_total: Option<Money>,
}

/// What a request comes to by a book.
fn outcome(book: &Book, settings: &Settings, request: &Request) -> Outcome {
    let mut ready = match Ready::of(None, book, settings, request) {
        Ok(ready) => ready,
        Err(refused) => return Outcome::refused(&refused),
    };
    ready.complete_codes();
    let mut worked = work(&ready, &Passed::default());
    match best(&ready, worked.iter().map(|one| &one.draft)) {
        Some(best) => Outcome::of(&ready, &mut worked[best].draft),
        None => Outcome::refused(&ready.unknown_regime(book)),
    }
}

/// What a request comes to by a book and by another that lies over it; none: by both the same.
pub(crate) fn outcomes(
    before: &Book,
    after: &Book,
    settings: &Settings,
    request: &Request,
) -> (Outcome, Option<Outcome>) {
    let apart = || (outcome(before, settings, request), Some(outcome(after, settings, request)));
    let Some(upper) = after.market(&request.destination).filter(|_| after.lies_over(before, &request.destination))
    else {
        return apart();
    };
    let mut first = match Ready::of(None, before, settings, request) {
        Ok(ready) => ready,
        Err(refused) => return (Outcome::refused(&refused), None),
    };
    let mut second = first.in_market(upper);
    first.complete_codes();
    second.complete_codes();
    if !first.reads_as(&second) {
        return apart();
    }
    let touched =
        second.basis.items.iter().fold(Measures::default(), |sum, item| sum | upper.rates.added(item.sought.place));
    let passed = Passed::default();
    let mut lower = work(&first, &passed);
    let mut over: SmallVec<[Option<Draft>; 3]> = SmallVec::new();
    for one in &lower {
        over.push(one.asked.meets(touched).then(|| Draft::untold(second.basis.items.len())));
        if let Some(Some(draft)) = over.last_mut() {
            second.work(one.regime, draft, Some(&passed));
        }
    }

    let one = best(&first, lower.iter().map(|one| &one.draft));
    let drafts = lower.iter().zip(&over).map(|(one, over)| over.as_ref().unwrap_or(&one.draft));
    let (Some(one), Some(other)) = (one, best(&second, drafts)) else {
        return (Outcome::refused(&first.unknown_regime(before)), None);
    };
    let after = match &mut over[other] {
        Some(draft) => Some(Outcome::of(&second, draft)),
        None if other == one => None,
        None => Some(Outcome::of(&second, &mut lower[other].draft)),
    };
    (Outcome::of(&first, &mut lower[one].draft), after)
}

/// What a regime made of a request.
struct Worked {
    regime: &'static Regime,
    draft: Draft,
    /// The measures that it looked for.
    asked: Measures,
}

fn work(ready: &Ready, passed: &Passed) -> SmallVec<[Worked; 3]> {
    let mut all: SmallVec<[Worked; 3]> = SmallVec::new();
    for regime in ready.open() {
        all.push(Worked { regime, draft: Draft::untold(ready.basis.items.len()), asked: Measures::default() });
        let Some(last) = all.last_mut() else { continue };
        last.asked = ready.work(regime, &mut last.draft, Some(passed));
    }
    all
}

/// The place of the best.
fn best<'a>(ready: &Ready, drafts: impl Iterator<Item = &'a Draft>) -> Option<usize> {
    let merits = drafts.enumerate().map(|(n, draft)| (n, ready.merit(draft)));
    merits.min_by(|(_, a), (_, b)| a.cmp(b)).map(|(n, _)| n)
}

impl Outcome {
    fn of(ready: &Ready, draft: &mut Draft) -> Outcome {
        let basis = &ready.basis;
        let verdict = draft.verdict();
        let total_charges = total(basis, draft, verdict);
        Outcome {
            verdict,
            goods: basis.items.iter().map(|item| item.goods).collect(),
            total_charges,
            landed_total: total_charges.and_then(|charges| add(basis.value, charges).ok()),
            charges: charged(basis, draft),
        }
    }

    fn refused(answer: &Answer) -> Outcome {
        Outcome {
            verdict: answer.eligibility.verdict,
            goods: SmallVec::new(),
            charges: Vec::new(),
            total_charges: None,
            landed_total: None,
        }
    }
}

impl From<Answer> for Outcome {
    /// What a whole answer says in short.
    fn from(answer: Answer) -> Outcome {
        let goods = answer.lines.iter().map(|line| line.goods).collect();
        let Answer { total_charges, landed_total, charges, eligibility, .. } = answer;
        Outcome { verdict: eligibility.verdict, goods, charges, total_charges, landed_total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote;
    use crate::workload::mixed;

    #[test]
    fn an_outcome_says_what_the_answer_says() {
        let book = Book::built_in();
        for settings in [Settings::demo(), Settings::default()] {
            for mut request in mixed(&book, &Settings::demo(), 300, 11) {
                // One in a few is refused for one reason or another.
                match request.lines[0].unit_price.minor() % 5 {
                    0 => request.lines[0].hs = None,
                    1 => request.rates.clear(),
                    _ => {}
                }
                let whole = Outcome::from(quote(&book, &settings, &request));
                let mut short = outcome(&book, &settings, &request);
                // Amounts stand in the order of the regime's own, not of the request.
                short.goods.sort_by_key(|goods| goods.minor());
                let mut sorted = whole.goods.clone();
                sorted.sort_by_key(|goods| goods.minor());
                assert_eq!(short, Outcome { goods: sorted, ..whole });
            }
        }
    }
}
