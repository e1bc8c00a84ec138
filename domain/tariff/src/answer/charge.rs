//! A charge as JSON has it: its law's fields among its own.

use super::{Charge, Measure};
use crate::book::{Citation, Confidence, Kept, Law};
use crate::text::Text;
use sampan_money::Money;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    line: Cow<'a, Option<Text>>,
    measure: Measure,
    base: Money,
    rate: Cow<'a, Text>,
    amount: Money,
    rule: Cow<'a, Text>,
    citation: Cow<'a, Kept<Citation>>,
    confidence: Confidence,
}

impl Serialize for Charge {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            line: Cow::Borrowed(&self.line),
            measure: self.measure,
            base: self.base,
            rate: Cow::Borrowed(&self.rate),
            amount: self.amount,
            rule: Cow::Borrowed(&self.rule),
            citation: Cow::Borrowed(&self.citation),
            confidence: self.confidence,
        };
        written.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Charge {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Charge, D::Error> {
        let Written { line, measure, base, rate, amount, rule, citation, confidence } = Written::deserialize(from)?;
        let law = Law { measure, rule: rule.into_owned(), citation: citation.into_owned(), confidence };
        Ok(Charge { line: line.into_owned(), base, rate: rate.into_owned(), amount, law: law.into() })
    }
}
