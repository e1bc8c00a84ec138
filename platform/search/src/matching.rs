//! Which documents have the words: each word looked up in every part of the index once, then sets put together.

use crate::docset::{Bits, Docs, SPARSE, Skips};
use crate::part::{Part, Snapshot, Spellings};
use crate::query::Query;
use crate::schema::{Fields, spoken};
use crate::windows::{AllOf, AnyOf, DOCUMENTS, Most, Reader, Window, Windows};
use crate::words::{Form, Wanted, stem};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, TantivyError, Term};

/// What a word with a slip of the finger counts.
const SLIP: Score = 0.4;
/// A word that so many documents have is taken for spelt as meant.
const COMMON: u64 = 20;
/// So many other spellings of a word are tried.
const MAX_SPELLINGS: usize = 8;
/// A word that at most one document in so many has is read as a list, and the other words are looked up for these only.
const SELDOM: u64 = 256;
/// The documents with a term that more than one in so many has are remembered, not read again for each search.
const OFTEN: u64 = 16;
/// The same where a search reads all of them: a set of more is kept as bits.
const DENSE: u64 = SPARSE as u64;
/// So many words' other spellings are remembered.
const MAX_REMEMBERED: usize = 1_000;

/// How far words are looked for; each takes in those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// As they were typed, in titles in the searcher's language.
    Typed,
    /// In any form there.
    Spoken,
    /// In any title.
    Title,
    /// In a title or a tag.
    Tags,
    /// Anywhere.
    Body,
}

impl Depth {
    pub const ALL: [Depth; 5] = [Depth::Typed, Depth::Spoken, Depth::Title, Depth::Tags, Depth::Body];
}

/// A search's words, looked up.
pub(crate) struct Words {
    words: Vec<Word>,
}

struct Word {
    places: Vec<Place>,
    rarity: Score,
}

/// A form of a word in a field.
struct Place {
    field: Field,
    depth: Depth,
    weight: Score,
    /// In each part its terms, where the part has them all.
    terms: Vec<Option<Vec<TermInfo>>>,
}

impl Place {
    /// Whether it is looked at. What stands in the searcher's language stands in the titles again.
    fn counts(&self, depth: Depth) -> bool {
        self.depth <= depth && (self.depth > Depth::Spoken || depth <= Depth::Spoken)
    }

    /// How many documents of a part have it, at most.
    fn at_most(&self, part: usize) -> u64 {
        let terms = self.terms.get(part).and_then(Option::as_ref);
        terms.and_then(|terms| terms.iter().map(|term| term.doc_freq.into()).min()).unwrap_or(0)
    }
}

/// The documents of a part that a search's facets let through; none where all are.
pub(crate) type Facets = Option<Arc<Docs>>;

/// Looks words up, and reads what stands about them.
pub(crate) struct Lookup<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    /// The searcher's.
    pub language: &'a str,
}

