//! Rows inserted as they lie, with nothing loaded and nothing decided: what an engine can do at most.

use super::Place;
use super::place::AnyWriter;
use crate::engine::Writer;
use crate::rows::Save;
use crate::{DbError, Rows, Value};

/// New rows as they will lie in their tables.
pub struct Bulk {
    saves: Vec<Save>,
}

impl Bulk {
    /// What commands have changed in rows that were never stored, but for some tables.
    pub fn of(rows: &Rows, except: &[&str]) -> Bulk {
        Bulk { saves: rows.saves().into_iter().filter(|save| !except.contains(&save.table.name)).collect() }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.saves.iter().map(|save| save.values.len() + save.deletes.len()).sum()
    }

    /// The same rows, to be deleted again.
    pub fn away(&self) -> Bulk {
        let away = |save: &Save| {
            let key = |row: &Vec<Value>| {
                let version = row.last().cloned().unwrap_or(Value::Null);
                row.iter().take(1 + save.table.key.len()).cloned().chain([version]).collect()
            };
            Save {
                table: save.table,
                values: Vec::new(),
                same: Vec::new(),
                deletes: save.values.iter().map(key).collect(),
            }
        };
        Bulk { saves: self.saves.iter().map(away).collect() }
    }
}

/// A connection that saves in bulk.
pub struct Inserter(AnyWriter);

impl Inserter {
    /// A connection to a place.
    pub fn new(place: &Place) -> Result<Inserter, DbError> {
        Ok(Inserter(place.writer()?))
    }

    /// Saves in one commit.
    pub async fn insert(&mut self, bulk: Bulk) -> Result<(), DbError> {
        self.0.begin().await?;
        self.0.save(bulk.saves).await?;
        self.0.commit().await
    }
}
