//! The page of a quote: what was asked, to stand in the form again, and the answer in the reader's words.

use super::asked::Asked;
use super::shapes::QuoteAnswer;
use crate::explain::{self, NeededPaper, Why};
use crate::look::{Anatomy, Choice, Line};
use crate::page;
use sampan_ids::Date;
use sampan_money::{ExchangeRate, Money};
use sampan_tariff::{Answer, Mode, Request, Verdict};
use sampan_web::Shell;
use serde::Serialize;

/// Regimes of every market that has rules are compared; the form offers these ways to send.
const MODES: [Mode; 4] = [Mode::Express, Mode::Post, Mode::Cargo, Mode::Bonded];

/// A quote to try.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TariffView {
    /// What was asked.
    pub asked: Asked,
    /// The country that the form is for.
    pub to: String,
    /// The day that the form is for.
    pub today: String,
    /// What words of the goods found no code by themselves, or nothing.
    pub searched: String,
    /// Codes to choose from, where the goods were given in words or by too few digits.
    pub codes: Vec<Code>,
    /// The answer, once something was asked.
    pub answer: Option<QuoteAnswer>,
    /// The request that was answered, as a program would send it.
    pub request: Option<String>,
    /// The exchange rates that were used, in sentences.
    pub exchange: Vec<String>,
    /// The version of the book.
    pub book: String,
}

page!(TariffView, "tariff/pages/tariff.html");
page!(QuoteAnswer, "tariff/pages/answer.html");

/// A code with its description.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SuggestedCode)]
pub struct Code {
    /// Its digits.
    pub hs: String,
    /// What it is for, in the reader's language.
    pub words: String,
}

/// Codes that words may mean, the likeliest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CodesAnswer {
    /// The words.
    pub q: String,
    /// The codes.
    pub codes: Vec<Code>,
}

page!(CodesAnswer, "tariff/pages/codes.html");

impl TariffView {
    /// The form with what was typed, for the place and the day that hold without a word.
    pub fn of(s: &Shell, asked: &Asked, today: Date, book: &str) -> TariffView {
        let to = asked.to.clone().filter(|to| !to.trim().is_empty());
        TariffView {
            asked: asked.clone(),
            to: to.unwrap_or_else(|| crate::look::destination(s).to_owned()),
            today: today.to_string(),
            searched: String::new(),
            codes: Vec::new(),
            answer: None,
            request: None,
            exchange: Vec::new(),
            book: book.to_owned(),
        }
    }

    /// The page with its answer.
    pub fn answered(&mut self, request: Request, answer: Answer, s: &Shell) {
        self.exchange = request.rates.iter().filter_map(|rate| exchange(rate, s)).collect();
        self.request = serde_json::to_string_pretty(&request).ok();
        self.answer = Some(QuoteAnswer(answer));
    }

    /// The answer in the reader's words.
    pub fn told(&self, s: &Shell) -> Option<Told> {
        self.answer.as_ref().map(|answer| answer.told(s, &self.exchange))
    }

    /// A field as it was typed.
    pub fn typed(&self, field: &str) -> &str {
        let a = &self.asked;
        let typed = match field {
            "date" => &a.date,
            "hs" => &a.hs,
            "origin" => &a.origin,
            "price" => &a.price,
            "currency" => &a.currency,
            "quantity" => &a.quantity,
            "freight" => &a.freight,
            "net_weight_g" => &a.net_weight_g,
            "volume_ml" => &a.volume_ml,
            "abv_percent" => &a.abv_percent,
            _ => &None,
        };
        typed.as_deref().unwrap_or_default()
    }

    /// What else was said of the goods.
    pub fn attributes(&self) -> String {
        self.asked.attributes.join(", ")
    }

    /// Whether weight, volume, alcohol or anything else of the goods was typed, or is asked for.
    pub fn has_content(&self) -> bool {
        let fields = ["net_weight_g", "volume_ml", "abv_percent"];
        let typed = fields.iter().any(|field| !self.typed(field).is_empty()) || !self.attributes().is_empty();
        let answer = self.answer.as_ref();
        typed || answer.is_some_and(|answer| !answer.0.eligibility.missing.is_empty())
    }

    /// A field as it was typed, or what it first stands for.
    pub fn typed_or<'a>(&'a self, field: &str, first: &'a str) -> &'a str {
        if self.asked == Asked::default() { first } else { self.typed(field) }
    }

    /// The places to choose from.
    pub fn places(&self, s: &Shell) -> Vec<Choice> {
        let place = |d: &sampan_tariff::Destination| Choice {
            value: d.code.to_owned(),
            label: place(d.code, s),
            chosen: d.code == self.to,
            ..Choice::default()
        };
        sampan_tariff::destinations().iter().map(place).collect()
    }

    /// The ways to send.
    pub fn modes(&self, s: &Shell) -> Vec<Choice> {
        let mode = |mode: &Mode| Choice {
            value: mode.name().to_owned(),
            label: s.t(format!("tariff-mode-{}", mode.name())),
            chosen: self.asked.mode.as_deref() == Some(mode.name()),
            ..Choice::default()
        };
        MODES.iter().map(mode).collect()
    }

