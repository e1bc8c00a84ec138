//! One listing, edited: texts, price, variants, stock, pictures, and what customs asks.

use super::commands::{AddVariant, EditRefusal, Particulars, Publish, RemoveVariant, Save, VariantForm};
use super::find;
use super::parse::{self, Typed};
use super::view::EditView;
use super::words::listing_refused;
use super::{refused, view};
use crate::App;
use crate::catalog::StoredListing;
use crate::policy::SellerWho;
use sampan_ids::{ListingId, VariantId};
use sampan_tariff::ServiceKind;
use sampan_trade::Language;
use sampan_trade::listing::{Category, Fact, Kind, Service, Text, TextSource, TextState, Told};
use sampan_trade::stock::StockRefusal;
use sampan_web::{Cx, Error, FieldErrors, Reply};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which listing.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
}

/// Shows the form.
pub async fn show(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, which.listing).await?;
    Ok(Reply::show(view::of(&cx, who, &stored).await?))
}

/// A text as it was typed.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct TextForm {
    /// The title; blank takes the text away.
    title: Option<String>,
    /// The description: words, or HTML that is cleaned.
    body: Option<String>,
    /// Where it comes from: `seller`, `translator`, `machine`.
    source: Option<String>,
    /// Who or what translated it.
    by: Option<String>,
    /// `draft` or `checked`.
    state: Option<String>,
}

/// A variant as it was typed.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct VariantTyped {
    price: Option<String>,
    sku: Option<String>,
    barcode: Option<String>,
    stock: Option<String>,
    hs: Option<String>,
    origin: Option<String>,
    net: Option<String>,
    gross: Option<String>,
    volume: Option<String>,
    abv: Option<String>,
    /// What else the law asks, by its stable name: `yes`, `no`, a figure, or blank to take an answer back.
    #[serde(default)]
    facts: BTreeMap<String, Option<String>>,
}

/// A listing as it was typed.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Form {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// Its shelf.
    category: Option<String>,
    /// What is in it.
    ingredients: Option<String>,
    /// Its texts by language.
    #[serde(default)]
    texts: BTreeMap<String, TextForm>,
    /// Its variants by id.
    #[serde(default)]
    variants: BTreeMap<String, VariantTyped>,
    /// Where a service is.
    place: Option<String>,
    /// The last day of a service.
    last_day: Option<String>,
    /// When a service is, by language.
    #[serde(default)]
    when: BTreeMap<String, Option<String>>,
    /// What kind of service it is.
    service: Option<String>,
    /// What pictures show, by their place.
    #[serde(default)]
    alts: BTreeMap<String, Option<String>>,
}

/// Saves the whole form.
pub async fn save(cx: Cx<App>, who: SellerWho, form: Form) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, form.listing).await?;
    let mut typed = Typed::default();
    let save = form.read(&stored, who, &mut typed);
    let (Some(save), true) = (save, typed.errors.is_empty()) else {
        return Ok(Reply::again(view::of(&cx, who, &stored).await?, typed.errors));
    };
    match cx.site.perform(who.seller, cx.once.as_ref(), save).await? {
        Ok(()) => {}
        Err(EditRefusal::Stock(variant, StockRefusal::BelowReserved { on_hand, reserved })) => {
            let field = format!("variants.{variant}.stock");
            let errors = FieldErrors::one(&field, &on_hand.to_string(), &reserved.to_string(), "catalog_reserved");
            return Ok(Reply::again(view::of(&cx, who, &stored).await?, errors));
        }
        Err(refusal) => return Err(refused(refusal)),
    }
    back(&cx, who, form.listing, "catalog-said-saved").await
}

/// Back on the listing's page, with a sentence.
async fn back(cx: &Cx<App>, who: SellerWho, id: ListingId, said: &str) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, id).await?;
    let view = view::of(cx, who, &stored).await?;
    Ok(Reply::done(view, format!("/seller/listings/{id}")).notice(cx.shell.t(said)))
}

