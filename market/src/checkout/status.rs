//! A checkout after it was placed: where it stands, how long it may be paid, what became of its money.

use super::payments::{ChangePayment, Step};
use super::providers::Known;
use super::store::{Checkouts, Placed};
use crate::App;
use crate::orders::{Orders, StoredOrder};
use crate::policy::BuyerWho;
use sampan_ids::{AccountId, CheckoutId, Timestamp};
use sampan_money::Money;
use sampan_trade::Language;
use sampan_trade::checkout::PaymentState;
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};

/// Which checkout.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    checkout: CheckoutId,
}

/// A checkout as its buyer sees it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StatusView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub checkout: CheckoutId,
    /// `awaiting`, `declined`, `paid`, `expired`, `refunded_late` or `cancelled`.
    pub state: String,
    /// The same in a sentence.
    pub sentence: String,
    /// How much is to be paid, or was.
    #[schema(value_type = Object)]
    pub total: Money,
    /// Until when it may be paid.
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
    /// The same as it is to be read.
    pub until: String,
    /// Minutes left, while it may be paid.
    pub minutes_left: Option<i64>,
    /// Whether it can be paid now.
    pub can_pay: bool,
    /// Its orders.
    pub orders: Vec<OrderView>,
    /// The exchange rates that are locked, in a sentence each.
    pub rates: Vec<String>,
    /// Payments that go back, in a sentence each.
    pub going_back: Vec<String>,
    /// A token for a program that keeps no cookies, once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
}

/// One of its orders.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CheckoutOrder)]
pub struct OrderView {
    /// Its id.
    pub order: String,
    /// The number that people read out.
    pub number: String,
    /// The state's name.
    pub state: String,
    /// What is bought, in words.
    pub lines: Vec<String>,
    /// What it costs.
    #[schema(value_type = Object)]
    pub total: Money,
}

crate::page!(StatusView, "checkout/pages/status.html");

impl StatusView {
    /// A buyer's checkout as it stands.
    pub async fn of(app: &App, id: CheckoutId, buyer: AccountId, s: &Shell) -> Result<StatusView, Error> {
        let placed = owned(app, id, buyer).await?;
        let mut orders =
            app.db().find_many::<Orders>(placed.checkout.orders.iter().map(|o| o.0)).await.or_internal()?;
        orders.sort_by_key(|stored| placed.checkout.orders.iter().position(|id| *id == stored.order.id));
        Ok(StatusView::made(&placed, &orders, app.now(), s))
    }

    /// The same of what is known.
    pub(super) fn made(placed: &Placed, orders: &[StoredOrder], now: Timestamp, s: &Shell) -> StatusView {
        let checkout = &placed.checkout;
        let over = checkout.payment.open() && now >= checkout.expires_at;
        let can_pay = checkout.payment.open() && !over;
        let state = if over { "expired" } else { checkout.payment.name() };
        let left = checkout.expires_at.duration_since(now).as_secs();
        let money = |amount: Money| crate::look::filters::written(amount, s);
        let rate = |rate: &sampan_money::ExchangeRate| {
            let (base, figure, quote) =
                (rate.base.code(), rate.rate.round_dp(4).normalize().to_string(), rate.quote.code());
            s.tn(
                "checkout-rate-locked",
                &[("base", &base), ("rate", &figure), ("quote", &quote), ("day", &s.day(rate.date))],
            )
        };
        let surplus = |surplus: &sampan_trade::checkout::Surplus| {
            let sent = matches!(surplus.sent, sampan_trade::order::RefundState::Sent { .. });
            let key = if sent { "checkout-went-back" } else { "checkout-goes-back" };
            s.t1(key, "amount", money(surplus.amount))
        };
        StatusView {
            checkout: checkout.id,
            state: state.to_owned(),
            sentence: s.t(format!("checkout-state-{}", state.replace('_', "-"))),
            total: checkout.total,
            expires_at: checkout.expires_at,
            until: s.minute(checkout.expires_at),
            minutes_left: can_pay.then_some((left + 59) / 60),
            can_pay,
            orders: orders.iter().map(|stored| OrderView::of(stored, s)).collect(),
            rates: checkout.locked_rates.iter().filter(|rate| rate.base != rate.quote).map(rate).collect(),
            going_back: checkout.surplus.iter().map(surplus).collect(),
            access_token: None,
        }
    }

    /// Where it is called off.
    pub fn cancel_href(&self) -> String {
        format!("/checkouts/{}/cancellation", self.checkout)
    }
}

impl OrderView {
    fn of(stored: &StoredOrder, s: &Shell) -> OrderView {
        let order = &stored.order;
        let language = s.lang.parse().unwrap_or(Language::En);
        let line = |line: &sampan_trade::order::Line| {
            let title = line.title.get(&language).or_else(|| line.title.values().next());
            format!("{} × {}", title.map(String::as_str).unwrap_or_default(), line.quantity)
        };
        OrderView {
            order: order.id.to_string(),
            number: order.number.clone(),
            state: order.state.name().to_owned(),
            lines: order.lines.iter().map(line).collect(),
            total: order.amounts.total,
        }
    }
}

/// A checkout, if it is the buyer's.
async fn owned(app: &App, id: CheckoutId, buyer: AccountId) -> Result<Placed, Error> {
    let placed = app.find::<Checkouts>(id).await?;
    if placed.checkout.buyer == buyer { Ok(placed) } else { Err(Error::NotFound) }
}

/// A checkout as it stands.
pub async fn show(cx: Cx<App>, who: BuyerWho, which: Which) -> Result<Reply<StatusView>, Error> {
    Ok(Reply::show(StatusView::of(&cx.site, which.checkout, who.account, &cx.shell).await?))
}

/// Asks the provider for the payment, and leads to where it is paid.
pub async fn pay(cx: Cx<App>, who: BuyerWho, which: Which) -> Result<Reply<StatusView>, Error> {
    let placed = owned(&cx.site, which.checkout, who.account).await?;
    let payment = &placed.checkout.payment;
    if matches!(payment, PaymentState::Paid { .. }) && !cx.json {
        return Ok(Reply::see(format!("/checkouts/{}", which.checkout)));
    }
    if !payment.open() || cx.site.now() >= placed.checkout.expires_at {
        return Err(Error::refused("checkout_not_now", &[("state", payment.name())]));
    }
    let provider = Known::named(&placed.checkout.provider.to_string()).ok_or(Error::NotFound)?;
    Ok(Reply::see(provider.create(&placed)))
}

/// Calls a checkout off before it is paid.
pub async fn cancel(cx: Cx<App>, who: BuyerWho, which: Which) -> Result<Reply<StatusView>, Error> {
    let (app, id) = (&cx.site, which.checkout);
    let change = ChangePayment { vault: app.vault().clone(), checkout: id, step: Step::Cancel(who.account) };
    app.perform(id, cx.once.as_ref(), change).await?.map_err(Error::from)?;
    let location = format!("/checkouts/{id}");
    if cx.json {
        return Ok(Reply::done(StatusView::of(app, id, who.account, &cx.shell).await?, location));
    }
    Ok(Reply::see(location))
}
