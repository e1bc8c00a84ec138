//! A file is read in one thread while the products read before are decided and saved: little of it is in memory at a
//! time, and neither waits for the other.

use super::ImportError;
use super::batch::{Batch, NotSaved, Outcome, keyed};
use super::report::{Counts, Report};
use crate::App;
use futures::stream::{FuturesOrdered, StreamExt};
use sampan_ids::{ImportId, SellerId};
use sampan_intake::{FileError, Format, Incoming, Item, Progress, look, read};
use std::io::{Read, Seek};
use tokio::sync::mpsc;

/// Products of one commit.
const PRODUCTS: usize = 100;
/// Bytes of texts after which a commit has enough, however few its products.
const BYTES: usize = 2 * 1024 * 1024;
/// Refused rows and notices handed on at once.
const SAYINGS: usize = 2_000;
/// Commits under way at once: while one is saved the next are already waiting to be taken up with each other.
pub(super) const AT_ONCE: usize = 4;

/// How a file is to be taken.
pub(super) struct Feed<'a> {
    pub app: &'a App,
    pub seller: SellerId,
    pub us_state: String,
    pub format: Option<Format>,
    pub dry_run: bool,
    /// The import whose progress is saved with the products, and the products it has decided already.
    pub part_of: Option<(ImportId, u64)>,
    /// Refused rows that the report names.
    pub most_refused: usize,
    /// Commits under way at once.
    pub at_once: usize,
}

/// What the reading thread hands on.
enum Told {
    Opened { format: Format, rows: u64 },
    Some { products: Vec<Incoming>, said: Vec<Item>, progress: Progress },
    Failed(FileError),
}

impl Feed<'_> {
    /// Takes the whole file.
    pub async fn run<R: Read + Seek + Send + 'static>(
        &self,
        source: R,
        progress: &mut (dyn FnMut(&Progress, &Counts) + Send),
    ) -> Result<(Format, Report), ImportError> {
        let (to, mut told) = mpsc::channel(2);
        let (format, mut done) = (self.format, self.part_of.map_or(0, |(_, done)| done));
        let reading = tokio::task::spawn_blocking(move || hand_on(source, format, done, &to));
        let mut opened: Option<(Format, Report)> = None;
        // Commits that are under way, in the order of the file; the lane takes up all that wait for one.
        let mut flying = FuturesOrdered::new();
        let mut ended = false;
        while !(ended && flying.is_empty()) {
            let next = tokio::select! {
                Some(saved) = flying.next(), if !flying.is_empty() => {
                    let (read, rows, outcome): (Progress, u64, Outcome) = saved?;
                    if let Some((_, report)) = &mut opened {
                        self.add(report, rows, outcome);
                        progress(&read, &report.counts);
                    }
                    continue;
                }
                next = told.recv(), if !ended && flying.len() < self.at_once => next,
            };
            match (next, &mut opened) {
                (Some(Told::Failed(error)), _) => return Err(ImportError::File(error)),
                (Some(Told::Opened { format, rows }), _) => {
                    opened = Some((format, Report::begin(format, self.dry_run, rows)));
                }
                (Some(Told::Some { products, said, progress: read }), Some((_, report))) => {
                    said.into_iter().for_each(|item| self.say(report, item));
                    let from = done;
                    done += products.len() as u64;
                    flying.push_back(self.save(products, from, read));
                }
                (Some(Told::Some { .. }), None) => {}
                (None, _) => ended = true,
            }
        }
        reading.await.map_err(anyhow::Error::from)?;
        opened.ok_or_else(|| anyhow::anyhow!("the file was not opened").into())
    }

    /// Decides and saves products. Returns how far the reading was, the rows of the products and what they came to.
    async fn save(
        &self,
        products: Vec<Incoming>,
        from: u64,
        read: Progress,
    ) -> Result<(Progress, u64, Outcome), ImportError> {
        if products.is_empty() {
            return Ok((read, 0, Outcome::default()));
        }
        let rows = products.iter().map(|product| product.rows.len() as u64).sum();
        let batch = Batch {
            seller: self.seller,
            us_state: self.us_state.clone(),
            products: keyed(self.seller, products),
            dry_run: self.dry_run,
            part_of: self.part_of.map(|(import, _)| (import, from)),
        };
        match self.app.db().perform(self.seller.0, batch).await? {
            Ok(outcome) | Err(NotSaved::Tried(outcome)) => Ok((read, rows, outcome)),
            Err(NotSaved::NotOurs) => Err(ImportError::Stopped),
        }
    }

    /// Adds what products came to.
    fn add(&self, report: &mut Report, rows: u64, outcome: Outcome) {
        report.rows_taken += rows.saturating_sub(outcome.refused.len() as u64);
        report.counts = report.counts.plus(outcome.counts);
        outcome.changed.into_iter().for_each(|changed| report.change(changed));
        outcome.refused.into_iter().for_each(|row| report.refuse(row, self.most_refused));
        outcome.notices.into_iter().for_each(|noted| report.note(noted));
    }

    fn say(&self, report: &mut Report, item: Item) {
        match item {
            Item::Refused(refused) => report.refuse(refused.into(), self.most_refused),
            Item::Notice(notice) => report.note(notice.into()),
            Item::Stopped(error) => report.stopped = Some(error.to_string()),
            Item::Product(_) => {}
        }
    }
}

/// Reads a file to its end or until nobody listens any more.
fn hand_on<R: Read + Seek>(mut source: R, format: Option<Format>, skip: u64, to: &mpsc::Sender<Told>) {
    let format = match format.map_or_else(|| look(&mut source).map(|(_, found)| found), |f| Ok(Some(f))) {
        // A file that looks like none is read as one of them, to say which columns are wanted.
        Ok(found) => found.unwrap_or(Format::Shopify),
        Err(error) => return drop(to.blocking_send(Told::Failed(error))),
    };
    let mut reader = match read(source, format) {
        Ok(reader) => reader,
        Err(error) => return drop(to.blocking_send(Told::Failed(error))),
    };
    if to.blocking_send(Told::Opened { format, rows: reader.progress().rows }).is_err() {
        return;
    }
    let (mut products, mut said, mut bytes, mut passed) = (Vec::new(), Vec::new(), 0, 0);
    while let Some(item) = reader.next() {
        match item {
            Item::Product(_) if passed < skip => passed += 1,
            Item::Product(product) => {
                bytes += product.body_html.len() + product.images.iter().map(String::len).sum::<usize>();
                products.push(*product);
            }
            Item::Refused(mut refused) => {
                refused.cells = Vec::new();
                said.push(Item::Refused(refused));
            }
            other => said.push(other),
        }
        if products.len() >= PRODUCTS || bytes >= BYTES || said.len() >= SAYINGS {
            let progress = reader.progress();
            let some =
                Told::Some { products: std::mem::take(&mut products), said: std::mem::take(&mut said), progress };
            bytes = 0;
            if to.blocking_send(some).is_err() {
                return;
            }
        }
    }
    // Whoever no longer listens does not want the rest.
    let _ = to.blocking_send(Told::Some { products, said, progress: reader.progress() });
}
