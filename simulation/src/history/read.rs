//! The log of a run, read off the orders, shelves and counts of a database by SQL and types of the auditor's own.

use super::{History, Moved, Shelf, What};
use crate::auditor::rows::{self, Order};
use jiff::Timestamp;
use sampan_db::{Db, DbError, Row, Value};

/// Rows read at a time.
const PAGE: i64 = 2_000;

/// Everything that moved, in no particular order, and every shelf.
pub async fn read(db: &Db) -> Result<History, DbError> {
    let mut history = History::default();
    for row in each(db, "orders", "order_id").await? {
        let order: Order = body("orders", &row)?;
        let added =
            moves(&order).ok_or_else(|| unreadable("orders", format!("a state of {} has no instant", order.id)))?;
        history.moved.extend(added);
    }
    for row in each(db, "shelf_counts", "count_id").await? {
        let rows::ShelfCount { id, variant, at, before, after } = body("shelf_counts", &row)?;
        let what = What::Counted;
        history.moved.push(Moved { at, what, variant, order: id, pieces: after, before: Some(before) });
    }
    for row in each(db, "stocks", "variant_id").await? {
        let shelf: rows::Shelf = body("stocks", &row)?;
        let rows::Shelf { variant, on_hand, reserved, sold, returned } = shelf;
        history.shelves.push(Shelf { variant, on_hand, reserved, sold, returned, began: None });
    }
    Ok(history)
}

fn unreadable(table: &'static str, why: String) -> DbError {
    DbError::Unreadable { table, why }
}

fn body<T: serde::de::DeserializeOwned>(table: &'static str, row: &Row) -> Result<T, DbError> {
    rows::body(row).map_err(|why| unreadable(table, why))
}

/// The documents of a table, page by page by its key.
async fn each(db: &Db, table: &str, key: &str) -> Result<Vec<Row>, DbError> {
    let mut all: Vec<Row> = Vec::new();
    loop {
        let last = all.last().map(|row| vec![Value::Int(row.int("cell")), Value::Id(row.id(key))]);
        let after = if last.is_some() { format!("where (t.cell, t.{key}) > ($2, $3)") } else { String::new() };
        let sql = format!("select t.cell, t.{key}, t.body from {table} t {after} order by t.cell, t.{key} limit $1");
        let values = std::iter::once(Value::Int(PAGE)).chain(last.unwrap_or_default()).collect();
        let page = db.query(&sql, values).await?;
        let done = (page.len() as i64) < PAGE;
        all.extend(page);
        if done {
            return Ok(all);
        }
    }
}

/// What an order did to shelves, with the instant of each state that did it. None if a state has no instant.
fn moves(order: &Order) -> Option<Vec<Moved>> {
    let mut moved = Vec::new();
    let mut from = "";
    for state in order.states() {
        let what = match (from, state.state.as_str()) {
            ("", _) => Some((What::Claimed, order.placed_at)),
            (_, "expired") | ("awaiting_payment" | "paid" | "booked", "cancelled") => {
                Some((What::Released, at(state)?))
            }
            (_, "shipped") | ("booked", "completed") => Some((What::Taken, at(state)?)),
            _ => None,
        };
        if let Some((what, at)) = what {
            let line = |line: &rows::Line| Moved {
                at,
                what,
                variant: line.variant,
                order: order.id,
                pieces: line.quantity,
                before: None,
            };
            moved.extend(order.lines.iter().map(line));
        }
        from = &state.state;
    }
    for refund in &order.refunds {
        let back = refund.lines.iter().filter(|back| back.restocked);
        moved.extend(back.map(|back| Moved {
            at: refund.at,
            what: What::Returned,
            variant: back.variant,
            order: order.id,
            pieces: back.quantity,
            before: None,
        }));
    }
    Some(moved)
}

fn at(state: &rows::State) -> Option<Timestamp> {
    state.at.as_deref()?.parse().ok()
}
