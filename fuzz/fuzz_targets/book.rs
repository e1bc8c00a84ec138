//! Any text as a file of a book: it is read or refused with its row, and a book that is read answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sampan_tariff::{Book, Settings, book::Nomenclature, quote, workload};
use std::sync::OnceLock;

const FILES: [&str; 12] = [
    "sg/rates.csv",
    "sg/limits.toml",
    "sg/restrictions.csv",
    "sg/citations.toml",
    "sg/services.csv",
    "sg/headings.csv",
    "sg/positive-list.csv",
    "sg/parcel-prices.csv",
    "common/papers.csv",
    "common/closed.csv",
    "hs",
    "hts",
];

fuzz_target!(|input: (u8, &str)| {
    static REQUESTS: OnceLock<Vec<sampan_tariff::Request>> = OnceLock::new();
    let (n, text) = input;
    match FILES[usize::from(n) % FILES.len()] {
        "hs" => drop(Nomenclature::hs("hs.csv", text)),
        "hts" => drop(Nomenclature::hts("hts.csv", text)),
        path => {
            let Ok(book) = Book::built_in().overlay(vec![(path.to_owned(), text.to_owned())]) else { return };
            let settings = Settings::demo();
            let requests = REQUESTS.get_or_init(|| workload::single_line(&Book::built_in(), &settings, 28, 1));
            for request in requests.iter().filter(|request| request.destination == "SG") {
                let _ = quote(&book, &settings, request);
            }
            let _ = book.check(jiff::civil::Date::constant(2026, 6, 1));
        }
    }
});

