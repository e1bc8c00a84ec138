//! Beginnings of codes, found by the longest that a code has, in a few steps and without reading texts.

use std::collections::BTreeMap;

/// The digits that all tariffs share.
pub(super) const SHARED_DIGITS: usize = 6;

/// Most digits of a code.
pub(crate) const DIGITS_MAX: usize = 12;

/// A code in one number: four bits a digit from the left, so that numbers stand in the order of the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Packed(u64);

impl Packed {
    /// The digits before anything else that stands in a text, at most twelve.
    #[inline]
    pub fn of(code: &str) -> Packed {
        let bytes = code.as_bytes();
        let known = first_eight(bytes).and_then(|(eight, length)| Some((eight_digits(eight)?, length)));
        let (mut packed, mut shift, rest) = match known {
            Some((digits, length)) => {
                let shift = 64 - 4 * length as u32;
                (digits & u64::MAX << shift, shift, &bytes[length..])
            }
            None => (0, 64, bytes),
        };
        for byte in rest {
            if !byte.is_ascii_digit() || shift == 64 - 4 * DIGITS_MAX as u32 {
                break;
            }
            shift -= 4;
            packed |= u64::from(byte - b'0' + 1) << shift;
        }
        Packed(packed)
    }

    /// The first two digits.
    pub fn of_chapter(chapter: usize) -> Packed {
        Packed((chapter as u64 / 10 % 10 + 1) << 60 | (chapter as u64 % 10 + 1) << 56)
    }

    /// The first four digits.
    pub fn of_heading(chapter: usize, heading: usize) -> Packed {
        let digit = |n: usize, shift: u32| (n as u64 % 10 + 1) << shift;
        Packed(Packed::of_chapter(chapter).0 | digit(heading / 10, 52) | digit(heading, 48))
    }

    /// Nothing comes after it.
    pub const LAST: Packed = Packed(u64::MAX << 16);

    /// How many digits it has.
    pub fn digits(self) -> usize {
        16 - self.unused() as usize / 4
    }

    /// Whether it has fewer digits than all tariffs share.
    pub fn is_short(self) -> bool {
        self.digits() < SHARED_DIGITS
    }

    /// Whether it lies between two beginnings: it is at least as long as the first, and its own beginnings of their
    /// lengths lie between them.
    pub fn is_within(self, first: Packed, last: Packed) -> bool {
        Between::of(first, last).holds(self, self.unused())
    }

    /// Whether some code that begins with it may lie between two beginnings.
    pub fn may_begin(self, first: Packed, last: Packed) -> bool {
        let (from, to) = (self.unused().max(first.unused()), self.unused().max(last.unused()));
        self.cut(from) >= first.cut(from) && self.cut(to) <= last.cut(to)
    }

    /// The number of the first two digits.
    pub fn chapter(self) -> Option<usize> {
        let digit = |shift: u32| (self.0 >> shift & 15).checked_sub(1);
        Some((digit(60)? * 10 + digit(56)?) as usize)
    }

    /// Whether its chapter is one of goods. The Harmonized System keeps 77 free and ends with 97; 98 is a country's own, as
    /// India has it for what persons import; 00 and 99 name nothing that could be sold.
    #[inline]
    pub fn is_of_goods(self) -> bool {
        // Each digit is one more than it is.
        !matches!(self.0 >> 56, 0x11 | 0x88 | 0xaa)
    }

    /// The number of the first four digits; none where it has fewer.
    #[inline]
    pub fn heading(self) -> Option<usize> {
        let digit = |shift: u32| (self.0 >> shift & 15) as usize;
        let digits = ((digit(60) * 10 + digit(56)) * 10 + digit(52)) * 10 + digit(48);
        // Each digit is one more than it is.
        (digit(48) != 0).then(|| digits - 1111)
    }

    /// The first four digits in one number; none where it has fewer.
    pub fn head(self) -> Option<u16> {
        (self.digits() >= 4).then_some((self.0 >> 48) as u16)
    }

