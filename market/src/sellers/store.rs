//! Sellers in their rows. The e-mail address stays out: it is sealed in the owner's account.

use crate::accounts::{Account, Accounts, Name, Role};
use crate::documents;
use crate::vault::Vault;
use sampan_db::{Db, DbError};
use sampan_ids::{AccountId, SellerId};
use sampan_trade::seller::Seller;
use std::pin::Pin;
use uuid::Uuid;

documents! {
    /// Businesses that sell. `email` is empty in the row; it is sealed in the owner's account.
    Sellers: Seller = "sellers", seller_id: SellerId = |s| s.id, {
        slug: text = |s| s.slug.as_str(),
        name: text = |s| s.name.as_str(),
        us_state: text = |s| s.state.to_string(),
        status: text = |s| s.status.name(),
        created_at: int = |s| crate::columns::millis_of(s.id.0) * 1000,
        changed_at: int = |s| s.changed_at.map_or(0, sampan_ids::Timestamp::as_microsecond),
    }
}

/// The sellers of some ids in one statement, in no order; whether buyers may buy there says [`Seller::may_sell`].
pub fn find_many(db: &Db, ids: impl IntoIterator<Item = SellerId>) -> Found<'_> {
    // The ids are read before anything is awaited, so that any iterator may be given.
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    Box::pin(db.find_many::<Sellers>(ids))
}

/// Sellers that are being looked for.
pub type Found<'a> = Pin<Box<dyn Future<Output = Result<Vec<Seller>, DbError>> + Send + 'a>>;

/// Everyone who works for a seller, in the order they came.
pub async fn staff(db: &Db, seller: SellerId) -> Result<Vec<Account>, DbError> {
    let all =
        db.select::<Accounts>("where t.seller_id = $1 order by t.created_at, t.account_id", vec![seller.0.into()]);
    Ok(all.await?.into_iter().filter(|account| account.erased.is_none()).collect())
}

/// The owners of a seller: who letters to the shop go to.
pub async fn owners(db: &Db, seller: SellerId) -> Result<Vec<AccountId>, DbError> {
    let owns = |account: &Account| matches!(account.role, Role::Seller { owner: true, .. });
    Ok(staff(db, seller).await?.into_iter().filter(owns).map(|account| account.id).collect())
}

/// The row that makes a shop's name in addresses its own.
pub fn shop_name(vault: &Vault, seller: &Seller) -> Name {
    Name { id: shop_id(vault, &seller.slug), kind: "shop".to_owned(), target: seller.id.0 }
}

/// The id under which a shop's name in addresses is found.
pub fn shop_id(vault: &Vault, slug: &str) -> Uuid {
    vault.id("shop", slug)
}
