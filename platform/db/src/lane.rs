//! A lane: one database connection that takes every command that waits, and decides them together.

use crate::command::{Command, Moment, PerformError};
use crate::db::{Chance, Clock};
use crate::engine::Writer;
use crate::recall::Recall;
use crate::rows::{Mark, Round};
use crate::{DbError, Rows};
use sampan_meters::{Histogram, SIZES, TIMES};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// How often a batch is loaded and decided again after a conflict.
const TRIES: usize = 8;
/// Commands in one batch at most.
pub(crate) const BATCH: usize = 256;
/// Rounds of loading before the decisions begin.
const ROUNDS: usize = 3;

/// Counters of all lanes, for the metrics page and tests.
#[derive(Debug)]
pub struct Counts {
    /// Batches committed or refused whole.
    pub batches: AtomicU64,
    /// Commands decided.
    pub commands: AtomicU64,
    /// Batches that were decided again.
    pub conflicts: AtomicU64,
    /// Of these, batches whose rows had not changed: a deadlock, a connection that was lost before the commit.
    pub retries: AtomicU64,
    /// Batches that were given up.
    pub failures: AtomicU64,
    /// Commands that panicked.
    pub panics: AtomicU64,
    /// Commands that found the queue full.
    pub busy: AtomicU64,
    /// Commands in each batch.
    pub sizes: Histogram,
    /// Microseconds of each batch from its begin to its last answer.
    pub batch_times: Histogram,
    /// Microseconds of each commit.
    pub commit_times: Histogram,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts {
            batches: AtomicU64::default(),
            commands: AtomicU64::default(),
            conflicts: AtomicU64::default(),
            retries: AtomicU64::default(),
            failures: AtomicU64::default(),
            panics: AtomicU64::default(),
            busy: AtomicU64::default(),
            sizes: Histogram::new(SIZES),
            batch_times: Histogram::new(TIMES),
            commit_times: Histogram::new(TIMES),
        }
    }
}

/// A command with its place to answer to, without its types.
pub(crate) trait Job: Send {
    fn needs(&self, rows: &Rows) -> crate::Needs;
    /// Decides and keeps the answer. True if it was accepted, so that its changes stay.
    fn decide(&mut self, rows: &mut Rows, at: &Moment) -> bool;
    fn answer(self: Box<Self>);
    fn fail(self: Box<Self>, error: PerformError);
}

/// What a caller gets: a decision, or why there is none.
pub(crate) type Answer<C> = Result<Result<<C as Command>::Reply, <C as Command>::Refusal>, PerformError>;

struct Asked<C: Command> {
    command: C,
    outcome: Option<Result<C::Reply, C::Refusal>>,
    to: oneshot::Sender<Answer<C>>,
}

impl<C: Command> Job for Asked<C> {
    fn needs(&self, rows: &Rows) -> crate::Needs {
        self.command.needs(rows)
    }
    fn decide(&mut self, rows: &mut Rows, at: &Moment) -> bool {
        let outcome = self.command.decide(rows, at);
        let accepted = outcome.is_ok();
        self.outcome = Some(outcome);
        accepted
    }
    fn answer(self: Box<Self>) {
        // A caller that has gone away does not want the answer; what was done stays done.
        let _ = self.to.send(self.outcome.ok_or(PerformError::Panicked));
    }
    fn fail(self: Box<Self>, error: PerformError) {
        let _ = self.to.send(Err(error));
    }
}

/// The way into a lane.
#[derive(Clone)]
pub(crate) struct Queue {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Queue {
    pub async fn perform<C: Command>(&self, command: C) -> Result<Result<C::Reply, C::Refusal>, PerformError> {
        self.ask(command)?.await.unwrap_or(Err(PerformError::Stopped))
    }

    /// Lets a command wait for its turn; the answer comes by itself.
    pub fn ask<C: Command>(&self, command: C) -> Result<oneshot::Receiver<Answer<C>>, PerformError> {
        let (to, answer) = oneshot::channel();
        let job = Box::new(Asked { command, outcome: None, to });
        self.jobs.try_send(job).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => PerformError::Busy,
            mpsc::error::TrySendError::Closed(_) => PerformError::Stopped,
        })?;
        Ok(answer)
    }

    /// How many commands wait, and how many may.
    pub fn waiting(&self) -> (usize, usize) {
        let most = self.jobs.max_capacity();
        (most - self.jobs.capacity(), most)
    }
}

pub(crate) struct Lane<W> {
    pub writer: W,
    pub recall: Arc<Recall>,
    pub clock: Clock,
    pub chance: Chance,
    pub counts: Arc<Counts>,
}

/// The commands that wait for a lane.
pub(crate) type Waiting = mpsc::Receiver<Box<dyn Job>>;

/// A queue of at most `length` waiting commands, and its other end.
pub(crate) fn queue(length: usize) -> (Queue, Waiting) {
    let (jobs, waiting) = mpsc::channel(length);
    (Queue { jobs }, waiting)
}

impl<W: Writer> Lane<W> {
    /// Runs until every queue to it is dropped.
    pub async fn run(mut self, mut waiting: Waiting) {
        while let Some(first) = waiting.recv().await {
            let mut batch = vec![first];
            while batch.len() < BATCH {
                match waiting.try_recv() {
                    Ok(job) => batch.push(job),
                    Err(_) => break,
                }
            }
            self.batch(batch).await;
        }
    }

