//! What the macros in `pages/macros.html` are filled from: plain data, texts already in the reader's language.
//!
//! Texts are `String`s and an empty one means there is none; amounts are `Money` and are written by the page.

use super::Tally;
use sampan_money::{Currency, Money, split};
use serde::Serialize;

/// What a part of a landed price is for. The order is the order of the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The goods themselves.
    Goods,
    /// Carriage and insurance to the buyer's place.
    Delivery,
    /// Customs duty.
    Duty,
    /// Value added, consumption, excise or goods and services tax.
    Tax,
    /// What the marketplace or the border charges for its service.
    Fee,
}

impl Kind {
    /// The class in the stylesheet.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Goods => "goods",
            Kind::Delivery => "delivery",
            Kind::Duty => "duty",
            Kind::Tax => "tax",
            Kind::Fee => "fee",
        }
    }

    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Goods => "look-part-goods",
            Kind::Delivery => "look-part-delivery",
            Kind::Duty => "look-part-duty",
            Kind::Tax => "look-part-tax",
            Kind::Fee => "look-part-fee",
        }
    }
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The text of the law.
    Law,
    /// An official site.
    Official,
    /// Someone trustworthy who is not the authority.
    Secondary,
    /// Not yet checked.
    ToVerify,
}

impl Confidence {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Confidence::Law => "look-confidence-law",
            Confidence::Official => "look-confidence-official",
            Confidence::Secondary => "look-confidence-secondary",
            Confidence::ToVerify => "look-confidence-to-verify",
        }
    }
}

/// Where a rule is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Source {
    /// The law's or notice's name and number.
    pub title: String,
    /// Its date, as it is to be read.
    pub date: String,
    /// Its address, `https://…`, or empty.
    pub address: String,
}

/// One line of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is for.
    pub kind: Kind,
    /// Its name: "Consumption tax".
    pub label: String,
    /// What it comes to.
    pub amount: Money,
    /// The rate, as it is to be read: "9.1 %".
    pub rate: String,
    /// What the rate is taken of, as it is to be read.
    pub base: String,
    /// The rule in a sentence.
    pub rule: String,
    /// Where the rule is written.
    pub source: Option<Source>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A stretch of the bar, in thousandths of its length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is for.
    pub kind: Kind,
    /// What the lines of this kind come to.
    pub amount: Money,
    /// Where it starts.
    pub from: i64,
    /// How long it is.
    pub width: i64,
}

/// A price taken apart: what the macros `bar`, `anatomy` and `landed` show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anatomy {
    /// The whole.
    pub total: Money,
    /// What the whole covers, in a sentence: "to your door in China, duty and tax included".
    pub covers: String,
    /// The stretches of the bar.
    pub parts: Vec<Part>,
    /// The lines behind it.
    pub lines: Vec<Line>,
    /// The exchange rate and how long it holds, in a sentence, or empty.
    pub rate_note: String,
}

impl Anatomy {
    /// The price that lines add up to; none where they are of several currencies or leave the range.
    pub fn of(currency: Currency, lines: Vec<Line>, covers: String) -> Option<Anatomy> {
        let total = Money::sum(currency, lines.iter().map(|line| line.amount)).ok()?;
        Some(Anatomy { total, covers, parts: parts(currency, &lines), lines, rate_note: String::new() })
    }

    /// What the whole is called: a service comes to no door.
    pub fn total_key(&self) -> &'static str {
        let sent = self.lines.iter().any(|line| matches!(line.kind, Kind::Delivery | Kind::Duty));
        if sent { "look-landed" } else { "look-price-taxed" }
    }

    /// The same with a sentence about the exchange rate.
    #[must_use]
    pub fn at_rate(mut self, note: String) -> Anatomy {
        self.rate_note = note;
        self
    }
}

/// The bar of lines: one stretch a kind, in the order of kinds, thousandths adding up exactly. What is given off
/// (a line below zero) is taken from its kind; a kind that comes to nothing has no stretch.
fn parts(currency: Currency, lines: &[Line]) -> Vec<Part> {
    let mut sums: Vec<(Kind, i64)> = Vec::new();
    for kind in [Kind::Goods, Kind::Delivery, Kind::Duty, Kind::Tax, Kind::Fee] {
        let minor =
            lines.iter().filter(|line| line.kind == kind).map(|line| line.amount.minor()).fold(0, i64::saturating_add);
        if minor > 0 {
            sums.push((kind, minor));
        }
    }
    let weights: Vec<u64> = sums.iter().map(|(_, minor)| minor.unsigned_abs()).collect();
    let widths = split(Money::new(1000, currency), &weights);
    let mut from = 0;
    let stretch = |((kind, minor), width): ((Kind, i64), Money)| {
        let part = Part { kind, amount: Money::new(minor, currency), from, width: width.minor() };
        from += part.width;
        part
    };
    sums.into_iter().zip(widths).map(stretch).collect()
}

