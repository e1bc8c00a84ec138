//! Text into words: the tokens that are indexed, and the words that a query wants.
//!
//! Both go through the same [`runs`] and the same folding, so what is indexed is what is looked for.

use crate::chars::{Kind, compatible, fold_sign, fold_word, is_kana, kind};
use frostem::{Algorithm, Stemmer};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Words of more bytes are cut: no one types them, and they would swell the dictionary.
const MAX_WORD_BYTES: usize = 64;
/// More words than this of one query are not looked at.
const MAX_QUERY_WORDS: usize = 24;

/// One word that a query wants, in the ways it may stand in a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    /// The ways; a document with any of them has the word.
    pub forms: Vec<Form>,
    /// The letters to allow a slip of the finger in.
    pub fuzzy: Option<String>,
    /// The word without marks and endings: words that mean the same are found by it.
    pub folded: String,
}

/// One way a word may stand in a document: all of these terms.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    /// The terms, all wanted.
    pub terms: Vec<String>,
    /// What it counts, 1 for the word as it was typed.
    pub weight: f32,
}

/// A stretch of text of one kind.
enum Run<'a> {
    Word(&'a str),
    Signs(&'a str),
    Unspaced(&'a str),
}

/// Tells `token` each term that a text is indexed by; with `spelt`, words of letters also as they are spelt, so that
/// slips of the finger are looked for among whole words and not among stems.
pub(crate) fn tokens(text: &str, spelt: bool, mut token: impl FnMut(&str)) {
    let mut scratch = Scratch { spelt, ..Scratch::default() };
    runs(&compatible(text), |run| match run {
        Run::Word(word) => scratch.word(word, &mut token),
        Run::Signs(signs) => scratch.signs(signs, &mut token),
        Run::Unspaced(text) => dictionary_words(text, |word| token(clip(word))),
    });
}

/// How many words a text has, about.
pub(crate) fn length(text: &str) -> u64 {
    let mut words = 0;
    runs(text, |run| {
        words += match run {
            Run::Word(_) => 1,
            Run::Signs(signs) => signs.chars().count().div_ceil(2),
            Run::Unspaced(text) => text.chars().count().div_ceil(4),
        }
    });
    words as u64
}

/// The words of a query, in order, each once; words that say nothing are left out unless there are no others.
pub(crate) fn wanted(text: &str) -> Vec<Wanted> {
    let mut telling = Vec::new();
    let mut empty = Vec::new();
    let text: String = text.chars().take(crate::MAX_QUERY_CHARS).collect();
    runs(&compatible(&text), |run| match run {
        Run::Word(word) => {
            let place = if is_stop_word(word) { &mut empty } else { &mut telling };
            place.extend(wanted_word(word));
        }
        Run::Signs(signs) => wanted_of_signs(signs, &mut telling, &mut empty),
        Run::Unspaced(text) => dictionary_words(text, |word| {
            let wanted = Wanted { forms: vec![Form::of(clip(word))], fuzzy: None, folded: clip(word).to_owned() };
            if word.chars().count() > 1 { telling.push(wanted) } else { empty.push(wanted) }
        }),
    });
    let mut words = if telling.is_empty() { empty } else { telling };
    let mut seen = Vec::new();
    words.retain(|word| {
        let new = !seen.contains(&word.forms[0].terms);
        seen.push(word.forms[0].terms.clone());
        new
    });
    words.truncate(MAX_QUERY_WORDS);
    words
}

/// The same words for a search that is content with most of them: long runs of signs count by their pairs.
pub(crate) fn loosened(words: Vec<Wanted>) -> Vec<Wanted> {
    let apart = |word: Wanted| match word.forms[..] {
        [ref form] if form.terms.len() > 1 && word.fuzzy.is_none() => form
            .terms
            .iter()
            .map(|term| Wanted { forms: vec![Form::of(term)], fuzzy: None, folded: term.clone() })
            .collect(),
        _ => vec![word],
    };
    words.into_iter().flat_map(apart).take(2 * MAX_QUERY_WORDS).collect()
}

impl Form {
    fn of(term: &str) -> Form {
        Form { terms: vec![term.to_owned()], weight: 1.0 }
    }
}

fn wanted_word(word: &str) -> Option<Wanted> {
    let bare = clip(without_possessive(word));
    let mut folded = String::new();
    fold_word(bare, &mut folded);
    folded.retain(|c| kind(c) != Kind::Apostrophe);
    if folded.is_empty() {
        return None;
    }
    let marked = marked(bare, &folded);
    let mut forms = Vec::new();
    let weight = if marked.is_some() { 0.6 } else { 1.0 };
    forms.extend(marked.map(|marked| Form::of(&marked)));
    forms.push(Form { terms: vec![stem(&folded).into_owned()], weight });
    let parts: Vec<String> = parts(&folded).map(|part| stem(part).into_owned()).collect();
    if parts.len() > 1 {
        forms.push(Form { terms: parts, weight: 0.8 });
    }
    let letters = folded.chars().count() >= 4 && folded.chars().all(char::is_alphabetic);
    let stemmed = stem(&folded).into_owned();
    Some(Wanted { forms, fuzzy: letters.then_some(folded), folded: stemmed })
}

/// The words of a run of signs. A Japanese syllable that the dictionary leaves alone is mostly a particle and is not
/// wanted, unless the run is nothing else.
fn wanted_of_signs(signs: &str, telling: &mut Vec<Wanted>, empty: &mut Vec<Wanted>) {
    let before = telling.len() + empty.len();
    dictionary_words(signs, |word| {
        let signs: Vec<char> = word.chars().map(fold_sign).collect();
        match signs[..] {
            [one] if is_kana(one) => {}
            [one] if STOP_SIGNS.contains(&one) => empty.push(wanted_signs(&signs)),
            _ => telling.push(wanted_signs(&signs)),
        }
    });
    if telling.len() + empty.len() == before {
        empty.push(wanted_signs(&signs.chars().map(fold_sign).collect::<Vec<_>>()));
    }
}

fn wanted_signs(signs: &[char]) -> Wanted {
    let terms = match signs {
        [one] => vec![one.to_string()],
        _ => signs.windows(2).map(|pair| pair.iter().collect()).collect(),
    };
    Wanted { forms: vec![Form { terms, weight: 1.0 }], fuzzy: None, folded: signs.iter().collect() }
}

/// Buffers that are used again from word to word.
#[derive(Default)]
struct Scratch {
    spelt: bool,
    folded: String,
    term: String,
    signs: Vec<char>,
}

impl Scratch {
    /// A word of letters: without marks and stemmed; with its marks if it has any; and its letters and digits apart.
    fn word(&mut self, word: &str, token: &mut impl FnMut(&str)) {
        let bare = clip(without_possessive(word));
        self.folded.clear();
        fold_word(bare, &mut self.folded);
        self.folded.retain(|c| kind(c) != Kind::Apostrophe);
        if self.folded.is_empty() {
            return;
        }
        let stem = stem(&self.folded);
        token(&stem);
        if self.spelt && *stem != *self.folded {
            token(&self.folded);
        }
        if let Some(marked) = marked(bare, &self.folded) {
            token(&marked);
        }
        let mut parts = parts(&self.folded);
        if let (Some(first), Some(second)) = (parts.next(), parts.next()) {
            [first, second].into_iter().chain(parts).for_each(|part| token(&self::stem(part)));
        }
    }

    /// A run of signs: every pair, and every sign alone that may be a word.
    fn signs(&mut self, signs: &str, token: &mut impl FnMut(&str)) {
        self.signs.clear();
        self.signs.extend(signs.chars().map(fold_sign));
        for (at, &sign) in self.signs.iter().enumerate() {
            self.term.clear();
            self.term.push(sign);
            if !is_kana(sign) || self.signs.len() == 1 {
                token(&self.term);
            }
            if let Some(&next) = self.signs.get(at + 1) {
                self.term.push(next);
                token(&self.term);
            }
        }
    }
}

/// Cuts text (in normal form KC) into runs of one kind.
fn runs<'a>(text: &'a str, mut run: impl FnMut(Run<'a>)) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let of = kind(first);
        if !matches!(of, Kind::Letter | Kind::Sign | Kind::Unspaced) {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let goes_on = match kind(c) {
                Kind::Mark => true,
                Kind::Apostrophe => of == Kind::Letter,
                other => other == of,
            };
            if !goes_on {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let text = &text[start..end];
        run(match of {
            Kind::Sign => Run::Signs(text),
            Kind::Unspaced => Run::Unspaced(text),
            _ => Run::Word(text),
        });
    }
}

/// Tells `word` each word of a text that has no spaces.
fn dictionary_words<'a>(text: &'a str, mut word: impl FnMut(&'a str)) {
    static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    let mut start = 0;
    for end in SEGMENTER.segment_str(text) {
        if end > start {
            word(&text[start..end]);
            start = end;
        }
    }
}

/// A word's stem, when it is written in plain letters; English rules for all, since both sides are treated alike.
pub(crate) fn stem(folded: &str) -> Cow<'_, str> {
    static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));
    if folded.len() > 2 && folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        STEMMER.stem(folded)
    } else {
        Cow::Borrowed(folded)
    }
}

