//! The books are closed day by day: what the accounts of each kind hold is written down, so that whoever asks what they hold
//! now adds up only what was posted since. Entries are only ever added, and never under an earlier time than the hour
//! before; should the clock be set back further, the books are opened and closed anew.

use crate::{App, documents};
use anyhow::Context;
use sampan_db::{Command, Db, DbError, Moment, Needs, Rows};
use sampan_ids::{SignedDuration, Timestamp};
use sampan_ledger::Account;
use sampan_money::Money;
use sampan_trade::verify::Fault;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The worker's name.
pub const WORKER: &str = "closing";
/// How long after its end a day is closed: what was decided before is saved by then.
const LATER: SignedDuration = SignedDuration::from_hours(1);
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// What all accounts of a kind held in a currency at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// `escrow` and `seller` for all of their kind, else the account; empty in the row that says how far all are closed.
    pub kind: String,
    /// The currency's code.
    pub currency: String,
    /// In minor units.
    pub held: i64,
    /// The first instant that is not in it.
    pub until: Timestamp,
}

documents! {
    /// What is written down of the books.
    Closings: Closing = "closings", closing_id: Uuid = |c| closing_id(&c.kind, &c.currency), {}
}

fn closing_id(kind: &str, currency: &str) -> Uuid {
    sampan_ids::from_digest(blake3::hash(format!("{kind} {currency}").as_bytes()).as_bytes())
}

/// Sums by kind and currency.
type Sums = BTreeMap<(String, String), i64>;

/// What the accounts of each kind hold in each currency now, in the order of their names.
pub async fn held(db: &Db) -> Result<Vec<(String, Money)>, DbError> {
    let closings = db.select::<Closings>("", vec![]).await?;
    let mut sums = moved(db, closed_until(&closings), None).await?;
    for Closing { kind, currency, held, .. } in closings.into_iter().filter(|closing| !closing.kind.is_empty()) {
        let sum = sums.entry((kind, currency)).or_default();
        *sum = added(*sum, held)?;
    }
    sums.into_iter().map(|((kind, currency), held)| Ok((kind, money(&currency, held)?))).collect()
}

/// What an account holds in each currency now. One that is closed by itself is not added up from its first entry on.
pub async fn balances(db: &Db, account: &Account) -> Result<Vec<Money>, DbError> {
    let name = account.to_string();
    let closings = db.select::<Closings>("", vec![]).await?;
    let Some(until) = closed_until(&closings).filter(|_| closings.iter().any(|closing| closing.kind == name)) else {
        return super::balances(db, account).await;
    };
    let sql = "select currency, cast(sum(amount) as bigint) as held from entries \
               where account = $1 and posted_at >= $2 group by currency";
    let since = db.query(sql, vec![name.as_str().into(), until.as_microsecond().into()]).await?;
    let mut sums: BTreeMap<String, i64> =
        closings.into_iter().filter(|closing| closing.kind == name).map(|c| (c.currency, c.held)).collect();
    for row in &since {
        let sum = sums.entry(row.text("currency").to_owned()).or_default();
        *sum = added(*sum, row.int("held"))?;
    }
    sums.into_iter().map(|(currency, held)| money(&currency, held)).collect()
}

/// How far all are closed.
fn closed_until(closings: &[Closing]) -> Option<Timestamp> {
    closings.iter().find(|closing| closing.kind.is_empty()).map(|mark| mark.until)
}

fn money(currency: &str, held: i64) -> Result<Money, DbError> {
    let currency = sampan_money::currency(currency).map_err(|e| unreadable(e.to_string()))?;
    Ok(Money::new(held, currency))
}

