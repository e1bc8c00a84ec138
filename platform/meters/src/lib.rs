//! What the program counts about itself, and the text in which Prometheus reads it.
//!
//! Written here because it is little and is read twice: the libraries for it keep what a histogram holds to themselves,
//! so the operator's page could not draw it, and most want one recorder for the whole process, which tests that open many
//! marketplaces side by side cannot share. Everything is a whole number; a time is counted in microseconds and written in
//! seconds.
//!
//! ```
//! use sampan_meters::{Histogram, Text};
//! let sizes = Histogram::new(&[1, 10]);
//! sizes.observe(3);
//! let mut text = Text::default();
//! text.histogram("batch_size", "Commands in a batch.", &[], &sizes.read(), 0);
//! assert!(text.done().contains("batch_size_bucket{le=\"10\"} 1\n"));
//! ```

mod text;

pub use text::Text;

use std::sync::atomic::{AtomicU64, Ordering};

/// Microseconds at which the steps of times lie: 100 µs to 10 s.
pub const TIMES: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    10_000_000,
];
/// The steps of sizes: 1 to 1,024.
pub const SIZES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/// How many values lay at or below each of some steps.
#[derive(Debug)]
pub struct Histogram {
    steps: &'static [u64],
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram held at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The steps, from the lowest.
    pub steps: &'static [u64],
    /// How many values lay between each step and the one before it; the last are those above all steps.
    pub counts: Vec<u64>,
    /// All values together.
    pub sum: u64,
}

impl Histogram {
    /// Nothing yet. The steps go upwards.
    pub fn new(steps: &'static [u64]) -> Histogram {
        Histogram { steps, counts: (0..=steps.len()).map(|_| AtomicU64::new(0)).collect(), sum: AtomicU64::new(0) }
    }

    /// One more value.
    pub fn observe(&self, value: u64) {
        let at = self.steps.partition_point(|step| *step < value);
        if let Some(count) = self.counts.get(at) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// One more time.
    pub fn observe_time(&self, time: std::time::Duration) {
        self.observe(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// What it holds.
    pub fn read(&self) -> Counted {
        Counted {
            steps: self.steps,
            counts: self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect(),
            sum: self.sum.load(Ordering::Relaxed),
        }
    }
}

impl Counted {
    /// How many values there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The average, rounded down; nothing without values.
    pub fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.count())
    }

    /// The step at or below which so many of a hundred values lie; nothing without values, or where it is above all
    /// steps.
    pub fn percentile(&self, percent: u64) -> Option<u64> {
        let wanted = (self.count() * percent.min(100)).div_ceil(100).max(1);
        let mut seen = 0;
        self.counts.iter().zip(self.steps).find_map(|(count, step)| {
            seen += count;
            (seen >= wanted).then_some(*step)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_at_or_below_their_step() {
        let histogram = Histogram::new(&[1, 10, 100]);
        assert_eq!((histogram.read().mean(), histogram.read().percentile(50)), (None, None));
        for value in [0, 1, 2, 10, 11, 100, 101, 5_000] {
            histogram.observe(value);
        }
        let read = histogram.read();
        assert_eq!(read.counts, [2, 2, 2, 2]);
        assert_eq!((read.count(), read.sum, read.mean()), (8, 5_225, Some(653)));
        let table =
            [(0, Some(1)), (25, Some(1)), (26, Some(10)), (50, Some(10)), (75, Some(100)), (76, None), (100, None)];
        for (percent, wanted) in table {
            assert_eq!(read.percentile(percent), wanted, "{percent} %");
        }
    }
}
