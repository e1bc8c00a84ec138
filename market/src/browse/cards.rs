//! Listings in a grid: their rows in three statements, their prices worked out in memory.

use super::address::{listing_href, shop_href};
use super::place::{Place, Price};
use super::shown::CardKey;
use super::words;
use crate::App;
use crate::catalog::{Listings, Stocks, StoredListing, pictures};
use crate::explain;
use crate::look::filters;
use crate::pricing::Pricing;
use crate::sellers::Sellers;
use askama::Template;
use sampan_db::{DbError, Versioned};
use sampan_ids::{ListingId, VariantId};
use sampan_trade::Language;
use sampan_trade::listing::{Kind, Listing, Text, Variant};
use sampan_trade::seller::{Seller, Status};
use sampan_web::Shell;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// Listings in a grid.
pub(super) const PAGE: usize = 24;
/// So many of a listing's cheapest variants are asked for stock to find the one whose price a list shows.
const LEADS: usize = 6;

/// A listing that can be seen, with its seller and what is there of each variant asked for.
pub(super) struct Offered {
    pub stored: Arc<StoredListing>,
    pub seller: Arc<Seller>,
    pub available: HashMap<VariantId, u32>,
    /// The versions of listing and seller.
    versions: (i64, i64),
}

/// A listing as a list shows it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Card {
    /// The listing's id.
    #[schema(value_type = String)]
    pub id: ListingId,
    /// Its page.
    pub href: String,
    /// The title in the reader's language, or else in the one there is.
    pub title: String,
    /// The title's language where it is not the reader's, else empty.
    pub lang: String,
    /// The address of its picture, or empty.
    pub picture: String,
    /// Who sells it.
    pub seller: String,
    /// The seller's shop.
    pub shop: String,
    /// The state it comes from.
    pub state: String,
    /// Which of its variants the price is for, where it has several.
    pub variant: String,
    /// How many variants it has.
    pub choices: usize,
    /// Where it is to be had, for a service; else empty.
    pub service: String,
    /// Whether none of it is left.
    pub sold_out: bool,
    /// One piece at the reader's door; none where it is not sold there.
    pub price: Option<Price>,
    /// Why it is not, in a sentence.
    pub why_not: String,
    /// How it stands on pages: among the first that a reader sees, and further down.
    #[serde(skip)]
    drawn: [OnceLock<String>; 2],
}

/// A card on a page.
#[derive(askama::Template)]
#[template(path = "browse/pages/card.html")]
struct Drawn<'a> {
    s: &'a Shell,
    c: &'a Card,
    eager: bool,
}

impl Card {
    /// The card on a page. A card is kept for one language and currency, so what was written for its first reader
    /// serves all.
    pub(super) fn html(&self, s: &Shell, eager: bool) -> &str {
        let [later, first] = &self.drawn;
        let drawn = if eager { first } else { later };
        // Writing to a text does not fail.
        drawn.get_or_init(|| Drawn { s, c: self, eager }.render().unwrap_or_default())
    }
}

/// Whether a seller may sell.
pub(super) fn sells(seller: &Seller) -> bool {
    matches!(seller.status, Status::Approved { .. })
}

/// The listings of ids in their order, as far as they can be seen; of one seller, where that is known already.
pub(super) async fn load(
    app: &App,
    ids: &[ListingId],
    known: Option<&Versioned<Seller>>,
) -> Result<Vec<Offered>, DbError> {
    let db = app.db();
    let mut found = db.kept::<Listings>(ids.iter().map(|id| id.0)).await?;
    found.retain(|_, stored| stored.item.listing.is_published());
    let sellers: HashMap<Uuid, Versioned<Seller>> = match known {
        Some(seller) => [(seller.item.id.0, seller.clone())].into(),
        None => {
            let of: Vec<Uuid> = found.values().map(|stored| stored.item.listing.seller.0).collect();
            let mut sellers = db.kept::<Sellers>(of).await?;
            sellers.retain(|_, seller| sells(&seller.item));
            sellers
        }
    };
    let leads = found.values().flat_map(|stored| leads(&stored.item.listing)).map(|v| v.id.0);
    let stocks = db.find_many::<Stocks>(leads.collect::<Vec<_>>()).await?;
    let mut available: HashMap<ListingId, HashMap<VariantId, u32>> = HashMap::new();
    for stock in stocks {
        available.entry(stock.listing).or_default().insert(stock.variant, stock.available());
    }
    let offered = |id: &ListingId| {
        let stored = found.remove(&id.0)?;
        let seller = sellers.get(&stored.item.listing.seller.0)?;
        Some(Offered {
            versions: (stored.version, seller.version),
            stored: stored.item,
            seller: seller.item.clone(),
            available: available.remove(id).unwrap_or_default(),
        })
    };
    Ok(ids.iter().filter_map(offered).collect())
}

