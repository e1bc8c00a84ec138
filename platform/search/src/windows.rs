//! Reading many posting lists side by side, some thousand documents at a time.
//!
//! A window is one bit for each of the next 16,384 documents. Each list puts its documents of the window in, and windows are
//! put together by whole machine words; nothing is allocated, all of it stays in the nearest cache, and where the
//! rarest word has nothing the other lists are not read at all. As the best documents lie first in a part, who wants
//! the best stops after the windows that hold them.

use crate::docset::{Bits, Docs};
use crate::matching::Facets;
use std::sync::Arc;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

/// Words of 64 documents in a window.
const WORDS: usize = 256;
/// Documents in a window.
pub(crate) const DOCUMENTS: u32 = WORDS as u32 * 64;

/// Which of some documents in a row, from one whose number is a multiple of [`DOCUMENTS`].
#[derive(Clone)]
pub(crate) struct Window([u64; WORDS]);

impl Window {
    pub const NONE: Window = Window([0; WORDS]);

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub fn words(&self) -> &[u64] {
        &self.0
    }

    pub fn and(&mut self, other: &Window) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, &other)| *word &= other);
    }

    pub fn or(&mut self, other: &Window) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, &other)| *word |= other);
    }

    pub fn without(&mut self, other: &Window) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, &other)| *word &= !other);
    }

    /// Only those that are in a set.
    pub fn and_bits(&mut self, start: DocId, bits: &Bits) {
        let here = bits.from(start);
        for (at, word) in self.0.iter_mut().enumerate() {
            *word &= here.get(at).copied().unwrap_or(0);
        }
    }

    /// The same of any set.
    fn and_docs(&mut self, start: DocId, docs: &Docs) {
        match docs {
            Docs::Bits(bits) => self.and_bits(start, bits),
            Docs::List(_) => {
                let mut here = Window::NONE;
                here.or_docs(start, docs);
                self.and(&here);
            }
        }
    }

    fn or_docs(&mut self, start: DocId, docs: &Docs) {
        if let Docs::Bits(bits) = docs {
            self.0.iter_mut().zip(bits.from(start)).for_each(|(word, &other)| *word |= other);
            return;
        }
        docs.each_from(start, |doc| {
            let inside = doc < start + DOCUMENTS;
            if inside {
                self.insert(start, doc);
            }
            !inside
        });
    }

    fn has(&self, start: DocId, doc: DocId) -> bool {
        let at = doc.wrapping_sub(start);
        self.0[at as usize / 64 % WORDS] >> (at % 64) & 1 == 1
    }

    /// Leaves out what comes before a document.
    pub fn cut(&mut self, start: DocId, from: DocId) {
        let before = from.saturating_sub(start).min(DOCUMENTS) as usize;
        self.0[..before / 64].fill(0);
        if let Some(word) = self.0.get_mut(before / 64) {
            *word = *word >> (before % 64) << (before % 64);
        }
    }

    /// Adds its documents to a list, in order.
    pub fn list(&self, start: DocId, list: &mut Vec<DocId>) {
        for (at, &word) in self.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                list.push(start + at as DocId * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Adds a document, which lies in the window.
    pub fn insert(&mut self, start: DocId, doc: DocId) {
        let at = doc.wrapping_sub(start);
        // A document of the window: the remainder takes the check of bounds away from the innermost loop.
        self.0[at as usize / 64 % WORDS] |= 1 << (at % 64);
    }
}

/// The documents with one term, read window by window.
pub(crate) enum Reader {
    /// They are in memory.
    Known(Arc<Docs>),
    /// They are in the index's file.
    Blocks(Box<BlockSegmentPostings>),
}

impl Reader {
    /// Adds the documents of a window; windows are asked for in order. Gives a document before which there are no more.
    pub fn add(&mut self, start: DocId, window: &mut Window) -> DocId {
        let end = start + DOCUMENTS;
        match self {
            Reader::Known(docs) => {
                window.or_docs(start, docs);
                end
            }
            Reader::Blocks(block) => {
                let mut at = block.seek(start);
                loop {
                    let Some(rest) = block.docs().get(at..).filter(|rest| !rest.is_empty()) else { return TERMINATED };
                    let inside = match rest.last() {
                        Some(&last) if last < end => rest.len(),
                        _ => rest.partition_point(|&doc| doc < end),
                    };
                    rest[..inside].iter().for_each(|&doc| window.insert(start, doc));
                    if let Some(&next) = rest.get(inside) {
                        return next;
                    }
                    block.advance();
                    at = 0;
                }
            }
        }
    }
}

/// The documents with a word, in any of its places.
pub(crate) struct AnyOf {
    places: Vec<AllOf>,
    /// There are none before this one.
    next: DocId,
}

/// The documents with all of some terms, the rarest first.
pub(crate) struct AllOf(pub Vec<Reader>);

impl AnyOf {
    pub fn new(places: Vec<AllOf>) -> AnyOf {
        AnyOf { places, next: 0 }
    }

    /// Whether there may be documents of a window.
    fn may_have(&self, start: DocId) -> bool {
        self.next < start + DOCUMENTS
    }

    /// The documents of a window; where there are none it is left as it was, and the answer is no.
    fn read(&mut self, start: DocId, window: &mut Window) -> bool {
        if !self.may_have(start) {
            return false;
        }
        *window = Window::NONE;
        self.next = TERMINATED;
        for AllOf(terms) in &mut self.places {
            let Some((first, rest)) = terms.split_first_mut() else { continue };
            let next = if rest.is_empty() { first.add(start, window) } else { all_of(first, rest, start, window) };
            self.next = self.next.min(next);
        }
        true
    }
}

/// Adds the documents of a window that have all of some terms.
fn all_of(first: &mut Reader, rest: &mut [Reader], start: DocId, window: &mut Window) -> DocId {
    let mut all = Window::NONE;
    let end = first.add(start, &mut all);
    for term in rest {
        if all.is_empty() {
            return end;
        }
        let mut next = Window::NONE;
        term.add(start, &mut next);
        all.and(&next);
    }
    window.or(&all);
    end
}

/// Bits of a number of words: a query has fewer than 64.
const PLANES: usize = 6;

/// The documents with at least so many of the words, window by window.
pub(crate) struct Most {
    /// The rarest word first.
    pub words: Vec<AnyOf>,
    /// How many they must have.
    pub least: usize,
    /// How many of the rarest words there are of which they must have one.
    pub rarest: usize,
    /// Only of these.
    pub among: Facets,
    pub alive: Option<Arc<Bits>>,
}

impl Most {
    /// Tells `found` the documents of a window, in order, with twice the number of words they have and one more for the
    /// rarest; windows are asked for in order.
    pub fn read(&mut self, start: DocId, mut found: impl FnMut(DocId, usize)) {
        if self.words.iter().take(self.rarest).all(|word| !word.may_have(start)) {
            return;
        }
        let mut counts: [Window; PLANES] = std::array::from_fn(|_| Window::NONE);
        let (mut any, mut first, mut next) = (Window::NONE, Window::NONE, Window::NONE);
        for (number, word) in self.words.iter_mut().enumerate() {
            if number == self.rarest && any.is_empty() {
                return;
            }
            if !word.read(start, &mut next) {
                continue;
            }
            if number == 0 {
                first = next.clone();
            }
            if number < self.rarest {
                any.or(&next);
            }
            add(&mut counts, &mut next);
        }
        if let Some(docs) = &self.among {
            any.and_docs(start, docs);
        }
        if let Some(alive) = &self.alive {
            any.and_bits(start, alive);
        }
        any.and(&at_least(&counts, self.least));
        let mut list = Vec::new();
        any.list(start, &mut list);
        for doc in list {
            let count: usize =
                counts.iter().enumerate().map(|(bit, plane)| usize::from(plane.has(start, doc)) << bit).sum();
            found(doc, 2 * count + usize::from(first.has(start, doc)));
        }
    }
}

/// Adds one to the number of each document of a window; numbers stand upright, a window for each of their bits.
fn add(counts: &mut [Window; PLANES], carry: &mut Window) {
    for plane in counts {
        if carry.is_empty() {
            return;
        }
        for (bit, carry) in plane.0.iter_mut().zip(&mut carry.0) {
            (*bit, *carry) = (*bit ^ *carry, *bit & *carry);
        }
    }
}

/// The documents whose number is at least so much.
fn at_least(counts: &[Window; PLANES], least: usize) -> Window {
    let mut more = Window::NONE;
    let mut equal = Window([u64::MAX; WORDS]);
    for (bit, plane) in counts.iter().enumerate().rev() {
        if least >> bit & 1 == 1 {
            equal.and(plane);
        } else {
            let mut higher = equal.clone();
            higher.and(plane);
            more.or(&higher);
            equal.without(plane);
        }
    }
    more.or(&equal);
    more
}

/// The documents with all words, window by window.
pub(crate) struct Windows {
    /// The rarest word first.
    pub words: Vec<AnyOf>,
    /// Only of these.
    pub among: Facets,
    pub alive: Option<Arc<Bits>>,
}

impl Windows {
    /// The documents of a window, if there are any; windows are asked for in order.
    pub fn read(&mut self, start: DocId, window: &mut Window) -> bool {
        let mut next = Window::NONE;
        for (number, word) in self.words.iter_mut().enumerate() {
            if number > 0 {
                if !word.read(start, &mut next) {
                    return false;
                }
                window.and(&next);
            } else {
                if !word.read(start, window) {
                    return false;
                }
                if let Some(docs) = &self.among {
                    window.and_docs(start, docs);
                }
                if let Some(alive) = &self.alive {
                    window.and_bits(start, alive);
                }
            }
            if window.is_empty() {
                return false;
            }
        }
        true
    }
}
