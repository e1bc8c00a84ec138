//! Entries in lists: an account's, or all of them, page by page.

use super::store::{Entries, Posted};
use sampan_db::{Db, DbError, Value};
use sampan_ids::PostingId;
use sampan_ledger::Account;
use uuid::Uuid;

/// A place in a list of entries that is in the order of time, posting and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Microseconds.
    pub at: i64,
    /// The posting.
    pub posting: PostingId,
    /// The line in it.
    pub line: i64,
}

impl Place {
    /// The place of an entry.
    pub fn of(posted: &Posted) -> Place {
        Place { at: posted.at.as_microsecond(), posting: posted.posting, line: posted.line }
    }

    /// Reads what [`Place::word`] wrote; what is none is the beginning.
    pub fn read(word: &str) -> Option<Place> {
        let mut parts = word.splitn(3, '.');
        let (at, posting, line) = (parts.next()?, parts.next()?, parts.next()?);
        let posting = PostingId(Uuid::try_parse(posting).ok()?);
        Some(Place { at: at.parse().ok()?, posting, line: line.parse().ok()? })
    }

    /// The word in an address.
    pub fn word(self) -> String {
        format!("{}.{}.{}", self.at, self.posting.0.simple(), self.line)
    }

    /// The values of time, posting and line.
    pub fn values(self) -> [Value; 3] {
        [self.at.into(), self.posting.0.into(), self.line.into()]
    }
}

/// An account's entries, the newest first, before a place.
pub async fn newest(db: &Db, account: &Account, before: Option<Place>, limit: i64) -> Result<Vec<Posted>, DbError> {
    let mut values: Vec<Value> = vec![account.to_string().into(), limit.into()];
    let place = before.map_or("", |place| {
        values.extend(place.values());
        "and (t.posted_at, t.posting_id, t.line) < ($3, $4, $5) "
    });
    let order = "order by t.posted_at desc, t.posting_id desc, t.line desc limit $2";
    db.select::<Entries>(&format!("where t.account = $1 {place}{order}"), values).await
}

/// An account's entries, the oldest first, after a place.
pub async fn oldest(db: &Db, account: &Account, after: Option<Place>, limit: i64) -> Result<Vec<Posted>, DbError> {
    let mut values: Vec<Value> = vec![account.to_string().into(), limit.into()];
    let place = after.map_or("", |place| {
        values.extend(place.values());
        "and (t.posted_at, t.posting_id, t.line) > ($3, $4, $5) "
    });
    let order = "order by t.posted_at, t.posting_id, t.line limit $2";
    db.select::<Entries>(&format!("where t.account = $1 {place}{order}"), values).await
}

/// Every entry in the order of its key, after one.
pub async fn all(db: &Db, after: Option<&Posted>, limit: i64) -> Result<Vec<Posted>, DbError> {
    let mut values: Vec<Value> = vec![limit.into()];
    let place = after.map_or("", |last| {
        let cell = i64::from(last.posting.cell().number());
        values.extend([cell.into(), last.posting.0.into(), last.line.into()]);
        "where (t.cell, t.posting_id, t.line) > ($2, $3, $4) "
    });
    db.select::<Entries>(&format!("{place}order by t.cell, t.posting_id, t.line limit $1"), values).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back() {
        let place = Place { at: 1_795_348_800_000_000, posting: PostingId(Uuid::from_u128(9)), line: 3 };
        assert_eq!(Place::read(&place.word()), Some(place));
        for nonsense in ["", "1.2.3", "..", "1.00000000000000000000000000000009.x"] {
            assert_eq!(Place::read(nonsense), None, "{nonsense}");
        }
    }
}
