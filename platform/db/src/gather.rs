//! Reads of single rows that are asked for at the same time go to the database together, as commands do: while one flight
//! is under way the next ones gather, and leave as one statement when it is back. No timer; a lone read goes at once.

use crate::{DbError, Row};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
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
            let mut waiting: BTreeMap<Uuid, Vec<oneshot::Sender<Found>>> = BTreeMap::new();
            for (id, to) in aboard {
                waiting.entry(id).or_default().push(to);
            }
            let found = fly(waiting.keys().copied().collect()).await.map(by_asked);
            hand_out(waiting, found);
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

fn by_asked(rows: Vec<Row>) -> HashMap<Uuid, Vec<Row>> {
    let mut found: HashMap<Uuid, Vec<Row>> = HashMap::new();
    for row in rows {
        found.entry(row.id("asked")).or_default().push(row);
    }
    found
}

/// Gives everyone what they asked for. Who asked may have gone away.
fn hand_out(waiting: BTreeMap<Uuid, Vec<oneshot::Sender<Found>>>, found: Result<HashMap<Uuid, Vec<Row>>, DbError>) {
    let mut found = found.map_err(|error| error.to_string());
    for (id, mut all) in waiting {
        let own = match &mut found {
            Ok(rows) => Ok(rows.remove(&id).unwrap_or_default()),
            Err(error) => Err(error.clone()),
        };
        let last = all.pop();
        for to in all {
            let _ = to.send(own.clone().map_err(DbError::Pool));
        }
        if let Some(to) = last {
            let _ = to.send(own.map_err(DbError::Pool));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;

    type Log = Arc<Mutex<Vec<usize>>>;

    /// Two rows for each id below ten, none for the rest; with one of them there is a fault.
    async fn fly(ids: Vec<Uuid>, log: Log) -> Found {
        log.lock().push(ids.len());
        if ids.contains(&Uuid::from_u128(99)) {
            return Err(DbError::Setup("no such table".to_owned()));
        }
        let names: Arc<[String]> = ["asked", "nth"].map(str::to_owned).into();
        let row = |id: Uuid, nth: i64| Row { names: names.clone(), values: vec![id.into(), nth.into()] };
        Ok(ids.into_iter().filter(|id| id.as_u128() < 10).flat_map(|id| [row(id, 1), row(id, 2)]).collect())
    }

    async fn ask(gather: &Gather, id: u128, log: &Log) -> Found {
        let log = log.clone();
        gather.ask(&"select".into(), Uuid::from_u128(id), move |ids| fly(ids, log.clone())).await
    }

    #[tokio::test]
    async fn everyone_gets_their_own_rows_of_one_flight() {
        let (gather, log) = (Gather::default(), Log::default());
        let asked = [1, 2, 3, 3, 3, 7, 50, 1];
        let answers = join_all(asked.map(|id| ask(&gather, id, &log))).await;
        for (id, rows) in asked.into_iter().zip(answers) {
            let rows = rows.expect("no fault");
            assert_eq!(rows.len(), if id < 10 { 2 } else { 0 }, "{id}");
            assert!(rows.iter().all(|row| row.id("asked") == Uuid::from_u128(id)), "{id}");
        }
        assert_eq!(*log.lock(), [5], "each id once, all in one flight");
    }

    #[tokio::test]
    async fn a_fault_is_that_of_all_aboard_and_of_nobody_else() {
        let (gather, log) = (Gather::default(), Log::default());
        let together = join_all([99, 4].map(|id| ask(&gather, id, &log))).await;
        assert!(together.iter().all(Result::is_err));
        assert_eq!(ask(&gather, 4, &log).await.expect("no fault").len(), 2);
    }
}
