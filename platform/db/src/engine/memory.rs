//! Tables in memory, for simulations: what was not committed is gone with its writer, as in a database.

use super::Writer;
use crate::rows::{Load, Save, digest};
use crate::{DbError, Row, Table, Value};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Committed rows by table and key, each as the values of its table's columns; clones share them.
#[derive(Clone, Default)]
pub struct Memory {
    tables: Arc<Mutex<Tables>>,
    careless: bool,
}

type Tables = BTreeMap<&'static str, BTreeMap<Vec<u8>, Vec<Value>>>;

impl Memory {
    /// Tables that save without looking at versions. Only for showing that an auditor sees what comes of that.
    pub fn careless() -> Memory {
        Memory { careless: true, ..Memory::default() }
    }

    /// The row of a key: cell and key values.
    pub(crate) fn row(&self, table: &Table, key: &[Value]) -> Option<Row> {
        let values = self.tables.lock().get(table.name)?.get(&digest(key))?.clone();
        Some(Row { names: table.names().into_iter().map(str::to_owned).collect(), values })
    }

    /// Whether all that was read is as it was.
    fn stands(&self, read: &[Read]) -> bool {
        let tables = self.tables.lock();
        let version = |table: &str, key: &[u8]| tables.get(table)?.get(key)?.last().cloned();
        self.careless || read.iter().all(|(table, key, before)| version(table, key) == *before)
    }

    /// Whether every row of some saves may take the place of the one that lies there.
    fn fits(&self, saves: &[Save]) -> bool {
        let tables = self.tables.lock();
        let stored = |save: &Save, values: &[Value]| {
            let row = tables.get(save.table.name)?.get(&key(save, values))?;
            row.last().cloned()
        };
        let version = |values: &[Value]| match values.last() {
            Some(Value::Int(version)) => *version,
            _ => 0,
        };
        saves.iter().all(|save| {
            let put = |row: &Vec<Value>| {
                stored(save, row).is_none_or(|there| there == Value::Int(version(row) - 1) || self.careless)
            };
            let gone = |row: &Vec<Value>| stored(save, row) == row.last().cloned();
            save.values.iter().all(put) && save.deletes.iter().all(gone)
        })
    }
}

fn key(save: &Save, values: &[Value]) -> Vec<u8> {
    digest(&values[..=save.table.key.len()])
}

/// A row that was read: its table, its key, and its version if it was there.
type Read = (&'static str, Vec<u8>, Option<Value>);

/// One connection to the tables.
pub(crate) struct MemoryWriter {
    store: Memory,
    pending: Vec<Save>,
    read: Vec<Read>,
}

impl MemoryWriter {
    pub fn new(store: Memory) -> MemoryWriter {
        MemoryWriter { store, pending: Vec::new(), read: Vec::new() }
    }
}

impl Writer for MemoryWriter {
    async fn begin(&mut self) -> Result<(), DbError> {
        self.pending.clear();
        self.read.clear();
        Ok(())
    }

    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError> {
        let tables = self.store.tables.lock();
        for load in &loads {
            let version = |key: &[u8]| tables.get(load.table.name)?.get(key)?.last().cloned();
            let read = |key: &Vec<Value>| (load.table.name, digest(key), version(&digest(key)));
            self.read.extend(load.keys.iter().map(read));
        }
        let found = |load: &Load| {
            let names: Arc<[String]> = load.table.names().into_iter().map(str::to_owned).collect();
            let rows = load.keys.iter().filter_map(|key| tables.get(load.table.name)?.get(&digest(key)));
            rows.map(|values| Row { names: names.clone(), values: values.clone() }).collect()
        };
        Ok(loads.iter().map(found).collect())
    }

    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError> {
        if !self.store.fits(&saves) {
            return Err(DbError::Conflict);
        }
        self.pending = saves;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), DbError> {
        // Another writer may have committed since the save: there are no locks here, so the versions are looked at again,
        // also of what was only read.
        let saves = std::mem::take(&mut self.pending);
        if !self.store.fits(&saves) || !self.store.stands(&self.read) {
            return Err(DbError::Conflict);
        }
        let mut tables = self.store.tables.lock();
        for save in saves {
            let table = tables.entry(save.table.name).or_default();
            for row in &save.deletes {
                table.remove(&key(&save, row));
            }
            for row in &save.values {
                table.insert(key(&save, row), row.clone());
            }
        }
        Ok(())
    }

    /// Whatever was read is looked at again in the end.
    fn holds_absence(&self) -> bool {
        true
    }

    async fn rest(&mut self) -> Result<(), DbError> {
        self.pending.clear();
        if self.store.stands(&self.read) { Ok(()) } else { Err(DbError::Conflict) }
    }

    async fn abandon(&mut self) {
        self.pending.clear();
    }
}
