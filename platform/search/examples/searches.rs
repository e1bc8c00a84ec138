//! How fast an index is filled, changed and searched, with made-up documents in several languages.
//!
//! `cargo run --release -p sampan-search --example searches -- --docs 1000000 --folder /tmp/measure-search`
//!
//! Words are taken by a skewed dice: a few stand in every tenth document, most in few. With `--market` titles are instead of
//! few words that hundreds of thousands have, as `sampan generate` makes them. With `--only WORDS` one kind of search is measured. Every run has the same documents.

mod searches {
    pub mod corpus;
    pub mod load;
}

use sampan_search::Index;
use searches::corpus::Corpus;
use searches::load;
use std::time::Instant;

const BATCH: u64 = 5_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = |name: &str| {
        let mut all = std::env::args().skip_while(move |argument| argument != name).skip(1);
        all.next()
    };
    let number = |name: &str, or: u64| argument(name).map_or(Ok(or), |text| text.parse::<u64>());
    let (docs, threads) = (number("--docs", 1_000_000)?, number("--threads", 16)?);
    let seconds = number("--seconds", 20)?;
    let folder = argument("--folder").unwrap_or_else(|| "/tmp/measure-search".to_owned());
    let corpus = Corpus::of(docs, std::env::args().any(|argument| argument == "--market"));
    let start = Instant::now();
    let index = Index::in_folder(&folder)?.index;
    println!("opened in {:.2} s with {} documents; memory {}", start.elapsed().as_secs_f64(), index.count(), memory());
    if index.count() != docs {
        fill(&index, &corpus, docs)?;
    }
    println!("on disk {:.2} GB, {} bytes a document", size(&folder)? as f64 / 1e9, size(&folder)? / docs.max(1));
    let only = argument("--only").unwrap_or_default();
    load::one_by_one(&index, &only)?;
    if !only.is_empty() {
        return Ok(());
    }
    load::at_once(&index, threads, seconds)?;
    change(&index, &corpus, docs)?;
    println!("memory {}", memory());
    Ok(())
}

/// Fills the index, and says what it took; making the documents up is told apart.
fn fill(index: &Index, corpus: &Corpus, docs: u64) -> Result<(), Box<dyn std::error::Error>> {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let mut made = 0.0;
    let rebuild = index.rebuild()?;
    let mut from = 0;
    while from < docs {
        let making = Instant::now();
        let batch: Vec<_> = (from..docs.min(from + BATCH)).map(|number| corpus.doc(number)).collect();
        made += making.elapsed().as_secs_f64();
        rebuild.fill(&batch)?;
        from += BATCH;
        if from % 500_000 < BATCH {
            eprintln!("{from} in {:.0} s", start.elapsed().as_secs_f64());
        }
    }
    let filled = start.elapsed().as_secs_f64();
    index.switch(rebuild.commit("measured")?)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "filled {docs} in {seconds:.1} s: {:.0} a second ({:.1} s of it to finish); making them up took {made:.1} s; \
         {:.1} CPU microseconds a document without that; memory {}",
        docs as f64 / seconds,
        seconds - filled,
        (cpu_seconds() - cpu - made) * 1e6 / docs as f64,
        memory()
    );
    Ok(())
}

/// Changes a few documents at a time, and says how long it takes until they are found so.
fn change(index: &Index, corpus: &Corpus, docs: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    for round in 0..20 {
        let start = Instant::now();
        let batch: Vec<_> = (0..100).map(|n| corpus.doc((round * 7_919 + n * 104_729) % docs)).collect();
        index.put(&batch)?;
        index.commit()?;
        times.push(start.elapsed());
    }
    times.sort();
    println!("100 changed documents found after {:.0?}, the slowest of 20 after {:.0?}", times[10], times[19]);
    Ok(())
}

fn size(folder: &str) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let inside = entry.path();
        sum += match entry.file_type()?.is_dir() {
            true => size(&inside.to_string_lossy())?,
            false => entry.metadata()?.len(),
        };
    }
    Ok(sum)
}

/// What the process has used of the processors, where the system tells.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The memory of this process that is not a file's, and what of it is files that lie in the system's cache.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("unknown").trim().to_owned();
    format!("{} of its own, {} of files", line("RssAnon:"), line("RssFile:"))
}
