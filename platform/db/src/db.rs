//! The database as the rest of the program sees it: perform commands, read rows.

use crate::command::{Command, PerformError};
use crate::dialect::Dialect;
use crate::engine::Writer;
use crate::engine::postgres::{self, PostgresReader, PostgresWriter};
use crate::engine::sqlite::{SqliteReader, SqliteWriter};
use crate::gather::Gather;
use crate::lane::{Counts, Lane, Queue, Waiting, queue};
use crate::once::{Once, OnceKey, OnceRefusal, Replied};
use crate::recall::{Recall, Versioned};
use crate::record::cell_of;
use crate::rows::full_key;
use crate::{DbError, Record, Row, Table, Value, migrate};
use parking_lot::RwLock;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Builder;
use uuid::Uuid;

/// What says the time. The program's one source of "now".
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;
/// What gives sixty-four random bits.
pub type Chance = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address, `postgres://user@host/name`.
    Postgres(String),
}

impl Location {
    /// `postgres://…` or `postgresql://…` is an address, all else a folder in which `sampan.db` lies.
    pub fn of(text: &str) -> Location {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Location::Postgres(text.to_owned())
        } else {
            Location::File(Path::new(text).join("sampan.db"))
        }
    }
}

/// How many lanes, how long their queues.
#[derive(Debug, Clone, Copy)]
pub struct Lanes {
    /// Lanes on PostgreSQL; SQLite always has one.
    pub count: usize,
    /// Commands that may wait in a lane; one more is refused as busy.
    pub queue: usize,
}

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes { count: 1, queue: 4_096 }
    }
}

/// What a database is opened with.
pub struct Settings {
    /// Where it is.
    pub location: Location,
    /// Numbered migrations: name such as `V1__start` and SQL.
    pub migrations: &'static [(&'static str, &'static str)],
    /// The lanes.
    pub lanes: Lanes,
    /// The time.
    pub clock: Clock,
    /// The randomness for ids.
    pub chance: Chance,
}

enum Reader {
    Sqlite(Arc<SqliteReader>),
    Postgres(PostgresReader),
}

/// The texts of a table's reads, made once.
struct Texts {
    one: Arc<str>,
    many: Arc<str>,
}

struct Inner {
    dialect: Dialect,
    texts: RwLock<HashMap<&'static str, Arc<Texts>>>,
    gather: Gather,
    recall: Arc<Recall>,
    location: Location,
    reader: Reader,
    queues: Vec<Queue>,
    counts: Arc<Counts>,
    statements: Arc<AtomicU64>,
    clock: Clock,
}

/// A handle to the database; clones share it. The lanes end when the last handle is dropped.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

/// Gives a lane a thread of its own and a runtime there, in which on SQLite, which blocks, nothing ever waits but the queue.
fn start<W: Writer + Send + 'static>(
    number: usize,
    lane: Lane<W>,
    waiting: Waiting,
    runtime: &mut Builder,
) -> Result<(), DbError> {
    let failed = |e: std::io::Error| DbError::Setup(e.to_string());
    let runtime = runtime.build().map_err(failed)?;
    let run = move || runtime.block_on(lane.run(waiting));
    std::thread::Builder::new().name(format!("lane-{number}")).spawn(run).map(|_| ()).map_err(failed)
}

impl Db {
    /// Opens the database, creates it if need be, brings its schema up to date and starts the lanes.
    pub async fn open(settings: Settings) -> Result<Db, DbError> {
        let Settings { location, migrations, lanes, clock, chance } = settings;
        let statements = Arc::new(AtomicU64::new(0));
        let counts = Arc::new(Counts::default());
        let recall = Arc::new(Recall::default());
        migrate::run(&location, migrations).await?;
        let (dialect, reader) = match &location {
            Location::File(path) => (Dialect::Sqlite, Reader::Sqlite(Arc::new(SqliteReader::new(path)))),
            Location::Postgres(url) => {
                (Dialect::Postgres, Reader::Postgres(PostgresReader::new(postgres::config(url)?, 16)?))
            }
        };
        let count = if dialect == Dialect::Sqlite { 1 } else { lanes.count.max(1) };
        let mut queues = Vec::with_capacity(count);
        for number in 0..count {
            let (way_in, waiting) = queue(lanes.queue);
            queues.push(way_in);
            let (clock, chance, counts, recall) = (clock.clone(), chance.clone(), counts.clone(), recall.clone());
            let mut runtime = Builder::new_current_thread();
            match &location {
                Location::File(path) => {
                    let writer = SqliteWriter::new(path, statements.clone())?;
                    start(number, Lane { writer, recall, clock, chance, counts }, waiting, &mut runtime)?;
                }
                Location::Postgres(url) => {
                    let writer = PostgresWriter::new(postgres::config(url)?, statements.clone());
                    let lane = Lane { writer, recall, clock, chance, counts };
                    start(number, lane, waiting, runtime.enable_all())?;
                }
            }
        }
        Ok(Db {
            inner: Arc::new(Inner {
                dialect,
                texts: RwLock::default(),
                gather: Gather::default(),
                recall,
                location,
                reader,
                queues,
                counts,
                statements,
                clock,
            }),
        })
    }

