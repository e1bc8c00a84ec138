//! The question answered: each regime that is open is worked out, the best lawful one is taken.

use crate::answer::{Alternative, Answer, Charge, Eligibility, LineAnswer, Missing, Verdict, one_of_a_kind};
use crate::basis::{Basis, add};
use crate::book::{Book, LimitValue, Market, Packed, RoundTo, same_pair};
use crate::case::{Case, Draft};
use crate::destinations::destination;
use crate::export;
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::regimes::{REGIMES, Regime};
use crate::request::{Request, Settings};
use crate::text::Text;
use sampan_money::{Decimal, Money, Rounding};
use smallvec::SmallVec;

/// What a request comes to, landed, and whether it may go. The same request by the same book gives the same answer.
pub fn quote(book: &Book, settings: &Settings, request: &Request) -> Answer {
    quote_among(REGIMES, book, settings, request)
}

/// The same among these regimes.
pub(crate) fn quote_among(regimes: &'static [Regime], book: &Book, settings: &Settings, request: &Request) -> Answer {
    let to = request.destination.as_str();
    if let Some((verdict, reason)) = export::closed(book, to, request.date) {
        return refused(book, request, verdict, reason);
    }
    let Some(market) = book.market(to) else {
        let code = if destination(to).is_some() { Code::NoRulesYet } else { Code::UnknownDestination };
        return refused(book, request, Verdict::NotSold, Reason::new(code, &[("destination", to)]));
    };
    if let Some((line, field)) = request.out_of_range() {
        let mut reason = Reason::new(Code::OutOfRange, &[("field", field)]);
        reason.line = line.map(Into::into);
        return refused(book, request, Verdict::Unknown, reason);
    }
    let mut basis = match Basis::of(request, market, rounding(market, request, "rounding.value")) {
        Ok(basis) => basis,
        Err(lack) => return lacking(book, request, lack),
    };
    let (said, mut remarks) = complete_codes(market, &mut basis);
    remarks.extend(export::filings(market, request, &basis));
    let rounding = rounding(market, request, "rounding.charge");
    let work = |regime: &'static Regime| {
        let mode = request.mode.unwrap_or(regime.modes[0]);
        let case = Case { market, settings, request, basis: &basis, rounding, regime: regime.name, mode };
        let mut draft = Draft::new(basis.items.len());
        for (n, missing, reason) in &said {
            draft.missing.extend(missing.clone());
            draft.line(*n, Verdict::Unknown, reason.clone());
        }
        draft.warnings.clone_from(&remarks);
        export::postal_codes(market, request, &basis, mode, &mut draft);
        (regime.work)(&case, &mut draft);
        (regime, draft)
    };
    // With a regime that is there no other is compared.
    let by_mode = |r: &&Regime| same_pair(r.market, to) && request.mode.is_none_or(|mode| r.modes.contains(&mode));
    let wanted = request.regime.as_deref().and_then(|name| regimes.iter().filter(by_mode).find(|r| r.name == name));
    let open = regimes.iter().filter(by_mode).filter(|r| wanted.is_none_or(|wanted| wanted.name == r.name));
    let mut worked: Vec<(&Regime, Draft)> = open.map(work).collect();
    worked.sort_by_key(|(regime, draft)| {
        let wanted = request.regime.as_deref().is_none_or(|wanted| wanted == regime.name);
        (!wanted, draft.verdict(), draft.closed, total(&basis, draft).map(Money::minor))
    });
    match worked.first() {
        Some((best, _)) if request.regime.as_deref().is_none_or(|wanted| wanted == best.name) => {
            answer(book, settings, request, &basis, worked)
        }
        _ => {
            let wanted = request.regime.as_deref().unwrap_or("any");
            let params = [("regime", wanted), ("destination", to)];
            refused(book, request, Verdict::NotSold, Reason::new(Code::UnknownRegime, &params))
        }
    }
}

/// How figures are rounded on the day; where the book has no row, to the minor unit, half up.
fn rounding(market: &Market, request: &Request, name: &str) -> RoundTo {
    match market.limit(name, request.date).map(|limit| &limit.value) {
        Some(LimitValue::Rounding(rounding)) => *rounding,
        _ => RoundTo {
            unit: Decimal::new(1, sampan_money::exponent(market.destination.currency)),
            way: Rounding::HalfUp,
        },
    }
}

type Said = Vec<(usize, Option<Missing>, Reason)>;

/// Codes that are missing, no codes, or too short to find a rate by; a code that can only mean one line is completed.
fn complete_codes(market: &Market, basis: &mut Basis) -> (Said, Vec<Reason>) {
    let (mut said, mut completed) = (Vec::new(), Vec::new());
    for (n, item) in basis.items.iter_mut().enumerate() {
        let id = item.line.id.as_str();
        let missing = || Some(Missing { line: Some(id.into()), field: Field::Hs });
        let Some(code) = item.code.take().filter(|code| (4..=12).contains(&code.len())) else {
            let reason = match item.line.hs.as_deref().map(|hs| hs.chars().take(20).collect::<String>()) {
                Some(hs) if !hs.trim().is_empty() => Reason::new(Code::HsNotANumber, &[("hs", &hs)]),
                _ => Reason::new(Code::Missing, &[("field", "hs")]),
            };
            said.push((n, missing(), reason.of(id)));
            continue;
        };
        (item.packed, item.rates) = (Packed::of(&code), market.rates.place_of(Packed::of(&code)));
        let candidates = market.rates.completions_at(item.packed, item.rates);
        let code = match &candidates[..] {
            [] => code,
            [one] if one.len() == code.len() + 2 && one.ends_with("00") => {
                completed.push(Reason::new(Code::HsCompleted, &[("hs", &code), ("full", one)]).of(id));
                Text::from(*one)
            }
            several => {
                let list = several.iter().take(12).copied().collect::<Vec<_>>().join(", ");
                said.push((
                    n,
                    missing(),
                    Reason::new(Code::HsTooShort, &[("hs", &code), ("candidates", &list)]).of(id),
                ));
                code
            }
        };
        if !candidates.is_empty() {
            (item.packed, item.rates) = (Packed::of(&code), market.rates.place_of(Packed::of(&code)));
        }
        item.code = Some(code);
    }
    (said, completed)
}

