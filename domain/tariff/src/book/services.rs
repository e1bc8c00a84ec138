//! Tax on services: digital, remote and on the spot.

use super::{BookError, Citation, Citations, Confidence, Kept, Period, Source, table};
use crate::answer::Measure;
use crate::rate::Rate;

const COLUMNS: [&str; 9] = ["kind", "measure", "rate", "accounts", "from", "to", "citation", "confidence", "note"];

/// One row of `services.csv`.
#[derive(Debug, Clone)]
pub struct ServiceRow {
    /// The name that an answer gives it.
    pub rule: String,
    /// The kind of service.
    pub kind: String,
    /// What is charged.
    pub measure: Measure,
    /// The rate.
    pub rate: Rate,
    /// Whether the buyer accounts for it and nothing is collected at the sale.
    pub by_buyer: bool,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Kept<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether an operator's file brought it.
    pub overlay: bool,
}

pub(super) fn read(
    market: &str,
    files: &[(&Source, &str)],
    citations: &Citations,
) -> Result<Vec<ServiceRow>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "services.csv") {
        for row in table::rows(source, &COLUMNS)? {
            let over = if source.overlay { "overlay:" } else { "" };
            let measure = Measure::named(row.text("measure"));
            all.push(ServiceRow {
                rule: format!("{over}{}/service/{}", market.to_ascii_lowercase(), row.text("kind")),
                kind: row.text("kind").to_owned(),
                measure: measure.ok_or_else(|| row.error("measure", "is no measure"))?,
                rate: Rate::parse(row.text("rate")).map_err(|error| row.error("rate", error))?,
                by_buyer: match row.text("accounts") {
                    "seller" => false,
                    "buyer" => true,
                    _ => return Err(row.error("accounts", "wanted seller or buyer")),
                },
                period: row.period()?,
                citation: row.citation(citations)?,
                confidence: row.confidence()?,
                overlay: source.overlay,
            });
        }
    }
    Ok(all)
}
