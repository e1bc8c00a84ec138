//! The crate's own tests: what is found in which language, and that nothing is lost or doubled.

mod keeping;
mod languages;
mod robust;
mod stopping;
mod titles;

use crate::{Doc, Index, Query, Text};
use uuid::Uuid;

/// A document of a number, with texts given as (language, title, body).
pub(crate) fn doc(number: u128, texts: &[(&str, &str, &str)]) -> Doc {
    Doc {
        id: Uuid::from_u128(number),
        texts: texts.iter().map(|&(lang, title, body)| Text::new(lang, title, body)).collect(),
        ..Doc::default()
    }
}

/// An index in memory that holds these documents.
pub(crate) fn index(docs: &[Doc]) -> Index {
    let index = Index::in_memory().expect("an index");
    index.put(docs).expect("put");
    index.commit().expect("commit");
    index
}

pub(crate) fn query(text: &str, lang: &str) -> Query {
    Query { text: text.to_owned(), lang: lang.to_owned(), ..Query::default() }
}

/// The numbers of the documents found, best first.
pub(crate) fn found(index: &Index, query: &Query) -> Vec<u128> {
    index.search(query).expect("a search").hits.iter().map(|hit| hit.id.as_u128()).collect()
}
