//! Erasing a person: seals are emptied, sign-ins, links, letters and the basket removed, the address freed. Orders and the
//! ledger stay as they are: they name an account that nobody can be told from any more.

use super::own_data::is_open;
use super::{Accounts, Names, Secrets, Sessions};
use crate::App;
use crate::checkout::Baskets;
use crate::mail::Mails;
use crate::orders::{Consignees, Messages, Orders};
use sampan_db::outbox::Outbox;
use sampan_db::{Command, Moment, Needs, Rows, Value};
use sampan_ids::{AccountId, MessageId, OrderId};
use sampan_web::{Error, OrInternal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Rows of a kind that are emptied in one commit.
const BATCH: i64 = 200;

/// Which mails went to an account: their events say so, and lie in its cell.
pub(super) fn letters_of(account: AccountId) -> String {
    let cell = account.cell().number();
    format!(
        "where t.cell = {cell} and t.mail_id in (select event_id from outbox where cell = {cell} and subject_id = $1) \
         limit $2"
    )
}

/// Empties and removes what is an account's own, batch after batch, until nothing is left.
pub(super) async fn empty(app: &App, account: AccountId) -> Result<(), Error> {
    loop {
        let own = left(app, account).await?;
        if own.is_empty() {
            return Ok(());
        }
        app.perform(account, None, own).await?.map_err(|()| Error::NotFound)?;
    }
}

async fn left(app: &App, account: AccountId) -> Result<Empty, Error> {
    let db = app.db();
    let mine = || vec![Value::from(account.0), Value::Int(BATCH)];
    let cell = account.cell().number();
    let sessions = db.select::<Sessions>("where t.account_id = $1 limit $2", mine()).await.or_internal()?;
    let secrets = db.select::<Secrets>("where t.account_id = $1 limit $2", mine()).await.or_internal()?;
    let consignees = "where (t.cell, t.order_id) in (select cell, order_id from orders where buyer_id = $1) \
                      and length(t.sealed) > 0 limit $2";
    let consignees = db.select::<Consignees>(consignees, mine()).await.or_internal()?;
    let messages = "where t.author = 'buyer' and length(t.sealed) > 0 \
                    and t.order_id in (select order_id from orders where buyer_id = $1) limit $2";
    let messages = db.select::<Messages>(messages, mine()).await.or_internal()?;
    let mails = db.select::<Mails>(&letters_of(account), mine()).await.or_internal()?;
    // Letters still to be sent stand in the outbox, sealed too; without a body they are not sent.
    let events = format!("where t.cell = {cell} and t.subject_id = $1 and t.topic = 'mail' and t.body <> '' limit $2");
    let events = db.select::<Outbox>(&events, mine()).await.or_internal()?;
    let basket = db.find::<Baskets>(&account).await.or_internal()?;
    Ok(Empty {
        sessions: sessions.into_iter().map(|s| s.id).collect(),
        secrets: secrets.into_iter().map(|s| s.id).collect(),
        consignees: consignees.into_iter().map(|c| c.order).collect(),
        messages: messages.into_iter().map(|m| m.id).collect(),
        mails: mails.into_iter().map(|m| m.id).collect(),
        events: events.into_iter().map(|e| e.id).collect(),
        basket: basket.map(|b| b.account),
    })
}

/// Empties and removes rows of one account.
struct Empty {
    sessions: Vec<Uuid>,
    secrets: Vec<Uuid>,
    consignees: Vec<OrderId>,
    messages: Vec<MessageId>,
    mails: Vec<Uuid>,
    events: Vec<Uuid>,
    basket: Option<AccountId>,
}

impl Empty {
    fn is_empty(&self) -> bool {
        let Empty { sessions, secrets, consignees, messages, mails, events, basket } = self;
        let rows = sessions.len() + secrets.len() + consignees.len() + messages.len() + mails.len() + events.len();
        rows == 0 && basket.is_none()
    }
}

impl Command for Empty {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
            .all::<Sessions>(self.sessions.iter().copied())
            .all::<Secrets>(self.secrets.iter().copied())
            .all::<Consignees>(self.consignees.iter().copied())
            .all::<Messages>(self.messages.iter().copied())
            .all::<Mails>(self.mails.iter().copied())
            .all::<Outbox>(self.events.iter().copied())
            .all::<Baskets>(self.basket)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.sessions.iter().for_each(|id| rows.remove::<Sessions>(id));
        self.secrets.iter().for_each(|id| rows.remove::<Secrets>(id));
        self.mails.iter().for_each(|id| rows.remove::<Mails>(id));
        self.basket.iter().for_each(|id| rows.remove::<Baskets>(id));
        for id in &self.consignees {
            if let Some(mut consignee) = rows.get::<Consignees>(id).cloned() {
                consignee.sealed.clear();
                rows.put::<Consignees>(consignee);
            }
        }
        for id in &self.messages {
            if let Some(mut message) = rows.get::<Messages>(id).cloned() {
                message.sealed.clear();
                rows.put::<Messages>(message);
            }
        }
        for id in &self.events {
            if let Some(mut event) = rows.get::<Outbox>(id).cloned() {
                event.body.clear();
                event.due = None;
                rows.put::<Outbox>(event);
            }
        }
        Ok(())
    }
}

/// Orders that are still open, by their numbers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OrdersOpen(pub Vec<String>);

/// Erases the account itself, unless an order of it is open.
pub(super) struct Erase {
    pub account: AccountId,
    pub name: Uuid,
    pub orders: Vec<OrderId>,
}

impl Command for Erase {
    type Reply = ();
    type Refusal = OrdersOpen;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).and::<Names>(self.name).all::<Orders>(self.orders.iter().copied())
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), OrdersOpen> {
        let orders = self.orders.iter().filter_map(|id| rows.get::<Orders>(id));
        let open: Vec<String> = orders.filter(|o| is_open(o)).map(|o| o.order.number.clone()).collect();
        if !open.is_empty() {
            return Err(OrdersOpen(open));
        }
        let Some(mut account) = rows.get::<Accounts>(&self.account).cloned() else { return Ok(()) };
        account.sealed.clear();
        account.password = None;
        account.second_factor = false;
        account.epoch += 1;
        account.erased.get_or_insert(at.now);
        rows.put::<Accounts>(account);
        // A guest's account may stand beside the one that has the name.
        if rows.get::<Names>(&self.name).is_some_and(|name| name.target == self.account.0) {
            rows.remove::<Names>(&self.name);
        }
        Ok(())
    }
}
