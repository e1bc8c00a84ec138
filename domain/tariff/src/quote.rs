//! The question answered: each regime that is open is worked out, the best lawful one is taken.

use crate::answer::{Alternative, Answer, Charge, Eligibility, LineAnswer, Missing, Verdict, Warnings, one_of_a_kind};
use crate::basis::{Basis, Item, Items, Rounded, add};
use crate::book::{Book, Market, Measures, Packed, Usual, day};
use crate::case::{Case, Draft, Passed};
use crate::destinations::destination;
use crate::export;
use crate::rate::{Field, Lack};
use crate::reason::{Code, Reason};
use crate::regimes::Regime;
use crate::request::{Request, Settings};
use crate::text::Text;
use sampan_money::Money;
use smallvec::SmallVec;
use std::cell::Cell;
use std::mem::take;

/// What a request comes to, landed, and whether it may go. The same request by the same book gives the same answer.
pub fn quote(book: &Book, settings: &Settings, request: &Request) -> Answer {
    quote_among(None, book, settings, request)
}

/// The same among these regimes, or else those of the market.
#[inline]
pub(crate) fn quote_among(
    regimes: Option<&'static [Regime]>,
    book: &Book,
    settings: &Settings,
    request: &Request,
) -> Answer {
    let market = match Ready::market(book, request) {
        Ok(market) => market,
        Err(refused) => return *refused,
    };
    let mut ready = Ready::new(regimes, market, settings, request);
    if let Err(lack) = ready.read() {
        return lacking(book, request, lack);
    }
    let mut remarks = ready.complete_codes();
    export::filings(ready.market, request, &ready.basis, ready.on, &mut remarks);
    let mut open = ready.open();
    let Some(regime) = open.next() else { return ready.unknown_regime(book) };
    let mut draft = Draft::new(ready.basis.items.len());
    match open.next() {
        Some(second) => compared(book, &ready, &remarks, [regime, second].into_iter().chain(open)),
        None => {
            draft.warnings = remarks;
            ready.work(regime, &mut draft, None);
            answer(book, &ready, regime, draft, Vec::new())
        }
    }
}

/// The answer by the best of several regimes.
fn compared(book: &Book, ready: &Ready, remarks: &[Reason], regimes: impl Iterator<Item = &'static Regime>) -> Answer {
    let mut worked = Worked::new();
    for regime in regimes {
        worked.push((regime, Draft::new(ready.basis.items.len())));
        let Some((_, draft)) = worked.last_mut() else { continue };
        draft.warnings.extend_from_slice(remarks);
        ready.work(regime, draft, None);
    }
    let order = by_merit(ready, &worked);
    let Some(best) = order.first().copied() else { return ready.unknown_regime(book) };
    let others = order[1..].iter().map(|n| alternative(&ready.basis, worked[*n].0, &worked[*n].1)).collect();
    let (regime, draft) = worked.swap_remove(best);
    answer(book, ready, regime, draft, others)
}

/// A request with all that its regimes have in common.
pub(crate) struct Ready<'a> {
    pub market: &'a Market,
    pub settings: &'a Settings,
    pub request: &'a Request,
    pub basis: Basis<'a>,
    /// The regimes of the market.
    regimes: &'static [Regime],
    /// What is said of lines before any regime is at work.
    said: Said,
    /// How charges are rounded.
    rounding: &'a Rounded,
    on: i32,
}

