//! The one way an order changes after it is placed.

use super::apply::{apply_by, needs};
use super::{Orders, StoredOrder};
use crate::operators::record_act;
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, OrderId, SellerId};
use sampan_trade::order::{self, Refusal};
use sampan_trade::stock::StockRefusal;
use serde::{Deserialize, Serialize};

/// Who asks something of an order. The order is looked for under them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Its buyer.
    Buyer(AccountId),
    /// Someone of its seller's.
    Seller(SellerId),
    /// An operator; the act is written down.
    Operator(AccountId),
    /// The marketplace itself: its clock, a payment provider, a carrier.
    Market,
}

impl Asker {
    /// Whether the order is one that they may know of.
    pub fn knows(self, stored: &StoredOrder) -> bool {
        match self {
            Asker::Buyer(account) => stored.order.buyer == account,
            Asker::Seller(seller) => stored.order.seller == seller,
            Asker::Operator(_) | Asker::Market => true,
        }
    }
}

/// Something asked of an order.
pub struct Act {
    /// The key that seals letters.
    pub vault: Vault,
    /// Of which order.
    pub order: OrderId,
    /// Who asks.
    pub asker: Asker,
    /// What.
    pub command: order::Command,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActRefusal {
    /// There is no such order, or none that the asker may know of.
    NotFound,
    /// The order stands against it.
    Order(Refusal),
    /// The stock does.
    Stock(StockRefusal),
}

impl From<Refusal> for ActRefusal {
    fn from(refusal: Refusal) -> ActRefusal {
        ActRefusal::Order(refusal)
    }
}

impl From<StockRefusal> for ActRefusal {
    fn from(refusal: StockRefusal) -> ActRefusal {
        ActRefusal::Stock(refusal)
    }
}

impl Command for Act {
    type Reply = ();
    type Refusal = ActRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let order = Needs::one::<Orders>(self.order);
        match rows.peek::<Orders>(&self.order) {
            Some(stored) => order.with(needs(&stored.order)),
            None => order,
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ActRefusal> {
        let stored = rows.get::<Orders>(&self.order).filter(|stored| self.asker.knows(stored)).cloned();
        let stored = stored.ok_or(ActRefusal::NotFound)?;
        let outcome = order::decide(&stored.order, self.command.clone(), at.now)?;
        let Asker::Operator(operator) = self.asker else {
            apply_by(rows, at, &self.vault, stored, outcome, None)?;
            return Ok(());
        };
        let (act, reason) = written_down(&self.command);
        record_act(rows, at, operator, act, self.order.0, reason);
        apply_by(rows, at, &self.vault, stored, outcome, Some(operator))?;
        Ok(())
    }
}

/// An operator's act and its reason, for the log.
fn written_down(command: &order::Command) -> (&'static str, &str) {
    use order::Command as C;
    match command {
        C::Cancel { reason, .. } => ("order_cancelled", reason),
        C::Return { reason, .. } => ("order_returned", reason),
        C::DecideClaim { for_buyer: true, reason, .. } => ("claim_decided_for_buyer", reason),
        C::DecideClaim { for_buyer: false, reason, .. } => ("claim_decided_for_seller", reason),
        C::MarkDelivered => ("order_delivered", ""),
        C::Pay | C::CallOff | C::Clock | C::RefundSent { .. } => ("order_moved_on", ""),
        C::Ship { .. } | C::ConfirmReceipt | C::Claim { .. } | C::Redeem { .. } => ("order_acted_for", ""),
    }
}
