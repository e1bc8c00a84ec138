//! A stretch of a seller's account out of the ledger.

use super::month::Month;
use crate::books::{Entries, Place, Posted};
use crate::orders::Orders;
use sampan_db::{Db, DbError, Value};
use sampan_ids::{SellerId, Timestamp};
use sampan_ledger::{Account, Reason};
use sampan_money::{Currency, Money};
use sampan_trade::statement::{Booked, LineKind};
use std::collections::HashMap;
use uuid::Uuid;

/// What the account held before an instant or after a place.
pub async fn held(db: &Db, seller: SellerId, before: Timestamp, after: Option<Place>) -> Result<Money, DbError> {
    let mut values: Vec<Value> = vec![Account::Seller(seller).to_string().into(), before.into()];
    let test = match after {
        None => "posted_at < $2",
        Some(place) => {
            values.extend(place.values());
            "(posted_at < $2 or (posted_at, posting_id, line) <= ($3, $4, $5))"
        }
    };
    let sql = format!(
        "select cast(coalesce(sum(amount), 0) as bigint) as held from entries \
         where account = $1 and currency = 'USD' and {test}"
    );
    let rows = db.query(&sql, values).await?;
    Ok(Money::new(rows.first().map_or(0, |row| row.int("held")), Currency::USD))
}

/// The entries of a month after a place, the oldest first.
pub async fn entries(
    db: &Db,
    seller: SellerId,
    month: Month,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Posted>, DbError> {
    let account = Account::Seller(seller).to_string();
    let mut values: Vec<Value> = vec![account.into(), month.start().into(), month.next().start().into(), limit.into()];
    let place = after.map_or("", |place| {
        values.extend(place.values());
        "and (t.posted_at, t.posting_id, t.line) > ($5, $6, $7) "
    });
    let condition = format!(
        "where t.account = $1 and t.currency = 'USD' and t.posted_at >= $2 and t.posted_at < $3 {place}\
         order by t.posted_at, t.posting_id, t.line limit $4"
    );
    db.select::<Entries>(&condition, values).await
}

/// The sums of a month by what they are for.
pub async fn sums(db: &Db, seller: SellerId, month: Month) -> Result<Vec<(LineKind, Money)>, DbError> {
    let sql = "select reason, cast(sum(amount) as bigint) as held from entries where account = $1 \
               and currency = 'USD' and posted_at >= $2 and posted_at < $3 group by reason";
    let account = Account::Seller(seller).to_string();
    let values = vec![account.into(), month.start().into(), month.next().start().into()];
    let mut sums: Vec<(LineKind, i64)> = Vec::new();
    for row in db.query(sql, values).await? {
        let kind = row.text("reason").parse::<Reason>().map_or(LineKind::Other, LineKind::of);
        match sums.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += row.int("held"),
            None => sums.push((kind, row.int("held"))),
        }
    }
    sums.sort_by_key(|(kind, _)| *kind);
    Ok(sums.into_iter().map(|(kind, sum)| (kind, Money::new(sum, Currency::USD))).collect())
}

/// When the account first moved.
pub async fn first(db: &Db, seller: SellerId) -> Result<Option<Timestamp>, DbError> {
    let sql = "select min(posted_at) as at from entries where account = $1";
    let rows = db.query(sql, vec![Account::Seller(seller).to_string().into()]).await?;
    Ok(rows.first().and_then(|row| row.maybe_int("at")).and_then(|at| Timestamp::from_microsecond(at).ok()))
}

/// The numbers of the orders that entries are about.
pub async fn numbers(db: &Db, entries: &[Posted]) -> Result<HashMap<Uuid, String>, DbError> {
    let orders = db.find_many::<Orders>(entries.iter().map(|posted| posted.about)).await?;
    Ok(orders.into_iter().map(|stored| (stored.order.id.0, stored.order.number)).collect())
}

/// An entry as the rules of statements take it.
pub fn booked(posted: &Posted) -> Booked {
    Booked { at: posted.at, about: posted.about, reason: posted.reason, amount: posted.entry.amount }
}
