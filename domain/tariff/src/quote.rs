//! The question answered: each regime that is open is worked out, the best lawful one is taken.

mod write;

pub(crate) use write::{charged, total};

use crate::answer::{Answer, Missing, Verdict};
use crate::basis::{Basis, Item, Items, Rounded};
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
use write::{alternative, answer, lacking, refused};

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
#[inline(never)]
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
        self.basis.read(self.request, self.market, rounding, self.on)
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
    #[cold]
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
        item.sought.place = rates.place_of(item.packed);
        if rates.may_go_on(item.sought.place) {
            self.complete(n, completed);
        }
    }

    #[inline(never)]
    fn complete(&mut self, n: usize, completed: &mut Vec<Reason>) {
        let (item, rates) = (&mut self.basis.items[n], &self.market.rates);
        let Some(code) = &item.code else { return };
        match &rates.completions_at(item.packed, item.sought.place)[..] {
            [] => {}
            [one] if one.len() == code.len() + 2 && one.ends_with("00") => {
                completed.push(Reason::new(Code::HsCompleted, &[("hs", code), ("full", one)]).of(&item.id));
                item.code = Some(Text::from(*one));
                item.packed = Packed::of(one);
                item.sought.place = rates.place_of(item.packed);
            }
            several => self.said.push(too_short(n, item, code, several)),
        }
    }
}

#[cold]
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
