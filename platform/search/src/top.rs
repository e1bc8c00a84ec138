//! The best of many hits: one pass over what matches, keeping as many as a page holds.

use crate::doc::Numbers;
use crate::query::{Key, Order};
use crate::schema::COLUMNS;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::sync::Arc;
use tantivy::columnar::{Cardinality, Column, ColumnValues};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Score, Searcher, SegmentReader, TantivyError};
use uuid::Uuid;

/// How hits are ordered.
pub(crate) enum By<'a> {
    Order(Order),
    /// By a figure of the caller's, the least first; a document without one is left out.
    Figure(&'a dyn Fn(&Numbers) -> Option<i64>),
}

/// The best hits and how many there are.
pub(crate) struct Best {
    /// Keys in order, the largest first.
    pub keys: Vec<Key>,
    pub total: u64,
}

/// The first `limit` matches of a query after a key, and the number of all matches.
pub(crate) fn best(
    searcher: &Searcher,
    query: &dyn Query,
    by: &By<'_>,
    after: Option<Key>,
    limit: usize,
) -> Result<Best, TantivyError> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut heap = BinaryHeap::with_capacity(limit + 1);
    let mut total = 0;
    for segment in searcher.segment_readers() {
        let columns = Columns::open(segment)?;
        let alive = segment.alive_bitset();
        weight.for_each(segment, &mut |doc, score| {
            if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return;
            }
            let Some(first) = columns.first(by, doc, score) else { return };
            total += 1;
            let least = heap.peek().filter(|_| heap.len() == limit).map(|Reverse(least)| *least);
            if least.is_some_and(|least: Key| first < least.first) {
                return;
            }
            let key = Key { first, second: columns.second(by, doc), id: columns.id(doc) };
            if least.is_some_and(|least| key < least) {
                return;
            }
            if after.is_some_and(|after| key >= after) {
                return;
            }
            heap.push(Reverse(key));
            if least.is_some() {
                heap.pop();
            }
        })?;
    }
    let keys = heap.into_sorted_vec().into_iter().map(|Reverse(key)| key).collect();
    Ok(Best { keys, total })
}

/// A segment's columns.
struct Columns {
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    length: Arc<dyn ColumnValues<u64>>,
    rank: Arc<dyn ColumnValues<i64>>,
    published: Arc<dyn ColumnValues<i64>>,
    class: Option<Column<u64>>,
    figures: [Option<Column<i64>>; 4],
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Columns, TantivyError> {
        let fast = segment.fast_fields();
        let [id_high, id_low, length, class, rank, published, price, weight, volume, abv] = COLUMNS;
        Ok(Columns {
            id_high: full(fast.u64(id_high)?),
            id_low: full(fast.u64(id_low)?),
            length: full(fast.u64(length)?),
            rank: full(fast.i64(rank)?),
            published: full(fast.i64(published)?),
            class: fast.column_opt(class)?,
            figures: [
                fast.column_opt(price)?,
                fast.column_opt(weight)?,
                fast.column_opt(volume)?,
                fast.column_opt(abv)?,
            ],
        })
    }

    fn id(&self, doc: DocId) -> Uuid {
        Uuid::from_u64_pair(self.id_high.get_val(doc), self.id_low.get_val(doc))
    }

    fn first(&self, by: &By<'_>, doc: DocId, score: Score) -> Option<u64> {
        match by {
            By::Order(Order::Relevance) => Some(self.score(doc, score)),
            By::Order(Order::Newest) => Some(ascending(self.published.get_val(doc))),
            By::Figure(figure) => Some(!ascending(figure(&self.numbers(doc))?)),
        }
    }

    fn second(&self, by: &By<'_>, doc: DocId) -> u64 {
        match by {
            By::Order(Order::Relevance) => ascending(self.rank.get_val(doc)),
            By::Order(Order::Newest) | By::Figure(_) => 0,
        }
    }

    /// The score in thousandths, a little more for the shorter title; nothing is more or less where all match alike.
    fn score(&self, doc: DocId, score: Score) -> u64 {
        if score <= 0.0 {
            return 0;
        }
        let length = self.length.get_val(doc).min(1_000) as Score;
        (score * (1.0 + SHORTNESS / (4.0 + length)) * 1_000.0 + 0.5) as u64
    }

    fn numbers(&self, doc: DocId) -> Numbers {
        let figure = |at: usize| self.figures[at].as_ref().and_then(|column| column.first(doc));
        Numbers {
            price_minor: figure(0),
            weight_g: figure(1),
            volume_ml: figure(2),
            abv_milli: figure(3),
            class: self.class.as_ref().and_then(|column| column.first(doc)),
        }
    }
}

/// The values of a column that every document has a value in, read without asking which have.
fn full<T>(column: Column<T>) -> Arc<dyn ColumnValues<T>>
where
    T: PartialOrd + Copy + Default + Send + Sync + fmt::Debug + 'static,
{
    match column.get_cardinality() {
        Cardinality::Full => column.values,
        Cardinality::Optional | Cardinality::Multivalued => column.first_or_default_col(T::default()),
    }
}

/// What a short title adds: a fifth of the score to a title of one word.
const SHORTNESS: Score = 1.0;

/// A number as an unsigned one in the same order.
fn ascending(value: i64) -> u64 {
    tantivy::i64_to_u64(value)
}
