//! Orders, whom they go to, their papers, messages and claims in their rows.

use crate::documents;
use crate::vault::Vault;
use sampan_customs::address::Address;
use sampan_customs::identity::{PersonalCode, ResidentId};
use sampan_db::{Column, DbError, Record, Row, Table, Value};
use sampan_ids::{AccountId, ClaimId, MessageId, OrderId, Timestamp};
use sampan_trade::claim::Claim;
use sampan_trade::order::{Order, OrderKind};
use serde::{Deserialize, Serialize};

/// An order as it is stored: the order, and what lists and charts group it by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredOrder {
    /// The order.
    #[serde(flatten)]
    pub order: Order,
    /// The US state of its seller when it was placed.
    pub us_state: String,
}

documents! {
    /// What buyers owe sellers.
    Orders: StoredOrder = "orders", order_id: OrderId = |o| o.order.id, {
        checkout_id: id = |o| o.order.checkout.0,
        seller_id: id = |o| o.order.seller.0,
        buyer_id: id = |o| o.order.buyer.0,
        number: text = |o| o.order.number.as_str(),
        kind: text = |o| if matches!(o.order.kind, OrderKind::Goods) { "goods" } else { "service" },
        state: text = |o| o.order.state.name(),
        destination: text = |o| o.order.destination.to_string(),
        us_state: text = |o| o.us_state.as_str(),
        currency: text = |o| o.order.amounts.total.code(),
        total: int = |o| o.order.amounts.total.minor(),
        goods_usd: int = |o| o.order.lines.iter().map(|l| l.unit_price.minor() * i64::from(l.quantity)).sum::<i64>(),
        placed_at: int = |o| o.order.placed_at,
        due_at: int = |o| o.order.due(),
    }

    /// Claims that the operator decides; one at a time for an order.
    Claims: Claim = "claims", claim_id: ClaimId = |c| c.id, {
        order_id: id = |c| c.order.0,
        state: text = |c| if c.decision.is_some() { "decided" } else { "open" },
        opened_at: int = |c| c.at,
    }
}

/// The law's whole answer that an order was placed with, in JSON.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The order.
    pub order: OrderId,
    /// The answer.
    pub text: String,
}

/// What orders were placed with. Written once, apart from the orders, which are written with every step.
pub struct Quotes;

impl Record for Quotes {
    type Key = OrderId;
    type Item = Quote;
    const TABLE: Table = Table { name: "quotes", key: &[Column::id("order_id")], columns: &[Column::text("quote")] };
    fn key(item: &Quote) -> OrderId {
        item.order
    }
    fn key_values(key: &OrderId) -> Vec<Value> {
        vec![key.0.into()]
    }
    fn write(item: &Quote) -> Vec<Value> {
        vec![item.text.as_str().into()]
    }
    fn read(row: &Row) -> Result<Quote, DbError> {
        Ok(Quote { order: OrderId(row.id("order_id")), text: row.text("quote").to_owned() })
    }
}

/// Whom an order goes to; personal, so it lies sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Consignee {
    /// Name, telephone and address.
    pub address: Address,
    /// Name and number of the identity document, where customs wants it. Shown to no seller.
    pub identity: Option<Identity>,
    /// The number by which other customs know the buyer, where they want one. A seller sees it on the parcel's paper alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<PersonalCode>,
}

/// Who the goods are declared for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// The real name, as on the document.
    pub name: String,
    /// The number.
    pub number: ResidentId,
}

/// A sealed row that belongs to an order.
#[derive(Clone, Debug)]
pub struct SealedConsignee {
    /// The order.
    pub order: OrderId,
    /// Who ordered.
    pub buyer: AccountId,
    /// The sealed [`Consignee`]; empty once it is erased.
    pub sealed: Vec<u8>,
}

impl SealedConsignee {
    /// Seals whom an order goes to.
    pub fn seal(vault: &Vault, order: OrderId, buyer: AccountId, consignee: &Consignee) -> SealedConsignee {
        SealedConsignee { order, buyer, sealed: vault.seal(&format!("consignee {order}"), consignee) }
    }

