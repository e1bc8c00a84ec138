//! What no law says and the operator has to assume.

use sampan_money::Decimal;
use serde::{Deserialize, Serialize};

/// What a report takes for granted besides the law; every report repeats it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assumptions {
    /// How demand answers to price, by beginnings of codes; the longest that fits holds.
    pub elasticities: Vec<Elasticity>,
    /// Jobs that hang on a million dollars of sellers' sales in a year.
    pub jobs_per_million: Option<Decimal>,
    /// Pieces a year of an offer whose sales are not known.
    pub pieces_a_year: Option<u64>,
}

/// By how many per cent demand moves when the landed price moves by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elasticity {
    /// The digits that a code must begin with; none: all goods.
    pub hs: String,
    /// The figure, below zero where what is dearer sells less.
    pub value: Decimal,
}

/// Why an assumption cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAssumption {
    /// The text is not a list of elasticities.
    #[error("{found:?} is no elasticity; wanted -1.2 for all goods, or 0809=-1.5")]
    NoElasticity {
        /// What stood there.
        found: String,
    },
    /// The figure is beyond what can be meant.
    #[error("{found} is out of range; wanted {wanted}")]
    OutOfRange {
        /// The figure.
        found: String,
        /// The range.
        wanted: &'static str,
    },
}

/// Most elasticities in a report.
const ELASTICITIES_MAX: usize = 200;
/// The strongest answer to a price that is taken for one.
const ELASTICITY_MAX: i64 = 20;
/// Most jobs for a million dollars.
const JOBS_MAX: i64 = 1_000;
/// Most pieces a year of an offer.
const PIECES_MAX: u64 = 1_000_000_000;

impl Assumptions {
    /// Reads elasticities such as `-1.2, 0809=-1.5`: one for all goods, others for beginnings of codes.
    pub fn elasticities(text: &str) -> Result<Vec<Elasticity>, BadAssumption> {
        let mut all = Vec::new();
        for part in text.split([',', ';', ' ', '\n', '\r', '\t']).filter(|part| !part.is_empty()) {
            let bad = || BadAssumption::NoElasticity { found: part.chars().take(40).collect() };
            let (hs, value) = part.split_once('=').unwrap_or(("", part));
            let hs = crate::book::digits(hs).filter(|hs| hs.len() <= 12).ok_or_else(bad)?;
            let value = value.parse::<Decimal>().map_err(|_| bad())?;
            all.retain(|known: &Elasticity| known.hs != hs);
            all.push(Elasticity { hs, value });
            if all.len() > ELASTICITIES_MAX {
                return Err(bad());
            }
        }
        Ok(all)
    }

    /// Refuses figures beyond what can be meant.
    pub fn checked(self) -> Result<Assumptions, BadAssumption> {
        let beyond = |found: String, wanted| Err(BadAssumption::OutOfRange { found, wanted });
        let most = Decimal::from(ELASTICITY_MAX);
        if let Some(bad) = self.elasticities.iter().find(|e| e.value.abs() > most || e.value.scale() > 6) {
            return beyond(bad.value.to_string(), "-20 to 20");
        }
        if let Some(jobs) = self.jobs_per_million
            && (jobs.is_sign_negative() || jobs > Decimal::from(JOBS_MAX) || jobs.scale() > 6)
        {
            return beyond(jobs.to_string(), "0 to 1000");
        }
        match self.pieces_a_year {
            Some(pieces) if pieces > PIECES_MAX => beyond(pieces.to_string(), "0 to 1000000000"),
            _ => Ok(self),
        }
    }

    /// How demand for a code answers to price; none: nothing is assumed.
    pub(super) fn elasticity(&self, code: &str) -> Option<Decimal> {
        let fits = self.elasticities.iter().filter(|e| code.starts_with(&e.hs));
        fits.max_by_key(|e| e.hs.len()).map(|e| e.value)
    }

    /// Pieces a year of an offer, as known or as assumed.
    pub(super) fn pieces(&self, known: Option<u64>) -> u64 {
        known.or(self.pieces_a_year).unwrap_or(0).min(PIECES_MAX)
    }
}
