//! Workers: what happens without anyone asking. Each is a function that does what is due and says how much it did; they
//! run one after another, and failures are logged and tried again.
//!
//! Of several processes on one database each does its share of them ([`sampan_db::lease`]). What is each process's own
//! (the search index, published drafts in memory, pictures that its pages asked for) every one does for itself.

use crate::App;
use std::time::Duration;
use tokio::sync::watch;

/// The pause after a round in which nothing was due.
const IDLE: Duration = Duration::from_millis(250);
/// The pause after a round in which something was: what comes meanwhile is done together in the next.
const BUSY: Duration = Duration::from_millis(20);

/// The pause after the search index could not be filled.
const AGAIN: Duration = Duration::from_secs(60);

/// The workers that processes share: each runs in one process at a time.
pub const WORKERS: &[&str] = &[
    "answers",
    crate::books::closing::WORKER,
    "demo carrier",
    "drafts",
    "events",
    "expiry",
    "imports",
    crate::mail::TOPIC,
    "orders' clock",
    crate::checkout::refunds::TOPIC,
    "sandbox",
];

/// Runs every worker until told to stop. Imports and drafts take long and so may other people's servers, so they have
/// loops of their own; what is stopped in the middle goes on at the next start.
pub async fn work(app: App, stopping: watch::Receiver<bool>) {
    let (quick, steady, imports) = (|| quick(&app), || steady(&app), || imports(&app));
    let (drafts, pictures) = (|| drafts(&app), || pictures(&app));
    tokio::join!(
        filling(&app, stopping.clone()),
        until(stopping.clone(), quick, false),
        until(stopping.clone(), steady, false),
        until(stopping.clone(), imports, true),
        until(stopping.clone(), drafts, true),
        until(stopping.clone(), pictures, true),
        until(stopping, || beat(&app), false)
    );
    if let Err(error) = app.share().leave(app.db()).await {
        tracing::warn!(%error, "the workers' leases run out by themselves");
    }
}

/// Fills the search index if it is none of this database, while pages are served; after a failure again a minute later.
async fn filling(app: &App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let filled = tokio::select! {
            filled = crate::browse::ready(app) => filled,
            _ = stopping.changed() => return,
        };
        match filled {
            Ok(()) => return,
            Err(error) => tracing::error!(error = format!("{error:#}"), "the search index is not filled"),
        }
        tokio::select! {
            _ = tokio::time::sleep(AGAIN) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Does work again and again until told to stop, if need be in the middle of it.
async fn until<F: Future<Output = usize>>(mut stopping: watch::Receiver<bool>, work: impl Fn() -> F, breaks: bool) {
    while !*stopping.borrow() {
        let done = tokio::select! {
            done = work() => done,
            _ = stopping.changed(), if breaks => continue,
        };
        tokio::select! {
            _ = tokio::time::sleep(if done == 0 { IDLE } else { BUSY }) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Is heard of among the processes, where that is due. Has a loop of its own too, for others may take long.
async fn beat(app: &App) -> usize {
    if let Err(error) = app.share().beat(app.db()).await {
        tracing::error!(%error, "the workers' leases are not renewed");
    }
    0
}

/// Does a worker's work, if it is this process's.
async fn leased(app: &App, worker: &'static str, work: impl Future<Output = Result<usize, anyhow::Error>>) -> usize {
    match app.share().enter(worker, app.now()) {
        Some(_turn) => counted(worker, work.await),
        None => 0,
    }
}

/// Does all of this process's share that is due now, once. Tests call it after moving the clock.
pub async fn round(app: &App) -> usize {
    beat(app).await;
    quick(app).await + steady(app).await + imports(app).await + drafts(app).await
}

async fn drafts(app: &App) -> usize {
    leased(app, "drafts", crate::whatif::work(app)).await
}

async fn pictures(app: &App) -> usize {
    counted("pictures", crate::catalog::fetch::work(app).await)
}

async fn imports(app: &App) -> usize {
    leased(app, "imports", crate::catalog::import::work(app)).await
}

/// Forgets answers that have been kept long enough.
async fn forget(app: &App) -> Result<usize, anyhow::Error> {
    Ok(sampan_db::once::forget(app.db()).await?)
}

/// What somebody waits for, and takes a moment at most.
async fn quick(app: &App) -> usize {
    let mut done = leased(app, "sandbox", crate::checkout::sandbox::deliver(app)).await;
    done += leased(app, crate::checkout::refunds::TOPIC, crate::checkout::refunds::send(app)).await;
    done + leased(app, crate::mail::TOPIC, crate::mail::deliver(app)).await
}

/// What time brings, or others' changes.
async fn steady(app: &App) -> usize {
    let mut done = beat(app).await;
    done += counted("published drafts", app.lay_published().await.map(usize::from).map_err(Into::into));
    done += counted("search index", crate::browse::index_changes(app).await);
    done += leased(app, "expiry", crate::checkout::expiry::expire(app)).await;
    done += leased(app, "demo carrier", crate::orders::work::demo_carrier(app)).await;
    done += leased(app, "orders' clock", crate::orders::work::clock(app)).await;
    done += leased(app, "answers", forget(app)).await;
    done += leased(app, "events", crate::mail::forget(app)).await;
    done + leased(app, crate::books::closing::WORKER, crate::books::closing::close(app)).await
}

fn counted(worker: &str, outcome: Result<usize, anyhow::Error>) -> usize {
    outcome.unwrap_or_else(|error| {
        tracing::error!(worker, error = format!("{error:#}"), "a worker failed");
        0
    })
}
