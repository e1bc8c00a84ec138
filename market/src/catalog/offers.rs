//! Variants with what they belong to: how many pieces there are, the listing and its seller. One statement where the listing
//! and the seller are known in the versions that they have; the bodies of those that are not are read besides.

use super::{Listings, Stocks, StoredListing};
use crate::sellers::Sellers;
use sampan_db::{Db, DbError, Row, Versioned};
use sampan_ids::VariantId;
use sampan_trade::seller::Seller;
use sampan_trade::stock::Stock;
use std::collections::HashMap;
use uuid::Uuid;

/// A variant's stock, its listing and who sells it, each as the database has it.
pub struct Offer {
    /// What is there of it.
    pub stock: Stock,
    /// The listing.
    pub listing: Versioned<StoredListing>,
    /// The seller.
    pub seller: Versioned<Seller>,
}

/// A listing, its stocks and its seller lie in the same cell.
const SQL: &str = "select k.id as asked, t.cell, t.variant_id, t.listing_id, t.seller_id, t.on_hand, t.reserved, t.body, \
    t.version, l.version as listing_version, s.version as seller_version from {keys $1} k \
    join stocks t on t.cell = k.cell and t.variant_id = k.id \
    join listings l on l.cell = t.cell and l.listing_id = t.listing_id \
    join sellers s on s.cell = t.cell and s.seller_id = t.seller_id";

/// The offers of variants, in no particular order; a variant that is not there is left out.
pub async fn offers(db: &Db, variants: impl IntoIterator<Item = VariantId>) -> Result<Vec<Offer>, DbError> {
    let mut ids: Vec<Uuid> = variants.into_iter().map(|variant| variant.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = db.by_ids(SQL, ids).await?;
    let mut listings = HashMap::new();
    let mut sellers = HashMap::new();
    let (mut new_listings, mut new_sellers) = (Vec::new(), Vec::new());
    for row in &rows {
        let (listing, seller) = (row.id("listing_id"), row.id("seller_id"));
        match db.known::<Listings>(listing).filter(|known| known.version == row.int("listing_version")) {
            Some(known) => drop(listings.insert(listing, known)),
            None => new_listings.push(listing),
        }
        match db.known::<Sellers>(seller).filter(|known| known.version == row.int("seller_version")) {
            Some(known) => drop(sellers.insert(seller, known)),
            None => new_sellers.push(seller),
        }
    }
    listings.extend(db.kept::<Listings>(new_listings).await?);
    sellers.extend(db.kept::<Sellers>(new_sellers).await?);
    let offer = |row: &Row| {
        let (listing, seller) = (listings.get(&row.id("listing_id")), sellers.get(&row.id("seller_id")));
        let (Some(listing), Some(seller)) = (listing, seller) else { return Ok(None) };
        Ok(Some(Offer { stock: db.read::<Stocks>(row)?, listing: listing.clone(), seller: seller.clone() }))
    };
    rows.iter().filter_map(|row| offer(row).transpose()).collect()
}
