//! A buyer's orders, and one of them.

use super::{OrderFacts, OrderRow, Side};
use crate::look::{Anatomy, Confidence, Kind, Line, Pager};
use crate::orders::StoredOrder;
use crate::orders::find::Listed;
use crate::pricing::{Landed, LandedLine};
use crate::{explain, page};
use sampan_money::Money;
use sampan_trade::message::Message;
use sampan_trade::order::{Amounts, Delivery, Order, State};
use sampan_trade::rates::DeliveryQuote;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// A buyer's orders.
#[derive(Serialize, ToSchema)]
pub struct BuyerOrdersView {
    /// The orders of this page.
    pub orders: Vec<OrderRow>,
    /// Where the next page begins, to be sent as `after`; empty on the last.
    pub next: String,
}
page!(BuyerOrdersView, "orders/pages/buyer_orders.html");

impl BuyerOrdersView {
    /// A page of the list.
    pub fn of(listed: &Listed, s: &Shell) -> BuyerOrdersView {
        BuyerOrdersView {
            orders: listed.orders.iter().map(|stored| OrderRow::of(stored, Side::Buyer, s)).collect(),
            next: listed.next.map(|after| after.text()).unwrap_or_default(),
        }
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        pager("/orders", "", &self.next)
    }
}

/// The way on in a list.
pub fn pager(path: &str, state: &str, next: &str) -> Pager {
    let state = if state.is_empty() { String::new() } else { format!("state={state}&") };
    let next = if next.is_empty() { String::new() } else { format!("{path}?{state}after={next}") };
    Pager { previous: String::new(), next, says: String::new() }
}

/// An order as its buyer sees it.
#[derive(Serialize, ToSchema)]
pub struct BuyerOrderView {
    /// What everyone sees.
    pub order: OrderFacts,
    /// Who sells.
    pub seller: String,
    /// The shop's page.
    pub seller_href: String,
    /// The price as it was fixed when the order was placed, part by part.
    pub price: OrderPrice,
    /// The same with rate, base, rule and source of every part.
    #[schema(value_type = Object)]
    pub anatomy: Anatomy,
    /// Where it goes; empty for a service, or once it is erased.
    pub address: Vec<String>,
    /// The code of a service, while it can be had; else empty.
    pub code: String,
    /// The checkout, while it waits for payment; else empty.
    pub checkout_href: String,
    /// Whether the buyer may call it off.
    pub can_cancel: bool,
    /// Whether the buyer may say that it has come.
    pub can_confirm: bool,
    /// Whether the buyer may say that nothing came, or that something is wrong.
    pub can_claim: bool,
    /// From when on, where that is still to come; else empty.
    pub claim_from: String,
}
page!(BuyerOrderView, "orders/pages/buyer_order.html");

/// A price in its parts.
#[derive(Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct OrderPrice {
    #[schema(value_type = Object)]
    pub goods: Money,
    #[schema(value_type = Object)]
    pub delivery: Money,
    #[schema(value_type = Object)]
    pub duty: Money,
    #[schema(value_type = Object)]
    pub tax: Money,
    #[schema(value_type = Object)]
    pub total: Money,
}

/// What is known around a buyer's order.
pub struct Around<'a> {
    /// The shop's name and its name in addresses.
    pub shop: (&'a str, &'a str),
    /// The address's lines.
    pub address: Vec<String>,
    /// The messages.
    pub messages: &'a [Message],
    /// The code of a service.
    pub code: String,
    /// Whether parcels arrive by the program's clock.
    pub demo_carrier: bool,
    /// Now.
    pub now: sampan_ids::Timestamp,
}

impl BuyerOrderView {
    /// An order with what is known around it.
    pub fn of(stored: &StoredOrder, around: Around<'_>, s: &Shell) -> BuyerOrderView {
        let order = &stored.order;
        let now = around.now;
        let claimable = match &order.state {
            State::Shipped { deadline, .. } => now >= *deadline,
            State::Delivered { release_at, .. } => now < *release_at,
            _ => false,
        };
        let claim_from = match &order.state {
            State::Shipped { deadline, .. } if now < *deadline => s.date(deadline),
            _ => String::new(),
        };
        let waits = matches!(order.state, State::AwaitingPayment { .. });
        BuyerOrderView {
            order: OrderFacts::of(order, around.messages, Side::Buyer, s, around.demo_carrier),
            seller: around.shop.0.to_owned(),
            seller_href: format!("/shops/{}", around.shop.1),
            price: price(order),
            anatomy: anatomy(order, s),
            address: around.address,
            code: around.code,
            checkout_href: if waits { format!("/checkouts/{}", order.checkout) } else { String::new() },
            can_cancel: matches!(order.state, State::Paid { .. } | State::Booked { .. }),
            can_confirm: matches!(
                order.state,
                State::Shipped { .. } | State::Delivered { .. } | State::ClaimOpen { .. }
            ),
            can_claim: claimable,
            claim_from,
        }
    }
}

fn price(order: &Order) -> OrderPrice {
    let Amounts { goods, delivery, duty, tax, total } = order.amounts;
    OrderPrice { goods, delivery, duty, tax, total }
}

/// The price with every rule behind it, as it was shown when the order was placed; the bare parts where the kept quote
/// cannot be read.
fn anatomy(order: &Order, s: &Shell) -> Anatomy {
    let covers = s.t("orders-price-fixed");
    match serde_json::from_str(&order.quote) {
        Ok(answer) => Anatomy { covers, ..explain::anatomy(&landed(order, answer), s) },
        Err(_) => bare(order, covers, s),
    }
}

/// The landed price that an order was placed with.
fn landed(order: &Order, answer: sampan_tariff::Answer) -> Landed {
    let Amounts { goods, delivery: carriage, duty, tax, total } = order.amounts;
    let line = |line: &sampan_trade::order::Line| LandedLine { goods: line.goods, duty: line.duty, tax: line.tax };
    let quote = |delivery: &Delivery| DeliveryQuote {
        code: delivery.code.clone(),
        name: delivery.name.clone(),
        mode: delivery.mode,
        carrier: None,
        price: delivery.price_usd,
        days_min: delivery.days_min,
        days_max: delivery.days_max,
    };
    let delivery = order.delivery.as_ref().map(quote);
    let (rate, lines) = (order.rate.clone(), order.lines.iter().map(line).collect());
    Landed { answer, delivery, rate, goods, carriage, duty, tax, total, lines }
}

/// The parts alone.
fn bare(order: &Order, covers: String, s: &Shell) -> Anatomy {
    let Amounts { goods, delivery, duty, tax, total } = order.amounts;
    let parts = [(Kind::Goods, goods), (Kind::Delivery, delivery), (Kind::Duty, duty), (Kind::Tax, tax)];
    let line = |(kind, amount): (Kind, Money)| Line {
        kind,
        label: s.t(kind.key()),
        amount,
        rate: String::new(),
        base: String::new(),
        rule: String::new(),
        source: None,
        confidence: Confidence::Law,
    };
    let lines = parts.into_iter().filter(|(_, amount)| !amount.is_zero()).map(line).collect();
    let whole = Anatomy { total, covers: covers.clone(), parts: vec![], lines: vec![], rate_note: String::new() };
    Anatomy::of(total.currency(), lines, covers).unwrap_or(whole)
}
