//! One product or service, with its price at the reader's door.

use super::address::{listing_href, listing_id};
use super::cards::{foreign, lead, sells, text, variant_name};
use super::place::{Asked, Place, Price};
use super::shops::Business;
use super::shown::PageKey;
use super::words;
use crate::accounts::Viewer;
use crate::catalog::{Listings, Stocks, StoredListing, offers, pictures};
use crate::explain::{self, Why};
use crate::look::Crumb;
use crate::pricing::{Landed, NoPrice, Pricing};
use crate::sellers::Sellers;
use crate::{App, page};
use sampan_db::{Db, DbError, Versioned};
use sampan_ids::{Date, ListingId, VariantId};
use sampan_trade::Language;
use sampan_trade::listing::{Kind, Listing, TextSource, Variant};
use sampan_trade::seller::Seller;
use sampan_trade::stock::Stock;
use sampan_trade::terms;
use sampan_web::{Cx, Error, Markup, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// So many variants are listed with their prices; a listing with more shows these and the chosen one.
const PRICED: usize = 60;
/// Pieces that one can take at once.
const MOST: u32 = 99;
/// Stock below which the page says how many are left.
const FEW: u32 = 6;

/// Which product.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Which {
    /// The listing's id, and perhaps its name after a hyphen.
    listing: String,
    /// The variant; the cheapest that is there if none.
    variant: Option<String>,
    /// The price for this place instead of the reader's.
    destination: Option<String>,
    /// The price in this currency instead of the reader's.
    currency: Option<String>,
}

/// A product or a service.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProductView {
    /// The listing's id.
    #[schema(value_type = String)]
    pub id: ListingId,
    /// Its one address.
    pub href: String,
    /// The title.
    pub title: String,
    /// The description, HTML of an allow-list.
    pub body_html: String,
    /// The language of both where it is not the reader's, else empty.
    pub lang: String,
    /// Who translated them, where someone did, as a sentence.
    pub text_note: String,
    /// The shelf.
    pub category: String,
    /// The way here.
    #[schema(value_type = Vec<Object>)]
    pub crumbs: Vec<Crumb>,
    /// Pictures, the first one first.
    pub pictures: Vec<Shown>,
    /// What its variants differ in.
    pub options: Vec<String>,
    /// Its variants, each with its price.
    pub variants: Vec<Choice>,
    /// How many more variants there are than are listed.
    pub more_variants: usize,
    /// The chosen one.
    pub variant: Option<Chosen>,
    /// Where and when a service is to be had.
    pub service: Option<Event>,
    /// Who sells it.
    pub seller: Business,
    /// Days in which the seller ships.
    pub ship_within_days: i64,
    /// Days after delivery after which the seller is paid.
    pub release_after_days: i64,
    /// What the price is for.
    pub place: Place,
}

/// A picture.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Shown {
    /// Its address.
    pub address: String,
    /// What is to be seen.
    pub alt: String,
}

/// A variant to choose.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Choice {
    /// The variant's id.
    #[schema(value_type = String)]
    pub id: VariantId,
    /// Its value on each axis.
    pub name: String,
    /// The page with it chosen.
    pub href: String,
    /// Whether it is.
    pub chosen: bool,
    /// One piece at the reader's door; none where it is not sold there.
    pub price: Option<Price>,
    /// Whether none is left.
    pub sold_out: bool,
}

/// The chosen variant.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Chosen {
    /// Its id.
    #[schema(value_type = String)]
    pub id: VariantId,
    /// One piece at the reader's door, explained; none where it is not sold there.
    pub price: Option<Price>,
    /// Why it is not sold there.
    pub why_not: Vec<Why>,
    /// What a reader should know of the price besides.
    pub notes: Vec<Why>,
    /// Pieces that can be bought.
    pub available: u32,
    /// The same in words.
    pub stock: String,
    /// Most pieces at once.
    pub most: u32,
    /// Whether it can be put into the basket.
    pub buyable: bool,
    /// How it is sent; none for a service or where it is not sold.
    pub delivery: Option<Delivery>,
    /// Facts by name: origin, weights, strength, ingredients.
    pub facts: Vec<Fact>,
}

/// How a parcel is sent.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Delivery {
    /// The way.
    pub name: String,
    /// Fewest days.
    pub days_min: u16,
    /// Most days.
    pub days_max: u16,
}

/// Where and when a service is to be had.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Event {
    /// Where.
    pub place: String,
    /// When, in words.
    pub when: String,
    /// The last day.
    #[schema(value_type = String)]
    pub last_day: Date,
}

