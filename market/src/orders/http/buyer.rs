//! A buyer's orders: the list, one with its timeline, confirming, calling off, claiming, writing.

use super::{OfOrder, OrderPage, OrderReason, OrderWords, at_field};
use crate::App;
use crate::orders::find::{self, buyers_order};
use crate::orders::messages::Write;
use crate::orders::view::{BuyerAround, BuyerOrderView, BuyerOrdersView};
use crate::orders::{Act, Asker, StoredOrder, voucher};
use crate::policy::BuyerWho;
use crate::sellers::Sellers;
use sampan_ids::OrderId;
use sampan_trade::order::{By, Command, State};
use sampan_web::{Cx, Error, FieldErrors, OrInternal, Reply, Shell};
use serde::Deserialize;
use utoipa::ToSchema;

pub async fn list(cx: Cx<App>, who: BuyerWho, input: OrderPage) -> Result<Reply<BuyerOrdersView>, Error> {
    let listed = find::buyers_orders(&cx.site, who.account, input.after()).await.or_internal()?;
    Ok(Reply::show(BuyerOrdersView::of(&listed, &cx.shell)))
}

pub async fn show(cx: Cx<App>, who: BuyerWho, input: OfOrder) -> Result<Reply<BuyerOrderView>, Error> {
    let stored = buyers_order(&cx.site, who.account, &input.order).await?;
    Ok(Reply::show(view(&cx.site, &cx.shell, &stored).await?))
}

async fn view(app: &App, s: &Shell, stored: &StoredOrder) -> Result<BuyerOrderView, Error> {
    let order = &stored.order;
    let seller = app.db().find::<Sellers>(&order.seller).await.or_internal()?;
    let messages = find::messages(app, order.id).await?;
    let consignee = find::consignee(app, order.id).await?;
    // The code is the buyer's once the service is paid, and stays readable after it was used.
    let booked = order.states().any(|state| matches!(state, State::Booked { .. }));
    let shop = seller.as_ref().map_or(("", ""), |seller| (seller.name.as_str(), seller.slug.as_str()));
    let around = BuyerAround {
        shop,
        address: consignee.filter(|_| order.delivery.is_some()).map(|c| c.address.lines()).unwrap_or_default(),
        messages: &messages,
        code: if booked { voucher::code(app.vault(), order.id) } else { String::new() },
        demo_carrier: app.mode() == crate::Mode::Demo,
        now: app.now(),
    };
    Ok(BuyerOrderView::of(stored, around, s))
}

async fn done(cx: &Cx<App>, who: BuyerWho, order: OrderId, said: &str) -> Result<Reply<BuyerOrderView>, Error> {
    let stored = buyers_order(&cx.site, who.account, &order.to_string()).await?;
    let view = view(&cx.site, &cx.shell, &stored).await?;
    Ok(Reply::done(view, format!("/orders/{order}")).notice(cx.shell.t(said)))
}

/// The order again with what was typed and what is wrong with it.
async fn again(cx: &Cx<App>, stored: &StoredOrder, errors: FieldErrors) -> Result<Reply<BuyerOrderView>, Error> {
    Ok(Reply::again(view(&cx.site, &cx.shell, stored).await?, errors))
}

pub async fn confirm(cx: Cx<App>, who: BuyerWho, input: OfOrder) -> Result<Reply<BuyerOrderView>, Error> {
    act(cx, who, &input.order, Command::ConfirmReceipt, "orders-confirmed").await
}

pub async fn cancel(cx: Cx<App>, who: BuyerWho, input: OrderReason) -> Result<Reply<BuyerOrderView>, Error> {
    let reason = if input.reason.trim().is_empty() { cx.shell.t("orders-reason-buyer") } else { input.reason };
    act(cx, who, &input.order, Command::Cancel { by: By::Buyer, reason }, "orders-cancelled").await
}

/// What did not come as it should.
#[derive(Deserialize, ToSchema)]
pub struct ClaimInput {
    /// The order's id.
    order: String,
    /// In the buyer's words, up to 2,000 characters.
    #[serde(default, alias = "text")]
    what: String,
}

pub async fn claim(cx: Cx<App>, who: BuyerWho, input: ClaimInput) -> Result<Reply<BuyerOrderView>, Error> {
    act(cx, who, &input.order, Command::Claim { text: input.what }, "orders-claimed").await
}

/// Asks something of an order for its buyer. A text that will not do comes back with its form.
async fn act(
    cx: Cx<App>,
    who: BuyerWho,
    order: &str,
    command: Command,
    said: &str,
) -> Result<Reply<BuyerOrderView>, Error> {
    let stored = buyers_order(&cx.site, who.account, order).await?;
    let order = stored.order.id;
    let field = if matches!(command, Command::Claim { .. }) { "what" } else { "reason" };
    let act = Act { vault: cx.site.vault().clone(), order, asker: Asker::Buyer(who.account), command };
    match cx.site.perform(order, cx.once.as_ref(), act).await?.map_err(Error::from) {
        Ok(()) => done(&cx, who, order, said).await,
        Err(Error::Invalid(errors)) => again(&cx, &stored, at_field(&errors, field)).await,
        Err(other) => Err(other),
    }
}

pub async fn write(cx: Cx<App>, who: BuyerWho, input: OrderWords) -> Result<Reply<BuyerOrderView>, Error> {
    let stored = buyers_order(&cx.site, who.account, &input.order).await?;
    let order = stored.order.id;
    let asker = Asker::Buyer(who.account);
    let command = Write { vault: cx.site.vault().clone(), asker, author: who.account, order, text: input.text };
    match cx.site.perform(order, cx.once.as_ref(), command).await?.map_err(Error::from) {
        Ok(()) => done(&cx, who, order, "orders-message-sent").await,
        Err(Error::Invalid(errors)) => again(&cx, &stored, errors).await,
        Err(other) => Err(other),
    }
}