/// The cheapest variants, cheapest first.
fn leads(listing: &Listing) -> Vec<&Variant> {
    let mut variants: Vec<&Variant> = listing.variants.iter().collect();
    variants.sort_by_key(|v| v.price.minor());
    variants.truncate(LEADS);
    variants
}

/// The variant whose price a list shows: the cheapest that is there, else the cheapest.
pub(super) fn lead<'a>(listing: &'a Listing, available: &HashMap<VariantId, u32>) -> Option<&'a Variant> {
    let leads = leads(listing);
    let there = leads.iter().find(|v| available.get(&v.id).is_some_and(|pieces| *pieces > 0));
    there.or(leads.first()).copied()
}

/// The cards of listings.
pub(super) fn cards(app: &App, offered: &[Offered], place: &Place, pricing: &Pricing, s: &Shell) -> Vec<Arc<Card>> {
    let shown = &app.browse().shown;
    let ground = shown.ground(pricing);
    let reader = place.reader(s);
    let card = |one: &Offered| {
        let lead = lead(&one.stored.listing, &one.available);
        let sold_out = lead.is_some_and(|v| one.available.get(&v.id).copied().unwrap_or(0) == 0);
        let key = CardKey {
            ground,
            listing: one.stored.listing.id,
            versions: one.versions,
            lead: lead.map(|variant| (variant.id, sold_out)),
            reader: reader.clone(),
        };
        shown.card(key, || self::card(one, (lead, sold_out), place, pricing, s))
    };
    offered.iter().map(card).collect()
}

fn card(
    offered: &Offered,
    (lead, sold_out): (Option<&Variant>, bool),
    place: &Place,
    pricing: &Pricing,
    s: &Shell,
) -> Card {
    let Offered { stored, seller, .. } = offered;
    let listing = &stored.listing;
    let landed = lead.map(|variant| pricing.one(&seller.rate_card, stored, variant, &place.destination));
    let (price, why_not) = match &landed {
        Some(Ok(landed)) => (Some(Price::short(landed, place, pricing)), String::new()),
        Some(Err(_)) if !place.sells => (None, s.t1("browse-not-there", "place", &place.name)),
        Some(Err(no)) => (None, explain::first_reason(no, s)),
        None => (None, s.t("browse-nothing-to-choose")),
    };
    let (language, text) = text(listing, s);
    Card {
        id: listing.id,
        href: listing_href(listing),
        title: text.map(|text| text.title.clone()).unwrap_or_default(),
        lang: foreign(language, s),
        picture: picture(listing),
        seller: seller.name.clone(),
        shop: shop_href(&seller.slug),
        state: words::state_name(seller.state, s),
        variant: lead.filter(|_| listing.variants.len() > 1).map(variant_name).unwrap_or_default(),
        choices: listing.variants.len(),
        service: service(listing),
        sold_out,
        price,
        why_not,
        drawn: Default::default(),
    }
}

/// What a variant is called: its values, one after another.
pub(super) fn variant_name(variant: &Variant) -> String {
    variant.options.join(" · ")
}

/// The text in the reader's language, or else in the first one there is.
pub(super) fn text<'a>(listing: &'a Listing, s: &Shell) -> (Option<Language>, Option<&'a Text>) {
    let own = s.lang.parse::<Language>().ok().and_then(|own| Some((own, listing.texts.get(&own)?)));
    match own.or_else(|| listing.texts.iter().next().map(|(language, text)| (*language, text))) {
        Some((language, text)) => (Some(language), Some(text)),
        None => (None, None),
    }
}

/// A language's tag where it is not the reader's, else nothing.
pub(super) fn foreign(language: Option<Language>, s: &Shell) -> String {
    language.map(Language::as_str).filter(|tag| *tag != s.lang).unwrap_or_default().to_owned()
}

/// Where a listing's first picture is shown from; nothing where it has none.
pub(super) fn picture(listing: &Listing) -> String {
    listing.pictures.first().map(|p| pictures::address(listing.id, &p.url_or_key)).unwrap_or_default()
}

/// Where a service is to be had; nothing for goods.
fn service(listing: &Listing) -> String {
    match &listing.kind {
        Kind::Service(service) => service.place.clone(),
        Kind::Goods => String::new(),
    }
}
