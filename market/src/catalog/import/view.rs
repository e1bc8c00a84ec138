//! What the pages and the programming interface show of imports.

use super::report::{Changed, Counts, Noted, RefusedRow, Report};
use super::store::{Import, State};
use super::work::file_code;
use crate::look::Work;
use crate::page;
use sampan_ids::{ImportId, Timestamp};
use sampan_intake::{FileError, Format};
use sampan_web::Shell;
use serde::Serialize;

/// A seller's imports, the newest first, and where to begin another.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportsView {
    /// The imports.
    pub imports: Vec<ImportRow>,
    /// Bytes that a file may have.
    pub most_bytes: u64,
}

page!(ImportsView, "catalog/pages/imports.html");

/// One import in the list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportRow {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ImportId,
    /// How the seller calls the file.
    pub file_name: String,
    /// When it came.
    #[schema(value_type = String)]
    pub started: Timestamp,
    /// How far it is: `reading`, `unreadable`, `previewed`, `applying`, `applied`, `stopped`.
    pub state: String,
    /// Rows of the file, once they are counted.
    pub rows: Option<u64>,
    /// Rows that were refused.
    pub refused: Option<u64>,
}

impl ImportRow {
    pub(super) fn of(import: &Import) -> ImportRow {
        let report = import.state.report();
        ImportRow {
            id: import.id,
            file_name: import.file_name.clone(),
            started: import.started,
            state: import.state.name().to_owned(),
            rows: report.map(|r| r.rows),
            refused: report.map(|r| r.rows_refused),
        }
    }
}

/// A refused row, with the reason in the reader's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RefusedLine {
    /// The row as the report has it.
    #[serde(flatten)]
    pub row: RefusedRow,
    /// What is wanted, in the reader's language.
    pub reason: String,
}

/// A change, with its fields in the reader's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChangedLine {
    /// The change as the report has it.
    #[serde(flatten)]
    pub change: Changed,
    /// What changes, in the reader's language.
    pub words: String,
}

/// One import: how far it is, what it would do or did. While it is at work, `words`, `done`, `of` and `finished` tell
/// its progress and nothing is listed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ImportId,
    /// How the seller calls the file.
    pub file_name: String,
    /// Its kind, once it is known.
    pub format: Option<String>,
    /// When it came.
    #[schema(value_type = String)]
    pub started: Timestamp,
    /// How far it is.
    pub state: String,
    /// The same in a sentence.
    pub words: String,
    /// Rows or products done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
    /// Whether nothing more happens by itself.
    pub finished: bool,
    /// Data records in the file.
    pub rows: Option<u64>,
    /// Refused rows.
    pub rows_refused: u64,
    /// What it would do or did.
    pub counts: Option<Counts>,
    /// The refused rows, the first of them.
    pub refused: Vec<RefusedLine>,
    /// Refused rows that only the file of refused rows names.
    pub refused_more: u64,
    /// Listings that are new or changed, the first of them.
    pub changed: Vec<ChangedLine>,
    /// Changes that are not named.
    pub changed_more: u64,
    /// What else one should know.
    pub notices: Vec<Noted>,
    /// Notices that are not named.
    pub notices_more: u64,
}

page!(ImportView, "catalog/pages/import.html");

impl ImportView {
    pub(super) fn of(import: &Import, s: &Shell) -> ImportView {
        let state = &import.state;
        let (done, of) = match state {
            State::Reading { done, of } => (*done, *of),
            State::Applying { preview, counts } => (counts.products, preview.counts.products),
            _ => (0, 0),
        };
        let report = state.report().filter(|_| !state.is_at_work());
        let counts = match state {
            State::Applying { counts, .. } | State::Stopped { counts, .. } => Some(*counts),
            _ => report.map(|r| r.counts),
        };
        ImportView {
            id: import.id,
            file_name: import.file_name.clone(),
            format: import.format.map(|f| f.name().to_owned()),
            started: import.started,
            state: state.name().to_owned(),
            words: words(import, s),
            done,
            of: of.max(1),
            finished: !state.is_at_work(),
            rows: report.map(|r| r.rows),
            rows_refused: report.map_or(0, |r| r.rows_refused),
            counts,
            refused: report.map(|r| refused(r, s)).unwrap_or_default(),
            refused_more: report.map_or(0, Report::refused_more),
            changed: report.map(|r| changed(r, s)).unwrap_or_default(),
            changed_more: report.map_or(0, Report::changed_more),
            notices: report.map(|r| notices(r, s)).unwrap_or_default(),
            notices_more: report.map_or(0, |r| r.notices_more),
        }
    }