    /// Opens it; none once it is erased.
    pub fn open(&self, vault: &Vault) -> Option<Consignee> {
        vault.open_sealed(&format!("consignee {}", self.order), &self.sealed).ok()
    }
}

/// Whom orders go to.
pub struct Consignees;

impl Record for Consignees {
    type Key = OrderId;
    type Item = SealedConsignee;
    const TABLE: Table = Table {
        name: "consignees",
        key: &[Column::id("order_id")],
        columns: &[Column::id("buyer_id"), Column::bytes("sealed")],
    };
    fn key(item: &SealedConsignee) -> OrderId {
        item.order
    }
    fn key_values(key: &OrderId) -> Vec<Value> {
        vec![key.0.into()]
    }
    fn write(item: &SealedConsignee) -> Vec<Value> {
        vec![item.buyer.0.into(), item.sealed.clone().into()]
    }
    fn read(row: &Row) -> Result<SealedConsignee, DbError> {
        Ok(SealedConsignee {
            order: OrderId(row.id("order_id")),
            buyer: AccountId(row.id("buyer_id")),
            sealed: row.bytes("sealed").to_vec(),
        })
    }
}

/// A paper as it was made, sealed under `paper <order> <kind>`.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The order.
    pub order: OrderId,
    /// Which paper, such as `cn22`.
    pub kind: String,
    /// When it was made.
    pub made: Timestamp,
    /// The sealed content.
    pub sealed: Vec<u8>,
}

/// Papers of orders.
pub struct Papers;

impl Record for Papers {
    type Key = (OrderId, String);
    type Item = Paper;
    const TABLE: Table = Table {
        name: "papers",
        key: &[Column::id("order_id"), Column::text("kind")],
        columns: &[Column::int("made_at"), Column::bytes("sealed")],
    };
    fn key(item: &Paper) -> Self::Key {
        (item.order, item.kind.clone())
    }
    fn key_values(key: &Self::Key) -> Vec<Value> {
        vec![key.0.0.into(), key.1.as_str().into()]
    }
    fn write(item: &Paper) -> Vec<Value> {
        vec![item.made.into(), item.sealed.clone().into()]
    }
    fn read(row: &Row) -> Result<Paper, DbError> {
        Ok(Paper {
            order: OrderId(row.id("order_id")),
            kind: row.text("kind").to_owned(),
            made: row.time("made_at"),
            sealed: row.bytes("sealed").to_vec(),
        })
    }
}

/// A message between buyer and seller, its text sealed under `message <id>`.
#[derive(Clone, Debug)]
pub struct SealedMessage {
    /// Its id.
    pub id: MessageId,
    /// The order it is about.
    pub order: OrderId,
    /// `buyer`, `seller` or `operator`.
    pub author: String,
    /// When it was sent.
    pub at: Timestamp,
    /// The sealed [`sampan_trade::message::Message`].
    pub sealed: Vec<u8>,
}

/// Messages on orders.
pub struct Messages;

impl Record for Messages {
    type Key = MessageId;
    type Item = SealedMessage;
    const TABLE: Table = Table {
        name: "messages",
        key: &[Column::id("message_id")],
        columns: &[Column::id("order_id"), Column::text("author"), Column::int("sent_at"), Column::bytes("sealed")],
    };
    fn key(item: &SealedMessage) -> MessageId {
        item.id
    }
    fn key_values(key: &MessageId) -> Vec<Value> {
        vec![key.0.into()]
    }
    fn write(item: &SealedMessage) -> Vec<Value> {
        vec![item.order.0.into(), item.author.as_str().into(), item.at.into(), item.sealed.clone().into()]
    }
    fn read(row: &Row) -> Result<SealedMessage, DbError> {
        Ok(SealedMessage {
            id: MessageId(row.id("message_id")),
            order: OrderId(row.id("order_id")),
            author: row.text("author").to_owned(),
            at: row.time("sent_at"),
            sealed: row.bytes("sealed").to_vec(),
        })
    }
}
