//! What an owner's account means for its seller.

use super::store::Sellers;
use crate::accounts::{Account, Role};
use sampan_db::{Needs, Rows};
use sampan_ids::SellerId;

/// The seller that an account owns.
fn owned(account: &Account) -> Option<SellerId> {
    match account.role {
        Role::Seller { seller, owner: true } => Some(seller),
        Role::Seller { owner: false, .. } | Role::Buyer | Role::Operator => None,
    }
}

/// What must be loaded before [`owner_confirmed`] is told of an account.
pub fn owner_needs(account: Option<&Account>) -> Needs {
    account.and_then(owned).map_or_else(Needs::none, Needs::one::<Sellers>)
}

/// An account's address has been confirmed: if it owns a seller, the seller's is.
pub fn owner_confirmed(rows: &mut Rows, account: &Account) {
    let Some(id) = owned(account) else { return };
    let open = rows.get::<Sellers>(&id).filter(|seller| !seller.email_confirmed);
    if let Some(confirmed) = open.map(|seller| seller.confirm_email()) {
        rows.put::<Sellers>(confirmed);
    }
}
