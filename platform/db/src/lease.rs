//! Several processes on one database share its workers: each worker is one process's at a time, and goes to another when
//! that one stops or dies.
//!
//! One row says which processes live, until when, and which worker is whose. Every process writes itself into it every
//! [`BEAT`]; who has not for [`LEASE`] counts as dead. A worker that is nobody's goes to the process that its name and the
//! process's id choose, so the workers spread by themselves. A worker is handed over only between two pieces of its work.
//!
//! A lease makes double work rare, not impossible: a process that stood still may go on with what it had begun. So what
//! workers do is made to be harmless when done twice, and the commands they end in look at the rows again.

use crate::{Column, Command, Db, DbError, Moment, Needs, PerformError, Record, Row, Rows, Table, Value};
use crate::{body_of, body_to};
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How long a process counts as living after it was last heard of.
pub const LEASE: SignedDuration = SignedDuration::from_secs(10);
/// How often a process is heard of.
pub const BEAT: SignedDuration = SignedDuration::from_secs(3);

/// Which processes live, and which worker is whose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Until when each process counts as living.
    pub processes: BTreeMap<Uuid, Timestamp>,
    /// The process of each worker.
    pub held: BTreeMap<String, Uuid>,
}

impl Shares {
    /// Takes note that a process lives and gives it what falls to it; `busy` are those of its workers that are in the
    /// middle of something.
    pub fn beat(&mut self, process: Uuid, workers: &[&str], busy: &BTreeSet<&str>, now: Timestamp) {
        self.processes.retain(|_, until| *until > now);
        self.processes.insert(process, now + LEASE);
        for worker in workers {
            let holder = self.held.get(*worker).filter(|holder| self.processes.contains_key(holder));
            if holder.is_some_and(|holder| *holder != process || busy.contains(worker)) {
                continue;
            }
            if let Some(chosen) = self.processes.keys().max_by_key(|id| weight(id, worker)) {
                self.held.insert((*worker).to_owned(), *chosen);
            }
        }
    }

    /// Takes a process out that ends of its own accord.
    pub fn leave(&mut self, process: Uuid) {
        self.processes.remove(&process);
        self.held.retain(|_, holder| *holder != process);
    }

    /// The living processes.
    pub fn living(&self, now: Timestamp) -> impl Iterator<Item = Uuid> {
        self.processes.iter().filter(move |(_, until)| **until > now).map(|(id, _)| *id)
    }
}

/// The highest of these does the work (rendezvous hashing): a process that comes or goes moves only its own workers.
fn weight(process: &Uuid, worker: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(process.as_bytes()).update(worker.as_bytes());
    *hasher.finalize().as_bytes()
}

/// The row.
pub struct Leases;

impl Leases {
    /// Its key.
    pub const KEY: Uuid = Uuid::nil();
}

impl Record for Leases {
    type Key = Uuid;
    type Item = Shares;
    const TABLE: Table = Table { name: "leases", key: &[Column::id("lease_id")], columns: &[Column::text("body")] };
    fn key(_: &Shares) -> Uuid {
        Leases::KEY
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Shares) -> Vec<Value> {
        vec![body_of(item)]
    }
    fn read(row: &Row) -> Result<Shares, DbError> {
        body_to("leases", row)
    }
}

/// A process is heard of, or leaves.
struct Beat {
    process: Uuid,
    workers: &'static [&'static str],
    busy: BTreeSet<&'static str>,
    leaves: bool,
}

impl Command for Beat {
    type Reply = Shares;
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Leases>(Leases::KEY)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Shares, ()> {
        let mut shares = rows.get::<Leases>(&Leases::KEY).cloned().unwrap_or_default();
        match self.leaves {
            true => shares.leave(self.process),
            false => shares.beat(self.process, self.workers, &self.busy, at.now),
        }
        rows.put::<Leases>(shares.clone());
        Ok(shares)
    }
}

/// A process's share of the workers, as it knows it.
pub struct Share {
    process: Uuid,
    workers: &'static [&'static str],
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    shares: Shares,
    /// Heard of last; before that this process takes no part.
    beat: Option<Timestamp>,
    busy: BTreeMap<&'static str, usize>,
}

