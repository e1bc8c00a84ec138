//! What becomes of a checkout and its orders when a provider tells something, the buyer calls it off, or time is over:
//! decided by the rules, saved with all orders, stock, room and money in one commit.

use super::refunds;
use super::store::Checkouts;
use crate::mail::{self, Letter};
use crate::orders::{self, Orders};
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, CheckoutId};
use sampan_money::Money;
use sampan_trade::checkout::{self, Checkout, CheckoutRefusal, Notification, Outcome, Verdict, Why};
use sampan_trade::order::{self, Party, Refusal, Telling};
use sampan_trade::stock::StockRefusal;
use sampan_web::Error;
use serde::{Deserialize, Serialize};

/// What happens to a checkout.
#[derive(Clone, Debug)]
pub enum Step {
    /// The provider tells something.
    Notify(Notification),
    /// The time for paying is over.
    Expire,
    /// Its buyer calls it off.
    Cancel(AccountId),
}

/// Changes a checkout with all its orders.
pub struct ChangePayment {
    /// The key that seals letters.
    pub vault: Vault,
    /// Which checkout.
    pub checkout: CheckoutId,
    /// What happens.
    pub step: Step,
}

/// Why nothing came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotChanged {
    /// There is no such checkout, or none of the asker's.
    NotFound,
    /// The checkout stands against it.
    Checkout(CheckoutRefusal),
    /// One of its orders does.
    Order(Refusal),
    /// The stock does.
    Stock(StockRefusal),
}

impl From<CheckoutRefusal> for NotChanged {
    fn from(refusal: CheckoutRefusal) -> NotChanged {
        NotChanged::Checkout(refusal)
    }
}

impl From<Refusal> for NotChanged {
    fn from(refusal: Refusal) -> NotChanged {
        NotChanged::Order(refusal)
    }
}

impl From<StockRefusal> for NotChanged {
    fn from(refusal: StockRefusal) -> NotChanged {
        NotChanged::Stock(refusal)
    }
}

impl From<NotChanged> for Error {
    fn from(refusal: NotChanged) -> Error {
        match refusal {
            NotChanged::NotFound => Error::NotFound,
            NotChanged::Checkout(CheckoutRefusal::NotNow { state }) => {
                Error::refused("checkout_not_now", &[("state", &state)])
            }
            NotChanged::Checkout(refusal) => Error::refused(refusal.code(), &[("why", &refusal.to_string())]),
            NotChanged::Order(refusal) => orders::ActRefusal::Order(refusal).into(),
            NotChanged::Stock(refusal) => orders::ActRefusal::Stock(refusal).into(),
        }
    }
}

impl Command for ChangePayment {
    type Reply = Verdict;
    type Refusal = NotChanged;

    fn needs(&self, rows: &Rows) -> Needs {
        let mut needs = Needs::one::<Checkouts>(self.checkout);
        let Some(placed) = rows.peek::<Checkouts>(&self.checkout) else { return needs };
        needs = needs.all::<Orders>(placed.checkout.orders.iter().copied());
        for stored in placed.checkout.orders.iter().filter_map(|order| rows.peek::<Orders>(order)) {
            needs = needs.with(orders::needs(&stored.order));
        }
        needs
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Verdict, NotChanged> {
        let placed = rows.get::<Checkouts>(&self.checkout).cloned().ok_or(NotChanged::NotFound)?;
        let checkout = &placed.checkout;
        let outcome = match &self.step {
            Step::Notify(notification) => checkout::notify(checkout, notification.clone(), at.now)?,
            Step::Expire => checkout::expire(checkout, at.now)?,
            Step::Cancel(buyer) if *buyer == checkout.buyer => checkout::cancel(checkout, at.now)?,
            Step::Cancel(_) => return Err(NotChanged::NotFound),
        };
        if let Some(command) = &outcome.orders {
            for id in &checkout.orders {
                let stored = rows.get::<Orders>(id).cloned().ok_or(NotChanged::NotFound)?;
                let step = order::decide(&stored.order, command.clone(), at.now)?;
                orders::apply(rows, at, &self.vault, stored, step)?;
            }
        }
        crate::books::post(rows, &outcome.postings, at);
        self.tell(rows, at, &outcome);
        let verdict = outcome.verdict;
        rows.put::<Checkouts>(super::store::Placed { checkout: outcome.checkout, payment: placed.payment });
        Ok(verdict)
    }
}

impl ChangePayment {
    /// Asks for refunds, and tells the buyer of payments that go back.
    fn tell(&self, rows: &mut Rows, at: &Moment, outcome: &Outcome) {
        for notice in &outcome.notices {
            match (&notice.to, &notice.telling) {
                (Party::Provider, Telling::SendRefund { number, .. }) => {
                    refunds::ask(rows, at, refunds::Owed::Checkout { checkout: self.checkout, number: *number });
                }
                (Party::Buyer, Telling::Returned { amount, .. }) => {
                    let late = outcome.verdict == Verdict::GivenBack(Why::Late);
                    let key = if late { "refund_late_payment" } else { "refund_other_payment" };
                    self.write(rows, at, &outcome.checkout, key, *amount);
                }
                (Party::Buyer, Telling::RefundSent { amount }) => {
                    self.write(rows, at, &outcome.checkout, "order_refunded", *amount);
                }
                _ => {}
            }
        }
    }

    /// A letter to the buyer about a payment of the checkout.
    fn write(&self, rows: &mut Rows, at: &Moment, checkout: &Checkout, key: &str, amount: Money) {
        let order = checkout.orders.first().and_then(|order| rows.peek::<Orders>(order));
        let number = order.map(|stored| stored.order.number.clone()).unwrap_or_default();
        let (amount, link) = (amount.to_string(), format!("/checkouts/{}", self.checkout));
        let params = [("number", number.as_str()), ("amount", &amount), ("link", &link)];
        mail::write(rows, &self.vault, &Letter::new(checkout.buyer, key, &params), at);
    }
}