impl Lookup<'_> {
    pub fn words(&self, wanted: &[Wanted]) -> Result<Words, TantivyError> {
        Ok(Words { words: wanted.iter().map(|word| self.word(word)).collect::<Result<_, _>>()? })
    }

    /// One word, in any of its forms and fields.
    fn word(&self, wanted: &Wanted) -> Result<Word, TantivyError> {
        let mut places = Vec::new();
        let mut documents = 0;
        for (at, form) in wanted.forms.iter().enumerate() {
            documents = documents.max(self.places(form, at == 0, &mut places)?);
        }
        if let Some(letters) = wanted.fuzzy.as_ref().filter(|_| documents < COMMON) {
            for (spelling, found) in self.spellings(letters)?.iter() {
                documents = documents.max(*found);
                self.places(&slip(stem(spelling).into_owned()), false, &mut places)?;
                self.places(&slip(spelling.clone()), false, &mut places)?;
            }
        }
        Ok(Word { places, rarity: self.rarity(documents) })
    }

    /// Adds each field that has all terms of a form, with what it counts there; gives how many documents have it,
    /// at most.
    fn places(&self, form: &Form, typed: bool, places: &mut Vec<Place>) -> Result<u64, TantivyError> {
        let f = self.fields;
        let first = if typed { Depth::Typed } else { Depth::Spoken };
        let all = [
            (f.spoken, first, 4.0),
            (f.title, Depth::Title, 3.0),
            (f.tags, Depth::Tags, 2.0),
            (f.body, Depth::Body, 1.0),
        ];
        let mut most = 0;
        for (field, depth, weight) in all {
            let terms: Vec<Term> = form.terms.iter().map(|term| self.term(field, term)).collect();
            let mut place = Place { field, depth, weight: weight * form.weight, terms: Vec::new() };
            let mut documents = 0;
            for (at, part) in self.snapshot.parts.iter().enumerate() {
                let index = part.reader.inverted_index(field)?;
                let mut infos = Vec::with_capacity(terms.len());
                for term in &terms {
                    match index.get_term_info(term)? {
                        Some(info) => infos.push(info),
                        None => break,
                    }
                }
                let whole = infos.len() == terms.len() && !infos.is_empty();
                infos.sort_by_key(|info| info.doc_freq);
                place.terms.push(whole.then_some(infos));
                documents += place.at_most(at);
            }
            if documents > 0 {
                most = most.max(documents);
                places.push(place);
            }
        }
        Ok(most)
    }

    fn term(&self, field: Field, word: &str) -> Term {
        if field == self.fields.spoken {
            Term::from_field_text(field, &spoken(self.language, word))
        } else {
            Term::from_field_text(field, word)
        }
    }

    /// The words of titles and tags that are one slip from the letters, the commonest first.
    fn spellings(&self, letters: &str) -> Result<Spellings, TantivyError> {
        if let Some(known) = self.snapshot.spellings.lock().get(letters) {
            return Ok(known.clone());
        }
        let mut found: HashMap<String, u64> = HashMap::new();
        for field in [self.fields.title, self.fields.tags] {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, letters), 1, true);
            for part in &self.snapshot.parts {
                let index = part.reader.inverted_index(field)?;
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
        let found = Arc::new(found);
        let mut remembered = self.snapshot.spellings.lock();
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(letters.to_owned(), found.clone());
        Ok(found)
    }

    /// What a word counts by how few documents have it: from 1 for one that all have to some ten for one in a million.
    fn rarity(&self, documents: u64) -> Score {
        let all = self.snapshot.searcher.num_docs().max(documents) as Score;
        1.0 + ((all + 1.0) / (documents as Score + 1.0)).ln()
    }

    /// The documents of each part that a query's facets let through; none where all are.
    pub fn facets(&self, query: &Query) -> Result<Vec<Facets>, TantivyError> {
        let f = self.fields;
        let facet = |field, value: &Option<String>| value.as_ref().map(|value| Term::from_field_text(field, value));
        let terms = [
            facet(f.category, &query.category),
            query.owner.map(|owner| Term::from_field_bytes(f.owner, owner.as_bytes())),
            facet(f.state, &query.state),
            facet(f.kind, &query.kind),
        ];
        let of_part = |part: &Part| {
            let mut all: Facets = None;
            for term in terms.iter().flatten() {
                let one = facet_docs(part, term)?;
                all = Some(match all {
                    None => one,
                    // The list is narrowed by the bits, whichever comes first: bits are copied only for bits.
                    Some(all) => Arc::new(match (&*all, &*one) {
                        (Docs::Bits(_), Docs::List(_)) => Docs::clone(&one).and(&all),
                        _ => Docs::clone(&all).and(&one),
                    }),
                });
            }
            Ok(all)
        };
        self.snapshot.parts.iter().map(of_part).collect()
    }
}

/// The documents of a part with a facet.
fn facet_docs(part: &Part, term: &Term) -> Result<Arc<Docs>, TantivyError> {
    match part.reader.inverted_index(term.field())?.get_term_info(term)? {
        Some(info) => of_term(part, term.field(), &info),
        None => Ok(Arc::new(Docs::NONE)),
    }
}

fn slip(spelling: String) -> Form {
    Form { terms: vec![spelling], weight: SLIP }
}

impl Words {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Leaves out the words that no document has.
    pub fn forget_unknown(&mut self) {
        self.words.retain(|word| !word.places.is_empty());
    }