    /// Performs a command in the lane of an owner's cell. The outer error says that it was not decided, the inner one
    /// that it was refused.
    pub async fn perform<C: Command>(
        &self,
        owner: Uuid,
        command: C,
    ) -> Result<Result<C::Reply, C::Refusal>, PerformError> {
        let lane = cell_of(&owner) as usize % self.inner.queues.len();
        let answer = self.inner.queues[lane].perform(command).await;
        if matches!(answer, Err(PerformError::Busy)) {
            self.inner.counts.busy.fetch_add(1, Ordering::Relaxed);
        }
        answer
    }

    /// As [`Db::perform`], under an idempotency key: a repeated request gets its first answer and changes nothing.
    pub async fn perform_once<C>(
        &self,
        owner: Uuid,
        key: Option<OnceKey>,
        command: C,
    ) -> Result<Result<Replied<C::Reply>, OnceRefusal<C::Refusal>>, PerformError>
    where
        C: Command,
        C::Reply: Serialize + DeserializeOwned,
        C::Refusal: Serialize + DeserializeOwned,
    {
        Ok(self.perform(owner, Once { key, command }).await?.and_then(|kept| kept))
    }

    /// Rows of a read statement, written once for both engines (see [`crate::dialect`]).
    pub async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, DbError> {
        let text = self.inner.dialect.text(sql);
        self.sends(&text);
        match &self.inner.reader {
            Reader::Sqlite(reader) => {
                let reader = reader.clone();
                tokio::task::spawn_blocking(move || reader.query(&text, &values))
                    .await
                    .map_err(|e| DbError::Setup(e.to_string()))?
            }
            Reader::Postgres(reader) => reader.query(&text, &values).await,
        }
    }

    /// The rows of an id by a statement over `{keys $1}`, which gives each row's id in the column `asked`. Few rows, found
    /// by their keys: what others ask by the same statement at the same time is asked together.
    pub async fn by_id(&self, sql: &str, id: Uuid) -> Result<Vec<Row>, DbError> {
        let text = self.inner.dialect.text_of_one(sql).into();
        self.gathered(&text, id).await
    }

    /// The same of some ids, in one statement.
    pub async fn by_ids(&self, sql: &str, ids: Vec<Uuid>) -> Result<Vec<Row>, DbError> {
        match (&self.inner.reader, &ids[..]) {
            (_, []) => Ok(Vec::new()),
            (_, [id]) => self.by_id(sql, *id).await,
            (Reader::Postgres(_), _) => self.look_up(&self.inner.dialect.text(sql), vec![Value::Keys(ids)]).await,
            (Reader::Sqlite(reader), _) => {
                let text = self.inner.dialect.text_of_one(sql);
                self.sends(&text);
                let key = |id: &Uuid| -> [Value; 2] { [cell_of(id).into(), (*id).into()] };
                reader.query_each(&text, &ids.iter().map(key).collect::<Vec<_>>())
            }
        }
    }

    async fn gathered(&self, text: &Arc<str>, id: Uuid) -> Result<Vec<Row>, DbError> {
        if let Reader::Sqlite(_) = &self.inner.reader {
            return self.look_up(text, vec![cell_of(&id).into(), id.into()]).await;
        }
        let (db, sql) = (self.clone(), text.clone());
        let fly = move |ids| {
            let (db, sql) = (db.clone(), sql.clone());
            async move { db.look_up(&sql, vec![Value::Keys(ids)]).await }
        };
        self.inner.gather.ask(text, id, fly).await
    }

    /// Rows found by their keys. SQLite reads them where it is asked: that takes less than handing the question to
    /// another thread.
    pub async fn look_up(&self, text: &str, values: Vec<Value>) -> Result<Vec<Row>, DbError> {
        self.sends(text);
        match &self.inner.reader {
            Reader::Sqlite(reader) => reader.query(text, &values),
            Reader::Postgres(reader) if values.iter().all(Value::is_short) => reader.look_up(text, &values).await,
            Reader::Postgres(reader) => reader.query(text, &values).await,
        }
    }

    /// Counts a statement; whoever wants to see them all listens to `sampan_db::statements`.
    fn sends(&self, text: &str) {
        self.inner.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(target: "sampan_db::statements", statement = text);
    }

    fn texts(&self, table: &Table) -> Arc<Texts> {
        if let Some(texts) = self.inner.texts.read().get(table.name) {
            return texts.clone();
        }
        // The same text of one row is that of both engines.
        let one = Dialect::Sqlite.load(table).into();
        let texts = Arc::new(Texts { one, many: self.inner.dialect.load_many(table).into() });
        self.inner.texts.write().insert(table.name, texts.clone());
        texts
    }

