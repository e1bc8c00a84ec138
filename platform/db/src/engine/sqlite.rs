//! SQLite: one writing connection in the lane's thread, a few reading ones for everyone else.

use super::Writer;
use crate::dialect::{Dialect, parameter};
use crate::rows::{Load, Save};
use crate::{DbError, Row, Table, Value};
use parking_lot::Mutex;
use rusqlite::{CachedStatement, Connection, OpenFlags};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const BUSY: Duration = Duration::from_secs(20);

/// Opens the file for writing: write-ahead log, every commit synced to the disk.
pub(crate) fn open(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn names(statement: &CachedStatement<'_>) -> Arc<[String]> {
    statement.column_names().map(str::to_owned).collect()
}

/// Binds by name, since SQLite numbers `$n` by first appearance.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), DbError> {
    for (i, value) in values.iter().enumerate() {
        if let Some(index) = statement.parameter_index(parameter(i + 1))? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

fn rows(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    let names = names(&statement);
    bind(&mut statement, values)?;
    let mut found = Vec::new();
    let mut cursor = statement.raw_query();
    while let Some(row) = cursor.next()? {
        let values = (0..names.len()).map(|i| row.get(i)).collect::<Result<_, _>>()?;
        found.push(Row { names: names.clone(), values });
    }
    Ok(found)
}

fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<usize, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    Ok(statement.raw_execute()?)
}

pub(crate) struct SqliteWriter {
    connection: Connection,
    texts: HashMap<&'static str, (String, String, String)>,
    open: bool,
    statements: Arc<AtomicU64>,
}

impl SqliteWriter {
    pub fn new(path: &Path, statements: Arc<AtomicU64>) -> Result<SqliteWriter, DbError> {
        Ok(SqliteWriter { connection: open(path)?, texts: HashMap::new(), open: false, statements })
    }

    /// A writer of much at once: a larger cache, and a commit that a loss of power may take back (never half of it).
    pub fn for_bulk(path: &Path, statements: Arc<AtomicU64>) -> Result<SqliteWriter, DbError> {
        let writer = SqliteWriter::new(path, statements)?;
        writer.connection.pragma_update(None, "synchronous", "normal")?;
        writer.connection.pragma_update(None, "cache_size", -256_000)?;
        writer.connection.pragma_update(None, "wal_autocheckpoint", 16_000)?;
        Ok(writer)
    }

    /// Moves the log into the file.
    pub fn settle(&mut self) -> Result<(), DbError> {
        Ok(self.connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?)
    }

    fn texts(&mut self, table: &Table) -> &(String, String, String) {
        let sqlite = Dialect::Sqlite;
        self.texts.entry(table.name).or_insert_with(|| (sqlite.load(table), sqlite.save(table), sqlite.delete(table)))
    }
}

impl Writer for SqliteWriter {
    async fn begin(&mut self) -> Result<(), DbError> {
        self.connection.execute_batch("begin immediate")?;
        self.open = true;
        Ok(())
    }

    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        let mut all = Vec::with_capacity(loads.len());
        for load in loads {
            let text = self.texts(&load.table).0.clone();
            self.statements.fetch_add(1, Ordering::Relaxed);
            let mut found = Vec::new();
            for key in &load.keys {
                found.extend(rows(&self.connection, &text, key)?);
            }
            all.push(found);
        }
        Ok(all)
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        for save in saves {
            let (_, insert, delete) = self.texts(&save.table).clone();
            self.statements.fetch_add(1, Ordering::Relaxed);
            for (text, sets) in [(&insert, &save.values), (&delete, &save.deletes)] {
                for values in sets {
                    if execute(&self.connection, text, values)? != 1 {
                        return Err(DbError::Conflict);
                    }
                }
            }
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), DbError> {
        self.connection.execute_batch("commit")?;
        self.open = false;
        Ok(())
    }

    async fn abandon(&mut self) {
        if std::mem::take(&mut self.open)
            && let Err(error) = self.connection.execute_batch("rollback")
        {
            // SQLite rolls some failures back by itself; then there is nothing left to roll back.
            tracing::debug!(%error, "nothing to roll back");
        }
    }
}

/// Reading connections, opened as they are needed and kept.
pub(crate) struct SqliteReader {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl SqliteReader {
    pub fn new(path: &Path) -> SqliteReader {
        SqliteReader { path: path.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let taken = self.idle.lock().pop();
        let connection = match taken {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.path, flags)?;
                connection.busy_timeout(BUSY)?;
                connection.pragma_update(None, "cache_size", -8_000)?;
                connection.set_prepared_statement_cache_capacity(128);
                connection
            }
        };
        let found = rows(&connection, sql, values);
        let mut idle = self.idle.lock();
        if idle.len() < 4 {
            idle.push(connection);
        }
        found
    }
}
