//! Reads of single rows that are asked for at the same time go to the database together, as commands do: while one flight
//! is under way the next ones gather, and leave as one statement when it is back. No timer; a lone read goes at once.

use crate::{DbError, Row};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::oneshot;
use uuid::Uuid;

/// Flights of one statement at a time.
const FLIGHTS: usize = 2;
/// Ids of one flight at most.
const MOST: usize = 256;

type Found = Result<Vec<Row>, DbError>;

/// Those who wait for a statement.
#[derive(Default)]
struct Line {
    waiting: Vec<(Uuid, oneshot::Sender<Found>)>,
    flying: usize,
}

/// The lines of all statements.
#[derive(Default, Clone)]
pub(crate) struct Gather {
    lines: Arc<Mutex<HashMap<Arc<str>, Line>>>,
}

impl Gather {
    /// The rows of an id by a statement that takes many ids and gives each row's in the column `asked`.
    pub async fn ask<F, W>(&self, sql: &Arc<str>, id: Uuid, fly: F) -> Found
    where
        F: Fn(Vec<Uuid>) -> W + Send + Sync + 'static,
        W: Future<Output = Found> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        let departs = {
            let mut lines = self.lines.lock();
            let line = lines.entry(sql.clone()).or_default();
            line.waiting.push((id, to));
            let departs = line.flying < FLIGHTS;
            line.flying += usize::from(departs);
            departs
        };
        if departs {
            // A flight carries others' reads too: it does not end with the request that it began with.
            tokio::spawn(self.clone().fly(sql.clone(), fly));
        }
        answer.await.unwrap_or_else(|_| Err(DbError::Pool("a read was given up".to_owned())))
    }

    /// Flies as long as someone waits.
    async fn fly<F, W>(self, sql: Arc<str>, fly: F)
    where
        F: Fn(Vec<Uuid>) -> W + Send + Sync + 'static,
        W: Future<Output = Found> + Send + 'static,
    {
        while let Some(aboard) = self.board(&sql) {
            let mut ids: Vec<Uuid> = aboard.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            ids.dedup();
            let found = fly(ids).await;
            for (id, to) in aboard {
                let own = match &found {
                    Ok(rows) => Ok(rows.iter().filter(|row| row.id("asked") == id).cloned().collect()),
                    Err(error) => Err(DbError::Pool(error.to_string())),
                };
                // Who asked may have gone away.
                let _ = to.send(own);
            }
        }
    }

    /// Whoever waits for a statement; none ends the flight.
    fn board(&self, sql: &Arc<str>) -> Option<Vec<(Uuid, oneshot::Sender<Found>)>> {
        let mut lines = self.lines.lock();
        let line = lines.get_mut(sql)?;
        if line.waiting.is_empty() {
            line.flying -= 1;
            return None;
        }
        let many = line.waiting.len().min(MOST);
        Some(line.waiting.drain(..many).collect())
    }
}
