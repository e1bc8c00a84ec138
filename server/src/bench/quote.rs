//! How many quotes a second this machine answers, on one thread.

use crate::book::folder;
use crate::options::Options;
use sampan_tariff::{Book, Request, Settings, quote, workload};
use serde::Serialize;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Requests of each kind; they come round again.
const REQUESTS: usize = 4_096;
/// What the mix is made from; the same seed, the same mix.
const SEED: u64 = 1;

/// What was measured.
#[derive(Serialize)]
struct Quotes {
    /// One line, one regime.
    single_line_quotes_per_second: u64,
    /// One to five lines, all lawful regimes compared.
    mixed_quotes_per_second: u64,
    /// The markets in the mix.
    markets: usize,
    book_version: String,
}

/// Measures, so many seconds for each kind.
pub fn run(options: &Options, seconds: u8) -> Result<ExitCode, anyhow::Error> {
    let (book, settings) = (folder::of(options)?, Settings::demo());
    let time = Duration::from_secs(u64::from(seconds));
    let measured = Quotes {
        single_line_quotes_per_second: rate(
            &book,
            &settings,
            &workload::single_line(&book, &settings, REQUESTS, SEED),
            time,
        ),
        mixed_quotes_per_second: rate(&book, &settings, &workload::mixed(&book, &settings, REQUESTS, SEED), time),
        markets: book.markets().count(),
        book_version: book.version().to_owned(),
    };
    if options.json {
        say!("{:#}", serde_json::to_value(&measured)?);
    } else {
        say!("one line, one regime                     {:>12} quotes a second", measured.single_line_quotes_per_second);
        say!("one to five lines, all regimes compared  {:>12} quotes a second", measured.mixed_quotes_per_second);
        say!("a mix of {} markets, one thread, book {}", measured.markets, measured.book_version);
    }
    Ok(ExitCode::SUCCESS)
}

/// Quotes a second: the requests over and over until the time is up.
fn rate(book: &Book, settings: &Settings, requests: &[Request], time: Duration) -> u64 {
    let (start, mut done) = (Instant::now(), 0u64);
    while start.elapsed() < time && !requests.is_empty() {
        for request in requests {
            black_box(&quote(book, settings, black_box(request)));
        }
        done += requests.len() as u64;
    }
    let elapsed = start.elapsed().as_micros().max(1);
    (u128::from(done) * 1_000_000 / elapsed) as u64
}
