//! Tests: real exports, bad input item by item, and properties that hold for any bytes.

mod bad;
mod pages;
mod properties;
mod real;
mod shops;

use crate::{Format, Incoming, Item, Notice, Refused, read};
use std::io::Cursor;

/// What came out of a file.
#[derive(Debug, Default)]
struct Outcome {
    products: Vec<Incoming>,
    refused: Vec<Refused>,
    notices: Vec<Notice>,
    rows: u64,
}

impl Outcome {
    /// The refusals in the order of their rows.
    fn sorted(&self) -> Vec<&Refused> {
        let mut sorted: Vec<_> = self.refused.iter().collect();
        sorted.sort_by_key(|refused| refused.row);
        sorted
    }

    /// The rows refused and why, in the order of the rows.
    fn codes(&self) -> Vec<(u64, crate::Code)> {
        self.sorted().into_iter().map(|refused| (refused.row, refused.code)).collect()
    }

    /// The rows refused, each with field, found and code in one line.
    fn refusals(&self) -> Vec<String> {
        self.sorted().into_iter().map(|r| format!("{} {} {:?} {:?}", r.row, r.field, r.found, r.code)).collect()
    }

    /// The codes of the notices.
    fn noted(&self) -> Vec<crate::NoticeCode> {
        self.notices.iter().map(|notice| notice.code).collect()
    }

    /// The product of a key.
    fn product(&self, key: &str) -> &Incoming {
        self.products.iter().find(|product| product.key == key).unwrap_or_else(|| panic!("{key} is not among them"))
    }
}

/// Reads a file to its end and sees that each of its rows ended in one place.
fn take(bytes: impl AsRef<[u8]>, format: Format) -> Outcome {
    let mut reader = read(Cursor::new(bytes), format).expect("the file as a whole is good");
    let mut outcome = Outcome::default();
    for item in &mut reader {
        match item {
            Item::Product(product) => outcome.products.push(*product),
            Item::Refused(refused) => outcome.refused.push(refused),
            Item::Notice(notice) => outcome.notices.push(notice),
            Item::Stopped(error) => panic!("a file in memory cannot fail: {error}"),
        }
    }
    outcome.rows = reader.progress().rows_read;
    let progress = reader.progress();
    assert_eq!(progress.rows_read, progress.rows);
    let mut rows: Vec<u64> = outcome.products.iter().flat_map(|product| product.rows.iter().copied()).collect();
    rows.extend(outcome.refused.iter().map(|refused| refused.row));
    rows.sort_unstable();
    assert_eq!(rows, (1..=outcome.rows).collect::<Vec<_>>(), "every row in one product or one refusal");
    outcome
}
