//! One look at everything that is counted.

use crate::App;
use sampan_db::DbError;
use sampan_db::outbox::{self, Waiting};
use sampan_ids::{SignedDuration, Timestamp};
use sampan_web::RouteTraffic;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was read.
pub struct Reading {
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// When.
    pub now: Timestamp,
    /// Commands waiting in each lane, and how many may.
    pub queues: Vec<(usize, usize)>,
    /// Statements sent to the database.
    pub statements: u64,
    /// What waits for the workers.
    pub waiting: Vec<Waiting>,
    /// Requests by route.
    pub traffic: Vec<RouteTraffic>,
    /// Requests that are being answered.
    pub under_way: i64,
    /// How far the search index is behind the listings; not known while it is being filled.
    pub index_behind: Option<SignedDuration>,
    /// Listings in the search index.
    pub index_listings: u64,
    /// Processes that share the work, and shared workers that are this process's.
    pub shares: (usize, usize),
    /// What the process uses, where the system tells.
    pub usage: Option<Usage>,
}

/// What the process uses.
pub struct Usage {
    /// Bytes of memory.
    pub memory: u64,
    /// Microseconds on processors.
    pub processor: u64,
    /// Open files and sockets.
    pub files: Option<u64>,
}

impl Reading {
    /// Looks.
    pub async fn of(app: &App) -> Result<Reading, DbError> {
        let now = app.now();
        let shares = app.share().seen();
        let own = shares.held.values().filter(|holder| **holder == app.share().process()).count();
        Ok(Reading {
            now,
            engine: sampan_db::backup::Kind::at(app.db().location()).name(),
            queues: app.db().queues(),
            statements: app.db().statements(),
            waiting: outbox::waiting(app.db()).await?,
            traffic: app.traffic().read(),
            under_way: app.traffic().under_way(),
            index_behind: crate::browse::behind(app),
            index_listings: app.search().count(),
            shares: (shares.living(now).count(), own),
            usage: usage(),
        })
    }
}

/// A counter's value.
pub fn counted(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn usage() -> Option<Usage> {
    let process = procfs::process::Process::myself().ok()?;
    let stat = process.stat().ok()?;
    Some(Usage {
        memory: process.status().ok()?.vmrss? * 1024,
        processor: (stat.utime + stat.stime) * 1_000_000 / procfs::ticks_per_second().max(1),
        files: process.fd_count().ok().map(|count| count as u64),
    })
}
