//! What the operator sees of the workers.

use crate::look::Pager;
use crate::operators::cursor::address;
use crate::page;
use sampan_db::lease::Shares;
use sampan_db::outbox::{Event, Waiting};
use sampan_ids::Timestamp;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What waits, what was given up, who works.
#[derive(Serialize, ToSchema)]
pub struct QueueView {
    /// The kind whose events are listed; empty for all.
    pub topic: String,
    /// Kinds in which something waits or was set aside.
    pub topics: Vec<TopicRow>,
    /// What was set aside, the latest first.
    pub events: Vec<AsideRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
    /// This process among those that share the work.
    pub process: String,
    /// How many processes live.
    pub processes: usize,
    /// The shared workers.
    pub workers: Vec<WorkerRow>,
}
page!(QueueView, "operators/pages/queue.html");

/// What waits in one kind.
#[derive(Serialize, ToSchema)]
pub struct TopicRow {
    /// The kind.
    pub topic: String,
    /// Due now.
    pub due: i64,
    /// Failed, and tried again later.
    pub again: i64,
    /// For how many seconds the oldest of them has waited.
    pub oldest_s: Option<i64>,
    /// Given up.
    pub aside: i64,
}

impl TopicRow {
    /// What waits, at a moment.
    pub fn of(waiting: Waiting, now: Timestamp) -> TopicRow {
        let Waiting { topic, due, again, oldest, aside } = waiting;
        let oldest_s = oldest.map(|at| now.duration_since(at).as_secs().max(0));
        TopicRow { topic, due, again, oldest_s, aside }
    }
}

/// Something that was set aside.
#[derive(Serialize, ToSchema)]
pub struct AsideRow {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub topic: String,
    /// What it is about: an id.
    pub subject: String,
    /// When it happened.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// How often it was tried.
    pub tries: i64,
    /// Why it failed the last time.
    pub failure: String,
}

impl From<Event> for AsideRow {
    fn from(event: Event) -> AsideRow {
        let Event { id, subject, topic, at, tries, failure, .. } = event;
        AsideRow { id: id.to_string(), topic, subject: subject.to_string(), at, tries, failure }
    }
}

impl AsideRow {
    /// Where it is tried again.
    pub fn path(&self) -> String {
        format!("/operator/queue/{}/replay", self.id)
    }
}

/// A worker that processes share.
#[derive(Serialize, ToSchema)]
pub struct WorkerRow {
    /// Its name.
    pub worker: String,
    /// The process whose it is, if that lives.
    pub process: Option<String>,
    /// Whether that is the process which answers.
    pub here: bool,
}

impl WorkerRow {
    /// Every shared worker.
    pub fn all(shares: &Shares, here: Uuid, now: Timestamp) -> Vec<WorkerRow> {
        let living: Vec<Uuid> = shares.living(now).collect();
        let row = |worker: &&str| {
            let holder = shares.held.get(*worker).filter(|holder| living.contains(holder));
            let (process, here) = (holder.map(ToString::to_string), holder == Some(&here));
            WorkerRow { worker: (*worker).to_owned(), process, here }
        };
        crate::work::WORKERS.iter().map(row).collect()
    }

    /// Whose it is, in words.
    pub fn whose(&self, s: &Shell) -> String {
        match &self.process {
            Some(process) if self.here => s.t1("operators-queue-here", "process", short(process)),
            Some(process) => short(process),
            None => s.t("operators-queue-nobody"),
        }
    }
}

fn short(process: &str) -> String {
    process.chars().take(8).collect()
}

/// A kind in words; its name where there are none.
pub fn named(s: &Shell, topic: &str) -> String {
    s.maybe(format!("operators-queue-topic-{}", topic.replace([' ', '\''], "-"))).unwrap_or_else(|| topic.to_owned())
}

impl QueueView {
    /// A kind in words.
    pub fn named(&self, s: &Shell, topic: &str) -> String {
        named(s, topic)
    }

    /// The list of one kind.
    pub fn only(&self, topic: &str) -> String {
        address("/operator/queue", &[("topic", topic)])
    }

    /// How long the oldest has waited, in words.
    pub fn waited(&self, s: &Shell, topic: &TopicRow) -> String {
        topic.oldest_s.map_or_else(String::new, |seconds| s.t1("operators-queue-seconds", "count", seconds))
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = |after: &str| address("/operator/queue", &[("topic", self.topic.as_str()), ("after", after)]);
        Pager { next: self.next.as_deref().map(next).unwrap_or_default(), ..Pager::default() }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_worker_has_a_name_in_every_language() {
        for worker in crate::work::WORKERS {
            let key = format!("operators-queue-topic-{}", worker.replace([' ', '\''], "-"));
            for language in ["en", "zh"] {
                assert!(crate::languages().find(language, &key, &[]).is_some(), "{language}: {key}");
            }
        }
    }
}
