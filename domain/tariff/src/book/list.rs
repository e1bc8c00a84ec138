//! The list of goods for cross-border e-commerce: which codes are on it, as far as that is known.

use super::beginnings::{Beginnings, Packed};
use super::{Citation, Citations, Confidence, Kept, Period, Source, table};
use crate::book::BookError;
use crate::text::Text;
use jiff::civil::Date;

const COLUMNS: [&str; 8] = ["hs", "eligible", "only", "from", "to", "citation", "confidence", "note"];

/// What the list says of a code.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The digits that a code must begin with.
    pub hs: String,
    /// Whether it is on the list; a row may also say that it is not.
    pub eligible: bool,
    /// Whether only goods out of a bonded warehouse are meant.
    pub only_bonded: bool,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Kept<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// A remark.
    pub note: String,
    overlay: bool,
    /// The name that an answer gives it.
    pub(crate) rule: Text,
}

impl Listed {
    /// Whether an operator's file brought it.
    pub fn is_overlay(&self) -> bool {
        self.overlay
    }
}

#[derive(Debug, Default)]
pub(super) struct List {
    /// In the order of their codes.
    rows: Vec<Listed>,
    beginnings: Beginnings,
    /// For each beginning its first row, and the end.
    first: Vec<u32>,
}

impl List {
    fn of(mut rows: Vec<Listed>) -> List {
        rows.sort_by_key(|row| Packed::of(&row.hs));
        let (beginnings, numbers) = Beginnings::of(rows.iter().map(|row| &*row.hs));
        let mut first = vec![rows.len() as u32; numbers.len() + 1];
        for (at, row) in rows.iter().enumerate().rev() {
            first[numbers[&Packed::of(&row.hs)] as usize] = at as u32;
        }
        List { rows, beginnings, first }
    }

    pub(super) fn find(&self, code: Packed, on: Date) -> Option<&Listed> {
        self.beginnings.upwards(self.beginnings.find(code)).find_map(|n| {
            let rows = &self.rows[self.first[n] as usize..self.first[n + 1] as usize];
            let holding = rows.iter().filter(|row| row.period.holds(on));
            holding.max_by_key(|row| (row.overlay, !row.eligible, row.period.from))
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Listed> {
        self.rows.iter()
    }
}

pub(super) fn read(files: &[(&Source, &str)], citations: &Citations) -> Result<List, BookError> {
    let mut listed_rows = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "positive-list.csv") {
        for row in table::rows(source, &COLUMNS)? {
            let hs = row.hs("hs")?;
            let listed = Listed {
                rule: row.kept(&format!("cn/list/{hs}")),
                hs,
                eligible: match row.text("eligible") {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(row.error("eligible", "wanted yes or no")),
                },
                only_bonded: match row.text("only") {
                    "" => false,
                    "bonded" => true,
                    _ => return Err(row.error("only", "wanted bonded or nothing")),
                },
                period: row.period()?,
                citation: row.citation(citations)?,
                confidence: row.confidence()?,
                note: row.text("note").to_owned(),
                overlay: source.overlay,
            };
            listed_rows.push(listed);
        }
    }
    Ok(List::of(listed_rows))
}
