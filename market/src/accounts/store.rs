//! Accounts, sign-ins and secrets in their rows.

use crate::documents;
use crate::vault::Vault;
use sampan_ids::{AccountId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an account may do. One account has one role: who buys and sells has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Role {
    /// Buys.
    Buyer,
    /// Works for a seller.
    Seller {
        /// Which.
        seller: SellerId,
        /// Whether it may change the shop itself and its staff.
        owner: bool,
    },
    /// Runs the marketplace.
    Operator,
}

impl Role {
    /// The word in the `role` column.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Buyer => "buyer",
            Role::Seller { .. } => "seller",
            Role::Operator => "operator",
        }
    }
    /// The seller it works for.
    pub const fn seller(self) -> Option<SellerId> {
        match self {
            Role::Seller { seller, .. } => Some(seller),
            Role::Buyer | Role::Operator => None,
        }
    }
}

/// What names a person; sealed in the account under the purpose `account <id>`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Person {
    /// The e-mail address as it was typed.
    pub email: String,
    /// The name to greet with; may be empty.
    pub name: String,
    /// The shared secret of the second factor, base 32.
    pub totp: Option<String>,
}

/// Someone who signs in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What it may do.
    pub role: Role,
    /// The sealed [`Person`]; empty once it is erased.
    #[serde(with = "crate::vault::written")]
    pub sealed: Vec<u8>,
    /// The argon2id hash; none for a buyer who has not chosen a password.
    pub password: Option<String>,
    /// When the address was confirmed.
    pub confirmed: Option<Timestamp>,
    /// Whether a second factor has been set up and shown once.
    pub second_factor: bool,
    /// The language of mails.
    pub language: String,
    /// When it was made.
    pub created: Timestamp,
    /// When its holder had it erased.
    pub erased: Option<Timestamp>,
    /// Counts up when all sign-ins and links from before are to end: they carry the number they were made under.
    #[serde(default)]
    pub epoch: u32,
    /// The time step of the last code of the second factor that was taken; none counts twice.
    #[serde(default)]
    pub totp_step: u64,
}

impl Account {
    /// Who it is, unless erased.
    pub fn open(&self, vault: &Vault) -> Option<Person> {
        vault.open_sealed(&format!("account {}", self.id), &self.sealed).ok()
    }
    /// Puts what names its holder in the place of what did.
    pub fn seal(&mut self, vault: &Vault, person: &Person) {
        self.sealed = vault.seal(&format!("account {}", self.id), person);
    }
}

documents! {
    /// People who sign in.
    Accounts: Account = "accounts", account_id: AccountId = |a| a.id, {
        role: text = |a| a.role.name(),
        seller_id: id = |a| a.role.seller().map(|s| s.0),
        created_at: int = |a| a.created,
    }

    /// Names that only one thing may have.
    Names: Name = "names", name_id: Uuid = |n| n.id, {
        kind: text = |n| n.kind.as_str(),
        target_id: id = |n| n.target,
    }

    /// Sign-ins.
    Sessions: Session = "sessions", session_id: Uuid = |s| s.id, {
        account_cell: int = |s| i64::from(s.account.cell().number()),
        account_id: id = |s| s.account.0,
        expires_at: int = |s| s.expires,
    }

    /// Links and tokens.
    Secrets: Secret = "secrets", secret_id: Uuid = |s| s.id, {
        account_cell: int = |s| i64::from(s.account.cell().number()),
        account_id: id = |s| s.account.0,
        kind: text = |s| s.kind.name(),
        expires_at: int = |s| s.expires,
    }
}

/// A name that only one thing may have: the id is the vault's digest of kind and name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Name {
    /// The digest.
    pub id: Uuid,
    /// What it names: `email`, `shop`, `listing`, `handle`.
    pub kind: String,
    /// What has the name.
    pub target: Uuid,
}

/// A sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// The digest of the cookie's token, as an id.
    pub id: Uuid,
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub created: Timestamp,
    /// Until when it holds.
    pub expires: Timestamp,
    /// Whether the second factor was shown.
    pub second_factor: bool,
    /// The account's epoch that it began in.
    #[serde(default)]
    pub epoch: u32,
}

/// What a secret is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SecretKind {
    /// Shows that the address is its holder's.
    ConfirmEmail,
    /// Lets a new password be chosen.
    ResetPassword,
    /// Leads a guest, who has no password, back to an order.
    GuestLink {
        /// The order's page.
        next: String,
    },
    /// Uses the programming interface.
    Token {
        /// What its holder calls it.
        name: String,
        /// What it may do; empty is nothing.
        scopes: Vec<Scope>,
    },
}

impl SecretKind {
    /// The word in the `kind` column.
    pub const fn name(&self) -> &'static str {
        match self {
            SecretKind::ConfirmEmail => "confirm_email",
            SecretKind::ResetPassword => "reset_password",
            SecretKind::GuestLink { .. } => "guest_link",
            SecretKind::Token { .. } => "token",
        }
    }
}

/// What a token may do within its account's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See.
    Read,
    /// Change.
    Write,
}

impl Scope {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
        }
    }
}

/// A link sent by mail, or a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Secret {
    /// The digest of the secret, as an id.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What for.
    #[serde(flatten)]
    pub kind: SecretKind,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it holds.
    pub expires: Timestamp,
    /// The account's epoch that it was made in.
    #[serde(default)]
    pub epoch: u32,
}
