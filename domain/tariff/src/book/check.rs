//! What a careful reader would find in a book: gaps, overlaps, ends in sight, rows to verify, citations nobody uses.

use super::{Book, Confidence, RateRow};
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
    pub fn check(&self, on: Date) -> Report {
        let mut findings = BTreeSet::new();
        let mut to_verify = BTreeSet::new();
        let mut rows: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let soon = on.checked_add(SOON_DAYS.days()).unwrap_or(on);
        for market in self.markets() {
            let counts = rows.entry(market.destination.code.to_owned()).or_default();
            let mut count = |rule: String, confidence: Confidence| {
                *counts.entry(confidence.name()).or_default() += 1;
                if confidence == Confidence::Verify {
                    to_verify.insert(rule);
                }
            };
            for row in market.rates.rows() {
                count(row.rule.to_string(), row.confidence);
                used.insert(&row.citation.id);
                if row.rate.is_none() {
                    findings.insert(Finding::Unknown { rule: row.rule.to_string() });
                }
                if let Some(to) = row.period.to.filter(|to| (on..=soon).contains(to)) {
                    findings.insert(Finding::Ends { rule: row.rule.to_string(), on: to });
                }
            }
            findings.extend(between(market.rates.rows()));
            for limit in market.limits() {
                count(limit.rule.to_string(), limit.confidence);
                used.insert(&limit.citation.id);
            }
            for rule in &market.restrictions {
                count(rule.code.to_string(), rule.confidence);
                used.insert(&rule.citation.id);
            }
            for listed in market.list() {
                count(format!("list/{}", listed.hs), listed.confidence);
                used.insert(&listed.citation.id);
            }
            for price in &market.prices {
                count(format!("price/{}/{}", price.hs, price.en), price.confidence);
                used.insert(&price.citation.id);
            }
            for service in &market.services {
                count(service.rule.clone(), service.confidence);
                used.insert(&service.citation.id);
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

/// Overlaps and gaps among rows that replace each other.
fn between<'a>(rows: impl Iterator<Item = &'a RateRow>) -> Vec<Finding> {
    let mut groups: BTreeMap<_, Vec<&RateRow>> = BTreeMap::new();
    for row in rows {
        let key = (row.measure, &*row.layer, &row.regimes, &row.hs, &row.origin, row.overlay);
        groups.entry(key).or_default().push(row);
    }
    let mut found = Vec::new();
    for group in groups.values_mut() {
        group.sort_by_key(|row| (row.period.from, row.period.to));
        for pair in group.windows(2) {
            let [before, after] = pair else { continue };
            if before.period.meets(&after.period) {
                found.push(Finding::Overlap { rule: before.rule.to_string(), other: after.rule.to_string() });
            } else if let (Some(end), Some(start)) = (before.period.to, after.period.from)
                && end.tomorrow().is_ok_and(|next| next < start)
            {
                found.push(Finding::Gap { rule: before.rule.to_string(), after: end, until: start });
            }
        }
    }
    found
}
