//! A draft beside the present book: every offer that it can touch is quoted by both.

use super::effect::{Effect, Worth, Year};
use super::tally::{Place, Sums, Tally};
use super::{Assumptions, Change, Listing, Offer, Report, Scope, Way};
use crate::book::{Book, BookError, Kept, Law, Packed, digits};
use crate::destinations::destinations;
use crate::outcome::{Outcome, outcomes};
use crate::quote::quote;
use crate::reason::Reason;
use crate::request::{Buyer, Line, Request, Settings};
use crate::service::{ServiceKind, ServiceRequest, quote_service};
use jiff::civil::Date;
use sampan_money::{Currency, ExchangeRate};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What one draft is looked at by. Shared between threads; each looks at listings of its own.
pub struct Study {
    pub(super) name: String,
    pub(super) before: Book,
    pub(super) after: Book,
    pub(super) date: Date,
    pub(super) assumptions: Assumptions,
    pub(super) worth: Worth,
    /// The rows of rates and about services that the draft brings.
    pub(super) rules: HashSet<String>,
    scope: Scope,
    settings: Settings,
    rates: Vec<ExchangeRate>,
}

/// How many offers rows of an operator's books were used for, by where the rows lie in memory.
type Used = HashMap<usize, (Kept<Law>, u64)>;

/// The currency of reports: that of the sellers.
const CURRENCY: Currency = Currency::USD;

impl Study {
    /// Lays a draft over a book. The day is the one asked for, else the one by which all rows of the draft have begun,
    /// else that of the newest exchange rate.
    pub fn new(
        book: &Book,
        change: &Change,
        settings: &Settings,
        date: Option<Date>,
        rates: Vec<ExchangeRate>,
        assumptions: Assumptions,
    ) -> Result<Study, BookError> {
        let after = change.over(book)?;
        let names = |book: &Book| -> BTreeSet<String> {
            let rates = book.markets().flat_map(|market| market.rates.rows()).map(|row| row.rule.to_string());
            rates.chain(book.markets().flat_map(|market| market.services.iter()).map(|row| row.rule.clone())).collect()
        };
        let known = names(book);
        let newest = rates.iter().map(|rate| rate.date).max();
        let currencies = destinations().iter().map(|place| place.currency);
        Ok(Study {
            name: change.name().to_owned(),
            before: book.clone(),
            date: date.or(change.day()).or(newest).unwrap_or(Date::constant(1970, 1, 1)),
            assumptions,
            worth: Worth::new(CURRENCY, &rates, currencies),
            rules: names(&after).into_iter().filter(|rule| !known.contains(rule)).collect(),
            after,
            scope: Scope::of(change, book),
            settings: settings.clone(),
            rates,
        })
    }

    /// The day whose law is looked at.
    pub fn date(&self) -> Date {
        self.date
    }

    /// What the draft can touch.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Looks at some listings. What comes out of several chunks is added up with [`Tally::merge`].
    pub fn look(&self, listings: &[Listing]) -> Tally {
        let mut tally = Tally::default();
        let (mut request, mut used) = (self.request(), Used::new());
        for listing in listings {
            self.listing(&mut tally, &mut used, &mut request, listing);
        }
        for (law, offers) in used.into_values().filter(|(law, _)| self.rules.contains(&*law.rule)) {
            tally.used(&law.rule, offers);
        }
        tally
    }

    /// The report on what has been looked at.
    pub fn report(&self, tally: Tally) -> Report {
        Report::of(self, tally)
    }

    fn listing(&self, tally: &mut Tally, used: &mut Used, request: &mut Request, listing: &Listing) {
        tally.listing(listing.offers.len());
        if let Some(kind) = listing.service {
            return self.service(tally, listing, kind);
        }
        let code = listing.line.hs.as_deref().and_then(digits);
        let packed = code.as_deref().map(Packed::of);
        let touched = |offer: &&Offer| self.scope.touches_code(&offer.destination, packed, &listing.line);
        let mut touched = listing.offers.iter().filter(touched).peekable();
        if touched.peek().is_none() {
            return;
        }
        let code = code.as_deref().unwrap_or("");
        request.lines.clear();
        request.lines.push(Line { quantity: 1, ..listing.line.clone() });
        let (place, mut all) = (Place { listing, code }, Sums::default());
        for offer in touched {
            request.destination.clone_from(&offer.destination);
            let (before, after) = self.quoted(request, offer);
            let charges = after.iter().flat_map(|after| &after.charges);
            for charge in charges.filter(|charge| charge.rule.as_bytes().starts_with(b"overlay:")) {
                let place = std::ptr::from_ref(&*charge.law).addr();
                used.entry(place).or_insert_with(|| (charge.law.clone(), 0)).1 += 1;
            }
            let effect = after.map_or(Effect::Same, |after| Effect::of(&before, &after, &self.worth));
            let year = Year::of(offer, code, &effect, &self.assumptions);
            tally.effect(&place, (offer, &effect, year), &mut all, || self.why_not(request, offer));
        }
        tally.effects(&place, all);
    }

