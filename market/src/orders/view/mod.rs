//! What the pages of an order show, for programs too: what everyone sees here, each side's own beside it.

mod attached;
mod buyer;
pub mod carried;
mod operator;
mod seller;
mod timeline;

pub use attached::{attached, chosen, complaints};
pub use buyer::{Around as BuyerAround, BuyerOrderView, BuyerOrdersView};
pub use operator::{Around as OperatorAround, ClaimView, OperatorOrderView};
pub use seller::{PaperLink, PickView, RedemptionView, SellerOrderView, SellerOrdersView, Shown as SellerShown};

use super::StoredOrder;
use sampan_ids::Timestamp;
use sampan_money::Money;
use sampan_trade::Language;
use sampan_trade::message::{From, Message};
use sampan_trade::order::{By, Order, OrderKind, RefundState, State};
use sampan_web::Shell;
use serde::Serialize;
use timeline::TimelineStep;
use utoipa::ToSchema;

/// Whose eyes an order is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its buyer's.
    Buyer,
    /// Its seller's.
    Seller,
    /// An operator's.
    Operator,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Side::Buyer => "buyer",
            Side::Seller => "seller",
            Side::Operator => "operator",
        }
    }
}

/// An order as a row of a list.
#[derive(Serialize, ToSchema)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// Its state.
    pub state: &'static str,
    /// How it stands, in a sentence.
    pub says: String,
    /// The colour of its badge: `go`, `done`, `wait`, `stop` or empty.
    pub tone: &'static str,
    /// When it was placed.
    #[schema(value_type = String)]
    pub placed_at: Timestamp,
    /// When it was placed, as it is to be read.
    pub placed: String,
    /// What is in it, in few words.
    pub what: String,
    /// Pieces in all.
    pub pieces: u32,
    /// Where it goes.
    pub destination: String,
    /// What the reader gets or pays.
    #[schema(value_type = Object)]
    pub amount: Money,
}

impl OrderRow {
    /// An order in a list of a side's.
    pub fn of(stored: &StoredOrder, side: Side, s: &Shell) -> OrderRow {
        let order = &stored.order;
        let gross = || order.gross_usd().ok();
        OrderRow {
            id: order.id.to_string(),
            number: order.number.clone(),
            href: format!("{}/{}", base(side), order.id),
            state: order.state.name(),
            says: says(order, side, s),
            tone: tone(&order.state, side),
            placed_at: order.placed_at,
            placed: s.date(order.placed_at),
            what: what(order, s),
            pieces: order.lines.iter().map(|line| line.quantity).sum(),
            destination: place(order, s),
            amount: if side == Side::Seller { gross().unwrap_or(order.amounts.total) } else { order.amounts.total },
        }
    }
}

impl OrderRow {
    /// The key of the state's name.
    pub fn state_key(&self) -> String {
        state_key(self.state)
    }
}

fn state_key(state: &str) -> String {
    format!("orders-state-{}", state.replace('_', "-"))
}

/// What everyone sees of an order.
#[derive(Serialize, ToSchema)]
pub struct OrderFacts {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// `goods` or `service`.
    pub kind: &'static str,
    /// Its state.
    pub state: &'static str,
    /// How it stands, in a sentence.
    pub says: String,
    /// The colour of its badge.
    pub tone: &'static str,
    /// When it was placed.
    #[schema(value_type = String)]
    pub placed_at: Timestamp,
    /// When it was placed, as it is to be read.
    pub placed: String,
    /// When the clock next has something to do for it.
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Timestamp>,
    /// Where it goes.
    pub destination: String,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// How it is sent; nothing for a service.
    pub delivery: Option<OrderDelivery>,
    /// What happened and what comes.
    pub timeline: Vec<TimelineStep>,
    /// The parcel, once it has left.
    pub parcel: Option<OrderParcel>,
    /// What went back.
    pub refunds: Vec<OrderRefund>,
    /// What the two sides wrote to each other.
    pub messages: Vec<OrderMessage>,
    /// Where the reader writes to the other side; empty for those who only read.
    pub messages_href: String,
}

/// A line of an order.
#[derive(Serialize, ToSchema)]
pub struct OrderLine {
    /// The variant.
    pub variant: String,
    /// The title when it was bought, in the reader's language if there is one.
    pub title: String,
    /// The title's language where it is not the reader's, or empty.
    pub lang: String,
    /// The option values in one line, or empty.
    pub options: String,
    /// The seller's own number, or empty.
    pub sku: String,
    /// Pieces bought.
    pub quantity: u32,
    /// Pieces that have gone back.
    pub returned: u32,
    /// Pieces that have not.
    pub left: u32,
    /// The seller's price for one.
    #[schema(value_type = Object)]
    pub unit_price: Money,
    /// What the buyer paid for the goods of this line.
    #[schema(value_type = Object)]
    pub goods: Money,
}

