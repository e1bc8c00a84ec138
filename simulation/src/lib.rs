//! Whole histories of a marketplace, each out of one seed: the real rules and the real command code, seeded buyers,
//! sellers, payment provider, carrier, customs and clock, everything that can go wrong, and an auditor with books of its own.
//!
//! Buyers of nine countries fill baskets and pay, late, twice, or never; sellers send, refuse, take back; customs let parcels
//! go, keep them, send them back; parcels arrive or do not; operators decide. Two processes work on one place: in memory, in a SQLite file, in PostgreSQL. They die at any point of a batch,
//! lose the database's answer after a commit, meet each other's changes, are full; notifications come twice, late and in
//! another order. After every commit the [`auditor`] says whether what is stored can be true. What it finds comes back with
//! the seed of its history, and the same seed gives the same history.
//!
//! In memory a history is exact to the last step. On a database it is, too, as long as the database behaves: only the order
//! of rows within an answer is its own, and nothing here depends on it.

pub mod auditor;
mod chance;
mod customs;
pub mod history;
mod plant;
mod provider;
mod requests;
mod shelf;
mod wares;
mod world;

pub use plant::Plant;
pub use world::Outcome;

use auditor::Finding;
use sampan_db::stepping::{Memory, Place};
use sampan_db::{DbError, Location};
use sampan_market::app::MIGRATIONS;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where histories happen.
#[derive(Debug, Clone)]
pub enum Engine {
    /// In memory; each history begins with nothing.
    Memory,
    /// In a database, one history after another.
    Database(Location),
}

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The first history's seed; each further one has the next.
    pub seed: u64,
    /// How many.
    pub histories: u64,
    /// Days over which buyers come; what they began is then seen to its end.
    pub days: u32,
    /// Where.
    pub engine: Engine,
    /// A fault planted on purpose.
    pub plant: Option<Plant>,
}

/// A history that is not sound.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Its seed: with the same days it gives the same history.
    pub seed: u64,
    /// The step after which it was seen.
    pub step: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Histories that were run.
    pub histories: u64,
    /// Steps in all of them.
    pub steps: u64,
    /// Commands, each time they were sent.
    pub commands: u64,
    /// Commits.
    pub commits: u64,
    /// Commands that nobody was answered.
    pub unanswered: u64,
    /// Processes that died.
    pub deaths: u64,
    /// Batches decided again.
    pub conflicts: u64,
    /// Orders.
    pub orders: u64,
    /// How they ended.
    pub ends: BTreeMap<String, u64>,
    /// What customs made of parcels.
    pub rulings: BTreeMap<String, u64>,
    /// The first history that is not sound; the run ends with it.
    pub failure: Option<Failure>,
}

/// Runs histories until one is not sound or all are done. `done` is called after each.
pub async fn run(plan: &Plan, mut done: impl FnMut(&Report)) -> Result<Report, DbError> {
    let mut report = Report::default();
    let lax = plan.plant == Some(Plant::LimitForgotten);
    let book = Arc::new(wares::book(lax).map_err(|error| DbError::Setup(error.to_string()))?);
    let lasting = match &plan.engine {
        Engine::Memory => None,
        Engine::Database(location) => Some(Place::database(location.clone(), MIGRATIONS).await?),
    };
    for seed in (0..plan.histories).map(|n| plan.seed.wrapping_add(n)) {
        let careless = plan.plant == Some(Plant::VersionsIgnored);
        let tables = if careless { Memory::careless() } else { Memory::default() };
        let fresh = Place::memory(tables);
        let place = lasting.as_ref().unwrap_or(&fresh);
        let outcome = world::World::new(place, book.clone(), seed, plan.days, plan.plant).run().await?;
        report.add(seed, outcome);
        done(&report);
        if report.failure.is_some() {
            break;
        }
    }
    Ok(report)
}

impl Report {
    fn add(&mut self, seed: u64, outcome: Outcome) {
        self.histories += 1;
        self.steps += outcome.steps;
        self.commands += outcome.commands;
        self.commits += outcome.commits;
        self.unanswered += outcome.unknown;
        self.deaths += outcome.deaths;
        self.conflicts += outcome.conflicts;
        self.orders += outcome.orders;
        for (end, count) in outcome.ends {
            *self.ends.entry(end).or_default() += count;
        }
        for (ruling, count) in outcome.rulings {
            *self.rulings.entry(ruling).or_default() += count;
        }
        if !outcome.findings.is_empty() {
            self.failure = Some(Failure { seed, step: outcome.steps, findings: outcome.findings });
        }
    }
}
