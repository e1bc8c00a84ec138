//! Reading many posting lists side by side, some thousand documents at a time.
//!
//! A window is one bit for each of the next 16,384 documents. Each list puts its documents of the window in, and windows are
//! put together by whole machine words; nothing is allocated, all of it stays in the nearest cache, and where the
//! rarest word has nothing the other lists are not read at all. As the best documents lie first in a part, who wants
//! the best stops after the windows that hold them.

use crate::docset::{Bits, Docs};
use std::sync::Arc;
use tantivy::postings::BlockSegmentPostings;
use tantivy::DocId;

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

    fn or_bits(&mut self, start: DocId, bits: &Bits) {
        self.0.iter_mut().zip(bits.from(start)).for_each(|(word, &other)| *word |= other);
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

    pub fn insert(&mut self, start: DocId, doc: DocId) {
        let at = doc.wrapping_sub(start);
        if let Some(word) = self.0.get_mut(at as usize / 64) {
            *word |= 1 << (at % 64);
        }
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
    /// Adds the documents of a window; windows are asked for in order.
    pub fn add(&mut self, start: DocId, window: &mut Window) {
        match self {
            Reader::Known(docs) => match &**docs {
                Docs::Bits(bits) => window.or_bits(start, bits),
                Docs::List(_) => docs.each_from(start, |doc| {
                    let inside = doc < start + DOCUMENTS;
                    if inside {
                        window.insert(start, doc);
                    }
                    !inside
                }),
            },
            Reader::Blocks(block) => {
                let mut at = block.seek(start);
                loop {
                    let docs = block.docs();
                    let Some(rest) = docs.get(at..).filter(|rest| !rest.is_empty()) else { return };
                    let inside = rest.partition_point(|&doc| doc < start + DOCUMENTS);
                    rest[..inside].iter().for_each(|&doc| window.insert(start, doc));
                    if inside < rest.len() {
                        return;
                    }
                    block.advance();
                    at = 0;
                }
            }
        }
    }
}

/// The documents with a word, in any of its places.
pub(crate) struct AnyOf(pub Vec<AllOf>);

/// The documents with all of some terms, the rarest first.
pub(crate) struct AllOf(pub Vec<Reader>);

impl AnyOf {
    /// The documents of a window.
    fn read(&mut self, start: DocId, window: &mut Window) {
        *window = Window::NONE;
        let mut one = Window::NONE;
        let mut next = Window::NONE;
        for AllOf(terms) in &mut self.0 {
            let Some((first, rest)) = terms.split_first_mut() else { continue };
            if rest.is_empty() {
                first.add(start, window);
                continue;
            }
            one.0.fill(0);
            first.add(start, &mut one);
            for term in rest {
                if one.is_empty() {
                    break;
                }
                next.0.fill(0);
                term.add(start, &mut next);
                one.and(&next);
            }
            window.or(&one);
        }
    }
}

/// The documents with all words, window by window.
pub(crate) struct Windows {
    /// The rarest word first.
    pub words: Vec<AnyOf>,
    /// Only of these.
    pub among: Option<Arc<Docs>>,
    pub alive: Option<Arc<Bits>>,
}

impl Windows {
    /// The documents of a window; windows are asked for in order.
    pub fn read(&mut self, start: DocId, window: &mut Window) {
        let mut next = Window::NONE;
        for (number, word) in self.words.iter_mut().enumerate() {
            if number == 0 {
                word.read(start, window);
                if let Some(Docs::Bits(bits)) = self.among.as_deref() {
                    window.and_bits(start, bits);
                }
                if let Some(alive) = &self.alive {
                    window.and_bits(start, alive);
                }
            } else {
                word.read(start, &mut next);
                window.and(&next);
            }
            if window.is_empty() {
                return;
            }
        }
    }
}
