//! What a column holds, and a row as it comes back.

use rusqlite::types::{FromSql, FromSqlResult, ToSql as SqliteToSql, ToSqlOutput, ValueRef};
use std::error::Error;
use std::sync::Arc;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use uuid::Uuid;

/// Why the database gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// SQLite said no.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("postgresql: {}", said(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL could be had.
    #[error("no connection: {0}")]
    Pool(String),
    /// A stored row could not be read as what it should be.
    #[error("a row of {table} cannot be read: {why}")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(String),
    /// Files, threads, addresses.
    #[error("{0}")]
    Setup(String),
    /// A save found another version than it had loaded.
    #[error("rows changed meanwhile")]
    Conflict,
}

/// What PostgreSQL says of an error, or whoever speaks with it. Not its details: they quote values of rows.
pub(crate) fn said(e: &tokio_postgres::Error) -> String {
    match (e.as_db_error(), std::error::Error::source(e)) {
        (Some(said), _) => format!("{} ({})", said.message(), said.code().code()),
        (None, Some(why)) => format!("{e}: {why}"),
        (None, None) => e.to_string(),
    }
}

impl DbError {
    /// Whether the same batch may succeed when it is loaded and decided again.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            DbError::Conflict => true,
            DbError::Sqlite(rusqlite::Error::SqliteFailure(e, _)) => {
                matches!(e.code, rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
            }
            // serialization_failure, deadlock_detected, unique_violation: someone else was first.
            DbError::Postgres(e) => {
                e.code().is_some_and(|c| matches!(c.code(), "40001" | "40P01" | "23505" | "57P01")) || e.is_closed()
            }
            _ => false,
        }
    }
}

/// A column's value. Times are integer microseconds UTC, money is an integer of minor units, ids are uuids.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing there.
    Null,
    /// `bigint`.
    Int(i64),
    /// `text`.
    Text(String),
    /// `uuid` (PostgreSQL), 16-byte blob (SQLite).
    Id(Uuid),
    /// `bytea`, blob.
    Bytes(Vec<u8>),
    /// A list of ids, for `in {ids $n}`; never stored.
    Ids(Vec<Uuid>),
    /// A list of integers; never stored.
    Ints(Vec<i64>),
    /// A list of ids to be found by cell and id; never stored.
    Keys(Vec<Uuid>),
}

/// Reading more rows than these by their keys takes a while.
const FEW: usize = 256;

impl Value {
    /// Whether it is no long list.
    pub(crate) const fn is_short(&self) -> bool {
        match self {
            Value::Ids(ids) | Value::Keys(ids) => ids.len() <= FEW,
            Value::Ints(ints) => ints.len() <= FEW,
            _ => true,
        }
    }
}

impl From<i64> for Value {
    fn from(v: i64) -> Value {
        Value::Int(v)
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Value {
        Value::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Value {
        Value::Text(v)
    }
}
impl From<Uuid> for Value {
    fn from(v: Uuid) -> Value {
        Value::Id(v)
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Value {
        Value::Bytes(v)
    }
}
impl From<jiff::Timestamp> for Value {
    fn from(v: jiff::Timestamp) -> Value {
        Value::Int(v.as_microsecond())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}
impl From<Vec<Uuid>> for Value {
    fn from(v: Vec<Uuid>) -> Value {
        Value::Ids(v)
    }
}

impl SqliteToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Value::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Value::Id(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v.as_bytes())),
            Value::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Value::Ids(v) => {
                let list: Vec<String> = v.iter().map(|id| format!("\"{}\"", id.simple())).collect();
                ToSqlOutput::Owned(rusqlite::types::Value::Text(format!("[{}]", list.join(","))))
            }
            Value::Ints(v) => {
                let list: Vec<String> = v.iter().map(i64::to_string).collect();
                ToSqlOutput::Owned(rusqlite::types::Value::Text(format!("[{}]", list.join(","))))
            }
            Value::Keys(v) => {
                let pair = |id: &Uuid| format!("[{},\"{}\"]", crate::record::cell_of(id), id.simple());
                let list: Vec<String> = v.iter().map(pair).collect();
                ToSqlOutput::Owned(rusqlite::types::Value::Text(format!("[{}]", list.join(","))))
            }
        })
    }
}

impl Value {
    /// Whether both are stored alike: an id and its bytes are.
    pub(crate) fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Id(id), Value::Bytes(bytes)) | (Value::Bytes(bytes), Value::Id(id)) => id.as_bytes() == &bytes[..],
            _ => self == other,
        }
    }
}

impl FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Value> {
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(v) => Value::Int(v),
            ValueRef::Real(v) => Value::Text(v.to_string()),
            ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
            ValueRef::Blob(v) => Value::Bytes(v.to_vec()),
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(v) if *ty == Type::INT4 => <i32 as ToSql>::to_sql(&i32::try_from(*v)?, ty, out),
            Value::Int(v) if *ty == Type::INT2 => <i16 as ToSql>::to_sql(&i16::try_from(*v)?, ty, out),
            Value::Int(v) => <i64 as ToSql>::to_sql(v, ty, out),
            Value::Text(v) => <String as ToSql>::to_sql(v, ty, out),
            Value::Id(v) => <Uuid as ToSql>::to_sql(v, ty, out),
            Value::Bytes(v) => <Vec<u8> as ToSql>::to_sql(v, ty, out),
            Value::Ints(v) => <Vec<i64> as ToSql>::to_sql(v, ty, out),
            Value::Ids(v) | Value::Keys(v) => <Vec<Uuid> as ToSql>::to_sql(v, ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

/// One row: its values by column name.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) names: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// The value of a column; [`Value::Null`] where there is no such column.
    pub fn get(&self, name: &str) -> &Value {
        self.names.iter().position(|n| n == name).map_or(&Value::Null, |i| &self.values[i])
    }
    /// An integer, 0 where it is null.
    pub fn int(&self, name: &str) -> i64 {
        self.maybe_int(name).unwrap_or(0)
    }
    /// An integer, if there is one.
    pub fn maybe_int(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Value::Int(v) => Some(*v),
            _ => None,
        }
    }
    /// A text, empty where it is null.
    pub fn text(&self, name: &str) -> &str {
        self.maybe_text(name).unwrap_or("")
    }
    /// A text, if there is one.
    pub fn maybe_text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Value::Text(v) => Some(v),
            _ => None,
        }
    }
    /// An id, nil where it is null.
    pub fn id(&self, name: &str) -> Uuid {
        self.maybe_id(name).unwrap_or(Uuid::nil())
    }
    /// An id, if there is one.
    pub fn maybe_id(&self, name: &str) -> Option<Uuid> {
        match self.get(name) {
            Value::Id(v) => Some(*v),
            Value::Bytes(v) => Uuid::from_slice(v).ok(),
            _ => None,
        }
    }
    /// Bytes, empty where they are null.
    pub fn bytes(&self, name: &str) -> &[u8] {
        match self.get(name) {
            Value::Bytes(v) => v,
            Value::Id(v) => v.as_bytes(),
            _ => &[],
        }
    }
    /// An instant out of microseconds.
    pub fn time(&self, name: &str) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.int(name)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}
