//! From a searcher's words to a page of hits.
//!
//! The best match first is the order that depends on the words. A few matches are scored one by one. Of many, those with
//! all the words in a title in the searcher's language come first, then those with them in any title, and so on; each
//! such layer is scored if it is small, else the documents' rank decides. As the best documents lie first in each part
//! ([`crate::part`]), no more is read of a large layer than it takes to fill the page and to know that it is large.
//!
//! The other orders do not depend on the words: what matches is put together as a whole set, and a page of it is had by
//! going along an order that is worked out already.

use crate::docset::Docs;
use crate::index::{Error, Index};
use crate::matching::{Depth, Facets, Layer, Lookup, Words};
use crate::part::{Listed, Snapshot, Whole};
use crate::query::{Cursor, Figure, Hit, Key, Order, Page, Query};
use crate::schema::{language, title_length};
use crate::top::{Best, Entry, Ranked, ordered};
use crate::words::{loosened, wanted};
use crate::{MAX_LIMIT, part};
use std::sync::Arc;
use tantivy::{DocId, Score, TantivyError};

/// So many documents that match the words of a search are counted, and scored; of more it is only known that they are
/// more.
pub const COUNTED: u64 = 2_000;
/// Words that so many titles and tags have are not looked for in bodies.
const ENOUGH: u64 = 500;
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
    facets: &'a [Facets],
    found: Found,
    total: u64,
}

/// What was found.
enum Found {
    /// No words were asked for: everything that the facets let through.
    All,
    /// All documents with the words, so many that they are scored; a list for each part.
    Few(Vec<Vec<DocId>>),
    /// More, and how far the words were looked for: what lies nearer comes first.
    Many(Vec<Depth>),
    /// Those with most of the words, by how many they have.
    Counted(Vec<Vec<Docs>>),
}

