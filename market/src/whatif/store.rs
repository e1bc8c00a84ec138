//! Drafts and their reports in their rows.

use crate::documents;
use sampan_ids::{AccountId, Date, SellerId, Timestamp};
use sampan_tariff::whatif::{Assumptions, BadAssumption, Report};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A draft of law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: Uuid,
    /// What the operator calls it.
    pub name: String,
    /// The draft as it is written.
    pub text: String,
    /// The day whose law is looked at; none: the day by which all rows have begun.
    pub day: Option<Date>,
    /// What is assumed besides the law.
    pub assumed: Assumed,
    /// Whether it is published.
    pub state: State,
    /// What a worker has to do with it.
    pub work: Work,
    /// How often it was changed; work on an older one comes to nothing.
    pub serial: u32,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// By which operator.
    pub changed_by: AccountId,
}

/// Whether a draft is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is not.
    Draft,
    /// It is.
    Published {
        /// Since when.
        at: Timestamp,
        /// By which operator.
        by: AccountId,
        /// The day on which its first row begins.
        first_day: Date,
        /// Its rows, as they were raised from the book of that time.
        files: Vec<(String, String)>,
    },
}

impl State {
    /// The state's name.
    pub const fn name(&self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Published { .. } => "published",
        }
    }
}

/// What a worker has to do with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// Nothing.
    Idle,
    /// Work it out.
    Study {
        /// Listings looked at.
        looked: u64,
        /// Listings there are.
        of: u64,
    },
    /// Tell sellers who are hit.
    Tell {
        /// The last seller told.
        after: Option<SellerId>,
        /// How many were told.
        told: u64,
    },
    /// Nothing: it could not be worked out.
    Failed {
        /// Why.
        why: String,
    },
}

impl Work {
    /// The name of what waits.
    pub const fn name(&self) -> &'static str {
        match self {
            Work::Idle | Work::Failed { .. } => "none",
            Work::Study { .. } => "study",
            Work::Tell { .. } => "tell",
        }
    }
}

/// What is assumed, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumed {
    /// Elasticities, such as `-1.2, 0809=-1.5`.
    pub elasticities: String,
    /// Jobs for a million dollars of sales.
    pub jobs_per_million: String,
    /// Pieces a year of an offer without known sales.
    pub pieces_a_year: String,
}

impl Assumed {
    /// What it means, or the field that means nothing.
    pub fn read(&self) -> Result<Assumptions, (&'static str, String)> {
        let bad = |field| move |error: BadAssumption| (field, error.to_string());
        let jobs = Some(self.jobs_per_million.trim()).filter(|text| !text.is_empty());
        let jobs = jobs.map(|text| text.parse().map_err(|_| ("jobs_per_million", "wanted a number".to_owned())));
        let pieces = Some(self.pieces_a_year.trim()).filter(|text| !text.is_empty());
        let pieces = pieces.map(|text| text.parse().map_err(|_| ("pieces_a_year", "wanted a whole number".to_owned())));
        let elasticities = Assumptions::elasticities(&self.elasticities).map_err(bad("elasticities"))?;
        let only = |elasticities, jobs_per_million, pieces_a_year| Assumptions {
            elasticities,
            jobs_per_million,
            pieces_a_year,
        };
        let elasticities = only(elasticities, None, None).checked().map_err(bad("elasticities"))?.elasticities;
        let jobs =
            only(Vec::new(), jobs.transpose()?, None).checked().map_err(bad("jobs_per_million"))?.jobs_per_million;
        let pieces = only(Vec::new(), None, pieces.transpose()?).checked().map_err(bad("pieces_a_year"))?.pieces_a_year;
        Ok(only(elasticities, jobs, pieces))
    }
}

impl Draft {
    /// The files of a published draft.
    pub fn published_files(&self) -> &[(String, String)] {
        match &self.state {
            State::Draft => &[],
            State::Published { files, .. } => files,
        }
    }

    /// When it was published.
    pub fn published_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Draft => None,
            State::Published { at, .. } => Some(at),
        }
    }
}

/// A report as it was worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReport {
    /// The draft.
    pub draft: Uuid,
    /// The draft's serial then.
    pub serial: u32,
    /// When.
    pub at: Timestamp,
    /// Sellers beyond those that are kept.
    pub sellers_more: u64,
    /// The report.
    pub report: Report,
}

documents! {
    /// Drafts of law.
    Drafts: Draft = "drafts", draft_id: Uuid = |d| d.id, {
        state: text = |d| d.state.name(),
        work: text = |d| d.work.name(),
        published_at: int = |d| d.published_at().map_or(0, |at| at.as_microsecond()),
        changed_at: int = |d| d.changed_at,
    }

    /// What drafts would do.
    DraftReports: StoredReport = "draft_reports", draft_id: Uuid = |r| r.draft, {}
}
