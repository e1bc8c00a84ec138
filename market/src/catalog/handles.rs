//! The seller's own keys: by them a file finds a listing again.

use crate::accounts::Name;
use sampan_ids::{ListingId, SellerId};
use uuid::Uuid;

/// The kind of a [`Name`] that is a seller's own key.
pub const KIND: &str = "handle";

/// The id of the [`Name`] under which a seller's own key is found: a digest of both, in the seller's cell, so that all
/// that an import touches lies in one.
pub fn handle_id(seller: SellerId, handle: &str) -> Uuid {
    let mut hasher = blake3::Hasher::new();
    hasher.update(KIND.as_bytes()).update(&[0]).update(seller.0.as_bytes()).update(handle.as_bytes());
    let mut digest = *hasher.finalize().as_bytes();
    digest[16..18].copy_from_slice(&seller.cell().number().to_be_bytes());
    sampan_ids::from_digest(&digest)
}

/// The name that a listing has by its seller's own key; to be stored with it.
pub fn handle_name(seller: SellerId, handle: &str, listing: ListingId) -> Name {
    Name { id: handle_id(seller, handle), kind: KIND.to_owned(), target: listing.0 }
}

/// The name of a new listing in addresses: words of its title, and the end of its id, so that no two are the same.
pub fn slug(title: &str, listing: ListingId) -> String {
    let end = &listing.0.simple().to_string()[22..];
    match sampan_trade::codes::slug(title) {
        words if words.is_empty() => end.to_owned(),
        words => format!("{words}-{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::Cell;

    #[test]
    fn a_key_is_found_in_its_sellers_cell_and_under_that_seller_alone() {
        let seller = |n| SellerId::compose(1, Cell::new(n), n.into());
        for n in 0..64 {
            assert_eq!(Cell::of(handle_id(seller(n), "cherries")), Cell::new(n));
        }
        assert_eq!(handle_id(seller(3), "cherries"), handle_id(seller(3), "cherries"));
        assert_ne!(handle_id(seller(3), "cherries"), handle_id(seller(4), "cherries"));
        assert_ne!(handle_id(seller(3), "cherries"), handle_id(seller(3), "cherry"));
    }

    #[test]
    fn listings_of_one_title_have_different_addresses() {
        let of = |n| slug("Dried Cherries!", ListingId::compose(1, Cell::new(1), n));
        assert!(of(1).starts_with("dried-cherries-"));
        assert_ne!(of(1), of(2));
        assert!(!slug("樱桃", ListingId::compose(1, Cell::new(1), 1)).is_empty());
    }
}
