//! The one parser of rates; a mistake is told with the column it stands in.

use super::{Bound, Rate, Unit};
use sampan_money::{Decimal, currency};

/// The longest rate that is read.
pub const RATE_MAX_CHARS: usize = 400;
const DEEPEST: usize = 6;

/// What is wrong with a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: wanted {wanted}, found {found:?}")]
pub struct RateError {
    /// Where, in characters from 1.
    pub column: usize,
    /// What should stand there.
    pub wanted: &'static str,
    /// What stands there.
    pub found: String,
}

pub(super) fn rate(text: &str) -> Result<Rate, RateError> {
    let mut reader = Reader { text, at: 0 };
    if text.chars().count() > RATE_MAX_CHARS {
        return Err(reader.wanted("at most 400 characters"));
    }
    let rate = reader.sum(0)?;
    reader.skip();
    if reader.at < text.len() { Err(reader.wanted("the end")) } else { Ok(rate) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn wanted(&self, wanted: &'static str) -> RateError {
        let column = self.text[..self.at].chars().count() + 1;
        RateError { column, wanted, found: self.rest().chars().take(20).collect() }
    }

    fn take(&mut self, mark: &str) -> bool {
        self.skip();
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    fn need(&mut self, mark: &'static str) -> Result<(), RateError> {
        if self.take(mark) { Ok(()) } else { Err(self.wanted(mark)) }
    }

    fn word(&mut self, belongs: fn(char) -> bool) -> &'a str {
        self.skip();
        let rest = self.rest();
        let word = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    fn number(&mut self) -> Result<Decimal, RateError> {
        self.skip();
        let start = self.at;
        let word = self.word(|c| c.is_ascii_digit() || c == '.');
        let plain = word.len() <= 20 && word.starts_with(|c: char| c.is_ascii_digit()) && !word.ends_with('.');
        word.parse().ok().filter(|_| plain).ok_or_else(|| {
            self.at = start;
            self.wanted("a number")
        })
    }

    fn sum(&mut self, depth: usize) -> Result<Rate, RateError> {
        let first = self.term(depth)?;
        let mut rates = vec![first];
        while self.take("+") {
            rates.push(self.term(depth)?);
        }
        Ok(if rates.len() == 1 { rates.remove(0) } else { Rate::Sum(rates) })
    }

    fn term(&mut self, depth: usize) -> Result<Rate, RateError> {
        if depth > DEEPEST {
            return Err(self.wanted("no deeper nesting"));
        }
        self.skip();
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let percent = self.number()?;
            self.need("%")?;
            return Ok(Rate::Percent(percent.normalize()));
        }
        if self.take("max(") {
            return self.several(depth).map(Rate::Max);
        }
        if self.take("min(") {
            return self.several(depth).map(Rate::Min);
        }
        if self.take("tiers(") {
            return self.tiers(depth);
        }
        if self.take("if(") {
            return self.test(depth);
        }
        let bound = self.bound()?;
        if bound.unit.is_none() {
            return Err(self.wanted("/ and a unit"));
        }
        Ok(Rate::Specific(bound))
    }

    fn several(&mut self, depth: usize) -> Result<Vec<Rate>, RateError> {
        let mut rates = vec![self.sum(depth + 1)?];
        while self.take(",") {
            rates.push(self.sum(depth + 1)?);
        }
        self.need(")")?;
        Ok(rates)
    }

    fn tiers(&mut self, depth: usize) -> Result<Rate, RateError> {
        let mut tiers = Vec::new();
        loop {
            let word = if tiers.is_empty() { "first" } else { "next" };
            if !self.take(word) {
                break;
            }
            let bound = self.bound()?;
            self.need(":")?;
            tiers.push((bound, self.sum(depth + 1)?));
            self.need(";")?;
        }
        if tiers.is_empty() {
            return Err(self.wanted("first"));
        }
        self.need("rest")?;
        self.need(":")?;
        let rest = self.sum(depth + 1)?;
        self.need(")")?;
        Ok(Rate::Tiers(tiers, Box::new(rest)))
    }

    fn test(&mut self, depth: usize) -> Result<Rate, RateError> {
        self.need(">=")?;
        let mut bounds = vec![self.bound()?];
        while self.take("|") {
            bounds.push(self.bound()?);
        }
        self.need(":")?;
        let then = self.sum(depth + 1)?;
        self.need(";")?;
        self.need("else")?;
        self.need(":")?;
        let otherwise = self.sum(depth + 1)?;
        self.need(")")?;
        Ok(Rate::If(bounds, Box::new(then), Box::new(otherwise)))
    }

    fn bound(&mut self) -> Result<Bound, RateError> {
        self.skip();
        let start = self.at;
        let code = self.word(|c| c.is_ascii_uppercase());
        let Ok(currency) = currency(code) else {
            self.at = start;
            return Err(self.wanted("a per cent figure, a currency, max(, min(, tiers( or if("));
        };
        let amount = self.number()?.normalize();
        if !self.take("/") {
            return Ok(Bound { amount, currency, unit: None });
        }
        let start = self.at;
        let name = self.word(|c| c.is_ascii_lowercase() || c == '_');
        let Some(unit) = Unit::named(name) else {
            self.at = start;
            return Err(self.wanted("a unit: t, kg, g, l, ml, hl, kl, l_alcohol, unit, pack, sheet"));
        };
        Ok(Bound { amount, currency, unit: Some(unit) })
    }
}
