//! Bringing a schema up to date: by several at once, in the middle of a fault, from a later version, while others write.

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

const TABLE: (&str, &str) = ("V2__more", "create table more (a bigint not null);");
const INDEX: Migrations =
    &[FIRST, TABLE, ("V3__found", "-- Found; at once.\ncreate index if not exists more_a on more (a);")];
const UNIQUE: Migrations = &[FIRST, TABLE, ("V3__found", "create unique index if not exists more_a on more (a);")];
const COLUMN: Migrations = &[
    FIRST,
    TABLE,
    ("V3__found", "alter table more add column b bigint; create index if not exists more_b on more (b);"),
];

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

/// A PostgreSQL database with a table, and two programs connected to it.
async fn in_use() -> Vec<(Location, [tokio_postgres::Client; 2])> {
    let mut all = Vec::new();
    for database in databases().await {
        let Location::Postgres(url) = &database.location else { continue };
        open(&database.location, &[FIRST, TABLE], &Hand::default()).await;
        let connect = async || {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("connected");
            tokio::spawn(connection);
            client.batch_execute("set statement_timeout = '20s'").await.expect("set");
            client
        };
        all.push((database.location.clone(), [connect().await, connect().await]));
    }
    all
}

/// Starts a program while a change of `more` is under way that does not end, and waits until it asks for this.
async fn begin(
    location: &Location,
    [writer, other]: [&tokio_postgres::Client; 2],
    migrations: Migrations,
    asks: &str,
) -> tokio::task::JoinHandle<Result<(), DbError>> {
    writer.batch_execute("begin; insert into more values (1)").await.expect("written");
    let location = location.clone();
    let start = tokio::spawn(async move { try_open(&location, migrations).await.map(|_| ()) });
    let until = Instant::now() + Duration::from_secs(30);
    let at_work = format!(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' \
         and query like '%{asks}%' and pid <> pg_backend_pid()"
    );
    while other.query_opt(&at_work, &[]).await.expect("asked").is_none() {
        assert!(Instant::now() < until, "the migration never ran");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    start
}

#[tokio::test]
async fn others_write_while_an_index_is_built_and_while_a_column_waits_for_its_table() {
    for (migrations, asks) in [(INDEX, "concurrently"), (COLUMN, "add column")] {
        for (location, [slow, other]) in in_use().await {
            let start = begin(&location, [&slow, &other], migrations, asks).await;
            other.batch_execute("insert into more (a) values (2)").await.expect("it need not wait for the slow one");
            slow.batch_execute("commit").await.expect("the slow one ends");
            start.await.expect("no panic").expect("the migration goes through");
            let valid = "select 1 from pg_index where indrelid = 'more'::regclass and indisvalid";
            assert!(other.query_opt(valid, &[]).await.expect("asked").is_some(), "{asks}");
            let db = try_open(&location, migrations).await.expect("nothing is left to do");
            assert_eq!(rows_of_more(&db).await, 2);
        }
    }
}

#[tokio::test]
async fn programs_that_start_at_once_build_an_index_once() {
    for (location, _) in in_use().await {
        let starts = (0..4).map(|_| {
            let location = location.clone();
            tokio::spawn(async move { try_open(&location, INDEX).await.map(|_| ()) })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.expect("no panic").expect("each opens");
        }
    }
}

#[tokio::test]
async fn an_index_whose_building_failed_is_built_anew() {
    for (location, [writer, _]) in in_use().await {
        writer.batch_execute("insert into more values (1), (1)").await.expect("written");
        let error = try_open(&location, UNIQUE).await.err().expect("there are two of it");
        assert!(error.to_string().contains("more_a"), "{error}");
        writer.batch_execute("delete from more").await.expect("mended");
        try_open(&location, UNIQUE).await.expect("now it goes");
        assert!(writer.batch_execute("insert into more values (1), (1)").await.is_err(), "the index is at work");
    }
}
