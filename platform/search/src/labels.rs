//! Texts that many documents have alike, as small numbers that hold for the whole index.

use crate::doc::Label;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// All labels met so far; they are few, and live as long as the program.
#[derive(Default)]
pub(crate) struct Names(RwLock<Known>);

#[derive(Default)]
struct Known {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Names {
    /// A label's text.
    pub fn text(&self, label: Label) -> Arc<str> {
        self.0.read().texts.get(label.number()).cloned().unwrap_or_default()
    }

    fn label(&self, text: &str) -> Label {
        if let Some(&number) = self.0.read().numbers.get(text) {
            return Label(number);
        }
        let mut known = self.0.write();
        if let Some(&number) = known.numbers.get(text) {
            return Label(number);
        }
        let number = known.texts.len() as u32;
        let text: Arc<str> = text.into();
        known.texts.push(text.clone());
        known.numbers.insert(text, number);
        Label(number)
    }
}

/// The labels of a part's documents in one column.
pub(crate) struct Labels {
    names: Arc<Names>,
    column: Option<StrColumn>,
    /// One more than the label of each text of the part, 0 where it has not been asked for.
    known: Box<[AtomicU32]>,
}

impl Labels {
    pub fn of(column: Option<StrColumn>, names: Arc<Names>) -> Labels {
        let count = column.as_ref().map_or(0, |column| column.num_terms());
        Labels { names, column, known: (0..count).map(|_| AtomicU32::new(0)).collect() }
    }

    pub fn of_doc(&self, doc: DocId) -> Label {
        let Some(column) = &self.column else { return self.names.label("") };
        let Some(at) = column.term_ords(doc).next() else { return self.names.label("") };
        let known = self.known.get(at as usize);
        if let Some(next @ 1..) = known.map(|known| known.load(Ordering::Relaxed)) {
            return Label(next - 1);
        }
        let mut text = String::new();
        if !matches!(column.ord_to_str(at, &mut text), Ok(true)) {
            text.clear();
        }
        let label = self.names.label(&text);
        if let Some(known) = known {
            known.store(label.0.saturating_add(1), Ordering::Relaxed);
        }
        label
    }
}
