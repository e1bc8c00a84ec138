//! How the rows of `restrictions.csv` are read.

use super::papers::{Papers, row_papers};
use super::{Restriction, Ruling};
use crate::book::beginnings::Packed;
use crate::book::condition::{Above, Condition};
use crate::book::rates::last_day;
use crate::book::{BookError, Citations, Source, table};
use crate::reason::{Code, Said};
use crate::request::Mode;

/// The columns of `restrictions.csv`; a file may leave out those from `above` on.
const COLUMNS: [&str; 18] = [
    "code",
    "hs",
    "needs",
    "channel",
    "mode",
    "verdict",
    "papers",
    "from",
    "to",
    "citation",
    "confidence",
    "en",
    "zh",
    "above",
    "issuer",
    "when",
    "ships_from",
    "destinations",
];
const COLUMNS_REQUIRED: usize = 13;

pub(in crate::book) fn read(
    files: &[(&Source, &str)],
    citations: &Citations,
    papers: &Papers,
) -> Result<Vec<Restriction>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "restrictions.csv") {
        for row in table::rows_with(source, &COLUMNS, COLUMNS_REQUIRED)? {
            all.push(restriction(&row, citations, papers)?);
        }
    }
    Ok(all)
}

fn restriction(row: &table::Row, citations: &Citations, papers: &Papers) -> Result<Restriction, BookError> {
    let parts = |column| row.text(column).split(';').map(str::trim).filter(|part: &&str| !part.is_empty());
    let params = [("rule", row.text("code")), ("text", row.text("en")), ("text_zh", row.text("zh"))];
    let codes = [Code::Restricted, Code::RestrictionUnknown, Code::RestrictionToVerify];
    let (citation, period) = (row.citation(citations)?, row.period()?);
    let hs: Vec<(String, String)> = parts("hs").map(|part| range(row, part)).collect::<Result<_, _>>()?;
    Ok(Restriction {
        ranges: hs.iter().map(|(first, last)| (Packed::of(first), Packed::of(last))).collect(),
        code: row.kept(row.text("code")),
        hs,
        needs: Condition::list(row.text("needs")),
        above: row.some("above").map(|text| Above::read(row, text)).transpose()?,
        channel: row.some("channel").map(str::to_owned),
        mode: match row.text("mode") {
            "" => None,
            "post" => Some(Mode::Post),
            "express" => Some(Mode::Express),
            "cargo" => Some(Mode::Cargo),
            "bonded" => Some(Mode::Bonded),
            _ => return Err(row.error("mode", "wanted post, express, cargo, bonded or nothing")),
        },
        ships_from: row.some("ships_from").map(str::to_owned),
        destinations: parts("destinations").map(str::to_owned).collect(),
        ruling: match row.text("verdict") {
            "allowed" => Ruling::Allowed,
            "papers" => Ruling::Papers,
            "not_allowed" => Ruling::NotAllowed,
            "unknown" => Ruling::Unknown,
            _ => return Err(row.error("verdict", "wanted allowed, papers, not_allowed or unknown")),
        },
        papers: row_papers(row, papers)?,
        last: last_day(period),
        period,
        cited: row.kept(&citation.id),
        citation,
        confidence: row.confidence()?,
        en: row.text("en").to_owned(),
        zh: row.text("zh").to_owned(),
        said: codes.map(|code| Said::always(code, &params, row.is_forever())),
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