    /// A service by both laws, wherever the draft can touch its kind.
    fn service(&self, tally: &mut Tally, listing: &Listing, kind: ServiceKind) {
        let touched = |offer: &&Offer| self.scope.touches_service(&offer.destination, kind);
        let mut touched = listing.offers.iter().filter(touched).peekable();
        if touched.peek().is_none() {
            return;
        }
        let (id, price) = (listing.line.id.clone(), listing.line.unit_price);
        let destination = String::new();
        let mut request = ServiceRequest { destination, date: self.date, id, kind, price, rates: self.rates.clone() };
        let (place, mut all) = (Place { listing, code: kind.name() }, Sums::default());
        for offer in touched {
            request.destination.clone_from(&offer.destination);
            let [before, after] = [&self.before, &self.after].map(|book| quote_service(book, &self.settings, &request));
            for charge in after.charges.iter().filter(|charge| self.rules.contains(&*charge.rule)) {
                tally.used(&charge.rule, 1);
            }
            let why = after.eligibility.reasons.first().cloned();
            let effect = Effect::of(&Outcome::from(before), &Outcome::from(after), &self.worth);
            let year = Year::of(offer, kind.name(), &effect, &self.assumptions);
            tally.effect(&place, (offer, &effect, year), &mut all, || why);
        }
        tally.effects(&place, all);
    }

    /// One piece by both laws; none: by the draft's the same. Each takes the first way that it lets through; if it lets
    /// none, the usual one.
    pub(super) fn quoted(&self, request: &mut Request, offer: &Offer) -> (Outcome, Option<Outcome>) {
        let mut by = |way: &Way| {
            (request.mode, request.freight) = (way.mode, way.freight);
            outcomes(&self.before, &self.after, &self.settings, request)
        };
        let Some((usual, others)) = offer.ways.split_first() else { return by(&Way::default()) };
        let (mut before, after) = by(usual);
        let sells = |outcome: &Outcome| outcome.verdict.sells();
        if others.is_empty() || sells(&before) && after.as_ref().is_none_or(sells) {
            return (before, after);
        }
        let mut after = after.unwrap_or_else(|| before.clone());
        for way in others.iter() {
            let (one, other) = by(way);
            let other = other.unwrap_or_else(|| one.clone());
            for (taken, found) in [(&mut before, one), (&mut after, other)] {
                if !sells(taken) && sells(&found) {
                    *taken = found;
                }
            }
            if sells(&before) && sells(&after) {
                break;
            }
        }
        (before, Some(after))
    }

    /// Why the draft does not let an offer be sold by the usual way.
    fn why_not(&self, request: &mut Request, offer: &Offer) -> Option<Reason> {
        let Way { mode, freight } = offer.ways.first().cloned().unwrap_or_default();
        (request.mode, request.freight) = (mode, freight);
        quote(&self.after, &self.settings, request).eligibility.reasons.into_iter().next()
    }

    /// A request that only wants goods and destination: to a private buyer, out of the United States.
    pub(super) fn request(&self) -> Request {
        Request {
            destination: String::new(),
            date: self.date,
            regime: None,
            ship_from: Some("US".to_owned()),
            mode: None,
            lines: Vec::with_capacity(1),
            freight: None,
            insurance: None,
            discount: None,
            rates: self.rates.clone(),
            buyer: Buyer { personal_use: Some(true), ..Buyer::default() },
            importer: Default::default(),
        }
    }

    /// The rows of the draft with how many offers they were used for.
    pub(super) fn uses(&self, used: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
        self.rules.iter().map(|rule| (rule.clone(), used.get(rule).copied().unwrap_or(0))).collect()
    }
}
