//! What happens after a commit: events saved with the change they tell of, delivered at least once.
//!
//! Events of one topic and subject are delivered in their order: while one waits to be tried again, those after it wait
//! too. One that failed [`TRIES`] times is set aside with the reason, so that those behind it go on; an operator can have
//! it tried again ([`Replay`]). An event that is meant for a later time holds nothing up before it is due. What was
//! delivered is forgotten after a while ([`Forget`]).

mod forget;

pub use forget::{Forget, KEPT, old};

use crate::rows::{Needs, Rows};
use crate::{Column, Command, Db, DbError, Moment, Record, Row, Table, Value};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use uuid::Uuid;

/// Deliveries tried before an event is set aside.
pub const TRIES: i64 = 12;

/// Something that happened, for workers to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id; carries the subject's cell.
    pub id: Uuid,
    /// What it is about; events of one subject are delivered in order.
    pub subject: Uuid,
    /// Which worker it is for, such as `mail` or `search`.
    pub topic: String,
    /// What the worker needs to know, as JSON.
    pub body: String,
    /// When it happened.
    pub at: Timestamp,
    /// Deliveries tried.
    pub tries: i64,
    /// When it may be tried next; `None` once it is delivered or set aside.
    pub due: Option<Timestamp>,
    /// Why the last delivery failed; empty if it was delivered.
    pub failure: String,
}

impl Event {
    /// Whether it was set aside: tried often enough and never delivered.
    pub fn is_aside(&self) -> bool {
        self.due.is_none() && !self.failure.is_empty()
    }

    /// Whether it was delivered.
    pub fn is_delivered(&self) -> bool {
        self.due.is_none() && self.failure.is_empty()
    }
}

/// The table of events.
pub struct Outbox;

impl Record for Outbox {
    type Key = Uuid;
    type Item = Event;
    const TABLE: Table = Table {
        name: "outbox",
        key: &[Column::id("event_id")],
        columns: &[
            Column::id("subject_id"),
            Column::text("topic"),
            Column::text("body"),
            Column::int("happened_at"),
            Column::int("tries"),
            Column::int("due_at"),
            Column::text("failure"),
        ],
    };
    fn key(item: &Event) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(e: &Event) -> Vec<Value> {
        vec![
            e.subject.into(),
            e.topic.as_str().into(),
            e.body.as_str().into(),
            e.at.into(),
            e.tries.into(),
            e.due.into(),
            e.failure.as_str().into(),
        ]
    }
    fn read(row: &Row) -> Result<Event, DbError> {
        Ok(Event {
            id: row.id("event_id"),
            subject: row.id("subject_id"),
            topic: row.text("topic").to_owned(),
            body: row.text("body").to_owned(),
            at: row.time("happened_at"),
            tries: row.int("tries"),
            due: row.maybe_int("due_at").and_then(|t| Timestamp::from_microsecond(t).ok()),
            failure: row.text("failure").to_owned(),
        })
    }
}

impl Rows {
    /// Leaves an event in the outbox, in this commit. The id must be new.
    pub fn tell(&mut self, id: Uuid, subject: Uuid, topic: &str, body: String, at: &Moment) {
        self.put::<Outbox>(Event {
            id,
            subject,
            topic: topic.to_owned(),
            body,
            at: at.now,
            tries: 0,
            due: Some(at.now),
            failure: String::new(),
        });
    }
}

/// Events of a topic that are due, those due longest first, without those that come after one of the same subject that
/// has failed and waits.
pub async fn due(db: &Db, topic: &str, limit: i64) -> Result<Vec<Event>, DbError> {
    let condition = "where t.topic = $1 and t.due_at <= $2 and not exists (select 1 from outbox e \
                     where e.topic = $1 and e.subject_id = t.subject_id and e.tries > 0 and e.due_at is not null \
                     and (e.happened_at, e.event_id) < (t.happened_at, t.event_id)) \
                     order by t.due_at, t.happened_at, t.event_id limit $3";
    db.select::<Outbox>(condition, vec![topic.into(), db.now().into(), limit.into()]).await
}