/// What was posted from one instant until before another.
async fn moved(db: &Db, from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Sums, DbError> {
    // The instants stand in the text: an engine that keeps plans then knows how few entries there are.
    let test =
        |compare: &str, at: Option<Timestamp>| at.map(|at| format!("posted_at {compare} {}", at.as_microsecond()));
    let tests: Vec<String> = [test(">=", from), test("<", until)].into_iter().flatten().collect();
    let tests = if tests.is_empty() { String::new() } else { format!("where {}", tests.join(" and ")) };
    let sql = format!(
        "select kind, currency, cast(sum(amount) as bigint) as held from ( \
             select case when account like 'escrow:%' then 'escrow' when account like 'seller:%' then 'seller' \
                         else account end as kind, currency, amount from entries {tests}) e \
         group by kind, currency"
    );
    let rows = db.query(&sql, vec![]).await?;
    Ok(rows.iter().map(|r| ((r.text("kind").to_owned(), r.text("currency").to_owned()), r.int("held"))).collect())
}

fn added(a: i64, b: i64) -> Result<i64, DbError> {
    a.checked_add(b).ok_or_else(|| unreadable("a sum beyond all money".to_owned()))
}

fn unreadable(why: String) -> DbError {
    DbError::Unreadable { table: "closings", why }
}

/// Closes what days are over. Returns how many times it wrote.
pub async fn close(app: &App) -> Result<usize, anyhow::Error> {
    let (db, now) = (app.db(), app.now());
    let mark = db.find::<Closings>(&closing_id("", "")).await?.map(|mark| mark.until);
    let over = (now - LATER).as_microsecond().div_euclid(DAY) * DAY;
    let until = Timestamp::from_microsecond(over)?;
    let change = match mark {
        Some(mark) if mark == until => return Ok(0),
        Some(mark) if mark > until => Close { from: Some(mark), until: None, moved: reopened(db).await? },
        from => Close { from, until: Some(until), moved: moved(db, from, Some(until)).await? },
    };
    let decided = db.perform(closing_id("", ""), change).await?;
    // Another process was quicker.
    Ok(usize::from(decided.is_ok()))
}

/// What makes every sum nothing.
async fn reopened(db: &Db) -> Result<Sums, anyhow::Error> {
    let closings = db.select::<Closings>("", vec![]).await?;
    let undone = closings.into_iter().filter(|closing| !closing.kind.is_empty());
    undone.map(|c| Ok(((c.kind, c.currency), c.held.checked_neg().context("a sum beyond all money")?))).collect()
}

/// Adds what moved to what was written down, if the books are closed as far as they were.
struct Close {
    from: Option<Timestamp>,
    /// None opens the books.
    until: Option<Timestamp>,
    moved: Sums,
}

/// The books are not closed as far as they were.
#[derive(Debug)]
struct Overtaken;

impl Command for Close {
    type Reply = ();
    type Refusal = Overtaken;

    fn needs(&self, _: &Rows) -> Needs {
        let ids = self.moved.keys().map(|(kind, currency)| closing_id(kind, currency));
        Needs::one::<Closings>(closing_id("", "")).all::<Closings>(ids)
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), Overtaken> {
        let mark = closing_id("", "");
        if rows.get::<Closings>(&mark).map(|mark| mark.until) != self.from {
            return Err(Overtaken);
        }
        let until = self.until.unwrap_or(Timestamp::UNIX_EPOCH);
        for ((kind, currency), moved) in &self.moved {
            let before = rows.get::<Closings>(&closing_id(kind, currency)).map_or(0, |closing| closing.held);
            let held = before.checked_add(*moved).ok_or(Overtaken)?;
            rows.put::<Closings>(Closing { kind: kind.clone(), currency: currency.clone(), held, until });
        }
        match self.until {
            Some(until) => {
                let (kind, currency) = Default::default();
                rows.put::<Closings>(Closing { kind, currency, held: 0, until });
            }
            None => rows.remove::<Closings>(&mark),
        }
        Ok(())
    }
}

/// Where a closing is not what the entries before it add up to.
pub async fn faults(db: &Db) -> Result<Vec<Fault>, DbError> {
    let closings = db.select::<Closings>("", vec![]).await?;
    let Some(until) = closed_until(&closings) else { return Ok(Vec::new()) };
    let mut sums = moved(db, None, Some(until)).await?;
    let mut pairs = Vec::new();
    for Closing { kind, currency, held, .. } in closings.into_iter().filter(|closing| !closing.kind.is_empty()) {
        let found = sums.remove(&(kind.clone(), currency.clone())).unwrap_or(0);
        pairs.push((kind, currency, held, found));
    }
    pairs.extend(sums.into_iter().map(|((kind, currency), found)| (kind, currency, 0, found)));
    let fault = |(kind, currency, written, found): (String, String, i64, i64)| {
        Ok(Fault::ClosingMismatch { kind, written: money(&currency, written)?, found: money(&currency, found)? })
    };
    pairs.into_iter().filter(|(_, _, written, found)| written != found).map(fault).collect()
}
