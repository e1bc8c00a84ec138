//! What is counted while a catalogue is looked at; sums do not depend on how it was cut.

use super::effect::{Effect, Sale, THOUSAND, Year};
use super::{Changed, Listing, Offer};
use crate::answer::Measure;
use crate::reason::Reason;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Most offers that a report lists by name.
pub const LISTED_MAX: usize = 1_000;

/// Bands of price change, in per cent: below the first, from each to the next, from the last on.
pub(super) const BANDS: [i64; 10] = [-20, -10, -5, -2, 0, 2, 5, 10, 20, 50];

/// The sums over a chunk of listings.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub(super) listings: u64,
    pub(super) offers: u64,
    pub(super) total: Sums,
    pub(super) by_seller: HashMap<String, Sums>,
    pub(super) by_state: HashMap<String, Sums>,
    pub(super) by_heading: HashMap<String, Sums>,
    pub(super) by_destination: InTurn,
    pub(super) bands: [u64; BANDS.len() + 1],
    pub(super) unchanged: u64,
    pub(super) measures: BTreeMap<Measure, Raised>,
    pub(super) used: BTreeMap<String, u64>,
    pub(super) dearer: Listed,
    pub(super) stopped: Listed,
    pub(super) started: Listed,
}

/// The sums over one group. Money is in minor units of the report's currency, pieces in thousandths.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub listings: u64,
    pub touched: u64,
    pub dearer: u64,
    pub cheaper: u64,
    pub stops: u64,
    pub starts: u64,
    /// One piece of every offer that is sold by both laws and changes.
    pub before: i128,
    pub after: i128,
    pub charges_before: i128,
    pub charges_after: i128,
    /// A year of all offers that change, with the pieces of before.
    pub pieces: u128,
    pub year_before: i128,
    pub year_after: i128,
    pub sales: i128,
    /// The same with the pieces that are expected.
    pub pieces_expected: i128,
    pub year_expected: i128,
    pub sales_expected: i128,
    /// Offers with sales for which nothing is assumed about demand.
    pub without_elasticity: u64,
}

/// One measure raised in a year.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Raised {
    pub before: i128,
    pub after: i128,
    pub expected: i128,
}

/// Where an effect is counted.
pub(super) struct Place<'a> {
    pub listing: &'a Listing,
    pub code: &'a str,
}

impl Tally {
    pub(super) fn listing(&mut self, offers: usize) {
        self.listings += 1;
        self.offers += offers as u64;
    }

    pub(super) fn used(&mut self, rule: &str, offers: u64) {
        *self.used.entry(rule.to_owned()).or_default() += offers;
    }

    /// Counts what becomes of one touched offer, for its destination and among `all` of its listing. Why it is sold no
    /// more is asked only where it is listed by name.
    pub(super) fn effect(
        &mut self,
        place: &Place,
        (offer, effect, year): (&Offer, &Effect, Year),
        all: &mut Sums,
        why: impl FnOnce() -> Option<Reason>,
    ) {
        let mut sums = Sums { touched: 1, ..Sums::default() };
        match effect {
            Effect::Same => self.unchanged += 1,
            Effect::Priced { before, after } => {
                sums.priced(before, after, year);
                self.measures(Some(before), Some(after), year);
                self.band(before.minor, after.minor);
                if before.minor != after.minor {
                    let permille = permille(before.minor, after.minor);
                    self.dearer.put(permille, place, offer, || changed(place, offer, effect));
                }
            }
            Effect::Stops { before } => {
                sums.stops(before, year);
                self.measures(Some(before), None, year);
                self.stopped.put(None, place, offer, || Changed { reason: why(), ..changed(place, offer, effect) });
            }
            Effect::Starts { .. } => {
                sums.starts = 1;
                self.started.put(None, place, offer, || changed(place, offer, effect));
            }
        }
        sums.listings = u64::from(!matches!(effect, Effect::Same));
        self.by_destination.add(&offer.destination, &sums);
        all.add(&sums);
    }

    /// Counts what becomes of all touched offers of a listing.
    pub(super) fn effects(&mut self, place: &Place, mut all: Sums) {
        all.listings = all.listings.min(1);
        let heading = match place.listing.service {
            Some(kind) => kind.name(),
            None => place.code.get(..4).unwrap_or(place.code),
        };
        add(&mut self.by_seller, &place.listing.seller, &all);
        add(&mut self.by_state, &place.listing.state, &all);
        add(&mut self.by_heading, heading, &all);
        self.total.add(&all);
    }