/// One of a list to choose from.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second line, or empty.
    pub note: String,
    /// What it costs, where that is to be shown.
    pub price: Option<Money>,
    /// Whether it is the one.
    pub chosen: bool,
}

impl Choice {
    /// A choice with a name alone.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Choice {
        Choice { value: value.into(), label: label.into(), chosen, ..Choice::default() }
    }
}

/// How far a step of a timeline has come; also the tone of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// It happened.
    Done,
    /// It is what everyone waits for.
    Now,
    /// It comes later.
    Next,
    /// It ended here, or went wrong.
    Stop,
}

impl Tone {
    /// The class in the stylesheet.
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Done => "done",
            Tone::Now => "now",
            Tone::Next => "next",
            Tone::Stop => "stop",
        }
    }

    /// The key of its word, for those who do not see the colour.
    pub const fn key(self) -> &'static str {
        match self {
            Tone::Done => "look-step-done",
            Tone::Now => "look-step-now",
            Tone::Next => "look-step-next",
            Tone::Stop => "look-step-stop",
        }
    }

    /// Whether it is the current step.
    pub const fn is_now(self) -> bool {
        matches!(self, Tone::Now)
    }
}

/// One step of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What happened or will.
    pub title: String,
    /// When, as it is to be read, or empty.
    pub at: String,
    /// A second sentence, or empty.
    pub note: String,
    /// How far it has come.
    pub tone: Tone,
}

/// One step of the way here; without an address it is this page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address, or empty.
    pub href: String,
}

/// One of a row of tabs.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many things are behind it, where that helps.
    pub count: Option<Tally>,
    /// Whether it is this page.
    pub current: bool,
}

/// The ways on from a page of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Pager {
    /// The address of the page before, or empty.
    pub previous: String,
    /// The address of the page after, or empty.
    pub next: String,
    /// Where one is, in a sentence, or empty.
    pub says: String,
}

/// A product in a grid.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// The product's page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The language of the title, where it is not the page's.
    pub lang: String,
    /// The address of its picture.
    pub picture: String,
    /// Who sells it and from where.
    pub seller: String,
    /// The landed price, where it is sold to the reader's place.
    pub price: Option<Anatomy>,
    /// Why there is no price, in a sentence.
    pub why_not: String,
}

/// Work that takes a while.
#[derive(Debug, Clone, Serialize)]
pub struct Work {
    /// What is done at the moment, in a sentence.
    pub words: String,
    /// How many are done.
    pub done: i64,
    /// How many there are.
    pub of: i64,
    /// Whether it has ended.
    pub finished: bool,
    /// Where a script may ask how far it is (JSON: `words`, `done`, `of`, `finished`), or empty.
    pub ask: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: Kind, minor: i64) -> Line {
        let text = String::new;
        let amount = Money::new(minor, Currency::CNY);
        Line {
            kind,
            label: text(),
            amount,
            rate: text(),
            base: text(),
            rule: text(),
            source: None,
            confidence: Confidence::Law,
        }
    }

    #[test]
    fn the_bar_is_as_long_as_the_price() {
        use Kind::{Delivery, Duty, Fee, Goods, Tax};
        type Case = (&'static [(Kind, i64)], &'static [(Kind, i64, i64)]);
        let cases: &[Case] = &[
            (&[(Goods, 100)], &[(Goods, 0, 1000)]),
            (&[(Tax, 1), (Goods, 1), (Delivery, 1)], &[(Goods, 0, 334), (Delivery, 334, 333), (Tax, 667, 333)]),
            (&[(Goods, 900), (Goods, 80), (Duty, 0), (Fee, 20)], &[(Goods, 0, 980), (Fee, 980, 20)]),
            (&[(Goods, 100), (Goods, -50), (Delivery, 50)], &[(Goods, 0, 500), (Delivery, 500, 500)]),
            (&[(Goods, i64::MAX), (Tax, i64::MAX)], &[(Goods, 0, 500), (Tax, 500, 500)]),
            (&[(Goods, -5)], &[]),
            (&[], &[]),
        ];
        for (lines, wanted) in cases {
            let lines: Vec<Line> = lines.iter().map(|(kind, minor)| line(*kind, *minor)).collect();
            let found: Vec<_> = parts(Currency::CNY, &lines).iter().map(|p| (p.kind, p.from, p.width)).collect();
            assert_eq!(&found, wanted);
        }
    }

    #[test]
    fn a_price_is_the_sum_of_its_lines_or_nothing() {
        let price = Anatomy::of(Currency::CNY, vec![line(Kind::Goods, 20_000), line(Kind::Tax, 1_820)], String::new());
        assert_eq!(price.map(|p| p.total), Some(Money::new(21_820, Currency::CNY)));
        assert!(Anatomy::of(Currency::USD, vec![line(Kind::Goods, 1)], String::new()).is_none());
        let much = vec![line(Kind::Goods, i64::MAX), line(Kind::Goods, 1)];
        assert!(Anatomy::of(Currency::CNY, much, String::new()).is_none());
    }
}
