//! Workers: what happens without anyone asking. Each is a function that does what is due and says how much it did; they
//! run one after another, and failures are logged and tried again.

use crate::App;
use std::time::Duration;
use tokio::sync::watch;

/// The pause after a round in which nothing was due.
const IDLE: Duration = Duration::from_millis(250);

/// Runs every worker until told to stop. Imports and drafts take long and so may other people's servers, so they have
/// loops of their own; what is stopped in the middle goes on at the next start.
pub async fn work(app: App, stopping: watch::Receiver<bool>) {
    let (quick, imports) = (|| quick(&app), || imports(&app));
    let (drafts, pictures) = (|| drafts(&app), || pictures(&app));
    tokio::join!(
        until(stopping.clone(), quick, false),
        until(stopping.clone(), imports, true),
        until(stopping.clone(), drafts, true),
        until(stopping, pictures, true)
    );
}

/// Does work again and again until told to stop, if need be in the middle of it.
async fn until<F: Future<Output = usize>>(mut stopping: watch::Receiver<bool>, work: impl Fn() -> F, breaks: bool) {
    while !*stopping.borrow() {
        let done = tokio::select! {
            done = work() => done,
            _ = stopping.changed(), if breaks => continue,
        };
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
    quick(app).await + imports(app).await + drafts(app).await
}

async fn drafts(app: &App) -> usize {
    counted("drafts", crate::whatif::work(app).await)
}

async fn pictures(app: &App) -> usize {
    counted("pictures", crate::catalog::fetch::work(app).await)
}

async fn imports(app: &App) -> usize {
    counted("imports", crate::catalog::import::work(app).await)
}

/// What takes a moment at most.
async fn quick(app: &App) -> usize {
    let mut done = 0;
    done += counted("published drafts", app.lay_published().await.map(usize::from).map_err(Into::into));
    done += counted("search index", crate::browse::index_changes(app).await);
    done += counted("expiry", crate::checkout::expiry::expire(app).await);
    done += counted("sandbox", crate::checkout::sandbox::deliver(app).await);
    done += counted("refunds", crate::checkout::refunds::send(app).await);
    done += counted("mail", crate::mail::deliver(app).await);
    done += counted("demo carrier", crate::orders::work::demo_carrier(app).await);
    done += counted("orders' clock", crate::orders::work::clock(app).await);
    done
}

fn counted(worker: &str, outcome: Result<usize, anyhow::Error>) -> usize {
    outcome.unwrap_or_else(|error| {
        tracing::error!(worker, error = format!("{error:#}"), "a worker failed");
        0
    })
}