/// The charges together, where the verdict is a sale.
fn total(basis: &Basis, draft: &Draft) -> Option<Money> {
    let charges = draft.charges.iter().map(|(_, charge)| charge.amount);
    Money::sum(basis.currency, charges).ok().filter(|_| draft.verdict().sells())
}

fn answer(
    book: &Book,
    settings: &Settings,
    request: &Request,
    basis: &Basis,
    mut worked: Vec<(&'static Regime, Draft)>,
) -> Answer {
    let (regime, mut draft) = worked.remove(0);
    let verdict = draft.verdict();
    let charges = total(basis, &draft);
    let mut warnings = std::mem::take(&mut draft.warnings);
    if settings.sell_to_verify && !draft.to_verify.is_empty() {
        let rules = std::mem::take(&mut draft.to_verify).into_vec();
        warnings.push(Reason::listing(Code::UsesRowsToVerify, "rules", rules));
    }
    // The reason that decides stands first.
    let decisive = draft.decisive.as_ref().and_then(|(_, one)| draft.reasons.iter().position(|r| r == one));
    draft.reasons[..decisive.map_or(0, |at| at + 1)].rotate_right(decisive.map_or(0, |_| 1));
    let customs_value = customs_value(basis, &draft);
    let lines = lines(basis, &draft, charges.is_some());
    let mut listed: Vec<(usize, Charge)> = std::mem::take(&mut draft.charges);
    if basis.items.len() > 1 {
        listed.sort_by_key(|(n, _)| basis.items[*n].place);
    }
    Answer {
        destination: (&*request.destination).into(),
        date: request.date,
        regime: Some(Text::fixed(regime.name)),
        currency: Some(Text::fixed(basis.currency.code())),
        customs_value,
        lines,
        charges: listed.into_iter().map(|(_, charge)| charge).collect(),
        total_charges: charges,
        landed_total: charges.and_then(|charges| add(basis.value, charges).ok()),
        eligibility: Eligibility {
            verdict,
            reasons: draft.reasons,
            papers: one_of_a_kind(draft.papers.into_vec()),
            missing: draft.missing.into_vec(),
        },
        alternatives: worked.iter().map(|(regime, draft)| alternative(basis, regime, draft)).collect(),
        warnings,
        book_version: book.version().into(),
        valid_until: draft.valid_until,
    }
}

/// All lines' values for customs.
fn customs_value(basis: &Basis, draft: &Draft) -> Option<Money> {
    let values = basis.items.iter().enumerate().map(|(n, item)| draft.value_of(n, item));
    Money::sum(basis.currency, values).ok()
}

/// What each line comes to, in the order of the request.
fn lines(basis: &Basis, draft: &Draft, sold: bool) -> Vec<LineAnswer> {
    let line = |n: usize| {
        let item = &basis.items[n];
        let charges = Money::sum(basis.currency, draft.charged(n)).ok().filter(|_| sold);
        LineAnswer {
            id: (&*item.line.id).into(),
            hs: item.code.clone(),
            goods: item.goods,
            delivery: item.delivery,
            customs_value: draft.value_of(n, item),
            charges,
            landed: charges.and_then(|charges| add(item.value, charges).ok()),
            verdict: draft.verdicts[n],
        }
    };
    let mut order: SmallVec<[usize; 8]> = (0..basis.items.len()).collect();
    order.sort_by_key(|n| basis.items[*n].place);
    order.into_iter().map(line).collect()
}

fn alternative(basis: &Basis, regime: &Regime, draft: &Draft) -> Alternative {
    let charges = total(basis, draft);
    let worst = draft.verdict();
    Alternative {
        regime: Text::fixed(regime.name),
        possible: worst.sells(),
        reason: draft.decisive.as_ref().filter(|_| !worst.sells()).map(|(_, reason)| reason.clone()),
        total_charges: charges,
        landed_total: charges.and_then(|charges| add(basis.value, charges).ok()),
    }
}

fn lacking(book: &Book, request: &Request, lack: Lack) -> Answer {
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
fn refused(book: &Book, request: &Request, verdict: Verdict, reason: Reason) -> Answer {
    Answer {
        destination: (&*request.destination).into(),
        date: request.date,
        regime: None,
        currency: destination(&request.destination).map(|d| Text::fixed(d.currency.code())),
        customs_value: None,
        lines: Vec::new(),
        charges: Vec::new(),
        total_charges: None,
        landed_total: None,
        eligibility: Eligibility { verdict, reasons: vec![reason], papers: Vec::new(), missing: Vec::new() },
        alternatives: Vec::new(),
        warnings: Vec::new(),
        book_version: book.version().into(),
        valid_until: None,
    }
}
