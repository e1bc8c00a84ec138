//! Imports and their files in rows.

use super::report::{Counts, Report};
use crate::documents;
use sampan_db::{Column, Db, DbError, Record, Row, Table, Value};
use sampan_ids::{ImportId, SellerId, Timestamp};
use sampan_intake::{FileError, Format};
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Bytes of one stored piece of a file.
pub const PIECE: usize = 1024 * 1024;

/// A seller's file on its way to listings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Whose.
    pub seller: SellerId,
    /// How the seller calls the file.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    /// The kind of file; until the file was looked at it may be unknown.
    pub format: Option<Format>,
    /// When it came.
    pub started: Timestamp,
    /// How far it is.
    pub state: State,
}

/// How far an import is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is being read, to tell what it would do.
    Reading {
        /// Rows read.
        done: u64,
        /// Rows in the file, once they are counted.
        of: u64,
    },
    /// It cannot be read at all.
    Unreadable {
        /// Why.
        error: FileError,
    },
    /// What it would do is known; the seller decides.
    Previewed {
        /// What it would do.
        report: Report,
    },
    /// It is being applied.
    Applying {
        /// What it was to do.
        preview: Report,
        /// What it has done.
        counts: Counts,
    },
    /// It is applied.
    Applied {
        /// What it did.
        report: Report,
        /// When it ended.
        at: Timestamp,
    },
    /// The seller stopped it; what was done until then stays.
    Stopped {
        /// What it had done.
        counts: Counts,
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// The word in the `state` column.
    pub const fn name(&self) -> &'static str {
        match self {
            State::Reading { .. } => "reading",
            State::Unreadable { .. } => "unreadable",
            State::Previewed { .. } => "previewed",
            State::Applying { .. } => "applying",
            State::Applied { .. } => "applied",
            State::Stopped { .. } => "stopped",
        }
    }

    /// Whether a worker has something to do about it.
    pub const fn is_at_work(&self) -> bool {
        matches!(self, State::Reading { .. } | State::Applying { .. })
    }

    /// What it did or would do.
    pub const fn report(&self) -> Option<&Report> {
        match self {
            State::Previewed { report } | State::Applied { report, .. } => Some(report),
            State::Applying { preview, .. } => Some(preview),
            State::Reading { .. } | State::Unreadable { .. } | State::Stopped { .. } => None,
        }
    }
}

documents! {
    /// Files on their way to listings.
    Imports: Import = "imports", import_id: ImportId = |i| i.id, {
        seller_id: id = |i| i.seller.0,
        state: text = |i| i.state.name(),
        started_at: int = |i| i.started,
    }
}

/// A piece of a file.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Of which import.
    pub import: ImportId,
    /// Its place, from 0.
    pub place: i64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Pieces of files.
pub struct Pieces;

impl Record for Pieces {
    type Key = (ImportId, i64);
    type Item = Piece;
    const TABLE: Table = Table {
        name: "import_files",
        key: &[Column::id("import_id"), Column::int("piece")],
        columns: &[Column::bytes("bytes")],
    };
    fn key(item: &Piece) -> Self::Key {
        (item.import, item.place)
    }
    fn key_values(key: &Self::Key) -> Vec<Value> {
        vec![key.0.0.into(), key.1.into()]
    }
    fn write(item: &Piece) -> Vec<Value> {
        vec![item.bytes.clone().into()]
    }
    fn read(row: &Row) -> Result<Piece, DbError> {
        let import = ImportId(row.id("import_id"));
        Ok(Piece { import, place: row.int("piece"), bytes: row.bytes("bytes").to_vec() })
    }
}

/// The file of an import, brought together in a temporary one.
pub(super) async fn file(db: &Db, import: &Import) -> Result<std::fs::File, anyhow::Error> {
    let mut file = tempfile::tempfile()?;
    for place in 0..import.bytes.div_ceil(PIECE as u64) {
        let piece = db.find::<Pieces>(&(import.id, place as i64)).await?;
        let piece = piece.ok_or_else(|| anyhow::anyhow!("piece {place} of import {} is gone", import.id))?;
        file.write_all(&piece.bytes)?;
    }
    Ok(file)
}
