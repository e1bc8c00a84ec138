//! Agreements that were signed and are not in force: drafts of rows that an operator switches on as of a day.
//!
//! A draft lies in `book/drafts/<name>/<market>/` and has the files of a market's folder, with `{from}` where the day goes
//! on which it begins. Until it is switched on it changes nothing.

use super::{Book, BookError};
use jiff::civil::Date;

/// A draft that comes with the crate.
#[derive(Debug)]
pub struct Agreement {
    /// The name that it is switched on by.
    pub name: &'static str,
    /// The market whose duties it changes.
    pub market: &'static str,
    /// What it is.
    pub title: &'static str,
    files: &'static [(&'static str, &'static str)],
}

macro_rules! files {
    ($($path:literal,)*) => { &[$(($path, include_str!(concat!("../../book/drafts/", $path)))),*] };
}

static AGREEMENTS: &[Agreement] = &[
    Agreement {
        name: "id-2026",
        market: "ID",
        title: "Agreement on reciprocal trade of the United States and Indonesia, signed 2026-02-19",
        files: files!["id-2026/id/citations.toml", "id-2026/id/limits.toml", "id-2026/id/rates.csv",],
    },
    Agreement {
        name: "tw-2026",
        market: "TW",
        title: "Agreement on reciprocal trade of the United States and Taiwan, signed 2026-02-12",
        files: files!["tw-2026/tw/citations.toml", "tw-2026/tw/limits.toml", "tw-2026/tw/rates.csv",],
    },
];

impl Book {
    /// The agreements that can be switched on.
    pub fn agreements() -> &'static [Agreement] {
        AGREEMENTS
    }

    /// This book with an agreement in force from a day on. Its rows are laid over as an operator's are.
    pub fn with_agreement(&self, name: &str, from: Date) -> Result<Book, BookError> {
        let agreement = AGREEMENTS.iter().find(|agreement| agreement.name == name).ok_or_else(|| unheard_of(name))?;
        let day = from.to_string();
        let dated = |&(path, text): &(&str, &str)| (format!("drafts/{path}"), text.replace("{from}", &day));
        self.overlay(agreement.files.iter().map(dated).collect())
    }
}

fn unheard_of(name: &str) -> BookError {
    let known: Vec<&str> = AGREEMENTS.iter().map(|agreement| agreement.name).collect();
    BookError {
        file: "drafts".into(),
        row: 0,
        column: "name".into(),
        problem: format!("{:?} is none of {}", name.chars().take(40).collect::<String>(), known.join(", ")),
    }
}