impl Form {
    fn read(&self, stored: &StoredListing, who: SellerWho, typed: &mut Typed) -> Option<Save> {
        let category: Option<Category> = typed.word("category", self.category.as_deref());
        let texts = self.texts(typed);
        let variants = self.variants(stored, typed);
        let service = match &stored.listing.kind {
            Kind::Goods => None,
            Kind::Service(known) => Some(self.service(known, stored, typed)?),
        };
        let alt =
            |(place, text): (&String, &Option<String>)| Some((place.parse().ok()?, text.clone().unwrap_or_default()));
        Some(Save {
            seller: who.seller,
            id: self.listing,
            category: typed.need("category", category)?,
            ingredients: typed.text("ingredients", self.ingredients.as_deref(), 10_000),
            texts,
            variants,
            service,
            alts: self
                .alts
                .iter()
                .filter_map(alt)
                .map(|(place, text)| (place, text.chars().take(255).collect()))
                .collect(),
        })
    }

    fn texts(&self, typed: &mut Typed) -> BTreeMap<Language, Text> {
        let mut texts = BTreeMap::new();
        for (tag, form) in &self.texts {
            let Some(language) = typed.word::<Language>(&format!("texts.{tag}"), Some(tag)) else { continue };
            let field = |name: &str| format!("texts.{tag}.{name}");
            let title = typed.text(&field("title"), form.title.as_deref(), 255);
            let body = typed.text(&field("body"), form.body.as_deref(), 60_000);
            let Some(title) = title else {
                if body.is_some() {
                    typed.need::<()>(&field("title"), None);
                }
                continue;
            };
            let by = typed.text(&field("by"), form.by.as_deref(), 80).unwrap_or_default();
            let source = match form.source.as_deref() {
                Some("translator") => TextSource::Translator { name: by },
                Some("machine") => TextSource::Machine { name: by },
                _ => TextSource::Seller,
            };
            let state = if form.state.as_deref() == Some("checked") { TextState::Checked } else { TextState::Draft };
            let body_html = parse::body(&body.unwrap_or_default());
            texts.insert(language, Text { title, body_html, source, state });
        }
        texts
    }

    fn variants(&self, stored: &StoredListing, typed: &mut Typed) -> Vec<VariantForm> {
        let mut forms = Vec::new();
        for variant in &stored.listing.variants {
            let Some(form) = self.variants.get(&variant.id.to_string()) else { continue };
            let field = |name: &str| format!("variants.{}.{name}", variant.id);
            let price = typed.price(&field("price"), form.price.as_deref());
            let particulars = Particulars {
                hs: typed.hs(&field("hs"), form.hs.as_deref()),
                origin: typed.origin(&field("origin"), form.origin.as_deref()),
                net_g: typed.measure(&field("net"), form.net.as_deref()),
                gross_g: typed.measure(&field("gross"), form.gross.as_deref()),
                volume_ml: typed.measure(&field("volume"), form.volume.as_deref()),
                abv: typed.percent(&field("abv"), form.abv.as_deref()),
                facts: facts(&form.facts, typed, |name| field(&format!("facts.{name}"))),
            };
            if let (Some(net), Some(gross)) = (particulars.net_g, particulars.gross_g)
                && net > gross
            {
                typed.errors.add(field("gross"), &gross.to_string(), "not below the net weight", "catalog_gross");
            }
            let sku = typed.text(&field("sku"), form.sku.as_deref(), 255);
            let barcode = typed.text(&field("barcode"), form.barcode.as_deref(), 64);
            let on_hand = typed.pieces(&field("stock"), form.stock.as_deref());
            if let Some(price) = typed.need(&field("price"), price) {
                forms.push(VariantForm { id: variant.id, price, sku, barcode, particulars, on_hand });
            }
        }
        forms
    }

    fn service(&self, known: &Service, stored: &StoredListing, typed: &mut Typed) -> Option<(Service, ServiceKind)> {
        let place = typed.text("place", self.place.as_deref(), 300);
        let last_day = typed.day("last_day", self.last_day.as_deref());
        let mut when = known.when.clone();
        for (tag, text) in &self.when {
            let Some(language) = typed.word::<Language>(&format!("when.{tag}"), Some(tag)) else { continue };
            match typed.text(&format!("when.{tag}"), text.as_deref(), 300) {
                Some(text) => drop(when.insert(language, text)),
                None => drop(when.remove(&language)),
            }
        }
        let kind = service_kind(self.service.as_deref()).or(stored.service_kind).unwrap_or(ServiceKind::OnSite);
        let (place, last_day) = (typed.need("place", place)?, typed.need("last_day", last_day)?);
        Some((Service { place, when, last_day }, kind))
    }
}