/// How an order is sent.
#[derive(Serialize, ToSchema)]
pub struct OrderDelivery {
    /// Its name.
    pub name: String,
    /// `post` or `express`.
    pub mode: &'static str,
    /// Fewest days on the way.
    pub days_min: u16,
    /// Most days on the way.
    pub days_max: u16,
}

/// A parcel.
#[derive(Serialize, ToSchema)]
pub struct OrderParcel {
    /// The carrier.
    pub carrier: String,
    /// The carrier's number.
    pub number: String,
}

/// Something that went back.
#[derive(Serialize, ToSchema)]
pub struct OrderRefund {
    /// 1 for the order's first.
    pub number: u32,
    /// When it was decided.
    pub date: String,
    /// Why.
    pub reason: String,
    /// What the buyer gets back.
    #[schema(value_type = Object)]
    pub total: Money,
    /// Whether the money is on its way.
    pub sent: bool,
    /// That in words.
    pub says: String,
}

/// A message on an order.
#[derive(Serialize, ToSchema)]
pub struct OrderMessage {
    /// `buyer`, `seller` or `operator`.
    pub from: &'static str,
    /// Who wrote, in the reader's words.
    pub who: String,
    /// Whether the reader's side wrote it.
    pub mine: bool,
    /// When.
    pub at: String,
    /// The words: plain text.
    pub text: String,
}

impl OrderFacts {
    /// An order as a side sees it; `demo_carrier` says that parcels arrive by the program's clock.
    pub fn of(order: &Order, messages: &[Message], side: Side, s: &Shell, demo_carrier: bool) -> OrderFacts {
        let delivery = order.delivery.as_ref().map(|delivery| OrderDelivery {
            name: delivery.name.clone(),
            mode: delivery.mode.as_str(),
            days_min: delivery.days_min,
            days_max: delivery.days_max,
        });
        let parcel = order.parcel();
        OrderFacts {
            id: order.id.to_string(),
            number: order.number.clone(),
            kind: if matches!(order.kind, OrderKind::Goods) { "goods" } else { "service" },
            state: order.state.name(),
            says: says(order, side, s),
            tone: tone(&order.state, side),
            placed_at: order.placed_at,
            placed: s.date(order.placed_at),
            due_at: order.due(),
            destination: place(order, s),
            lines: order.lines.iter().map(|line| self::line(order, line, s)).collect(),
            delivery,
            timeline: timeline::steps(order, s, demo_carrier),
            parcel: parcel.map(|(p, _)| OrderParcel { carrier: p.carrier.clone(), number: p.number.clone() }),
            refunds: order.refunds.iter().map(|refund| self::refund(refund, s)).collect(),
            messages: messages.iter().map(|message| self::message(message, side, s)).collect(),
            messages_href: match side {
                Side::Buyer | Side::Seller => format!("{}/{}/messages", base(side), order.id),
                Side::Operator => String::new(),
            },
        }
    }

    /// The key of the state's name.
    pub fn state_key(&self) -> String {
        state_key(self.state)
    }

    /// Whether pieces of it can still be taken back.
    pub fn returnable(&self) -> bool {
        matches!(self.state, "shipped" | "delivered" | "completed") && self.lines.iter().any(|line| line.left > 0)
    }
}

fn line(order: &Order, line: &sampan_trade::order::Line, s: &Shell) -> OrderLine {
    let (title, lang) = title(line, s);
    let returned = order.returned(line.variant);
    OrderLine {
        variant: line.variant.to_string(),
        title: title.to_owned(),
        lang: lang.to_owned(),
        options: line.options.join(" · "),
        sku: line.sku.clone().unwrap_or_default(),
        quantity: line.quantity,
        returned,
        left: line.quantity.saturating_sub(returned),
        unit_price: line.unit_price,
        goods: line.goods,
    }
}

/// A line's title in the reader's language or the first there is, and its language where that is another.
fn title<'a>(line: &'a sampan_trade::order::Line, s: &Shell) -> (&'a str, &'static str) {
    let (own, other) = match s.lang {
        "en" => (Language::En, (Language::ZhHans, "zh-Hans")),
        _ => (Language::ZhHans, (Language::En, "en")),
    };
    match (line.title.get(&own), line.title.get(&other.0)) {
        (Some(title), _) => (title, ""),
        (None, Some(title)) => (title, other.1),
        (None, None) => ("", ""),
    }
}

