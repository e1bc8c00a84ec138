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

    /// Forgets everything: where a connection broke, another database may answer next, one that has lost its last commits and
    /// counts versions from there.
    pub fn forget(&self) {
        self.tables.write().clear();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, body_of, body_to};

    struct Notes;
    impl Record for Notes {
        type Key = Uuid;
        type Item = (Uuid, String);
        const TABLE: crate::Table =
            crate::Table { name: "notes", key: &[Column::id("note_id")], columns: &[Column::text("body")] };
        fn key(item: &(Uuid, String)) -> Uuid {
            item.0
        }
        fn key_values(key: &Uuid) -> Vec<Value> {
            vec![(*key).into()]
        }
        fn write(item: &(Uuid, String)) -> Vec<Value> {
            vec![body_of(item)]
        }
        fn read(row: &Row) -> Result<(Uuid, String), DbError> {
            body_to("notes", row)
        }
        fn lasting() -> Option<NonZeroUsize> {
            NonZeroUsize::new(2)
        }
    }

    fn row(id: Uuid, text: &str, version: i64) -> Row {
        let names = ["note_id", "body", "version"].map(str::to_owned).into();
        Row { names, values: vec![id.into(), body_of(&(id, text)), version.into()] }
    }

    #[test]
    fn a_body_is_read_where_its_version_is_not_known() {
        let (recall, id) = (Recall::default(), Uuid::from_u128(1));
        let text = |row: &Row| recall.read::<Notes>(row).expect("a note").item.1.clone();
        assert_eq!(text(&row(id, "first", 1)), "first");
        assert_eq!(text(&row(id, "not looked at", 1)), "first", "the version says all");
        assert_eq!(text(&row(id, "second", 2)), "second");
        assert_eq!(text(&row(id, "first", 1)), "first", "an older one is not taken for the newer");
        recall.put::<Notes>(id, Some(Versioned { version: 3, item: Arc::new((id, "saved".to_owned())) }));
        assert_eq!(recall.get::<Notes>(id).map(|known| known.version), Some(3));
        recall.put_by_key::<Notes>(&id, None);
        assert!(recall.get::<Notes>(id).is_none());
    }

    #[test]
    fn after_a_connection_broke_everything_is_read_anew() {
        let (recall, id) = (Recall::default(), Uuid::from_u128(1));
        recall.read::<Notes>(&row(id, "lost with the last commits", 5)).expect("a note");
        recall.forget();
        assert_eq!(
            recall.read::<Notes>(&row(id, "of another timeline", 5)).expect("a note").item.1,
            "of another timeline"
        );
    }
}
