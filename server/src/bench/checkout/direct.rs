//! The commands alone: guests' orders placed and paid in the lanes, and then rows of the same kind inserted in bulk, with
//! nothing loaded and nothing decided, as the limit of the engine.

use super::stock;
use crate::bench::run::closed_loop;
use crate::bench::timing::{self, StepReport, Timings, per_second};
use crate::options::{BenchCheckout, Load, Options};
use anyhow::ensure;
use sampan_db::stepping::{Bulk, Inserter, Place};
use sampan_db::{Command, Once};
use sampan_market::app::MIGRATIONS;
use sampan_market::checkout::drive::{Before, Shelf};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Goods that are bought.
const GOODS: usize = 2_000;
/// Orders in one commit of the bulk insert: as many as a lane takes at once.
const BATCH: usize = 256;
/// Goods in such a commit.
const FEW: usize = 64;
/// Rows that stand before an order and are not inserted with it.
const BEFORE: [&str; 3] = ["stocks", "listings", "sellers"];
/// Pieces on the shelf if nothing is said.
const PIECES: u32 = 10_000_000;

/// What was measured.
#[derive(Serialize)]
struct Driven {
    concurrency: u16,
    hot: bool,
    goods: usize,
    /// Orders placed a second, each under an idempotency key.
    orders_per_second: u64,
    /// Orders placed and then paid, a second.
    paid_per_second: u64,
    /// Commands in a commit, on average, while placing.
    commands_per_batch: u64,
    /// Statements for ten orders placed; a load or save of a table counts as one.
    statements_per_ten: u64,
    /// Rows of one order when it is placed.
    rows_per_order: usize,
    /// Orders whose rows were inserted in bulk, a second.
    raw_orders_per_second: u64,
    /// How much of that placing reaches, in per cent.
    share_percent: u64,
    steps: Vec<StepReport>,
}

