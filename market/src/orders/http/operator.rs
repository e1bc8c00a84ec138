//! The operator's look-up of an order, the carrier's word given by hand, and the decision of claims.

use super::{OfOrder, OrderReason, at_field};
use crate::App;
use crate::orders::attached::Attached;
use crate::orders::find::{self, any_order};
use crate::orders::view::{ClaimView, OperatorAround, OperatorOrderView};
use crate::orders::{Act, Asker, Claims, StoredOrder, claim_id, law};
use crate::policy::OperatorWho;
use crate::sellers::Sellers;
use sampan_ids::{ClaimId, OrderId};
use sampan_trade::claim::Claim;
use sampan_trade::order::{By, Command};
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::Deserialize;
use utoipa::ToSchema;

pub async fn show(cx: Cx<App>, _: OperatorWho, input: OfOrder) -> Result<Reply<OperatorOrderView>, Error> {
    let stored = any_order(&cx.site, &input.order).await?;
    Ok(Reply::show(view(&cx.site, &cx.shell, &stored).await?))
}

async fn view(app: &App, s: &Shell, stored: &StoredOrder) -> Result<OperatorOrderView, Error> {
    let order = &stored.order;
    let seller = app.db().find::<Sellers>(&order.seller).await.or_internal()?;
    let (messages, consignee) = (find::messages(app, order.id).await?, find::consignee(app, order.id).await?);
    let claim = app.db().find::<Claims>(&claim_id(order.id)).await.or_internal()?;
    let carriers = law::papers_of(app, order).await.or_internal()?;
    let attached = Attached::find(app, order, carriers).await.or_internal()?;
    let around = OperatorAround {
        attached: &attached,
        seller: seller.map(|seller| seller.name).unwrap_or_default(),
        consignee: consignee.as_ref().filter(|_| order.delivery.is_some()),
        messages: &messages,
        entries: crate::books::about(app.db(), order.id).await.or_internal()?,
        claim: claim.as_ref(),
        demo_carrier: app.mode() == crate::Mode::Demo,
    };
    Ok(OperatorOrderView::of(stored, around, s))
}

pub async fn deliver(cx: Cx<App>, who: OperatorWho, input: OfOrder) -> Result<Reply<OperatorOrderView>, Error> {
    act(cx, who, &input.order, Command::MarkDelivered, "orders-delivered").await
}

pub async fn cancel(cx: Cx<App>, who: OperatorWho, input: OrderReason) -> Result<Reply<OperatorOrderView>, Error> {
    let command = Command::Cancel { by: By::Operator, reason: input.reason };
    act(cx, who, &input.order, command, "orders-cancelled").await
}

async fn act(
    cx: Cx<App>,
    who: OperatorWho,
    order: &str,
    command: Command,
    said: &str,
) -> Result<Reply<OperatorOrderView>, Error> {
    let stored = any_order(&cx.site, order).await?;
    let order = stored.order.id;
    match perform(&cx, who, order, command).await {
        Err(Error::Invalid(errors)) => {
            return Ok(Reply::again(view(&cx.site, &cx.shell, &stored).await?, at_field(&errors, "reason")));
        }
        decided => decided?,
    }
    let stored = any_order(&cx.site, &order.to_string()).await?;
    let view = view(&cx.site, &cx.shell, &stored).await?;
    Ok(Reply::done(view, format!("/operator/orders/{order}")).notice(cx.shell.t(said)))
}

async fn perform(cx: &Cx<App>, who: OperatorWho, order: OrderId, command: Command) -> Result<(), Error> {
    let act = Act { vault: cx.site.vault().clone(), order, asker: Asker::Operator(who.account), command };
    Ok(cx.site.perform(order, cx.once.as_ref(), act).await??)
}

/// OfOrder claim.
#[derive(Deserialize, ToSchema)]
pub struct WhichClaim {
    /// The claim's id.
    claim: String,
}

pub async fn claim(cx: Cx<App>, _: OperatorWho, input: WhichClaim) -> Result<Reply<ClaimView>, Error> {
    let (claim, stored) = found(&cx.site, &input.claim).await?;
    Ok(Reply::show(claim_view(&cx, &claim, &stored).await?))
}

async fn found(app: &App, id: &str) -> Result<(Claim, StoredOrder), Error> {
    let id: ClaimId = id.parse().map_err(|_| Error::NotFound)?;
    let claim = app.find::<Claims>(id).await?;
    let stored = any_order(app, &claim.order.to_string()).await?;
    Ok((claim, stored))
}

async fn claim_view(cx: &Cx<App>, claim: &Claim, stored: &StoredOrder) -> Result<ClaimView, Error> {
    let messages = find::messages(&cx.site, stored.order.id).await?;
    Ok(ClaimView::of(claim, stored, &messages, &cx.shell, cx.site.mode() == crate::Mode::Demo))
}

/// A decision.
#[derive(Deserialize, ToSchema)]
pub struct ClaimDecision {
    /// The claim's id.
    claim: String,
    /// Whether the buyer gets the money back; must be said.
    for_buyer: Option<bool>,
    /// Why, for both sides to read.
    #[serde(default)]
    reason: String,
}

pub async fn decide(cx: Cx<App>, who: OperatorWho, input: ClaimDecision) -> Result<Reply<ClaimView>, Error> {
    let (claim, stored) = found(&cx.site, &input.claim).await?;
    let mut errors = sampan_web::FieldErrors::new();
    if input.for_buyer.is_none() {
        errors.add("for_buyer", "", "true or false", "missing");
    }
    if let Err(why) = sampan_trade::message::text(&input.reason) {
        errors.add("reason", "", why.to_string(), why.code());
    }
    let Some(for_buyer) = input.for_buyer.filter(|_| errors.is_empty()) else {
        return Ok(Reply::again(claim_view(&cx, &claim, &stored).await?, errors));
    };
    let command = Command::DecideClaim { for_buyer, reason: input.reason, by: who.account };
    perform(&cx, who, stored.order.id, command).await?;
    let (claim, stored) = found(&cx.site, &input.claim).await?;
    let view = claim_view(&cx, &claim, &stored).await?;
    Ok(Reply::done(view, format!("/operator/claims/{}", claim.id)).notice(cx.shell.t("orders-claim-decided")))
}