/// The word with its marks, in lower case, where they make a difference.
fn marked(word: &str, folded: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let lower: String = word.to_lowercase().nfc().filter(|&c| kind(c) != Kind::Apostrophe).collect();
    (lower != folded).then_some(lower)
}

/// The stretches of digits and of letters in a word that mixes them; else the word.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let digit = rest.chars().next()?.is_numeric();
        let end = rest.find(|c: char| c.is_numeric() != digit).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// The word without an English genitive and without apostrophes at its end.
fn without_possessive(word: &str) -> &str {
    let is_apostrophe = |c: char| kind(c) == Kind::Apostrophe;
    let word = word.trim_end_matches(is_apostrophe);
    match word.strip_suffix(['s', 'S']) {
        Some(owner) if owner.ends_with(is_apostrophe) => owner.trim_end_matches(is_apostrophe),
        _ => word,
    }
}

/// At most [`MAX_WORD_BYTES`] of a word, cut between characters.
fn clip(word: &str) -> &str {
    match word.char_indices().find(|(at, c)| at + c.len_utf8() > MAX_WORD_BYTES) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

fn is_stop_word(word: &str) -> bool {
    word.len() <= 7 && STOP_WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// English words that need not be in a document.
const STOP_WORDS: [&str; 19] = [
    "a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "to",
    "with", "without",
];

/// Chinese words of one sign that need not be in a document.
const STOP_SIGNS: [char; 10] = ['的', '了', '和', '与', '及', '之', '是', '在', '个', '等'];
