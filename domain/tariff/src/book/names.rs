//! Short names of the book's own as numbers, to find them and tell them apart fast.

/// A number that stands for a short name, to tell names apart without reading them; never nothing. Eight bytes at a
/// time are turned, mixed in and multiplied: nobody gains by making names of the book collide.
#[inline]
pub(crate) fn mark(name: &str) -> u64 {
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let sum = words.iter().fold(0, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    let sum = mix(sum, rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
    sum.rotate_left(26) | 1
}

/// Whether two codes of two letters are the same.
pub(crate) fn same_pair(a: &str, b: &str) -> bool {
    match (<[u8; 2]>::try_from(a.as_bytes()), <[u8; 2]>::try_from(b.as_bytes())) {
        (Ok(a), Ok(b)) => u16::from_le_bytes(a) == u16::from_le_bytes(b),
        _ => a == b,
    }
}
