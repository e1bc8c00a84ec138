//! How long steps took, and how many went wrong.

use hdrhistogram::Histogram;
use serde::Serialize;
use std::time::{Duration, Instant};

/// The times of each step, in microseconds with three figures.
pub struct Timings {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    times: Histogram<u64>,
    failed: u64,
    failure: Option<String>,
}

/// A step as it is reported.
#[derive(Debug, Serialize)]
pub struct StepReport {
    /// Which step.
    pub step: &'static str,
    /// How often it went well.
    pub count: u64,
    /// How often a second.
    pub per_second: u64,
    /// Half were done within so many microseconds.
    pub p50_us: u64,
    /// Nineteen of twenty were.
    pub p95_us: u64,
    /// Ninety-nine of a hundred were.
    pub p99_us: u64,
    /// All were.
    pub max_us: u64,
    /// How often it went wrong.
    pub failed: u64,
    /// What went wrong first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Timings {
    /// No times yet for steps of these names.
    pub fn of(names: &[&'static str]) -> Result<Timings, anyhow::Error> {
        let step = |name: &&'static str| Ok(Step { name, times: Histogram::new(3)?, failed: 0, failure: None });
        Ok(Timings { steps: names.iter().map(step).collect::<Result<_, anyhow::Error>>()? })
    }

    /// A step, by its place among the names, that began then and went well or not.
    pub fn done(&mut self, step: usize, began: Instant, outcome: Result<(), anyhow::Error>) -> bool {
        let Some(step) = self.steps.get_mut(step) else { return false };
        match outcome {
            Ok(()) => {
                let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
                // It grows as far as it must, up to any number.
                let _ = step.times.record(micros);
                true
            }
            Err(error) => {
                step.failed += 1;
                step.failure.get_or_insert_with(|| format!("{error:#}"));
                false
            }
        }
    }

    /// Takes in what someone else measured of the same steps.
    pub fn add(&mut self, other: Timings) -> Result<(), anyhow::Error> {
        for (step, other) in self.steps.iter_mut().zip(other.steps) {
            step.times.add(&other.times)?;
            step.failed += other.failed;
            step.failure = step.failure.take().or(other.failure);
        }
        Ok(())
    }

    /// How often all steps together went wrong.
    pub fn failed(&self) -> u64 {
        self.steps.iter().map(|step| step.failed).sum()
    }

    /// What there is to say after so long.
    pub fn report(&self, elapsed: Duration) -> Vec<StepReport> {
        let report = |step: &Step| StepReport {
            step: step.name,
            count: step.times.len(),
            per_second: per_second(step.times.len(), elapsed),
            p50_us: step.times.value_at_quantile(0.50),
            p95_us: step.times.value_at_quantile(0.95),
            p99_us: step.times.value_at_quantile(0.99),
            max_us: step.times.max(),
            failed: step.failed,
            failure: step.failure.clone(),
        };
        self.steps.iter().map(report).collect()
    }
}

/// How many a second.
pub fn per_second(count: u64, elapsed: Duration) -> u64 {
    u64::try_from(u128::from(count) * 1_000_000 / elapsed.as_micros().max(1)).unwrap_or(u64::MAX)
}

/// Prints steps as a table for people.
pub fn print(steps: &[StepReport]) {
    say!("{:<16} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7}", "", "count", "a second", "p50 ms", "p95 ms", "p99 ms", "failed");
    let ms = |us: u64| format!("{}.{:02}", us / 1000, us % 1000 / 10);
    for s in steps {
        let (p50, p95, p99) = (ms(s.p50_us), ms(s.p95_us), ms(s.p99_us));
        say!("{:<16} {:>9} {:>9} {p50:>9} {p95:>9} {p99:>9} {:>7}", s.step, s.count, s.per_second, s.failed);
        if let Some(failure) = &s.failure {
            say!("  went wrong: {failure}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_several_add_up() {
        let mut all = Timings::of(&["open", "pay"]).expect("timings");
        let mut one = Timings::of(&["open", "pay"]).expect("timings");
        assert!(one.done(0, Instant::now(), Ok(())));
        assert!(!one.done(1, Instant::now(), Err(anyhow::anyhow!("refused"))));
        assert!(!one.done(2, Instant::now(), Ok(())), "there is no such step");
        all.add(one).expect("added");
        let report = all.report(Duration::from_secs(1));
        assert_eq!((report[0].count, report[0].per_second, report[0].failed), (1, 1, 0));
        assert_eq!((report[1].count, report[1].failed, report[1].failure.as_deref()), (0, 1, Some("refused")));
        assert_eq!(all.failed(), 1);
    }
}
