//! What a careful reader would find in a book: gaps, overlaps, ends in sight, rows to verify, citations nobody uses.

use super::{Book, Citation, Confidence, Period, RateRow};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// Two rows on the same code, layer, regime and origin hold on the same day.
    Overlap {
        /// One.
        rule: String,
        /// The other.
        other: String,
    },
    /// Between two rows on the same code, layer, regime and origin there are days without a rate.
    Gap {
        /// The row before.
        rule: String,
        /// Its last day.
        after: Date,
        /// The first day of the row that follows.
        until: Date,
    },
    /// A row ends soon.
    Ends {
        /// The row.
        rule: String,
        /// Its last day.
        on: Date,
    },
    /// A rate is known not to be known.
    Unknown {
        /// The row.
        rule: String,
    },
    /// A citation that no row names.
    UnusedCitation {
        /// Its id.
        id: String,
    },
}

/// What was found, and how many rows there are of each confidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Rows to verify, by their name.
    pub to_verify: Vec<String>,
    /// Rows by market and confidence.
    pub rows: BTreeMap<String, BTreeMap<&'static str, usize>>,
}

/// How near an end is worth telling.
const SOON_DAYS: i64 = 90;

impl Book {
    /// Looks the book through as of a day.
    pub fn check<'a>(&'a self, on: Date) -> Report {
        let mut findings = BTreeSet::new();
        let mut to_verify = BTreeSet::new();
        let mut rows: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
        let mut used: BTreeSet<&'a str> = BTreeSet::new();
        let soon = on.checked_add(SOON_DAYS.days()).unwrap_or(on);
        for market in self.markets() {
            let counts = rows.entry(market.destination.code.to_owned()).or_default();
            let mut count = |rule: String, confidence: Confidence| {
                *counts.entry(confidence.name()).or_default() += 1;
                if confidence == Confidence::Verify {
                    to_verify.insert(rule);
                }
            };
            let unknown = market.rates.rows().filter(|row| row.rate.is_none());
            findings.extend(unknown.map(|row| Finding::Unknown { rule: row.rule.to_string() }));
            let key = |row: &'_ RateRow| {
                let of = (row.measure, row.layer.clone(), row.regimes.clone(), row.hs.clone(), row.origin.clone());
                (of, row.overlay)
            };
            findings.extend(between(market.rates.rows().map(|row| (key(row), row.rule.to_string(), row.period))));
            let limits = market.limits().map(|row| ((row.name.clone(), row.overlay), row.rule.to_string(), row.period));
            findings.extend(between(limits));
            let services = market.services.iter();
            let services = services.map(|row| ((row.kind.clone(), row.overlay), row.rule.to_string(), row.period));
            findings.extend(between(services));
            let list =
                market.list().map(|row| ((row.hs.clone(), row.is_overlay()), format!("list/{}", row.hs), row.period));
            findings.extend(between(list));
            let mut dated = |rule: String, confidence: Confidence, citation: &'a Citation, period: Period| {
                if let Some(to) = period.to.filter(|to| (on..=soon).contains(to)) {
                    findings.insert(Finding::Ends { rule: rule.clone(), on: to });
                }
                used.insert(&citation.id);
                count(rule, confidence);
            };
            for row in market.rates.rows() {
                dated(row.rule.to_string(), row.confidence, &row.citation, row.period);
            }
            for row in market.limits() {
                dated(row.rule.to_string(), row.confidence, &row.citation, row.period);
            }
            for row in market.restrictions() {
                dated(row.code.to_string(), row.confidence, &row.citation, row.period);
            }
            for row in market.list() {
                dated(format!("list/{}", row.hs), row.confidence, &row.citation, row.period);
            }
            for row in market.prices.iter() {
                dated(format!("price/{}/{}", row.hs, row.en), row.confidence, &row.citation, row.period);
            }
            for row in market.services.iter() {
                dated(row.rule.clone(), row.confidence, &row.citation, row.period);
            }
        }
        let counts = rows.entry("US".to_owned()).or_default();
        for closed in self.closed_places() {
            *counts.entry(closed.confidence.name()).or_default() += 1;
            if closed.confidence == Confidence::Verify {
                to_verify.insert(format!("closed/{}", closed.place));
            }
            used.insert(&closed.citation.id);
        }
        let unused = self.citations().filter(|citation| !used.contains(citation.id.as_str()));
        findings.extend(unused.map(|citation| Finding::UnusedCitation { id: citation.id.clone() }));
        Report { findings: findings.into_iter().collect(), to_verify: to_verify.into_iter().collect(), rows }
    }
}

/// Overlaps and gaps among rows that replace each other: those of one key.
fn between<K: Ord>(rows: impl Iterator<Item = (K, String, Period)>) -> Vec<Finding> {
    let mut groups: BTreeMap<K, Vec<(Period, String)>> = BTreeMap::new();
    for (key, rule, period) in rows {
        groups.entry(key).or_default().push((period, rule));
    }
    let mut found = Vec::new();
    for group in groups.values_mut() {
        group.sort_by(|(a, x), (b, y)| (a.from, a.to, x).cmp(&(b.from, b.to, y)));
        for pair in group.windows(2) {
            let [(before, rule), (after, other)] = pair else { continue };
            let rule = rule.clone();
            if before.meets(after) {
                found.push(Finding::Overlap { rule, other: other.clone() });
            } else if let (Some(end), Some(start)) = (before.to, after.from)
                && end.tomorrow().is_ok_and(|next| next < start)
            {
                found.push(Finding::Gap { rule, after: end, until: start });
            }
        }
    }
    found
}
