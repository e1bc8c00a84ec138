//! The rows of one batch: what was loaded, what was looked for and is not there, what changed, and how to undo it.

use crate::recall::{Recall, Versioned};
use crate::record::cell_of;
use crate::{DbError, Record, Row, Table, Value};
use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// One row to be saved: `values` are cell, key, columns, new version.
#[derive(Debug, Clone)]
pub(crate) struct Save {
    pub table: Table,
    pub values: Vec<Vec<Value>>,
    /// For each of them which columns are as they were loaded, a bit a column, none of a new row; empty where all are new.
    pub same: Vec<u64>,
    /// Cell, key and loaded version of the rows to delete.
    pub deletes: Vec<Vec<Value>>,
}

impl Save {
    /// The rows by which of their columns stay the same.
    pub fn by_sameness(&self) -> BTreeMap<u64, Vec<&Vec<Value>>> {
        let mut groups: BTreeMap<u64, Vec<&Vec<Value>>> = BTreeMap::new();
        for (place, values) in self.values.iter().enumerate() {
            groups.entry(self.same.get(place).copied().unwrap_or(0)).or_default().push(values);
        }
        groups
    }
}

/// Keys of one table to be loaded: cell and key values each.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub table: Table,
    pub keys: Vec<Vec<Value>>,
}

struct Entry<T> {
    item: Option<Arc<T>>,
    version: i64,
    changed: bool,
    loaded: Option<Arc<Loaded>>,
}

/// A row's values as they were loaded: cell, key and columns, without its body.
struct Loaded(Vec<Value>);

impl Loaded {
    fn of(row: &Row) -> Option<Arc<Loaded>> {
        let kept = |(name, value): (&String, &Value)| if name == "body" { Value::Null } else { value.clone() };
        let whole = row.values.len() <= 64;
        whole.then(|| Arc::new(Loaded(row.names.iter().zip(&row.values).map(kept).collect())))
    }

    /// Which values are the same, a bit each.
    fn same(&self, values: &[Value]) -> u64 {
        let same = |(place, (before, now)): (usize, (&Value, &Value))| {
            u64::from(!matches!(before, Value::Null) && before.is(now)) << place
        };
        self.0.iter().zip(values).enumerate().map(same).sum()
    }
}

struct Slab<R: Record>(HashMap<R::Key, Entry<R::Item>>);

/// The part of a slab that needs no type.
trait AnySlab: Send {
    fn any(&mut self) -> &mut dyn Any;
    fn any_ref(&self) -> &dyn Any;
    fn save(&self) -> Option<Save>;
    fn remember(&self, recall: &Recall);
}

pub(crate) fn full_key<R: Record>(key: &R::Key) -> Vec<Value> {
    let mut values = R::key_values(key);
    let cell = match values.first() {
        Some(Value::Id(id)) => cell_of(id),
        _ => 0,
    };
    values.insert(0, Value::Int(cell));
    values
}

impl<R: Record> AnySlab for Slab<R> {
    fn any(&mut self) -> &mut dyn Any {
        self
    }
    fn any_ref(&self) -> &dyn Any {
        self
    }
    fn save(&self) -> Option<Save> {
        let mut changed: Vec<_> = self.0.iter().filter(|(_, e)| e.changed).collect();
        changed.sort_by(|a, b| a.0.cmp(b.0));
        let mut save = Save { table: R::TABLE, values: Vec::new(), same: Vec::new(), deletes: Vec::new() };
        for (key, entry) in changed {
            let mut values = full_key::<R>(key);
            match &entry.item {
                Some(item) => {
                    values.extend(R::write(item));
                    values.push(Value::Int(entry.version + 1));
                    save.same.push(entry.loaded.as_ref().map_or(0, |loaded| loaded.same(&values)));
                    save.values.push(values);
                }
                None if entry.version > 0 => {
                    values.push(Value::Int(entry.version));
                    save.deletes.push(values);
                }
                None => {}
            }
        }
        (!save.values.is_empty() || !save.deletes.is_empty()).then_some(save)
    }
    fn remember(&self, recall: &Recall) {
        for (key, entry) in self.0.iter().filter(|(_, entry)| entry.changed) {
            let version = entry.version + 1;
            recall.put_by_key::<R>(key, entry.item.clone().map(|item| Versioned { version, item }));
        }
    }
}

type Undo = Box<dyn FnOnce(&mut Rows) + Send>;

/// A point to which a batch can be put back.
#[derive(Debug, Clone, Copy)]
pub struct Mark(usize);

/// The rows of one batch, seen by every command of it one after another.
#[derive(Default)]
pub struct Rows {
    slabs: BTreeMap<&'static str, (TypeId, Box<dyn AnySlab>)>,
    undo: Vec<Undo>,
    recall: Arc<Recall>,
    rests: Round,
}

impl Rows {
    fn slab<R: Record>(&mut self) -> &mut Slab<R> {
        let (_, slab) =
            self.slabs.entry(R::TABLE.name).or_insert_with(|| (TypeId::of::<R>(), Box::new(Slab::<R>(HashMap::new()))));
        slab.any().downcast_mut().expect("one record type a table")
    }

