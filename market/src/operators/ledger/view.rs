//! What the operator sees of the ledger.

use crate::books::Posted;
use crate::look::Pager;
use crate::operators::cursor::address;
use crate::page;
use sampan_ids::Timestamp;
use sampan_ledger::Account;
use sampan_money::Money;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// What every account holds.
#[derive(Serialize, ToSchema)]
pub struct LedgerView {
    /// The accounts; `escrow` and `seller` stand for all of their kind.
    pub accounts: Vec<AccountBalances>,
}
page!(LedgerView, "operators/pages/ledger.html");

/// What an account holds in each currency.
#[derive(Serialize, ToSchema)]
pub struct AccountBalances {
    /// The account, or the kind that it stands for.
    pub account: String,
    /// One amount a currency.
    #[schema(value_type = Vec<Object>)]
    pub balances: Vec<Money>,
}

impl AccountBalances {
    /// Where more of it is shown.
    pub fn href(&self) -> String {
        match self.account.as_str() {
            kind @ ("escrow" | "seller") => format!("/operator/ledger/kinds/{kind}"),
            account => account_href(account),
        }
    }

    /// What it is, in words.
    pub fn named(&self, s: &Shell) -> String {
        named(&self.account, s)
    }
}

/// What an account is, in words: its kind and what comes after it.
pub fn named(account: &str, s: &Shell) -> String {
    let (kind, rest) = account.split_once(':').unwrap_or((account, ""));
    let kind = s.t(format!("operators-account-{}", kind.replace('_', "-")));
    if rest.is_empty() { kind } else { format!("{kind} {rest}") }
}

/// The page of an account.
pub fn account_href(account: &str) -> String {
    format!("/operator/ledger/accounts/{account}")
}

/// The accounts of one kind.
#[derive(Serialize, ToSchema)]
pub struct LedgerKindView {
    /// `escrow` or `seller`.
    pub kind: &'static str,
    /// The accounts that hold something.
    pub accounts: Vec<KindRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(LedgerKindView, "operators/pages/ledger_kind.html");

/// An account of a kind in one currency.
#[derive(Serialize, ToSchema)]
pub struct KindRow {
    /// The account.
    pub account: String,
    /// The seller's name or the order's number.
    pub name: String,
    /// What it holds.
    #[schema(value_type = Object)]
    pub balance: Money,
}

impl LedgerKindView {
    /// What the kind is called.
    pub fn named(&self, s: &Shell) -> String {
        named(self.kind, s)
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let path = format!("/operator/ledger/kinds/{}", self.kind);
        let next = self.next.as_deref().map(|after| address(&path, &[("after", after)]));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }
}

/// An account's balances and entries.
#[derive(Serialize, ToSchema)]
pub struct LedgerAccountView {
    /// The account.
    pub account: String,
    /// What it holds in each currency.
    #[schema(value_type = Vec<Object>)]
    pub balances: Vec<Money>,
    /// Its entries, the newest first.
    pub entries: Vec<EntryRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(LedgerAccountView, "operators/pages/ledger_account.html");

impl LedgerAccountView {
    /// What the account is called.
    pub fn named(&self, s: &Shell) -> String {
        named(&self.account, s)
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| address(&account_href(&self.account), &[("after", after)]));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }
}

/// One entry.
#[derive(Serialize, ToSchema)]
pub struct EntryRow {
    /// The posting that it is part of.
    pub posting: String,
    /// The account.
    pub account: String,
    /// Why.
    pub reason: &'static str,
    /// The order or checkout that it is about.
    pub about: String,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Received, or given when negative.
    #[schema(value_type = Object)]
    pub amount: Money,
}

impl From<&Posted> for EntryRow {
    fn from(posted: &Posted) -> EntryRow {
        EntryRow {
            posting: posted.posting.to_string(),
            account: posted.entry.account.to_string(),
            reason: posted.reason.as_str(),
            about: posted.about.to_string(),
            at: posted.at,
            amount: posted.entry.amount,
        }
    }
}

impl EntryRow {
    /// The key of its reason in words.
    pub fn reason_key(&self) -> String {
        format!("operators-reason-{}", self.reason.replace('_', "-"))
    }

    /// What the account is called.
    pub fn named(&self, s: &Shell) -> String {
        named(&self.account, s)
    }

    /// The account's page.
    pub fn account_href(&self) -> String {
        account_href(&self.account)
    }
}

/// A posting.
#[derive(Serialize, ToSchema)]
pub struct PostingView {
    /// Its id.
    pub posting: String,
    /// Its entries, which sum to zero in each currency.
    pub entries: Vec<EntryRow>,
}
page!(PostingView, "operators/pages/posting.html");

impl PostingView {
    /// The first entry, which says what all of them say.
    pub fn first(&self) -> Option<&EntryRow> {
        self.entries.first()
    }
}

/// Whether an account belongs to a kind, and the id in it.
pub fn id_of(account: &Account) -> Option<uuid::Uuid> {
    match account {
        Account::Escrow(order) => Some(order.0),
        Account::Seller(seller) => Some(seller.0),
        _ => None,
    }
}
