//! What is asked, and what comes back.

use std::fmt;
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
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// How many documents match in all.
    pub total: u64,
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
    /// How well it matches, in thousandths; comparable within one search only.
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
}

/// What a hit is sorted by, the largest first; no two documents have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub first: u64,
    pub second: u64,
    pub id: Uuid,
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
        let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
        let (first, second) = (number()?, number()?);
        let id = Uuid::try_parse(parts.next()?).ok()?;
        parts.next().is_none().then_some(Cursor { relaxed, key: Key { first, second, id } })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.relaxed { 'm' } else { 'a' };
        write!(f, "{mode}.{:x}.{:x}.{}", self.key.first, self.key.second, self.key.id.simple())
    }
}
