//! The markets of South-East Asia: inputs, charges to the minor unit, verdicts, thresholds at their edge.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

mod examples;
mod facts;
mod id;
mod mixed;
mod my;
mod ph;
mod properties;
mod sg;
mod th;
mod vn;

/// An amount as JSON.
fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency })
}

/// One line to a market by settings of the demo, registered in more places.
fn told_to(destination: &str, registered: &[&str], changes: Value, line: Value) -> String {
    let mut settings = Settings::demo();
    settings.registered.extend(registered.iter().map(|code| (*code).to_owned()));
    told(&quote(&Book::built_in(), &settings, &request(destination, changes, line)))
}

/// The codes of an answer's warnings.
fn warned(destination: &str, changes: Value, line: Value) -> Vec<Code> {
    let answer = quote(&Book::built_in(), &Settings::demo(), &request(destination, changes, line));
    answer.warnings.iter().map(|warning| warning.code).collect()
}
