//! Tables by short names of the book's own: hashed fast, since nobody gains by making them collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by name.
pub(super) type Names<T> = HashMap<String, T, BuildHasherDefault<NameHasher>>;

/// Eight bytes at a time: turned, mixed in, multiplied.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NameHasher(u64);

impl NameHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        self.mix(rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

/// A number that stands for a short name, to tell names apart without reading them; never nothing.
pub(crate) fn mark(name: &str) -> u64 {
    let mut hasher = NameHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish() | 1
}

/// Whether two codes of two letters are the same.
pub(crate) fn same_pair(a: &str, b: &str) -> bool {
    match (<[u8; 2]>::try_from(a.as_bytes()), <[u8; 2]>::try_from(b.as_bytes())) {
        (Ok(a), Ok(b)) => u16::from_le_bytes(a) == u16::from_le_bytes(b),
        _ => a == b,
    }
}
