//! A seller's staff: invited by the owner with a letter, sent away with all that names them.

use super::store::Sellers;
use crate::accounts::{Accounts, Names, NewAccount, Role, email_id, letters};
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, SellerId};

/// How many a shop may have.
pub const MOST: usize = 50;

/// The owner invites someone.
pub struct Invite {
    /// The key that seals.
    pub vault: Vault,
    /// To which shop.
    pub seller: SellerId,
    /// Where the letter goes.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// The language of mails.
    pub language: String,
}

impl Command for Invite {
    /// Nothing: the owner must not learn whether an address has an account elsewhere.
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Names>(email_id(&self.vault, &self.email)).and::<Sellers>(self.seller)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let shop = rows.get::<Sellers>(&self.seller).ok_or(())?.name.clone();
        if let Some(name) = rows.get::<Names>(&email_id(&self.vault, &self.email)) {
            letters::taken(rows, at, &self.vault, AccountId(name.target));
            return Ok(());
        }
        let account: AccountId = crate::new_id(at, self.seller.cell());
        let new = NewAccount {
            vault: self.vault.clone(),
            email: self.email.clone(),
            name: self.name.clone(),
            password: None,
            role: Role::Seller { seller: self.seller, owner: false },
            language: self.language.clone(),
            confirmed: false,
        };
        // Whether the address is taken was looked at before anything was put.
        let _ = new.put(rows, account, at.now);
        letters::invite(rows, at, &self.vault, account, &shop);
        Ok(())
    }
}

/// The owner sends someone away: the account ends, and what named its holder is gone.
pub struct SendAway {
    /// The key that opens what names them, so that their address becomes free.
    pub vault: Vault,
    /// From which shop.
    pub seller: SellerId,
    /// Whom.
    pub account: AccountId,
}

impl Command for SendAway {
    type Reply = ();
    /// Nobody of this shop's staff, or its owner.
    type Refusal = ();

    fn needs(&self, rows: &Rows) -> Needs {
        let person = rows.peek::<Accounts>(&self.account).and_then(|account| account.open(&self.vault));
        let name = person.map(|person| email_id(&self.vault, &person.email));
        Needs::one::<Accounts>(self.account).all::<Names>(name)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(())?;
        let theirs = account.role == Role::Seller { seller: self.seller, owner: false };
        if !theirs || account.erased.is_some() {
            return Err(());
        }
        if let Some(person) = account.open(&self.vault) {
            rows.remove::<Names>(&email_id(&self.vault, &person.email));
        }
        account.sealed = Vec::new();
        account.password = None;
        account.epoch += 1;
        account.erased = Some(at.now);
        rows.put::<Accounts>(account);
        Ok(())
    }
}
