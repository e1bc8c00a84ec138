//! A row's columns say what its item says, whichever of them a save changes and whichever it leaves as they were.

use sampan_db::testing::{Hand, databases, open};
use sampan_db::{Column, Command, DbError, Moment, Needs, Record, Row, Rows, Table, Value, body_of, body_to};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[(
    "V1__things",
    "create table things (cell bigint not null, thing_id uuid not null, owner_id uuid, state text not null, due bigint,
        body text not null, version bigint not null, primary key (cell, thing_id));
     create index things_state on things (state, due);
     create index things_waiting on things (due) where due is not null;
     create unique index things_owner on things (owner_id)",
)];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Thing {
    id: Uuid,
    owner: Option<Uuid>,
    state: String,
    due: Option<i64>,
    note: u32,
}

struct Things;
impl Record for Things {
    type Key = Uuid;
    type Item = Thing;
    const TABLE: Table = Table {
        name: "things",
        key: &[Column::id("thing_id")],
        columns: &[Column::id("owner_id"), Column::text("state"), Column::int("due"), Column::text("body")],
    };
    fn key(item: &Thing) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Thing) -> Vec<Value> {
        vec![item.owner.into(), item.state.as_str().into(), item.due.into(), body_of(item)]
    }
    fn read(row: &Row) -> Result<Thing, DbError> {
        body_to("things", row)
    }
}

/// Puts things in one commit.
struct Put(Vec<Thing>);
impl Command for Put {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Things>(self.0.iter().map(|thing| thing.id))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.0.iter().for_each(|thing| rows.put::<Things>(thing.clone()));
        Ok(())
    }
}

#[tokio::test]
async fn columns_follow_their_items() {
    for database in databases().await {
        let db = open(&database.location, MIGRATIONS, &Hand::default()).await;
        let mut chance = fastrand::Rng::with_seed(7);
        let ids: Vec<Uuid> = (1..=6_u128).map(|n| Uuid::from_u128(n << 70 | n)).collect();
        for round in 0..60 {
            let mut things = Vec::new();
            for id in &ids {
                if chance.bool() {
                    continue;
                }
                let state = ["new", "paid", "over"][chance.usize(..3)].to_owned();
                let due = chance.bool().then(|| chance.i64(..5));
                let owner = chance.bool().then(|| Uuid::from_u128(id.as_u128() + chance.u128(1..3)));
                things.push(Thing { id: *id, owner, state, due, note: round });
            }
            db.perform(ids[0], Put(things.clone())).await.expect("performed").expect("accepted");
            for thing in &things {
                assert_eq!(db.find::<Things>(&thing.id).await.expect("read").as_ref(), Some(thing));
            }
            let all = db.query("select * from things", vec![]).await.expect("read");
            for row in &all {
                let thing = Things::read(row).expect("a thing");
                assert_eq!(row.maybe_id("owner_id"), thing.owner, "round {round}");
                assert_eq!(
                    (row.text("state"), row.maybe_int("due")),
                    (thing.state.as_str(), thing.due),
                    "round {round}"
                );
            }
            // By the indexes as without them.
            for state in ["new", "paid", "over"] {
                let sql = "select t.thing_id from things t where t.state = $1 and t.due = 3";
                let found = db.query(sql, vec![state.into()]).await.expect("read").len();
                let wanted = all.iter().filter(|row| row.text("state") == state && row.maybe_int("due") == Some(3));
                assert_eq!(found, wanted.count(), "round {round}");
            }
        }
    }
}
