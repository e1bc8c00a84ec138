//! The same goods under the law of another day, line by line.

use crate::answer::{Answer, Charge, Measure, Verdict};
use sampan_money::{Currency, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Two answers to one question, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// The verdict by the first law.
    pub verdict_before: Verdict,
    /// The verdict by the other.
    pub verdict_after: Verdict,
    /// The regime by the first law.
    pub regime_before: Option<String>,
    /// The regime by the other.
    pub regime_after: Option<String>,
    /// Every charge of either, by line and measure.
    pub differences: Vec<Difference>,
    /// All charges by the first law; none: not sold.
    pub charges_before: Option<Money>,
    /// All charges by the other; none: not sold.
    pub charges_after: Option<Money>,
    /// What the other law comes to more (or, below zero, less); none where one of the two is not sold.
    pub more: Option<Money>,
}

/// One measure on one line by both laws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The line; none: the whole order.
    pub line: Option<String>,
    /// What is charged.
    pub measure: Measure,
    /// By the first law; none: not charged.
    pub before: Option<Money>,
    /// By the other; none: not charged.
    pub after: Option<Money>,
    /// What the other law comes to more.
    pub more: Option<Money>,
    /// The rates by the first law.
    pub rate_before: String,
    /// The rates by the other.
    pub rate_after: String,
    /// The rows by the first law.
    pub rules_before: Vec<String>,
    /// The rows by the other.
    pub rules_after: Vec<String>,
}

#[derive(Default)]
struct Side {
    amount: Option<Money>,
    rates: Vec<String>,
    rules: Vec<String>,
}

/// A line's place in the request, its id, and the measure.
type Key<'a> = (Option<usize>, Option<&'a str>, Measure);

/// The two answers line by line; layers of one measure are taken together.
pub fn again(before: &Answer, after: &Answer) -> Again {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for line in before.lines.iter().chain(&after.lines) {
        let next = places.len();
        places.entry(&line.id).or_insert(next);
    }
    let mut all: BTreeMap<Key, (Side, Side)> = BTreeMap::new();
    let key = |charge: &'_ Charge| {
        let place = charge.line.as_deref().and_then(|line| places.get(line).copied());
        (place, charge.measure)
    };
    for charge in &before.charges {
        let (place, measure) = key(charge);
        all.entry((place, charge.line.as_deref(), measure)).or_default().0.add(charge);
    }
    for charge in &after.charges {
        let (place, measure) = key(charge);
        all.entry((place, charge.line.as_deref(), measure)).or_default().1.add(charge);
    }
    let difference = |((_, line, measure), (one, other)): (Key, (Side, Side))| Difference {
        line: line.map(str::to_owned),
        measure,
        more: more(one.amount, other.amount),
        before: one.amount,
        after: other.amount,
        rate_before: one.rates.join(", "),
        rate_after: other.rates.join(", "),
        rules_before: one.rules,
        rules_after: other.rules,
    };
    Again {
        verdict_before: before.eligibility.verdict,
        verdict_after: after.eligibility.verdict,
        regime_before: before.regime.clone().map(String::from),
        regime_after: after.regime.clone().map(String::from),
        differences: all.into_iter().map(difference).collect(),
        charges_before: before.total_charges,
        charges_after: after.total_charges,
        more: before.total_charges.zip(after.total_charges).and_then(|(one, other)| other.minus(one).ok()),
    }
}

/// What is not charged counts as nothing beside what is.
fn more(before: Option<Money>, after: Option<Money>) -> Option<Money> {
    let currency: Currency = before.or(after)?.currency();
    let zero = Money::zero(currency);
    after.unwrap_or(zero).minus(before.unwrap_or(zero)).ok()
}

impl Side {
    fn add(&mut self, charge: &Charge) {
        self.amount = match self.amount {
            None => Some(charge.amount),
            Some(sum) => sum.plus(charge.amount).ok(),
        };
        self.rates.push(charge.rate.to_string());
        self.rules.push(charge.rule.to_string());
    }
}
