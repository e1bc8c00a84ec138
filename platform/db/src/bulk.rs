//! New rows in great number, past the lanes: what is loaded into a database before anyone uses it.

use crate::engine::Writer;
use crate::engine::postgres::{self, PostgresWriter};
use crate::engine::sqlite::SqliteWriter;
use crate::rows::{Save, full_key};
use crate::{Db, DbError, Location, Record, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// New rows of any tables, to be inserted in one commit.
#[derive(Default)]
pub struct Bulk {
    saves: BTreeMap<&'static str, Save>,
}

impl Bulk {
    /// Adds a row. None of its key may be there yet.
    pub fn put<R: Record>(&mut self, item: &R::Item) {
        let mut values = full_key::<R>(&R::key(item));
        values.extend(R::write(item));
        values.push(Value::Int(1));
        let new = || Save { table: R::TABLE, values: Vec::new(), same: Vec::new(), deletes: Vec::new() };
        self.saves.entry(R::TABLE.name).or_insert_with(new).values.push(values);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.saves.values().map(|save| save.values.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.saves.is_empty()
    }
}

/// A connection of its own that inserts.
pub struct Loader {
    writer: Engine,
}

enum Engine {
    Sqlite(Box<SqliteWriter>),
    Postgres(Box<PostgresWriter>),
}

impl Db {
    /// A connection for rows in great number.
    pub fn loader(&self) -> Result<Loader, DbError> {
        let statements = Arc::new(AtomicU64::new(0));
        let writer = match self.location() {
            Location::File(path) => Engine::Sqlite(Box::new(SqliteWriter::for_bulk(path, statements)?)),
            Location::Postgres(url) => {
                Engine::Postgres(Box::new(PostgresWriter::new(postgres::config(url)?, statements)))
            }
        };
        Ok(Loader { writer })
    }
}

impl Loader {
    /// Inserts all of it in one commit, or nothing: [`DbError::Conflict`] or the engine's own error if a row is there
    /// already.
    pub async fn insert(&mut self, bulk: Bulk) -> Result<(), DbError> {
        let saves = bulk.saves.into_values().map(sorted).collect();
        match &mut self.writer {
            Engine::Sqlite(writer) => commit(writer.as_mut(), saves).await,
            Engine::Postgres(writer) => commit(writer.as_mut(), saves).await,
        }
    }
}

impl Loader {
    /// After the last: the engine writes down what it has put off, and counts what it plans statements by.
    pub async fn finish(&mut self) -> Result<(), DbError> {
        match &mut self.writer {
            Engine::Sqlite(writer) => writer.settle(),
            Engine::Postgres(writer) => writer.settle().await,
        }
    }
}

/// In the order of their keys, cell by cell, which is the order in which the engines keep them.
fn sorted(mut save: Save) -> Save {
    let width = save.table.key.len() + 1;
    save.values.sort_by(|a, b| key_order(&a[..width], &b[..width]));
    save
}

fn key_order(a: &[Value], b: &[Value]) -> std::cmp::Ordering {
    let parts = a.iter().zip(b).map(|(a, b)| match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Id(a), Value::Id(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    });
    parts.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
}

async fn commit<W: Writer>(writer: &mut W, saves: Vec<Save>) -> Result<(), DbError> {
    writer.begin().await?;
    if let Err(error) = writer.save(saves).await {
        writer.abandon().await;
        return Err(error);
    }
    writer.commit().await
}
