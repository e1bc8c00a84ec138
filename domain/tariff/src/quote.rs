//! The question answered: each regime that is open is worked out, the best lawful one is taken.

use crate::answer::{Alternative, Answer, Eligibility, LineAnswer, Missing, Verdict, one_of_a_kind};
use crate::basis::{Basis, add};
use crate::book::{Book, LimitValue, Market, Packed, RoundTo, Usual, same_pair};
use crate::case::{Case, Draft};
use crate::destinations::destination;
use crate::export;
use crate::figure;
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::regimes::{REGIMES, Regime};
use crate::request::{Mode, Request, Settings};
use crate::text::Text;
use sampan_money::{Decimal, Money, Rounding, exponent};
use smallvec::SmallVec;

/// What a request comes to, landed, and whether it may go. The same request by the same book gives the same answer.
pub fn quote(book: &Book, settings: &Settings, request: &Request) -> Answer {
    quote_among(REGIMES, book, settings, request)
}

/// The same among these regimes.
pub(crate) fn quote_among(regimes: &'static [Regime], book: &Book, settings: &Settings, request: &Request) -> Answer {
    match Weighed::of(regimes, book, settings, request) {
        Ok(weighed) => answer(book, weighed),
        Err(answer) => *answer,
    }
}

/// A request worked out by every regime that is open to it.
struct Weighed<'a> {
    settings: &'a Settings,
    request: &'a Request,
    market: &'a Market,
    basis: Basis<'a>,
    worked: Worked,
    /// The places of what was worked out, the best first.
    order: SmallVec<[usize; 4]>,
}

type Worked = SmallVec<[(&'static Regime, Draft); 1]>;

impl<'a> Weighed<'a> {
    fn of(
        regimes: &'static [Regime],
        book: &'a Book,
        settings: &'a Settings,
        request: &'a Request,
    ) -> Result<Weighed<'a>, Box<Answer>> {
        let to = request.destination.as_str();
        let refused = |verdict, reason| Err(Box::new(refused(book, request, verdict, reason)));
        if let Some((verdict, reason)) = export::closed(book, to, request.date) {
            return refused(verdict, reason);
        }
        let Some(market) = book.market(to) else {
            let code = if destination(to).is_some() { Code::NoRulesYet } else { Code::UnknownDestination };
            return refused(Verdict::NotSold, Reason::new(code, &[("destination", to)]));
        };
        if let Some((line, field)) = request.out_of_range() {
            let mut reason = Reason::new(Code::OutOfRange, &[("field", field)]);
            reason.line = line.map(Into::into);
            return refused(Verdict::Unknown, reason);
        }
        let mut basis = match Basis::of(request, market, rounding(market, request, Usual::RoundingOfValues)) {
            Ok(basis) => basis,
            Err(lack) => return Err(Box::new(lacking(book, request, lack))),
        };
        let (said, mut remarks) = complete_codes(market, &mut basis);
        remarks.extend(export::filings(market, request, &basis));
        let worked = work(regimes, &Asked { market, settings, request, basis: &basis }, &said, &remarks);
        let order = by_merit(&basis, &worked, request.regime.as_deref());
        let wanted = request.regime.as_deref();
        match order.first().map(|best| worked[*best].0.name) {
            Some(best) if wanted.is_none_or(|wanted| wanted == best) => {
                Ok(Weighed { settings, request, market, basis, worked, order })
            }
            _ => {
                let params = [("regime", wanted.unwrap_or("any")), ("destination", to)];
                refused(Verdict::NotSold, Reason::new(Code::UnknownRegime, &params))
            }
        }
    }
}

/// What is asked, ready for regimes.
struct Asked<'a> {
    market: &'a Market,
    settings: &'a Settings,
    request: &'a Request,
    basis: &'a Basis<'a>,
}

