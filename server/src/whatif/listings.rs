//! A file of listings in JSON: a list, or one listing a line; looked at chunk by chunk on every core.

use anyhow::{Context, ensure};
use sampan_tariff::whatif::{Listing, Study, Tally};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

/// Listings of a chunk.
const CHUNK: usize = 2_000;
/// Most bytes of a file that is one list.
const LIST_MAX: u64 = 256 * 1024 * 1024;
/// Most bytes of a line.
const LINE_MAX: usize = 1024 * 1024;
/// Most threads.
const THREADS: usize = 16;

/// Looks at all listings of a file.
pub fn look(study: &Study, file: &Path) -> Result<Tally, anyhow::Error> {
    let place = || format!("the catalogue {}", file.display());
    let mut reader = BufReader::new(File::open(file).with_context(|| format!("{} cannot be opened", place()))?);
    let start = reader.fill_buf().with_context(place)?;
    let is_list = start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if is_list {
        ensure!(
            file.metadata()?.len() <= LIST_MAX,
            "{}: a list of more than {LIST_MAX} bytes; write one listing a line",
            place()
        );
        let listings: Vec<Listing> = serde_json::from_reader(reader).with_context(place)?;
        return over(study, listings.chunks(CHUNK).map(|chunk| Ok(chunk.to_vec())));
    }
    over(study, Lines { lines: reader.lines(), number: 0 }).with_context(place)
}

/// Chunks out of lines.
struct Lines {
    lines: std::io::Lines<BufReader<File>>,
    number: usize,
}

impl Iterator for Lines {
    type Item = Result<Vec<Listing>, anyhow::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = Vec::new();
        while chunk.len() < CHUNK {
            let Some(line) = self.lines.next() else { break };
            self.number += 1;
            match line.map_err(Into::into).and_then(|line| read(&line, self.number)) {
                Ok(None) => {}
                Ok(Some(listing)) => chunk.push(listing),
                Err(error) => return Some(Err(error)),
            }
        }
        (!chunk.is_empty()).then_some(Ok(chunk))
    }
}

fn read(line: &str, number: usize) -> Result<Option<Listing>, anyhow::Error> {
    ensure!(line.len() <= LINE_MAX, "line {number} has more than {LINE_MAX} bytes");
    if line.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(line).map(Some).with_context(|| format!("line {number}"))
}

/// Reads chunks on this thread and looks at them on others.
fn over(
    study: &Study,
    chunks: impl Iterator<Item = Result<Vec<Listing>, anyhow::Error>>,
) -> Result<Tally, anyhow::Error> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(THREADS));
    let (sender, receiver) = sync_channel::<Vec<Listing>>(threads);
    let receiver = Mutex::new(receiver);
    std::thread::scope(|scope| {
        let worker = || {
            let mut tally = Tally::default();
            loop {
                let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(chunk) = next else { return tally };
                tally.merge(study.look(&chunk));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut read = Ok(());
        for chunk in chunks {
            match chunk {
                Ok(chunk) => {
                    if sender.send(chunk).is_err() {
                        break;
                    }
                }
                Err(error) => {
                    read = Err(error);
                    break;
                }
            }
        }
        drop(sender);
        let mut tally = Tally::default();
        for worker in workers {
            let looked = worker.join().map_err(|_| anyhow::anyhow!("a thread broke off"))?;
            tally.merge(looked);
        }
        read.map(|()| tally)
    })
}
