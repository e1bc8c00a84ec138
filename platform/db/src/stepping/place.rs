//! Where the rows of a simulation lie.

use super::Change;
use super::faulty::Changes;
use crate::dialect::Dialect;
use crate::engine::Writer;
use crate::engine::memory::{Memory, MemoryWriter};
use crate::engine::postgres::{self, PostgresReader, PostgresWriter};
use crate::engine::sqlite::{SqliteReader, SqliteWriter};
use crate::rows::{Load, Save};
use crate::{DbError, Location, Row, Table, Value, migrate};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tokio_postgres::Config;

/// Where rows lie.
pub struct Place {
    engine: Engine,
    changes: Changes,
}

enum Engine {
    Memory(Memory),
    Sqlite(PathBuf, SqliteReader),
    Postgres(Box<Config>, PostgresReader),
}

impl Place {
    fn of(engine: Engine) -> Place {
        Place { engine, changes: Changes::default() }
    }

    /// The commits of all processes since last asked, in their order, each with the rows that it changed.
    pub fn committed(&self) -> Vec<Vec<Change>> {
        std::mem::take(&mut self.changes.lock())
    }

    pub(super) fn changes(&self) -> Changes {
        self.changes.clone()
    }

    /// Tables in memory: gone with the last handle.
    pub fn memory(tables: Memory) -> Place {
        Place::of(Engine::Memory(tables))
    }

    /// A database, with its schema brought up to date.
    pub async fn database(location: Location, migrations: &[(&str, &str)]) -> Result<Place, DbError> {
        migrate::run(&location, migrations).await?;
        Ok(Place::of(match location {
            Location::File(path) => {
                let reader = SqliteReader::new(&path);
                Engine::Sqlite(path, reader)
            }
            Location::Postgres(url) => {
                let config = postgres::config(&url)?;
                Engine::Postgres(Box::new(config.clone()), PostgresReader::new(config, 2)?)
            }
        }))
    }

    /// Whether two processes may be at work on it in the same thread at the same moment: where nothing waits for a lock.
    pub fn may_interleave(&self) -> bool {
        matches!(self.engine, Engine::Memory(_))
    }

    /// The row of a key as it is stored, for comparing it with what was said to be committed.
    pub async fn row(&self, table: &Table, key: &[Value]) -> Result<Option<Row>, DbError> {
        let sql = Dialect::Sqlite.load(table);
        match &self.engine {
            Engine::Memory(tables) => Ok(tables.row(table, key)),
            Engine::Sqlite(_, reader) => Ok(reader.query(&sql, key)?.into_iter().next()),
            Engine::Postgres(_, reader) => Ok(reader.query(&sql, key).await?.into_iter().next()),
        }
    }

    /// Whether the row of a change lies there as it was committed.
    pub async fn holds(&self, change: &Change) -> Result<bool, DbError> {
        Ok(change.is(self.row(&change.table, &change.key).await?.as_ref()))
    }

    pub(super) fn writer(&self) -> Result<AnyWriter, DbError> {
        let statements = Arc::new(AtomicU64::new(0));
        Ok(match &self.engine {
            Engine::Memory(tables) => AnyWriter::Memory(MemoryWriter::new(tables.clone())),
            Engine::Sqlite(path, _) => AnyWriter::Sqlite(Box::new(SqliteWriter::new(path, statements)?)),
            Engine::Postgres(config, _) => {
                AnyWriter::Postgres(Box::new(PostgresWriter::new((**config).clone(), statements)))
            }
        })
    }
}

/// A writer of any engine.
pub(super) enum AnyWriter {
    Memory(MemoryWriter),
    Sqlite(Box<SqliteWriter>),
    Postgres(Box<PostgresWriter>),
}

/// The same step on whichever engine it is.
macro_rules! on_each {
    ($writer:expr, $step:ident($($argument:expr)?)) => {
        match $writer {
            AnyWriter::Memory(writer) => writer.$step($($argument)?).await,
            AnyWriter::Sqlite(writer) => writer.$step($($argument)?).await,
            AnyWriter::Postgres(writer) => writer.$step($($argument)?).await,
        }
    };
}

impl Writer for AnyWriter {
    async fn begin(&mut self) -> Result<(), DbError> {
        on_each!(self, begin())
    }
    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        on_each!(self, load(loads))
    }
    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        on_each!(self, save(saves))
    }
    async fn commit(&mut self) -> Result<(), DbError> {
        on_each!(self, commit())
    }
    fn holds_absence(&self) -> bool {
        match self {
            AnyWriter::Memory(writer) => writer.holds_absence(),
            AnyWriter::Sqlite(writer) => writer.holds_absence(),
            AnyWriter::Postgres(writer) => writer.holds_absence(),
        }
    }
    async fn rest(&mut self) -> Result<(), DbError> {
        on_each!(self, rest())
    }
    async fn abandon(&mut self) {
        on_each!(self, abandon())
    }
}
