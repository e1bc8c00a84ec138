//! What if the law were another: drafts of rows beside the book, what they would do to every listing, publishing them.
//!
//! A draft is written or brought as a file, saved, and worked out by a worker over the whole catalogue; its report stands
//! on a page with charts and leaves as CSV. A published draft is laid over the book from then on, here and in every other
//! process; its rows hold from their own days, which must lie ahead, so that no past quote changes. Sellers whose offers
//! it changes get a letter. Only operators come here, and every act is written down.

mod again;
pub mod catalogue;
mod charts;
mod commands;
mod http;
mod publish;
pub mod store;
pub mod tables;
mod view;
mod work;

#[cfg(test)]
mod tests;

pub use store::{Draft, DraftReports, Drafts, State, StoredReport, Work};
pub use work::work;

use crate::App;
use crate::policy::{OperatorActs, OperatorReads};
use sampan_db::{Db, DbError};
use sampan_ids::Timestamp;
use sampan_tariff::Book;
use sampan_web::Routes;
use uuid::Uuid;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/whatif", http::list)
        .doc("Drafts of law, and those that are published")
        .post(OperatorActs, "/operator/whatif", http::create)
        .doc("Saves a new draft and has it worked out")
        .post(OperatorActs, "/operator/whatif/file", http::upload)
        .uploads()
        .doc("Takes a file as a new draft and has it worked out")
        .get(OperatorReads, "/operator/whatif/{draft}", http::show)
        .doc("A draft with what it would do: who is hit, by how much, what is raised")
        .post(OperatorActs, "/operator/whatif/{draft}", http::save)
        .doc("Changes a draft and has it worked out again")
        .get(OperatorReads, "/operator/whatif/{draft}/csv", http::csv)
        .doc("One table of a draft's report as CSV")
        .post(OperatorActs, "/operator/whatif/{draft}/publication", publish::publish)
        .doc("Publishes a draft: it is laid over the book, and sellers who are hit are told")
        .post(OperatorActs, "/operator/whatif/{draft}/withdrawal", publish::withdraw)
        .doc("Takes a published draft back, before its first day")
        .post(OperatorActs, "/operator/whatif/{draft}/removal", http::remove)
        .doc("Throws a draft away")
        .get(OperatorReads, "/operator/orders/{order}/again", again::show)
        .doc("A past order worked out again under the law of its day or of another, line by line")
}

/// Which drafts are published, by when they were: what the book in use is compared with.
pub type Laid = Vec<(Uuid, Timestamp)>;

/// Which drafts are published.
pub async fn published_now(db: &Db) -> Result<Laid, DbError> {
    let sql = "select draft_id, published_at from drafts where state = 'published' order by published_at, draft_id";
    let rows = db.query(sql, vec![]).await?;
    Ok(rows.iter().map(|row| (row.id("draft_id"), row.time("published_at"))).collect())
}

/// The published drafts, the first one first.
pub async fn published(db: &Db) -> Result<Vec<Draft>, DbError> {
    db.select::<Drafts>("where t.state = 'published' order by t.published_at, t.draft_id", vec![]).await
}

/// A book with published drafts over it. One that can no longer be laid over it is left out, and logged.
pub fn overlaid(base: &Book, drafts: &[Draft]) -> Book {
    let files = |drafts: &[Draft]| drafts.iter().flat_map(|draft| draft.published_files().to_vec()).collect();
    if let Ok(book) = base.overlay(files(drafts)) {
        return book;
    }
    let mut book = base.clone();
    for draft in drafts {
        match book.overlay(draft.published_files().to_vec()) {
            Ok(with) => book = with,
            Err(error) => tracing::error!(draft = %draft.id, %error, "a published draft is not laid over the book"),
        }
    }
    book
}