/// The answers of a form to what the law asks; `field` names the field of a question.
pub fn facts(
    form: &BTreeMap<String, Option<String>>,
    typed: &mut Typed,
    field: impl Fn(&str) -> String,
) -> BTreeMap<Fact, Option<Told>> {
    let mut told = BTreeMap::new();
    for (name, text) in form {
        if let Some(fact) = typed.word::<Fact>(&field(name), Some(name)) {
            told.insert(fact, typed.fact(&field(name), fact, text.as_deref()));
        }
    }
    told
}

/// Every kind of service that the law tells apart.
pub const SERVICE_KINDS: [ServiceKind; 6] = [
    ServiceKind::OnSite,
    ServiceKind::EventOnSite,
    ServiceKind::EventOnline,
    ServiceKind::OnlineCourse,
    ServiceKind::RemoteConsulting,
    ServiceKind::DigitalDownload,
];

/// A kind of service by its stable name.
pub fn service_kind(name: Option<&str>) -> Option<ServiceKind> {
    SERVICE_KINDS.into_iter().find(|kind| name == Some(kind.name()))
}

/// Shows the listing to buyers.
pub async fn publish(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<EditView>, Error> {
    shown(cx, who, which.listing, true, "catalog-said-shown").await
}

/// Takes the listing down.
pub async fn unpublish(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<EditView>, Error> {
    shown(cx, who, which.listing, false, "catalog-said-taken-down").await
}

async fn shown(cx: Cx<App>, who: SellerWho, id: ListingId, shown: bool, said: &str) -> Result<Reply<EditView>, Error> {
    let publish = Publish { seller: who.seller, id, shown };
    match cx.site.perform(who.seller, cx.once.as_ref(), publish).await? {
        Ok(()) => back(&cx, who, id, said).await,
        Err(EditRefusal::Listing(refusal)) => Err(listing_refused(&refusal, Some(&cx.shell))),
        Err(refusal) => Err(refused(refusal)),
    }
}

/// Another variant.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewVariant {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// What variants differ in, where the listing does not say yet.
    axis: Option<String>,
    /// The value.
    value: Option<String>,
    /// The price in dollars.
    new_price: Option<String>,
}

/// Adds a variant.
pub async fn add_variant(cx: Cx<App>, who: SellerWho, new: NewVariant) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, new.listing).await?;
    let mut typed = Typed::default();
    let axis = typed.text("axis", new.axis.as_deref(), 80);
    let axis = if stored.listing.options.is_empty() { typed.need("axis", axis) } else { Some(String::new()) };
    let value = typed.text("value", new.value.as_deref(), 255);
    let value = typed.need("value", value);
    let price = typed.price("new_price", new.new_price.as_deref());
    let price = typed.need("new_price", price);
    let (Some(axis), Some(value), Some(price)) = (axis, value, price) else {
        return Ok(Reply::again(view::of(&cx, who, &stored).await?, typed.errors));
    };
    let add = AddVariant { seller: who.seller, id: new.listing, axis, value, price };
    cx.site.perform(who.seller, cx.once.as_ref(), add).await?.map_err(refused)?;
    back(&cx, who, new.listing, "catalog-said-saved").await
}

/// Which variant.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct WhichVariant {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// The variant.
    #[schema(value_type = String)]
    variant: VariantId,
}

/// Takes a variant away.
pub async fn remove_variant(cx: Cx<App>, who: SellerWho, which: WhichVariant) -> Result<Reply<EditView>, Error> {
    let remove = RemoveVariant { seller: who.seller, id: which.listing, variant: which.variant };
    cx.site.perform(who.seller, cx.once.as_ref(), remove).await?.map_err(refused)?;
    back(&cx, who, which.listing, "catalog-said-saved").await
}
