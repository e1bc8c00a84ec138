//! Sellers in their rows. The e-mail address stays out: it is sealed in the owner's account.

use crate::documents;
use sampan_ids::SellerId;
use sampan_trade::seller::Seller;

documents! {
    /// Businesses that sell. `email` is empty in the row; it is sealed in the owner's account.
    Sellers: Seller = "sellers", seller_id: SellerId = |s| s.id, {
        slug: text = |s| s.slug.as_str(),
        name: text = |s| s.name.as_str(),
        us_state: text = |s| s.state.to_string(),
        status: text = |s| s.status.name(),
        created_at: int = |s| crate::columns::millis_of(s.id.0) * 1000,
    }
}