/// What was worked out by each regime.
type Worked = Vec<(&'static Regime, Draft)>;

/// What is said of lines by their places.
type Said = Vec<(usize, Missing, Reason)>;

impl<'a> Ready<'a> {
    /// A request made ready but for the codes of its lines; or the answer, where none can be made ready.
    pub fn of(
        regimes: Option<&'static [Regime]>,
        book: &'a Book,
        settings: &'a Settings,
        request: &'a Request,
    ) -> Result<Ready<'a>, Box<Answer>> {
        let mut ready = Ready::new(regimes, Ready::market(book, request)?, settings, request);
        match ready.read() {
            Ok(()) => Ok(ready),
            Err(lack) => Err(Box::new(lacking(book, request, lack))),
        }
    }

    /// The market of a request; or the answer, where nothing can be worked out for it.
    #[inline]
    fn market(book: &'a Book, request: &Request) -> Result<&'a Market, Box<Answer>> {
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
        Ok(market)
    }

    /// A request that nothing is read of yet.
    #[inline]
    fn new(
        regimes: Option<&'static [Regime]>,
        market: &'a Market,
        settings: &'a Settings,
        request: &'a Request,
    ) -> Ready<'a> {
        let (on, currency) = (day(request.date), market.destination.currency);
        Ready {
            market,
            settings,
            request,
            basis: Basis { currency, items: Items::Many(Vec::new()), value: Money::zero(currency) },
            regimes: regimes.unwrap_or(market.regimes),
            said: Said::new(),
            rounding: market.rounding(Usual::RoundingOfCharges, on),
            on,
        }
    }

    /// Reads the request.
    #[inline]
    fn read(&mut self) -> Result<(), Lack> {
        let rounding = self.market.rounding(Usual::RoundingOfValues, self.on);
        self.basis.read(self.request, self.market, rounding)
    }

    /// The regimes to work out: those that are open to the way of carriage, or of them the one that is wanted.
    #[inline]
    pub fn open(&self) -> impl Iterator<Item = &'static Regime> + use<'a> {
        let (mode, wanted) = (self.request.mode, self.request.regime.as_deref());
        let open = move |regime: &Regime| mode.is_none_or(|mode| regime.modes.contains(&mode));
        self.regimes.iter().filter(move |regime| wanted.is_none_or(|wanted| regime.name == wanted) && open(regime))
    }

    /// Works a regime out; what may go is asked of `passed` where that is there. What comes back are the measures that
    /// were looked for.
    pub fn work(&self, regime: &'static Regime, draft: &mut Draft, passed: Option<&Passed>) -> Measures {
        let Ready { market, settings, request, ref basis, rounding, on, .. } = *self;
        let mode = request.mode.unwrap_or(regime.modes[0]);
        let asked = Cell::new(Measures::default());
        let items = &basis.items[..];
        let case =
            Case { market, settings, request, basis, items, rounding, on, regime: regime.name, mode, asked, passed };
        for (n, missing, reason) in &self.said {
            draft.lacks(missing.line.clone(), missing.field);
            draft.line(*n, Verdict::Unknown, || reason.clone());
        }
        export::postal_codes(market, request, basis, mode, draft);
        (regime.work)(&case, draft);
        case.asked.get()
    }

    /// What regimes are compared by, the best the least.
    pub fn merit(&self, draft: &Draft) -> impl Ord + use<> {
        let verdict = draft.verdict();
        let total = total(&self.basis, draft, verdict).map(Money::minor);
        (verdict, draft.closed, total)
    }

    /// The answer where no regime is open, or not the one that is wanted.
    pub fn unknown_regime(&self, book: &Book) -> Answer {
        let wanted = self.request.regime.as_deref().unwrap_or("any");
        let params = [("regime", wanted), ("destination", self.request.destination.as_str())];
        refused(book, self.request, Verdict::NotSold, Reason::new(Code::UnknownRegime, &params))
    }

    /// The same request in a market that has everything but its rates in common with this one; before the codes of
    /// either are completed.
    pub fn in_market(&self, market: &'a Market) -> Ready<'a> {
        Ready { market, basis: self.basis.clone(), said: Said::new(), ..*self }
    }

    /// Whether the lines were read as the same codes, and nothing is said against them.
    pub fn reads_as(&self, other: &Ready) -> bool {
        self.said.is_empty()
            && other.said.is_empty()
            && self.basis.items.iter().zip(other.basis.items.iter()).all(|(a, b)| a.code == b.code)
    }

    /// Finds codes that are missing, no codes, or too short to find a rate by; a code that can only mean one line is
    /// completed, and what comes back says so.
    #[inline]
    pub fn complete_codes(&mut self) -> Vec<Reason> {
        let mut completed = Vec::new();
        for n in 0..self.basis.items.len() {
            self.complete_code(n, &mut completed);
        }
        completed
    }

    #[inline(always)]
    fn complete_code(&mut self, n: usize, completed: &mut Vec<Reason>) {
        let (item, rates) = (&mut self.basis.items[n], &self.market.rates);
        if item.code.is_none() {
            return self.said.push(no_code(n, item));
        }
        item.rates = rates.place_of(item.packed);
        if rates.may_go_on(item.rates) {
            self.complete(n, completed);
        }
    }

    fn complete(&mut self, n: usize, completed: &mut Vec<Reason>) {
        let (item, rates) = (&mut self.basis.items[n], &self.market.rates);
        let Some(code) = &item.code else { return };
        match &rates.completions_at(item.packed, item.rates)[..] {
            [] => {}
            [one] if one.len() == code.len() + 2 && one.ends_with("00") => {
                completed.push(Reason::new(Code::HsCompleted, &[("hs", code), ("full", one)]).of(&item.id));
                item.code = Some(Text::from(*one));
                item.packed = Packed::of(one);
                item.rates = rates.place_of(item.packed);
            }
            several => self.said.push(too_short(n, item, code, several)),
        }
    }
}

fn no_code(n: usize, item: &Item) -> (usize, Missing, Reason) {
    let reason = match item.line.hs.as_deref().map(|hs| hs.chars().take(20).collect::<String>()) {
        Some(hs) if !hs.trim().is_empty() => Reason::new(Code::HsNotANumber, &[("hs", &hs)]),
        _ => Reason::new(Code::Missing, &[("field", "hs")]),
    };
    (n, Missing { line: Some(item.id.clone()), field: Field::Hs }, reason.of(&item.id))
}

fn too_short(n: usize, item: &Item, code: &str, candidates: &[&str]) -> (usize, Missing, Reason) {
    let list = candidates.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let reason = Reason::new(Code::HsTooShort, &[("hs", code), ("candidates", &list)]).of(&item.id);
    (n, Missing { line: Some(item.id.clone()), field: Field::Hs }, reason)
}

/// The places of what was worked out, the best first.
fn by_merit(ready: &Ready, worked: &Worked) -> SmallVec<[usize; 4]> {
    let mut order: SmallVec<[usize; 4]> = (0..worked.len()).collect();
    if worked.len() > 1 {
        let merits: SmallVec<[_; 4]> = worked.iter().map(|(_, draft)| ready.merit(draft)).collect();
        order.sort_by(|a, b| merits[*a].cmp(&merits[*b]));
    }
    order
}

/// The charges together, where the verdict is a sale.
pub(crate) fn total(basis: &Basis, draft: &Draft, verdict: Verdict) -> Option<Money> {
    if !verdict.sells() {
        return None;
    }
    Money::sum(basis.currency, draft.charges.iter().map(|charge| charge.amount)).ok()
}

/// The answer by the best regime, beside the others.
#[inline(always)]
fn answer(
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

fn alternative(basis: &Basis, regime: &'static Regime, draft: &Draft) -> Alternative {
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
        currency: destination(&request.destination).map(|d| Text::from(d.currency.code())),
        customs_value: None,
        lines: SmallVec::new(),
        charges: Vec::new(),
        total_charges: None,
        landed_total: None,
        eligibility: Eligibility { verdict, reasons: vec![reason], papers: Vec::new(), missing: Vec::new() },
        alternatives: Vec::new(),
        warnings: Warnings::default(),
        book_version: book.version_text(),
        valid_until: None,
    }
}
