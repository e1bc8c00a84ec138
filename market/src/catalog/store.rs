//! Listings, stocks and pictures in their rows.

use crate::documents;
use sampan_db::{Column, DbError, Record, Row, Table, Value};
use sampan_ids::{ListingId, SellerId, Timestamp, VariantId};
use sampan_tariff::ServiceKind;
use sampan_trade::Language;
use sampan_trade::listing::{Category, Kind, Listing, Picture, Status, Text, Variant};
use sampan_trade::paper::ListingPapers;
use sampan_trade::stock::Stock;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A listing as it is stored: the listing, and what lists and charts group it by.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Flat")]
pub struct StoredListing {
    /// The listing.
    #[serde(flatten)]
    pub listing: Listing,
    /// The US state of its seller.
    pub us_state: String,
    /// What kind of service the law takes it for; none for goods.
    pub service_kind: Option<ServiceKind>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A listing as its row has it, every field at once: a flattened struct is read into a heap of loose values first, and
/// lists read two dozen listings a page.
#[derive(Deserialize)]
struct Flat {
    id: ListingId,
    seller: SellerId,
    handle: String,
    slug: String,
    category: Category,
    kind: Kind,
    texts: BTreeMap<Language, Text>,
    options: Vec<String>,
    variants: Vec<Variant>,
    pictures: Vec<Picture>,
    ingredients: Option<String>,
    status: Status,
    us_state: String,
    service_kind: Option<ServiceKind>,
    changed_at: Timestamp,
}

impl From<Flat> for StoredListing {
    fn from(flat: Flat) -> StoredListing {
        let Flat { us_state, service_kind, changed_at, .. } = flat;
        let listing = Listing {
            id: flat.id,
            seller: flat.seller,
            handle: flat.handle,
            slug: flat.slug,
            category: flat.category,
            kind: flat.kind,
            texts: flat.texts,
            options: flat.options,
            variants: flat.variants,
            pictures: flat.pictures,
            ingredients: flat.ingredients,
            status: flat.status,
        };
        StoredListing { listing, us_state, service_kind, changed_at }
    }
}

documents! {
    /// What sellers offer.
    Listings: StoredListing = "listings", listing_id: ListingId = |l| l.listing.id, {
        seller_id: id = |l| l.listing.seller.0,
        slug: text = |l| l.listing.slug.as_str(),
        category: text = |l| l.listing.category.as_str(),
        kind: text = |l| if matches!(l.listing.kind, Kind::Goods) { "goods" } else { "service" },
        status: text = |l| l.listing.status.name(),
        us_state: text = |l| l.us_state.as_str(),
        created_at: int = |l| crate::columns::millis_of(l.listing.id.0) * 1000,
        changed_at: int = |l| l.changed_at,
    }

    /// Papers that sellers have for their goods.
    HeldPapers: ListingPapers = "held_papers", listing_id: ListingId = |p| p.listing, {}

    /// What sellers have of each variant.
    Stocks: Stock = "stocks", variant_id: VariantId = |s| s.variant, {
        listing_id: id = |s| s.listing.0,
        seller_id: id = |s| s.seller.0,
        on_hand: int = |s| i64::from(s.on_hand),
        reserved: int = |s| i64::from(s.reserved),
    }
}

/// A stored picture.
#[derive(Clone, Debug)]
pub struct StoredPicture {
    /// A digest of its bytes.
    pub id: Uuid,
    /// Such as `image/svg+xml`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl StoredPicture {
    /// A picture under the digest of its bytes.
    pub fn new(media_type: &str, bytes: Vec<u8>) -> StoredPicture {
        let id = sampan_ids::from_digest(blake3::hash(&bytes).as_bytes());
        StoredPicture { id, media_type: media_type.to_owned(), bytes }
    }

    /// What a listing's [`sampan_trade::listing::Picture`] refers to it by.
    pub fn key(&self) -> String {
        self.id.to_string()
    }
}

/// Pictures.
pub struct Pictures;

impl Record for Pictures {
    type Key = Uuid;
    type Item = StoredPicture;
    const TABLE: Table = Table {
        name: "pictures",
        key: &[Column::id("picture_id")],
        columns: &[Column::text("media_type"), Column::bytes("bytes")],
    };
    fn key(item: &StoredPicture) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &StoredPicture) -> Vec<Value> {
        vec![item.media_type.as_str().into(), item.bytes.clone().into()]
    }
    fn read(row: &Row) -> Result<StoredPicture, DbError> {
        Ok(StoredPicture {
            id: row.id("picture_id"),
            media_type: row.text("media_type").to_owned(),
            bytes: row.bytes("bytes").to_vec(),
        })
    }
}
