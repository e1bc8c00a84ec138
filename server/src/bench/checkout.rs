//! How many complete purchases of guests a running server takes, every answer looked at; or how many orders the commands
//! alone do, beside the engine's own limit.

mod direct;
mod journey;
mod stock;

use super::browse::statements;
use super::client::{Client, Target};
use super::run::closed_loop;
use super::timing::{self, StepReport, Timings};
use super::watch::{Usage, Watched};
use crate::options::{BenchCheckout, Options};
use anyhow::ensure;
use journey::{Buyer, NAMES};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What was measured.
#[derive(Serialize)]
struct Bought {
    /// Guests at once.
    concurrency: u16,
    /// Whether all bought the same product.
    hot: bool,
    /// Products that were bought from.
    listings: usize,
    /// Purchases seen to be paid, a second.
    journeys_per_second: u64,
    /// Orders paid, a second: one a journey.
    orders_per_second: u64,
    /// Purchases seen to be paid.
    journeys: u64,
    /// Steps that went wrong.
    failed: u64,
    /// Requests of a journey by step, the whole journey last.
    steps: Vec<StepReport>,
    /// The server's time on processors for one journey, in microseconds.
    server_cpu_us_each: Option<u64>,
    /// What the server used and holds.
    server: Option<Usage>,
    /// Statements to its database for ten journeys, where the server tells.
    statements_per_ten: Option<u64>,
}

/// Measures.
pub async fn run(options: &Options, bench: &BenchCheckout) -> Result<ExitCode, anyhow::Error> {
    if let Some(pieces) = bench.stock.filter(|_| !bench.direct) {
        stock::fill(options, pieces).await?;
    }
    if bench.direct {
        return direct::run(options, bench).await;
    }
    let BenchCheckout { load, hot, .. } = bench;
    let target = Target::of(&load.url).await?;
    let known = journey::learn(&mut Client::new(&target, journey::LANGUAGE)).await?;
    let listings: Arc<[String]> = if *hot { known[..1].into() } else { known.into() };
    let watched = Watched::of(load.pid, target.address);
    let before = statements(&target).await;
    let run = format!("{:x}", uuid::Uuid::now_v7().as_u128() >> 64);
    let work = |number: usize, end: Instant| {
        let mut buyer = Buyer::new(&target, format!("{run}-{number}"), number as u64, listings.clone());
        async move {
            let mut timings = Timings::of(&NAMES)?;
            while Instant::now() < end {
                let began = Instant::now();
                if buyer.buys(&mut timings).await {
                    timings.done(NAMES.len() - 1, began, Ok(()));
                } else {
                    // Whoever is refused does not ask a thousand times a second.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Ok(timings)
        }
    };
    let time = Duration::from_secs(load.seconds.into());
    let measured = closed_loop(&NAMES, load.concurrency.into(), time, work).await?;
    let server = watched.and_then(|watched| watched.usage());
    let after = statements(&target).await;
    let failed = measured.timings.failed();
    let steps = measured.timings.report(measured.elapsed);
    let journeys = steps.last().map_or(0, |whole| whole.count);
    let each = |amount: u64, times: u64| amount.saturating_mul(times) / journeys.max(1);
    let bought = Bought {
        concurrency: load.concurrency,
        hot: *hot,
        listings: listings.len(),
        journeys_per_second: timing::per_second(journeys, measured.elapsed),
        orders_per_second: timing::per_second(journeys, measured.elapsed),
        journeys,
        failed,
        steps,
        server_cpu_us_each: server.map(|used| each(used.cpu_ms, 1000)),
        server,
        statements_per_ten: before.zip(after).map(|(before, after)| each(after.saturating_sub(before), 10)),
    };
    if options.json {
        say!("{:#}", serde_json::to_value(&bought)?);
    } else {
        print(&bought);
    }
    ensure!(journeys > 0 || failed == 0, "nobody could buy: {}", first_failure(&bought));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn first_failure(bought: &Bought) -> &str {
    bought.steps.iter().find_map(|step| step.failure.as_deref()).unwrap_or("no step failed")
}

fn print(bought: &Bought) {
    let hot = if bought.hot { ", all the same product" } else { "" };
    say!("{} guests at once, {} products{hot}", bought.concurrency, bought.listings);
    say!("{} journeys a second, {} orders a second", bought.journeys_per_second, bought.orders_per_second);
    timing::print(&bought.steps);
    if let (Some(each), Some(used)) = (bought.server_cpu_us_each, bought.server) {
        say!("  server: {each} µs of processor a journey, {} MB of memory", used.memory_kb / 1024);
    }
    if let Some(ten) = bought.statements_per_ten {
        say!("  {}.{} statements a journey", ten / 10, ten % 10);
    }
}
