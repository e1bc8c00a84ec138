//! Re-adds the whole books, stock, payments and states against each other, from the stored rows alone.

use crate::App;
use crate::books::Entries;
use crate::catalog::Stocks;
use crate::checkout::{Allowances, Checkouts};
use crate::orders::Orders;
use sampan_db::DbError;
use sampan_ids::PostingId;
use sampan_ledger::Entry;
use sampan_trade::verify::{Auditor, Fault};
use serde::Serialize;

#[cfg(test)]
mod tests;

/// Rows read at a time.
const PAGE: i64 = 2_000;

/// What was counted, and what does not fit.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Entries of the ledger.
    pub entries: u64,
    /// Orders.
    pub orders: u64,
    /// Checkouts.
    pub checkouts: u64,
    /// Variants with a stock.
    pub stocks: u64,
    /// Persons' years.
    pub allowances: u64,
    /// Every contradiction; empty when all agree.
    pub faults: Vec<Fault>,
}

/// Audits everything. Rows are read one table after another, so it speaks of a moment only while nothing is written.
pub async fn run(app: &App) -> Result<Report, DbError> {
    let db = app.db();
    let mut auditor = Auditor::default();
    let mut posting: Option<(PostingId, Vec<Entry>)> = None;
    let entries = db
        .each::<Entries>(PAGE, |posted| match &mut posting {
            Some((id, entries)) if *id == posted.posting => entries.push(posted.entry),
            _ => {
                if let Some((id, entries)) = posting.replace((posted.posting, vec![posted.entry])) {
                    auditor.add_posting(id.0, &entries);
                }
            }
        })
        .await?;
    if let Some((id, entries)) = posting {
        auditor.add_posting(id.0, &entries);
    }
    let orders = db.each::<Orders>(PAGE, |stored| auditor.add_order(&stored.order)).await?;
    let checkouts = db.each::<Checkouts>(PAGE, |placed| auditor.add_checkout(&placed.checkout)).await?;
    let stocks = db.each::<Stocks>(PAGE, |stock| auditor.add_stock(&stock)).await?;
    let allowances = db.each::<Allowances>(PAGE, |allowance| auditor.add_allowance(&allowance)).await?;
    let mut faults = auditor.finish();
    faults.extend(crate::books::closing::faults(db).await?);
    Ok(Report { entries, orders, checkouts, stocks, allowances, faults })
}