    /// The item of a key.
    pub async fn find<R: Record>(&self, key: &R::Key) -> Result<Option<R::Item>, DbError> {
        let values = full_key::<R>(key);
        let texts = self.texts(&R::TABLE);
        let rows = match (&self.inner.reader, &values[..]) {
            (Reader::Postgres(_), [_, Value::Id(id)]) => self.gathered(&texts.many, *id).await?,
            _ => self.look_up(&texts.one, values).await?,
        };
        rows.first().map(|row| self.read::<R>(row)).transpose()
    }

    /// The item of a row that has all columns of its table, which is not read again if it is known.
    pub fn read<R: Record>(&self, row: &Row) -> Result<R::Item, DbError> {
        Ok(Arc::unwrap_or_clone(self.inner.recall.read::<R>(row)?.item))
    }

    /// What is known of an id without asking the database, which may have another version by now.
    pub fn known<R: Record>(&self, id: Uuid) -> Option<Versioned<R::Item>> {
        self.inner.recall.get::<R>(id)
    }

    /// Takes in what the database has of an id.
    pub(crate) fn know<R: Record>(&self, id: Uuid, known: Versioned<R::Item>) {
        self.inner.recall.put::<R>(id, Some(known));
    }

    /// Items by a condition on the table, which goes by the name `t`: `where t.seller_id = $1 order by t.listing_id`.
    pub async fn select<R: Record>(&self, condition: &str, values: Vec<Value>) -> Result<Vec<R::Item>, DbError> {
        let sql = self.inner.dialect.select(&R::TABLE) + condition;
        self.query(&sql, values).await?.iter().map(R::read).collect()
    }

    /// The items of many ids in one statement, in no particular order; ids without an item are left out.
    pub async fn find_many<R: Record>(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<R::Item>, DbError> {
        let ids: Vec<Uuid> = ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let texts = self.texts(&R::TABLE);
        let rows = match (&self.inner.reader, &ids[..]) {
            (Reader::Postgres(_), [id]) => self.gathered(&texts.many, *id).await?,
            (Reader::Postgres(_), _) => self.look_up(&texts.many, vec![Value::Keys(ids)]).await?,
            (Reader::Sqlite(reader), _) => {
                self.inner.statements.fetch_add(1, Ordering::Relaxed);
                let key = |id: &Uuid| -> [Value; 2] { [cell_of(id).into(), (*id).into()] };
                reader.query_each(&texts.one, &ids.iter().map(key).collect::<Vec<_>>())?
            }
        };
        rows.iter().map(|row| self.read::<R>(row)).collect()
    }

    /// The versions of documents, and the bodies of those that have another one than is known. One statement, as a lane's
    /// load of one table is.
    pub(crate) async fn newer(&self, table: &Table, known: Vec<(Uuid, i64)>) -> Result<Vec<Row>, DbError> {
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let text = self.inner.dialect.newer(table);
        match &self.inner.reader {
            Reader::Sqlite(reader) => {
                self.sends(&text);
                let one =
                    |(id, version): (Uuid, i64)| -> Vec<Value> { vec![cell_of(&id).into(), id.into(), version.into()] };
                reader.query_each(&text, &known.into_iter().map(one).collect::<Vec<_>>())
            }
            Reader::Postgres(_) => {
                let (ids, versions) = known.into_iter().unzip();
                self.look_up(&text, vec![Value::Ids(ids), Value::Ints(versions)]).await
            }
        }
    }

    /// All items of a table, page by page in key order, so that a large table never lies in memory whole.
    pub async fn each<R: Record>(&self, page: i64, mut take: impl FnMut(R::Item)) -> Result<u64, DbError> {
        let mut count = 0;
        let mut last: Option<Vec<Value>> = None;
        loop {
            let sql = self.inner.dialect.page(&R::TABLE, last.is_some());
            let values = std::iter::once(Value::Int(page)).chain(last.take().unwrap_or_default()).collect();
            let rows = self.query(&sql, values).await?;
            count += rows.len() as u64;
            let done = (rows.len() as i64) < page;
            for row in &rows {
                let item = R::read(row)?;
                last = Some(full_key::<R>(&R::key(&item)));
                take(item);
            }
            if done {
                return Ok(count);
            }
        }
    }

    /// The engine.
    pub fn dialect(&self) -> Dialect {
        self.inner.dialect
    }
    /// Where the database is.
    pub fn location(&self) -> &Location {
        &self.inner.location
    }
    /// Now, by the program's clock.
    pub fn now(&self) -> jiff::Timestamp {
        (self.inner.clock)()
    }
    /// Statements sent so far: a load or save of one table counts as one.
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }
    /// How many commands wait in each lane, and how many may.
    pub fn queues(&self) -> Vec<(usize, usize)> {
        self.inner.queues.iter().map(Queue::waiting).collect()
    }
    /// The lanes' counters.
    pub fn counts(&self) -> &Counts {
        &self.inner.counts
    }
}
