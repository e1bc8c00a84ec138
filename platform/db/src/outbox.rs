//! What happens after a commit: events saved with the change they tell of, delivered at least once.

use crate::rows::{Needs, Rows};
use crate::{Column, Command, Db, DbError, Moment, Record, Row, Table, Value};
use jiff::{SignedDuration, Timestamp};
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

/// Events of a topic that are due, oldest first.
pub async fn due(db: &Db, topic: &str, limit: i64) -> Result<Vec<Event>, DbError> {
    let condition = "where t.topic = $1 and t.due_at <= $2 order by t.happened_at, t.event_id limit $3";
    db.select::<Outbox>(condition, vec![topic.into(), db.now().into(), limit.into()]).await
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
                    event.failure = why.chars().take(500).collect();
                }
            }
            rows.put::<Outbox>(event);
        }
        Ok(())
    }
}
