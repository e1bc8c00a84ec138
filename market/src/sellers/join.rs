//! Joining: the seller, its owner's account and the letter that proves the address, in one commit.

use super::store::{Sellers, shop_id, shop_name};
use crate::accounts::{Names, NewAccount, Role, email_id, letters};
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, SellerId};
use sampan_trade::UsState;
use sampan_trade::codes::slug;
use sampan_trade::seller::{Application, Seller, SellerRefusal};

/// How many names are tried for a shop whose own is taken, before chance makes one.
const TRIED: usize = 8;

/// Someone joins as a seller.
pub struct Join {
    /// The key that seals.
    pub vault: Vault,
    /// The business name.
    pub name: String,
    /// Where it is.
    pub state: UsState,
    /// The city.
    pub city: String,
    /// The owner's address.
    pub email: String,
    /// The owner's argon2id hash.
    pub password: String,
    /// The language of mails.
    pub language: String,
}

impl Command for Join {
    /// Nothing: who asks must not learn whether the address had an account.
    type Reply = ();
    type Refusal = SellerRefusal;

    fn needs(&self, _: &Rows) -> Needs {
        let names = self.slugs().map(|slug| shop_id(&self.vault, &slug));
        Needs::one::<Names>(email_id(&self.vault, &self.email)).all::<Names>(names)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), SellerRefusal> {
        if let Some(name) = rows.get::<Names>(&email_id(&self.vault, &self.email)) {
            letters::taken(rows, at, &self.vault, AccountId(name.target));
            return Ok(());
        }
        let id: SellerId = crate::new_owner(at);
        let seller = Seller::apply(Application {
            id,
            name: self.name.clone(),
            slug: self.free_slug(rows, id),
            state: self.state,
            city: self.city.clone(),
            email: String::new(),
        })?
        .accept_terms(at.now);
        rows.put::<Names>(shop_name(&self.vault, &seller));
        rows.put::<Sellers>(seller);
        self.put_owner(rows, id, at);
        Ok(())
    }
}

impl Join {
    /// The names in addresses that are tried: the business name's own, then with a number.
    fn slugs(&self) -> impl Iterator<Item = String> {
        let own = slug(&self.name);
        let tried = if own.is_empty() { 0 } else { TRIED };
        (1..=tried).map(move |n| if n == 1 { own.clone() } else { format!("{own}-{n}") })
    }

    fn free_slug(&self, rows: &Rows, id: SellerId) -> String {
        let free = |slug: &String| rows.get::<Names>(&shop_id(&self.vault, slug)).is_none();
        self.slugs().find(free).unwrap_or_else(|| {
            let own = Some(slug(&self.name)).filter(|own| !own.is_empty());
            let chance = id.0.simple().to_string();
            format!("{}-{}", own.as_deref().unwrap_or("shop"), &chance[22..])
        })
    }

    /// The owner's account and the letter with the link that confirms its address.
    fn put_owner(&self, rows: &mut Rows, seller: SellerId, at: &Moment) {
        let owner: AccountId = crate::new_id(at, seller.cell());
        let account = NewAccount {
            vault: self.vault.clone(),
            email: self.email.clone(),
            name: self.name.clone(),
            password: Some(self.password.clone()),
            role: Role::Seller { seller, owner: true },
            language: self.language.clone(),
            confirmed: false,
        };
        // Whether the address is taken was looked at before anything was put.
        let _ = account.put(rows, owner, at.now);
        letters::confirm(rows, at, &self.vault, owner);
    }
}
