//! A market made up from a seed, as large as one likes: what benchmarks and tests are run on.
//!
//! The same numbers, seed and day give the same market (what is sealed differs, for the key and the nonces do). Blocks of
//! some thousand listings are made and saved one after another, each in one commit, so a run that was stopped goes on
//! where it stopped.

mod chance;
mod goods;
mod market;
mod orders;
mod people;
mod plan;
mod words;

#[cfg(test)]
mod tests;

use crate::open::{Outside, open};
use crate::options::{Generate, Options};
use indicatif::{ProgressBar, ProgressStyle};
use market::{Block, Market, PEOPLE};
use plan::Plan;
use sampan_ids::AccountId;
use sampan_market::accounts::{Name, Names, email_id, fresh_password};
use sampan_market::catalog::Listings;
use sampan_market::{App, Mode};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Tables of which none may hold anything when a market is begun.
const EMPTY: [&str; 6] = ["sellers", "listings", "orders", "accounts", "names", "settings"];

/// What was made.
#[derive(Debug, Serialize)]
pub struct Made {
    /// Sellers.
    pub sellers: u64,
    /// Listings.
    pub listings: u64,
    /// Orders; those for which a buyer found nothing to buy are left out.
    pub orders: u64,
    /// Rows written by this run.
    pub rows: u64,
    /// Blocks that an earlier run had saved.
    pub blocks_before: u64,
    /// Whole seconds it took.
    pub seconds: u64,
}

/// Makes a market in an empty database, or goes on with one that was begun.
pub async fn run(options: &Options, wanted: &Generate) -> Result<ExitCode, anyhow::Error> {
    let app = open(options, Mode::Live, Outside::none()).await?;
    let today = app.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let plan = Plan {
        sellers: wanted.sellers,
        listings: wanted.listings,
        orders: wanted.orders,
        seed: wanted.seed,
        day: wanted.day.unwrap_or(today),
    };
    let bar = bar(options.json);
    let made = generate(&app, plan, wanted.day.is_some(), &bar).await?;
    bar.finish_and_clear();
    if options.json {
        say!("{:#}", serde_json::to_value(&made)?);
        return Ok(ExitCode::SUCCESS);
    }
    let Made { sellers, listings, orders, rows, seconds, .. } = made;
    say!("{sellers} sellers, {listings} listings, {orders} orders: {rows} rows in {seconds} s");
    for (role, email) in PEOPLE {
        if let Some(name) = app.db().find::<Names>(&email_id(app.vault(), email)).await? {
            say!("  {role:<9} {email:<32} {}", fresh_password(&app, AccountId(name.target)).await?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on a terminal; none where a program reads.
fn bar(json: bool) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} listings and orders, {per_sec}, {eta} left");
    // The template is constant; were it wrong, a plain bar does.
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Makes the market of a plan, or what is left to make of it.
pub async fn generate(app: &App, plan: Plan, day_given: bool, bar: &ProgressBar) -> Result<Made, anyhow::Error> {
    let started = Instant::now();
    let vault = app.vault().clone();
    let begun = app.db().find::<Names>(&Market::mark(&vault)).await?;
    let plan = match &begun {
        Some(name) => same(plan, day_given, name)?,
        None => plan,
    };
    let market = Arc::new(Market { plan, goods: goods::Goods::of(&sampan_demo::catalogue::catalogue())?, vault });
    let mut loader = app.db().loader()?;
    if begun.is_none() {
        refuse_if_used(app).await?;
        loader.insert(market.beginning()?).await?;
    }
    app.reload().await?;
    let (first, blocks) = (first_missing(app, &market).await?, market.plan.blocks());
    let mut made = Made {
        sellers: market.plan.sellers,
        listings: market.plan.listings,
        orders: 0,
        rows: 0,
        blocks_before: first,
        seconds: 0,
    };
    bar.set_length(market.plan.listings + market.plan.orders);
    bar.set_position(market.plan.listings_of(first).start + market.plan.orders_of(first).start);
    let mut next = (first < blocks).then(|| making(app, &market, first));
    let mut number = first;
    while let Some(making) = next.take() {
        let block = making.await??;
        number += 1;
        // The next block is made while this one is saved.
        next = (number < blocks).then(|| self::making(app, &market, number));
        made.rows += block.bulk.len() as u64;
        let done = block.listings + block.orders;
        loader.insert(block.bulk).await?;
        bar.inc(done);
    }
    loader.finish().await?;
    let count = app.db().query("select count(*) as n from orders", vec![]).await?;
    made.orders = count.first().map_or(0, |row| row.int("n").unsigned_abs());
    made.seconds = started.elapsed().as_secs();
    Ok(made)
}

/// A block being made, aside.
fn making(app: &App, market: &Arc<Market>, number: u64) -> tokio::task::JoinHandle<Result<Block, anyhow::Error>> {
    let (market, mut pricing) = (market.clone(), app.pricing());
    pricing.now = market.plan.end();
    tokio::task::spawn_blocking(move || market.block(number, &pricing))
}

/// The plan of an earlier run, if it is this one; the day is then the earlier run's.
fn same(plan: Plan, day_given: bool, begun: &Name) -> Result<Plan, anyhow::Error> {
    let day = begun.kind.split(' ').nth(1).and_then(|day| day.parse().ok()).filter(|_| !day_given);
    let plan = Plan { day: day.unwrap_or(plan.day), ..plan };
    anyhow::ensure!(plan.name() == begun.kind, "another market was begun here: {}", begun.kind);
    Ok(plan)
}

/// A market is made in an empty database alone.
async fn refuse_if_used(app: &App) -> Result<(), anyhow::Error> {
    for table in EMPTY {
        let found = app.db().query(&format!("select cell from {table} limit 1"), vec![]).await?;
        anyhow::ensure!(found.is_empty(), "the database is not empty: there are {table}");
    }
    Ok(())
}

/// The first block that is not saved: all before it are.
async fn first_missing(app: &App, market: &Market) -> Result<u64, anyhow::Error> {
    let (mut saved, mut missing) = (0, market.plan.blocks());
    while saved < missing {
        let middle = (saved + missing) / 2;
        if app.db().find::<Listings>(&market.first_listing(middle)?).await?.is_some() {
            saved = middle + 1;
        } else {
            missing = middle;
        }
    }
    Ok(saved)
}