    fn seen<R: Record>(&self) -> Option<&Slab<R>> {
        self.slabs.get(R::TABLE.name).and_then(|(_, slab)| slab.any_ref().downcast_ref())
    }

    /// Whether the key was loaded or looked for in vain.
    pub fn knows<R: Record>(&self, key: &R::Key) -> bool {
        self.seen::<R>().is_some_and(|s| s.0.contains_key(key))
    }

    /// The item of a key, if there is one. The key must have been named in `needs`.
    ///
    /// # Panics
    /// When the key was never asked for: a fault of the command, which then fails alone.
    pub fn get<R: Record>(&self, key: &R::Key) -> Option<&R::Item> {
        match self.seen::<R>().and_then(|s| s.0.get(key)) {
            Some(entry) => entry.item.as_deref(),
            None => panic!("{} {key:?} was not named in needs", R::TABLE.name),
        }
    }

    /// As [`Rows::get`], but `None` also where the key is not loaded yet; for `needs` that look at what came so far.
    pub fn peek<R: Record>(&self, key: &R::Key) -> Option<&R::Item> {
        self.seen::<R>().and_then(|s| s.0.get(key)).and_then(|e| e.item.as_deref())
    }

    /// Puts an item in the place of its key's, to be saved with the batch. A key that was not loaded is taken for new: the
    /// save fails as a conflict if it is not.
    pub fn put<R: Record>(&mut self, item: R::Item) {
        self.set::<R>(R::key(&item), Some(item));
    }

    /// Removes the item of a key, if there is one.
    pub fn remove<R: Record>(&mut self, key: &R::Key) {
        self.set::<R>(key.clone(), None);
    }

    fn set<R: Record>(&mut self, key: R::Key, item: Option<R::Item>) {
        let slab = self.slab::<R>();
        let (version, loaded) = slab.0.get(&key).map_or((0, None), |entry| (entry.version, entry.loaded.clone()));
        let entry = Entry { item: item.map(Arc::new), version, changed: true, loaded };
        let before = slab.0.insert(key.clone(), entry);
        self.undo.push(Box::new(move |rows| {
            let slab = rows.slab::<R>();
            match before {
                Some(entry) => slab.0.insert(key, entry),
                None => slab.0.remove(&key),
            };
        }));
    }

    /// A refusal stands only as long as what it looked for in vain is still not there. What it needed is told here, after
    /// its changes were put back; a lane asks once more where the engine cannot hold an absence.
    pub fn rests_on(&mut self, needs: Needs) {
        let mut rests = std::mem::take(&mut self.rests);
        rests.again(self, needs);
        self.rests = rests;
    }

    /// The keys whose absence refusals rest on.
    pub(crate) fn rests(&mut self) -> Round {
        std::mem::take(&mut self.rests)
    }

    /// Whether a key was looked for in vain and nothing was put there.
    fn is_absent<R: Record>(&self, key: &R::Key) -> bool {
        let entry = self.seen::<R>().and_then(|slab| slab.0.get(key));
        entry.is_some_and(|entry| entry.item.is_none() && entry.version == 0 && !entry.changed)
    }

    /// Takes for absent whatever is needed and not known: for rows that are made in memory alone.
    pub fn learn_absent(&mut self, needs: Needs) {
        let mut round = Round::default();
        round.ask(self, needs);
        for learn in round.split().1 {
            // Nothing is read, so nothing can be unreadable.
            let _ = learn(self, &[]);
        }
    }

    /// Where the batch stands, to come back to.
    pub fn mark(&self) -> Mark {
        Mark(self.undo.len())
    }

    /// Puts everything back to a mark.
    pub fn roll_back(&mut self, mark: Mark) {
        while self.undo.len() > mark.0 {
            if let Some(undo) = self.undo.pop() {
                undo(self);
            }
        }
    }

    /// Whether nothing has changed.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.undo.is_empty()
    }

    /// Rows of a batch of a program that still knows items of before.
    pub(crate) fn recalling(recall: Arc<Recall>) -> Rows {
        Rows { recall, ..Rows::default() }
    }

    /// Remembers what was saved, once it is committed.
    pub(crate) fn remember(&self) {
        self.slabs.values().for_each(|(_, slab)| slab.remember(&self.recall));
    }

    pub(crate) fn saves(&self) -> Vec<Save> {
        self.slabs.values().filter_map(|(_, slab)| slab.save()).collect()
    }

    fn learn<R: Record>(&mut self, asked: Vec<R::Key>, rows: &[Row]) -> Result<(), DbError> {
        for row in rows {
            let Versioned { version, item } = self.recall.read::<R>(row)?;
            let loaded = Loaded::of(row);
            let entry = Entry { item: Some(item.clone()), version, changed: false, loaded };
            self.slab::<R>().0.entry(R::key(&item)).or_insert(entry);
        }
        let slab = self.slab::<R>();
        for key in asked {
            slab.0.entry(key).or_insert(Entry { item: None, version: 0, changed: false, loaded: None });
        }
        Ok(())
    }
}

