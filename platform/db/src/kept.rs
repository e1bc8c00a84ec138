//! Documents that are read again and again, kept in memory with the version they had. Whoever wants one asks the database
//! each time, but only for the version: the body is sent, and read, only where it is another one. So what is kept is never
//! older than the database, whichever process wrote to it last.

use crate::{Db, DbError, Record, Row, Value};
use lru::LruCache;
use parking_lot::Mutex;
use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::sync::Arc;
use uuid::Uuid;

/// A record that lies whole in its column `body`, under a key of one id.
pub trait Document: Record {}

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

/// The documents of one table that were asked for last.
pub struct Kept<R: Document> {
    items: Mutex<LruCache<Uuid, Versioned<R::Item>>>,
    names: Arc<[String]>,
}

impl<R: Document> Kept<R> {
    /// Room for so many.
    pub fn new(most: NonZeroUsize) -> Kept<R> {
        Kept { items: Mutex::new(LruCache::new(most)), names: Arc::new(["body".to_owned()]) }
    }

    /// What is kept of an id; the database may have another version by now.
    pub fn get(&self, id: Uuid) -> Option<Versioned<R::Item>> {
        self.items.lock().get(&id).cloned()
    }

    /// An id's item as the database has it: the one known before if its version is still that one, else read from its body.
    pub fn newest(
        &self,
        id: Uuid,
        version: i64,
        body: Option<&str>,
        known: Option<Versioned<R::Item>>,
    ) -> Result<Versioned<R::Item>, DbError> {
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known);
        }
        let row = Row { names: self.names.clone(), values: vec![Value::from(body.map(str::to_owned))] };
        let read = Versioned { version, item: Arc::new(R::read(&row)?) };
        self.items.lock().put(id, read.clone());
        Ok(read)
    }
}

impl Db {
    /// The documents of many ids in one statement; ids without one are left out.
    pub async fn kept<R: Document>(
        &self,
        kept: &Kept<R>,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Versioned<R::Item>>, DbError> {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        let mut known: HashMap<Uuid, Versioned<R::Item>> =
            ids.iter().filter_map(|id| Some((*id, kept.get(*id)?))).collect();
        let asked = ids.iter().map(|id| (*id, known.get(id).map_or(0, |known| known.version))).collect();
        let mut found = HashMap::with_capacity(ids.len());
        for row in self.newer(&R::TABLE, asked).await? {
            let id = row.id("id");
            let newest = kept.newest(id, row.int("version"), row.maybe_text("body"), known.remove(&id))?;
            found.insert(id, newest);
        }
        Ok(found)
    }
}
