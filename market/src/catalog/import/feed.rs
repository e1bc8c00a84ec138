//! A file is read in one thread while the products read before are decided and saved: little of it is in memory at a
//! time, and neither waits for the other.

use super::ImportError;
use super::batch::{Batch, NotSaved, Outcome, keyed};
use super::report::{Counts, Report};
use crate::App;
use sampan_db::PerformError;
use sampan_ids::{ImportId, SellerId};
use sampan_intake::{FileError, Format, Incoming, Item, Progress, look, read};
use std::io::{Read, Seek};
use std::sync::Arc;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Products of one commit.
const PRODUCTS: usize = 100;
/// Bytes of texts after which a commit has enough, however few its products.
const BYTES: usize = 2 * 1024 * 1024;
/// Refused rows and notices handed on at once.
const SAYINGS: usize = 2_000;
/// Times that a busy lane is asked again before the import gives up for now.
const PATIENCE: u32 = 100;

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
        let (format, mut skip) = (self.format, self.part_of.map_or(0, |(_, done)| done));
        let reading = tokio::task::spawn_blocking(move || hand_on(source, format, skip, &to));
        let mut opened: Option<(Format, Report)> = None;
        while let Some(next) = told.recv().await {
            match (next, &mut opened) {
                (Told::Failed(error), _) => return Err(ImportError::File(error)),
                (Told::Opened { format, rows }, _) => {
                    opened = Some((format, Report::begin(format, self.dry_run, rows)))
                }
                (Told::Some { products, said, progress: read }, Some((_, report))) => {
                    said.into_iter().for_each(|item| self.say(report, item));
                    self.save(products, &mut skip, report).await?;
                    progress(&read, &report.counts);
                }
                (Told::Some { .. }, None) => {}
            }
        }
        reading.await.map_err(anyhow::Error::from)?;
        opened.ok_or_else(|| anyhow::anyhow!("the file was not opened").into())
    }

    /// Decides and saves products; what they come to goes into the report.
    async fn save(&self, products: Vec<Incoming>, done: &mut u64, report: &mut Report) -> Result<(), ImportError> {
        if products.is_empty() {
            return Ok(());
        }
        let products = keyed(self.seller, products);
        report.rows_taken += products.iter().map(|(_, product)| product.rows.len() as u64).sum::<u64>();
        let outcome = self.perform(&products, *done).await?;
        *done += products.len() as u64;
        let lost: u64 = outcome.refused.len() as u64;
        report.rows_taken = report.rows_taken.saturating_sub(lost);
        report.counts = report.counts.plus(outcome.counts);
        outcome.changed.into_iter().for_each(|changed| report.change(changed));
        outcome.refused.into_iter().for_each(|row| report.refuse(row, self.most_refused));
        outcome.notices.into_iter().for_each(|noted| report.note(noted));
        Ok(())
    }

    async fn perform(&self, products: &Arc<Vec<(Uuid, Incoming)>>, done: u64) -> Result<Outcome, ImportError> {
        for _ in 0..PATIENCE {
            let batch = Batch {
                seller: self.seller,
                us_state: self.us_state.clone(),
                products: products.clone(),
                dry_run: self.dry_run,
                part_of: self.part_of.map(|(import, _)| (import, done)),
            };
            match self.app.db().perform(self.seller.0, batch).await {
                Ok(Ok(outcome)) | Ok(Err(NotSaved::Tried(outcome))) => return Ok(outcome),
                Ok(Err(NotSaved::NotOurs)) => return Err(ImportError::Stopped),
                Err(PerformError::Busy) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
                Err(error) => return Err(anyhow::Error::from(error).into()),
            }
        }
        Err(anyhow::Error::from(PerformError::Busy).into())
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