type Learn = Box<dyn FnOnce(&mut Rows, &[Row]) -> Result<(), DbError> + Send>;
type Known = Box<dyn Fn(&Rows) -> bool + Send>;

/// What a command wants loaded. Made of keys; asked for again until nothing new comes up.
#[derive(Default)]
pub struct Needs {
    wants: Vec<Want>,
}

struct Want {
    table: Table,
    key: Vec<Value>,
    known: Known,
    absent: fn(&Rows, &dyn Any) -> bool,
    learn: TakeIn,
    typed: Box<dyn Any + Send>,
}

fn absent_typed<R: Record>(rows: &Rows, key: &dyn Any) -> bool {
    key.downcast_ref::<R::Key>().is_some_and(|key| rows.is_absent::<R>(key))
}

fn learn_typed<R: Record>(rows: &mut Rows, keys: Vec<Box<dyn Any + Send>>, found: &[Row]) -> Result<(), DbError> {
    let keys = keys.into_iter().filter_map(|k| k.downcast::<R::Key>().ok()).map(|k| *k).collect();
    rows.learn::<R>(keys, found)
}

impl Needs {
    /// Nothing.
    pub fn none() -> Needs {
        Needs::default()
    }

    /// One row.
    pub fn one<R: Record>(key: R::Key) -> Needs {
        Needs::none().and::<R>(key)
    }

    /// And another row.
    #[must_use]
    pub fn and<R: Record>(mut self, key: R::Key) -> Needs {
        let values = full_key::<R>(&key);
        let asked = key.clone();
        self.wants.push(Want {
            table: R::TABLE,
            key: values,
            known: Box::new(move |rows| rows.knows::<R>(&asked)),
            absent: absent_typed::<R>,
            learn: learn_typed::<R>,
            typed: Box::new(key),
        });
        self
    }

    /// And all these rows.
    #[must_use]
    pub fn all<R: Record>(self, keys: impl IntoIterator<Item = R::Key>) -> Needs {
        keys.into_iter().fold(self, Needs::and::<R>)
    }

    /// And what another says.
    #[must_use]
    pub fn with(mut self, other: Needs) -> Needs {
        self.wants.extend(other.wants);
        self
    }
}

type TakeIn = fn(&mut Rows, Vec<Box<dyn Any + Send>>, &[Row]) -> Result<(), DbError>;

/// What one round asks of one table.
struct Asked {
    load: Load,
    seen: HashSet<Vec<u8>>,
    typed: Vec<Box<dyn Any + Send>>,
    learn: TakeIn,
}

/// The loads that needs come to, one a table, without what is known already; and how to take in what they bring.
#[derive(Default)]
pub(crate) struct Round {
    tables: BTreeMap<&'static str, Asked>,
}

/// A key's values as bytes: the same for the same key alone.
pub(crate) fn digest(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        match value {
            Value::Id(id) => out.extend_from_slice(id.as_bytes()),
            Value::Int(v) => out.extend_from_slice(&v.to_be_bytes()),
            Value::Text(v) => out.extend_from_slice(v.as_bytes()),
            Value::Bytes(v) => out.extend_from_slice(v),
            Value::Null | Value::Ids(_) | Value::Ints(_) | Value::Keys(_) => {}
        }
        out.push(0xff);
    }
    out
}

impl Round {
    /// What is needed and not known yet.
    pub fn ask(&mut self, rows: &Rows, needs: Needs) {
        self.add(needs.wants.into_iter().filter(|want| !(want.known)(rows)));
    }

    /// What was needed and is not there.
    fn again(&mut self, rows: &Rows, needs: Needs) {
        self.add(needs.wants.into_iter().filter(|want| (want.absent)(rows, &*want.typed)));
    }

    fn add(&mut self, wants: impl Iterator<Item = Want>) {
        for want in wants {
            let asked = self.tables.entry(want.table.name).or_insert_with(|| Asked {
                load: Load { table: want.table, keys: Vec::new() },
                seen: HashSet::new(),
                typed: Vec::new(),
                learn: want.learn,
            });
            if asked.seen.insert(digest(&want.key)) {
                asked.load.keys.push(want.key);
                asked.typed.push(want.typed);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The loads, keys in order, so that locks are taken in order; and what to do with the rows of each.
    pub fn split(self) -> (Vec<Load>, Vec<Learn>) {
        let mut loads = Vec::new();
        let mut learns: Vec<Learn> = Vec::new();
        for (_, Asked { mut load, typed, learn, .. }) in self.tables {
            load.keys.sort_by_key(|k| digest(k));
            loads.push(load);
            learns.push(Box::new(move |rows, found| learn(rows, typed, found)));
        }
        (loads, learns)
    }
}

/// The key values of a uuid key: the common case.
pub fn id_key(id: impl Into<Uuid>) -> Vec<Value> {
    vec![Value::Id(id.into())]
}
