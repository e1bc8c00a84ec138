//! How fast a what-if is on this machine: drafts over a made-up catalogue in every market.

use crate::book::folder;
use crate::demo::rates as demo_rates;
use crate::options::{BenchWhatif, Options};
use sampan_ids::Date;
use sampan_tariff::whatif::synthetic::Synthetic;
use sampan_tariff::whatif::{Assumptions, Change, Study, Tally};
use sampan_tariff::{Book, Settings};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Listings of a chunk; a thread makes and looks at one after another, so that little is in memory.
const CHUNK: u64 = 2_000;
/// Most threads.
const THREADS: usize = 64;
/// Drafts that are measured where none is named: one that touches few listings, and one that touches nearly all.
const DRAFTS: [(&str, &str); 2] = [
    ("narrow", "market,measure,regime,hs,origin,rate,from\n*,duty,,0809.29,US,+10%,2027-01-01\n"),
    ("wide", "market,measure,regime,hs,origin,rate,from\n*,duty,,,US,+1%,2027-01-01\n"),
];

/// One draft's measurement.
#[derive(Serialize)]
struct Measured {
    draft: String,
    listings: u64,
    markets: usize,
    offers: u64,
    touched: u64,
    threads: usize,
    seconds: f64,
    touched_offers_per_second: f64,
    peak_memory_mb: Option<u64>,
}

/// Measures.
pub fn run(options: &Options, asked: &BenchWhatif) -> Result<ExitCode, anyhow::Error> {
    let book = folder::of(options)?;
    let drafts = match &asked.change {
        Some(file) => vec![super::change(file, &book)?],
        None => DRAFTS.iter().map(|(name, text)| Change::read(name, text, &book)).collect::<Result<_, _>>()?,
    };
    let threads = asked.threads.clamp(1, THREADS);
    let measured =
        drafts.iter().map(|draft| measure(&book, draft, asked.listings, threads)).collect::<Result<Vec<_>, _>>()?;
    if options.json {
        say!("{}", serde_json::to_string_pretty(&serde_json::json!({ "whatif": measured }))?);
    }
    for of in measured.iter().filter(|_| !options.json) {
        say!(
            "{}: {} listings × {} markets, {} of {} offers quoted twice, {} threads: {:.2} s, {:.0} offers a second{}",
            of.draft,
            of.listings,
            of.markets,
            of.touched,
            of.offers,
            of.threads,
            of.seconds,
            of.touched_offers_per_second,
            of.peak_memory_mb.map(|mb| format!(", at most {mb} MB")).unwrap_or_default()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(book: &Book, draft: &Change, listings: u64, threads: usize) -> Result<Measured, anyhow::Error> {
    let began = Instant::now();
    let rates = demo_rates::rates(Date::constant(2026, 11, 20));
    let study = Study::new(book, draft, &Settings::demo(), None, rates, Assumptions::default())?;
    let catalogue = Synthetic::new(book, listings);
    let next = AtomicU64::new(0);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let worker = || {
            let mut mine = Tally::default();
            loop {
                let start = next.fetch_add(CHUNK, Ordering::Relaxed);
                if start >= listings {
                    return mine;
                }
                let chunk = catalogue.listings(start..listings.min(start + CHUNK));
                mine.merge(study.look(&chunk));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).for_each(|looked| tally.merge(looked));
    });
    let report = study.report(tally);
    let seconds = began.elapsed().as_secs_f64();
    anyhow::ensure!(report.listings == listings, "a thread broke off");
    Ok(Measured {
        draft: report.draft,
        listings,
        markets: catalogue.markets().len(),
        offers: report.offers,
        touched: report.touched,
        threads,
        seconds,
        touched_offers_per_second: report.touched as f64 / seconds.max(f64::MIN_POSITIVE),
        peak_memory_mb: peak_memory_mb(),
    })
}

/// The most memory that this process has had, where the system says it.
fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}
