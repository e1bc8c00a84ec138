//! The charts of a report: each answers a question that stands above it.

use crate::explain;
use crate::look::{Chart, Shape};
use sampan_money::Money;
use sampan_tariff::whatif::{Band, Group, Report};
use sampan_web::Shell;

/// Bars of a chart across.
const BARS: usize = 15;

/// The charts that have something to show.
pub fn of(report: &Report, s: &Shell) -> Vec<Chart> {
    let by = |along| by(report, along, s);
    let groups = [Along::Destination, Along::State, Along::Heading].map(by);
    let all = [bands(report, s), measures(report, s)].into_iter().chain(groups);
    all.filter(|chart| !chart.is_empty()).collect()
}

fn word(s: &Shell, name: &str) -> String {
    s.t(format!("whatif-chart-{name}"))
}

/// How many offers change by how much; a band without any on either side of those that have some is left out.
fn bands(report: &Report, s: &Shell) -> Chart {
    let chart = Chart::new(word(s, "bands"), word(s, "offers"), word(s, "change"), Shape::Bars);
    let Some(first) = report.bands.iter().position(|band| band.offers > 0) else { return chart };
    let last = report.bands.iter().rposition(|band| band.offers > 0).unwrap_or(first);
    let shown = &report.bands[first..=last];
    let label = |band: &Band| match (band.from, band.below) {
        (None, Some(below)) => format!("< {below} %"),
        (Some(from), None) => format!("≥ {from} %"),
        (Some(from), Some(below)) => format!("{from} … {below} %"),
        (None, None) => String::new(),
    };
    chart.labelled(shown.iter().map(label)).series(word(s, "offers"), shown.iter().map(|band| count(band.offers)))
}

/// What is raised in a year, measure by measure, before and after; with demand as it is expected where that is assumed.
fn measures(report: &Report, s: &Shell) -> Chart {
    let minor = |money: Option<Money>| money.map_or(0, Money::minor);
    let of: Vec<_> = report.measures.iter().filter(|m| minor(m.before) != 0 || minor(m.after) != 0).collect();
    let chart = Chart::new(word(s, "measures"), word(s, "usd"), word(s, "measure"), Shape::Across).decimals(2);
    // Stacked bars would add what was to what will be, so each measure has a bar of its own for either.
    let mut labels = Vec::new();
    let mut values = Vec::new();
    for each in of {
        let name = explain::measure(each.measure, s);
        labels.push(s.t1("whatif-chart-now", "name", name.as_str()));
        values.push(minor(each.before));
        labels.push(s.t1("whatif-chart-then", "name", name.as_str()));
        values.push(minor(each.after));
        if let Some(expected) = each.expected {
            labels.push(s.t1("whatif-chart-expected", "name", name.as_str()));
            values.push(expected.minor());
        }
    }
    chart.labelled(labels).series(word(s, "usd"), values)
}

enum Along {
    Destination,
    State,
    Heading,
}

/// How many offers become dearer or are sold no more, by group.
fn by(report: &Report, along: Along, s: &Shell) -> Chart {
    let (groups, name) = match along {
        Along::Destination => (&report.by_destination, "destination"),
        Along::State => (&report.by_state, "state"),
        Along::Heading => (&report.by_heading, "heading"),
    };
    let hit = |group: &Group| count(group.impact.dearer.saturating_add(group.impact.stops));
    let shown: Vec<&Group> = groups.iter().filter(|group| hit(group) > 0).take(BARS).collect();
    let named = |group: &&Group| match along {
        Along::Destination => explain::place(&group.key, s),
        Along::State => {
            group.key.parse().map_or_else(|_| group.key.clone(), |state| crate::browse::state_name(state, s))
        }
        Along::Heading => heading(&group.key, s),
    };
    Chart::new(word(s, &format!("by-{name}")), word(s, "offers"), word(s, name), Shape::Across)
        .labelled(shown.iter().map(named))
        .series(word(s, "hit"), shown.iter().map(|group| hit(group)))
}

/// The first digits of a code as they stand; a kind of service in words.
pub fn heading(key: &str, s: &Shell) -> String {
    s.maybe(format!("tariff-service-{}", key.replace('_', "-"))).unwrap_or_else(|| key.to_owned())
}

fn count(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
