//! Orders found under whoever asks, one at a time and in lists.

use super::{Consignee, Consignees, Messages, Orders, Quotes, SealedMessage, StoredOrder};
use crate::App;
use sampan_db::{DbError, Value};
use sampan_ids::{AccountId, OrderId, SellerId, Timestamp};
use sampan_trade::message::Message;
use sampan_web::{Error, OrInternal};
use uuid::Uuid;

/// An order by the id in an address, with the law's answer that it was placed with; what is no id is not found.
pub async fn any_order(app: &App, id: &str) -> Result<StoredOrder, Error> {
    let id: OrderId = id.parse().map_err(|_| Error::NotFound)?;
    let (stored, quote) = tokio::join!(app.find::<Orders>(id), app.db().find::<Quotes>(&id));
    let mut stored = stored?;
    // An order from before answers lay apart has its own.
    if let Some(quote) = quote.or_internal()? {
        stored.order.quote = quote.text;
    }
    Ok(stored)
}

/// A seller's own order.
pub async fn sellers_order(app: &App, seller: SellerId, id: &str) -> Result<StoredOrder, Error> {
    let stored = any_order(app, id).await?;
    if stored.order.seller == seller { Ok(stored) } else { Err(Error::NotFound) }
}

/// A buyer's own order.
pub async fn buyers_order(app: &App, buyer: AccountId, id: &str) -> Result<StoredOrder, Error> {
    let stored = any_order(app, id).await?;
    if stored.order.buyer == buyer { Ok(stored) } else { Err(Error::NotFound) }
}

/// Whom an order goes to; none once that is erased, or for a service.
pub async fn consignee(app: &App, order: OrderId) -> Result<Option<Consignee>, Error> {
    let sealed = app.db().find::<Consignees>(&order).await.or_internal()?;
    Ok(sealed.and_then(|sealed| sealed.open(app.vault())))
}

/// The messages on an order, the first one first.
pub async fn messages(app: &App, order: OrderId) -> Result<Vec<Message>, Error> {
    let all = "where t.order_id = $1 order by t.sent_at, t.message_id limit 500";
    let sealed = app.db().select::<Messages>(all, vec![order.0.into()]).await.or_internal()?;
    let open = |m: &SealedMessage| app.vault().open_sealed::<Message>(&format!("message {}", m.id), &m.sealed).ok();
    Ok(sealed.iter().filter_map(open).collect())
}

/// Orders shown on one page of a list.
pub const PAGE: usize = 25;

/// Where a page of a list begins: after this order, in the list's own direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// When it was placed, or is due, in microseconds.
    pub at: i64,
    /// Its id.
    pub id: Uuid,
}

impl After {
    /// As it stands in an address.
    pub fn text(self) -> String {
        format!("{}.{}", self.at, self.id.simple())
    }

    /// Reads it; anything else is the list's beginning.
    pub fn read(text: &str) -> Option<After> {
        let (at, id) = text.split_once('.')?;
        Some(After { at: at.parse().ok()?, id: Uuid::try_parse(id).ok()? })
    }

    fn of(stored: &StoredOrder) -> After {
        After { at: stored.order.placed_at.as_microsecond(), id: stored.order.id.0 }
    }
}

/// One page of a list, and where the next begins.
pub struct Listed {
    /// The orders.
    pub orders: Vec<StoredOrder>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

/// The lists a seller's queue can be narrowed to, with their states as they stand in SQL. What waits for the seller is
/// shown oldest first.
pub const QUEUES: &[(&str, &str)] = &[
    ("paid", "'paid'"),
    ("booked", "'booked'"),
    ("shipped", "'shipped'"),
    ("delivered", "'delivered'"),
    ("claim_open", "'claim_open'"),
    ("completed", "'completed'"),
    ("over", "'cancelled', 'expired', 'refunded'"),
    ("awaiting_payment", "'awaiting_payment'"),
];

/// A page of a seller's orders, in one state or all.
pub async fn sellers_orders(app: &App, seller: SellerId, queue: &str, after: Option<After>) -> Result<Listed, DbError> {
    let state = QUEUES.iter().find(|(name, _)| *name == queue).map(|(_, states)| *states);
    let states = state.map_or(String::new(), |states| format!("and t.state in ({states}) "));
    let rising = queue == "paid";
    listed(app, &format!("where t.seller_id = $1 {states}"), seller.0, rising, after).await
}

/// A page of a buyer's orders, the newest first.
pub async fn buyers_orders(app: &App, buyer: AccountId, after: Option<After>) -> Result<Listed, DbError> {
    listed(app, "where t.buyer_id = $1 ", buyer.0, false, after).await
}

async fn listed(app: &App, of: &str, id: Uuid, rising: bool, after: Option<After>) -> Result<Listed, DbError> {
    let (sign, way) = if rising { (">", "asc") } else { ("<", "desc") };
    let mut values: Vec<Value> = vec![id.into(), Value::Int(PAGE as i64 + 1)];
    let mut sql = of.to_owned();
    if let Some(after) = after {
        sql += &format!("and (t.placed_at {sign} $3 or (t.placed_at = $3 and t.order_id {sign} $4)) ");
        values.extend([Value::Int(after.at), after.id.into()]);
    }
    sql += &format!("order by t.placed_at {way}, t.order_id {way} limit $2");
    let mut orders = app.db().select::<Orders>(&sql, values).await?;
    let more = orders.len() > PAGE;
    orders.truncate(PAGE);
    let next = orders.last().filter(|_| more).map(After::of);
    Ok(Listed { orders, next })
}

/// How many orders a seller has in each state.
pub async fn counts(app: &App, seller: SellerId) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "select t.state as state, count(*) as n from orders t where t.seller_id = $1 group by t.state";
    let rows = app.db().query(sql, vec![seller.0.into()]).await?;
    Ok(rows.iter().map(|row| (row.text("state").to_owned(), row.int("n"))).collect())
}

/// A seller's orders that are paid and wait to be packed, the most urgent first.
pub async fn to_pack(app: &App, seller: SellerId) -> Result<Vec<StoredOrder>, DbError> {
    // In the order of the seller's own index; in that of the clock's, everyone's orders would be gone through.
    let sql = "where t.seller_id = $1 and t.state = 'paid' order by t.placed_at, t.order_id limit 200";
    let mut orders = app.db().select::<Orders>(sql, vec![seller.0.into()]).await?;
    orders.sort_by_key(|stored| stored.order.due());
    Ok(orders)
}

/// A seller's service orders in a state, by id alone.
pub async fn services(app: &App, seller: SellerId, state: &str) -> Result<Vec<OrderId>, DbError> {
    let sql = "select t.order_id as order_id from orders t \
               where t.seller_id = $1 and t.kind = 'service' and t.state = $2 order by t.placed_at desc limit 50000";
    let rows = app.db().query(sql, vec![seller.0.into(), state.into()]).await?;
    Ok(rows.iter().map(|row| OrderId(row.id("order_id"))).collect())
}

/// Orders for which the clock has something to do, the longest overdue first. Unpaid ones go with their checkout.
pub async fn due(app: &App, now: Timestamp) -> Result<Vec<OrderId>, DbError> {
    let sql = "select t.order_id as order_id from orders t \
               where t.state in ('paid', 'booked', 'shipped', 'delivered', 'claim_open') and t.due_at <= $1 \
               order by t.due_at limit 100";
    let rows = app.db().query(sql, vec![now.into()]).await?;
    Ok(rows.iter().map(|row| OrderId(row.id("order_id"))).collect())
}
