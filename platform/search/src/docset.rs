//! Sets of a segment's documents: a short one as a sorted list, a long one as bits.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::{DocId, DocSet as _, TERMINATED};

/// A set with more than one document in so many is kept as bits.
pub(crate) const SPARSE: usize = 64;

/// One bit a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Box<[u64]>,
    /// How many there are, once it was asked.
    count: OnceLock<usize>,
    /// How many of them were left when so many of all documents were: the two numbers, once it was asked.
    left: Left,
}

/// Two numbers of 32 bits in one; a copy does not know them.
#[derive(Debug)]
struct Left(AtomicU64);

impl Default for Left {
    fn default() -> Left {
        Left(AtomicU64::new(u64::MAX))
    }
}

impl Clone for Left {
    fn clone(&self) -> Left {
        Left::default()
    }
}

impl PartialEq for Bits {
    fn eq(&self, other: &Bits) -> bool {
        self.words == other.words
    }
}

impl Eq for Bits {}

impl Bits {
    /// None of so many documents.
    pub fn none(documents: u32) -> Bits {
        Bits { words: vec![0; (documents as usize).div_ceil(64)].into(), ..Bits::default() }
    }

    /// The bits from a document on whose number is a multiple of 64.
    pub fn from(&self, start: DocId) -> &[u64] {
        self.words.get(start as usize / 64..).unwrap_or_default()
    }

    pub fn insert(&mut self, doc: DocId) {
        self.forget();
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.words.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    pub fn count(&self) -> usize {
        *self.count.get_or_init(|| self.words.iter().map(|word| word.count_ones() as usize).sum())
    }

    /// How many of them are left, where so many of all documents are: documents are only ever taken out of a part, so their
    /// number says which are left.
    pub fn count_left(&self, all_left: u32, left: &Bits) -> usize {
        let known = self.left.0.load(Ordering::Relaxed);
        if known >> 32 == u64::from(all_left) && known != u64::MAX {
            return known as u32 as usize;
        }
        let both = self.words.iter().zip(&left.words).map(|(word, left)| (word & left).count_ones());
        let count: u32 = both.sum();
        self.left.0.store(u64::from(all_left) << 32 | u64::from(count), Ordering::Relaxed);
        count as usize
    }

    /// Tells `doc` each from a document on, until it says that it is enough.
    fn each(&self, from: DocId, mut enough: impl FnMut(DocId) -> bool) {
        let first = from as usize / 64;
        for (at, &word) in self.words.iter().enumerate().skip(first) {
            let mut rest = if at == first { word >> (from % 64) << (from % 64) } else { word };
            while rest != 0 {
                if enough(at as DocId * 64 + rest.trailing_zeros()) {
                    return;
                }
                rest &= rest - 1;
            }
        }
    }

    /// Takes words of 64 documents in, in order: what is given is all that there is from a document on.
    pub fn put(&mut self, start: DocId, words: &[u64]) {
        self.forget();
        let here = self.words.get_mut(start as usize / 64..).unwrap_or_default();
        here.iter_mut().zip(words).for_each(|(word, &other)| *word = other);
    }

    fn forget(&mut self) {
        self.count.take();
        *self.left.0.get_mut() = u64::MAX;
    }

    fn with(&mut self, other: &Bits, mut change: impl FnMut(&mut u64, u64)) {
        self.forget();
        self.words.iter_mut().zip(&other.words).for_each(|(word, &other)| change(word, other));
    }
}

/// A set of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Docs {
    /// Few, in order.
    List(Vec<DocId>),
    /// Many.
    Bits(Bits),
}

impl Docs {
    pub const NONE: Docs = Docs::List(Vec::new());

    /// Whether a set of so many of all documents is kept as bits.
    pub fn is_dense(count: usize, documents: u32) -> bool {
        count > documents as usize / SPARSE
    }

    pub fn count(&self) -> usize {
        match self {
            Docs::List(list) => list.len(),
            Docs::Bits(bits) => bits.count(),
        }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        match self {
            Docs::List(list) => list.binary_search(&doc).is_ok(),
            Docs::Bits(bits) => bits.contains(doc),
        }
    }

    /// Tells `doc` each document, in order.
    pub fn each(&self, mut doc: impl FnMut(DocId)) {
        self.each_from(0, |next| {
            doc(next);
            false
        });
    }

