//! The ledger in its rows: entries are added, never changed.

use sampan_db::{Column, Db, DbError, Moment, Record, Row, Rows, Table, Value};
use sampan_ids::{OrderId, PostingId, Timestamp};
use sampan_ledger::{Account, Entry, Posting, Reason};
use sampan_money::Money;
use uuid::Uuid;

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The posting it is part of.
    pub posting: PostingId,
    /// Its place in the posting.
    pub line: i64,
    /// Account and signed amount.
    pub entry: Entry,
    /// The order (or checkout) the posting is about.
    pub about: Uuid,
    /// Why.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

/// The ledger's entries.
pub struct Entries;

impl Record for Entries {
    type Key = (PostingId, i64);
    type Item = Posted;
    const TABLE: Table = Table {
        name: "entries",
        key: &[Column::id("posting_id"), Column::int("line")],
        columns: &[
            Column::text("account"),
            Column::text("currency"),
            Column::int("amount"),
            Column::id("order_id"),
            Column::text("reason"),
            Column::int("posted_at"),
        ],
    };
    fn key(item: &Posted) -> Self::Key {
        (item.posting, item.line)
    }
    fn key_values(key: &Self::Key) -> Vec<Value> {
        vec![key.0.0.into(), key.1.into()]
    }
    fn write(item: &Posted) -> Vec<Value> {
        vec![
            item.entry.account.to_string().into(),
            item.entry.amount.code().into(),
            item.entry.amount.minor().into(),
            item.about.into(),
            item.reason.as_str().into(),
            item.at.into(),
        ]
    }
    fn read(row: &Row) -> Result<Posted, DbError> {
        let bad = |why: String| DbError::Unreadable { table: "entries", why };
        let account: Account = row.text("account").parse().map_err(|e| bad(format!("{e}")))?;
        let currency = sampan_money::currency(row.text("currency")).map_err(|e| bad(e.to_string()))?;
        Ok(Posted {
            posting: PostingId(row.id("posting_id")),
            line: row.int("line"),
            entry: Entry { account, amount: Money::new(row.int("amount"), currency) },
            about: row.id("order_id"),
            reason: row.text("reason").parse().map_err(|e| bad(format!("{e}")))?,
            at: row.time("posted_at"),
        })
    }
}

/// Posts to the ledger, in this commit. Empty postings leave nothing.
pub fn post(rows: &mut Rows, postings: &[Posting], at: &Moment) {
    entries(postings, at).into_iter().for_each(|posted| rows.put::<Entries>(posted));
}

/// The entries that postings of one moment leave. Empty postings leave none.
pub fn entries(postings: &[Posting], at: &Moment) -> Vec<Posted> {
    let kept: Vec<&Posting> = postings.iter().filter(|posting| !posting.is_empty()).collect();
    let mut all = Vec::new();
    for (posting, id) in kept.iter().zip(in_order(&kept, at)) {
        let entries = posting.entries().into_iter().zip(0..);
        all.extend(entries.map(|(entry, line)| Posted {
            posting: id,
            line,
            entry,
            about: posting.about(),
            reason: posting.reason(),
            at: at.now,
        }));
    }
    all
}

/// An id for each posting, such that those of one order are listed as they were made: a sale before its fee.
fn in_order(postings: &[&Posting], at: &Moment) -> Vec<PostingId> {
    let mut chance: Vec<u64> = postings.iter().map(|_| at.random() & (u64::MAX >> 2)).collect();
    chance.sort_unstable();
    let id = |(posting, chance): (&&Posting, u64)| {
        PostingId::compose(at.millis(), sampan_ids::Cell::of(posting.about()), chance)
    };
    postings.iter().zip(chance).map(id).collect()
}

/// What an account holds in each currency.
pub async fn balances(db: &Db, account: &Account) -> Result<Vec<Money>, DbError> {
    let sql = "select currency, cast(sum(amount) as bigint) as held from entries where account = $1 \
               group by currency order by currency";
    let rows = db.query(sql, vec![account.to_string().into()]).await?;
    Ok(rows
        .iter()
        .filter_map(|r| Some(Money::new(r.int("held"), sampan_money::currency(r.text("currency")).ok()?)))
        .collect())
}

/// The entries that are about an order, in the order they were posted.
pub async fn about(db: &Db, order: OrderId) -> Result<Vec<Posted>, DbError> {
    db.select::<Entries>("where t.order_id = $1 order by t.posted_at, t.posting_id, t.line", vec![order.0.into()]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn postings_of_one_moment_are_listed_as_they_were_made() {
        let next = Cell::new(u64::MAX);
        let falling = || next.replace(next.get() - 1_000_000_007);
        let at = Moment::new(Timestamp::UNIX_EPOCH, &falling);
        let postings = [Reason::Sale, Reason::Fee, Reason::FeeReturned].map(|why| Posting::new(why, Uuid::nil()));
        let ids = in_order(&postings.iter().collect::<Vec<_>>(), &at);
        assert!(ids.is_sorted() && ids[0] != ids[1], "{ids:?}");
    }
}
