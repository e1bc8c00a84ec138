//! Delivered events are kept for a while, for whoever asks what became of something, and then go: else the outbox would
//! be the largest table of all.

use super::Outbox;
use crate::rows::{Needs, Rows};
use crate::{Command, Db, DbError, Moment};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// How long a delivered event is kept after what it tells of.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Events forgotten in one commit.
const AT_ONCE: i64 = 500;

/// Events to forget: delivered, and kept long enough. What waits or was set aside is none of them.
pub struct Forget {
    events: Vec<Uuid>,
    until: Timestamp,
}

/// Some of the events that have been kept long enough; none if there are none.
pub async fn old(db: &Db) -> Result<Option<Forget>, DbError> {
    let sql = "select t.event_id from outbox t where t.due_at is null and t.failure = '' and t.happened_at < $1 \
               order by t.happened_at limit $2";
    let until = db.now() - KEPT;
    let old = db.query(sql, vec![until.into(), AT_ONCE.into()]).await?;
    let events: Vec<Uuid> = old.iter().map(|row| row.id("event_id")).collect();
    Ok((!events.is_empty()).then_some(Forget { events, until }))
}

impl Forget {
    /// The events.
    pub fn events(&self) -> &[Uuid] {
        &self.events
    }
}

impl Command for Forget {
    /// Those that were forgotten: one may have been asked to be delivered again meanwhile.
    type Reply = Vec<Uuid>;
    type Refusal = std::convert::Infallible;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Outbox>(self.events.iter().copied())
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<Vec<Uuid>, std::convert::Infallible> {
        let mut forgotten = Vec::with_capacity(self.events.len());
        for id in &self.events {
            if rows.get::<Outbox>(id).is_some_and(|event| event.is_delivered() && event.at < self.until) {
                rows.remove::<Outbox>(id);
                forgotten.push(*id);
            }
        }
        Ok(forgotten)
    }
}
