//! Short names of the book's own as numbers, to find them and tell them apart fast.

/// A number that stands for a short name, to tell names apart without reading them; never nothing. Eight bytes at a
/// time are turned, mixed in and multiplied, the last of them, which may be among those before, and how many there are
/// at the end: nobody gains by making names of the book collide.
#[inline]
pub(crate) fn mark(name: &str) -> u64 {
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let bytes = name.as_bytes();
    let words = bytes.as_chunks::<8>().0;
    let sum = words.iter().fold(0, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let last = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        _ if bytes.len() > 8 => bytes.last_chunk::<8>().map_or(0, |last| u64::from_le_bytes(*last)),
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    mix(mix(sum, last), bytes.len() as u64).rotate_left(26) | 1
}

/// Whether two codes of two letters are the same.
pub(crate) fn same_pair(a: &str, b: &str) -> bool {
    match (<[u8; 2]>::try_from(a.as_bytes()), <[u8; 2]>::try_from(b.as_bytes())) {
        (Ok(a), Ok(b)) => u16::from_le_bytes(a) == u16::from_le_bytes(b),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::book::Book;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn names_of_the_book_have_marks_of_their_own() {
        let book = Book::built_in();
        let limits = book.markets().flat_map(|market| market.limits()).map(|limit| limit.name.clone());
        let regimes = book.markets().flat_map(|market| market.rates.rows()).flat_map(|row| row.regimes.clone());
        let lengths = (0..30).map(|length| "a".repeat(length));
        let names: BTreeSet<String> = limits.chain(regimes).chain(lengths).collect();
        let marks: BTreeMap<u64, &String> = names.iter().map(|name| (mark(name), name)).collect();
        assert_eq!(marks.len(), names.len());
        assert!(!marks.contains_key(&0));
    }
}
