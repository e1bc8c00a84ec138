//! What single characters are: which script cuts them into words, and what they are folded to.

use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::{IsNormalized, is_nfkc_quick};

/// How a run of characters becomes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters and digits of scripts that put spaces between words.
    Letter,
    /// A mark on the letter before.
    Mark,
    /// Signs of Chinese, Japanese and Korean, indexed one by one and in pairs.
    Sign,
    /// Scripts without spaces whose words a dictionary finds: Thai, Lao, Burmese, Khmer.
    Unspaced,
    /// An apostrophe, which belongs to the word it stands in.
    Apostrophe,
    /// Anything else.
    Break,
}

/// The kind of a character (of text in normal form KC).
pub(crate) fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Letter,
        '\'' | '\u{2019}' | '\u{02bc}' => Kind::Apostrophe,
        '\0'..='\u{7f}' => Kind::Break,
        '\u{0300}'..='\u{036f}' => Kind::Mark,
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' => Kind::Unspaced,
        '\u{0e80}'..='\u{0ece}' | '\u{0edc}'..='\u{0edf}' => Kind::Unspaced,
        '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' => Kind::Unspaced,
        '\u{1780}'..='\u{17d3}' | '\u{17d7}' | '\u{17dc}'..='\u{17dd}' => Kind::Unspaced,
        '\u{3005}'..='\u{3007}' => Kind::Sign,
        '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' => Kind::Sign,
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => Kind::Sign,
        '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}' | '\u{31f0}'..='\u{31ff}' => Kind::Sign,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Kind::Sign,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Kind::Sign,
        '\u{20000}'..='\u{3ffff}' => Kind::Sign,
        c if c.is_alphanumeric() => Kind::Letter,
        c if unicode_normalization::char::is_combining_mark(c) => Kind::Mark,
        _ => Kind::Break,
    }
}

/// Whether a sign is one of the Japanese syllables, which say little alone.
pub(crate) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}')
}

/// Full-width, half-width and other compatibility forms made one (normal form KC).
pub(crate) fn compatible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// A sign as it is indexed: Traditional as Simplified, katakana as hiragana.
pub(crate) fn fold_sign(c: char) -> char {
    match c {
        FIRST_HAN..=LAST_HAN => SIMPLIFIED[(c as u32 - FIRST_HAN as u32) as usize],
        '\u{30a1}'..='\u{30f6}' | '\u{30fd}'..='\u{30fe}' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// The letters of a word in lower case, without marks.
pub(crate) fn fold_word(word: &str, folded: &mut String) {
    for c in word.chars() {
        match c {
            '\0'..='\u{7f}' => folded.push(c.to_ascii_lowercase()),
            _ => c.to_lowercase().nfd().for_each(|c| fold_letter(c, folded)),
        }
    }
}

fn fold_letter(c: char, folded: &mut String) {
    match c {
        '\u{0300}'..='\u{036f}' => {}
        'đ' | 'ð' => folded.push('d'),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'ı' => folded.push('i'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        _ => folded.push(c),
    }
}

const FIRST_HAN: char = '\u{3400}';
const LAST_HAN: char = '\u{9fff}';

/// Each Han sign's Simplified form, from the pairs in `simplified.txt`.
///
/// The pairs are facts of the Unihan database (field kSimplifiedVariant), of the first list of verified variant forms
/// (1955), and a few that Taiwan's shops write otherwise (鍊 for 鏈). Where a sign has several Simplified forms the commonest stands for all: both sides of a search are
/// folded alike, so it costs at most a little precision.
static SIMPLIFIED: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut table: Box<[char]> = (FIRST_HAN..=LAST_HAN).collect();
    for pair in include_str!("simplified.txt").split_whitespace() {
        let mut signs = pair.chars();
        if let (Some(from @ FIRST_HAN..=LAST_HAN), Some(to)) = (signs.next(), signs.next()) {
            table[(from as u32 - FIRST_HAN as u32) as usize] = to;
        }
    }
    table
});
