//! One state of the index as searches see it: its parts, each with what is kept in memory of it.
//!
//! A part (the engine's segment) never changes but for the documents taken out of it. Its documents lie in it with the
//! best first, and two more orders of them are worked out once and kept, four bytes a document each: whatever matches is
//! then listed best first, newest first or cheapest first without looking at more than a page of it, on the last page as
//! on the first.

use crate::doc::{Facts, Numbers};
use crate::docset::{Bits, Docs};
use crate::labels::{Labels, Names};
use crate::query::Key;
use crate::schema::{LABELS, SIGNED, UNSIGNED};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::{Cardinality, Column, ColumnValues};
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};
use uuid::Uuid;

/// A state of the index.
pub(crate) struct Snapshot {
    pub searcher: Searcher,
    pub parts: Vec<Part>,
    /// Other spellings of words, looked for already.
    pub spellings: Mutex<HashMap<String, Spellings>>,
}

/// Words that stand for another one, each with how well it does.
pub(crate) type Spellings = Arc<Vec<(String, u64)>>;

/// A part of the index in one state.
pub(crate) struct Part {
    pub reader: SegmentReader,
    pub fixed: Arc<Fixed>,
    /// Which documents have not been taken out; none where all are there.
    pub alive: Option<Arc<Bits>>,
    pub count: u32,
}

/// What of a part never changes.
pub(crate) struct Fixed {
    id: SegmentId,
    documents: u32,
    columns: Columns,
    labels: [Labels; 2],
    orders: [OnceLock<Box<[DocId]>>; 2],
    kept: Mutex<Kept>,
}

/// Sets of documents with a term that many have, by where the term stands; and when each was last asked for.
#[derive(Default)]
struct Kept {
    sets: HashMap<(u32, usize), (Arc<Docs>, u64)>,
    turn: u64,
}

impl Snapshot {
    /// The state that a searcher sees; what an earlier one knows of the same parts is kept.
    pub fn of(searcher: Searcher, before: Option<&Snapshot>, names: &Arc<Names>) -> Result<Snapshot, TantivyError> {
        let mut parts = Vec::with_capacity(searcher.segment_readers().len());
        for reader in searcher.segment_readers() {
            let known = before.and_then(|b| b.parts.iter().find(|part| part.fixed.id == reader.segment_id()));
            let fixed = match known {
                Some(part) => part.fixed.clone(),
                None => Arc::new(Fixed::open(reader, names)?),
            };
            let same = known.filter(|part| part.count == reader.num_docs());
            let alive = match (same, reader.alive_bitset()) {
                (Some(part), _) => part.alive.clone(),
                (None, None) => None,
                (None, Some(alive)) => {
                    let mut bits = Bits::none(reader.max_doc());
                    alive.iter_alive().for_each(|doc| bits.insert(doc));
                    Some(Arc::new(bits))
                }
            };
            parts.push(Part { count: reader.num_docs(), reader: reader.clone(), fixed, alive });
        }
        Ok(Snapshot { searcher, parts, spellings: Mutex::default() })
    }

    /// Works the orders out that are not yet; without them searches are as right, and slower.
    pub fn warm(&self) {
        for part in &self.parts {
            for order in [Listed::Newest, Listed::Cheapest] {
                part.fixed.order(order);
            }
        }
    }
}

impl Part {
    /// How many documents it has, those that were taken out among them.
    pub fn documents(&self) -> u32 {
        self.fixed.documents
    }

    /// What there is of a set, or of everything where none is given.
    pub fn whole(&self, docs: Option<Arc<Docs>>) -> Whole {
        Whole { docs, alive: self.alive.clone(), count: self.count, documents: self.documents() }
    }

    /// A list without the documents that were taken out.
    pub fn living(&self, mut list: Vec<DocId>) -> Vec<DocId> {
        if let Some(alive) = &self.alive {
            list.retain(|&doc| alive.contains(doc));
        }
        list
    }
}

/// Documents of a part: those of a set that have not been taken out, or all.
pub(crate) struct Whole {
    docs: Option<Arc<Docs>>,
    alive: Option<Arc<Bits>>,
    count: u32,
    documents: u32,
}

impl Whole {
    pub fn count(&self) -> usize {
        match (self.docs.as_deref(), &self.alive) {
            (None, _) => self.count as usize,
            (Some(docs), None) => docs.count(),
            (Some(Docs::Bits(bits)), Some(alive)) => bits.count_left(self.count, alive),
            (Some(Docs::List(list)), Some(alive)) => list.iter().filter(|&&doc| alive.contains(doc)).count(),
        }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.docs.as_ref().is_none_or(|docs| docs.contains(doc)) && self.is_alive(doc)
    }

    /// Tells `enough` each document from one on, in order, until it says that it is.
    pub fn each_from(&self, from: DocId, mut enough: impl FnMut(DocId) -> bool) {
        match &self.docs {
            Some(docs) => docs.each_from(from, |doc| self.is_alive(doc) && enough(doc)),
            None => {
                let _ = (from..self.documents).any(|doc| self.is_alive(doc) && enough(doc));
            }
        }
    }

    fn is_alive(&self, doc: DocId) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.contains(doc))
    }
}

