//! SQLite: one writing connection in the lane's thread, a few reading ones for everyone else.

use super::Writer;
use crate::dialect::{Dialect, parameter};
use crate::rows::{Load, Save};
use crate::{DbError, Row, Table, Value};
use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OpenFlags};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const BUSY: Duration = Duration::from_secs(20);
/// Different statements whose columns a reading connection knows.
const STATEMENTS: usize = 512;

/// Opens the file for writing: write-ahead log, every commit synced to the disk.
pub(crate) fn open(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    // Each commit goes over the slots of the cache once, so a large one costs every purchase something; the pages that are
    // written again and again are few.
    connection.pragma_update(None, "cache_size", -16_000)?;
    // A page that many commits change goes into the file once: the log may grow to 64 MB before it is copied there.
    connection.pragma_update(None, "wal_autocheckpoint", 16_000)?;
    connection.set_prepared_statement_cache_capacity(256);
    plan_once(&connection)?;
    Ok(connection)
}

/// Without this a statement whose plan could depend on what is asked for is planned again each time.
fn plan_once(connection: &Connection) -> Result<(), DbError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
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

/// Takes in what a statement finds.
fn take(statement: &mut CachedStatement<'_>, names: &Arc<[String]>, found: &mut Vec<Row>) -> Result<(), DbError> {
    let mut cursor = statement.raw_query();
    while let Some(row) = cursor.next()? {
        let values = (0..names.len()).map(|i| row.get(i)).collect::<Result<_, _>>()?;
        found.push(Row { names: names.clone(), values });
    }
    Ok(())
}

/// Binds the values of a statement that names its parameters in their order.
fn bind_in_order(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), DbError> {
    for (i, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(i + 1, value)?;
    }
    Ok(())
}

/// The rows of each key, by a table's statement for one.
fn rows_of(connection: &Connection, texts: &Texts, keys: &[Vec<Value>]) -> Result<Vec<Row>, DbError> {
    let mut statement = connection.prepare_cached(&texts.load)?;
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        bind_in_order(&mut statement, key)?;
        take(&mut statement, &texts.names, &mut found)?;
    }
    Ok(found)
}

/// Runs a statement for each set of values; a conflict if one of them does not change exactly one row.
fn execute_each<'a>(
    connection: &Connection,
    sql: &str,
    sets: impl IntoIterator<Item = &'a Vec<Value>>,
) -> Result<(), DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    for values in sets {
        bind_in_order(&mut statement, values)?;
        if statement.raw_execute()? != 1 {
            return Err(DbError::Conflict);
        }
    }
    Ok(())
}

/// A table's statements.
struct Texts {
    /// The columns of `load`.
    names: Arc<[String]>,
    load: String,
    save: String,
    delete: String,
    /// Updates by which columns stay the same.
    updates: HashMap<u64, String>,
}

impl Texts {
    fn update(&mut self, table: &Table, same: u64) -> &str {
        self.updates.entry(same).or_insert_with(|| Dialect::update(table, same))
    }
}

pub(crate) struct SqliteWriter {
    connection: Connection,
    texts: HashMap<&'static str, Texts>,
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
}

fn texts<'a>(known: &'a mut HashMap<&'static str, Texts>, table: &Table) -> &'a mut Texts {
    let sqlite = Dialect::Sqlite;
    known.entry(table.name).or_insert_with(|| Texts {
        names: table.names().into_iter().map(str::to_owned).collect(),
        load: sqlite.load(table),
        save: sqlite.save(table),
        delete: sqlite.delete(table),
        updates: HashMap::new(),
    })
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
            self.statements.fetch_add(1, Ordering::Relaxed);
            let texts = texts(&mut self.texts, &load.table);
            all.push(rows_of(&self.connection, texts, &load.keys)?);
        }
        Ok(all)
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        for save in saves {
            self.statements.fetch_add(1, Ordering::Relaxed);
            let texts = texts(&mut self.texts, &save.table);
            for (same, rows) in save.by_sameness() {
                let text = if same == 0 { &texts.save } else { texts.update(&save.table, same) };
                execute_each(&self.connection, text, rows)?;
            }
            if !save.deletes.is_empty() {
                execute_each(&self.connection, &texts.delete, &save.deletes)?;
            }
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), DbError> {
        self.connection.execute_batch("commit")?;
        self.open = false;
        Ok(())
    }

    /// The one writer holds the whole database.
    fn holds_absence(&self) -> bool {
        true
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
    idle: Mutex<Vec<Reading>>,
}

/// A connection that reads.
struct Reading {
    connection: Connection,
    /// The columns of statements that were run before.
    names: HashMap<String, Arc<[String]>>,
}

impl Reading {
    fn open(path: &Path) -> Result<Reading, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "cache_size", -8_000)?;
        connection.set_prepared_statement_cache_capacity(128);
        plan_once(&connection)?;
        Ok(Reading { connection, names: HashMap::new() })
    }

    fn rows<V: AsRef<[Value]>>(&mut self, sql: &str, sets: &[V]) -> Result<Vec<Row>, DbError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = match self.names.get(sql) {
            Some(names) => names.clone(),
            None => {
                if self.names.len() >= STATEMENTS {
                    self.names.clear();
                }
                let names: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
                self.names.entry(sql.to_owned()).or_insert(names).clone()
            }
        };
        let mut found = Vec::new();
        for values in sets {
            bind(&mut statement, values.as_ref())?;
            take(&mut statement, &names, &mut found)?;
        }
        Ok(found)
    }

    /// All as of one moment.
    fn together<V: AsRef<[Value]>>(&mut self, sql: &str, sets: &[V]) -> Result<Vec<Row>, DbError> {
        self.connection.execute_batch("begin")?;
        let found = self.rows(sql, sets);
        self.connection.execute_batch("commit")?;
        found
    }
}

impl SqliteReader {
    pub fn new(path: &Path) -> SqliteReader {
        SqliteReader { path: path.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.query_each(sql, &[values])
    }

    /// The rows of one statement for each set of values.
    pub fn query_each<V: AsRef<[Value]>>(&self, sql: &str, sets: &[V]) -> Result<Vec<Row>, DbError> {
        let taken = self.idle.lock().pop();
        let mut reading = match taken {
            Some(reading) => reading,
            None => Reading::open(&self.path)?,
        };
        let found = if sets.len() > 1 { reading.together(sql, sets) } else { reading.rows(sql, sets) };
        // One that failed may be in the middle of something.
        if found.is_ok() {
            let mut idle = self.idle.lock();
            if idle.len() < 8 {
                idle.push(reading);
            }
        }
        found
    }
}
