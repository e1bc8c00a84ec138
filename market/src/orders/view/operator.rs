//! An order and a claim as an operator sees them: everything but the identity number.

use super::seller::{ConsigneeView, SellerMoney};
use super::{OrderFacts, Side};
use crate::books::Posted;
use crate::catalog::files::FileView;
use crate::explain;
use crate::orders::attached::Attached;
use crate::orders::{Consignee, StoredOrder};
use crate::page;
use sampan_money::Money;
use sampan_trade::claim::Claim;
use sampan_trade::message::Message;
use sampan_trade::order::State;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// An order as an operator sees it.
#[derive(Serialize, ToSchema)]
pub struct OperatorOrderView {
    /// What everyone sees.
    pub order: OrderFacts,
    /// The seller's name.
    pub seller: String,
    /// The seller's page.
    pub seller_href: String,
    /// The account that bought.
    pub buyer: String,
    /// The checkout.
    pub checkout: String,
    /// The customs regime.
    pub regime: String,
    /// The version of the tariff book.
    pub book_version: String,
    /// Dollars to the buyer's currency, as locked.
    pub rate: String,
    /// Whom it goes to, without the identity number.
    pub consignee: Option<ConsigneeView>,
    /// What the seller gets.
    pub money: Option<SellerMoney>,
    /// What the buyer paid or is to pay.
    #[schema(value_type = Object)]
    pub total: Money,
    /// Every entry of the ledger about it.
    pub entries: Vec<OrderEntry>,
    /// The papers that its seller has noted for it.
    pub papers: Vec<NotedForOrder>,
    /// Its claim, if it ever had one.
    pub claim_href: String,
    /// Whether the operator may say that it has arrived.
    pub can_deliver: bool,
    /// Whether the operator may call it off.
    pub can_cancel: bool,
}
page!(OperatorOrderView, "orders/pages/operator_order.html");

/// A paper that goes with the parcel.
#[derive(Serialize, ToSchema)]
pub struct NotedForOrder {
    /// What it is.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Its file, where there is one.
    pub file: Option<FileView>,
}

/// The papers that there are of those that an order's goods were let go with.
fn noted(known: &Attached, s: &Shell) -> Vec<NotedForOrder> {
    let mut kinds = Vec::new();
    let mut all = Vec::new();
    for asked in &known.asked {
        if kinds.contains(&&asked.code) {
            continue;
        }
        kinds.push(&asked.code);
        let name = explain::paper(asked, s).name;
        all.extend(known.of_kind(&asked.code).map(|held| NotedForOrder {
            name: name.clone(),
            number: held.number.clone(),
            issuer: held.issuer.clone(),
            file: FileView::of(held, "operator", s),
        }));
    }
    all
}

/// An entry of the ledger.
#[derive(Serialize, ToSchema)]
pub struct OrderEntry {
    /// When.
    pub at: String,
    /// Why, as the ledger calls it.
    pub reason: &'static str,
    /// The account.
    pub account: String,
    /// Received, or given when negative.
    #[schema(value_type = Object)]
    pub amount: Money,
}

impl OrderEntry {
    /// The key of its reason in words.
    pub fn reason_key(&self) -> String {
        format!("operators-reason-{}", self.reason.replace('_', "-"))
    }
}

/// What is known around an operator's order.
pub struct Around<'a> {
    /// The seller's name.
    pub seller: String,
    /// Whom it goes to.
    pub consignee: Option<&'a Consignee>,
    /// The messages.
    pub messages: &'a [Message],
    /// The ledger's entries.
    pub entries: Vec<Posted>,
    /// The papers that go with it.
    pub attached: &'a Attached,
    /// The claim.
    pub claim: Option<&'a Claim>,
    /// Whether parcels arrive by the program's clock.
    pub demo_carrier: bool,
}

impl OperatorOrderView {
    /// The customs regime by its name; a service has none.
    pub fn regime_named(&self, s: &Shell) -> String {
        if self.regime.is_empty() { "–".to_owned() } else { crate::explain::regime(&self.regime, s) }
    }

    /// An order with what is known around it.
    pub fn of(stored: &StoredOrder, around: Around<'_>, s: &Shell) -> OperatorOrderView {
        let order = &stored.order;
        let entry = |posted: Posted| OrderEntry {
            at: s.minute(posted.at),
            reason: posted.reason.as_str(),
            account: posted.entry.account.to_string(),
            amount: posted.entry.amount,
        };
        OperatorOrderView {
            order: OrderFacts::of(order, around.messages, Side::Operator, s, around.demo_carrier),
            seller: around.seller,
            seller_href: format!("/operator/sellers/{}", order.seller),
            buyer: order.buyer.to_string(),
            checkout: order.checkout.to_string(),
            regime: order.regime.clone(),
            book_version: order.book_version.clone(),
            rate: format!("1 {} = {} {}", order.rate.base.code(), order.rate.rate.normalize(), order.rate.quote.code()),
            consignee: around.consignee.map(ConsigneeView::of),
            money: SellerMoney::of(order),
            total: order.amounts.total,
            entries: around.entries.into_iter().map(entry).collect(),
            papers: noted(around.attached, s),
            claim_href: around.claim.map(|claim| format!("/operator/claims/{}", claim.id)).unwrap_or_default(),
            can_deliver: matches!(order.state, State::Shipped { .. }),
            can_cancel: matches!(order.state, State::Paid { .. } | State::Booked { .. }),
        }
    }
}

/// A claim as the operator decides it.
#[derive(Serialize, ToSchema)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// What the buyer says.
    pub text: String,
    /// When it was made.
    pub at: String,
    /// By when it is decided; empty once it is.
    pub decide_by: String,
    /// Whether it can be decided.
    pub open: bool,
    /// How it was decided, in a sentence; empty while it is open.
    pub decided: String,
    /// Why.
    pub reason: String,
    /// The order it is about.
    pub order: OrderFacts,
    /// The order's page.
    pub order_href: String,
    /// What the buyer paid.
    #[schema(value_type = Object)]
    pub total: Money,
}
page!(ClaimView, "orders/pages/claim.html");

impl ClaimView {
    /// A claim with its order.
    pub fn of(claim: &Claim, stored: &StoredOrder, messages: &[Message], s: &Shell, demo_carrier: bool) -> ClaimView {
        let order = &stored.order;
        let decide_by = match &order.state {
            State::ClaimOpen { decide_by, .. } => s.date(decide_by),
            _ => String::new(),
        };
        let decided = claim.decision.as_ref().map(|decision| {
            let key = if decision.for_buyer { "orders-claim-for-buyer" } else { "orders-claim-for-seller" };
            s.t1(key, "date", s.date(decision.at))
        });
        ClaimView {
            id: claim.id.to_string(),
            text: claim.text.clone(),
            at: s.minute(claim.at),
            decide_by,
            open: matches!(order.state, State::ClaimOpen { .. }),
            decided: decided.unwrap_or_default(),
            reason: claim.decision.as_ref().map(|d| super::reason_words(&d.reason, s)).unwrap_or_default(),
            order: OrderFacts::of(order, messages, Side::Operator, s, demo_carrier),
            order_href: format!("/operator/orders/{}", order.id),
            total: order.amounts.total,
        }
    }
}