    fn band(&mut self, before: i64, after: i64) {
        let permille = permille(before, after).unwrap_or(0);
        let at = BANDS.iter().take_while(|edge| **edge * 10 <= permille).count();
        self.bands[at] += 1;
    }

    fn measures(&mut self, before: Option<&Sale>, after: Option<&Sale>, year: Year) {
        let pieces = i128::from(year.pieces);
        let expected = i128::from(year.expected.unwrap_or_else(|| thousandths(year.pieces)));
        for (measure, amount) in before.into_iter().flat_map(|sale| &sale.charges) {
            self.measures.entry(*measure).or_default().before += i128::from(*amount) * pieces;
        }
        for (measure, amount) in after.into_iter().flat_map(|sale| &sale.charges) {
            let raised = self.measures.entry(*measure).or_default();
            raised.after += i128::from(*amount) * pieces;
            raised.expected += i128::from(*amount) * expected;
        }
    }

    /// Adds what came out of another chunk.
    pub fn merge(&mut self, other: Tally) {
        self.listings += other.listings;
        self.offers += other.offers;
        self.unchanged += other.unchanged;
        self.total.add(&other.total);
        for (mine, theirs) in [
            (&mut self.by_seller, other.by_seller),
            (&mut self.by_state, other.by_state),
            (&mut self.by_heading, other.by_heading),
        ] {
            theirs.into_iter().for_each(|(key, sums)| mine.entry(key).or_default().add(&sums));
        }
        other.by_destination.groups.iter().for_each(|(key, sums)| self.by_destination.add(key, sums));
        self.bands.iter_mut().zip(other.bands).for_each(|(mine, theirs)| *mine += theirs);
        for (measure, raised) in other.measures {
            let mine = self.measures.entry(measure).or_default();
            mine.before += raised.before;
            mine.after += raised.after;
            mine.expected += raised.expected;
        }
        for (rule, count) in other.used {
            *self.used.entry(rule).or_default() += count;
        }
        self.dearer.merge(other.dearer);
        self.stopped.merge(other.stopped);
        self.started.merge(other.started);
    }
}

/// Few groups that come up in the same order again and again: each is looked for after the last one first.
#[derive(Debug, Clone, Default)]
pub(super) struct InTurn {
    pub groups: Vec<(String, Sums)>,
    next: usize,
}

impl InTurn {
    fn add(&mut self, key: &str, sums: &Sums) {
        let (before, after) = self.groups.split_at(self.next.min(self.groups.len()));
        let place = |groups: &[(String, Sums)]| groups.iter().position(|(known, _)| known == key);
        let known = place(after).map(|n| before.len() + n).or_else(|| place(before));
        let at = known.unwrap_or(self.groups.len());
        match self.groups.get_mut(at) {
            Some((_, known)) => known.add(sums),
            None => self.groups.push((key.to_owned(), sums.clone())),
        }
        self.next = at + 1;
    }
}

/// Adds to a group's sums.
fn add(groups: &mut HashMap<String, Sums>, key: &str, sums: &Sums) {
    match groups.get_mut(key) {
        Some(known) => known.add(sums),
        None => drop(groups.insert(key.to_owned(), sums.clone())),
    }
}

fn thousandths(pieces: u64) -> i64 {
    i64::try_from(pieces).unwrap_or(i64::MAX).saturating_mul(THOUSAND)
}

/// Amounts below it can be told in thousandths without a second machine word.
const SMALL: i64 = 1 << 50;

/// The change of a price in thousandths, rounded to the nearest; none where there was no price.
pub(super) fn permille(before: i64, after: i64) -> Option<i64> {
    if before <= 0 {
        return None;
    }
    if let Some(more) = after.checked_sub(before).filter(|more| more.abs() < SMALL && before < SMALL) {
        let half = if more < 0 { -before } else { before };
        return Some((more * 2_000 + half) / (before * 2));
    }
    let (before, more) = (i128::from(before), i128::from(after) - i128::from(before));
    let half = if more < 0 { -before } else { before };
    i64::try_from((more * 2_000 + half) / (before * 2)).ok()
}

impl Sums {
    fn priced(&mut self, before: &Sale, after: &Sale, year: Year) {
        self.dearer = u64::from(after.minor > before.minor);
        self.cheaper = u64::from(after.minor < before.minor);
        self.before = before.minor.into();
        self.after = after.minor.into();
        self.charges_before = before.charged().into();
        self.charges_after = after.charged().into();
        self.year(before, Some(after), year);
    }

    fn stops(&mut self, before: &Sale, year: Year) {
        self.stops = 1;
        self.year(before, None, year);
    }

