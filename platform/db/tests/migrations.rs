//! Bringing a schema up to date: by several at once, in the middle of a fault, from a later version.

use sampan_db::testing::{Hand, databases, open, seeded};
use sampan_db::{Db, DbError, Location, Settings};
use std::time::{Duration, Instant};

type Migrations = &'static [(&'static str, &'static str)];

const FIRST: (&str, &str) = ("V1__start", include_str!("../../../migrations/V1__start.sql"));
const GOOD: Migrations =
    &[FIRST, ("V2__more", "create table more (a bigint not null); create index more_a on more (a);")];
const BROKEN: Migrations =
    &[FIRST, ("V2__more", "create table more (a bigint not null); create table more (b bigint);")];
const SLOW: Migrations = &[FIRST, ("V2__more", "create table more (a bigint not null); select pg_sleep(60);")];

async fn try_open(location: &Location, migrations: Migrations) -> Result<Db, DbError> {
    let hand = Hand::default();
    let (clock, chance) = (hand.clock(), seeded(5));
    Db::open(Settings { location: location.clone(), migrations, lanes: Default::default(), clock, chance }).await
}

async fn rows_of_more(db: &Db) -> i64 {
    db.query("select count(*) as n from more", vec![]).await.expect("the table is there")[0].int("n")
}

#[tokio::test]
async fn programs_that_start_at_once_bring_the_schema_up_to_date_once() {
    for database in databases().await {
        let starts = (0..6).map(|_| {
            let location = database.location.clone();
            tokio::spawn(async move { try_open(&location, GOOD).await.map(|_| ()) })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.expect("no panic").expect("each opens");
        }
        let db = try_open(&database.location, GOOD).await.expect("and once more");
        assert_eq!(rows_of_more(&db).await, 0);
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    for database in databases().await {
        let error = try_open(&database.location, BROKEN).await.err().expect("it fails");
        assert!(error.to_string().contains("more"), "{error}");
        let db = open(&database.location, &[FIRST], &Hand::default()).await;
        assert!(db.query("select 1 as one from more", vec![]).await.is_err(), "half of it is not there");
        let db = try_open(&database.location, GOOD).await.expect("what is mended goes through");
        assert_eq!(rows_of_more(&db).await, 0);
    }
}

#[tokio::test]
async fn a_schema_of_a_later_version_is_not_touched() {
    for database in databases().await {
        try_open(&database.location, GOOD).await.expect("the later version");
        let error = try_open(&database.location, &[FIRST]).await.err().expect("the earlier one stops");
        assert!(error.to_string().contains('2'), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_is_lost_in_the_middle_leaves_the_old_schema_and_no_lock() {
    for database in databases().await.iter().filter(|d| matches!(d.location, Location::Postgres(_))) {
        let db = open(&database.location, &[FIRST], &Hand::default()).await;
        let location = database.location.clone();
        let slow = tokio::spawn(async move { try_open(&location, SLOW).await.map(|_| ()) });
        let until = Instant::now() + Duration::from_secs(30);
        let end = "select pg_terminate_backend(pid) as ended from pg_stat_activity \
                   where datname = current_database() and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()";
        while db.query(end, vec![]).await.expect("asked").is_empty() {
            assert!(Instant::now() < until, "the migration never ran");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        slow.await.expect("no panic").expect_err("its connection is gone");
        assert!(db.query("select 1 as one from more", vec![]).await.is_err(), "half of it is not there");
        let db = try_open(&database.location, GOOD).await.expect("the next start goes through");
        assert_eq!(rows_of_more(&db).await, 0);
    }
}