    /// Whether any word has further forms besides the one that was typed.
    pub fn has_forms(&self) -> bool {
        self.words.iter().any(|word| word.places.iter().any(|place| place.depth == Depth::Spoken))
    }

    /// All documents of a part that have all the words, and are among some where some are given.
    pub fn all(&self, part: &Part, at: usize, depth: Depth, among: &Facets) -> Result<Docs, TantivyError> {
        let mut windows = match self.matching(part, at, (depth, DENSE), among)? {
            Matching::List(list) => return Ok(Docs::List(list)),
            Matching::Windows(windows) => windows,
        };
        let mut bits = Bits::none(part.documents());
        let mut window = Window::NONE;
        for start in (0..part.documents()).step_by(DOCUMENTS as usize) {
            if windows.read(start, &mut window) {
                bits.put(start, window.words());
            }
        }
        Ok(Docs::Bits(bits))
    }

    /// The first documents of a layer from one on: so many where there are so many, and those that are as good as the last of
    /// them.
    pub fn first(
        &self,
        part: &Part,
        at: usize,
        layer: Layer,
        among: &Facets,
        (from, count): (DocId, usize),
    ) -> Result<Vec<DocId>, TantivyError> {
        let mut windows = match self.matching(part, at, (layer.depth, OFTEN), among)? {
            Matching::List(mut list) => {
                list.drain(..list.partition_point(|&doc| doc < from));
                if let Some(depth) = layer.without {
                    let before = self.kept(part, at, depth, list.clone())?;
                    list.retain(|doc| before.binary_search(doc).is_err());
                }
                part.fixed.cut(&mut list, count);
                return Ok(list);
            }
            Matching::Windows(windows) => windows,
        };
        let mut before = layer.without.map(|depth| self.matching(part, at, (depth, OFTEN), among)).transpose()?;
        let (mut found, mut window, mut other) = (Vec::new(), Window::NONE, Window::NONE);
        for start in (from - from % DOCUMENTS..part.documents()).step_by(DOCUMENTS as usize) {
            if !windows.read(start, &mut window) {
                continue;
            }
            window.cut(start, from);
            if before.as_mut().is_some_and(|before| before.read(start, &mut other)) {
                window.without(&other);
            }
            window.list(start, &mut found);
            if part.fixed.cut(&mut found, count) {
                break;
            }
        }
        Ok(found)
    }

    /// The documents of a part that have all the words, and are among some where some are given, not read yet where they may
    /// be many. A term that more than one document in so many has is remembered.
    fn matching(
        &self,
        part: &Part,
        at: usize,
        (depth, often): (Depth, u64),
        among: &Facets,
    ) -> Result<Matching, TantivyError> {
        let mut order: Vec<(u64, &Word)> = self.words.iter().map(|word| (word.at_most(at, depth), word)).collect();
        order.sort_by_key(|(cost, _)| *cost);
        let Some(&(least, rarest)) = order.first() else { return Ok(Matching::List(Vec::new())) };
        if let Some(Docs::List(list)) = among.as_deref() {
            return Ok(Matching::List(self.kept(part, at, depth, part.living(list.clone()))?));
        }
        if least * SELDOM <= part.documents().into() {
            let mut list = Vec::with_capacity(least as usize);
            rarest.docs(part, at, depth)?.each(|doc| list.push(doc));
            if let Some(among) = among {
                list.retain(|&doc| among.contains(doc));
            }
            list = part.living(list);
            for (_, word) in order.into_iter().skip(1) {
                list = word.kept(part, at, depth, list)?;
            }
            return Ok(Matching::List(list));
        }
        let words =
            order.into_iter().map(|(_, word)| word.readers(part, at, depth, often)).collect::<Result<_, _>>()?;
        Ok(Matching::Windows(Windows { words, among: among.clone(), alive: part.alive.clone() }))
    }

    /// Which of a few documents have all the words.
    fn kept(&self, part: &Part, at: usize, depth: Depth, docs: Vec<DocId>) -> Result<Vec<DocId>, TantivyError> {
        self.words.iter().try_fold(docs, |docs, word| word.kept(part, at, depth, docs))
    }