    /// The headings of a chapter that begin with it or that it begins with, by their third and fourth digits; none where
    /// it is of another chapter or of the chapter as a whole.
    pub fn headings(self, chapter: usize) -> Option<std::ops::Range<usize>> {
        let digit = |shift: u32| (self.0 >> shift & 15).checked_sub(1).map(|digit| digit as usize);
        let third = digit(52).filter(|_| self.chapter() == Some(chapter))? * 10;
        Some(digit(48).map_or(third..third + 10, |fourth| third + fourth..third + fourth + 1))
    }

    /// Bits that hold no digit.
    pub fn unused(self) -> u32 {
        self.0.trailing_zeros() / 4 * 4
    }

    /// Without its last bits.
    fn cut(self, bits: u32) -> u64 {
        if bits >= 64 { 0 } else { self.0 >> bits << bits }
    }

    #[inline]
    pub fn begins_with(self, begin: Packed) -> bool {
        self.cut(begin.unused()) == begin.0
    }
}

/// Two beginnings that codes may lie between, with the bits that hold no digit of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between {
    pub first: Packed,
    pub last: Packed,
    after_first: u8,
    after_last: u8,
}

impl Between {
    pub fn of(first: Packed, last: Packed) -> Between {
        // Where there are no digits nothing is compared; one cannot shift further than this.
        let after = |of: Packed| of.unused().min(63) as u8;
        let last = if last == Packed::default() { Packed::LAST } else { last };
        Between { first, last, after_first: after(first), after_last: after(last) }
    }

    /// Whether a code, with the bits that hold no digit of it, lies there: it is at least as long as the first, and its own
    /// beginnings of their lengths lie between them.
    #[inline]
    pub fn holds(&self, code: Packed, unused: u32) -> bool {
        let cut = |bits: u8| code.0 >> bits << bits;
        (unused <= self.after_first.into() || self.first.0 == 0)
            && cut(self.after_first) >= self.first.0
            && cut(self.after_last) <= self.last.0
    }
}

/// The first eight bytes as a number, with zeros as digits for those that are not there, and how many there are; none
/// where they are fewer than four.
#[inline]
fn first_eight(code: &[u8]) -> Option<(u64, usize)> {
    if let Some(eight) = code.first_chunk() {
        return Some((u64::from_be_bytes(*eight), 8));
    }
    let (first, last) = (u32::from_be_bytes(*code.first_chunk()?), u32::from_be_bytes(*code.last_chunk()?));
    let bits = 8 * code.len() as u32;
    // What both hold is the same.
    let there = u64::from(first) << 32 | u64::from(last) << (64 - bits);
    Some((there | (ONES * 0x30) >> bits, code.len()))
}

/// One in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// Eight digits at once, as a code has them in one number; none where one of them is something else.
#[inline]
fn eight_digits(code: u64) -> Option<u64> {
    let (high, low) = (code & (ONES * 0xf0), code & (ONES * 0x0f));
    let is_digits = high == ONES * 0x30 && (low + ONES * 6) & (ONES * 0xf0) == 0;
    let one = low + ONES;
    let two = (one | one >> 4) & 0x00ff_00ff_00ff_00ff;
    let four = (two | two >> 8) & 0x0000_ffff_0000_ffff;
    is_digits.then_some((four | four >> 16) << 32)
}

/// Beginnings with a number each, in their order.
#[derive(Debug, Default)]
pub(crate) struct Beginnings {
    keys: Vec<Packed>,
    /// For each first two digits, in one byte, the first key that does not come before them; and the end.
    chapters: Vec<u32>,
    /// For each the longest other that it begins with.
    up: Vec<Option<u32>>,
}

