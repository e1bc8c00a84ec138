//! Money that is owed back: asked for in the commit that owes it, sent by a worker, and written down when the provider
//! has it. Asking the provider twice for the same refund sends it once.

use super::payments::{ChangePayment, Step};
use super::providers::Known;
use super::store::Checkouts;
use crate::App;
use crate::orders::{Act, ActRefusal, Asker, Orders};
use anyhow::{Context, anyhow};
use sampan_db::outbox::{self, Deliveries};
use sampan_db::{Moment, Rows};
use sampan_ids::{Cell, CheckoutId, OrderId, PaymentId};
use sampan_ledger::Provider;
use sampan_money::Money;
use sampan_trade::checkout::{Notification, NotificationKind, PaymentState};
use sampan_trade::order::{self, RefundState, Refusal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The outbox topic of refunds that are owed.
pub const TOPIC: &str = "refund";

/// What is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Owed {
    /// A payment of a checkout that no order could take.
    Checkout {
        /// Which.
        checkout: CheckoutId,
        /// Its place among them, from 1.
        number: u32,
    },
    /// A refund of an order.
    Order {
        /// Which.
        order: OrderId,
        /// Its number.
        number: u32,
    },
}

impl Owed {
    const fn subject(self) -> Uuid {
        match self {
            Owed::Checkout { checkout, .. } => checkout.0,
            Owed::Order { order, .. } => order.0,
        }
    }
}

/// Asks for a refund, in this commit.
pub fn ask(rows: &mut Rows, at: &Moment, owed: Owed) {
    let id: Uuid = crate::new_id(at, Cell::of(owed.subject()));
    let body = serde_json::to_string(&owed).unwrap_or_default();
    rows.tell(id, owed.subject(), TOPIC, body, at);
}

/// What a provider is asked to send back.
pub struct Request {
    /// The payment at the provider.
    pub payment: PaymentId,
    /// The provider's own number for the money that came in.
    pub provider_ref: String,
    /// How much goes back.
    pub amount: Money,
    /// Our own name for the refund: the same one again is the same refund.
    pub ours: String,
}

/// Sends the refunds that are owed, and writes down that they were sent. Returns how many.
pub async fn send(app: &App) -> Result<usize, anyhow::Error> {
    let mut deliveries = Deliveries::default();
    let mut sent = 0;
    for event in outbox::due(app.db(), TOPIC, 50).await? {
        if app.share().lost(TOPIC, app.now()) {
            break;
        }
        if !deliveries.may(&event) {
            continue;
        }
        let outcome = one(app, &event.body).await;
        sent += usize::from(outcome.is_ok());
        deliveries.note(&event, outcome.map_err(|error| format!("{error:#}")));
    }
    if let Some((first, settle)) = deliveries.settle() {
        // It refuses nothing.
        let _ = app.db().perform(first, settle).await?;
    }
    Ok(sent)
}

async fn one(app: &App, body: &str) -> Result<(), anyhow::Error> {
    match serde_json::from_str(body)? {
        Owed::Checkout { checkout, number } => of_checkout(app, checkout, number).await,
        Owed::Order { order, number } => of_order(app, order, number).await,
    }
}

async fn of_checkout(app: &App, id: CheckoutId, number: u32) -> Result<(), anyhow::Error> {
    let placed = app.db().find::<Checkouts>(&id).await?.context("no such checkout")?;
    let at = usize::try_from(number.saturating_sub(1))?;
    let surplus = placed.checkout.surplus.get(at).context("no such payment")?;
    if surplus.sent != RefundState::Owed {
        return Ok(());
    }
    let ours = format!("{id}/{number}");
    let (provider_ref, amount) = (surplus.provider_ref.clone(), surplus.amount);
    let request = Request { payment: placed.payment, provider_ref: provider_ref.clone(), amount, ours: ours.clone() };
    let reference = provider(&placed.checkout.provider)?.refund(app, request).await?;
    let kind = NotificationKind::RefundSent { provider_ref, reference };
    let step = Step::Notify(Notification { event_id: format!("refund {ours}"), kind });
    let change = ChangePayment { vault: app.vault().clone(), checkout: id, step };
    app.db().perform(id.0, change).await?.map(|_| ()).map_err(|refusal| anyhow!("{refusal:?}"))
}

async fn of_order(app: &App, id: OrderId, number: u32) -> Result<(), anyhow::Error> {
    let order = app.db().find::<Orders>(&id).await?.context("no such order")?.order;
    let refund = order.refunds.iter().find(|refund| refund.number == number).context("no such refund")?;
    if refund.sent != RefundState::Owed {
        return Ok(());
    }
    let placed = app.db().find::<Checkouts>(&order.checkout).await?.context("no such checkout")?;
    let PaymentState::Paid { provider_ref, .. } = placed.checkout.payment else {
        return Err(anyhow!("the checkout is not paid"));
    };
    let request =
        Request { payment: placed.payment, provider_ref, amount: refund.total, ours: format!("{id}/{number}") };
    let reference = provider(&order.provider)?.refund(app, request).await?;
    let command = order::Command::RefundSent { number, reference };
    let act = Act { vault: app.vault().clone(), order: id, asker: Asker::Market, command };
    match app.db().perform(id.0, act).await? {
        Ok(()) | Err(ActRefusal::Order(Refusal::AlreadySent { .. })) => Ok(()),
        Err(refusal) => Err(anyhow!("{refusal:?}")),
    }
}

fn provider(named: &Provider) -> Result<Known, anyhow::Error> {
    Known::named(&named.to_string()).with_context(|| format!("no provider is called {named}"))
}