    /// Tells `enough` each document from one on, in order, until it says that it is.
    pub fn each_from(&self, from: DocId, mut enough: impl FnMut(DocId) -> bool) {
        match self {
            Docs::List(list) => {
                let start = list.partition_point(|&doc| doc < from);
                let _ = list[start..].iter().any(|&doc| enough(doc));
            }
            Docs::Bits(bits) => bits.each(from, enough),
        }
    }

    /// Those in both.
    pub fn and(self, other: &Docs) -> Docs {
        match (self, other) {
            (Docs::Bits(mut bits), Docs::Bits(other)) => {
                bits.with(other, |word, other| *word &= other);
                Docs::Bits(bits)
            }
            (Docs::Bits(bits), Docs::List(list)) => {
                Docs::List(list.iter().copied().filter(|&doc| bits.contains(doc)).collect())
            }
            (Docs::List(list), other) => Docs::List(kept(list, other)),
        }
    }

    /// Those in either, of so many documents in all.
    pub fn or(self, other: &Docs, documents: u32) -> Docs {
        match (self, other) {
            (Docs::List(list), other) if list.is_empty() => other.clone(),
            (Docs::Bits(mut bits), other) => {
                match other {
                    Docs::Bits(other) => bits.with(other, |word, other| *word |= other),
                    Docs::List(list) => list.iter().for_each(|&doc| bits.insert(doc)),
                }
                Docs::Bits(bits)
            }
            (Docs::List(list), Docs::Bits(other)) => {
                let mut bits = other.clone();
                list.into_iter().for_each(|doc| bits.insert(doc));
                Docs::Bits(bits)
            }
            (Docs::List(mut list), Docs::List(other)) => {
                list.extend_from_slice(other);
                if Docs::is_dense(list.len(), documents) {
                    let mut bits = Bits::none(documents);
                    list.into_iter().for_each(|doc| bits.insert(doc));
                    return Docs::Bits(bits);
                }
                // Two runs in order: the sort merges them.
                list.sort();
                list.dedup();
                Docs::List(list)
            }
        }
    }
}

/// The documents of a list that are in a set.
fn kept(mut list: Vec<DocId>, set: &Docs) -> Vec<DocId> {
    match set {
        Docs::Bits(bits) => list.retain(|&doc| bits.contains(doc)),
        Docs::List(other) => {
            let mut rest = other.as_slice();
            list.retain(|&doc| {
                // The next of the other is mostly near: doubling steps find it sooner than halving the whole.
                let mut step = 1;
                while rest.get(step).is_some_and(|&next| next < doc) {
                    step *= 2;
                }
                let end = rest.len().min(step + 1);
                rest = &rest[rest[..end].partition_point(|&next| next < doc)..];
                rest.first() == Some(&doc)
            });
        }
    }
    list
}

/// Where a term's documents stand, read by skipping.
pub(crate) struct Skips(tantivy::postings::SegmentPostings);

impl Skips {
    pub fn new(postings: tantivy::postings::SegmentPostings) -> Skips {
        Skips(postings)
    }

    /// Whether a document is among them; documents are asked for in order.
    pub fn has(&mut self, doc: DocId) -> bool {
        if self.0.doc() < doc {
            self.0.seek(doc);
        }
        self.0.doc() == doc && doc != TERMINATED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const DOCUMENTS: u32 = 500;

    fn both_ways(set: &BTreeSet<DocId>) -> [Docs; 2] {
        let mut bits = Bits::none(DOCUMENTS);
        set.iter().for_each(|&doc| bits.insert(doc));
        [Docs::List(set.iter().copied().collect()), Docs::Bits(bits)]
    }

    fn members(docs: &Docs) -> Vec<DocId> {
        let mut out = Vec::new();
        docs.each(|doc| out.push(doc));
        assert_eq!(out.len(), docs.count());
        assert!((0..DOCUMENTS).all(|doc| docs.contains(doc) == out.contains(&doc)));
        out
    }

    proptest! {
        #[test]
        fn sets_are_sets(
            a in proptest::collection::btree_set(0..DOCUMENTS, 0..200),
            b in proptest::collection::btree_set(0..DOCUMENTS, 0..200),
        ) {
            let list = |set: BTreeSet<DocId>| set.into_iter().collect::<Vec<_>>();
            for one in both_ways(&a) {
                for other in both_ways(&b) {
                    prop_assert_eq!(members(&one.clone().and(&other)), list(&a & &b));
                    prop_assert_eq!(members(&one.clone().or(&other, DOCUMENTS)), list(&a | &b));
                }
            }
        }
    }
}