fn what(order: &Order, s: &Shell) -> String {
    let first = order.lines.first().map_or("", |line| title(line, s).0);
    match order.lines.len() {
        0 | 1 => first.to_owned(),
        lines => s.t2("orders-and-more", "title", first, "more", lines - 1),
    }
}

fn refund(refund: &sampan_trade::order::Refund, s: &Shell) -> OrderRefund {
    let sent = matches!(refund.sent, RefundState::Sent { .. });
    let reason = reason_words(&refund.reason, s);
    let says = match &refund.sent {
        RefundState::Sent { at, .. } => s.t1("orders-refund-sent", "date", s.date(at)),
        RefundState::Owed => s.t("orders-refund-owed"),
    };
    OrderRefund { number: refund.number, date: s.date(refund.at), reason, total: refund.total, sent, says }
}

fn message(message: &Message, side: Side, s: &Shell) -> OrderMessage {
    let (from, mine) = match message.from {
        From::Buyer => ("buyer", side == Side::Buyer),
        From::Seller => ("seller", side == Side::Seller),
        From::Operator => ("operator", side == Side::Operator),
    };
    let who = if mine { s.t("orders-from-you") } else { s.t(format!("orders-from-{from}")) };
    OrderMessage { from, who, mine, at: s.minute(message.at), text: message.text.clone() }
}

/// Where the orders of a side are.
pub const fn base(side: Side) -> &'static str {
    match side {
        Side::Buyer => "/orders",
        Side::Seller => "/seller/orders",
        Side::Operator => "/operator/orders",
    }
}

fn place(order: &Order, s: &Shell) -> String {
    let code = order.destination.as_str();
    s.maybe(format!("look-place-{}", code.to_ascii_lowercase())).unwrap_or_else(|| code.to_owned())
}

/// A reason in the reader's words where it is the marketplace's own, else as it was given.
pub fn reason_words(reason: &str, s: &Shell) -> String {
    match reason {
        "not sent in time" => s.t("orders-reason-not-sent"),
        "not decided in time" => s.t("orders-reason-not-decided"),
        "called off before payment" => s.t("orders-reason-called-off"),
        given => given.to_owned(),
    }
}

/// How an order stands, in a sentence for its reader.
fn says(order: &Order, side: Side, s: &Shell) -> String {
    let key = format!("orders-says-{}-{}", side.name(), order.state.name().replace('_', "-"));
    let until = |at: &Timestamp| s.date(at);
    match &order.state {
        State::AwaitingPayment { until } => s.t1(key, "date", s.minute(until)),
        State::Paid { ship_by, .. } => s.t1(key, "date", until(ship_by)),
        State::Booked { until: last, .. } => s.t1(key, "date", until(last)),
        State::Shipped { deadline, .. } => s.t1(key, "date", until(deadline)),
        State::Delivered { release_at, .. } => s.t1(key, "date", until(release_at)),
        State::ClaimOpen { decide_by, .. } => s.t1(key, "date", until(decide_by)),
        State::Completed { at, .. } | State::Expired { at } | State::Refunded { at } => s.t1(key, "date", until(at)),
        State::Cancelled { at, by, reason } => {
            let by = s.t(match by {
                By::Buyer => "orders-by-buyer",
                By::Seller => "orders-by-seller",
                By::Operator => "orders-by-operator",
                By::Clock => "orders-by-clock",
            });
            let (date, reason) = (until(at), reason_words(reason, s));
            s.tn(key, &[("date", &date), ("by", &by), ("reason", &reason)])
        }
    }
}

/// The tone of an order's badge: what waits for the reader stands out.
fn tone(state: &State, side: Side) -> &'static str {
    match state {
        State::Paid { .. } | State::Booked { .. } if side == Side::Seller => "wait",
        State::AwaitingPayment { .. } if side == Side::Buyer => "wait",
        State::ClaimOpen { .. } => "wait",
        State::Completed { .. } => "done",
        State::Cancelled { .. } | State::Expired { .. } | State::Refunded { .. } => "stop",
        State::AwaitingPayment { .. } => "",
        State::Paid { .. } | State::Booked { .. } | State::Shipped { .. } | State::Delivered { .. } => "go",
    }
}