impl<'a> Matches<'a> {
    /// The documents with all the words.
    fn all(snapshot: &'a Snapshot, words: Words, facets: &'a [Facets]) -> Result<Matches<'a>, TantivyError> {
        let mut matches = Matches { snapshot, words, facets, found: Found::All, total: 0 };
        if matches.words.is_empty() {
            matches.total = total(&matches.whole()?);
            return Ok(matches);
        }
        for deepest in [Depth::Tags, Depth::Body] {
            let lists = matches.heads(Layer { depth: deepest, without: None }, 0)?;
            matches.total = count(&lists);
            if matches.total > COUNTED {
                let first = if matches.words.has_forms() { Depth::Typed } else { Depth::Spoken };
                let depths = Depth::ALL.into_iter().filter(|depth| (first..=deepest).contains(depth));
                matches.found = Found::Many(depths.collect());
                break;
            }
            matches.found = Found::Few(lists);
            if matches.total >= ENOUGH {
                break;
            }
        }
        Ok(matches)
    }

    /// The documents with most of the words.
    fn most(
        snapshot: &'a Snapshot,
        words: Words,
        facets: &'a [Facets],
        least: usize,
    ) -> Result<Matches<'a>, TantivyError> {
        let mut layers: Vec<Vec<Docs>> = vec![Vec::new(); 2 * words.count() + 2];
        for (at, among) in facets.iter().enumerate() {
            for (layer, docs) in layers.iter_mut().zip(words.most(snapshot, at, least, among)?) {
                layer.push(docs);
            }
        }
        let total = layers.iter().flatten().map(|docs| docs.count() as u64).sum();
        Ok(Matches { snapshot, words, facets, found: Found::Counted(layers), total })
    }

    /// The first documents of a layer in each part: all of them where there are few in all; else enough of them to know that
    /// there are more, and at least so many of each part.
    fn heads(&self, layer: Layer, limit: usize) -> Result<Vec<Vec<DocId>>, TantivyError> {
        let mut rest = COUNTED as usize + 1;
        let mut lists = Vec::with_capacity(self.facets.len());
        for (at, (part, among)) in self.snapshot.parts.iter().zip(self.facets).enumerate() {
            let wanted = rest.max(limit);
            let list = if wanted == 0 { Vec::new() } else { self.words.first(part, at, layer, among, (0, wanted))? };
            rest = rest.saturating_sub(list.len());
            lists.push(list);
        }
        Ok(lists)
    }

    /// All that matches, a set for each part.
    fn whole(&self) -> Result<Vec<Whole>, TantivyError> {
        let parts = self.snapshot.parts.iter().zip(self.facets).enumerate();
        let sets = parts.map(|(at, (part, among))| {
            let docs = match &self.found {
                Found::All => return Ok(part.whole(among.clone())),
                Found::Few(lists) => Docs::List(lists[at].clone()),
                Found::Many(depths) => {
                    self.words.all(part, at, depths.last().copied().unwrap_or(Depth::Tags), among)?
                }
                Found::Counted(layers) => {
                    let one = |all: Docs, layer: &Vec<Docs>| all.or(&layer[at], part.documents());
                    layers.iter().fold(Docs::NONE, one)
                }
            };
            Ok(part.whole(Some(Arc::new(docs))))
        });
        sets.collect()
    }

    /// Whether more match than are counted.
    fn is_more(&self) -> bool {
        !self.words.is_empty() && self.total > COUNTED
    }

    /// The first `limit` in the query's order after a key.
    fn ordered(&self, order: Order, after: Option<Key>, limit: usize) -> Result<Vec<Entry>, TantivyError> {
        let listed = |order| Ok(ordered(self.snapshot, &self.whole()?, order, after, limit));
        match (order, &self.found) {
            (Order::Newest, _) => listed(Listed::Newest),
            (Order::Cheapest, _) => listed(Listed::Cheapest),
            (Order::Relevance, Found::All) => Ok(self.ranked(&self.whole()?, 0, after, limit)),
            (Order::Relevance, Found::Few(lists)) => self.scored(lists, 0, after, limit),
            (Order::Relevance, Found::Many(depths)) => layered(depths.len(), after, limit, |number, layer, limit| {
                let without = number.checked_sub(1).map(|before| depths[before]);
                self.nearer(Layer { depth: depths[number], without }, layer, after, limit)
            }),
            (Order::Relevance, Found::Counted(layers)) => {
                if self.total <= COUNTED {
                    let mut lists: Vec<Vec<DocId>> = vec![Vec::new(); self.facets.len()];
                    for layer in layers {
                        lists.iter_mut().zip(layer).for_each(|(list, docs)| docs.each(|doc| list.push(doc)));
                    }
                    // Words are looked up going forward.
                    lists.iter_mut().for_each(|list| list.sort_unstable());
                    return self.scored(&lists, 0, after, limit);
                }
                layered(layers.len(), after, limit, |number, layer, limit| {
                    let sets = &layers[number];
                    if sets.iter().map(|docs| docs.count() as u64).sum::<u64>() > COUNTED {
                        let whole = |(part, docs): (&part::Part, &Docs)| part.whole(Some(Arc::new(docs.clone())));
                        let sets: Vec<Whole> = self.snapshot.parts.iter().zip(sets).map(whole).collect();
                        return Ok(self.ranked(&sets, layer, after, limit));
                    }
                    let mut lists: Vec<Vec<DocId>> = vec![Vec::new(); sets.len()];
                    lists.iter_mut().zip(sets).for_each(|(list, docs)| docs.each(|doc| list.push(doc)));
                    self.scored(&lists, layer, after, limit)
                })
            }
        }
    }

    /// The first of one layer that is read as far as it is needed: by score if it is small, else by rank alone.
    fn nearer(&self, depth: Layer, layer: u64, after: Option<Key>, limit: usize) -> Result<Vec<Entry>, TantivyError> {
        let mut lists = self.heads(depth, limit)?;
        if count(&lists) <= COUNTED {
            return self.scored(&lists, layer, after, limit);
        }
        let after = bare(after, layer);
        let mut ranked = Ranked::after(layer, after, limit);
        for (at, (part, among)) in self.snapshot.parts.iter().zip(self.facets).enumerate() {
            if let Some(key) = after {
                // Some of those as good as the last may have been on the page before.
                let as_good = part.fixed.as_good(key);
                lists[at] = self.words.first(part, at, depth, among, (as_good.start, limit + as_good.len()))?;
            }
            let list = &lists[at];
            ranked.part(part, at, |_, enough| {
                let _ = list.iter().any(|&doc| enough(doc));
            });
        }
        Ok(ranked.done())
    }

    /// The first of sets by rank alone.
    fn ranked(&self, sets: &[Whole], layer: u64, after: Option<Key>, limit: usize) -> Vec<Entry> {
        let mut ranked = Ranked::after(layer, bare(after, layer), limit);
        for (at, (part, docs)) in self.snapshot.parts.iter().zip(sets).enumerate() {
            ranked.part(part, at, |from, enough| docs.each_from(from, enough));
        }
        ranked.done()
    }

    /// The first of a few by score.
    fn scored(
        &self,
        lists: &[Vec<DocId>],
        layer: u64,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Vec<Entry>, TantivyError> {
        let mut best = Best::after(after, limit);
        for (at, list) in lists.iter().enumerate() {
            let part = &self.snapshot.parts[at];
            for (&doc, score) in list.iter().zip(self.words.scores(self.snapshot, at, list)?) {
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
        let mut page = match figure {
            Some(figure) if figure.sort => self.page_by(query, figure, limit, relaxed)?,
            Some(figure) => self.page_within(query, figure, limit, relaxed)?,
            None => {
                let entries = self.ordered(query.order, query.after.map(|cursor| cursor.key), limit + 1)?;
                let mut page = page(&entries, limit, self.total, relaxed, None);
                if query.order != Order::Relevance {
                    page.hits.iter_mut().for_each(|hit| hit.score = 0);
                }
                page
            }
        };
        page.more = self.is_more() && page.total > COUNTED;
        if page.more {
            page.total = COUNTED;
        }
        Ok(page)
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
        if self.total <= figure.limit as u64 && !self.is_more() {
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
        more: false,
        exact: true,
        relaxed,
        next: keys().next_back().filter(|_| entries.len() > limit).map(|key| Cursor { relaxed, key, from }),
    }
}

/// Goes from layer to layer until there is enough; `of` is told a layer's place, what its keys begin with, and how many
/// are still wanted.
fn layered(
    count: usize,
    after: Option<Key>,
    limit: usize,
    of: impl Fn(usize, u64, usize) -> Result<Vec<Entry>, TantivyError>,
) -> Result<Vec<Entry>, TantivyError> {
    // The first layer has the largest number: keys go downwards.
    let start = after.map_or(0, |key| count.saturating_sub((key.first >> SCORE_BITS) as usize));
    let mut found = Vec::new();
    for layer in start..count {
        found.extend(of(layer, ((count - layer) as u64) << SCORE_BITS, limit - found.len())?);
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

/// Where a layer whose documents have no score goes on after a key; none from its beginning.
fn bare(after: Option<Key>, layer: u64) -> Option<Key> {
    after.filter(|key| key.first <= layer).map(|key| match key.first == layer {
        true => key,
        false => Key { first: layer, second: 0, id: uuid::Uuid::nil() },
    })
}

fn total(sets: &[Whole]) -> u64 {
    sets.iter().map(|docs| docs.count() as u64).sum()
}

fn count(lists: &[Vec<DocId>]) -> u64 {
    lists.iter().map(|list| list.len() as u64).sum()
}

/// The score in thousandths, a little more for the shorter title.
fn whole_score(score: Score, length: u64) -> u64 {
    let length = length.min(1_000) as Score;
    (score * (1.0 + SHORTNESS / (4.0 + length)) * 1_000.0 + 0.5) as u64
}
