//! A lane driven by hand: what dies is not committed, what was committed is there, two at once do not overwrite each other.

use sampan_db::stepping::{Change, Fate, Memory, Place, Point, Process, together};
use sampan_db::testing::{Hand, databases, seeded};
use sampan_db::{Column, Command, DbError, Location, Moment, Needs, PerformError, Record, Row, Rows, Table, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[(
    "V1__counters",
    "create table counters (cell bigint not null, counter_id uuid not null, figure bigint not null,
        version bigint not null, primary key (cell, counter_id));",
)];

struct Counters;
impl Record for Counters {
    type Key = Uuid;
    type Item = (Uuid, i64);
    const TABLE: Table =
        Table { name: "counters", key: &[Column::id("counter_id")], columns: &[Column::int("figure")] };
    fn key(item: &(Uuid, i64)) -> Uuid {
        item.0
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &(Uuid, i64)) -> Vec<Value> {
        vec![item.1.into()]
    }
    fn read(row: &Row) -> Result<(Uuid, i64), DbError> {
        Ok((row.id("counter_id"), row.int("figure")))
    }
}

/// Counts one further.
struct Count;
impl Command for Count {
    type Reply = i64;
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Counters>(Uuid::nil())
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<i64, ()> {
        let figure = rows.get::<Counters>(&Uuid::nil()).map_or(0, |(_, figure)| *figure) + 1;
        rows.put::<Counters>((Uuid::nil(), figure));
        Ok(figure)
    }
}

/// A process that suffers a fate at a point once, the first time it comes there.
fn process(place: &Place, at: Point, mut fate: Fate) -> Process {
    let fates = Box::new(move |point| if point == at { std::mem::replace(&mut fate, Fate::Pass) } else { Fate::Pass });
    Process::start(place, 8, Hand::default().clock(), seeded(1), fates).expect("a process")
}

async fn figure(place: &Place) -> i64 {
    let key = [Value::Int(0), Value::Id(Uuid::nil())];
    place.row(&Counters::TABLE, &key).await.expect("read").map_or(0, |row| row.int("figure"))
}

fn lost(point: Point) -> PerformError {
    PerformError::Database(format!("the simulation fails at {point:?}"))
}

/// A fate at a point, what the caller hears, what is committed.
type Case = (Point, Fate, Result<Result<i64, ()>, PerformError>, i64);

fn cases() -> Vec<Case> {
    let mut cases = vec![
        (Point::Begin, Fate::Wait, Ok(Ok(1)), 1),
        (Point::Committed, Fate::Fail, Err(lost(Point::Committed)), 1),
        (Point::Committed, Fate::Die, Err(PerformError::Stopped), 1),
        (Point::Committed, Fate::Conflict, Err(lost(Point::Committed)), 1),
        (Point::Commit, Fate::Lie, Ok(Ok(1)), 0),
    ];
    for point in [Point::Begin, Point::Load, Point::Save, Point::Commit] {
        cases.push((point, Fate::Die, Err(PerformError::Stopped), 0));
        cases.push((point, Fate::Fail, Err(lost(point)), 0));
        cases.push((point, Fate::Conflict, Ok(Ok(1)), 1));
    }
    cases
}

#[tokio::test]
async fn each_fate_at_each_point_leaves_what_it_should() {
    for (point, fate, heard, stored) in cases() {
        let databases = databases().await;
        let mut places = vec![Place::memory(Memory::default())];
        for database in &databases {
            places.push(Place::database(database.location.clone(), MIGRATIONS).await.expect("a database"));
        }
        for place in places {
            let process = process(&place, point, fate);
            let asked = process.ask(Count).expect("room");
            let lives = process.step().await;
            assert_eq!(lives.is_some(), fate != Fate::Die);
            assert_eq!(asked.answer(), heard, "{point:?} {fate:?}");
            assert_eq!(figure(&place).await, stored, "{point:?} {fate:?}");
            let changes: Vec<Change> = place.committed().into_iter().flatten().collect();
            assert_eq!(changes.len() as i64, stored);
            for change in &changes {
                assert!(place.holds(change).await.expect("read"));
            }
        }
    }
}

