//! What may go where: rulings on goods by code, way and condition, and the papers they ask for.

use super::{Citation, Citations, Confidence, Period, Source, table};
use crate::book::BookError;
use crate::request::{Line, Mode};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

const COLUMNS: [&str; 13] =
    ["code", "hs", "needs", "channel", "mode", "verdict", "papers", "from", "to", "citation", "confidence", "en", "zh"];
const PAPER_COLUMNS: [&str; 5] = ["code", "issuer", "when", "en", "zh"];

/// What a restriction says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// They may go.
    Allowed,
    /// They may go with papers.
    Papers,
    /// They may not go.
    NotAllowed,
    /// It is not known.
    Unknown,
}

/// A paper that a restriction asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperKind {
    /// The stable code.
    pub code: String,
    /// Who issues it.
    pub issuer: String,
    /// By when or how often.
    pub when: String,
    /// What it is, in English.
    pub en: String,
    /// What it is, in Simplified Chinese.
    pub zh: String,
}

/// One row of `restrictions.csv`.
#[derive(Debug, Clone)]
pub struct Restriction {
    /// The stable name of the goods and the rule.
    pub code: String,
    /// First and last digits that a code must begin with; several of them.
    pub hs: Vec<(String, String)>,
    /// The attribute that a line must have for the row to hold; none: it always holds.
    pub needs: Option<String>,
    /// The channel: `cbec`, `cargo`, `parcel`; none: all.
    pub channel: Option<String>,
    /// The way of carriage; none: all.
    pub mode: Option<Mode>,
    /// What it says.
    pub ruling: Ruling,
    /// The papers it asks for.
    pub papers: Vec<Arc<PaperKind>>,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Arc<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The rule in English.
    pub en: String,
    /// The rule in Simplified Chinese.
    pub zh: String,
}

impl Restriction {
    /// Whether the row speaks of a line that goes this way on this day.
    pub fn meets(&self, line: &Line, code: &str, channel: &str, mode: Option<Mode>, on: Date) -> bool {
        self.period.holds(on)
            && self.channel.as_deref().is_none_or(|c| c == channel)
            && self.mode.is_none_or(|m| Some(m) == mode)
            && self.needs.as_deref().is_none_or(|needs| line.has(needs))
            && (self.hs.is_empty() || self.hs.iter().any(|(first, last)| within(code, first, last)))
    }
}

/// Whether a code's beginning lies between two beginnings.
fn within(code: &str, first: &str, last: &str) -> bool {
    let begins = |with: &str| code.get(..with.len().min(code.len())).unwrap_or("");
    code.len() >= first.len() && begins(first) >= first && begins(last) <= last
}

pub(super) type Papers = HashMap<String, Arc<PaperKind>>;

pub(super) fn papers(files: &[(&Source, &str)]) -> Result<Papers, BookError> {
    let mut papers = Papers::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "papers.csv") {
        for row in table::rows(&source.path, &source.text, &PAPER_COLUMNS)? {
            let text = |column| row.text(column).to_owned();
            let paper = PaperKind {
                code: text("code"),
                issuer: text("issuer"),
                when: text("when"),
                en: text("en"),
                zh: text("zh"),
            };
            papers.insert(paper.code.clone(), Arc::new(paper));
        }
    }
    Ok(papers)
}

pub(super) fn read(
    files: &[(&Source, &str)],
    citations: &Citations,
    papers: &Papers,
) -> Result<Vec<Restriction>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "restrictions.csv") {
        for row in table::rows(&source.path, &source.text, &COLUMNS)? {
            all.push(restriction(&row, citations, papers)?);
        }
    }
    Ok(all)
}

fn restriction(row: &table::Row, citations: &Citations, papers: &Papers) -> Result<Restriction, BookError> {
    let paper = |code: &str| {
        papers.get(code).cloned().ok_or_else(|| row.error("papers", format!("{code:?} is not in common/papers.csv")))
    };
    let codes = row.text("papers").split(';').map(str::trim).filter(|code| !code.is_empty());
    Ok(Restriction {
        code: row.text("code").to_owned(),
        hs: row
            .text("hs")
            .split(';')
            .filter(|part| !part.trim().is_empty())
            .map(|p| range(row, p))
            .collect::<Result<_, _>>()?,
        needs: row.some("needs").map(str::to_owned),
        channel: row.some("channel").map(str::to_owned),
        mode: match row.text("mode") {
            "" => None,
            "post" => Some(Mode::Post),
            "express" => Some(Mode::Express),
            "cargo" => Some(Mode::Cargo),
            "bonded" => Some(Mode::Bonded),
            _ => return Err(row.error("mode", "wanted post, express, cargo, bonded or nothing")),
        },
        ruling: match row.text("verdict") {
            "allowed" => Ruling::Allowed,
            "papers" => Ruling::Papers,
            "not_allowed" => Ruling::NotAllowed,
            "unknown" => Ruling::Unknown,
            _ => return Err(row.error("verdict", "wanted allowed, papers, not_allowed or unknown")),
        },
        papers: codes.map(paper).collect::<Result<_, _>>()?,
        period: row.period()?,
        citation: row.citation(citations)?,
        confidence: row.confidence()?,
        en: row.text("en").to_owned(),
        zh: row.text("zh").to_owned(),
    })
}

fn range(row: &table::Row, part: &str) -> Result<(String, String), BookError> {
    let (first, last) = part.split_once('-').unwrap_or((part, part));
    let read = |text| table::digits(text).filter(|digits| !digits.is_empty());
    match (read(first), read(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(row.error("hs", format!("{part:?} is no code or range"))),
    }
}
