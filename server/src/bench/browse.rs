//! How fast a running server shows what it sells: pages and JSON, in Chinese, with landed prices, every answer looked at.

mod learn;

use super::client::{Answer, Client, Target};
use super::run::closed_loop;
use super::timing::{self, StepReport, Timings};
use super::watch::{Usage, Watched};
use crate::options::{BenchBrowse, Load, Options};
use crate::report::bad_field;
use anyhow::ensure;
use learn::Known;
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What can be asked for, in the order of [`STEPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    ProductPage,
    ProductJson,
    CategoryPage,
    ShopPage,
    List,
    Search,
    HomePage,
}

const STEPS: [(Step, &str); 7] = [
    (Step::ProductPage, "product_page"),
    (Step::ProductJson, "product_json"),
    (Step::CategoryPage, "category_page"),
    (Step::ShopPage, "shop_page"),
    (Step::List, "list_json"),
    (Step::Search, "search_json"),
    (Step::HomePage, "home_page"),
];
const NAMES: [&str; 7] = [STEPS[0].1, STEPS[1].1, STEPS[2].1, STEPS[3].1, STEPS[4].1, STEPS[5].1, STEPS[6].1];
/// In the language of those who read.
const LANGUAGE: &str = "zh-Hans";

/// What was measured.
#[derive(Serialize)]
struct Browsed {
    /// People at once.
    concurrency: u16,
    /// Listings that were asked for.
    listings: usize,
    /// Each step alone.
    alone: Vec<Part>,
    /// All steps mixed.
    mixed: Option<Mixed>,
}

/// A step and what it cost.
#[derive(Serialize)]
struct Part {
    #[serde(flatten)]
    step: StepReport,
    #[serde(flatten)]
    cost: Cost,
}

/// All steps and what they cost together.
#[derive(Serialize)]
struct Mixed {
    per_second: u64,
    steps: Vec<StepReport>,
    #[serde(flatten)]
    cost: Cost,
}

/// What the server used.
#[derive(Serialize)]
struct Cost {
    /// Its time on processors for one answer, in microseconds.
    server_cpu_us_each: Option<u64>,
    /// What it used and holds.
    server: Option<Usage>,
    /// Statements to its database for ten answers, where the server tells.
    statements_per_ten: Option<u64>,
}

/// Measures each step alone and then all together.
pub async fn run(options: &Options, BenchBrowse { load, only }: &BenchBrowse) -> Result<ExitCode, anyhow::Error> {
    let wanted = wanted(only)?;
    let target = Target::of(&load.url).await?;
    let known = Arc::new(learn::learn(&mut Client::new(&target, LANGUAGE)).await?);
    let mut browsed =
        Browsed { concurrency: load.concurrency, listings: known.listings.len(), alone: Vec::new(), mixed: None };
    let mut failed = 0;
    for step in &wanted {
        let (measured, cost) = measure(&target, load, &known, vec![*step]).await?;
        failed += measured.timings.failed();
        let steps = measured.timings.report(measured.elapsed);
        browsed.alone.extend(steps.into_iter().nth(*step as usize).map(|step| Part { step, cost }));
    }
    if wanted.len() > 1 {
        let (measured, cost) = measure(&target, load, &known, wanted.clone()).await?;
        failed += measured.timings.failed();
        let steps = measured.timings.report(measured.elapsed);
        let steps: Vec<_> = steps.into_iter().filter(|step| step.count + step.failed > 0).collect();
        let all = steps.iter().map(|step| step.count).sum();
        browsed.mixed = Some(Mixed { per_second: timing::per_second(all, measured.elapsed), steps, cost });
    }
    if options.json {
        say!("{:#}", serde_json::to_value(&browsed)?);
    } else {
        print(&browsed);
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The steps that are asked for.
fn wanted(only: &[String]) -> Result<Vec<Step>, anyhow::Error> {
    if only.is_empty() {
        return Ok(STEPS.map(|(step, _)| step).into());
    }
    let step = |name: &String| {
        let found = STEPS.iter().find(|(_, known)| known == name);
        found.map(|(step, _)| *step).ok_or_else(|| bad_field("--only", name, &NAMES.join(", ")))
    };
    only.iter().map(step).collect()
}

/// Lets everyone ask for these steps by turns, and sees what the server used meanwhile.
async fn measure(
    target: &Target,
    load: &Load,
    known: &Arc<Known>,
    steps: Vec<Step>,
) -> Result<(super::run::Measured, Cost), anyhow::Error> {
    let watched = Watched::of(load.pid, target.address);
    let before = statements(target).await;
    let work = |number: usize, end: Instant| {
        let (mut client, known, steps) = (Client::new(target, LANGUAGE), known.clone(), steps.clone());
        async move {
            let mut timings = Timings::of(&NAMES)?;
            let mut chance = fastrand::Rng::with_seed(number as u64);
            let mut turn = number;
            while Instant::now() < end {
                let step = steps[turn % steps.len()];
                turn += 1;
                let began = Instant::now();
                let outcome = ask(&mut client, step, &known, &mut chance).await;
                if !timings.done(step as usize, began, outcome) {
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
    let after = statements(target).await;
    let answers: u64 = measured.timings.report(measured.elapsed).iter().map(|step| step.count).sum();
    let each = |amount: u64, times: u64| amount.saturating_mul(times) / answers.max(1);
    let statements_per_ten = before.zip(after).map(|(before, after)| each(after.saturating_sub(before), 10));
    let cost = Cost { server_cpu_us_each: server.map(|u| each(u.cpu_ms, 1000)), server, statements_per_ten };
    Ok((measured, cost))
}

/// Statements that the server has sent to its database, where it tells.
pub(super) async fn statements(target: &Target) -> Option<u64> {
    let mut client = Client::new(target, "en");
    let answer = client.page("/metrics").await.ok().filter(|answer| answer.status == 200)?;
    let text = std::str::from_utf8(answer.body).ok()?;
    let line = text.lines().find(|line| line.starts_with("sampan_statements_total"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// Asks for one thing and looks at the answer.
async fn ask(client: &mut Client, step: Step, known: &Known, chance: &mut fastrand::Rng) -> Result<(), anyhow::Error> {
    let listing = &known.listings[chance.usize(..known.listings.len())];
    match step {
        Step::ProductPage => {
            let answer = client.page(&listing.href).await?;
            holds(&answer, &["<html lang=\"zh-Hans\"", &listing.href, "class=\"price money\""])
        }
        Step::ProductJson => {
            let answer = client.get(&format!("/api/v1/listings/{}", listing.id)).await?;
            holds(&answer, &[&listing.id, "\"charged\":{\"amount\""])
        }
        Step::CategoryPage => {
            let path = chosen(&known.categories, chance);
            let answer = client.page(path).await?;
            holds(&answer, &["<html lang=\"zh-Hans\"", path, "<article class=\"product\">"])
        }
        Step::ShopPage => {
            let answer = client.page(&listing.shop).await?;
            holds(&answer, &["<html lang=\"zh-Hans\"", "<article class=\"product\">"])
        }
        Step::List => {
            let path = chosen(&known.categories, chance);
            let answer = client.get(&format!("/api/v1{path}")).await?;
            holds(&answer, &["\"listings\":[{\"id\":", "\"charged\":{\"amount\""])
        }
        Step::Search => {
            let words = chosen(&known.searches, chance);
            let answer = client.get(words).await?;
            holds(&answer, &["\"listings\":[{\"id\":"])
        }
        Step::HomePage => {
            let answer = client.page("/").await?;
            holds(&answer, &["<html lang=\"zh-Hans\"", "<article class=\"product\">"])
        }
    }
}

fn chosen<'a>(all: &'a [String], chance: &mut fastrand::Rng) -> &'a str {
    &all[chance.usize(..all.len())]
}

/// The answer is a good one and says these things.
fn holds(answer: &Answer<'_>, wanted: &[&str]) -> Result<(), anyhow::Error> {
    ensure!(answer.status == 200, "status {}: {}", answer.status, answer.beginning());
    let text = std::str::from_utf8(answer.body)?;
    for wanted in wanted {
        ensure!(text.contains(wanted), "{wanted:?} is not in {}", answer.beginning());
    }
    Ok(())
}

fn print(browsed: &Browsed) {
    let Browsed { concurrency, listings, alone, mixed } = browsed;
    say!("{concurrency} at once, {listings} listings");
    let cost = |cost: &Cost| {
        let used = cost.server.map(|used| (cost.server_cpu_us_each.unwrap_or(0), used.memory_kb / 1024));
        if let Some((each, memory)) = used {
            say!("  server: {each} µs of processor an answer, {memory} MB of memory");
        }
        if let Some(ten) = cost.statements_per_ten {
            say!("  {}.{} statements an answer", ten / 10, ten % 10);
        }
    };
    for part in alone {
        timing::print(std::slice::from_ref(&part.step));
        cost(&part.cost);
    }
    if let Some(mixed) = mixed {
        say!("all mixed: {} answers a second", mixed.per_second);
        timing::print(&mixed.steps);
        cost(&mixed.cost);
    }
}
