//! Any order, looked up by its number, its state, its seller or its buyer. The order's own page is the orders' slice's.

use super::cursor::{Cursor, PAGE, Tests, address, cut};
use crate::accounts::{Accounts, Names, Role, email_id};
use crate::look::{Choice, Pager};
use crate::orders::{Orders, StoredOrder};
use crate::policy::OperatorWho;
use crate::{App, page, sellers};
use sampan_ids::{AccountId, SellerId, Timestamp};
use sampan_money::Money;
use sampan_trade::seller::Seller;
use sampan_web::{Cx, Error, FieldErrors, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The states of an order, in the order of its life.
pub const STATES: [&str; 10] = [
    "awaiting_payment",
    "paid",
    "booked",
    "shipped",
    "delivered",
    "claim_open",
    "completed",
    "cancelled",
    "expired",
    "refunded",
];

/// Which orders.
#[derive(Deserialize, ToSchema)]
pub struct OrdersAsked {
    /// The number that people read out.
    #[serde(default)]
    number: String,
    /// A state; empty for all.
    #[serde(default)]
    state: String,
    /// A seller's id.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seller: Option<SellerId>,
    /// A buyer's id.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    buyer: Option<AccountId>,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

/// A page of the list of orders.
#[derive(Serialize, ToSchema)]
pub struct OperatorOrdersView {
    /// The number that was asked for.
    pub number: String,
    /// The state that is shown; empty for all.
    pub state: String,
    /// The seller's id, if one was asked for.
    pub seller: String,
    /// The buyer's id, if one was asked for.
    pub buyer: String,
    /// The orders, the newest first.
    pub orders: Vec<OperatorOrderRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(OperatorOrdersView, "operators/pages/orders.html");

/// An order as the operator sees it in a list.
#[derive(Serialize, ToSchema)]
pub struct OperatorOrderRow {
    /// Its id.
    pub id: String,
    /// The number that people read out.
    pub number: String,
    /// Its state.
    pub state: &'static str,
    /// When it was placed.
    #[schema(value_type = String)]
    pub placed_at: Timestamp,
    /// When the clock next does something.
    #[schema(value_type = Option<String>)]
    pub due: Option<Timestamp>,
    /// The seller's id.
    pub seller: String,
    /// The seller's name.
    pub seller_name: String,
    /// Where it goes.
    pub destination: String,
    /// What the buyer pays.
    #[schema(value_type = Object)]
    pub total: Money,
}

impl OperatorOrderRow {
    fn of(stored: &StoredOrder, sellers: &[Seller]) -> OperatorOrderRow {
        let order = &stored.order;
        let seller = sellers.iter().find(|seller| seller.id == order.seller);
        OperatorOrderRow {
            id: order.id.to_string(),
            number: order.number.clone(),
            state: order.state.name(),
            placed_at: order.placed_at,
            due: order.due(),
            seller: order.seller.to_string(),
            seller_name: seller.map(|seller| seller.name.clone()).unwrap_or_default(),
            destination: order.destination.to_string(),
            total: order.amounts.total,
        }
    }

    /// The key of its state in words.
    pub fn state_key(&self) -> String {
        state_key(self.state)
    }

    /// The tone of its state.
    pub fn tone(&self) -> &'static str {
        match self.state {
            "completed" | "delivered" => "done",
            "awaiting_payment" | "claim_open" => "wait",
            "cancelled" | "expired" | "refunded" => "stop",
            _ => "go",
        }
    }
}

/// The key of a state in words.
pub fn state_key(state: &str) -> String {
    format!("operators-order-{}", state.replace('_', "-"))
}

impl OperatorOrdersView {
    /// The states to choose from.
    pub fn states(&self, s: &Shell) -> Vec<Choice> {
        STATES.iter().map(|state| Choice::new(*state, s.t(state_key(state)), self.state == *state)).collect()
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let asked = |after: &str| {
            let Self { number, state, seller, buyer, .. } = self;
            let asked =
                [("number", number.as_str()), ("state", state), ("seller", seller), ("buyer", buyer), ("after", after)];
            address("/operator/orders", &asked)
        };
        Pager { next: self.next.as_deref().map(asked).unwrap_or_default(), ..Pager::default() }
    }
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: OrdersAsked) -> Result<Reply<OperatorOrdersView>, Error> {
    Ok(Reply::show(found(&cx.site, asked).await?))
}

async fn found(app: &App, asked: OrdersAsked) -> Result<OperatorOrdersView, Error> {
    let mut tests = Tests::default();
    let number: String = asked.number.trim().to_uppercase().chars().take(40).collect();
    if !number.is_empty() {
        tests.add(|n| format!("t.number = ${n}"), number.as_str());
    }
    let state = STATES.into_iter().find(|known| *known == asked.state).unwrap_or_default();
    if !state.is_empty() {
        tests.add(|n| format!("t.state = ${n}"), state);
    }
    if let Some(seller) = asked.seller {
        tests.add(|n| format!("t.seller_id = ${n}"), seller.0);
    }
    if let Some(buyer) = asked.buyer {
        tests.add(|n| format!("t.buyer_id = ${n}"), buyer.0);
    }
    tests.before(("t.placed_at", "t.order_id"), Cursor::read(&asked.after));
    let (condition, values) = tests.page("t.placed_at desc, t.order_id desc", PAGE);
    let mut orders = app.db().select::<Orders>(&condition, values).await.or_internal()?;
    let place = |it: &StoredOrder| Cursor { at: it.order.placed_at.as_microsecond(), id: it.order.id.0 };
    let next = cut(&mut orders, PAGE, place);
    let shops = sellers::find_many(app.db(), orders.iter().map(|it| it.order.seller)).await.or_internal()?;
    Ok(OperatorOrdersView {
        number,
        state: state.to_owned(),
        seller: asked.seller.map(|id| id.to_string()).unwrap_or_default(),
        buyer: asked.buyer.map(|id| id.to_string()).unwrap_or_default(),
        orders: orders.iter().map(|stored| OperatorOrderRow::of(stored, &shops)).collect(),
        next,
    })
}

/// Whose orders. The address comes in a body, never in a page's address.
#[derive(Deserialize, ToSchema)]
pub struct OrdersOf {
    /// The e-mail address of a buyer or of a seller's staff.
    #[serde(default)]
    email: String,
}

pub async fn search(cx: Cx<App>, _: OperatorWho, asked: OrdersOf) -> Result<Reply<OperatorOrdersView>, Error> {
    let app = &cx.site;
    let name = app.db().find::<Names>(&email_id(app.vault(), &asked.email)).await.or_internal()?;
    let account = match name {
        Some(name) => app.db().find::<Accounts>(&AccountId(name.target)).await.or_internal()?,
        None => None,
    };
    let all = |seller, buyer| OrdersAsked {
        number: String::new(),
        state: String::new(),
        seller,
        buyer,
        after: String::new(),
    };
    let Some(account) = account else {
        let wrong = FieldErrors::one("email", "", "an address of an account", "operators_nobody");
        return Ok(Reply::again(found(app, all(None, None)).await?, wrong));
    };
    let (asked, location) = match account.role {
        Role::Seller { seller, .. } => (all(Some(seller), None), format!("/operator/orders?seller={seller}")),
        Role::Buyer | Role::Operator => (all(None, Some(account.id)), format!("/operator/orders?buyer={}", account.id)),
    };
    Ok(Reply::done(found(app, asked).await?, location))
}
