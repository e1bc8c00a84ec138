//! What is asked, and what comes back.

use crate::doc::Facts;
use std::fmt;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// A search: words, facets that narrow it, and a place in the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What the searcher typed; empty means everything that the facets let through.
    pub text: String,
    /// The searcher's language (BCP 47); texts in it count for more.
    pub lang: String,
    /// Only this category and those below it.
    pub category: Option<String>,
    /// Only this owner's.
    pub owner: Option<Uuid>,
    /// Only of this place.
    pub state: Option<String>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// How many hits a page has, at most [`crate::MAX_LIMIT`].
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// What comes first.
    pub order: Order,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            text: String::new(),
            lang: String::new(),
            category: None,
            owner: None,
            state: None,
            kind: None,
            limit: 20,
            after: None,
            order: Order::Relevance,
        }
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best match, then the larger rank, then the younger id.
    #[default]
    Relevance,
    /// The last published.
    Newest,
    /// The lowest price; documents without one are left out.
    Cheapest,
}

/// A figure that a caller works out from a document's facts: to order by, or to narrow by.
pub struct Figure<'a> {
    /// The figure; a document without one is left out.
    pub of: &'a dyn Fn(&Facts) -> Option<i64>,
    /// Only documents whose figure lies here.
    pub within: RangeInclusive<i64>,
    /// Whether the least figure comes first; else the query's own order holds.
    pub sort: bool,
    /// So many documents are worked out for a page at most.
    pub limit: usize,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// How many documents match in all; of a figure's range only as far as [`Page::exact`] says.
    pub total: u64,
    /// Whether there are more than `total`: of what has a search's words only [`crate::COUNTED`] are counted.
    pub more: bool,
    /// Whether every match was looked at. Where it is false a figure was worked out for only so many at a time as the
    /// caller allowed: a page that orders by it holds the least among the next so many by price, and `total` counts
    /// what matches without it.
    pub exact: bool,
    /// Whether no document has all the words, so that these have most of them.
    pub relaxed: bool,
    /// Where the next page starts; none on the last.
    pub next: Option<Cursor>,
}

/// One found document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub id: Uuid,
    /// How well it matches, in thousandths; comparable within one search only, and 0 where so many match alike that
    /// only their rank tells them apart.
    pub score: u64,
}

/// A place in a result, to go on from: opaque text to those who carry it.
///
/// It holds the last hit's sort key, so pages neither repeat nor skip while the index stands still, and the last page
/// costs what the first does. An altered one starts the page somewhere else, no worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) relaxed: bool,
    pub(crate) key: Key,
    /// Of an order by a figure: where the stretch began that was worked out.
    pub(crate) from: Option<Key>,
}

/// What a hit is sorted by, the largest first; no two documents have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub first: u64,
    pub second: u64,
    pub id: Uuid,
}

impl Key {
    /// Before every other.
    pub const START: Key = Key { first: u64::MAX, second: u64::MAX, id: Uuid::max() };
}

impl Cursor {
    /// Reads a cursor back; none when the text is not one.
    pub fn parse(text: &str) -> Option<Cursor> {
        let mut parts = text.split('.');
        let relaxed = match parts.next()? {
            "a" => false,
            "m" => true,
            _ => return None,
        };
        let key = key(&mut parts)?;
        let rest: Vec<&str> = parts.collect();
        let from = match rest[..] {
            [] => None,
            [first, second, id] => Some(self::key(&mut [first, second, id].into_iter())?),
            _ => return None,
        };
        Some(Cursor { relaxed, key, from })
    }
}

fn key<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Key> {
    let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
    let (first, second) = (number()?, number()?);
    Some(Key { first, second, id: Uuid::try_parse(parts.next()?).ok()? })
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.relaxed { 'm' } else { 'a' };
        write!(f, "{mode}.{}", self.key)?;
        self.from.map_or(Ok(()), |from| write!(f, ".{from}"))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{:x}.{}", self.first, self.second, self.id.simple())
    }
}
