//! The question answered: each regime that is open is worked out, the best lawful one is taken.

use crate::answer::{Alternative, Answer, Charge, Eligibility, LineAnswer, Missing, Verdict, one_of_a_kind};
use crate::basis::{Basis, add};
use crate::book::{Book, LimitValue, Market, Packed, RoundTo, Usual, day, same_pair};
use crate::case::{Case, Draft, put};
use crate::destinations::destination;
use crate::export;
use crate::figure;
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::regimes::{REGIMES, Regime};
use crate::request::{Request, Settings};
use crate::text::Text;
use sampan_money::{Decimal, Money, Rounding, exponent};
use smallvec::SmallVec;

/// What a request comes to, landed, and whether it may go. The same request by the same book gives the same answer.
pub fn quote(book: &Book, settings: &Settings, request: &Request) -> Answer {
    quote_among(REGIMES, book, settings, request)
}

/// The same among these regimes.
pub(crate) fn quote_among(regimes: &'static [Regime], book: &Book, settings: &Settings, request: &Request) -> Answer {
    let mut worked = Worked::new();
    match weigh(regimes, book, settings, request, &mut worked) {
        Ok(weighed) => answer(book, settings, request, &weighed, &mut worked),
        Err(answer) => *answer,
    }
}

/// What of an answer is needed to compare it with another.
pub(crate) struct Outcome {
    pub verdict: Verdict,
    /// The price of each line.
    pub goods: SmallVec<[Money; 1]>,
    pub charges: Vec<Charge>,
    pub total_charges: Option<Money>,
    pub landed_total: Option<Money>,
    /// The reason that decides, or the first.
    pub reason: Option<Reason>,
}

/// What a request of one line comes to, without the rest of the answer.
pub(crate) fn outcome(book: &Book, settings: &Settings, request: &Request) -> Outcome {
    let mut worked = Worked::new();
    match weigh(REGIMES, book, settings, request, &mut worked) {
        Ok(Weighed { basis, order, .. }) => {
            let draft = &mut worked[order[0]].1;
            let total_charges = total(&basis, draft);
            let decisive = draft.decisive().unwrap_or(0);
            Outcome {
                verdict: draft.verdict(),
                goods: basis.items.iter().map(|item| item.goods).collect(),
                total_charges,
                landed_total: total_charges.and_then(|charges| add(basis.value, charges).ok()),
                charges: charged(&basis, draft),
                reason: (decisive < draft.reasons.len()).then(|| draft.reasons.swap_remove(decisive)),
            }
        }
        Err(refused) => Outcome {
            verdict: refused.eligibility.verdict,
            goods: SmallVec::new(),
            charges: Vec::new(),
            total_charges: None,
            landed_total: None,
            reason: refused.eligibility.reasons.into_iter().next(),
        },
    }
}

/// A request that has been worked out by every regime that is open to it.
struct Weighed<'a> {
    market: &'a Market,
    basis: Basis<'a>,
    /// The places of what was worked out, the best first.
    order: SmallVec<[usize; 4]>,
}

