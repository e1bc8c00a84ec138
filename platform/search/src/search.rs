//! From a searcher's words to a page of hits.
//!
//! What matches is a set of documents in each part of the index, and the sets are whole: so the number of matches is
//! known, and any order and any page of it is had by going along an order that is worked out already ([`crate::part`]).
//! The best match first is the one order that depends on the words. A few matches are scored one by one. Of many, those
//! with all the words in a title in the searcher's language come first, then those with them in any title, and so on;
//! each such layer is scored if it is small, else the documents' rank decides.

use crate::docset::Docs;
use crate::index::{Error, Index};
use crate::matching::{Depth, Lookup, Words};
use crate::part::Snapshot;
use crate::query::{Cursor, Figure, Hit, Key, Order, Page, Query};
use crate::schema::{language, title_length};
use crate::top::{Best, Entry, ordered};
use crate::words::{loosened, wanted};
use crate::{MAX_LIMIT, part};
use tantivy::{Score, TantivyError};

/// Layers of more matches than this are not scored.
const SCORED: u64 = 2_000;
/// Words that so many titles and tags have are not looked for in bodies.
pub const ENOUGH: u64 = 10_000;
/// What a short title adds: a fifth of the score to a title of one word.
const SHORTNESS: Score = 1.0;
/// How many bits of a key's first number the score has; above it stands the layer.
const SCORE_BITS: u32 = 48;

impl Index {
    /// Finds documents that have all the words of a query, or else most of them; see [`Page::relaxed`].
    pub fn search(&self, query: &Query) -> Result<Page, Error> {
        self.find(query, None)
    }

    /// The same, ordered or narrowed by a figure that the caller works out from a document's facts.
    pub fn search_by(&self, query: &Query, figure: &Figure<'_>) -> Result<Page, Error> {
        self.find(query, Some(figure))
    }

    fn find(&self, query: &Query, figure: Option<&Figure<'_>>) -> Result<Page, Error> {
        let (snapshot, language) = (self.snapshot(), language(&query.lang));
        let fields = self.fields();
        let lookup = Lookup { snapshot: &snapshot, fields: &fields, language: &language };
        let wanted = self.synonyms.widen(wanted(&query.text));
        let facets = lookup.facets(query)?;
        let relaxed = query.after.is_some_and(|cursor| cursor.relaxed) && !wanted.is_empty();
        if !relaxed {
            let matches = Matches::all(&snapshot, lookup.words(&wanted)?, &facets)?;
            if matches.total > 0 || wanted.is_empty() {
                return Ok(matches.page(query, figure, false)?);
            }
        }
        let mut words = lookup.words(&loosened(wanted))?;
        let least = words.count().div_ceil(2);
        words.forget_unknown();
        if words.count() >= least {
            // Mostly it is a word that nothing has: without it all the others are found together.
            let matches = Matches::all(&snapshot, words, &facets)?;
            if matches.total > 0 {
                return Ok(matches.page(query, figure, true)?);
            }
            words = matches.words;
        }
        Ok(Matches::most(&snapshot, words, &facets, least)?.page(query, figure, true)?)
    }
}

/// What matches a search, in one state of the index.
struct Matches<'a> {
    snapshot: &'a Snapshot,
    words: Words,
    facets: &'a [Option<Docs>],
    /// All that matches, a set for each part.
    whole: Vec<Docs>,
    total: u64,
    layers: Layers,
}

/// What comes before what, whatever the documents' rank.
enum Layers {
    /// Nothing.
    One,
    /// How far one has to look for the words.
    Depths(Vec<Depth>),
    /// How many of the words there are.
    Counted(Vec<Vec<Docs>>),
}

