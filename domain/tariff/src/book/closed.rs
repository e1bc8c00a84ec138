//! Places that nothing may go to from the United States.

use super::names::same_pair;
use super::{BookError, Citation, Citations, Confidence, Kept, Period, Source, table};
use jiff::civil::Date;

const COLUMNS: [&str; 8] = ["place", "verdict", "from", "to", "citation", "confidence", "en", "zh"];

/// One row of `common/closed.csv`.
#[derive(Debug, Clone)]
pub struct Closed {
    /// A country (ISO 3166 alpha-2) or a region of one (ISO 3166-2).
    pub place: String,
    /// Whether most goods may go with a licence; else nothing may.
    pub by_licence: bool,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Kept<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, in English.
    pub en: String,
    /// Why, in Simplified Chinese.
    pub zh: String,
    overlay: bool,
}

/// The row for a place on a day; a country's row holds for its regions too.
pub(super) fn find<'a>(rows: &'a [Closed], place: &str, on: Date) -> Option<&'a Closed> {
    let country = place.get(..2).filter(|_| place[2..].starts_with('-')).unwrap_or(place);
    let here = |row: &Closed| same_pair(&row.place, country) || row.place == place;
    let meant = |row: &&Closed| here(row) && row.period.holds(on);
    rows.iter().filter(meant).max_by_key(|row| (row.overlay, row.place.len(), row.period.from))
}

pub(super) fn read(files: &[(&Source, &str)], citations: &Citations) -> Result<Vec<Closed>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "closed.csv") {
        for row in table::rows(source, &COLUMNS)? {
            all.push(Closed {
                place: row.text("place").to_owned(),
                by_licence: match row.text("verdict") {
                    "closed" => false,
                    "controlled" => true,
                    _ => return Err(row.error("verdict", "wanted closed or controlled")),
                },
                period: row.period()?,
                citation: row.citation(citations)?,
                confidence: row.confidence()?,
                en: row.text("en").to_owned(),
                zh: row.text("zh").to_owned(),
                overlay: source.overlay,
            });
        }
    }
    Ok(all)
}
