//! Workers: what happens without anyone asking. Each is a function that does what is due and says how much it did; they
//! run one after another, and failures are logged and tried again.

use crate::App;
use std::time::Duration;
use tokio::sync::watch;

/// The pause after a round in which nothing was due.
const IDLE: Duration = Duration::from_millis(250);

/// Runs every worker until told to stop.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let done = round(&app).await;
        if done == 0 {
            tokio::select! {
                _ = tokio::time::sleep(IDLE) => {}
                _ = stopping.changed() => {}
            }
        }
    }
}

/// Does all that is due now, once. Tests call it after moving the clock.
pub async fn round(app: &App) -> usize {
    let mut done = 0;
    done += counted("mail", crate::mail::deliver(app).await);
    done
}

fn counted(worker: &str, outcome: Result<usize, anyhow::Error>) -> usize {
    outcome.unwrap_or_else(|error| {
        tracing::error!(worker, error = format!("{error:#}"), "a worker failed");
        0
    })
}
