//! Finding documents by their words, in any of the languages that buyers write in.
//!
//! A document has texts in one or several languages, a few facets and a few numbers; this crate knows nothing else
//! about it. It is found by the words of any of its texts, whichever language the searcher speaks, in Simplified or
//! Traditional script, with or without marks, by a part of a Chinese, Japanese or Korean word, and with a slip of the
//! finger in a word of letters. The engine is tantivy, in this process, in one folder.
//!
//! ```
//! use sampan_search::{Doc, Index, Query, Text};
//! use uuid::Uuid;
//! let index = Index::in_memory()?;
//! let cherries = Doc {
//!     id: Uuid::from_u128(1),
//!     texts: vec![Text::new("en", "Dried tart cherries", ""), Text::new("zh", "酸樱桃干", "")],
//!     ..Doc::default()
//! };
//! index.put(&[cherries])?;
//! index.commit_with("event 17")?;
//! for text in ["cherry", "cheries", "櫻桃乾", "樱桃"] {
//!     let page = index.search(&Query { text: text.into(), lang: "zh-Hant".into(), ..Query::default() })?;
//!     assert_eq!(page.total, 1, "{text}");
//! }
//! assert_eq!(index.marker(), Some("event 17".into()));
//! # Ok::<(), sampan_search::Error>(())
//! ```
//!
//! Why it is made so:
//!
//! - *Grams in the index, words in the query.* Chinese, Japanese and Korean text is indexed by single signs and pairs;
//!   a dictionary cuts only the query into words, and each of its words is wanted as its pairs. So a document never
//!   misses because the dictionary cut its text elsewhere, a part of a word is found, and indexing needs no dictionary.
//! - *Scores without statistics of length.* A word counts by how rare it is and where it stands (the searcher's own
//!   language, a title, a tag, a body); then shorter titles win, then the caller's rank. Texts in ten languages
//!   therefore neither help nor harm a document, and equal hits keep an order that one can page through.
//! - *User text is never parsed.* There is no query syntax, so there is no wrong one.
//! - *The index is a copy.* It stores no text, only what is needed to find an id; it can be thrown away and filled
//!   again at any time. The marker kept with each commit says how far the filling has come.

mod chars;
mod doc;
mod docset;
mod folder;
mod index;
mod labels;
mod live;
mod matching;
mod part;
mod query;
mod schema;
mod search;
mod synonyms;
mod top;
mod windows;
mod words;

#[cfg(test)]
mod tests;

pub use doc::{Doc, Facts, Label, Numbers, Text};
pub use index::{Error, Filled, Found, Index, Opened, Rebuild};
pub use query::{Cursor, Figure, Hit, Order, Page, Query};
pub use search::COUNTED;
pub use synonyms::Synonyms;

/// The longest query text that is looked at, in characters; what follows is ignored.
pub const MAX_QUERY_CHARS: usize = 200;
/// The largest page.
pub const MAX_LIMIT: usize = 500;
/// How much of a title is indexed, in characters.
pub const MAX_TITLE_CHARS: usize = 500;
/// How much of a body is indexed, in characters.
pub const MAX_BODY_CHARS: usize = 8_000;
