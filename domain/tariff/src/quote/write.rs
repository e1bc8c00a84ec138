//! What was worked out, written as an answer.

use super::Ready;
use crate::answer::{Alternative, Answer, Charge, Eligibility, LineAnswer, Missing, Verdict, Warnings, one_of_a_kind};
use crate::basis::{Basis, add};
use crate::book::Book;
use crate::case::Draft;
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::regimes::Regime;
use crate::request::Request;
use crate::text::Text;
use sampan_money::Money;
use smallvec::SmallVec;
use std::mem::take;

/// The charges together, where the verdict is a sale.
pub(crate) fn total(basis: &Basis, draft: &Draft, verdict: Verdict) -> Option<Money> {
    if !verdict.sells() {
        return None;
    }
    let nothing = Ok(Money::zero(basis.currency));
    draft.charges.iter().fold(nothing, |sum, charge| add(sum?, charge.amount)).ok()
}

/// The answer by the best regime, beside the others.
#[inline(never)]
pub(super) fn answer(
    book: &Book,
    ready: &Ready,
    regime: &'static Regime,
    mut draft: Draft,
    alternatives: Vec<Alternative>,
) -> Answer {
    let Ready { market, request, ref basis, .. } = *ready;
    let verdict = draft.verdict();
    let charges = total(basis, &draft, verdict);
    // The reason that decides stands first.
    if let Some(decisive) = draft.decisive().filter(|decisive| *decisive > 0) {
        draft.reasons[..decisive + 1].rotate_right(1);
    }
    Answer {
        lines: lines(basis, &draft, charges),
        destination: Text::fixed(&market.destination.code),
        date: request.date,
        regime: Some(Text::fixed(&regime.name)),
        currency: Some(market.currency.clone()),
        customs_value: customs_value(basis, &draft),
        valid_until: draft.valid_until(),
        charges: charged(basis, &mut draft),
        total_charges: charges,
        landed_total: charges.and_then(|charges| add(basis.value, charges).ok()),
        eligibility: Eligibility {
            verdict,
            reasons: draft.reasons,
            papers: one_of_a_kind(draft.papers),
            missing: draft.missing.into_vec(),
        },
        alternatives,
        warnings: Warnings::new(draft.warnings, draft.to_verify),
        book_version: book.version_text(),
    }
}

/// The charges in the order of the request's lines.
pub(crate) fn charged(basis: &Basis, draft: &mut Draft) -> Vec<Charge> {
    let charges = take(&mut draft.charges);
    if basis.items.len() == 1 {
        return charges;
    }
    let mut placed: Vec<(usize, Charge)> = charges
        .into_iter()
        .zip(&draft.charged)
        .map(|(charge, n)| (basis.items[usize::from(*n)].place, charge))
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, charge)| charge).collect()
}

/// All lines' values for customs.
fn customs_value(basis: &Basis, draft: &Draft) -> Option<Money> {
    if let [item] = &basis.items[..] {
        return Some(draft.value_of(0, item));
    }
    let values = basis.items.iter().enumerate().map(|(n, item)| draft.value_of(n, item));
    Money::sum(basis.currency, values).ok()
}

/// What each line comes to, in the order of the request; the charges of all are known where it is a sale.
fn lines(basis: &Basis, draft: &Draft, charges: Option<Money>) -> SmallVec<[LineAnswer; 1]> {
    let line = |n: usize, charges: Option<Money>| {
        let item = &basis.items[n];
        LineAnswer {
            id: item.id.clone(),
            hs: item.code.clone(),
            goods: item.goods,
            delivery: item.delivery,
            customs_value: draft.value_of(n, item),
            charges,
            landed: charges.and_then(|charges| add(item.value, charges).ok()),
            verdict: draft.verdicts[n],
        }
    };
    if basis.items.len() == 1 {
        return SmallVec::from_buf([line(0, charges)]);
    }
    let own = |n| charges.and_then(|_| Money::sum(basis.currency, draft.charges_of(n)).ok());
    let mut order: SmallVec<[usize; 8]> = (0..basis.items.len()).collect();
    order.sort_by_key(|n| basis.items[*n].place);
    order.into_iter().map(|n| line(n, own(n))).collect()
}

/// A regime that was compared and not taken.
pub(super) fn alternative(basis: &Basis, regime: &'static Regime, draft: &Draft) -> Alternative {
    let worst = draft.verdict();
    let charges = total(basis, draft, worst);
    Alternative {
        regime: Text::fixed(&regime.name),
        possible: worst.sells(),
        reason: draft.decisive().filter(|_| !worst.sells()).map(|at| draft.reasons[at].clone()),
        total_charges: charges,
        landed_total: charges.and_then(|charges| add(basis.value, charges).ok()),
    }
}

/// The answer to a request whose amounts cannot be read.
#[cold]
pub(super) fn lacking(book: &Book, request: &Request, lack: Lack) -> Answer {
    match lack {
        Lack::Exchange(base, quote) => {
            let reason = Reason::new(Code::NoExchangeRate, &[("base", base.code()), ("quote", quote.code())]);
            let mut answer = refused(book, request, Verdict::Unknown, reason);
            answer.eligibility.missing = vec![Missing { line: None, field: Field::ExchangeRate }];
            answer
        }
        Lack::Field(_) | Lack::OutOfRange => {
            refused(book, request, Verdict::Unknown, Reason::new(Code::OutOfRange, &[("field", "amount")]))
        }
    }
}

/// An answer without figures.
#[cold]
pub(super) fn refused(book: &Book, request: &Request, verdict: Verdict, reason: Reason) -> Answer {
    let eligibility = Eligibility { verdict, reasons: vec![reason], papers: Vec::new(), missing: Vec::new() };
    Answer { eligibility, ..Answer::blank(book, &request.destination, request.date) }
}
