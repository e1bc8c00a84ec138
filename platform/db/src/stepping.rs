//! A lane driven by hand, one batch at a time, on any engine and with faults at any point of a batch: the real loading,
//! deciding and saving, for simulations that choose what happens when.
//!
//! A [`Place`] is where rows lie: in memory, in a SQLite file, in PostgreSQL. A [`Process`] is one program that works on
//! it: commands wait in its queue until [`Process::step`] takes all of them as one batch. At each [`Point`] of the batch it
//! asks what happens there; a process that dies is gone with all that it had not committed, and its callers are never
//! answered. What was committed can be read off
//! [`Place::committed`], whether anyone heard of it or not.

mod bulk;
mod faulty;
mod place;

pub use crate::engine::memory::Memory;
pub use bulk::{Bulk, Inserter};
pub use faulty::{Change, Fate, Point};
pub use place::Place;

use crate::DbError;
use crate::command::{Command, PerformError};
use crate::db::{Chance, Clock};
use crate::lane::{self, Answer, BATCH, Counts, Lane, Queue, Waiting};
use crate::recall::Recall;
use faulty::Faulty;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use tokio::sync::oneshot;

/// What says which fate waits at a point.
pub type Fates = Box<dyn FnMut(Point) -> Fate + Send>;

/// One program at work on a place.
pub struct Process {
    lane: Lane<Faulty>,
    queue: Queue,
    waiting: Waiting,
    dead: Arc<AtomicBool>,
}

/// The answer to a command, once its batch is over.
pub struct Asked<C: Command>(oneshot::Receiver<Answer<C>>);

impl<C: Command> Asked<C> {
    /// The answer; [`PerformError::Stopped`] if the process died or has not come to it.
    pub fn answer(mut self) -> Answer<C> {
        self.0.try_recv().unwrap_or(Err(PerformError::Stopped))
    }
}

impl Process {
    /// Starts a program in whose queue so many commands may wait.
    pub fn start(place: &Place, queue: usize, clock: Clock, chance: Chance, fates: Fates) -> Result<Process, DbError> {
        let dead = Arc::new(AtomicBool::new(false));
        let writer = Faulty::new(place.writer()?, fates, dead.clone(), place.changes());
        let (queue, waiting) = lane::queue(queue);
        let lane =
            Lane { writer, recall: Arc::new(Recall::default()), clock, chance, counts: Arc::new(Counts::default()) };
        Ok(Process { lane, queue, waiting, dead })
    }

    /// Lets a command wait for the next step. Refused as busy when the queue is full.
    pub fn ask<C: Command>(&self, command: C) -> Result<Asked<C>, PerformError> {
        self.queue.ask(command).map(Asked)
    }

    /// Decides and saves all that waits as one batch. None if the process died over it.
    pub async fn step(mut self) -> Option<Process> {
        let mut batch = Vec::new();
        while batch.len() < BATCH
            && let Ok(job) = self.waiting.try_recv()
        {
            batch.push(job);
        }
        if batch.is_empty() {
            return Some(self);
        }
        let dead = self.dead.clone();
        let lived = {
            let mut work = pin!(self.lane.batch(batch));
            poll_fn(|cx| match work.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(true),
                Poll::Pending if dead.load(Ordering::Relaxed) => Poll::Ready(false),
                Poll::Pending => Poll::Pending,
            })
            .await
        };
        lived.then_some(self)
    }

    /// Batches that were decided again after a conflict.
    pub fn conflicts(&self) -> u64 {
        self.lane.counts.conflicts.load(Ordering::Relaxed)
    }
}

/// Two processes step at once: wherever one of them waits ([`Fate::Wait`]), `first` says whether the first goes on next.
/// Only for places in memory, where nothing else is ever waited for.
pub async fn together(a: Process, b: Process, mut first: impl FnMut() -> bool) -> (Option<Process>, Option<Process>) {
    let (mut a, mut b) = (pin!(a.step()), pin!(b.step()));
    let (mut of_a, mut of_b) = (None, None);
    poll_fn(|cx| {
        let turn = first();
        if of_a.is_none() && (turn || of_b.is_some()) {
            if let Poll::Ready(done) = a.as_mut().poll(cx) {
                of_a = Some(done);
            }
        } else if of_b.is_none()
            && let Poll::Ready(done) = b.as_mut().poll(cx)
        {
            of_b = Some(done);
        }
        match (&of_a, &of_b) {
            (Some(_), Some(_)) => Poll::Ready(()),
            _ => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    })
    .await;
    (of_a.flatten(), of_b.flatten())
}