    /// The documents of a part that have at least so many of the words, the most words first; of as many words, first
    /// those that have the rarest.
    pub fn most(
        &self,
        snapshot: &Snapshot,
        at: usize,
        least: usize,
        among: &Facets,
    ) -> Result<Vec<Docs>, TantivyError> {
        let part = &snapshot.parts[at];
        // Who has so many words misses fewer than the rest, so has one of the rarest.
        let mut order: Vec<&Word> = self.words.iter().collect();
        order.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
        let words =
            order.into_iter().map(|word| word.readers(part, at, Depth::Body, OFTEN)).collect::<Result<_, _>>()?;
        let mut most = Most {
            words,
            least,
            rarest: (self.words.len() + 1).saturating_sub(least),
            among: among.clone(),
            alive: part.alive.clone(),
        };
        // Twice a word, and one more for the rarest: it decides among as many words.
        let mut layers = vec![Vec::new(); 2 * self.words.len() + 2];
        for start in (0..part.documents()).step_by(DOCUMENTS as usize) {
            most.read(start, |doc, count| {
                if let Some(layer) = layers.get_mut(count) {
                    layer.push(doc);
                }
            });
        }
        Ok(layers.into_iter().rev().map(Docs::List).collect())
    }

    /// What each of some documents counts: every word by how rare it is and the best place the document has it in.
    pub fn scores(&self, snapshot: &Snapshot, at: usize, docs: &[DocId]) -> Result<Vec<Score>, TantivyError> {
        let part = &snapshot.parts[at];
        let mut sums = vec![0.0; docs.len()];
        let mut best = vec![0.0; docs.len()];
        for word in &self.words {
            best.fill(0.0);
            for place in &word.places {
                let Some(mut skips) = place.skips(part, at)? else { continue };
                for (best, &doc) in best.iter_mut().zip(docs) {
                    if *best < place.weight && skips.iter_mut().all(|skips| skips.has(doc)) {
                        *best = place.weight;
                    }
                }
            }
            sums.iter_mut().zip(&best).for_each(|(sum, best)| *sum += best * word.rarity);
        }
        Ok(sums)
    }
}

/// Which documents match: those with the words at a depth and, of a later layer, not already at the depth before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer {
    pub depth: Depth,
    pub without: Option<Depth>,
}

/// Documents that match.
enum Matching {
    /// Few, in order.
    List(Vec<DocId>),
    /// Still to be read.
    Windows(Windows),
}

impl Matching {
    /// Those of a window, if there are any; windows are asked for in order.
    fn read(&mut self, start: DocId, window: &mut Window) -> bool {
        match self {
            Matching::Windows(windows) => windows.read(start, window),
            Matching::List(list) => {
                *window = Window::NONE;
                let rest = &list[list.partition_point(|&doc| doc < start)..];
                rest.iter().take_while(|&&doc| doc < start + DOCUMENTS).for_each(|&doc| window.insert(start, doc));
                true
            }
        }
    }
}

impl Word {
    /// Its posting lists, to be read side by side with those of other words.
    fn readers(&self, part: &Part, at: usize, depth: Depth, often: u64) -> Result<AnyOf, TantivyError> {
        let places = self.places.iter().filter(|place| place.counts(depth));
        let terms = places.filter_map(|place| Some((place.field, place.terms.get(at)?.as_ref()?)));
        let all = terms.map(|(field, terms)| {
            Ok(AllOf(terms.iter().map(|term| reader(part, field, term, often)).collect::<Result<_, TantivyError>>()?))
        });
        all.collect::<Result<_, _>>().map(AnyOf::new)
    }

    fn at_most(&self, part: usize, depth: Depth) -> u64 {
        self.places.iter().filter(|place| place.counts(depth)).map(|place| place.at_most(part)).sum()
    }

    /// The documents of a part that have it.
    fn docs(&self, part: &Part, at: usize, depth: Depth) -> Result<Docs, TantivyError> {
        let mut all = Docs::NONE;
        for place in self.places.iter().filter(|place| place.counts(depth)) {
            all = all.or(&*place.docs(part, at)?, part.documents());
        }
        Ok(all)
    }