/// A fact of the goods.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Fact {
    /// Its stable name.
    pub code: &'static str,
    /// Its name in the reader's language.
    pub name: String,
    /// What it is.
    pub value: String,
}

impl ProductView {
    /// What the variants differ in; the commonest names in the reader's language.
    pub fn axes(&self, s: &Shell) -> String {
        let name = |axis: &String| {
            let key: String = axis.chars().filter(char::is_ascii_alphabetic).take(12).collect();
            s.maybe(format!("browse-axis-{}", key.to_ascii_lowercase())).unwrap_or_else(|| axis.clone())
        };
        self.options.iter().map(name).collect::<Vec<_>>().join(" · ")
    }

    /// The description, which was cleaned just now.
    pub fn body(&self) -> Markup {
        Markup(self.body_html.clone())
    }
}

impl Delivery {
    /// The way and its days in a sentence.
    pub fn says(&self, s: &Shell, ship_within: &i64) -> String {
        let Delivery { name, days_min, days_max } = self;
        s.tn("browse-delivery-days", &[("way", name), ("from", days_min), ("to", days_max), ("ship", ship_within)])
    }
}

page!(ProductView, "browse/pages/product.html");

/// One product or service.
pub(super) async fn product(cx: Cx<App>, _: Option<Viewer>, which: Which) -> Result<Reply<ProductView>, Error> {
    let id = listing_id(&which.listing).ok_or(Error::NotFound)?;
    let wanted = which.variant.as_deref().and_then(|id| id.parse::<VariantId>().ok());
    let Found { stored, seller, available } =
        find(cx.site.db(), id, wanted).await.or_internal()?.ok_or(Error::NotFound)?;
    let listing = &stored.item.listing;
    let (listed, wanted) = (listed(listing, wanted), wanted.and_then(|id| listing.variant(id)));
    let pricing = cx.site.pricing();
    let asked = Asked { destination: which.destination.as_deref(), currency: which.currency.as_deref() };
    let place = Place::of(&cx.shell, &pricing, asked);
    let desk =
        Desk { stored: &stored.item, seller: &seller.item, available: &available, pricing: &pricing, place: &place };
    let shown = &cx.site.browse().shown;
    let key = PageKey {
        ground: shown.ground(&pricing),
        listing: id,
        versions: (stored.version, seller.version),
        sold_out: listed.iter().map(|v| (v.id, desk.left(v.id) == 0)).collect(),
        wanted: wanted.map(|v| v.id),
        reader: place.reader(&cx.shell),
    };
    let mut view = shown.page(key, || desk.view(&listed, wanted, &cx.shell));
    if let Some(chosen) = &mut view.variant {
        (chosen.available, chosen.stock, chosen.most) = desk.counts(chosen.id, &cx.shell);
    }
    Ok(Reply::show(view))
}

/// A listing that can be seen, its seller, and how many pieces there are of the variants that its page lists.
struct Found {
    stored: Versioned<StoredListing>,
    seller: Versioned<Seller>,
    available: HashMap<VariantId, u32>,
}

/// The variants that a page lists.
fn listed(listing: &Listing, wanted: Option<VariantId>) -> Vec<&Variant> {
    let mut listed: Vec<&Variant> = listing.variants.iter().take(PRICED).collect();
    let wanted = wanted.and_then(|id| listing.variant(id));
    listed.extend(wanted.filter(|wanted| !listed.iter().any(|v| v.id == wanted.id)));
    listed
}

fn available<'a>(stocks: impl IntoIterator<Item = &'a Stock>) -> HashMap<VariantId, u32> {
    stocks.into_iter().map(|stock| (stock.variant, stock.available())).collect()
}

async fn find(db: &Db, id: ListingId, wanted: Option<VariantId>) -> Result<Option<Found>, DbError> {
    let found = match unchanged(db, id, wanted).await? {
        Some(found) => Some(found),
        None => read(db, id, wanted).await?,
    };
    Ok(found.filter(|found| found.stored.item.listing.is_published() && sells(&found.seller.item)))
}

