//! From a searcher's words to a page of hits.

use crate::index::{Error, Index};
use crate::query::{Cursor, Hit, Key, Order, Page, Query};
use crate::schema::{Fields, language, spoken};
use crate::top::{Best, By, best};
use crate::words::{Form, Wanted, loosened, stem, wanted};
use crate::{MAX_LIMIT, Numbers};
use std::collections::HashMap;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery, Occur, Query as Part,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Searcher, TantivyError, Term};

/// What a word counts in the searcher's own language, in any title, in a tag, in a body.
const IN_SPOKEN: Score = 4.0;
const IN_TITLE: Score = 3.0;
const IN_TAGS: Score = 2.0;
const IN_BODY: Score = 1.0;
/// What a word with a slip of the finger counts.
const SLIP: Score = 0.4;
/// A word that so many documents have is taken for spelt as meant.
const COMMON: u64 = 20;
/// So many other spellings of a word are tried.
const MAX_SPELLINGS: usize = 8;

impl Index {
    /// Finds documents that have all the words of a query, or else most of them; see [`Page::relaxed`].
    pub fn search(&self, query: &Query) -> Result<Page, Error> {
        self.find(query, &By::Order(query.order))
    }

    /// The same, ordered by a figure that the caller works out from a document's numbers, the least first; documents
    /// it gives none for are left out. The query's own order is not looked at.
    pub fn search_by(&self, query: &Query, figure: &dyn Fn(&Numbers) -> Option<i64>) -> Result<Page, Error> {
        self.find(query, &By::Figure(figure))
    }

    fn find(&self, query: &Query, by: &By<'_>) -> Result<Page, Error> {
        let search = Search { searcher: &self.searcher(), fields: &self.fields, language: language(&query.lang) };
        let words = wanted(&query.text);
        let limit = query.limit.clamp(1, MAX_LIMIT);
        let after = query.after.map(|cursor| cursor.key);
        let run = |words: Vec<Wanted>, relaxed: bool| -> Result<Page, Error> {
            let part = search.whole(query, &words, relaxed)?;
            let best = best(search.searcher, part.as_ref(), by, after, limit + 1)?;
            Ok(page(best, limit, relaxed, by))
        };
        if query.after.is_some_and(|cursor| cursor.relaxed) && !words.is_empty() {
            return run(loosened(words), true);
        }
        let page = run(words.clone(), false)?;
        if page.total > 0 || words.is_empty() {
            return Ok(page);
        }
        let relaxed = run(loosened(words), true)?;
        Ok(if relaxed.total > 0 { relaxed } else { page })
    }
}

/// A page of at most `limit` of the best, which hold one more where there is a next page.
fn page(best: Best, limit: usize, relaxed: bool, by: &By<'_>) -> Page {
    let more = best.keys.len() > limit;
    let keys = &best.keys[..best.keys.len().min(limit)];
    let score = |key: &Key| {
        if matches!(by, By::Order(Order::Relevance)) { key.first } else { 0 }
    };
    Page {
        hits: keys.iter().map(|key| Hit { id: key.id, score: score(key) }).collect(),
        total: best.total,
        relaxed: relaxed && best.total > 0,
        next: keys.last().filter(|_| more).map(|&key| Cursor { relaxed, key }),
    }
}

/// A search under way on one state of the index.
struct Search<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    language: String,
}