/// How the deliveries of one round went, each subject's in order: after one that failed, the rest of its subject waits.
#[derive(Default)]
pub struct Deliveries {
    done: Vec<(Uuid, Result<(), String>)>,
    failed: HashSet<Uuid>,
}

impl Deliveries {
    /// Whether an event may be delivered now.
    pub fn may(&self, event: &Event) -> bool {
        !self.failed.contains(&event.subject)
    }

    /// Notes how it went.
    pub fn note(&mut self, event: &Event, outcome: Result<(), String>) {
        if outcome.is_err() {
            self.failed.insert(event.subject);
        }
        self.done.push((event.id, outcome));
    }

    /// The command that writes it down, and whose lane it belongs in; none if nothing was tried.
    pub fn settle(self) -> Option<(Uuid, Settle)> {
        let first = self.done.first()?.0;
        Some((first, Settle { deliveries: self.done }))
    }
}

/// What waits in a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The topic.
    pub topic: String,
    /// Events that are due.
    pub due: i64,
    /// Events that failed and will be tried again.
    pub again: i64,
    /// When the oldest of those that are due or failed happened.
    pub oldest: Option<Timestamp>,
    /// Events set aside.
    pub aside: i64,
}

/// What waits in every topic in which anything waits or is set aside.
pub async fn waiting(db: &Db) -> Result<Vec<Waiting>, DbError> {
    let sql = "select topic, count(case when due_at <= $1 then 1 end) as due, \
               count(case when tries > 0 and due_at > $1 then 1 end) as again, \
               min(case when tries > 0 or due_at <= $1 then happened_at end) as oldest, cast(0 as bigint) as aside \
               from outbox where due_at is not null group by topic \
               union all select topic, 0, 0, null, count(*) from outbox where due_at is null and failure <> '' \
               group by topic order by 1";
    let mut topics: Vec<Waiting> = Vec::new();
    for row in db.query(sql, vec![db.now().into()]).await? {
        let oldest = row.maybe_int("oldest").and_then(|at| Timestamp::from_microsecond(at).ok());
        let (due, again, aside) = (row.int("due"), row.int("again"), row.int("aside"));
        match topics.iter_mut().find(|known| known.topic == row.text("topic")) {
            Some(known) => {
                known.due += due;
                known.again += again;
                known.oldest = known.oldest.or(oldest);
                known.aside += aside;
            }
            None => topics.push(Waiting { topic: row.text("topic").to_owned(), due, again, oldest, aside }),
        }
    }
    Ok(topics)
}

/// Has events that were set aside tried again from the beginning. Gives how many were.
pub struct Replay {
    /// Which.
    pub events: Vec<Uuid>,
}

impl Command for Replay {
    type Reply = u64;
    type Refusal = std::convert::Infallible;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Outbox>(self.events.iter().copied())
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<u64, std::convert::Infallible> {
        let mut replayed = 0;
        for id in &self.events {
            let Some(event) = rows.get::<Outbox>(id).filter(|event| event.is_aside()).cloned() else { continue };
            rows.put::<Outbox>(Event { tries: 0, due: Some(at.now), ..event });
            replayed += 1;
        }
        Ok(replayed)
    }
}

/// Writes down how deliveries went: done, or to be tried again later, each time after twice the wait.
pub struct Settle {
    /// The events, each with why it failed if it did.
    pub deliveries: Vec<(Uuid, Result<(), String>)>,
}

impl Command for Settle {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Outbox>(self.deliveries.iter().map(|(id, _)| *id))
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        for (id, delivery) in &self.deliveries {
            let Some(mut event) = rows.get::<Outbox>(id).cloned() else {
                continue;
            };
            if event.due.is_none() {
                continue;
            }
            event.tries += 1;
            match delivery {
                Ok(()) => {
                    event.due = None;
                    event.failure.clear();
                }
                Err(why) => {
                    let wait = SignedDuration::from_secs(2 << event.tries.clamp(0, 14));
                    event.due = (event.tries < TRIES).then(|| at.now + wait);
                    // Never empty, for that means delivered.
                    let why = if why.is_empty() { "no reason was given" } else { why };
                    event.failure = why.chars().take(500).collect();
                }
            }
            rows.put::<Outbox>(event);
        }
        Ok(())
    }
}
