//! Whole histories of a marketplace out of one seed, and the history of a run that has been.

use crate::open::{Outside, open};
use crate::options::{CheckHistory, Options, Simulate, SimulatedIn};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use sampan_db::Location;
use sampan_market::Mode;
use sampan_simulation::history::{self, History};
use sampan_simulation::{Engine, Plan, Report, run as simulated};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

/// Findings that are printed for people; `--json` has all.
const SHOWN: usize = 20;

/// Runs histories. Exit code 0 when all of them are sound.
pub async fn run(options: &Options, asked: &Simulate) -> Result<ExitCode, anyhow::Error> {
    // The folder goes with its handle.
    let folder = tempfile::tempdir().context("a folder for the simulation's database")?;
    let engine = match asked.engine {
        SimulatedIn::Memory => Engine::Memory,
        SimulatedIn::Sqlite => Engine::Database(Location::File(folder.path().join("sampan.db"))),
        SimulatedIn::Postgres => Engine::Database(empty(options).await?),
    };
    let plan = Plan { seed: asked.seed, histories: asked.histories, days: asked.days, engine, plant: None };
    let (bar, begun) = (bar(options.json, asked.histories), Instant::now());
    let report = simulated(&plan, |report| {
        bar.set_position(report.histories);
        bar.set_message(format!("{} commands, {} orders", report.commands, report.orders));
    });
    let report = report.await?;
    bar.finish_and_clear();
    if options.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report, asked, begun.elapsed().as_secs());
    }
    Ok(if report.failure.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The PostgreSQL database that is named, if nobody's marketplace lies in it.
async fn empty(options: &Options) -> Result<Location, anyhow::Error> {
    let url = options.database.clone().context("--engine postgres wants --database, an empty one of its own")?;
    let app = open(options, Mode::Demo, Outside::none()).await?;
    let sellers = app.db().query("select seller_id from sellers limit 1", vec![]).await?;
    anyhow::ensure!(sellers.is_empty(), "--database: a marketplace lies there; histories want an empty database");
    Ok(Location::Postgres(url))
}

/// A bar on a terminal; none where a program reads.
fn bar(json: bool, histories: u64) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} histories, {per_sec}, {eta} left  {msg}");
    // The template is constant; were it wrong, a plain bar does.
    ProgressBar::new(histories).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(report: &Report, asked: &Simulate, seconds: u64) {
    say!(
        "{} histories from seed {}, {} days each, in {seconds} s: {} commands in {} steps, {} commits.",
        report.histories,
        asked.seed,
        asked.days,
        report.commands,
        report.steps,
        report.commits
    );
    say!(
        "{} processes died, {} batches were decided again, {} commands were never answered and sent again.",
        report.deaths,
        report.conflicts,
        report.unanswered
    );
    let list = |counts: &BTreeMap<String, u64>| {
        let each: Vec<String> = counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
        each.join(", ")
    };
    say!("{} orders: {}.", report.orders, list(&report.ends));
    say!("Parcels at customs: {}.", list(&report.rulings));
    match &report.failure {
        None => say!("All of them are sound."),
        Some(failure) => {
            say!("Seed {} is not sound after step {}:", failure.seed, failure.step);
            failure.findings.iter().take(SHOWN).for_each(|finding| say!("  {finding}"));
            say!("Again: sampan simulate --seed {} --histories 1 --days {}", failure.seed, asked.days);
        }
    }
}

/// Checks the history of a run: of the database, or of a file. Exit code 0 when it can be.
pub async fn check(options: &Options, asked: &CheckHistory) -> Result<ExitCode, anyhow::Error> {
    let history: History = match &asked.file {
        Some(file) => {
            let text = std::fs::read(file).with_context(|| format!("the file {} cannot be read", file.display()))?;
            serde_json::from_slice(&text).with_context(|| format!("{} is no history", file.display()))?
        }
        None => history::read(open(options, Mode::Live, Outside::none()).await?.db()).await?,
    };
    if let Some(file) = &asked.write {
        let text = serde_json::to_vec(&history)?;
        std::fs::write(file, text).with_context(|| format!("the file {} cannot be written", file.display()))?;
    }
    let found = history.check();
    if options.json {
        let told = serde_json::json!({
            "moves": history.moved.len(), "shelves": history.shelves.len(), "findings": found,
        });
        say!("{told:#}");
    } else {
        say!("{} moves on {} shelves", history.moved.len(), history.shelves.len());
        found.iter().take(SHOWN).for_each(|finding| say!("  {finding}"));
        say!("{}", if found.is_empty() { "a history that can be" } else { "a history that cannot be" });
    }
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
