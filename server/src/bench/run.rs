//! A closed loop: so many people at once, each asking again as soon as they are answered, until the time is up.

use super::timing::Timings;
use std::future::Future;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// What all of them measured, and how long it took.
pub struct Measured {
    /// The times.
    pub timings: Timings,
    /// From the first request to the last answer.
    pub elapsed: Duration,
}

/// Lets so many work at once until the time is up; each is told its number and when to end.
pub async fn closed_loop<F, W>(
    names: &[&'static str],
    people: usize,
    time: Duration,
    work: F,
) -> Result<Measured, anyhow::Error>
where
    F: Fn(usize, Instant) -> W,
    W: Future<Output = Result<Timings, anyhow::Error>> + Send + 'static,
{
    let start = Instant::now();
    let mut all: JoinSet<_> = (0..people).map(|number| work(number, start + time)).collect();
    let mut timings = Timings::of(names)?;
    while let Some(done) = all.join_next().await {
        timings.add(done??)?;
    }
    Ok(Measured { timings, elapsed: start.elapsed() })
}