impl Search<'_> {
    /// The facets, and all the words or most of them.
    fn whole(&self, query: &Query, words: &[Wanted], relaxed: bool) -> Result<Box<dyn Part>, TantivyError> {
        let mut parts: Vec<(Occur, Box<dyn Part>)> = Vec::new();
        let facet = |field, value: &String| Term::from_field_text(field, value);
        let facets = [
            query.category.as_ref().map(|value| facet(self.fields.category, value)),
            query.owner.map(|owner| Term::from_field_bytes(self.fields.owner, owner.as_bytes())),
            query.state.as_ref().map(|value| facet(self.fields.state, value)),
            query.kind.as_ref().map(|value| facet(self.fields.kind, value)),
        ];
        for term in facets.into_iter().flatten() {
            parts.push((Occur::Must, constant(has(term), 0.0)));
        }
        let words = words.iter().map(|word| self.word(word)).collect::<Result<Vec<_>, _>>()?;
        if relaxed {
            let most = words.len().div_ceil(2);
            parts.push((Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(words, most))));
        } else {
            parts.extend(words.into_iter().map(|word| (Occur::Must, word)));
        }
        Ok(match parts.len() {
            0 => constant(Box::new(AllQuery), 0.0),
            _ => Box::new(BooleanQuery::new(parts)),
        })
    }

    /// One word, in any of its forms and fields; what counts is the best place a document has it in.
    fn word(&self, word: &Wanted) -> Result<Box<dyn Part>, TantivyError> {
        let mut places = Vec::new();
        let mut documents = 0;
        for form in &word.forms {
            documents = documents.max(self.places(form, &mut places)?);
        }
        if let Some(letters) = word.fuzzy.as_ref().filter(|_| documents < COMMON) {
            for (spelling, found) in self.spellings(letters)? {
                documents = documents.max(found);
                self.places(&slip(stem(&spelling).into_owned()), &mut places)?;
                self.places(&slip(spelling), &mut places)?;
            }
        }
        let rarity = self.rarity(documents);
        let parts = places.into_iter().map(|(part, weight)| constant(part, weight * rarity)).collect::<Vec<_>>();
        Ok(match parts.len() {
            0 => Box::new(EmptyQuery),
            _ => Box::new(DisjunctionMaxQuery::new(parts)),
        })
    }

    /// Adds each field that has all terms of a form, with what it counts there; gives how many documents have it,
    /// at most.
    fn places(&self, form: &Form, places: &mut Vec<(Box<dyn Part>, Score)>) -> Result<u64, TantivyError> {
        let fields = [
            (self.fields.spoken, IN_SPOKEN),
            (self.fields.title, IN_TITLE),
            (self.fields.tags, IN_TAGS),
            (self.fields.body, IN_BODY),
        ];
        let mut most = 0;
        for (field, weight) in fields {
            let terms: Vec<Term> = form.terms.iter().map(|term| self.term(field, term)).collect();
            let mut documents = u64::MAX;
            for term in &terms {
                documents = documents.min(self.searcher.doc_freq(term)?);
            }
            if terms.is_empty() || documents == 0 {
                continue;
            }
            most = most.max(documents);
            places.push((all(terms), weight * form.weight));
        }
        Ok(most)
    }

    fn term(&self, field: Field, word: &str) -> Term {
        if field == self.fields.spoken {
            Term::from_field_text(field, &spoken(&self.language, word))
        } else {
            Term::from_field_text(field, word)
        }
    }

    /// The words of titles and tags that are one slip from the letters, the commonest first.
    fn spellings(&self, letters: &str) -> Result<Vec<(String, u64)>, TantivyError> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for field in [self.fields.title, self.fields.tags] {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, letters), 1, true);
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let mut stream = index.terms().search(fuzzy.automaton()?).into_stream()?;
                while stream.advance() {
                    let documents = u64::from(stream.value().doc_freq);
                    if let Ok(word) = std::str::from_utf8(stream.key()) {
                        *found.entry(word.to_owned()).or_default() += documents;
                    }
                }
            }
        }
        found.remove(letters);
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(MAX_SPELLINGS);
        Ok(found)
    }

    /// What a word counts by how few documents have it: from 1 for one that all have to some ten for one in a million.
    fn rarity(&self, documents: u64) -> Score {
        let all = self.searcher.num_docs().max(documents) as Score;
        1.0 + ((all + 1.0) / (documents as Score + 1.0)).ln()
    }
}

fn slip(spelling: String) -> Form {
    Form { terms: vec![spelling], weight: SLIP }
}

fn has(term: Term) -> Box<dyn Part> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn all(mut terms: Vec<Term>) -> Box<dyn Part> {
    match terms.len() {
        1 => has(terms.remove(0)),
        _ => Box::new(BooleanQuery::intersection(terms.into_iter().map(has).collect())),
    }
}

fn constant(part: Box<dyn Part>, score: Score) -> Box<dyn Part> {
    Box::new(ConstScoreQuery::new(part, score))
}