/// Every regime that is open at work; with one named that is there no other is compared.
fn work(regimes: &'static [Regime], asked: &Asked, said: &Said, remarks: &[Reason]) -> Worked {
    let Asked { market, settings, request, basis } = *asked;
    let rounding = rounding(market, request, Usual::RoundingOfCharges);
    let step = figure::Step::of(rounding, exponent(basis.currency));
    let open = || regimes.iter().filter(|regime| is_open(regime, market.destination.code, request.mode));
    let named = request.regime.as_deref().and_then(|name| open().find(|regime| regime.name == name));
    let mut worked = Worked::new();
    for regime in named.into_iter().chain(open().filter(|_| named.is_none())) {
        let mode = request.mode.unwrap_or(regime.modes[0]);
        let case = Case { market, settings, request, basis, rounding, step, regime: regime.name, mode };
        worked.push((regime, Draft::new(basis.items.len())));
        let Some((_, draft)) = worked.last_mut() else { continue };
        for (n, missing, reason) in said {
            draft.missing.extend(missing.clone());
            draft.line(*n, Verdict::Unknown, reason.clone());
        }
        draft.warnings.extend(remarks.iter().cloned());
        export::postal_codes(market, request, basis, mode, draft);
        (regime.work)(&case, draft);
    }
    worked
}

/// The places of what was worked out, the best first.
fn by_merit(basis: &Basis, worked: &Worked, wanted: Option<&str>) -> SmallVec<[usize; 4]> {
    let mut order: SmallVec<[usize; 4]> = (0..worked.len()).collect();
    if worked.len() > 1 {
        let merit = |(regime, draft): &(&Regime, Draft)| {
            let is_wanted = wanted.is_none_or(|wanted| wanted == regime.name);
            (!is_wanted, draft.verdict(), draft.closed, total(basis, draft).map(Money::minor))
        };
        let merits: SmallVec<[_; 4]> = worked.iter().map(merit).collect();
        order.sort_by_key(|n| merits[*n]);
    }
    order
}

/// Whether a regime is of a market and open to a way of carriage.
fn is_open(regime: &Regime, market: &str, mode: Option<Mode>) -> bool {
    same_pair(regime.market, market) && mode.is_none_or(|mode| regime.modes.contains(&mode))
}

/// How figures are rounded on the day; where the book has no row, to the minor unit, half up.
fn rounding(market: &Market, request: &Request, which: Usual) -> RoundTo {
    match market.usual(which, request.date).map(|limit| &limit.value) {
        Some(LimitValue::Rounding(rounding)) => *rounding,
        _ => RoundTo { unit: Decimal::new(1, exponent(market.destination.currency)), way: Rounding::HalfUp },
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

fn answer(book: &Book, weighed: Weighed) -> Answer {
    let Weighed { settings, request, market, basis, mut worked, order } = weighed;
    let alternatives = order[1..].iter().map(|n| alternative(&basis, worked[*n].0, &worked[*n].1)).collect();
    let (regime, draft) = &mut worked[order[0]];
    let verdict = draft.verdict();
    let charges = total(&basis, draft);
    let mut warnings = std::mem::take(&mut draft.warnings);
    if settings.sell_to_verify && !draft.to_verify.is_empty() {
        let rules = std::mem::take(&mut draft.to_verify);
        warnings.push(Reason::listing(Code::UsesRowsToVerify, "rules", rules));
    }
    // The reason that decides stands first.
    let mut reasons = std::mem::take(&mut draft.reasons);
    if let Some(decisive) = draft.decisive() {
        reasons[..decisive + 1].rotate_right(1);
    }
    let customs_value = customs_value(&basis, draft);
    let lines = lines(&basis, draft, charges.is_some());
    let mut listed = std::mem::take(&mut draft.charges);
    if basis.items.len() > 1 {
        listed.sort_by_key(|(n, _)| basis.items[*n].place);
    }
    Answer {
        destination: Text::fixed(market.destination.code),
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
            reasons,
            papers: one_of_a_kind(std::mem::take(&mut draft.papers)),
            missing: std::mem::take(&mut draft.missing).into_vec(),
        },
        alternatives,
        warnings,
        book_version: book.version_text(),
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
        return vec![line(0)];
    }
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
        reason: draft.decisive().filter(|_| !worst.sells()).map(|at| draft.reasons[at].clone()),
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
        book_version: book.version_text(),
        valid_until: None,
    }
}
