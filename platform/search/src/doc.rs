//! What is indexed of a document.

use uuid::Uuid;

/// A document to be found: its texts, the facets that narrow a search, and the numbers that order it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// The document's id; putting another document of the same id replaces it.
    pub id: Uuid,
    /// Whose it is.
    pub owner: Uuid,
    /// Its category, a path of names joined by `/`; a search for a path finds everything below it too.
    pub category: String,
    /// The place facet.
    pub state: String,
    /// The kind facet.
    pub kind: String,
    /// The texts, in any number of languages; two of one language are both found.
    pub texts: Vec<Text>,
    /// Further words to be found by, whatever their language.
    pub tags: Vec<String>,
    /// Which of two equally good hits comes first: the larger. From -128 to 127; what lies beyond counts as these.
    pub rank: i64,
    /// When it was published, in microseconds UTC.
    pub published_micros: i64,
    /// Figures that a caller may order by.
    pub numbers: Numbers,
    /// What else a caller's figure is worked out from and many documents have alike; empty says none.
    pub class: String,
    /// The same for what an owner's documents have alike.
    pub terms: String,
}

/// A document's text in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The language (BCP 47); only its first part counts, so `zh-Hans` and `zh-Hant` are one.
    pub lang: String,
    /// The title, which weighs more.
    pub title: String,
    /// The body, plain text.
    pub body: String,
}

impl Text {
    /// A text of its parts.
    pub fn new(lang: impl Into<String>, title: impl Into<String>, body: impl Into<String>) -> Text {
        Text { lang: lang.into(), title: title.into(), body: body.into() }
    }
}

/// Figures of a document that a caller may order by; an unknown one is absent, never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Numbers {
    /// Price in minor units.
    pub price_minor: Option<i64>,
    /// Weight with packing, in grams.
    pub weight_g: Option<i64>,
    /// Weight without packing, in grams.
    pub net_weight_g: Option<i64>,
    /// Volume in millilitres.
    pub volume_ml: Option<i64>,
}

/// What a caller's figure is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The document's numbers.
    pub numbers: Numbers,
    /// Its class.
    pub class: Label,
    /// Its owner's terms.
    pub terms: Label,
}

/// A text that many documents have alike, as a small number: equal texts have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(pub(crate) u32);

impl Label {
    /// The number, counted from 0.
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}
