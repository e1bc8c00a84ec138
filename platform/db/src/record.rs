//! How a thing lies in its row: table, key, columns. Loading and saving in bulk come with that.

use crate::{DbError, Row, Value};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use std::hash::Hash;
use std::num::NonZeroUsize;
use uuid::Uuid;

/// A column's name and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name.
    pub name: &'static str,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Id,
    Bytes,
}

impl Kind {
    pub(crate) const fn postgres(self) -> &'static str {
        match self {
            Kind::Int => "bigint",
            Kind::Text => "text",
            Kind::Id => "uuid",
            Kind::Bytes => "bytea",
        }
    }
}

impl Column {
    /// A `bigint`.
    pub const fn int(name: &'static str) -> Column {
        Column { name, kind: Kind::Int }
    }
    /// A `text`.
    pub const fn text(name: &'static str) -> Column {
        Column { name, kind: Kind::Text }
    }
    /// A `uuid`.
    pub const fn id(name: &'static str) -> Column {
        Column { name, kind: Kind::Id }
    }
    /// A `bytea`.
    pub const fn bytes(name: &'static str) -> Column {
        Column { name, kind: Kind::Bytes }
    }
}

/// A table: its name, the columns of its key, its other columns.
///
/// Every table has besides a `cell bigint` as the first part of its primary key, which the bulk layer takes from the
/// first key column (a uuid), and a `version bigint` that counts the row's saves.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The name.
    pub name: &'static str,
    /// Key columns after `cell`; the first is a uuid.
    pub key: &'static [Column],
    /// The other columns, without `version`.
    pub columns: &'static [Column],
}

impl Table {
    /// All column names in the order in which they are loaded: cell, key, columns, version.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let own = self.key.iter().chain(self.columns).map(|c| c.name);
        std::iter::once("cell").chain(own).chain(std::iter::once("version")).collect()
    }

    /// The kinds that go with [`Table::names`].
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let own = self.key.iter().chain(self.columns).map(|c| c.kind);
        std::iter::once(Kind::Int).chain(own).chain(std::iter::once(Kind::Int)).collect()
    }

    /// The kinds of what names a row of a version: cell, key, version.
    pub(crate) fn delete_kinds(&self) -> Vec<Kind> {
        let key = self.key.iter().map(|c| c.kind);
        std::iter::once(Kind::Int).chain(key).chain(std::iter::once(Kind::Int)).collect()
    }
}

/// The cell that a uuid carries in the twelve bits after its version.
pub fn cell_of(id: &Uuid) -> i64 {
    let bytes = id.as_bytes();
    i64::from(u16::from_be_bytes([bytes[6] & 0x0f, bytes[7]]))
}

/// A marker type that tells how items of one kind are stored. The marker is the market's own, so that neither this trait
/// nor the item needs to be.
pub trait Record: Send + Sync + 'static {
    /// What finds an item.
    type Key: Clone + Eq + Hash + Ord + Debug + Send + Sync + 'static;
    /// What is stored.
    type Item: Clone + Send + Sync + 'static;
    /// Where.
    const TABLE: Table;

    /// An item's key.
    fn key(item: &Self::Item) -> Self::Key;
    /// The key's column values, in the table's order.
    fn key_values(key: &Self::Key) -> Vec<Value>;
    /// The other columns' values, in the table's order.
    fn write(item: &Self::Item) -> Vec<Value>;
    /// The item of a row.
    fn read(row: &Row) -> Result<Self::Item, DbError>;
    /// How many items of the table a program keeps in memory, where a row's version says all: its key is one id, and no id is
    /// ever given to another row after its row was removed. Then an item that was read needs not be read again while its row
    /// has the same version.
    fn lasting() -> Option<NonZeroUsize> {
        None
    }
}

/// The text of an item in its `body` column.
pub fn body_of<T: Serialize>(item: &T) -> Value {
    // Every stored type is made of maps with text keys, sequences and scalars, which always have a JSON form.
    Value::Text(serde_json::to_string(item).unwrap_or_default())
}

/// The item of a row's `body` column.
pub fn body_to<T: DeserializeOwned>(table: &'static str, row: &Row) -> Result<T, DbError> {
    serde_json::from_str(row.text("body")).map_err(|e| DbError::Unreadable { table, why: e.to_string() })
}
