//! The product file of a seller's present shop becomes listings.
//!
//! One way of taking a file for the command line and the pages: [`run`] reads it once through, a hundred products to a
//! commit, and tells what came of every row. A product is found again by the seller's own key ([`super::handles`]), so
//! the same file twice changes nothing, and a run that was killed and begun again ends the same. From the pages, a file
//! is kept first, then read to show what it would do, then applied by a worker that saves its progress with the
//! products and goes on after a restart, on whichever node.

mod batch;
mod commands;
mod feed;
mod http;
mod plan;
mod refused_csv;
mod report;
pub mod store;
mod view;
mod work;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

pub use commands::{Asked, ImportRefusal};
pub use http::routes;
pub use report::{Changed, Counts, Noted, RefusedRow, Report};
pub use view::{ImportRow, ImportView, ImportsView};
pub use work::work;

use crate::App;
use crate::sellers::Sellers;
use sampan_db::PerformError;
use sampan_ids::SellerId;
pub use sampan_intake::{FileError, Format, Progress};
use std::io::{Read, Seek};

/// Refused rows that a report of [`run`] names.
const MOST_REFUSED: usize = 200_000;

/// Why a file was not taken to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole cannot be read; nothing was changed.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no such seller.
    #[error("there is no such seller")]
    NoSeller,
    /// Someone stopped it, or goes on with it elsewhere.
    #[error("the import was stopped")]
    Stopped,
    /// The database or the disk failed; what was saved stays, and the same file can be imported again.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<sampan_db::DbError> for ImportError {
    fn from(error: sampan_db::DbError) -> ImportError {
        ImportError::Failed(error.into())
    }
}
impl From<PerformError> for ImportError {
    fn from(error: PerformError) -> ImportError {
        ImportError::Failed(error.into())
    }
}

/// Takes a file for a seller. Without a format the header tells it. A dry run does all but save. `progress` hears how
/// far the reading is and what came of the products so far, after each commit.
pub async fn run<R: Read + Seek + Send + 'static>(
    app: &App,
    seller: SellerId,
    format: Option<Format>,
    source: R,
    dry_run: bool,
    mut progress: impl FnMut(&Progress, &Counts) + Send,
) -> Result<Report, ImportError> {
    let found = app.db().find::<Sellers>(&seller).await?.ok_or(ImportError::NoSeller)?;
    let us_state = found.state.to_string();
    let (most_refused, at_once) = (MOST_REFUSED, feed::AT_ONCE);
    let feed = feed::Feed { app, seller, us_state, format, dry_run, part_of: None, most_refused, at_once };
    let (_, report) = feed.run(source, &mut progress).await?;
    Ok(report)
}
