//! Documents kept in memory are never older than the database, whoever wrote to it; and are not read twice.

use sampan_db::testing::{Hand, databases, open};
use sampan_db::{
    Bulk, Column, Command, DbError, Document, Moment, Needs, Record, Row, Rows, Table, Value, body_of, body_to,
};
use std::num::NonZeroUsize;
use std::sync::Arc;
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[(
    "V1__notes",
    "create table notes (cell bigint not null, note_id uuid not null, body text not null, version bigint not null,
        primary key (cell, note_id))",
)];

type Note = (Uuid, String);

struct Notes;
impl Record for Notes {
    type Key = Uuid;
    type Item = Note;
    const TABLE: Table = Table { name: "notes", key: &[Column::id("note_id")], columns: &[Column::text("body")] };
    fn key(item: &Note) -> Uuid {
        item.0
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Note) -> Vec<Value> {
        vec![body_of(item)]
    }
    fn read(row: &Row) -> Result<Note, DbError> {
        body_to("notes", row)
    }
    fn lasting() -> Option<NonZeroUsize> {
        NonZeroUsize::new(3)
    }
}
impl Document for Notes {}

struct Write(Note);
impl Command for Write {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Notes>(self.0.0)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        rows.put::<Notes>(self.0.clone());
        Ok(())
    }
}

#[tokio::test]
async fn what_is_kept_is_what_the_database_has() {
    for database in databases().await {
        let hand = Hand::default();
        let db = open(&database.location, MIGRATIONS, &hand).await;
        let other = open(&database.location, MIGRATIONS, &hand).await;
        let ids: Vec<Uuid> = (1..=5_u128).map(|n| Uuid::from_u128(n << 70 | n)).collect();
        let mut bulk = Bulk::default();
        ids[..4].iter().for_each(|id| bulk.put::<Notes>(&(*id, "first".to_owned())));
        db.loader().expect("a connection").insert(bulk).await.expect("inserted");

        let first = db.kept::<Notes>(ids.clone()).await.expect("read");
        assert_eq!(first.len(), 4, "one is not there");
        assert!(first.values().all(|note| note.item.1 == "first" && note.version == 1));

        let before = db.statements();
        other.perform(ids[3], Write((ids[3], "second".to_owned()))).await.expect("performed").expect("accepted");
        let again = db.kept::<Notes>(ids.clone()).await.expect("read");
        assert_eq!(db.statements() - before, 1);
        assert_eq!((again[&ids[3]].item.1.as_str(), again[&ids[3]].version), ("second", 2));
        let same = ids[..3].iter().filter(|id| Arc::ptr_eq(&first[*id].item, &again[*id].item)).count();
        assert!((1..=3).contains(&same), "{same} of those that did not change were not read again");
        assert!(db.known::<Notes>(ids[4]).is_none() && db.kept::<Notes>([]).await.expect("nothing").is_empty());
    }
}
