//! Checkouts that were not paid in time: the stock returns, the room of the year is free again, the buyer is told.

use super::payments::{ChangePayment, NotChanged, Step};
use crate::App;
use anyhow::anyhow;
use sampan_ids::CheckoutId;
use sampan_trade::checkout::CheckoutRefusal;

/// Checkouts looked at in one round.
const BATCH: i64 = 100;

/// Ends the checkouts whose time is over. Returns how many.
pub async fn expire(app: &App) -> Result<usize, anyhow::Error> {
    let sql = "select t.checkout_id from checkouts t where t.state in ('awaiting', 'declined') and t.expires_at <= $1 \
               order by t.expires_at limit $2";
    let due = app.db().query(sql, vec![app.now().into(), BATCH.into()]).await?;
    let mut ended = 0;
    let mut failures = Vec::new();
    for id in due.iter().map(|row| CheckoutId(row.id("checkout_id"))) {
        let change = ChangePayment { vault: app.vault().clone(), checkout: id, step: Step::Expire };
        match app.db().perform(id.0, change).await? {
            Ok(_) => ended += 1,
            // Paid or ended meanwhile.
            Err(NotChanged::Checkout(CheckoutRefusal::NotNow { .. } | CheckoutRefusal::TooEarly { .. })) => {}
            Err(refusal) => failures.push(format!("{id}: {refusal:?}")),
        }
    }
    match failures.is_empty() || ended > 0 {
        true => Ok(ended),
        false => Err(anyhow!("checkouts that could not be ended: {}", failures.join("; "))),
    }
}