#[tokio::test]
async fn two_at_once_count_two_unless_versions_are_not_looked_at() {
    for (tables, expected) in [(Memory::default(), 2), (Memory::careless(), 1)] {
        let place = Place::memory(tables);
        let (a, b) = (process(&place, Point::Save, Fate::Wait), process(&place, Point::Save, Fate::Wait));
        let answers = [a.ask(Count).expect("room"), b.ask(Count).expect("room")];
        let mut turn = false;
        let (a, b) = together(a, b, || {
            turn = !turn;
            turn
        })
        .await;
        let conflicts = a.expect("alive").conflicts() + b.expect("alive").conflicts();
        assert_eq!(conflicts, expected as u64 - 1);
        assert_eq!(
            answers.map(|asked| asked.answer().expect("decided").expect("accepted")).iter().max(),
            Some(&expected)
        );
        assert_eq!(figure(&place).await, expected);
    }
}

#[tokio::test]
async fn a_full_queue_says_so() {
    let place = Place::memory(Memory::default());
    let process = process(&place, Point::Begin, Fate::Pass);
    let asked: Vec<_> = (0..10).map(|_| process.ask(Count).map(|_| ())).collect();
    assert_eq!(asked.iter().filter(|asked| **asked == Err(PerformError::Busy)).count(), 2);
}

/// Reads the counter, then another row, and refuses where there is no counter.
struct Read;
impl Command for Read {
    type Reply = i64;
    type Refusal = ();
    fn needs(&self, rows: &Rows) -> Needs {
        let first = Needs::one::<Counters>(Uuid::nil());
        if rows.knows::<Counters>(&Uuid::nil()) { first.and::<Counters>(Uuid::max()) } else { first }
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<i64, ()> {
        rows.get::<Counters>(&Uuid::nil()).map(|(_, figure)| *figure).ok_or(())
    }
}

/// Lets a reader look for the counter in vain, another process put it there, and the reader go on.
async fn overtaken(place: &Place) -> (Result<Result<i64, ()>, PerformError>, u64) {
    let (looked, counted) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let (seen, done) = (looked.clone(), counted.clone());
    let reader = move |point| {
        if point == Point::Load && done.load(Relaxed) {
            return Fate::Pass;
        }
        // The first load passes; the second waits until someone else has committed.
        if point == Point::Load && seen.fetch_add(1, Relaxed) > 0 { Fate::Wait } else { Fate::Pass }
    };
    let other = move |point| {
        counted.fetch_or(point == Point::Committed, Relaxed);
        if point == Point::Begin && looked.load(Relaxed) < 2 { Fate::Wait } else { Fate::Pass }
    };
    let start = |fates| Process::start(place, 8, Hand::default().clock(), seeded(1), fates).expect("a process");
    let (reader, other) = (start(Box::new(reader)), start(Box::new(other)));
    let (read, count) = (reader.ask(Read).unwrap(), other.ask(Count).unwrap());
    let mut turn = false;
    let each_in_turn = move || {
        turn = !turn;
        turn
    };
    let (reader, _) = together(reader, other, each_in_turn).await;
    assert_eq!(count.answer(), Ok(Ok(1)));
    (read.answer(), reader.expect("it lives").conflicts())
}

#[tokio::test]
async fn a_refusal_does_not_rest_on_what_has_come_meanwhile() {
    assert_eq!(overtaken(&Place::memory(Memory::default())).await, (Ok(Ok(1)), 1));
    for database in databases().await {
        // SQLite's one writer holds the database from its begin on: nobody can come between.
        if matches!(database.location, Location::Postgres(_)) {
            let place = Place::database(database.location.clone(), MIGRATIONS).await.expect("a database");
            assert_eq!(overtaken(&place).await, (Ok(Ok(1)), 1));
        }
    }
}