    /// The currencies of the price.
    pub fn currencies(&self) -> Vec<Choice> {
        let chosen = self.asked.currency.as_deref().unwrap_or("USD");
        let mut codes = vec!["USD"];
        codes.extend(sampan_tariff::destinations().iter().map(|d| d.currency.code()));
        let choice = |code: &str| Choice {
            value: code.to_owned(),
            label: code.to_owned(),
            chosen: code == chosen,
            ..Choice::default()
        };
        codes.into_iter().map(choice).collect()
    }

    /// Where the same question leads with another code of the goods.
    pub fn with_code(&self, hs: &str) -> String {
        let asked = Asked { hs: Some(hs.to_owned()), ..self.asked.clone() };
        let pairs = serde_json::to_value(&asked).ok();
        let fields = pairs.as_ref().and_then(serde_json::Value::as_object).into_iter().flatten();
        let attributes = self.attributes();
        let mut fields: Vec<(&str, &str)> =
            fields.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
        fields.push(("attributes", &attributes));
        crate::browse::href("/tariff", &fields)
    }
}

fn exchange(rate: &ExchangeRate, s: &Shell) -> Option<String> {
    if rate.base == rate.quote {
        return None;
    }
    Some(explain::rate_sentence(rate, s))
}

/// A destination by its name, that of the law where the pages know none.
fn place(code: &str, s: &Shell) -> String {
    let zh = s.lang.starts_with("zh");
    let named = sampan_tariff::destination(code).map(|d| if zh { d.name_zh } else { d.name_en });
    s.maybe(format!("look-place-{}", code.to_ascii_lowercase())).unwrap_or_else(|| named.unwrap_or(code).to_owned())
}

/// An answer in the reader's words: what the pieces of the page are filled from.
pub struct Told {
    /// The colour of the verdict.
    pub tone: &'static str,
    /// The verdict as a word.
    pub verdict: String,
    /// The verdict as a sentence.
    pub sentence: String,
    /// The way through customs that was taken, and the day.
    pub by: String,
    /// The whole, taken apart; none while nothing is sold.
    pub anatomy: Option<Anatomy>,
    /// What could be worked out, where the whole could not.
    pub lines: Vec<Line>,
    /// The value for customs.
    pub customs_value: Option<Money>,
    /// Why.
    pub reasons: Vec<Why>,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// The papers.
    pub papers: Vec<NeededPaper>,
    /// The other ways.
    pub others: Vec<Other>,
    /// What should be known besides.
    pub warnings: Vec<Why>,
    /// Until when all of this is known to hold.
    pub until: Option<String>,
    /// The version of the book.
    pub book: String,
}

/// Another way through customs.
pub struct Other {
    /// Its name.
    pub name: String,
    /// What it would come to.
    pub landed: Option<Money>,
    /// The charges.
    pub charges: Option<Money>,
    /// Why it is not open.
    pub why: String,
}

impl QuoteAnswer {
    /// The answer in the reader's words, by itself.
    pub fn alone(&self, s: &Shell) -> Told {
        self.told(s, &[])
    }

    /// The answer in the reader's words, with the exchange rates that were used.
    pub fn told(&self, s: &Shell, exchange: &[String]) -> Told {
        let answer = &self.0;
        let verdict = answer.eligibility.verdict;
        let (tone, name) = match verdict {
            Verdict::Sold => ("done", "sold"),
            Verdict::SoldWithPapers => ("wait", "papers"),
            Verdict::Unknown => ("wait", "unknown"),
            Verdict::NotSold => ("stop", "not-sold"),
        };
        let regime = |name: &str| explain::regime(name, s);
        let lines = explain::lines(answer, s);
        let covers = s.t1("quote-covers", "place", place(&answer.destination, s));
        let total = answer.landed_total;
        let anatomy = total.and_then(|total| Anatomy::of(total.currency(), lines.clone(), covers));
        let by = match &answer.regime {
            Some(name) => s.t2("quote-by", "regime", regime(name), "day", s.day(answer.date)),
            None => s.t1("quote-on", "day", s.day(answer.date)),
        };
        let mut missing: Vec<String> =
            answer.eligibility.missing.iter().map(|one| explain::field(&one.field, s)).collect();
        missing.dedup();
        Told {
            tone,
            verdict: s.t(format!("quote-verdict-{name}")),
            sentence: s.t1(format!("quote-says-{name}"), "place", place(&answer.destination, s)),
            by,
            lines: if anatomy.is_some() { Vec::new() } else { lines },
            anatomy: anatomy.map(|whole| whole.at_rate(exchange.join(" "))),
            customs_value: answer.customs_value,
            reasons: each_once(answer.eligibility.reasons.iter().map(|r| explain::reason(r, s))),
            missing,
            papers: explain::papers(answer, s),
            others: answer
                .alternatives
                .iter()
                .map(|other| Other {
                    name: regime(&other.regime),
                    landed: other.landed_total,
                    charges: other.total_charges,
                    why: other.reason.as_ref().map(|r| explain::reason(r, s).text).unwrap_or_default(),
                })
                .collect(),
            warnings: each_once(explain::warnings(answer, s).into_iter()),
            until: answer.valid_until.map(|day| s.t1("quote-until", "day", s.day(day))),
            book: s.t1("quote-book", "version", answer.book_version.as_str()),
        }
    }
}

/// Sentences that several lines share stand once.
fn each_once(all: impl Iterator<Item = Why>) -> Vec<Why> {
    let mut kept: Vec<Why> = Vec::new();
    for why in all {
        if !kept.contains(&why) {
            kept.push(why);
        }
    }
    kept
}