/// All of it in one statement, if the listing is known and is still as it was.
async fn unchanged(db: &Db, id: ListingId, wanted: Option<VariantId>) -> Result<Option<Found>, DbError> {
    let Some(stored) = db.known::<Listings>(id.0) else { return Ok(None) };
    let variants = listed(&stored.item.listing, wanted).into_iter().map(|variant| variant.id);
    let offers = offers(db, variants).await?;
    let seller =
        offers.first().filter(|offer| offer.listing.version == stored.version).map(|offer| offer.seller.clone());
    let available = available(offers.iter().map(|offer| &offer.stock));
    Ok(seller.map(|seller| Found { stored, seller, available }))
}

/// A listing and its seller in one statement, its stocks in another.
async fn read(db: &Db, id: ListingId, wanted: Option<VariantId>) -> Result<Option<Found>, DbError> {
    let sql = "select k.id as asked, l.version as version, l.body as listing, s.seller_id as seller_id, \
               s.version as seller_version, s.body as seller from {keys $1} k \
               join listings l on l.cell = k.cell and l.listing_id = k.id and l.status = 'published' \
               join sellers s on s.cell = l.cell and s.seller_id = l.seller_id";
    let rows = db.by_id(sql, id.0).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let stored = db.newest::<Listings>(id.0, row.int("version"), row.maybe_text("listing"), None)?;
    let seller = row.id("seller_id");
    let seller = db.newest::<Sellers>(seller, row.int("seller_version"), row.maybe_text("seller"), None)?;
    let variants: Vec<Uuid> = listed(&stored.item.listing, wanted).into_iter().map(|variant| variant.id.0).collect();
    let available = available(&db.find_many::<Stocks>(variants).await?);
    Ok(Some(Found { stored, seller, available }))
}

/// All that a product's page is made of.
struct Desk<'a> {
    stored: &'a StoredListing,
    seller: &'a Seller,
    available: &'a HashMap<VariantId, u32>,
    pricing: &'a Pricing,
    place: &'a Place,
}

impl Desk<'_> {
    fn view(&self, listed: &[&Variant], wanted: Option<&Variant>, s: &Shell) -> ProductView {
        let listing = &self.stored.listing;
        let chosen = wanted.or_else(|| lead(listing, self.available));
        let (language, text) = text(listing, s);
        let href = listing_href(listing);
        let title = text.map(|text| text.title.clone()).unwrap_or_default();
        let choices = if listing.variants.len() > 1 { listed } else { &[] };
        ProductView {
            id: listing.id,
            body_html: text.map(|text| sampan_intake::clean(&text.body_html)).unwrap_or_default(),
            lang: foreign(language, s),
            text_note: text.map(|text| source_note(&text.source, s)).unwrap_or_default(),
            category: listing.category.as_str().to_owned(),
            crumbs: crumbs(listing, &title, s),
            pictures: shown_pictures(listing, &title),
            options: listing.options.clone(),
            variants: choices.iter().map(|v| self.choice(v, chosen, &href)).collect(),
            more_variants: listing.variants.len() - listed.len().min(listing.variants.len()),
            variant: chosen.map(|variant| self.chosen(variant, s)),
            service: event(listing, s),
            seller: Business::of(self.seller, s),
            ship_within_days: terms::SHIP_WITHIN_DAYS,
            release_after_days: terms::RELEASE_AFTER_DAYS,
            place: self.place.clone(),
            title,
            href,
        }
    }

    fn landed(&self, variant: &Variant) -> Result<Landed, NoPrice> {
        self.pricing.one(&self.seller.rate_card, self.stored, variant, &self.place.destination)
    }

    fn left(&self, variant: VariantId) -> u32 {
        self.available.get(&variant).copied().unwrap_or(0)
    }

    fn choice(&self, variant: &Variant, chosen: Option<&Variant>, href: &str) -> Choice {
        Choice {
            id: variant.id,
            name: variant_name(variant),
            href: super::address::href(href, &[("variant", &variant.id.0.simple().to_string())]),
            chosen: chosen.is_some_and(|chosen| chosen.id == variant.id),
            price: self.landed(variant).ok().map(|landed| Price::short(&landed, self.place, self.pricing)),
            sold_out: self.left(variant.id) == 0,
        }
    }

    /// How many there are now, the same in words, and how many can be ordered. All else of the page is the same as long as
    /// there is one.
    fn counts(&self, variant: VariantId, s: &Shell) -> (u32, String, u32) {
        let available = self.left(variant);
        (available, stock(available, &self.stored.listing, s), available.min(MOST))
    }

    fn chosen(&self, variant: &Variant, s: &Shell) -> Chosen {
        let landed = self.landed(variant);
        let (available, stock, most) = self.counts(variant.id, s);
        let delivery = |landed: &Landed| {
            let way = landed.delivery.as_ref()?;
            Some(Delivery {
                name: explain::delivery_name(&way.name, s),
                days_min: way.days_min,
                days_max: way.days_max,
            })
        };
        Chosen {
            id: variant.id,
            price: landed.as_ref().ok().map(|landed| Price::explained(landed, self.place, self.pricing, s)),
            why_not: landed.as_ref().err().map(|no| explain::reasons(no, s)).unwrap_or_default(),
            notes: landed.as_ref().map(|landed| notes(landed, s)).unwrap_or_default(),
            available,
            stock,
            most,
            buyable: available > 0 && landed.is_ok(),
            delivery: landed.as_ref().ok().and_then(delivery),
            facts: facts(&self.stored.listing, variant, s),
        }
    }
}

