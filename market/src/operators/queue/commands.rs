//! Having events tried again that were set aside, with the act in the log.

use crate::operators::record_act;
use sampan_db::outbox::Replay;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::AccountId;
use uuid::Uuid;

/// The operator has events tried again.
pub struct TryAgain {
    /// Which operator.
    pub by: AccountId,
    /// Of which topic they are, for the log.
    pub topic: String,
    /// The events.
    pub replay: Replay,
}

impl Command for TryAgain {
    /// How many there were: those that somebody had tried again before do not count.
    type Reply = u64;
    type Refusal = ();

    fn needs(&self, rows: &Rows) -> Needs {
        self.replay.needs(rows)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<u64, ()> {
        let count = self.replay.decide(rows, at).unwrap_or_else(|never| match never {});
        if let (Some(first), true) = (self.replay.events.first(), count > 0) {
            // Of one, which it was; of many, the log says how many there were.
            let subject = if self.replay.events.len() == 1 { *first } else { Uuid::nil() };
            record_act(rows, at, self.by, "events_replayed", subject, &format!("{}: {count}", self.topic));
        }
        Ok(count)
    }
}
