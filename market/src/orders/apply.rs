//! What an order's step changes besides the order: stock, yearly room, money, the record of a claim, letters. The one
//! place that turns what the rules return into rows, whoever asked.

use super::{Claims, Orders, StoredOrder, letters};
use crate::catalog::Stocks;
use crate::checkout::{Allowances, allowance_id, refunds};
use crate::vault::Vault;
use sampan_db::{Moment, Needs, Rows};
use sampan_ids::{AccountId, ClaimId, OrderId};
use sampan_trade::claim::Claim;
use sampan_trade::order::{Order, Outcome, State, Telling};
use sampan_trade::stock::StockRefusal;

/// The claim of an order. An order has one at most in its life, so the claim has the order's own number.
pub const fn claim_id(order: OrderId) -> ClaimId {
    ClaimId(order.0)
}

/// The rows that a step of an order may change besides the order.
pub fn needs(order: &Order) -> Needs {
    let needs = Needs::none().all::<Stocks>(order.lines.iter().map(|line| line.variant));
    let needs = needs.and::<Claims>(claim_id(order.id));
    match &order.allowance {
        Some(used) => needs.and::<Allowances>(allowance_id(used.holder, used.year)),
        None => needs,
    }
}

/// Puts what becomes of an order into the rows: order, stock, yearly room, postings, claim, letters. The rows that
/// [`needs`] names must be loaded.
pub fn apply(
    rows: &mut Rows,
    at: &Moment,
    vault: &Vault,
    stored: StoredOrder,
    outcome: Outcome,
) -> Result<StoredOrder, StockRefusal> {
    apply_by(rows, at, vault, stored, outcome, None)
}

/// As [`apply`]; `operator` is who decided, where an operator did.
pub(super) fn apply_by(
    rows: &mut Rows,
    at: &Moment,
    vault: &Vault,
    stored: StoredOrder,
    outcome: Outcome,
    operator: Option<AccountId>,
) -> Result<StoredOrder, StockRefusal> {
    for effect in &outcome.stock {
        // A stock that is no longer kept has nothing to change; money is not held up for it.
        if let Some(stock) = rows.get::<Stocks>(&effect.variant) {
            let stock = stock.apply(effect.effect, effect.quantity)?;
            rows.put::<Stocks>(stock);
        }
    }
    if let Some(effect) = &outcome.allowance {
        let key = allowance_id(effect.holder, effect.year);
        if let Some(year) = rows.get::<Allowances>(&key) {
            let year = year.apply(effect);
            rows.put::<Allowances>(year);
        }
    }
    crate::books::post(rows, &outcome.postings, at);
    keep_claim(rows, at, &stored.order, &outcome, operator);
    letters::write(rows, at, vault, &outcome);
    for notice in &outcome.notices {
        if let Telling::SendRefund { number, .. } = notice.telling {
            refunds::ask(rows, at, refunds::Owed::Order { order: outcome.order.id, number });
        }
    }
    let after = StoredOrder { order: outcome.order, us_state: stored.us_state };
    rows.put::<Orders>(after.clone());
    Ok(after)
}

/// Opens the record of a claim with the claim, and closes it with whatever ends it.
fn keep_claim(rows: &mut Rows, at: &Moment, before: &Order, outcome: &Outcome, operator: Option<AccountId>) {
    let id = claim_id(before.id);
    if let State::ClaimOpen { text, .. } = &outcome.order.state {
        if let Ok(claim) = Claim::open(id, before.id, text, at.now) {
            rows.put::<Claims>(claim);
        }
        return;
    }
    if !matches!(before.state, State::ClaimOpen { .. }) {
        return;
    }
    let decided = outcome.notices.iter().find_map(|notice| match &notice.telling {
        Telling::ClaimDecided { for_buyer, reason } => Some((*for_buyer, reason.clone())),
        _ => None,
    });
    let (for_buyer, reason) = decided.unwrap_or_else(|| (false, "the buyer has it after all".to_owned()));
    let claim = rows.get::<Claims>(&id).and_then(|claim| claim.decide(for_buyer, &reason, operator, at.now).ok());
    if let Some(claim) = claim {
        rows.put::<Claims>(claim);
    }
}
