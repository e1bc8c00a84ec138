//! A plan that was kept from when a table was empty does not go through all of the table when it has grown.

use sampan_db::testing::{Hand, databases, open};
use sampan_db::{Location, Value};
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[(
    "V1__things",
    "create table things (cell bigint not null, thing_id uuid not null, version bigint not null,
        primary key (cell, thing_id))",
)];

#[tokio::test]
async fn rows_are_found_by_their_keys() {
    for database in databases().await {
        let Location::Postgres(_) = database.location else { continue };
        let db = open(&database.location, MIGRATIONS, &Hand::default()).await;
        // So few rows, counted, that going through all of them seems to be the least work.
        let few = "insert into things select 0, gen_random_uuid(), 1 from generate_series(1, 3)";
        for statement in [few, "analyze things"] {
            db.query(statement, vec![]).await.expect("done");
        }
        let ids = || Value::Ids(vec![Uuid::nil()]);
        let sql = "explain select t.version from things t where t.cell = 0 and t.thing_id in {ids $1}";
        for _ in 0..8 {
            let plan = db.query(sql, vec![ids()]).await.expect("a plan");
            let lines: Vec<&str> = plan.iter().map(|row| row.text("QUERY PLAN")).collect();
            let whole = lines.iter().any(|line| line.contains("Seq Scan on things"));
            assert!(!whole && lines.iter().any(|line| line.contains("things")), "{lines:#?}");
        }
    }
}
