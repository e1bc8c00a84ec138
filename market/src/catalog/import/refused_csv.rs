//! The refused rows of an import as a file: read from the kept file again, so that every one is there with its cells.

use super::store::{self, Import, State};
use crate::App;
use sampan_intake::export::RefusedCsv;
use sampan_intake::{Code, Format, Item, Refused, read};
use sampan_web::FileBody;
use std::io::{self, Write};
use tokio::sync::mpsc::Sender;

/// Bytes sent at once.
const CHUNK: usize = 64 * 1024;

/// The file; none while the import has not been read, or cannot be.
pub(super) async fn of(app: &App, import: &Import) -> Result<Option<FileBody>, anyhow::Error> {
    let (Some(format), Some(report)) = (import.format, import.state.report()) else { return Ok(None) };
    if matches!(import.state, State::Unreadable { .. }) {
        return Ok(None);
    }
    // What was too large to be kept is no fault of the file's; it is known from the report alone.
    let not_kept = report.refused.iter().filter(|row| row.code == "listing_too_large");
    let not_kept: Vec<Refused> = not_kept
        .map(|row| Refused {
            row: row.row,
            line: row.line,
            field: row.field.clone(),
            found: row.found.clone(),
            wanted: row.wanted.clone(),
            code: Code::ProductTooLarge,
            cells: Vec::new(),
        })
        .collect();
    let file = store::file(app.db(), import).await?;
    let (to, body) = tokio::sync::mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(file, format, &not_kept, &to) {
            // Whoever no longer listens does not miss the rest; others see the connection break off.
            let _ = to.blocking_send(Err(error));
        }
    });
    Ok(Some(FileBody::channel(body)))
}

fn write(
    file: std::fs::File,
    format: Format,
    not_kept: &[Refused],
    to: &Sender<Result<Vec<u8>, io::Error>>,
) -> io::Result<()> {
    let reader = read(file, format).map_err(|error| io::Error::other(error.to_string()))?;
    let header = reader.header().to_vec();
    let mut csv = RefusedCsv::new(Pieces { waiting: Vec::new(), to }, &header)?;
    for item in reader {
        if let Item::Refused(refused) = item {
            csv.push(&refused)?;
        }
    }
    for refused in not_kept {
        csv.push(refused)?;
    }
    csv.finish()?.flush()
}

/// What is written goes out in pieces.
struct Pieces<'a> {
    waiting: Vec<u8>,
    to: &'a Sender<Result<Vec<u8>, io::Error>>,
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.to.blocking_send(Ok(std::mem::take(&mut self.waiting))).map_err(gone)
    }
}
