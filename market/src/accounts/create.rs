//! New accounts: by people who join, by the first start of a marketplace, by the demo.

use super::{Account, Accounts, Name, Names, Person, Role, password};
use crate::App;
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A new account. Its id is made by the caller, so that what belongs to it can be made in the same commit.
pub struct NewAccount {
    /// The key that seals.
    pub vault: Vault,
    /// The address; upper and lower case are one.
    pub email: String,
    /// The name to greet with.
    pub name: String,
    /// The argon2id hash.
    pub password: Option<String>,
    /// What it may do.
    pub role: Role,
    /// The language of mails.
    pub language: String,
    /// Whether the address counts as confirmed.
    pub confirmed: bool,
}

/// Why there is no new account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoAccount {
    /// The address has one already. Never shown: who asks gets a mail or the constant answer.
    EmailTaken,
}

/// The id under which an address is found.
pub fn email_id(vault: &Vault, email: &str) -> Uuid {
    vault.id("email", &email.trim().to_lowercase())
}

impl NewAccount {
    /// What must be loaded.
    pub fn needs(&self) -> Needs {
        Needs::one::<Names>(email_id(&self.vault, &self.email))
    }

    /// Puts the account and its name into the rows.
    pub fn put(&self, rows: &mut Rows, id: AccountId, now: Timestamp) -> Result<(), NoAccount> {
        let name_id = email_id(&self.vault, &self.email);
        if rows.get::<Names>(&name_id).is_some() {
            return Err(NoAccount::EmailTaken);
        }
        let person = Person { email: self.email.trim().to_owned(), name: self.name.clone(), totp: None };
        rows.put::<Names>(Name { id: name_id, kind: "email".to_owned(), target: id.0 });
        rows.put::<Accounts>(Account {
            id,
            role: self.role,
            sealed: self.vault.seal(&format!("account {id}"), &person),
            password: self.password.clone(),
            confirmed: self.confirmed.then_some(now),
            second_factor: false,
            language: self.language.clone(),
            created: now,
            erased: None,
            epoch: 0,
            totp_step: 0,
        });
        Ok(())
    }
}

impl Command for NewAccount {
    type Reply = AccountId;
    type Refusal = NoAccount;
    fn needs(&self, _: &Rows) -> Needs {
        NewAccount::needs(self)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<AccountId, NoAccount> {
        let id = match self.role {
            Role::Seller { seller, .. } => crate::new_id(at, seller.cell()),
            Role::Buyer | Role::Operator => crate::new_owner(at),
        };
        self.put(rows, id, at.now)?;
        Ok(id)
    }
}

/// A new password for an account, chosen by chance; its sign-ins elsewhere end with the next change of it.
pub async fn fresh_password(app: &App, account: AccountId) -> Result<String, anyhow::Error> {
    let text = chance_password()?;
    let hashed = password::hash_aside(text.clone()).await?;
    let set = SetPassword { account, password: hashed };
    app.db().perform(account.0, set).await?.map_err(|()| anyhow::anyhow!("there is no account {account}"))?;
    Ok(text)
}

/// The first operator of a live marketplace: made if the address has no account yet. Returns the password, once.
pub async fn first_operator(app: &App, email: &str) -> Result<Option<String>, anyhow::Error> {
    let text = chance_password()?;
    let new = NewAccount {
        vault: app.vault().clone(),
        email: email.to_owned(),
        name: String::new(),
        password: Some(password::hash_aside(text.clone()).await?),
        role: Role::Operator,
        language: "en".to_owned(),
        confirmed: true,
    };
    Ok(app.db().perform(email_id(app.vault(), email), new).await?.ok().map(|_| text))
}

/// Twenty letters and digits that are not easily mistaken for each other.
fn chance_password() -> Result<String, anyhow::Error> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("no randomness: {e}"))?;
    let letter = |b: &u8| char::from(LETTERS[usize::from(b & 31)]);
    let groups: Vec<String> = bytes.chunks(5).map(|chunk| chunk.iter().map(letter).collect()).collect();
    Ok(groups.join("-"))
}

/// Sets an account's password hash.
pub struct SetPassword {
    /// Whose.
    pub account: AccountId,
    /// The argon2id hash.
    pub password: String,
}

impl Command for SetPassword {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(())?;
        account.password = Some(self.password.clone());
        rows.put::<Accounts>(account);
        Ok(())
    }
}
