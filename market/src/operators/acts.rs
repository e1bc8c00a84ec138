//! The log of every act of the operator's staff: who, what, on what, why, when. Only added to.

use crate::App;
use sampan_db::{Column, DbError, Moment, Record, Row, Rows, Table, Value};
use sampan_ids::{AccountId, Cell, Timestamp};
use sampan_web::{Error, OrInternal, Shell};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One act.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its id.
    pub id: Uuid,
    /// Who acted.
    pub account: AccountId,
    /// What was done, such as `seller_approved`.
    pub act: String,
    /// On what.
    pub subject: Uuid,
    /// Why, as it was given.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// The log.
pub struct Acts;

impl Record for Acts {
    type Key = Uuid;
    type Item = Act;
    const TABLE: Table = Table {
        name: "acts",
        key: &[Column::id("act_id")],
        columns: &[
            Column::id("account_id"),
            Column::text("act"),
            Column::id("subject_id"),
            Column::text("reason"),
            Column::int("at"),
        ],
    };
    fn key(item: &Act) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Act) -> Vec<Value> {
        let Act { account, act, subject, reason, at, .. } = item;
        vec![account.0.into(), act.as_str().into(), (*subject).into(), reason.as_str().into(), (*at).into()]
    }
    fn read(row: &Row) -> Result<Act, DbError> {
        Ok(Act {
            id: row.id("act_id"),
            account: AccountId(row.id("account_id")),
            act: row.text("act").to_owned(),
            subject: row.id("subject_id"),
            reason: row.text("reason").to_owned(),
            at: row.time("at"),
        })
    }
}

/// Writes an act down, in the commit that does it.
pub fn record_act(rows: &mut Rows, at: &Moment, account: AccountId, act: &str, subject: Uuid, reason: &str) {
    let id: Uuid = crate::new_id(at, Cell::of(subject));
    let (act, reason) = (act.to_owned(), reason.to_owned());
    rows.put::<Acts>(Act { id, account, act, subject, reason, at: at.now });
}

/// An act as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActView {
    /// Its id.
    pub id: String,
    /// Who acted: the account's id.
    pub account: String,
    /// What was done, such as `seller_approved`.
    pub act: String,
    /// On what: its id.
    pub subject: String,
    /// Why, as it was given.
    pub reason: String,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
}

impl From<Act> for ActView {
    fn from(act: Act) -> ActView {
        let Act { id, account, act, subject, reason, at } = act;
        ActView { id: id.to_string(), account: account.to_string(), act, subject: subject.to_string(), reason, at }
    }
}

impl ActView {
    /// What was done, in words; its code where there are none.
    pub fn named(&self, s: &Shell) -> String {
        s.maybe(act_key(&self.act)).unwrap_or_else(|| self.act.clone())
    }
}

/// The key of an act in words.
pub fn act_key(act: &str) -> String {
    format!("operators-act-{}", act.replace('_', "-"))
}

/// The last acts on something, the newest first.
pub async fn on(app: &App, subject: Uuid) -> Result<Vec<ActView>, Error> {
    let condition = "where t.subject_id = $1 order by t.at desc, t.act_id desc limit 20";
    let acts = app.db().select::<Acts>(condition, vec![subject.into()]).await.or_internal()?;
    Ok(acts.into_iter().map(ActView::from).collect())
}