impl Fixed {
    fn open(reader: &SegmentReader, names: &Arc<Names>) -> Result<Fixed, TantivyError> {
        let fast = reader.fast_fields();
        let labels = |name| Ok::<_, TantivyError>(Labels::of(fast.str(name)?, names.clone()));
        Ok(Fixed {
            id: reader.segment_id(),
            documents: reader.max_doc(),
            columns: Columns::open(reader)?,
            labels: [labels(LABELS[0])?, labels(LABELS[1])?],
            orders: Default::default(),
            kept: Mutex::default(),
        })
    }

    /// The documents with a term, if they are remembered.
    pub fn remembered(&self, term: &TermInfo, field: Field) -> Option<Arc<Docs>> {
        let mut kept = self.kept.lock();
        kept.turn += 1;
        let turn = kept.turn;
        let (docs, used) = kept.sets.get_mut(&(field.field_id(), term.postings_range.start))?;
        *used = turn;
        Some(docs.clone())
    }

    /// Remembers the documents with a term where they are many; what was not asked for longest is forgotten.
    pub fn remember(&self, term: &TermInfo, field: Field, docs: &Arc<Docs>) {
        if !matches!(**docs, Docs::Bits(_)) {
            return;
        }
        let mut kept = self.kept.lock();
        if kept.sets.len() >= MAX_KEPT
            && let Some(oldest) = kept.sets.iter().min_by_key(|(_, (_, used))| *used).map(|(key, _)| *key)
        {
            kept.sets.remove(&oldest);
        }
        kept.turn += 1;
        let turn = kept.turn;
        kept.sets.insert((field.field_id(), term.postings_range.start), (docs.clone(), turn));
    }

    /// The documents in an order, if it has been worked out.
    pub fn order_if_known(&self, order: Listed) -> Option<&[DocId]> {
        self.orders[order as usize].get().map(|docs| &**docs)
    }

    /// The documents as good as a key says: what comes after it are some of these, and all that lie behind them.
    pub fn as_good(&self, key: Key) -> Range<DocId> {
        let first = |is_before: &dyn Fn(u64) -> bool| {
            let (mut from, mut to) = (0, self.documents);
            while from < to {
                let middle = from + (to - from) / 2;
                if is_before(self.quality(middle)) { from = middle + 1 } else { to = middle }
            }
            from
        };
        first(&|quality| quality > key.second)..first(&|quality| quality >= key.second)
    }

    /// Cuts a list, in order, to so many and to what is as good as the last of them; says whether there were so many and
    /// worse ones, too.
    pub fn cut(&self, list: &mut Vec<DocId>, count: usize) -> bool {
        let Some(&last) = count.checked_sub(1).and_then(|last| list.get(last)) else { return false };
        let least = self.quality(last);
        let as_good = list[count..].iter().position(|&doc| self.quality(doc) < least);
        if let Some(more) = as_good {
            list.truncate(count + more);
        }
        as_good.is_some()
    }

    fn order(&self, order: Listed) -> &[DocId] {
        self.orders[order as usize].get_or_init(|| {
            let all = (0..self.documents).filter_map(|doc| Some((self.key(order, doc)?, doc)));
            let mut all: Vec<(Key, DocId)> = all.collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.into_iter().map(|(_, doc)| doc).collect()
        })
    }

    /// A document's place in an order; none where it has none.
    pub fn key(&self, order: Listed, doc: DocId) -> Option<Key> {
        let c = &self.columns;
        let first = match order {
            Listed::Newest => ascending(c.published.get_val(doc)),
            Listed::Cheapest => !ascending(c.figures[0].as_ref()?.first(doc)?),
        };
        Some(Key { first, second: 0, id: self.id(doc) })
    }

    pub fn id(&self, doc: DocId) -> Uuid {
        Uuid::from_u64_pair(self.columns.id_high.get_val(doc), self.columns.id_low.get_val(doc))
    }

    pub fn quality(&self, doc: DocId) -> u64 {
        self.columns.quality.get_val(doc)
    }

    pub fn facts(&self, doc: DocId) -> Facts {
        let figure = |at: usize| self.columns.figures[at].as_ref().and_then(|column| column.first(doc));
        let numbers =
            Numbers { price_minor: figure(0), weight_g: figure(1), net_weight_g: figure(2), volume_ml: figure(3) };
        Facts { numbers, class: self.labels[0].of_doc(doc), terms: self.labels[1].of_doc(doc) }
    }
}

/// Sets remembered of a part at most: a bit a document each, so 20 bytes a document.
const MAX_KEPT: usize = 160;

/// An order that is worked out and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// The last published first.
    Newest,
    /// The lowest price first; documents without one are left out.
    Cheapest,
}

/// A part's columns.
struct Columns {
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    quality: Arc<dyn ColumnValues<u64>>,
    published: Arc<dyn ColumnValues<i64>>,
    figures: [Option<Column<i64>>; 4],
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Columns, TantivyError> {
        let fast = segment.fast_fields();
        let [id_high, id_low, quality] = UNSIGNED;
        let [published, price, weight, net_weight, volume] = SIGNED;
        Ok(Columns {
            id_high: full(fast.u64(id_high)?),
            id_low: full(fast.u64(id_low)?),
            quality: full(fast.u64(quality)?),
            published: full(fast.i64(published)?),
            figures: [
                fast.column_opt(price)?,
                fast.column_opt(weight)?,
                fast.column_opt(net_weight)?,
                fast.column_opt(volume)?,
            ],
        })
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

/// A number as an unsigned one in the same order.
pub(crate) fn ascending(value: i64) -> u64 {
    tantivy::i64_to_u64(value)
}