    fn year(&mut self, before: &Sale, after: Option<&Sale>, year: Year) {
        let (pieces, charged) = (i128::from(year.pieces), i128::from(after.map_or(0, Sale::charged)));
        let expected = i128::from(year.expected.unwrap_or_else(|| thousandths(year.pieces)));
        self.pieces = year.pieces.into();
        self.year_before = i128::from(before.charged()) * pieces;
        self.year_after = charged * pieces;
        self.sales = i128::from(before.goods) * pieces;
        self.pieces_expected = expected;
        self.year_expected = charged * expected;
        self.sales_expected = i128::from(before.goods) * expected;
        self.without_elasticity = u64::from(year.expected.is_none() && year.pieces > 0);
    }

    fn add(&mut self, other: &Sums) {
        self.listings += other.listings;
        self.touched += other.touched;
        self.dearer += other.dearer;
        self.cheaper += other.cheaper;
        self.stops += other.stops;
        self.starts += other.starts;
        self.before += other.before;
        self.after += other.after;
        self.charges_before += other.charges_before;
        self.charges_after += other.charges_after;
        self.pieces += other.pieces;
        self.year_before += other.year_before;
        self.year_after += other.year_after;
        self.sales += other.sales;
        self.pieces_expected += other.pieces_expected;
        self.year_expected += other.year_expected;
        self.sales_expected += other.sales_expected;
        self.without_elasticity += other.without_elasticity;
    }
}

fn changed(place: &Place, offer: &Offer, effect: &Effect) -> Changed {
    let (before, after) = match effect {
        Effect::Same => (None, None),
        Effect::Priced { before, after } => (Some(before), Some(after)),
        Effect::Stops { before } => (Some(before), None),
        Effect::Starts { after } => (None, Some(after)),
    };
    Changed {
        listing: place.listing.id.clone(),
        seller: place.listing.seller.clone(),
        state: place.listing.state.clone(),
        hs: place.code.to_owned(),
        destination: offer.destination.clone(),
        before: before.and_then(|sale| sale.landed),
        after: after.and_then(|sale| sale.landed),
        permille: before.zip(after).and_then(|(before, after)| permille(before.minor, after.minor)),
        reason: None,
    }
}

/// The offers that change most, at most [`LISTED_MAX`] of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// Once it was full, those that were kept stand first and in order.
    all: Vec<Changed>,
    was_full: bool,
}

impl Listed {
    fn put(&mut self, permille: Option<i64>, place: &Place, offer: &Offer, changed: impl FnOnce() -> Changed) {
        // What comes after the last of those that were kept would not be kept.
        let last = self.all.get(LISTED_MAX - 1).filter(|_| self.was_full);
        let key = (Reverse(permille.unwrap_or(0).abs()), &place.listing.id, &offer.destination);
        if last.is_some_and(|last| last.key() < key) {
            return;
        }
        self.all.push(changed());
        if self.all.len() >= LISTED_MAX * 2 {
            self.cut();
        }
    }

    fn merge(&mut self, mut other: Listed) {
        self.all.append(&mut other.all);
        self.cut();
    }

    fn cut(&mut self) {
        self.all.sort_by(|a, b| a.key().cmp(&b.key()));
        self.all.truncate(LISTED_MAX);
        self.was_full = self.all.len() == LISTED_MAX;
    }

    pub fn into_sorted(mut self) -> Vec<Changed> {
        self.cut();
        self.all
    }
}

impl Changed {
    /// The largest change first; of equal ones by name, so that the order in which they were met does not matter.
    fn key(&self) -> (Reverse<i64>, &String, &String) {
        (Reverse(self.permille.unwrap_or(0).abs()), &self.listing, &self.destination)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Book;
    use crate::whatif::synthetic::Synthetic;

    #[test]
    fn those_that_change_most_are_listed_whatever_came_before() {
        let listings = Synthetic::new(&Book::built_in(), 3_000).listings(0..3_000);
        let (mut listed, mut all) = (Listed::default(), Vec::new());
        for (n, listing) in listings.iter().enumerate() {
            let (offer, permille) = (&listing.offers[n % 3], Some(n as i64 * 7_919 % 301 - 150));
            let place = Place { listing, code: "080929" };
            let effect = Effect::Starts { after: Sale::default() };
            let one = || Changed { permille, ..changed(&place, offer, &effect) };
            all.push(one());
            listed.put(permille, &place, offer, one);
            // What another chunk has seen is added while there are few, and again later.
            if n == 400 || n == 2_300 {
                listed.merge(Listed::default());
            }
        }
        all.sort_by(|a, b| a.key().cmp(&b.key()));
        all.truncate(LISTED_MAX);
        assert_eq!(listed.into_sorted(), all);
    }
}
