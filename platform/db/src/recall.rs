//! What a program still knows of rows that it read or saved: the items of lasting tables with their versions. The database is
//! asked as ever; only the reading of a body is spared where the row has the version that is known, so that nothing is older
//! than the database, whichever process wrote to it.

use crate::{DbError, Record, Row, Value};
use lru::LruCache;
use parking_lot::{Mutex, RwLock};
use std::any::Any;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use uuid::Uuid;

/// An item and the version it has in the database.
#[derive(Debug)]
pub struct Versioned<T> {
    /// The version: the row counts its saves.
    pub version: i64,
    /// The item.
    pub item: Arc<T>,
}

impl<T> Clone for Versioned<T> {
    fn clone(&self) -> Versioned<T> {
        Versioned { version: self.version, item: self.item.clone() }
    }
}

type Known = (i64, Arc<dyn Any + Send + Sync>);
type Table = Mutex<LruCache<Uuid, Known>>;

/// The items by table and id, those that were asked for last.
#[derive(Default)]
pub(crate) struct Recall {
    tables: RwLock<HashMap<&'static str, Arc<Table>>>,
}

impl Recall {
    /// What is known of an id; the database may have another version by now.
    pub fn get<R: Record>(&self, id: Uuid) -> Option<Versioned<R::Item>> {
        let (version, item) = self.table::<R>()?.lock().get(&id).cloned()?;
        Some(Versioned { version, item: item.downcast().ok()? })
    }

    /// A row's version and item: the one that is known if it has the version, else read from the row.
    pub fn read<R: Record>(&self, row: &Row) -> Result<Versioned<R::Item>, DbError> {
        let version = row.int("version");
        if R::lasting().is_none() {
            return Ok(Versioned { version, item: Arc::new(R::read(row)?) });
        }
        let id = row.id(R::TABLE.key[0].name);
        if let Some(known) = self.get::<R>(id).filter(|known| known.version == version) {
            return Ok(known);
        }
        let read = Versioned { version, item: Arc::new(R::read(row)?) };
        self.put::<R>(id, Some(read.clone()));
        Ok(read)
    }

    /// Takes in what the database has: an item with its version, or that there is none any more.
    pub fn put<R: Record>(&self, id: Uuid, known: Option<Versioned<R::Item>>) {
        let Some(table) = self.table::<R>() else { return };
        match known {
            Some(Versioned { version, item }) => table.lock().put(id, (version, item)),
            None => table.lock().pop(&id),
        };
    }

    /// The same by a key of one id.
    pub fn put_by_key<R: Record>(&self, key: &R::Key, known: Option<Versioned<R::Item>>) {
        if let [Value::Id(id)] = R::key_values(key)[..] {
            self.put::<R>(id, known);
        }
    }

    fn table<R: Record>(&self) -> Option<Arc<Table>> {
        let most: NonZeroUsize = R::lasting()?;
        if let Some(table) = self.tables.read().get(R::TABLE.name) {
            return Some(table.clone());
        }
        let mut tables = self.tables.write();
        Some(tables.entry(R::TABLE.name).or_insert_with(|| Arc::new(Mutex::new(LruCache::new(most)))).clone())
    }
}
