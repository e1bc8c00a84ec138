//! An idempotency key makes a command's first answer its only one.

use crate::rows::{Needs, Rows};
use crate::{Column, Command, Db, DbError, Moment, Record, Row, Table, Value};
use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Who asks, on which route, with which key, for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceKey {
    /// Digest of asker, route and key as a uuid that carries a cell.
    pub id: Uuid,
    /// Digest of the request's body.
    pub body: [u8; 32],
}

/// The first answer to a key.
#[derive(Debug, Clone)]
pub struct Answered {
    id: Uuid,
    body: [u8; 32],
    accepted: bool,
    answer: String,
    at: Timestamp,
}

impl Answered {
    /// The first answer, if it was to the same body.
    pub fn to<T: DeserializeOwned, R: DeserializeOwned>(&self, body: &[u8; 32]) -> Option<Result<T, R>> {
        if self.body != *body {
            return None;
        }
        match self.accepted {
            true => serde_json::from_str(&self.answer).ok().map(Ok),
            false => serde_json::from_str(&self.answer).ok().map(Err),
        }
    }
}

/// The table of first answers; kept for thirty days.
pub struct Answers;

impl Record for Answers {
    type Key = Uuid;
    type Item = Answered;
    const TABLE: Table = Table {
        name: "answers",
        key: &[Column::id("answer_id")],
        columns: &[
            Column::bytes("digest"),
            Column::int("accepted"),
            Column::text("answer"),
            Column::int("answered_at"),
        ],
    };
    fn key(item: &Answered) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Answered) -> Vec<Value> {
        let accepted = Value::Int(item.accepted.into());
        vec![item.body.to_vec().into(), accepted, item.answer.clone().into(), item.at.into()]
    }
    fn read(row: &Row) -> Result<Answered, DbError> {
        let body = row
            .bytes("digest")
            .try_into()
            .map_err(|_| DbError::Unreadable { table: "answers", why: "the digest has not 32 bytes".to_owned() })?;
        Ok(Answered {
            id: row.id("answer_id"),
            body,
            accepted: row.int("accepted") == 1,
            answer: row.text("answer").to_owned(),
            at: row.time("answered_at"),
        })
    }
}

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Answers forgotten in one commit.
const AT_ONCE: i64 = 500;

/// Forgets answers that have been kept long enough, some at a time. Returns how many were forgotten now.
pub async fn forget(db: &Db) -> Result<usize, DbError> {
    let sql = "select t.answer_id from answers t where t.answered_at < $1 order by t.answered_at limit $2";
    let until = db.now() - KEPT;
    let old = db.query(sql, vec![until.into(), AT_ONCE.into()]).await?;
    let ids: Vec<Uuid> = old.iter().map(|row| row.id("answer_id")).collect();
    let Some(first) = ids.first().copied() else { return Ok(0) };
    match db.perform(first, Forget { ids, until }).await {
        Ok(Ok(forgotten)) => Ok(forgotten),
        // It refuses nothing.
        Ok(Err(())) => Ok(0),
        Err(error) => Err(DbError::Pool(error.to_string())),
    }
}

struct Forget {
    ids: Vec<Uuid>,
    until: Timestamp,
}

impl Command for Forget {
    type Reply = usize;
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Answers>(self.ids.iter().copied())
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<usize, ()> {
        let mut forgotten = 0;
        for id in &self.ids {
            if rows.get::<Answers>(id).is_some_and(|answer| answer.at < self.until) {
                rows.remove::<Answers>(id);
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }
}

/// Why a command under a key was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnceRefusal<R> {
    /// The key was used before with another body.
    KeyReused,
    /// The command's own refusal, the first time or again.
    Refused(Replied<R>),
}

/// A reply or refusal, and whether it is the stored one of an earlier time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replied<T> {
    /// The reply.
    pub reply: T,
    /// Whether nothing was done this time.
    pub replayed: bool,
}

/// A command under an idempotency key: the same key and body give the first answer again and change nothing, whether that
/// answer was a reply or a refusal; another body is refused. The answer is saved with what it answers, in one commit.
pub struct Once<C> {
    /// The key; without one the command is simply done.
    pub key: Option<OnceKey>,
    /// What to do.
    pub command: C,
}

impl<C> Command for Once<C>
where
    C: Command,
    C::Reply: Serialize + DeserializeOwned,
    C::Refusal: Serialize + DeserializeOwned,
{
    type Reply = Result<Replied<C::Reply>, OnceRefusal<C::Refusal>>;
    type Refusal = OnceRefusal<C::Refusal>;

    fn needs(&self, rows: &Rows) -> Needs {
        let Some(key) = &self.key else {
            return self.command.needs(rows);
        };
        let own = Needs::one::<Answers>(key.id);
        // What was answered already needs nothing more.
        if rows.peek::<Answers>(&key.id).is_some() { own } else { own.with(self.command.needs(rows)) }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Self::Reply, Self::Refusal> {
        let Some(key) = &self.key else {
            let reply = self.command.decide(rows, at).map_err(|refusal| OnceRefusal::Refused(now(refusal)))?;
            return Ok(Ok(now(reply)));
        };
        if let Some(first) = rows.get::<Answers>(&key.id) {
            return again::<C>(first, key);
        }
        let mark = rows.mark();
        let decided = self.command.decide(rows, at);
        if decided.is_err() {
            rows.roll_back(mark);
            rows.rests_on(self.command.needs(rows));
        }
        let answer = match &decided {
            Ok(reply) => serde_json::to_string(reply),
            Err(refusal) => serde_json::to_string(refusal),
        };
        rows.put::<Answers>(Answered {
            id: key.id,
            body: key.body,
            accepted: decided.is_ok(),
            answer: answer.unwrap_or_default(),
            at: at.now,
        });
        // A refusal is an answer too: it is kept, so the lane must take this decision for an accepted one.
        Ok(decided.map(now).map_err(|refusal| OnceRefusal::Refused(now(refusal))))
    }
}

fn now<T>(reply: T) -> Replied<T> {
    Replied { reply, replayed: false }
}

type Kept<C> = Result<
    Result<Replied<<C as Command>::Reply>, OnceRefusal<<C as Command>::Refusal>>,
    OnceRefusal<<C as Command>::Refusal>,
>;

fn again<C>(first: &Answered, key: &OnceKey) -> Kept<C>
where
    C: Command,
    C::Reply: DeserializeOwned,
    C::Refusal: DeserializeOwned,
{
    if first.body != key.body {
        return Err(OnceRefusal::KeyReused);
    }
    if first.accepted {
        let reply = serde_json::from_str(&first.answer).map_err(|_| OnceRefusal::KeyReused)?;
        Ok(Ok(Replied { reply, replayed: true }))
    } else {
        let refusal = serde_json::from_str(&first.answer).map_err(|_| OnceRefusal::KeyReused)?;
        Ok(Err(OnceRefusal::Refused(Replied { reply: refusal, replayed: true })))
    }
}
