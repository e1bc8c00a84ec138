//! The test provider's own page, where one chooses what shall happen.

use super::books::Payment;
use super::commands::{SandboxRefusal, Try, Wish};
use crate::App;
use crate::checkout::providers::{Known, placed_of};
use crate::checkout::store::{Placed, SandboxPayments};
use sampan_ids::PaymentId;
use sampan_money::Money;
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};

/// Which payment.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    payment: PaymentId,
}

/// What shall happen.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Wanted {
    /// At which payment.
    #[schema(value_type = String, format = Uuid)]
    payment: PaymentId,
    /// What.
    wish: Wish,
}

/// A payment as the test provider shows it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SandboxView {
    /// The payment.
    pub payment: String,
    /// How much is asked for.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// `open`, `declined`, `charged` or `refunded`.
    pub state: String,
    /// What was charged, in a sentence each.
    pub charges: Vec<String>,
    /// The page of the shop that one came from.
    pub back: String,
}

crate::page!(SandboxView, "checkout/pages/sandbox.html");

impl SandboxView {
    fn of(payment: &Payment, s: &Shell) -> SandboxView {
        let money = |amount: Money| crate::look::filters::written(amount, s);
        let charge = |charge: &super::books::Charge| {
            let back = charge.amount.minus(payment.left(&charge.number).unwrap_or(charge.amount));
            let back = back.unwrap_or(Money::zero(charge.amount.currency()));
            s.tn(
                "checkout-sandbox-charge",
                &[("number", &charge.number), ("amount", &money(charge.amount)), ("back", &money(back))],
            )
        };
        SandboxView {
            payment: payment.id.to_string(),
            amount: payment.amount,
            state: payment.state().to_owned(),
            charges: payment.charges.iter().map(charge).collect(),
            back: format!("/checkouts/{}", payment.checkout),
        }
    }
}

/// A payment at the test provider.
pub async fn show(cx: Cx<App>, _: Option<crate::accounts::Viewer>, which: Which) -> Result<Reply<SandboxView>, Error> {
    let booked = cx.site.db().find::<SandboxPayments>(&which.payment).await.or_internal()?;
    let payment = match booked {
        Some(payment) => payment,
        None => {
            let placed = asked(&cx.site, which.payment).await?;
            Payment::of(placed.payment, &placed.checkout)
        }
    };
    Ok(Reply::show(SandboxView::of(&payment, &cx.shell)))
}

/// Lets something happen at the test provider, tells the marketplace, and leads back to it.
pub async fn act(cx: Cx<App>, _: Option<crate::accounts::Viewer>, wanted: Wanted) -> Result<Reply<SandboxView>, Error> {
    let Wanted { payment, wish } = wanted;
    let placed = asked(&cx.site, payment).await?;
    let (vault, orders) = (cx.site.vault().clone(), placed.checkout.orders.to_vec());
    let what = Try { vault, payment: Payment::of(placed.payment, &placed.checkout), orders, wish };
    let performed = cx.site.perform(payment, cx.once.as_ref(), what).await?;
    let after = performed.map_err(|refusal| match refusal {
        SandboxRefusal::NotFound => Error::NotFound,
        SandboxRefusal::Enough | SandboxRefusal::TooMuch => Error::refused("sandbox_enough", &[]),
    })?;
    // The worker sends what cannot be sent now.
    if !wish.told_at_once()
        && let Err(error) = super::deliver(&cx.site).await
    {
        tracing::warn!(error = format!("{error:#}"), "the sandbox's notifications wait for the worker");
    }
    let view = SandboxView::of(&after, &cx.shell);
    let location = view.back.clone();
    Ok(Reply::done(view, location))
}

/// What a payment was asked for; nothing is paid here where another provider is used.
async fn asked(app: &App, payment: PaymentId) -> Result<Placed, Error> {
    let placed = placed_of(app, payment).await?.filter(|_| app.sandbox_payments());
    placed.filter(|placed| placed.checkout.provider == Known::Sandbox.in_ledger()).ok_or(Error::NotFound)
}
