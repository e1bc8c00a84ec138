//! A seller looks at its account.

use super::month::Month;
use super::read::{booked, entries, first, held, numbers, sums};
use super::view::{BalanceView, PrintedStatementView, StatementRow, StatementSum, StatementView, code};
use crate::App;
use crate::books::{Place, Posted};
use crate::csv_out::{self, Cell, Pages};
use crate::policy::SellerWho;
use crate::sellers::Sellers;
use sampan_db::Db;
use sampan_ids::{SellerId, Timestamp};
use sampan_money::{Currency, Money};
use sampan_trade::statement::{Statement, statement};
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Lines a page.
const PAGE: i64 = 200;
/// Lines on paper; what is beyond is in the CSV.
const PAPER: i64 = 2_000;
/// Lines read at a time for a file.
const CHUNK: i64 = 2_000;

const ESCROW: &str = "select count(*) as n, cast(coalesce(sum(goods_usd), 0) as bigint) as held from orders \
     where seller_id = $1 and state in ('paid', 'booked', 'shipped', 'delivered', 'claim_open')";

pub async fn balance(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<BalanceView>, Error> {
    let db = cx.site.db();
    let balance = held(db, who.seller, Timestamp::MAX, None).await.or_internal()?;
    let rows = db.query(ESCROW, vec![who.seller.0.into()]).await.or_internal()?;
    let (n, cents) = rows.first().map_or((0, 0), |row| (row.int("n"), row.int("held")));
    Ok(Reply::show(BalanceView { balance, in_escrow: Money::new(cents, Currency::USD), orders_in_escrow: n }))
}

/// Which month, and where in it.
#[derive(Deserialize, ToSchema)]
pub struct StatementAsked {
    /// Such as `2026-11`; this month without.
    #[serde(default)]
    month: String,
    /// Where the month goes on.
    #[serde(default)]
    after: String,
}

impl StatementAsked {
    fn month(&self, now: Timestamp) -> Month {
        Month::read(&self.month).unwrap_or_else(|| Month::of(now))
    }
}

pub async fn show(cx: Cx<App>, who: SellerWho, asked: StatementAsked) -> Result<Reply<StatementView>, Error> {
    let month = asked.month(cx.site.now());
    Ok(Reply::show(view(&cx.site, who.seller, month, Place::read(&asked.after), PAGE).await?))
}

pub async fn print(cx: Cx<App>, who: SellerWho, asked: StatementAsked) -> Result<Reply<PrintedStatementView>, Error> {
    let month = asked.month(cx.site.now());
    let statement = view(&cx.site, who.seller, month, None, PAPER).await?;
    Ok(Reply::show(PrintedStatementView { statement }))
}

async fn view(app: &App, id: SellerId, month: Month, after: Option<Place>, limit: i64) -> Result<StatementView, Error> {
    let db = app.db();
    let seller = app.find::<Sellers>(id).await?;
    let (drawn, posted, next) = stretch(db, id, month, after, limit).await?;
    let numbers = numbers(db, &posted).await.or_internal()?;
    let sums = sums(db, id, month).await.or_internal()?;
    let earliest = first(db, id).await.or_internal()?;
    let now = app.now();
    Ok(StatementView {
        seller: seller.name,
        place: format!("{}, {}", seller.city, seller.state.name()),
        month: month.to_string(),
        months: months(earliest.map_or(Month::of(now), Month::of), Month::of(now)),
        opening: drawn.opening,
        lines: rows(&drawn, &numbers),
        closing: drawn.closing,
        sums: sums.into_iter().map(|(kind, amount)| StatementSum { kind: code(kind), amount }).collect(),
        next,
        drawn_up: now,
    })
}

/// A part of a month as the rules of statements add it up, its entries, and where it goes on.
async fn stretch(
    db: &Db,
    seller: SellerId,
    month: Month,
    after: Option<Place>,
    limit: i64,
) -> Result<(Statement, Vec<Posted>, Option<String>), Error> {
    let opening = held(db, seller, month.start(), after).await.or_internal()?;
    let mut posted = entries(db, seller, month, after, limit + 1).await.or_internal()?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = posted.len() > most;
    posted.truncate(most);
    let next = posted.last().filter(|_| more).map(|last| Place::of(last).word());
    let drawn = statement(opening, posted.iter().map(booked)).or_internal()?;
    Ok((drawn, posted, next))
}

fn rows(drawn: &Statement, numbers: &HashMap<Uuid, String>) -> Vec<StatementRow> {
    let row = |line: &sampan_trade::statement::StatementLine| StatementRow {
        at: line.at,
        order: line.order.to_string(),
        number: numbers.get(&line.order).cloned().unwrap_or_default(),
        kind: code(line.kind),
        amount: line.amount,
        balance: line.balance,
    };
    drawn.lines.iter().map(row).collect()
}

/// The months from the first to the last, the newest first, ten years at most.
fn months(first: Month, last: Month) -> Vec<String> {
    let back = std::iter::successors(Some(last), |month| Some(month.previous()));
    back.take_while(|month| *month >= first).take(120).map(|month| month.to_string()).collect()
}

const HEAD: [&str; 6] = ["at", "order", "kind", "amount", "balance", "currency"];

pub async fn csv(cx: Cx<App>, who: SellerWho, asked: StatementAsked) -> Result<Reply<NoView>, Error> {
    let month = asked.month(cx.site.now());
    let app = cx.site;
    Ok(csv_out::stream(&format!("statement-{month}.csv"), &HEAD, move |pages| async move {
        if let Err(error) = send_all(app.db(), who.seller, month, &pages).await {
            pages.fail(error).await;
        }
    }))
}

async fn send_all(db: &Db, seller: SellerId, month: Month, pages: &Pages) -> Result<(), Error> {
    let mut after = None;
    loop {
        let (drawn, posted, next) = stretch(db, seller, month, after, CHUNK).await?;
        let numbers = numbers(db, &posted).await.or_internal()?;
        let cells = |row: StatementRow| {
            vec![
                Cell::figure(row.at),
                Cell::text(row.number),
                Cell::text(row.kind),
                Cell::figure(row.amount.amount()),
                Cell::figure(row.balance.amount()),
                Cell::text(row.amount.code()),
            ]
        };
        if !pages.send(rows(&drawn, &numbers).into_iter().map(cells)).await || next.is_none() {
            return Ok(());
        }
        after = posted.last().map(Place::of);
    }
}