    pub(crate) async fn batch(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let began = Instant::now();
        self.counts.batches.fetch_add(1, Ordering::Relaxed);
        self.counts.sizes.observe(batch.len() as u64);
        let mut last = DbError::Conflict;
        for attempt in 0..TRIES {
            match self.attempt(&mut batch).await {
                Ok(panicked) => {
                    self.counts.commands.fetch_add(batch.len() as u64, Ordering::Relaxed);
                    self.counts.batch_times.observe_time(began.elapsed());
                    for (i, job) in batch.into_iter().enumerate() {
                        if panicked.contains(&i) { job.fail(PerformError::Panicked) } else { job.answer() }
                    }
                    return;
                }
                Err(error) => {
                    self.writer.abandon().await;
                    if !matches!(error, DbError::Conflict) {
                        self.recall.forget();
                    }
                    let again = error.is_passing();
                    tracing::debug!(%error, attempt, again, "a batch was not saved");
                    last = error;
                    if !again {
                        break;
                    }
                    self.counts.conflicts.fetch_add(1, Ordering::Relaxed);
                    if !matches!(last, DbError::Conflict) {
                        self.counts.retries.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        }
        self.counts.failures.fetch_add(1, Ordering::Relaxed);
        tracing::error!(error = %last, "a batch failed");
        for job in batch {
            job.fail(PerformError::Database(last.to_string()));
        }
    }

    /// Tries a batch once. Returns which commands panicked.
    async fn attempt(&mut self, batch: &mut [Box<dyn Job>]) -> Result<Vec<usize>, DbError> {
        let mut rows = Rows::recalling(self.recall.clone());
        let panicked = self.decide_and_save(batch, &mut rows).await?;
        rows.remember();
        Ok(panicked)
    }

    /// Loads, decides, saves and commits.
    async fn decide_and_save(&mut self, batch: &mut [Box<dyn Job>], rows: &mut Rows) -> Result<Vec<usize>, DbError> {
        let mut panicked = Vec::new();
        self.writer.begin().await?;
        for _ in 0..ROUNDS {
            let mut round = Round::default();
            for (i, job) in batch.iter().enumerate() {
                if !panicked.contains(&i) && !ask(job.as_ref(), rows, &mut round) {
                    panicked.push(i);
                }
            }
            if round.is_empty() {
                break;
            }
            self.load(round, rows).await?;
        }
        let chance = self.chance.clone();
        for (i, job) in batch.iter_mut().enumerate() {
            if panicked.contains(&i) {
                continue;
            }
            let mut late = Round::default();
            let mut sound = ask(job.as_ref(), rows, &mut late);
            if sound && !late.is_empty() {
                self.load(late, rows).await?;
            }
            if sound {
                let moment = Moment { now: (self.clock)(), chance: &*chance };
                sound = decide(job.as_mut(), rows, &moment);
            }
            if !sound {
                panicked.push(i);
            }
        }
        self.counts.panics.fetch_add(panicked.len() as u64, Ordering::Relaxed);
        let rests = rows.rests();
        if !self.writer.holds_absence() && !rests.is_empty() {
            self.look_again(rests).await?;
        }
        if rows.is_unchanged() {
            self.writer.rest().await?;
        } else {
            self.writer.save(rows.saves()).await?;
            let began = Instant::now();
            self.writer.commit().await?;
            self.counts.commit_times.observe_time(began.elapsed());
        }
        Ok(panicked)
    }

    /// A refusal that rests on the absence of rows which have come meanwhile does not stand: someone else's batch put them
    /// there, and this one is decided again.
    async fn look_again(&mut self, rests: Round) -> Result<(), DbError> {
        let found = self.writer.load(rests.split().0).await?;
        if found.iter().all(Vec::is_empty) { Ok(()) } else { Err(DbError::Conflict) }
    }

    async fn load(&mut self, round: Round, rows: &mut Rows) -> Result<(), DbError> {
        let (loads, learns) = round.split();
        let found = self.writer.load(loads).await?;
        for (learn, found) in learns.into_iter().zip(found) {
            learn(rows, &found)?;
        }
        Ok(())
    }
}

/// Adds a command's needs to a round. False if it panicked.
fn ask(job: &dyn Job, rows: &Rows, round: &mut Round) -> bool {
    catch_unwind(AssertUnwindSafe(|| job.needs(rows))).map(|needs| round.ask(rows, needs)).is_ok()
}

/// Decides one command; what it changed is put back if it refused or panicked. False if it panicked.
fn decide(job: &mut dyn Job, rows: &mut Rows, at: &Moment) -> bool {
    let mark: Mark = rows.mark();
    let decided = catch_unwind(AssertUnwindSafe(|| job.decide(rows, at)));
    if !matches!(decided, Ok(true)) {
        rows.roll_back(mark);
    }
    match decided {
        Ok(true) => true,
        Ok(false) => catch_unwind(AssertUnwindSafe(|| job.needs(rows))).map(|needs| rows.rests_on(needs)).is_ok(),
        Err(_) => false,
    }
}
