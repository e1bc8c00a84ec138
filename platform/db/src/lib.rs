//! One database facade over SQLite and PostgreSQL, and the write path: commands decided in batches by lanes.
//!
//! A [`Command`] says which rows it needs and decides, in memory, what becomes of them. A lane takes every command that
//! waits, loads all rows they need with one query a table, decides one after another, saves what changed with one
//! statement a table, commits, and only then answers. So a hot row costs no more than any other, and one durable commit
//! serves everyone who waited for the one before it.
//!
//! What this crate does not know: what is sold, to whom, and why. Rows carry a key that starts with a uuid; the twelve
//! bits after the uuid's version are the row's *cell*, and every table's primary key starts with it.
//!
//! * [`record`]: how a thing lies in its row. [`rows`]: the rows of one batch, with undo. [`command`]: what a lane runs.
//! * [`stepping`]: a lane driven by hand, with faults, for simulations.
//! * [`once`]: an idempotency key makes a command's first answer its only one. [`outbox`]: what happens after a commit.
//! * [`bulk`]: many new rows at once, past the lanes.
//! * [`backup`]: a copy of it all while it is in use. [`lease`]: several processes share the workers.
//! * `gather`: reads of single rows that are asked for at the same time are one statement.
//! * [`dialect`]: where the engines differ, each difference named once.

pub mod backup;
pub mod bulk;
pub mod command;
pub mod dialect;
mod engine;
mod gather;
pub mod kept;
mod lane;
pub mod lease;
pub mod migrate;
pub mod once;
pub mod outbox;
mod recall;
pub mod record;
pub mod rows;
pub mod stepping;
pub mod testing;
mod value;

mod db;

pub use bulk::{Bulk, Loader};
pub use command::{Command, Moment, Needs, PerformError};
pub use db::{Chance, Clock, Db, Lanes, Location, Settings};
pub use kept::Document;
pub use lane::Counts;
pub use once::{Once, OnceKey, OnceRefusal, Replied};
pub use recall::Versioned;
pub use record::{Column, Record, Table, body_of, body_to};
pub use rows::Rows;
pub use value::{DbError, Row, Value};
