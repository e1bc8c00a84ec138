//! The two engines behind the facade, each with a writer (a lane's connection) and a reader (a pool); and tables in memory,
//! for simulations.

pub(crate) mod memory;
pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::rows::{Load, Save};
use crate::{DbError, Row};

/// A lane's connection. One transaction at a time: begin, load (as often as needed), save, commit; or abandon.
pub(crate) trait Writer {
    async fn begin(&mut self) -> Result<(), DbError>;
    /// The rows of each load, in the order of the loads. Rows not found are left out.
    async fn load(&mut self, loads: Vec<Load>) -> Result<Vec<Vec<Row>>, DbError>;
    /// Saves everything; [`DbError::Conflict`] if any row has another version than it was loaded with.
    async fn save(&mut self, saves: Vec<Save>) -> Result<(), DbError>;
    async fn commit(&mut self) -> Result<(), DbError>;
    /// Whether a row that was looked for in vain cannot come before the end of the transaction.
    fn holds_absence(&self) -> bool;
    /// Ends a transaction that changes nothing. [`DbError::Conflict`] if the engine holds no rows and one that was read
    /// has changed.
    async fn rest(&mut self) -> Result<(), DbError> {
        self.abandon().await;
        Ok(())
    }
    /// Rolls back whatever is open. Never fails: a broken connection is replaced at the next `begin`.
    async fn abandon(&mut self);
}
