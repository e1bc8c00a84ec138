//! The worker that reads and applies the imports that wait, and goes on with those that a crash left.

use super::commands::{Finish, Read, TellRead};
use super::feed::{AT_ONCE, Feed};
use super::store::{self, Import, Imports, State};
use super::{ImportError, Report};
use crate::App;
use crate::sellers::Sellers;
use sampan_ids::ImportId;
use sampan_intake::{FileError, Format};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Refused rows that a kept report names; all of them come with the file of refused rows.
const MOST_REFUSED: usize = 500;
/// How often the progress of reading is written down.
const TELL: Duration = Duration::from_millis(700);

/// Reads or applies every import that waits, the oldest first. Returns how many.
pub async fn work(app: &App) -> Result<usize, anyhow::Error> {
    let waiting = "where t.state in ('reading', 'applying') order by t.started_at limit 20";
    let imports = app.db().select::<Imports>(waiting, vec![]).await?;
    let mut done = 0;
    for import in imports {
        match go_on(app, &import).await {
            Ok(()) | Err(ImportError::Stopped) => done += 1,
            Err(error) => tracing::error!(import = %import.id, %error, "an import does not go on"),
        }
    }
    Ok(done)
}

async fn go_on(app: &App, import: &Import) -> Result<(), ImportError> {
    let file = store::file(app.db(), import).await?;
    let seller = app.db().find::<Sellers>(&import.seller).await?.ok_or(ImportError::NoSeller)?;
    let feed = |dry_run, part_of| Feed {
        app,
        seller: import.seller,
        us_state: seller.state.to_string(),
        format: import.format,
        dry_run,
        part_of,
        most_refused: MOST_REFUSED,
        at_once: AT_ONCE,
    };
    match &import.state {
        State::Reading { .. } => {
            let read = match preview(app, import.id, feed(true, None), file).await {
                Ok((format, report)) => Read::Whole(format, report),
                Err(ImportError::File(error)) => Read::Not(error),
                Err(error) => return Err(error),
            };
            tell(app, import.id, read).await
        }
        State::Applying { counts, .. } => {
            let part_of = Some((import.id, counts.products));
            match feed(false, part_of).run(file, &mut |_, _| ()).await {
                Ok((_, report)) => {
                    let finish = Finish(import.id, report);
                    app.db().perform(import.seller.0, finish).await?.map_err(|()| ImportError::Stopped)
                }
                Err(ImportError::File(error)) => tell(app, import.id, Read::Not(error)).await,
                Err(error) => Err(error),
            }
        }
        _ => Ok(()),
    }
}

/// What a file would do, with its progress written down now and then.
async fn preview(
    app: &App,
    id: ImportId,
    feed: Feed<'_>,
    file: std::fs::File,
) -> Result<(Format, Report), ImportError> {
    let at = Arc::new(Mutex::new((0, 0)));
    let seen = at.clone();
    let mut progress = move |read: &sampan_intake::Progress, _: &super::Counts| {
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = (read.rows_read, read.rows);
    };
    let reading = feed.run(file, &mut progress);
    tokio::pin!(reading);
    loop {
        tokio::select! {
            read = &mut reading => return read,
            () = tokio::time::sleep(TELL) => {
                let (done, of) = *at.lock().unwrap_or_else(PoisonError::into_inner);
                tell(app, id, Read::Part { done, of }).await?;
            }
        }
    }
}

async fn tell(app: &App, id: ImportId, read: Read) -> Result<(), ImportError> {
    app.db().perform(id.0, TellRead(id, read)).await?.map_err(|()| ImportError::Stopped)
}

/// What is wrong with a file as a whole, as a stable code.
pub(super) fn file_code(error: &FileError) -> String {
    let named = serde_json::to_value(error).ok();
    named.and_then(|value| value["code"].as_str().map(str::to_owned)).unwrap_or_default()
}