    /// Which of a few documents have it.
    fn kept(&self, part: &Part, at: usize, depth: Depth, docs: Vec<DocId>) -> Result<Vec<DocId>, TantivyError> {
        let has = self.among(part, at, depth, &docs)?;
        Ok(docs.into_iter().zip(has).filter_map(|(doc, has)| has.then_some(doc)).collect())
    }

    /// Of each of some documents whether it has it.
    fn among(&self, part: &Part, at: usize, depth: Depth, docs: &[DocId]) -> Result<Vec<bool>, TantivyError> {
        let mut has = vec![false; docs.len()];
        for place in self.places.iter().filter(|place| place.counts(depth)) {
            if docs.len() as u64 * 8 > place.at_most(at) {
                let set = place.docs(part, at)?;
                has.iter_mut().zip(docs).for_each(|(has, &doc)| *has = *has || set.contains(doc));
                continue;
            }
            let Some(mut skips) = place.skips(part, at)? else { continue };
            for (has, &doc) in has.iter_mut().zip(docs) {
                *has = *has || skips.iter_mut().all(|skips| skips.has(doc));
            }
        }
        Ok(has)
    }
}

impl Place {
    fn docs(&self, part: &Part, at: usize) -> Result<Arc<Docs>, TantivyError> {
        let none = || Ok(Arc::new(Docs::NONE));
        let Some(terms) = self.terms.get(at).and_then(Option::as_ref) else { return none() };
        let Some((first, rest)) = terms.split_first() else { return none() };
        let first = of_term(part, self.field, first)?;
        if rest.is_empty() {
            return Ok(first);
        }
        let mut docs = Docs::clone(&first);
        for term in rest {
            docs = match docs {
                Docs::List(list) if list.len() as u64 * 8 < term.doc_freq.into() => {
                    let mut skips = skips(part, self.field, term)?;
                    Docs::List(list.into_iter().filter(|&doc| skips.has(doc)).collect())
                }
                docs => docs.and(&*of_term(part, self.field, term)?),
            };
        }
        Ok(Arc::new(docs))
    }

    fn skips(&self, part: &Part, at: usize) -> Result<Option<Vec<Skips>>, TantivyError> {
        let Some(terms) = self.terms.get(at).and_then(Option::as_ref) else { return Ok(None) };
        terms.iter().map(|term| skips(part, self.field, term)).collect::<Result<_, _>>().map(Some)
    }
}

fn skips(part: &Part, field: Field, term: &TermInfo) -> Result<Skips, TantivyError> {
    let index = part.reader.inverted_index(field)?;
    Ok(Skips::new(index.read_postings_from_terminfo(term, IndexRecordOption::Basic)?))
}

/// The documents of a part with a term, to be read window by window.
fn reader(part: &Part, field: Field, term: &TermInfo, often: u64) -> Result<Reader, TantivyError> {
    if u64::from(term.doc_freq) * often > part.documents().into() {
        return Ok(Reader::Known(of_term(part, field, term)?));
    }
    if let Some(known) = part.fixed.remembered(term, field) {
        return Ok(Reader::Known(known));
    }
    let index = part.reader.inverted_index(field)?;
    Ok(Reader::Blocks(Box::new(index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?)))
}

/// All documents of a part with a term; where they are many, as they were read last time.
fn of_term(part: &Part, field: Field, term: &TermInfo) -> Result<Arc<Docs>, TantivyError> {
    let dense = Docs::is_dense(term.doc_freq as usize, part.documents());
    if let Some(known) = dense.then(|| part.fixed.remembered(term, field)).flatten() {
        return Ok(known);
    }
    let index = part.reader.inverted_index(field)?;
    let mut block = index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    if !dense {
        let mut list = Vec::with_capacity(term.doc_freq as usize);
        while !block.docs().is_empty() {
            list.extend_from_slice(block.docs());
            block.advance();
        }
        return Ok(Arc::new(Docs::List(list)));
    }
    let mut bits = Bits::none(part.documents());
    while !block.docs().is_empty() {
        block.docs().iter().for_each(|&doc| bits.insert(doc));
        block.advance();
    }
    let docs = Arc::new(Docs::Bits(bits));
    part.fixed.remember(term, field, &docs);
    Ok(docs)
}
