//! Test databases: every store test runs on SQLite and, where the environment names a server, on PostgreSQL.

use crate::engine::postgres;
use crate::{Chance, Clock, Db, Lanes, Location, Settings};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Names the PostgreSQL server for tests, as `postgres://user@host:port/postgres`; `scripts/test` starts one.
pub const POSTGRES: &str = "SAMPAN_TEST_POSTGRES";

/// A clock that tests move by hand. Starts at 2026-11-22 12:00 UTC and goes on by a millisecond each time it is read.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Default for Hand {
    fn default() -> Hand {
        Hand(Arc::new(AtomicI64::new(1_795_348_800_000_000)))
    }
}

impl Hand {
    /// Moves the clock forward.
    pub fn advance(&self, by: jiff::SignedDuration) {
        self.0.fetch_add(by.as_micros() as i64, Ordering::SeqCst);
    }
    /// The clock to give to the database.
    pub fn clock(&self) -> Clock {
        let hand = self.0.clone();
        Arc::new(move || {
            let micros = hand.fetch_add(1_000, Ordering::SeqCst);
            jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        })
    }
}

/// Random bits that are the same in every run (splitmix64).
pub fn seeded(seed: u64) -> Chance {
    let state = AtomicU64::new(seed);
    Arc::new(move || {
        let mut z = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// A fresh, empty database of an engine; its file or its PostgreSQL database goes when this is dropped.
pub struct TestDatabase {
    /// Where it is.
    pub location: Location,
    folder: Option<PathBuf>,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // What cannot be removed lies in the system's temporary folder and is swept from there.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("sampan_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Fresh databases to test on: SQLite always, PostgreSQL if the environment names a server.
pub async fn databases() -> Vec<TestDatabase> {
    let folder = std::env::temp_dir().join(unique());
    let mut all = vec![TestDatabase { location: Location::File(folder.join("sampan.db")), folder: Some(folder) }];
    match std::env::var(POSTGRES) {
        Ok(url) => all.push(TestDatabase { location: postgres_database(&url).await, folder: None }),
        Err(_) => eprintln!("{POSTGRES} is not set: PostgreSQL is left out"),
    }
    all
}

async fn postgres_database(url: &str) -> Location {
    let config = postgres::config(url).expect("a PostgreSQL address");
    let client = postgres::connect(&config).await.expect("the test server answers");
    let name = unique();
    client.batch_execute(&format!("drop database if exists {name}")).await.expect("the name is free");
    client.batch_execute(&format!("create database {name}")).await.expect("a database can be made");
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    Location::Postgres(format!("{server}/{name}"))
}

/// Opens a test database with a hand-moved clock and seeded ids.
pub async fn open(location: &Location, migrations: &'static [(&'static str, &'static str)], hand: &Hand) -> Db {
    let seed = std::process::id().into();
    Db::open(Settings {
        location: location.clone(),
        migrations,
        lanes: Lanes::default(),
        clock: hand.clock(),
        chance: seeded(seed),
    })
    .await
    .expect("the test database opens")
}
