//! What happens to orders without anyone asking: their clock, and in a demo a carrier.

use super::find;
use super::{Act, Asker, Orders};
use crate::{App, Mode};
use sampan_ids::OrderId;
use sampan_trade::order::{Command, State};
use sampan_trade::rates;
use sampan_trade::terms;
use tokio::task::JoinSet;

/// Does what the clock has to do for orders: unsent ones are cancelled, delivered ones complete, claims that nobody
/// decided go to the buyer. Returns how many moved on.
pub async fn clock(app: &App) -> Result<usize, anyhow::Error> {
    let due = find::due(app, app.now()).await?;
    all(app, due, Command::Clock).await
}

/// Days after which a demo's parcel counts as delivered: the demo has no carrier who would say so.
pub const fn demo_days(mode: Option<rates::Mode>) -> i64 {
    match mode {
        Some(rates::Mode::Express) => 5,
        Some(rates::Mode::Post) | None => 12,
    }
}

/// A demo's carrier: what was shipped arrives some days later, by the program's clock. A live marketplace has none.
pub async fn demo_carrier(app: &App) -> Result<usize, anyhow::Error> {
    if app.mode() != Mode::Demo {
        return Ok(0);
    }
    let sql = "where t.state = 'shipped' order by t.due_at, t.order_id limit 25";
    let shipped = app.db().select::<Orders>(sql, vec![]).await?;
    let now = app.now();
    let there = shipped.iter().map(|stored| &stored.order).filter(|order| match &order.state {
        State::Shipped { at, parcel, .. } => now >= terms::days_after(*at, demo_days(Some(parcel.mode))),
        _ => false,
    });
    all(app, there.map(|order| order.id).collect(), Command::MarkDelivered).await
}

/// Asks the same of many orders at once, so that they meet in one batch. One that refuses has moved on meanwhile.
async fn all(app: &App, orders: Vec<OrderId>, command: Command) -> Result<usize, anyhow::Error> {
    let mut asked = JoinSet::new();
    for order in orders {
        let (app, command) = (app.clone(), command.clone());
        asked.spawn(async move {
            let act = Act { vault: app.vault().clone(), order, asker: Asker::Market, command };
            app.db().perform(order.0, act).await
        });
    }
    let mut done = 0;
    while let Some(outcome) = asked.join_next().await {
        done += usize::from(outcome??.is_ok());
    }
    Ok(done)
}