/// What a reader should know of the price besides. How sure a row is stands at its line already.
fn notes(landed: &Landed, s: &Shell) -> Vec<Why> {
    let told = |why: &Why| why.code != "uses_rows_to_verify" && why.code != "hs_completed";
    explain::warnings(&landed.answer, s).into_iter().filter(told).collect()
}

fn crumbs(listing: &Listing, title: &str, s: &Shell) -> Vec<Crumb> {
    let crumb = |label: String, href: String| Crumb { label, href };
    vec![
        crumb(s.t("browse-home"), "/".to_owned()),
        crumb(words::category_name(listing.category, s), format!("/categories/{}", listing.category)),
        crumb(title.to_owned(), String::new()),
    ]
}

/// The pictures there are; a description that only repeats the title is told in the reader's language.
fn shown_pictures(listing: &Listing, title: &str) -> Vec<Shown> {
    let repeats = |alt: &str| listing.texts.values().any(|text| text.title == alt);
    let shown = |p: &sampan_trade::listing::Picture| Shown {
        address: pictures::address(listing.id, &p.url_or_key),
        alt: if repeats(&p.alt) { title.to_owned() } else { p.alt.clone() },
    };
    listing.pictures.iter().map(shown).take(12).collect()
}

fn source_note(source: &TextSource, s: &Shell) -> String {
    match source {
        TextSource::Seller => String::new(),
        TextSource::Translator { name } => s.t1("browse-translated", "name", name),
        TextSource::Machine { name } => s.t1("browse-translated-by-machine", "name", name),
    }
}

fn event(listing: &Listing, s: &Shell) -> Option<Event> {
    let Kind::Service(service) = &listing.kind else { return None };
    let own = s.lang.parse::<Language>().ok().and_then(|own| service.when.get(&own));
    let when = own.or_else(|| service.when.values().next()).cloned().unwrap_or_default();
    Some(Event { place: service.place.clone(), when, last_day: service.last_day })
}

fn stock(available: u32, listing: &Listing, s: &Shell) -> String {
    let service = matches!(listing.kind, Kind::Service(_));
    match (available, service) {
        (0, false) => s.t("browse-sold-out"),
        (0, true) => s.t("browse-no-places"),
        (n, false) if n < FEW => s.t1("browse-few-left", "n", n),
        (n, true) => s.t1("browse-places-left", "n", n),
        (_, false) => s.t("browse-in-stock"),
    }
}

fn facts(listing: &Listing, variant: &Variant, s: &Shell) -> Vec<Fact> {
    let gram = |g: u32| s.t1("browse-grams", "n", s.number(g));
    let origin = |code: sampan_trade::Country| words::country_name(&code.to_string(), s);
    let strength = |abv: rust_decimal::Decimal| s.t1("browse-percent-by-volume", "n", abv.normalize().to_string());
    let all = [
        ("ingredients", listing.ingredients.clone()),
        ("origin", variant.origin.map(origin)),
        ("net_weight", variant.net_weight_g.map(gram)),
        ("gross_weight", variant.gross_weight_g.map(gram)),
        ("volume", variant.volume_ml.map(|ml| s.t1("browse-millilitres", "n", s.number(ml)))),
        ("abv", variant.abv_percent.map(strength)),
        ("hs", variant.hs.as_ref().map(ToString::to_string)),
        ("barcode", variant.barcode.clone()),
    ];
    let fact = |(code, value): (&'static str, Option<String>)| {
        let name = s.t(format!("browse-fact-{}", code.replace('_', "-")));
        Some(Fact { code, name, value: value.filter(|value| !value.trim().is_empty())? })
    };
    all.into_iter().filter_map(fact).collect()
}