    /// The bar of an import at work.
    pub fn work(&self) -> Work {
        Work {
            words: self.words.clone(),
            done: i64::try_from(self.done).unwrap_or(i64::MAX),
            of: i64::try_from(self.of).unwrap_or(i64::MAX),
            finished: self.finished,
            ask: format!("/seller/imports/{}", self.id),
        }
    }

    /// Whether there is something to apply.
    pub fn has_work(&self) -> bool {
        self.counts.is_some_and(|c| c.created + c.updated > 0)
    }
}

/// How far an import is, in a sentence.
fn words(import: &Import, s: &Shell) -> String {
    match &import.state {
        State::Unreadable { error } => unreadable(error, s),
        State::Previewed { report } | State::Applied { report, .. } if report.stopped.is_some() => {
            s.t("catalog-import-says-cut")
        }
        State::Previewed { report } if report.counts.created + report.counts.updated == 0 => {
            s.t("catalog-import-says-nothing")
        }
        state => s.t(format!("catalog-import-says-{}", state.name())),
    }
}

/// What is wrong with a file as a whole, in the reader's language.
pub(super) fn unreadable(error: &FileError, s: &Shell) -> String {
    let key = format!("catalog-file-{}", file_code(error).replace('_', "-"));
    let mb = |bytes: &u64| s.number(bytes.div_ceil(1024 * 1024));
    match error {
        FileError::TooLarge { bytes, limit } => s.t2(key, "found", mb(bytes), "limit", mb(limit)),
        FileError::TooManyRows { limit } => s.t1(key, "limit", s.number(*limit)),
        FileError::TooManyColumns { found, limit } => s.t2(key, "found", s.number(*found), "limit", s.number(*limit)),
        FileError::NotText { what } => s.t1(key, "what", what),
        FileError::ColumnsMissing { missing, looks_like, .. } => {
            let said = s.t1(key, "missing", missing.join(", "));
            match looks_like {
                Some(other) => format!("{said} {}", s.t1("catalog-file-looks-like", "system", system(*other))),
                None => said,
            }
        }
        FileError::QuotesBroken { row, line } => s.t2(key, "row", s.number(*row), "line", s.number(*line)),
        FileError::Empty | FileError::NoRows | FileError::HeaderBroken | FileError::Unreadable { .. } => s.t(key),
    }
}

/// A shop system by its own name.
fn system(format: Format) -> &'static str {
    match format {
        Format::Shopify => "Shopify",
        Format::WooCommerce => "WooCommerce",
    }
}

fn refused(report: &Report, s: &Shell) -> Vec<RefusedLine> {
    let line = |row: &RefusedRow| RefusedLine {
        reason: said("catalog-refused-", &row.code, &row.wanted, s),
        row: row.clone(),
    };
    report.refused.iter().map(line).collect()
}

fn changed(report: &Report, s: &Shell) -> Vec<ChangedLine> {
    let line = |change: &Changed| ChangedLine {
        words: match change.created {
            true => s.t("catalog-import-new"),
            false => {
                let fields: Vec<String> = change.fields.iter().map(|f| said("catalog-field-", f, f, s)).collect();
                fields.join(", ")
            }
        },
        change: change.clone(),
    };
    report.changed.iter().map(line).collect()
}

/// Notices in the reader's language, where there are words for them.
fn notices(report: &Report, s: &Shell) -> Vec<Noted> {
    let noted = |noted: &Noted| Noted { text: said("catalog-notice-", &noted.code, &noted.text, s), ..noted.clone() };
    report.notices.iter().map(noted).collect()
}

/// The words of a stable code in the reader's language; `text` is what the reader of files says in English, with figures.
fn said(prefix: &str, code: &str, text: &str, s: &Shell) -> String {
    s.t1(format!("{prefix}{}", code.replace('_', "-")), "text", text)
}