/// Measures on the data that the options name.
pub async fn run(options: &Options, bench: &BenchCheckout) -> Result<ExitCode, anyhow::Error> {
    let BenchCheckout { load, hot, stock, .. } = bench;
    let app = crate::demo::filled(options).await?;
    stock::fill_all(&app, stock.unwrap_or(PIECES)).await?;
    let shelf = Arc::new(Shelf::of(&app, if *hot { 1 } else { GOODS }).await?);
    let counts = || {
        let counts = app.db().counts();
        (counts.commands.load(Ordering::Relaxed), counts.batches.load(Ordering::Relaxed), app.db().statements())
    };
    let (commands, batches, statements) = counts();
    let placing = drive(&app, &shelf, load, false).await?;
    let (commands, batches, statements) = {
        let now = counts();
        (now.0 - commands, now.1 - batches, now.2 - statements)
    };
    let paying = drive(&app, &shelf, load, true).await?;
    let orders = placing.timings.report(placing.elapsed)[0].count;
    let (rows_per_order, raw) = raw(&app, &shelf, Duration::from_secs(load.seconds.into())).await?;
    let orders_per_second = per_second(orders, placing.elapsed);
    let failed = placing.timings.failed() + paying.timings.failed();
    let paid = paying.timings.report(paying.elapsed);
    let driven = Driven {
        concurrency: load.concurrency,
        hot: *hot,
        goods: shelf.len(),
        orders_per_second,
        paid_per_second: paid[1].per_second,
        commands_per_batch: commands / batches.max(1),
        statements_per_ten: statements * 10 / orders.max(1),
        rows_per_order,
        raw_orders_per_second: raw,
        share_percent: orders_per_second * 100 / raw.max(1),
        steps: placing.timings.report(placing.elapsed).into_iter().take(1).chain(paid).collect(),
    };
    if options.json {
        say!("{:#}", serde_json::to_value(&driven)?);
    } else {
        print(&driven);
    }
    ensure!(orders > 0, "nothing could be ordered");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Places orders until the time is up, and pays each if that is wanted.
async fn drive(
    app: &sampan_market::App,
    shelf: &Arc<Shelf>,
    load: &Load,
    pays: bool,
) -> Result<crate::bench::run::Measured, anyhow::Error> {
    let names = ["place", "pay"];
    let run = uuid::Uuid::now_v7().as_u128() & !0xffff_ffff_ffff_ffff;
    let work = |person: usize, end: Instant| {
        let (db, shelf) = (app.db().clone(), shelf.clone());
        async move {
            let mut timings = Timings::of(&names)?;
            let mut chance = fastrand::Rng::with_seed(person as u64);
            for turn in 0u64.. {
                if Instant::now() >= end {
                    break;
                }
                let which = chance.usize(..shelf.len());
                let number = run | (person as u128) << 40 | u128::from(turn);
                let began = Instant::now();
                let placed =
                    db.perform_once(shelf.owner(which), Some(shelf.key(number)), shelf.order(number, which)).await?;
                let placed = placed.map_err(|refusal| anyhow::anyhow!("{refusal:?}"));
                let (outcome, checkout) = match placed {
                    Ok(done) => (Ok(()), Some(done.reply.checkout)),
                    Err(error) => (Err(error), None),
                };
                timings.done(0, began, outcome);
                if let Some(checkout) = checkout.filter(|_| pays) {
                    let began = Instant::now();
                    let paid = db.perform(checkout.0, shelf.paid(checkout, which)).await?;
                    timings.done(1, began, paid.map(|_| ()).map_err(|refusal| anyhow::anyhow!("{refusal:?}")));
                }
            }
            Ok(timings)
        }
    };
    closed_loop(&names, load.concurrency.into(), Duration::from_secs(load.seconds.into()), work).await
}

/// Inserts the rows of new orders in bulk until the time is up, and takes them away again: rows an order, and orders a
/// second. Making the rows does not count.
async fn raw(app: &sampan_market::App, shelf: &Shelf, time: Duration) -> Result<(usize, u64), anyhow::Error> {
    let place = Place::database(app.db().location().clone(), MIGRATIONS).await?;
    let mut inserter = Inserter::new(&place)?;
    let before = shelf.before(FEW).await?;
    let run = uuid::Uuid::now_v7().as_u128() & !0xffff_ffff_ffff_ffff;
    let (mut elapsed, mut orders, mut rows, mut gone) = (Duration::ZERO, 0u64, 0, Vec::new());
    while elapsed < time {
        let bulk = batch(shelf, &before, run | u128::from(orders))?;
        rows = bulk.rows() / BATCH;
        gone.push(bulk.away());
        let began = Instant::now();
        inserter.insert(bulk).await?;
        elapsed += began.elapsed();
        orders += BATCH as u64;
    }
    for bulk in gone {
        inserter.insert(bulk).await?;
    }
    Ok((rows, per_second(orders, elapsed)))
}

/// The rows of a batch of orders, decided in memory alone.
fn batch(shelf: &Shelf, before: &Before, first: u128) -> Result<Bulk, anyhow::Error> {
    let mut rows = before.rows(PIECES);
    let chance = || fastrand::u64(..);
    let at = shelf.moment(&chance);
    for number in first..first + BATCH as u128 {
        let which = number as usize % FEW;
        let order = Once { key: Some(shelf.key(number)), command: shelf.order(number, which) };
        rows.learn_absent(order.needs(&rows));
        let placed = order.decide(&mut rows, &at);
        ensure!(matches!(placed, Ok(Ok(_))), "an order was refused");
    }
    Ok(Bulk::of(&rows, &BEFORE))
}

fn print(driven: &Driven) {
    let hot = if driven.hot { ", all the same product" } else { "" };
    say!("{} at once, {} products{hot}", driven.concurrency, driven.goods);
    say!("{} orders placed a second, {} placed and paid", driven.orders_per_second, driven.paid_per_second);
    say!(
        "{} orders a second as bare rows in bulk ({} rows each): placing reaches {} %",
        driven.raw_orders_per_second,
        driven.rows_per_order,
        driven.share_percent
    );
    let ten = driven.statements_per_ten;
    say!("{} commands a commit, {}.{} statements an order", driven.commands_per_batch, ten / 10, ten % 10);
    timing::print(&driven.steps);
}
