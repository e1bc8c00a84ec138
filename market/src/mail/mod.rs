//! Mail: letters are left in the outbox with the change they tell of, written in the reader's language, and sent by a
//! worker to an SMTP server. What was sent is kept sealed for thirty days; a demo, which has no server, shows it on a page.

mod forget;
mod outbox;
mod send;
pub mod words;

pub use forget::forget;
pub use send::{Smtp, Tls, deliver};

use crate::App;
use crate::policy::{Anyone, OperatorReads};
use crate::vault::{Vault, Written};
use sampan_db::{Moment, Rows};
use sampan_ids::{AccountId, Cell, SellerId, Timestamp};
use sampan_web::Routes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/outbox", outbox::for_anyone)
        .doc("Shows the letters that a demo would have sent; a live market has none")
        .get(OperatorReads, "/operator/outbox", outbox::for_operator)
        .doc("Shows the latest letters")
}

/// The outbox topic of letters.
pub const TOPIC: &str = "mail";

/// Who reads a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reader {
    /// The holder of an account.
    Account(AccountId),
    /// The owner of a shop, whoever that is when it goes out.
    Shop(SellerId),
}

impl Reader {
    fn id(self) -> Uuid {
        match self {
            Reader::Account(account) => account.0,
            Reader::Shop(seller) => seller.0,
        }
    }
}

impl From<AccountId> for Reader {
    fn from(account: AccountId) -> Reader {
        Reader::Account(account)
    }
}

impl From<SellerId> for Reader {
    fn from(seller: SellerId) -> Reader {
        Reader::Shop(seller)
    }
}

/// A letter to someone. Its words are the texts `mail-<key>-subject` and `mail-<key>-body`; [`words::LETTERS`] lists the
/// keys and what each wants to be told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    /// To whom.
    pub to: Reader,
    /// Which letter, such as `confirm`.
    pub key: String,
    /// What goes into its text. A `link` that begins with `/` gets the site's address in front; an `amount` such as
    /// `12.30 CNY` is written as the reader's language writes it; a `reason_key` names the text of the reason.
    pub params: BTreeMap<String, String>,
}

impl Letter {
    /// A letter.
    pub fn new(to: impl Into<Reader>, key: &str, params: &[(&str, &str)]) -> Letter {
        let params = params.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Letter { to: to.into(), key: key.to_owned(), params }
    }
}

/// Leaves a letter in the outbox, sealed, in this commit.
pub fn write(rows: &mut Rows, vault: &Vault, letter: &Letter, at: &Moment) {
    let id: Uuid = crate::app::new_id(at, Cell::of(letter.to.id()));
    let sealed = Written(vault.seal("letter", letter));
    let body = serde_json::to_string(&sealed).unwrap_or_default();
    rows.tell(id, letter.to.id(), TOPIC, body, at);
}

/// A mail as it went out; sealed in its row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sent {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// A mail's row.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mail {
    /// The event that it delivers.
    pub id: Uuid,
    /// When it went out.
    pub at: Timestamp,
    /// The sealed [`Sent`].
    pub sealed: Vec<u8>,
}

/// Mails that went out.
pub struct Mails;

impl sampan_db::Record for Mails {
    type Key = Uuid;
    type Item = Mail;
    const TABLE: sampan_db::Table = sampan_db::Table {
        name: "mails",
        key: &[sampan_db::Column::id("mail_id")],
        columns: &[sampan_db::Column::int("sent_at"), sampan_db::Column::bytes("sealed")],
    };
    fn key(item: &Mail) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<sampan_db::Value> {
        vec![(*key).into()]
    }
    fn write(item: &Mail) -> Vec<sampan_db::Value> {
        vec![item.at.into(), item.sealed.clone().into()]
    }
    fn read(row: &sampan_db::Row) -> Result<Mail, sampan_db::DbError> {
        Ok(Mail { id: row.id("mail_id"), at: row.time("sent_at"), sealed: row.bytes("sealed").to_vec() })
    }
}

#[cfg(test)]
mod tests;
