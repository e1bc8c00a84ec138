//! Documents that are read again and again. Whoever wants one asks the database each time, but only for the version: the
//! body is sent, and read, only where it is another one than is known.

use crate::recall::Versioned;
use crate::{Db, DbError, Record, Row, Value};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A record that lies whole in its column `body`, under a key of one id.
pub trait Document: Record {}

impl Db {
    /// An id's item as the database has it: the one known before if its version is still that one, else read from its body.
    pub fn newest<R: Document>(
        &self,
        id: Uuid,
        version: i64,
        body: Option<&str>,
        known: Option<Versioned<R::Item>>,
    ) -> Result<Versioned<R::Item>, DbError> {
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known);
        }
        let row = Row { names: Arc::new(["body".to_owned()]), values: vec![Value::from(body.map(str::to_owned))] };
        let read = Versioned { version, item: Arc::new(R::read(&row)?) };
        self.know::<R>(id, read.clone());
        Ok(read)
    }

    /// The documents of many ids in one statement; ids without one are left out.
    pub async fn kept<R: Document>(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Versioned<R::Item>>, DbError> {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        let mut known: HashMap<Uuid, Versioned<R::Item>> =
            ids.iter().filter_map(|id| Some((*id, self.known::<R>(*id)?))).collect();
        let asked = ids.iter().map(|id| (*id, known.get(id).map_or(0, |known| known.version))).collect();
        let mut found = HashMap::with_capacity(ids.len());
        for row in self.newer(&R::TABLE, asked).await? {
            let id = row.id("id");
            let newest = self.newest::<R>(id, row.int("version"), row.maybe_text("body"), known.remove(&id))?;
            found.insert(id, newest);
        }
        Ok(found)
    }
}
