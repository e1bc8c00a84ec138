//! What the operator sees of the running program. Counted since it was started, for this process.

use super::reading::{Reading, counted};
use crate::look::{Chart, Shape};
use crate::page;
use sampan_db::Counts;
use sampan_meters::Counted;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// Routes in a chart.
const ROUTES: usize = 12;

/// The program in figures.
#[derive(Serialize, ToSchema)]
pub struct MachineView {
    /// The version.
    pub version: &'static str,
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// Single figures by name.
    pub figures: Vec<FigureRow>,
    /// Distributions.
    #[schema(value_type = Vec<Object>)]
    pub charts: Vec<Chart>,
}
page!(MachineView, "machine/pages/machine.html");

/// A figure.
#[derive(Serialize, ToSchema)]
pub struct FigureRow {
    /// Its name, such as `conflicts`.
    pub name: &'static str,
    /// Its value.
    pub value: u64,
}

impl FigureRow {
    /// The key of its name in words.
    pub fn key(&self) -> String {
        format!("machine-figure-{}", self.name.replace('_', "-"))
    }
}

impl MachineView {
    /// Draws what was read.
    pub fn of(reading: &Reading, counts: &Counts, s: &Shell) -> MachineView {
        let whole = |n: i64| u64::try_from(n).unwrap_or(0);
        let figure = |name, value| FigureRow { name, value };
        let topics = || reading.waiting.iter();
        let oldest = topics().filter_map(|w| w.oldest).min();
        let mut figures = vec![
            figure("commands", counted(&counts.commands)),
            figure("batches", counted(&counts.batches)),
            figure("conflicts", counted(&counts.conflicts)),
            figure("panics", counted(&counts.panics)),
            figure("failures", counted(&counts.failures)),
            figure("busy", counted(&counts.busy)),
            figure("queue", reading.queues.iter().map(|(waits, _)| *waits as u64).sum()),
            figure("statements", reading.statements),
            figure("due", topics().map(|w| whole(w.due)).sum()),
            figure("failing", topics().map(|w| whole(w.again)).sum()),
            figure("lag_s", oldest.map_or(0, |at| whole(reading.now.duration_since(at).as_secs()))),
            figure("set_aside", topics().map(|w| whole(w.aside)).sum()),
            figure("index_listings", reading.index_listings),
            figure("processes", reading.shares.0 as u64),
        ];
        if let Some(behind) = reading.index_behind {
            figures.push(figure("index_lag_ms", u64::try_from(behind.as_millis()).unwrap_or(0)));
        }
        if let Some(usage) = &reading.usage {
            figures.push(figure("memory_mib", usage.memory / 1024 / 1024));
            figures.push(figure("processor_s", usage.processor / 1_000_000));
        }
        let charts = vec![
            steps(s, "sizes", &counts.sizes.read(), |step| step.to_string()),
            steps(s, "commits", &counts.commit_times.read(), time),
            steps(s, "answers", &all(reading), time),
            routes(s, "asked", reading, |route| Some(route.times.count())),
            // In tenths of a millisecond: a step has no finer.
            routes(s, "slow", reading, |route| Some(route.times.percentile(95)?.div_ceil(100))),
        ];
        MachineView { version: env!("CARGO_PKG_VERSION"), engine: reading.engine, figures, charts }
    }
}

/// The times of all routes together.
fn all(reading: &Reading) -> Counted {
    let steps = sampan_meters::TIMES;
    let none = Counted { steps, counts: vec![0; steps.len() + 1], sum: 0 };
    reading.traffic.iter().fold(none, |all, route| Counted {
        counts: all.counts.iter().zip(&route.times.counts).map(|(a, b)| a + b).collect(),
        sum: all.sum.saturating_add(route.times.sum),
        ..all
    })
}

fn chart(s: &Shell, name: &str, shape: Shape) -> Chart {
    let word = |kind: &str| s.t(format!("machine-chart-{kind}-{name}"));
    Chart::new(word("question"), word("unit"), word("along"), shape)
}

/// How many values lay at each step: from the first that has any to the last.
fn steps(s: &Shell, name: &str, counted: &Counted, label: impl Fn(u64) -> String) -> Chart {
    let first = counted.counts.iter().position(|count| *count > 0).unwrap_or(0);
    let last = counted.counts.iter().rposition(|count| *count > 0).unwrap_or(0);
    let labels = (0..counted.counts.len()).map(|at| match (counted.steps.get(at), counted.steps.last()) {
        (Some(step), _) => format!("≤ {}", label(*step)),
        (None, Some(step)) => format!("> {}", label(*step)),
        (None, None) => String::new(),
    });
    let labels: Vec<String> = labels.skip(first).take(last + 1 - first).collect();
    let values: Vec<i64> = counted
        .counts
        .iter()
        .skip(first)
        .take(labels.len())
        .map(|count| i64::try_from(*count).unwrap_or(i64::MAX))
        .collect();
    let chart = chart(s, name, Shape::Bars);
    if values.iter().all(|value| *value == 0) {
        return chart;
    }
    chart.labelled(labels).series(s.t(format!("machine-chart-unit-{name}")), values)
}

/// The routes with the highest figure.
fn routes(
    s: &Shell,
    name: &str,
    reading: &Reading,
    figure: impl Fn(&sampan_web::RouteTraffic) -> Option<u64>,
) -> Chart {
    let mut routes: Vec<(u64, String)> = reading
        .traffic
        .iter()
        .filter_map(|route| Some((figure(route)?, format!("{} {}", route.method, route.route))))
        .collect();
    routes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    routes.truncate(ROUTES);
    let values: Vec<i64> = routes.iter().map(|(value, _)| i64::try_from(*value).unwrap_or(i64::MAX)).collect();
    let chart = chart(s, name, Shape::Across).decimals(if name == "slow" { 1 } else { 0 });
    chart.labelled(routes.into_iter().map(|(_, route)| route)).series(s.t(format!("machine-chart-unit-{name}")), values)
}

/// Microseconds as they are read: 250 µs, 2.5 ms, 10 s.
fn time(micros: u64) -> String {
    let (one, unit) = match micros {
        0..1_000 => (1, "µs"),
        1_000..1_000_000 => (1_000, "ms"),
        _ => (1_000_000, "s"),
    };
    match (micros / one, micros % one * 10 / one) {
        (whole, 0) => format!("{whole} {unit}"),
        (whole, tenth) => format!("{whole}.{tenth} {unit}"),
    }
}
