//! What the law of some destination asks about a variant besides code, origin and weights, and why.

use crate::App;
use crate::explain;
use crate::look::Choice;
use sampan_ids::Date;
use sampan_tariff::{Book, Citation};
use sampan_trade::HsCode;
use sampan_trade::listing::{Fact, Facts, Variant};
use sampan_web::Shell;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// A question to the seller about a variant.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Question {
    /// Its stable name, that of the attribute in a quote.
    pub fact: String,
    /// The question in words.
    pub words: String,
    /// Where it is asked, and what the strictest of those laws says.
    pub why: String,
    /// Where it is asked.
    pub places: Vec<String>,
    /// Whether nothing is sold there until it is told; else it is taken as not so.
    pub needed: bool,
    /// Whether the answer is a figure; else it is `yes` or `no`.
    pub figure: bool,
    /// The answer as it stands; empty where nothing is told.
    pub told: String,
}

impl Question {
    /// The answers to choose from.
    pub fn answers(&self, s: &Shell) -> Vec<Choice> {
        ["yes", "no"]
            .map(|answer| Choice::new(answer, s.t(format!("catalog-answer-{answer}")), self.told == answer))
            .into()
    }

    /// Whether it must be told and is not.
    pub fn is_open(&self) -> bool {
        self.needed && self.told.is_empty()
    }
}

/// What is asked about a code, over all destinations.
struct Asked {
    fact: Fact,
    needed: bool,
    places: Vec<&'static str>,
    why: Option<Why>,
}

/// What a law says, and where.
struct Why {
    place: &'static str,
    en: String,
    zh: String,
    citation: Citation,
}

/// Questions by code: many variants have the same.
pub struct Asking {
    book: Book,
    on: Date,
    known: HashMap<HsCode, Rc<Vec<Asked>>>,
}

impl Asking {
    /// By today's law.
    pub fn of(app: &App) -> Asking {
        let pricing = app.pricing();
        Asking { book: Book::clone(&pricing.book), on: pricing.today(), known: HashMap::new() }
    }

    /// The questions about a variant; none without a code.
    pub fn questions(&mut self, variant: &Variant, s: &Shell) -> Vec<Question> {
        let Some(hs) = &variant.hs else { return Vec::new() };
        self.asked(hs).iter().map(|asked| question(asked, &variant.facts, s)).collect()
    }

    /// Whether something must be told about a variant that is not.
    pub fn is_open(&mut self, variant: &Variant) -> bool {
        let Some(hs) = &variant.hs else { return false };
        self.asked(hs).iter().any(|asked| asked.needed && variant.facts.get(asked.fact).is_none())
    }

    fn asked(&mut self, hs: &HsCode) -> Rc<Vec<Asked>> {
        if let Some(known) = self.known.get(hs) {
            return known.clone();
        }
        let asked = Rc::new(asked(&self.book, hs, self.on));
        self.known.insert(hs.clone(), asked.clone());
        asked
    }
}

/// What all destinations ask about a code, in the order of the facts.
fn asked(book: &Book, hs: &HsCode, on: Date) -> Vec<Asked> {
    let mut all: BTreeMap<Fact, Asked> = BTreeMap::new();
    for to in sampan_tariff::destinations() {
        for one in sampan_tariff::asked(book, to.code, hs.as_str(), on) {
            // What the address, the carrier or a paper tells is not asked of the seller here.
            let Ok(fact) = one.attribute.parse::<Fact>() else { continue };
            let known = all.entry(fact).or_insert(Asked { fact, needed: false, places: Vec::new(), why: None });
            known.needed |= one.needed || fact.must_be_told(hs);
            known.places.push(to.code);
            if known.why.is_none() && !one.en.is_empty() {
                let citation = Citation::clone(&one.citation);
                known.why = Some(Why { place: to.code, en: one.en, zh: one.zh, citation });
            }
        }
    }
    all.into_values().collect()
}

fn question(asked: &Asked, facts: &Facts, s: &Shell) -> Question {
    let places: Vec<String> = asked.places.iter().map(|code| explain::place(code, s)).collect();
    let list = places.join(&s.t("catalog-comma"));
    let why = match &asked.why {
        Some(why) => {
            let text = if s.lang.starts_with("zh") { &why.zh } else { &why.en };
            let place = explain::place(why.place, s);
            let source = explain::source(&why.citation, s).title;
            s.tn("catalog-asked-law", &[("places", &list), ("place", &place), ("text", text), ("source", &source)])
        }
        None => s.t1("catalog-asked-rate", "places", &list),
    };
    Question {
        fact: asked.fact.to_string(),
        words: words(asked.fact, s),
        why,
        places,
        needed: asked.needed,
        figure: asked.fact.is_figure(),
        told: facts.get(asked.fact).map(|told| told.to_string()).unwrap_or_default(),
    }
}

/// A fact as a question.
pub fn words(fact: Fact, s: &Shell) -> String {
    s.t(format!("catalog-fact-{}", fact.as_str().replace('_', "-")))
}