impl<'a> Matches<'a> {
    /// The documents with all the words.
    fn all(snapshot: &'a Snapshot, words: Words, facets: &'a [Option<Docs>]) -> Result<Matches<'a>, TantivyError> {
        let mut matches = Matches { snapshot, words, facets, whole: Vec::new(), total: 0, layers: Layers::One };
        matches.whole = matches.at(Depth::Tags)?;
        let mut deepest = Depth::Tags;
        if !matches.words.is_empty() && total(&matches.whole) < ENOUGH {
            deepest = Depth::Body;
            matches.whole = matches.at(Depth::Body)?;
        }
        matches.total = total(&matches.whole);
        if matches.total > SCORED && !matches.words.is_empty() {
            let first = if matches.words.has_forms() { Depth::Typed } else { Depth::Spoken };
            let depths = Depth::ALL.into_iter().filter(|depth| (first..=deepest).contains(depth));
            matches.layers = Layers::Depths(depths.collect());
        }
        Ok(matches)
    }

    /// The documents with most of the words.
    fn most(
        snapshot: &'a Snapshot,
        words: Words,
        facets: &'a [Option<Docs>],
        least: usize,
    ) -> Result<Matches<'a>, TantivyError> {
        let mut layers: Vec<Vec<Docs>> = vec![Vec::new(); 2 * words.count() + 2];
        let mut whole = Vec::with_capacity(facets.len());
        for (at, among) in facets.iter().enumerate() {
            let mut all = Docs::NONE;
            for (layer, docs) in layers.iter_mut().zip(words.most(snapshot, at, least, among.as_ref())?) {
                all = all.or(&docs, snapshot.parts[at].documents());
                layer.push(docs);
            }
            whole.push(all);
        }
        let total = total(&whole);
        let layers = if total > SCORED { Layers::Counted(layers) } else { Layers::One };
        Ok(Matches { snapshot, words, facets, whole, total, layers })
    }

    /// The documents that have the words so near the surface.
    fn at(&self, depth: Depth) -> Result<Vec<Docs>, TantivyError> {
        let of = |(at, among): (usize, &Option<Docs>)| self.words.all(self.snapshot, at, depth, among.as_ref());
        self.facets.iter().enumerate().map(of).collect()
    }

    /// The first `limit` in the query's order after a key.
    fn ordered(&self, order: Order, after: Option<Key>, limit: usize) -> Result<Vec<Entry>, TantivyError> {
        match (order, &self.layers) {
            (Order::Newest | Order::Cheapest, _) => Ok(ordered(self.snapshot, &self.whole, order, after, limit)),
            (Order::Relevance, Layers::One) => self.layer(&self.whole, 0, after, limit),
            (Order::Relevance, Layers::Depths(depths)) => self.layered(depths.len(), after, limit, |number| {
                let depth = depths[number];
                let whole = |depth| if Some(&depth) == depths.last() { Ok(self.whole.clone()) } else { self.at(depth) };
                let docs = whole(depth)?;
                let Some(before) = number.checked_sub(1) else { return Ok(docs) };
                let before = whole(depths[before])?;
                Ok(docs.into_iter().zip(&before).map(|(docs, before)| docs.without(before)).collect())
            }),
            (Order::Relevance, Layers::Counted(layers)) => {
                self.layered(layers.len(), after, limit, |number| Ok(layers[number].clone()))
            }
        }
    }

    /// Goes from layer to layer until there is enough.
    fn layered(
        &self,
        count: usize,
        after: Option<Key>,
        limit: usize,
        docs: impl Fn(usize) -> Result<Vec<Docs>, TantivyError>,
    ) -> Result<Vec<Entry>, TantivyError> {
        // The first layer has the largest number: keys go downwards.
        let number = |layer: usize| (count - layer) as u64;
        let start = after.map_or(0, |key| count.saturating_sub((key.first >> SCORE_BITS) as usize));
        let mut found = Vec::new();
        for layer in start..count {
            let more = self.layer(&docs(layer)?, number(layer), after, limit - found.len())?;
            found.extend(more);
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The first of one layer: by score if it is small, else by rank alone.
    fn layer(&self, sets: &[Docs], layer: u64, after: Option<Key>, limit: usize) -> Result<Vec<Entry>, TantivyError> {
        let layer = layer << SCORE_BITS;
        if self.words.is_empty() || total(sets) > SCORED {
            // Keys of the order by rank say nothing of the layer.
            let bare = after.and_then(|key| match key.first.cmp(&layer) {
                std::cmp::Ordering::Equal => Some(Key { first: 0, ..key }),
                std::cmp::Ordering::Less => Some(Key { first: 0, second: 0, id: uuid::Uuid::nil() }),
                std::cmp::Ordering::Greater => None,
            });
            let mut entries = ordered(self.snapshot, sets, Order::Relevance, bare, limit);
            entries.iter_mut().for_each(|entry| entry.key.first = layer);
            return Ok(entries);
        }
        let mut best = Best::after(after, limit);
        for (at, docs) in sets.iter().enumerate() {
            let mut list = Vec::with_capacity(docs.count());
            docs.each(|doc| list.push(doc));
            let part = &self.snapshot.parts[at];
            for (&doc, score) in list.iter().zip(self.words.scores(self.snapshot, at, &list)?) {
                let quality = part.fixed.quality(doc);
                let first = layer | whole_score(score, title_length(quality));
                let key = Key { first, second: quality, id: part.fixed.id(doc) };
                best.push(Entry { key, part: at as u32, doc });
            }
        }
        Ok(best.done())
    }

    fn page(&self, query: &Query, figure: Option<&Figure<'_>>, relaxed: bool) -> Result<Page, TantivyError> {
        let limit = query.limit.clamp(1, MAX_LIMIT);
        let relaxed = relaxed && self.total > 0;
        match figure {
            Some(figure) if figure.sort => self.page_by(query, figure, limit, relaxed),
            Some(figure) => self.page_within(query, figure, limit, relaxed),
            None => {
                let entries = self.ordered(query.order, query.after.map(|cursor| cursor.key), limit + 1)?;
                let mut page = page(&entries, limit, self.total, relaxed, None);
                if query.order != Order::Relevance {
                    page.hits.iter_mut().for_each(|hit| hit.score = 0);
                }
                Ok(page)
            }
        }
    }

    /// A page of those whose figure lies in a range, in the query's order. Where more match than may be worked out, as
    /// many are as it takes to fill the page, and the page may stay short.
    fn page_within(
        &self,
        query: &Query,
        figure: &Figure<'_>,
        limit: usize,
        relaxed: bool,
    ) -> Result<Page, TantivyError> {
        let passes = |entry: &Entry| self.figure(figure, entry).is_some();
        let after = query.after.map(|cursor| cursor.key);
        if self.total <= figure.limit as u64 {
            let mut entries = self.ordered(query.order, None, figure.limit)?;
            entries.retain(passes);
            let total = entries.len() as u64;
            let start = after.map_or(0, |after| entries.partition_point(|entry| entry.key >= after));
            return Ok(page(&entries[start..], limit, total, relaxed, None));
        }
        let looked_at = self.ordered(query.order, after, figure.limit)?;
        let whole = looked_at.len() < figure.limit;
        let mut found = Vec::new();
        let mut last = None;
        for entry in &looked_at {
            if passes(entry) {
                found.push(*entry);
            }
            last = Some(entry.key);
            if found.len() == limit {
                break;
            }
        }
        let over = whole && last == looked_at.last().map(|entry| entry.key);
        let next = last.filter(|_| !over).map(|key| Cursor { relaxed, key, from: None });
        Ok(Page { exact: false, next, ..page(&found, limit, self.total, relaxed, None) })
    }

    /// A page with the least figure first. Where more match than may be worked out, they are taken so many at a time,
    /// the lowest price first, and ordered within each stretch.
    fn page_by(&self, query: &Query, figure: &Figure<'_>, limit: usize, relaxed: bool) -> Result<Page, TantivyError> {
        let from = query.after.and_then(|cursor| cursor.from).filter(|from| *from != Key::START);
        let size = figure.limit.max(1);
        let mut stretch = self.ordered(Order::Cheapest, from, size + 1)?;
        let more = stretch.len() > size;
        stretch.truncate(size);
        let end = stretch.last().map(|entry| entry.key);
        let exact = from.is_none() && !more;
        let mut entries: Vec<Entry> = Vec::with_capacity(stretch.len());
        for entry in stretch {
            if let Some(value) = self.figure(figure, &entry) {
                let key = Key { first: !part::ascending(value), second: 0, id: entry.key.id };
                entries.push(Entry { key, ..entry });
            }
        }
        entries.sort_unstable_by(|a, b| b.cmp(a));
        let total = if exact { entries.len() as u64 } else { self.total };
        let start = query.after.map_or(0, |cursor| entries.partition_point(|entry| entry.key >= cursor.key));
        let rest = &entries[start..];
        let mut page = page(rest, limit, total, relaxed, Some(from.unwrap_or(Key::START)));
        page.exact = exact;
        page.hits.iter_mut().for_each(|hit| hit.score = 0);
        if page.next.is_none() && more {
            page.next = Some(Cursor { relaxed, key: Key::START, from: end });
        }
        Ok(page)
    }

    /// A document's figure, if it has one in the range.
    fn figure(&self, figure: &Figure<'_>, entry: &Entry) -> Option<i64> {
        let facts = self.snapshot.parts.get(entry.part as usize)?.fixed.facts(entry.doc);
        (figure.of)(&facts).filter(|value| figure.within.contains(value))
    }
}

/// A page of at most `limit` of the best, which hold one more where there is a next page.
fn page(entries: &[Entry], limit: usize, total: u64, relaxed: bool, from: Option<Key>) -> Page {
    let keys = || entries.iter().take(limit).map(|entry| entry.key);
    Page {
        hits: keys().map(|key| Hit { id: key.id, score: key.first & ((1 << SCORE_BITS) - 1) }).collect(),
        total,
        exact: true,
        relaxed,
        next: keys().next_back().filter(|_| entries.len() > limit).map(|key| Cursor { relaxed, key, from }),
    }
}

fn total(sets: &[Docs]) -> u64 {
    sets.iter().map(|docs| docs.count() as u64).sum()
}

/// The score in thousandths, a little more for the shorter title.
fn whole_score(score: Score, length: u64) -> u64 {
    let length = length.min(1_000) as Score;
    (score * (1.0 + SHORTNESS / (4.0 + length)) * 1_000.0 + 0.5) as u64
}
