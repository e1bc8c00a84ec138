//! How a document lies in the index: its fields, and the tokenizers that fill them.

use crate::doc::Doc;
use crate::{MAX_BODY_CHARS, MAX_TITLE_CHARS, words};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

/// The form of the index; another number means that all has to be indexed anew. It changes with the fields below and
/// with any change to what a text's tokens are (folding, stemming rules, the dictionary of words).
pub(crate) const FORMAT: u32 = 3;

/// Stands between a language and a word of it, and between a language and a text.
const OF: char = '\u{1}';

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub id: Field,
    pub owner: Field,
    pub category: Field,
    pub state: Field,
    pub kind: Field,
    /// The words of all titles.
    pub title: Field,
    /// The words of all titles with their language.
    pub spoken: Field,
    pub tags: Field,
    pub body: Field,
    unsigned: [Field; 3],
    signed: [Field; 5],
    labels: [Field; 2],
}

/// Columns that every document has a value in.
pub(crate) const UNSIGNED: [&str; 3] = ["id_high", "id_low", QUALITY];
/// The column that a part's documents lie in the order of, the largest first.
pub(crate) const QUALITY: &str = "quality";
/// Columns of which only the first is never empty.
pub(crate) const SIGNED: [&str; 5] = ["published", "price", "weight", "net_weight", "volume"];
/// Columns of texts that many documents have alike.
pub(crate) const LABELS: [&str; 2] = ["class", "terms"];

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let key = || BytesOptions::default().set_indexed();
    let fields = Fields {
        id: schema.add_bytes_field("id", key()),
        owner: schema.add_bytes_field("owner", key()),
        category: schema.add_text_field("category", text("raw")),
        state: schema.add_text_field("state", text("raw")),
        kind: schema.add_text_field("kind", text("raw")),
        title: schema.add_text_field("title", text("spelt")),
        spoken: schema.add_text_field("spoken", text("spoken")),
        tags: schema.add_text_field("tags", text("spelt")),
        body: schema.add_text_field("body", text("words")),
        unsigned: UNSIGNED.map(|name| schema.add_u64_field(name, NumericOptions::from(FAST))),
        signed: SIGNED.map(|name| schema.add_i64_field(name, NumericOptions::from(FAST))),
        labels: LABELS.map(|name| schema.add_text_field(name, TextOptions::default().set_fast("raw"))),
    };
    (schema.build(), fields)
}

/// Only which documents have a word is kept: scores use neither its frequency nor a text's length.
fn text(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("raw", TextAnalyzer::builder(RawTokenizer::default()).build());
    let register = |name, spelt, spoken| {
        let words = Words { spelt, spoken, ..Words::default() };
        manager.register(name, TextAnalyzer::builder(words).build());
    };
    register("words", false, false);
    register("spelt", true, false);
    register("spoken", false, true);
    manager
}

impl Fields {
    /// The term that names a document.
    pub fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }

    /// A document as the engine takes it.
    pub fn document(&self, doc: &Doc) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_bytes(self.id, doc.id.as_bytes());
        out.add_bytes(self.owner, doc.owner.as_bytes());
        for path in paths(&doc.category) {
            out.add_text(self.category, path);
        }
        out.add_text(self.state, &doc.state);
        out.add_text(self.kind, &doc.kind);
        let mut length = 0;
        for text in &doc.texts {
            let title = head(&text.title, MAX_TITLE_CHARS);
            length += words::length(title);
            out.add_text(self.title, title);
            out.add_text(self.spoken, format!("{}{OF}{title}", language(&text.lang)));
            out.add_text(self.body, head(&text.body, MAX_BODY_CHARS));
        }
        for tag in &doc.tags {
            out.add_text(self.tags, head(tag, MAX_TITLE_CHARS));
        }
        self.add_columns(doc, length / doc.texts.len().max(1) as u64, &mut out);
        out
    }

    fn add_columns(&self, doc: &Doc, length: u64, out: &mut TantivyDocument) {
        let (high, low) = doc.id.as_u64_pair();
        let n = &doc.numbers;
        for (&field, value) in self.unsigned.iter().zip([high, low, quality(doc.rank, length, doc.id)]) {
            out.add_u64(field, value);
        }
        let signed = [Some(doc.published_micros), n.price_minor, n.weight_g, n.net_weight_g, n.volume_ml];
        for (&field, value) in self.signed.iter().zip(signed) {
            value.into_iter().for_each(|value| out.add_i64(field, value));
        }
        for (&field, label) in self.labels.iter().zip([&doc.class, &doc.terms]) {
            out.add_text(field, label);
        }
    }
}

/// Which of two documents comes first where both match alike: the larger rank, then the shorter title, then the younger
/// id, as far as its first 48 bits tell. A part's documents lie in this order, the best first.
fn quality(rank: i64, length: u64, id: Uuid) -> u64 {
    let rank = rank.clamp(i8::MIN.into(), i8::MAX.into()) - i64::from(i8::MIN);
    (rank as u64) << 56 | (MAX_LENGTH - length.min(MAX_LENGTH)) << 48 | id.as_u64_pair().0 >> 16
}

/// How long the title of a document is, about, by its quality.
pub(crate) fn title_length(quality: u64) -> u64 {
    MAX_LENGTH - (quality >> 48 & MAX_LENGTH)
}

const MAX_LENGTH: u64 = 0xff;

/// The first part of a language tag in lower case, with the older names of some made one.
pub(crate) fn language(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    let first: String = first.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    match first.to_ascii_lowercase().as_str() {
        "cmn" | "yue" => "zh".to_owned(),
        "in" => "id".to_owned(),
        "tl" => "fil".to_owned(),
        other => other.to_owned(),
    }
}

/// A word together with its language, as a term of [`Fields::spoken`].
pub(crate) fn spoken(language: &str, word: &str) -> String {
    format!("{language}{OF}{word}")
}

/// A path and all the paths above it: `a/b/c`, `a/b`, `a`.
fn paths(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(above, _)| above))
}

/// At most so many characters from the start.
fn head(text: &str, chars: usize) -> &str {
    match text.char_indices().nth(chars) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Cuts a text into the terms it is indexed by, kept one after another in one buffer.
#[derive(Clone, Default)]
struct Words {
    /// Whether words of letters are indexed as they are spelt, too.
    spelt: bool,
    /// Whether the text starts with its language, which every term then does.
    spoken: bool,
    terms: String,
    ends: Vec<usize>,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.terms.clear();
        self.ends.clear();
        let (language, text) = match text.split_once(OF) {
            Some((language, text)) if self.spoken => (Some(language), text),
            _ => (None, text),
        };
        words::tokens(text, self.spelt, |term| {
            if let Some(language) = language {
                self.terms.push_str(language);
                self.terms.push(OF);
            }
            self.terms.push_str(term);
            self.ends.push(self.terms.len());
        });
        WordStream { words: self, next: 0, token: Token::default() }
    }
}

struct WordStream<'a> {
    words: &'a Words,
    next: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.words.ends.get(self.next) else {
            return false;
        };
        let start = self.next.checked_sub(1).map_or(0, |before| self.words.ends[before]);
        self.token.text.clear();
        self.token.text.push_str(&self.words.terms[start..end]);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