impl Beginnings {
    /// Of some codes, each once, with the number it has in the order.
    pub fn of<'a>(codes: impl Iterator<Item = &'a str>) -> (Beginnings, BTreeMap<Packed, u32>) {
        let mut numbers: BTreeMap<Packed, u32> = codes.map(|code| (Packed::of(code), 0)).collect();
        numbers.values_mut().enumerate().for_each(|(n, number)| *number = n as u32);
        let mut all = Beginnings::default();
        for key in numbers.keys() {
            let before = all.keys.len().checked_sub(1).map(|n| n as u32);
            let up = all.nearest(before, *key);
            all.keys.push(*key);
            all.up.push(up);
        }
        let first = |chapter: u64| all.keys.partition_point(|key| key.0 >> 56 < chapter) as u32;
        all.chapters = (0..=1 << 8).map(first).collect();
        (all, numbers)
    }

    /// The longest that a code begins with.
    pub fn find(&self, code: Packed) -> Option<u32> {
        let chapter = (code.0 >> 56) as usize;
        let [from, to] = *self.chapters.get(chapter..chapter + 2)? else { return None };
        let after = from as usize + self.keys[from as usize..to as usize].partition_point(|key| *key <= code);
        self.nearest(after.checked_sub(1).map(|n| n as u32), code)
    }

    /// One that a code begins with: this, or the first above it.
    fn nearest(&self, mut from: Option<u32>, code: Packed) -> Option<u32> {
        while let Some(n) = from {
            if code.begins_with(self.keys[n as usize]) {
                break;
            }
            from = self.up[n as usize];
        }
        from
    }

    /// This and all that it begins with, the longest first.
    pub fn upwards(&self, from: Option<u32>) -> impl Iterator<Item = usize> {
        std::iter::successors(from, |n| self.up[*n as usize]).map(|n| n as usize)
    }

    /// Those that go on from a code.
    pub fn longer(&self, code: Packed) -> impl Iterator<Item = usize> {
        let from = self.keys.partition_point(|key| *key <= code);
        (from..self.keys.len()).take_while(move |n| self.keys[*n].begins_with(code))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The longest other that one begins with.
    pub fn above(&self, n: usize) -> Option<usize> {
        self.up[n].map(|n| n as usize)
    }

    /// Whether one is nothing at all, which everything begins with.
    pub fn is_empty(&self, n: usize) -> bool {
        self.keys[n] == Packed::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn within(code: &str, first: &str, last: &str) -> bool {
        let begins = |with: &str| code.get(..with.len().min(code.len())).unwrap_or("");
        code.len() >= first.len() && begins(first) >= first && begins(last) <= last
    }

    proptest! {
        #[test]
        fn digits_are_packed_one_by_one(code in "[0-9./:a ]{0,3}[0-9]{0,14}[0-9./:]{0,6}") {
            let digits = code.bytes().take(DIGITS_MAX).take_while(u8::is_ascii_digit).enumerate();
            let packed = digits.fold(0, |sum, (n, digit)| sum | u64::from(digit - b'0' + 1) << (60 - 4 * n));
            prop_assert_eq!(Packed::of(&code), Packed(packed));
        }

        #[test]
        fn numbers_lie_between_as_texts_do(code in "[0-2]{0,6}", first in "[0-2]{1,4}", last in "[0-2]{1,4}") {
            let (a, b) = (Packed::of(&first), Packed::of(&last));
            prop_assert_eq!(Packed::of(&code).is_within(a, b), within(&code, &first, &last));
            if let Some(chapter) = code.get(..2) && within(&code, &first, &last) {
                prop_assert!(Packed::of(chapter).may_begin(a, b));
                prop_assert_eq!(Packed::of(&code).chapter(), chapter.parse().ok());
            }
        }

        #[test]
        fn the_longest_beginning_is_found(codes in proptest::collection::vec("[0-3]{0,4}", 0..30), code in "[0-3]{0,6}") {
            let (beginnings, numbers) = Beginnings::of(codes.iter().map(String::as_str));
            let longest = codes.iter().filter(|begin| code.starts_with(begin.as_str())).max_by_key(|begin| begin.len());
            let wanted = longest.map(|begin| numbers[&Packed::of(begin)]);
            prop_assert_eq!(beginnings.find(Packed::of(&code)), wanted);
            let all = codes.iter().filter(|begin| code.starts_with(begin.as_str())).map(|c| c.len());
            let all: std::collections::BTreeSet<usize> = all.collect();
            prop_assert_eq!(beginnings.upwards(wanted).count(), all.len());
            let on = codes.iter().filter(|c| c.starts_with(&code) && c.len() > code.len());
            let on: std::collections::BTreeSet<&String> = on.collect();
            prop_assert_eq!(beginnings.longer(Packed::of(&code)).count(), on.len());
        }
    }
}