type Worked = SmallVec<[(&'static Regime, Draft); 1]>;

#[inline]
fn weigh<'a>(
    regimes: &'static [Regime],
    book: &'a Book,
    settings: &'a Settings,
    request: &'a Request,
    worked: &mut Worked,
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
    work(regimes, &Asked { market, settings, request, basis: &basis }, &said, remarks, worked);
    let wanted = request.regime.as_deref();
    let order = by_merit(&basis, worked, wanted);
    match order.first().map(|best| worked[*best].0.name) {
        Some(best) if wanted.is_none_or(|wanted| wanted == best) => Ok(Weighed { market, basis, order }),
        _ => {
            let params = [("regime", wanted.unwrap_or("any")), ("destination", to)];
            refused(Verdict::NotSold, Reason::new(Code::UnknownRegime, &params))
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
fn work(regimes: &'static [Regime], asked: &Asked, said: &Said, mut remarks: Vec<Reason>, worked: &mut Worked) {
    let Asked { market, settings, request, basis } = *asked;
    let rounding = rounding(market, request, Usual::RoundingOfCharges);
    let (step, on) = (figure::Step::of(rounding, exponent(basis.currency)), day(request.date));
    // The regimes of a market stand together.
    let here = |regime: &&Regime| same_pair(regime.market, market.destination.code);
    let first = regimes.iter().position(|regime| here(&regime)).unwrap_or(regimes.len());
    let here = regimes[first..].iter().take_while(here);
    let open = || here.clone().filter(|regime| request.mode.is_none_or(|mode| regime.modes.contains(&mode)));
    let named = request.regime.as_deref().and_then(|name| open().find(|regime| regime.name == name));
    let mut one = |regime: &'static Regime, remarks: Vec<Reason>| {
        let mode = request.mode.unwrap_or(regime.modes[0]);
        let case = Case { market, settings, request, basis, rounding, step, on, regime: regime.name, mode };
        worked.push((regime, Draft::new(basis.items.len())));
        let Some((_, draft)) = worked.last_mut() else { return };
        for (n, missing, reason) in said {
            draft.missing.extend(missing.clone());
            draft.line(*n, Verdict::Unknown, reason.clone());
        }
        draft.warnings = remarks;
        export::postal_codes(market, request, basis, mode, draft);
        (regime.work)(&case, draft);
    };
    match named {
        Some(regime) => one(regime, std::mem::take(&mut remarks)),
        None => open().for_each(|regime| one(regime, remarks.clone())),
    }
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
        let Some(code) = item.code.take().filter(|code| (4..=12).contains(&code.length())) else {
            let reason = match item.line.hs.as_deref().map(|hs| hs.chars().take(20).collect::<String>()) {
                Some(hs) if !hs.trim().is_empty() => Reason::new(Code::HsNotANumber, &[("hs", &hs)]),
                _ => Reason::new(Code::Missing, &[("field", "hs")]),
            };
            said.push((n, missing(), reason.of(id)));
            continue;
        };
        item.packed = Packed::of_bytes(code.as_bytes());
        item.rates = market.rates.place_of(item.packed);
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
            item.packed = Packed::of_bytes(code.as_bytes());
            item.rates = market.rates.place_of(item.packed);
        }
        item.code = Some(code);
    }
    (said, completed)
}

/// The charges together, where the verdict is a sale.
fn total(basis: &Basis, draft: &Draft) -> Option<Money> {
    if !draft.verdict().sells() {
        return None;
    }
    Money::sum(basis.currency, draft.charges.iter().map(|charge| charge.amount)).ok()
}

fn answer(book: &Book, settings: &Settings, request: &Request, weighed: &Weighed, worked: &mut Worked) -> Answer {
    let Weighed { market, basis, order } = weighed;
    let alternatives = order[1..].iter().map(|n| alternative(basis, worked[*n].0, &worked[*n].1)).collect();
    let (regime, draft) = &mut worked[order[0]];
    let verdict = draft.verdict();
    let charges = total(basis, draft);
    let mut warnings = std::mem::take(&mut draft.warnings);
    if settings.sell_to_verify && !draft.to_verify.is_empty() {
        let rules = std::mem::take(&mut draft.to_verify);
        put(&mut warnings, 1, Reason::listing(Code::UsesRowsToVerify, "rules", rules));
    }
    // The reason that decides stands first.
    let mut reasons = std::mem::take(&mut draft.reasons);
    if let Some(decisive) = draft.decisive() {
        reasons[..decisive + 1].rotate_right(1);
    }
    Answer {
        destination: Text::fixed(market.destination.code),
        date: request.date,
        regime: Some(Text::fixed(regime.name)),
        currency: Some(Text::fixed(basis.currency.code())),
        customs_value: customs_value(basis, draft),
        lines: lines(basis, draft, charges),
        charges: charged(basis, draft),
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

/// The charges in the order of the request's lines.
fn charged(basis: &Basis, draft: &mut Draft) -> Vec<Charge> {
    let charges = std::mem::take(&mut draft.charges);
    if basis.items.len() == 1 {
        return charges;
    }
    let mut placed: Vec<(usize, Charge)> =
        charges.into_iter().zip(&draft.charged).map(|(charge, n)| (basis.items[*n].place, charge)).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, charge)| charge).collect()
}

/// All lines' values for customs.
fn customs_value(basis: &Basis, draft: &Draft) -> Option<Money> {
    let values = basis.items.iter().enumerate().map(|(n, item)| draft.value_of(n, item));
    Money::sum(basis.currency, values).ok()
}

/// What each line comes to, in the order of the request; the charges of all are known where it is a sale.
fn lines(basis: &Basis, draft: &Draft, charges: Option<Money>) -> Vec<LineAnswer> {
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
        return vec![line(0, charges)];
    }
    let own = |n| charges.and_then(|_| Money::sum(basis.currency, draft.charges_of(n)).ok());
    let mut order: SmallVec<[usize; 8]> = (0..basis.items.len()).collect();
    order.sort_by_key(|n| basis.items[*n].place);
    order.into_iter().map(|n| line(n, own(n))).collect()
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