impl Share {
    /// The share of a process in these workers: none until it was heard of.
    pub fn new(process: Uuid, workers: &'static [&'static str]) -> Share {
        Share { process, workers, state: Mutex::default() }
    }

    /// This process's name among the processes.
    pub fn process(&self) -> Uuid {
        self.process
    }

    /// Is heard of, where that is due. Gives whether it was.
    pub async fn beat(&self, db: &Db) -> Result<bool, PerformError> {
        let now = db.now();
        let busy = {
            let state = self.state.lock();
            if state.beat.is_some_and(|beat| beat <= now && now < beat + BEAT) {
                return Ok(false);
            }
            state.busy.keys().copied().collect()
        };
        self.perform(db, busy, false).await.map(|()| true)
    }

    /// Gives everything back: for the end of a process.
    pub async fn leave(&self, db: &Db) -> Result<(), PerformError> {
        self.perform(db, BTreeSet::new(), true).await
    }

    async fn perform(&self, db: &Db, busy: BTreeSet<&'static str>, leaves: bool) -> Result<(), PerformError> {
        let now = db.now();
        let command = Beat { process: self.process, workers: self.workers, busy, leaves };
        // It refuses nothing.
        if let Ok(shares) = db.perform(Leases::KEY, command).await? {
            let mut state = self.state.lock();
            state.shares = shares;
            // From before it was decided: here the lease ends a little earlier than others think.
            state.beat = Some(now);
        }
        Ok(())
    }

    /// Begins a piece of a worker's work, if the worker is this process's.
    pub fn enter(&self, worker: &'static str, now: Timestamp) -> Option<Turn<'_>> {
        let mut state = self.state.lock();
        if !state.holds(self.process, worker, now) {
            return None;
        }
        *state.busy.entry(worker).or_default() += 1;
        Some(Turn { share: self, worker })
    }

    /// Whether a worker has gone to another process while this one was in the middle of its work. Not so where this
    /// process takes no part in the sharing.
    pub fn lost(&self, worker: &str, now: Timestamp) -> bool {
        let state = self.state.lock();
        state.beat.is_some() && !state.holds(self.process, worker, now)
    }

    /// Processes and workers as they were when this process was last heard of.
    pub fn seen(&self) -> Shares {
        self.state.lock().shares.clone()
    }
}

impl State {
    fn holds(&self, process: Uuid, worker: &str, now: Timestamp) -> bool {
        self.beat.is_some_and(|beat| now < beat + LEASE) && self.shares.held.get(worker) == Some(&process)
    }
}

/// A piece of a worker's work that is under way; over when this is dropped.
pub struct Turn<'a> {
    share: &'a Share,
    worker: &'static str,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.share.state.lock();
        if let Some(count) = state.busy.get_mut(self.worker) {
            *count -= 1;
            if *count == 0 {
                state.busy.remove(self.worker);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKERS: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h"];

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + n).expect("a time")
    }

    fn of(shares: &Shares, process: Uuid) -> Vec<&str> {
        shares.held.iter().filter(|(_, holder)| **holder == process).map(|(worker, _)| worker.as_str()).collect()
    }

    #[test]
    fn every_worker_is_one_process_s_and_goes_on_when_that_dies() {
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let none = BTreeSet::new();
        let mut shares = Shares::default();
        shares.beat(one, WORKERS, &none, second(0));
        assert_eq!(of(&shares, one).len(), 8, "alone it does everything");
        shares.beat(two, WORKERS, &none, second(1));
        assert_eq!(of(&shares, two).len(), 0, "what is held is not taken away");
        shares.beat(one, WORKERS, &none, second(2));
        let given = of(&shares, two).len();
        assert!((1..8).contains(&given), "{given} of 8 were handed over");
        let before = shares.clone();
        for n in 3..20 {
            shares.beat(if n % 2 == 0 { one } else { two }, WORKERS, &none, second(n));
            assert_eq!(shares.held, before.held, "nothing moves while both live");
        }
        shares.beat(two, WORKERS, &none, second(27));
        assert!(!of(&shares, one).is_empty(), "one may still live");
        shares.beat(two, WORKERS, &none, second(29));
        assert_eq!(of(&shares, two).len(), 8, "one is dead");
        shares.beat(one, WORKERS, &none, second(30));
        shares.leave(two);
        shares.beat(one, WORKERS, &none, second(31));
        assert_eq!(of(&shares, one).len(), 8, "two went of its own accord");
    }

    #[test]
    fn what_is_in_the_middle_of_something_stays() {
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let mut shares = Shares::default();
        shares.beat(one, WORKERS, &BTreeSet::new(), second(0));
        shares.beat(two, WORKERS, &BTreeSet::new(), second(1));
        shares.beat(one, WORKERS, &WORKERS.iter().copied().collect(), second(2));
        assert_eq!(of(&shares, one).len(), 8);
        shares.beat(one, WORKERS, &BTreeSet::new(), second(3));
        assert!(of(&shares, one).len() < 8);
    }
}
