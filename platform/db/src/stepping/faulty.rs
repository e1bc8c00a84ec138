//! A writer at which things go wrong when a simulation says so.

use super::Fates;
use super::place::AnyWriter;
use crate::engine::Writer;
use crate::rows::{Load, Save};
use crate::{DbError, Row, Table, Value};
use parking_lot::Mutex;
use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

/// Where a batch stands when something may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Before anything.
    Begin,
    /// Before rows are loaded.
    Load,
    /// After everything is decided, before it is saved.
    Save,
    /// Saved, not committed.
    Commit,
    /// Committed, nobody answered.
    Committed,
}

/// What happens at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Pass,
    /// Others come first.
    Wait,
    /// The database says that rows changed meanwhile; the batch is decided again. After the commit: [`Fate::Fail`].
    Conflict,
    /// The database fails. After the commit: its answer is lost, so that nobody knows whether anything was saved.
    Fail,
    /// The process dies.
    Die,
    /// The database says that it has committed, and has not. No database may; only for showing that an auditor sees it.
    Lie,
}

/// A row that a commit changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// The table.
    pub table: Table,
    /// Cell and key.
    pub key: Vec<Value>,
    /// The row as it lies there now; none if it is gone.
    pub row: Option<Row>,
}

impl Change {
    /// Whether a row read back from an engine is this one: an engine may give an id as sixteen bytes.
    pub fn is(&self, found: Option<&Row>) -> bool {
        let plain = |value: &Value| match value {
            Value::Id(id) => Value::Bytes(id.as_bytes().to_vec()),
            other => other.clone(),
        };
        let values = |row: &Row| row.values.iter().map(plain).collect::<Vec<_>>();
        self.row.as_ref().map(values) == found.map(values)
    }
}

pub(super) type Changes = Arc<Mutex<Vec<Vec<Change>>>>;

/// A writer whose every step may fail.
pub(super) struct Faulty {
    inner: AnyWriter,
    fates: Fates,
    dead: Arc<AtomicBool>,
    changes: Changes,
    pending: Vec<Change>,
}

impl Faulty {
    pub fn new(inner: AnyWriter, fates: Fates, dead: Arc<AtomicBool>, changes: Changes) -> Faulty {
        Faulty { inner, fates, dead, changes, pending: Vec::new() }
    }

    /// Suffers what happens at a point. Says whether the database lies there.
    async fn suffer(&mut self, point: Point) -> Result<bool, DbError> {
        let failed = || DbError::Setup(format!("the simulation fails at {point:?}"));
        loop {
            match (self.fates)(point) {
                Fate::Pass => return Ok(false),
                Fate::Lie => return Ok(point == Point::Commit),
                Fate::Conflict if point != Point::Committed => return Err(DbError::Conflict),
                Fate::Conflict | Fate::Fail => return Err(failed()),
                Fate::Wait => yield_now().await,
                Fate::Die => {
                    self.dead.store(true, Ordering::Relaxed);
                    pending::<()>().await;
                }
            }
        }
    }
}

/// Lets others go first, once.
async fn yield_now() {
    let mut waited = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The rows that saves change.
fn changes_of(saves: &[Save]) -> Vec<Change> {
    let mut all = Vec::new();
    for save in saves {
        let names: Arc<[String]> = save.table.names().into_iter().map(str::to_owned).collect();
        let keys = save.table.key.len();
        let put = |values: &Vec<Value>| Change {
            table: save.table,
            key: values[..=keys].to_vec(),
            row: Some(Row { names: names.clone(), values: values.clone() }),
        };
        let gone = |values: &Vec<Value>| Change { table: save.table, key: values[..=keys].to_vec(), row: None };
        all.extend(save.values.iter().map(put).chain(save.deletes.iter().map(gone)));
    }
    all
}

impl Writer for Faulty {
    async fn begin(&mut self) -> Result<(), DbError> {
        self.suffer(Point::Begin).await?;
        self.inner.begin().await
    }

    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        self.suffer(Point::Load).await?;
        self.inner.load(loads).await
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        self.suffer(Point::Save).await?;
        self.pending = changes_of(&saves);
        self.inner.save(saves).await
    }

    async fn commit(&mut self) -> Result<(), DbError> {
        let changes = std::mem::take(&mut self.pending);
        if self.suffer(Point::Commit).await? {
            self.inner.abandon().await;
            return Ok(());
        }
        self.inner.commit().await?;
        self.changes.lock().push(changes);
        self.suffer(Point::Committed).await?;
        Ok(())
    }

    fn holds_absence(&self) -> bool {
        self.inner.holds_absence()
    }

    async fn rest(&mut self) -> Result<(), DbError> {
        self.inner.rest().await
    }

    async fn abandon(&mut self) {
        self.pending.clear();
        self.inner.abandon().await;
    }
}
