//! A paper's content ready for printing: labelled boxes, a table, totals, notes. A page or a label lays it out.

use serde::Serialize;
use std::fmt;

/// A paper as it is printed. Holds personal data where the paper does; `Debug` shows the title alone.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// The paper's title.
    pub title: &'static str,
    /// Its boxes, in order.
    pub boxes: Vec<SheetBox>,
    /// The columns of its table.
    pub columns: Vec<&'static str>,
    /// The table's rows, a cell a column.
    pub rows: Vec<Vec<String>>,
    /// What stands below the table.
    pub totals: Vec<SheetBox>,
    /// What is declared at the end.
    pub notes: Vec<String>,
}

/// A label and what stands by it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SheetBox {
    /// The label.
    pub label: &'static str,
    /// The lines by it.
    pub lines: Vec<String>,
}

impl Sheet {
    pub(super) fn new(title: &'static str) -> Sheet {
        Sheet { title, boxes: vec![], columns: vec![], rows: vec![], totals: vec![], notes: vec![] }
    }

    pub(super) fn lines(mut self, label: &'static str, lines: Vec<String>) -> Sheet {
        self.boxes.push(SheetBox { label, lines });
        self
    }

    pub(super) fn entry(self, label: &'static str, value: impl fmt::Display) -> Sheet {
        self.lines(label, vec![value.to_string()])
    }

    /// A line where there is one.
    pub(super) fn known(self, label: &'static str, value: Option<String>) -> Sheet {
        match value {
            Some(value) => self.entry(label, value),
            None => self,
        }
    }

    pub(super) fn table<T>(mut self, columns: Vec<&'static str>, rows: &[T], row: impl Fn(&T) -> Vec<String>) -> Sheet {
        self.columns = columns;
        self.rows = rows.iter().map(row).collect();
        self
    }

    pub(super) fn total(mut self, label: &'static str, value: impl fmt::Display) -> Sheet {
        self.totals.push(SheetBox { label, lines: vec![value.to_string()] });
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Sheet {
        self.notes.push(note.into());
        self
    }

    /// The paper as plain text, a line a box, a row, a total.
    pub fn text(&self) -> String {
        let entry = |b: &SheetBox| format!("{}: {}\n", b.label, b.lines.join(" / "));
        let mut out = format!("{}\n", self.title);
        out.extend(self.boxes.iter().map(entry));
        if !self.columns.is_empty() {
            out.push_str(&format!("{}\n", self.columns.join(" | ")));
        }
        out.extend(self.rows.iter().map(|row| format!("{}\n", row.join(" | "))));
        out.extend(self.totals.iter().map(entry));
        out.extend(self.notes.iter().map(|note| format!("{note}\n")));
        out
    }
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({}, …)", self.title)
    }
}

/// Grams in kilograms: `0.250 kg`.
pub(super) fn kg(grams: u64) -> String {
    format!("{}.{:03} kg", grams / 1000, grams % 1000)
}
