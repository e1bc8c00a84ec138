//! What a lane runs.

use crate::Rows;
pub use crate::rows::Needs;
use jiff::Timestamp;

/// The instant of a decision, and a source of chance for ids; both given by the lane.
pub struct Moment<'a> {
    /// Now, to the microsecond.
    pub now: Timestamp,
    pub(crate) chance: &'a dyn Fn() -> u64,
}

impl<'a> Moment<'a> {
    /// A moment made by hand, for tests and simulations.
    pub fn new(now: Timestamp, chance: &'a dyn Fn() -> u64) -> Moment<'a> {
        Moment { now, chance }
    }
    /// Sixty-four bits of chance.
    pub fn random(&self) -> u64 {
        (self.chance)()
    }
    /// Milliseconds since 1970, for ids.
    pub fn millis(&self) -> u64 {
        self.now.as_millisecond().max(0) as u64
    }
}

/// One thing that someone wants changed: which rows it needs, and what becomes of them. Pure.
pub trait Command: Send + 'static {
    /// What the caller learns when it is done.
    type Reply: Send + 'static;
    /// Why it may not be done; leaves no trace.
    type Refusal: Send + 'static;

    /// The rows to load. Asked again after each load, at most three times, until nothing new comes up, and once more
    /// just before `decide`, since an earlier command of the batch may have changed what is needed.
    fn needs(&self, rows: &Rows) -> Needs;

    /// Decides. Changes go through [`Rows::put`] and [`Rows::remove`]; a refusal undoes them.
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Self::Reply, Self::Refusal>;
}

/// Why a command was not decided at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PerformError {
    /// The queue is full; try again shortly.
    #[error("too much is waiting")]
    Busy,
    /// The command panicked; it left no trace.
    #[error("the command failed")]
    Panicked,
    /// The database failed, or rows kept changing under the batch.
    #[error("the database failed: {0}")]
    Database(String),
    /// The lane has stopped.
    #[error("shutting down")]
    Stopped,
}
