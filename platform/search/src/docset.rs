//! Sets of a segment's documents: a short one as a sorted list, a long one as bits.

use tantivy::{DocId, DocSet as _, TERMINATED};

/// A set with more than one document in so many is kept as bits.
const SPARSE: usize = 64;

/// One bit a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits(Box<[u64]>);

impl Bits {
    /// None of so many documents.
    pub fn none(documents: u32) -> Bits {
        Bits(vec![0; (documents as usize).div_ceil(64)].into())
    }

    /// All of so many documents.
    pub fn all(documents: u32) -> Bits {
        let mut bits = Bits(vec![u64::MAX; (documents as usize).div_ceil(64)].into());
        if let Some(last) = bits.0.last_mut().filter(|_| !documents.is_multiple_of(64)) {
            *last = (1 << (documents % 64)) - 1;
        }
        bits
    }

    pub fn insert(&mut self, doc: DocId) {
        if let Some(word) = self.0.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn each(&self, mut doc: impl FnMut(DocId)) {
        for (at, &word) in self.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                doc(at as DocId * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    fn with(&mut self, other: &Bits, mut change: impl FnMut(&mut u64, u64)) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, &other)| change(word, other));
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
    pub fn each(&self, doc: impl FnMut(DocId)) {
        match self {
            Docs::List(list) => list.iter().copied().for_each(doc),
            Docs::Bits(bits) => bits.each(doc),
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
            (Docs::List(list), other) => Docs::List(kept(list, other, true)),
        }
    }

    /// Those not in the other.
    pub fn without(self, other: &Docs) -> Docs {
        match (self, other) {
            (Docs::Bits(mut bits), Docs::Bits(other)) => {
                bits.with(other, |word, other| *word &= !other);
                Docs::Bits(bits)
            }
            (Docs::Bits(mut bits), Docs::List(list)) => {
                for &doc in list {
                    if let Some(word) = bits.0.get_mut(doc as usize / 64) {
                        *word &= !(1 << (doc % 64));
                    }
                }
                Docs::Bits(bits)
            }
            (Docs::List(list), other) => Docs::List(kept(list, other, false)),
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

/// The documents of a list that are in a set, or those that are not.
fn kept(mut list: Vec<DocId>, set: &Docs, wanted: bool) -> Vec<DocId> {
    match set {
        Docs::Bits(bits) => list.retain(|&doc| bits.contains(doc) == wanted),
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
                (rest.first() == Some(&doc)) == wanted
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
                    prop_assert_eq!(members(&one.clone().without(&other)), list(&a - &b));
                    prop_assert_eq!(members(&one.clone().or(&other, DOCUMENTS)), list(&a | &b));
                }
            }
        }
    }
}
