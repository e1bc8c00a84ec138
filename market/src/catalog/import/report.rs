//! What an import did or would do: counts, what changes, what is refused, and what else one should know.

use sampan_ids::ListingId;
use sampan_intake::{Format, Notice, Refused};
use serde::{Deserialize, Serialize};

/// Changes and notices that a report names one by one; the rest is counted.
const NAMED: usize = 500;

/// What became of the products so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Products of the file that were decided.
    pub products: u64,
    /// Listings that are new.
    pub created: u64,
    /// Listings of which something changed.
    pub updated: u64,
    /// Listings that are as the file has them.
    pub unchanged: u64,
    /// Products that cannot be kept.
    pub not_kept: u64,
}

/// A listing that is new or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Changed {
    /// The product's first row in the file.
    pub row: u64,
    /// The seller's own key.
    pub handle: String,
    /// Its title.
    pub title: String,
    /// The listing; one that an import would make has none yet.
    #[schema(value_type = Option<String>)]
    pub listing: Option<ListingId>,
    /// Whether it is new.
    pub created: bool,
    /// What changed, by stable names; empty where all is new.
    pub fields: Vec<String>,
}

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusedRow {
    /// Number of the data record, from 1, the header not counted.
    pub row: u64,
    /// The line of the file.
    pub line: u64,
    /// The column; empty where the whole row is meant.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What is wanted.
    pub wanted: String,
    /// The same as a stable code.
    pub code: String,
}

/// Something worth knowing that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Noted {
    /// The row, where one is meant.
    pub row: Option<u64>,
    /// The column, where one is meant.
    pub field: Option<String>,
    /// A stable code.
    pub code: String,
    /// What it is, in English.
    pub text: String,
}

/// What an import did or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Report {
    /// The kind of file, `shopify` or `woocommerce`.
    pub format: String,
    /// Whether nothing was saved.
    pub dry_run: bool,
    /// Data records in the file.
    pub rows: u64,
    /// Rows that were taken.
    pub rows_taken: u64,
    /// Rows that were refused.
    pub rows_refused: u64,
    #[serde(flatten)]
    /// What became of the products.
    pub counts: Counts,
    /// The refused rows.
    pub refused: Vec<RefusedRow>,
    /// Listings that are new or changed, the first of them.
    pub changed: Vec<Changed>,
    /// What else one should know, the first of it.
    pub notices: Vec<Noted>,
    /// Notices that are not named here.
    pub notices_more: u64,
    /// Why the file could not be read to its end; what came before stands.
    pub stopped: Option<String>,
}

impl Counts {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Counts) -> Counts {
        Counts {
            products: self.products + other.products,
            created: self.created + other.created,
            updated: self.updated + other.updated,
            unchanged: self.unchanged + other.unchanged,
            not_kept: self.not_kept + other.not_kept,
        }
    }
}

impl Report {
    /// The report of a file of which nothing was read yet.
    pub fn begin(format: Format, dry_run: bool, rows: u64) -> Report {
        Report { format: format.name().to_owned(), dry_run, rows, ..Report::default() }
    }

    /// Adds a refused row in its place by number (a product is refused at its last row, so they come in another order);
    /// beyond `most` they are counted alone.
    pub fn refuse(&mut self, row: RefusedRow, most: usize) {
        self.rows_refused += 1;
        if self.refused.len() < most {
            let place = self.refused.partition_point(|before| before.row <= row.row);
            self.refused.insert(place, row);
        }
    }

    /// Adds a notice.
    pub fn note(&mut self, noted: Noted) {
        if self.notices.len() < NAMED { self.notices.push(noted) } else { self.notices_more += 1 }
    }

    /// Adds a change.
    pub fn change(&mut self, changed: Changed) {
        if self.changed.len() < NAMED {
            self.changed.push(changed);
        }
    }

    /// Changes that are not named here.
    pub fn changed_more(&self) -> u64 {
        (self.counts.created + self.counts.updated).saturating_sub(self.changed.len() as u64)
    }

    /// Refused rows that are not named here.
    pub fn refused_more(&self) -> u64 {
        self.rows_refused.saturating_sub(self.refused.len() as u64)
    }
}

impl From<Refused> for RefusedRow {
    fn from(refused: Refused) -> RefusedRow {
        let Refused { row, line, field, found, wanted, code, cells: _ } = refused;
        RefusedRow { row, line, field, found, wanted, code: name(&code) }
    }
}

impl From<Notice> for Noted {
    fn from(notice: Notice) -> Noted {
        Noted { row: notice.row, field: notice.field, code: name(&notice.code), text: notice.text }
    }
}

/// The name under which a code stands in JSON.
pub(super) fn name<T: Serialize>(code: &T) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
