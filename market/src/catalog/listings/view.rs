//! A listing as its seller sees it, with what its form needs.

use super::edit::SERVICE_KINDS;
use super::facts::{Asking, Question};
use super::find;
use super::gaps::variant_name;
use super::list::language_of;
use super::markets::{self, Market};
use super::papers::{self, PapersPart};
use super::texts;
use super::words::missing_word;
use crate::App;
use crate::catalog::pictures;
use crate::catalog::{HeldPapers, StoredListing};
use crate::look::Choice;
use crate::page;
use crate::policy::SellerWho;
use crate::sellers::Sellers;
use sampan_ids::{ListingId, VariantId};
use sampan_trade::Language;
use sampan_trade::listing::{Category, Kind, Missing, Status, Variant};
use sampan_trade::stock::Stock;
use sampan_web::{Cx, Error, OrInternal, Shell};
use serde::Serialize;
use std::collections::HashMap;

/// A listing to be edited.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EditView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ListingId,
    /// The seller's own key.
    pub handle: String,
    /// The name in addresses of pages.
    pub slug: String,
    /// Its title in the reader's language, or the first it has.
    pub title: String,
    /// `draft`, `published`, `unpublished` or `withdrawn`.
    pub status: String,
    /// Why the operator took it down.
    pub reason: Option<String>,
    /// What is missing before it can be published.
    pub missing: Vec<MissingPart>,
    /// Its shelf.
    pub category: String,
    /// The shelves to choose from.
    #[schema(value_type = Vec<Object>)]
    #[serde(skip)]
    pub categories: Vec<Choice>,
    /// What is in it.
    pub ingredients: String,
    /// Its texts, one for each language.
    pub texts: Vec<TextPart>,
    /// What variants differ in.
    pub options: Vec<String>,
    /// Its variants.
    pub variants: Vec<VariantPart>,
    /// Its pictures.
    pub pictures: Vec<PicturePart>,
    /// Where and when, for a service.
    pub service: Option<ServicePart>,
    /// Papers that are asked for where it is sold, and those that the seller has.
    pub papers: PapersPart,
    /// Where its first variant is sold.
    pub markets: Vec<Market>,
}

page!(EditView, "catalog/pages/listing.html");

/// Something that is missing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MissingPart {
    /// The stable name.
    pub code: String,
    /// Of which variant.
    #[schema(value_type = Option<String>)]
    pub variant: Option<VariantId>,
    /// The same in words.
    pub words: String,
}

/// A text in one language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TextPart {
    /// Its BCP 47 tag.
    pub language: String,
    /// The language's own name.
    pub name: String,
    /// The title; empty where there is no text.
    pub title: String,
    /// The description as HTML.
    pub body: String,
    /// `seller`, `translator` or `machine`.
    pub source: String,
    /// Who or what translated it.
    pub by: String,
    /// `draft` or `checked`.
    pub state: String,
}

impl TextPart {
    /// Where it may come from, the present one chosen.
    pub fn sources(&self, s: &Shell) -> Vec<Choice> {
        let one = |name: &str| Choice::new(name, s.t(format!("catalog-source-{name}")), self.source == name);
        ["seller", "translator", "machine"].map(one).into()
    }

    /// How far it is looked through, the present state chosen.
    pub fn states(&self, s: &Shell) -> Vec<Choice> {
        let one = |name: &str| Choice::new(name, s.t(format!("catalog-text-{name}")), self.state == name);
        ["draft", "checked"].map(one).into()
    }
}

/// One variant.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VariantPart {
    /// Its id.
    #[schema(value_type = String)]
    pub id: VariantId,
    /// What the seller knows it by.
    pub name: String,
    /// Its price in dollars.
    pub price: String,
    /// The seller's own number.
    pub sku: String,
    /// Barcode.
    pub barcode: String,
    /// Pieces on the shelf.
    pub stock: String,
    /// Pieces promised to orders.
    pub reserved: u32,
    /// Tariff code.
    pub hs: String,
    /// Country of origin.
    pub origin: String,
    /// Net grams.
    pub net: String,
    /// Gross grams.
    pub gross: String,
    /// Millilitres.
    pub volume: String,
    /// Alcohol by volume.
    pub abv: String,
    /// What else the law asks about it.
    pub questions: Vec<Question>,
}

impl VariantPart {
    /// The name of a field of this variant.
    pub fn field(&self, what: &str) -> String {
        format!("variants.{}.{what}", self.id)
    }

    /// The name of the field of a question.
    pub fn asked(&self, fact: &str) -> String {
        self.field(&format!("facts.{fact}"))
    }

    /// Whether a question is open that must be answered.
    pub fn is_asked(&self) -> bool {
        self.questions.iter().any(Question::is_open)
    }

    /// How many pieces of the shelf are promised, in a sentence; nothing where none are.
    pub fn promised(&self, s: &Shell) -> String {
        if self.reserved == 0 { String::new() } else { s.t1("catalog-reserved", "count", self.reserved) }
    }
}

/// A picture.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PicturePart {
    /// The address it is shown from.
    pub src: String,
    /// The address it comes from, or the key it is stored under.
    pub key: String,
    /// What is to be seen.
    pub alt: String,
}

/// Where and when a service can be had.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ServicePart {
    /// The place.
    pub place: String,
    /// The last day.
    pub last_day: String,
    /// When, by language: tag, name, words.
    pub when: Vec<(String, String, String)>,
    /// The kind.
    pub kind: String,
    /// The kinds to choose from.
    #[serde(skip)]
    #[schema(value_type = Vec<Object>)]
    pub kinds: Vec<Choice>,
}

/// A listing's own view, for its seller.
pub async fn of(cx: &Cx<App>, who: SellerWho, stored: &StoredListing) -> Result<EditView, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let listing = &stored.listing;
    let stocks = find::stocks(app, &[listing.id]).await?;
    let seller = app.find::<Sellers>(who.seller).await?;
    let first = listing.variants.first();
    let markets = first.map(|v| markets::markets(app, &seller, stored, v, s)).unwrap_or_default();
    let missing =
        |m: &Missing| MissingPart { code: m.code().to_owned(), variant: m.variant(), words: missing_word(m.code(), s) };
    let picture = |p: &sampan_trade::listing::Picture| PicturePart {
        src: pictures::address(listing.id, &p.url_or_key),
        key: p.url_or_key.clone(),
        alt: p.alt.clone(),
    };
    let held = app.db().find::<HeldPapers>(&listing.id).await.or_internal()?;
    let mut asking = Asking::of(app);
    Ok(EditView {
        id: listing.id,
        handle: listing.handle.clone(),
        slug: listing.slug.clone(),
        title: listing.title(language_of(s)).to_owned(),
        status: listing.status.name().to_owned(),
        reason: if let Status::Withdrawn { reason, .. } = &listing.status { Some(reason.clone()) } else { None },
        missing: listing.missing(app.now()).iter().map(missing).collect(),
        category: listing.category.to_string(),
        categories: categories(listing.category, s),
        ingredients: listing.ingredients.clone().unwrap_or_default(),
        texts: texts(stored, s),
        options: listing.options.clone(),
        variants: listing.variants.iter().map(|v| variant(v, &stocks, asking.questions(v, s))).collect(),
        pictures: listing.pictures.iter().map(picture).collect(),
        service: service(stored, s),
        papers: papers::part(&markets, held.as_ref(), app.pricing().today(), s),
        markets,
    })
}

/// The shelves, one of them chosen.
pub fn categories(chosen: Category, s: &Shell) -> Vec<Choice> {
    let goods = Category::ALL.iter().filter(|c| **c != Category::Service || chosen == Category::Service);
    goods
        .map(|c| Choice::new(c.as_str(), s.t(format!("catalog-shelf-{}", c.as_str().replace('_', "-"))), *c == chosen))
        .collect()
}

/// The kinds of service, one of them chosen.
pub fn kinds(chosen: &str, s: &Shell) -> Vec<Choice> {
    let kind = |name: &'static str| {
        Choice::new(name, s.t(format!("tariff-service-{}", name.replace('_', "-"))), name == chosen)
    };
    SERVICE_KINDS.iter().map(|k| kind(k.name())).collect()
}

/// Every language with its own name.
pub fn languages() -> impl Iterator<Item = (Language, &'static str)> {
    Language::all().map(|language| (language, if language == Language::En { "English" } else { "简体中文" }))
}

fn texts(stored: &StoredListing, _: &Shell) -> Vec<TextPart> {
    let part = |(language, name): (Language, &str)| {
        let text = stored.listing.texts.get(&language);
        let (source, by) = text.map_or(("seller", ""), |text| texts::source(&text.source));
        TextPart {
            language: language.to_string(),
            name: name.to_owned(),
            title: text.map(|t| t.title.clone()).unwrap_or_default(),
            body: text.map(|t| t.body_html.clone()).unwrap_or_default(),
            source: source.to_owned(),
            by: by.to_owned(),
            state: text.map_or("draft", |text| texts::state(text.state)).to_owned(),
        }
    };
    languages().map(part).collect()
}

fn variant(v: &Variant, stocks: &HashMap<VariantId, Stock>, questions: Vec<Question>) -> VariantPart {
    let text = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let stock = stocks.get(&v.id);
    VariantPart {
        id: v.id,
        name: variant_name(v),
        price: v.price.amount(),
        sku: v.sku.clone().unwrap_or_default(),
        barcode: v.barcode.clone().unwrap_or_default(),
        stock: stock.map_or(0, |s| s.on_hand).to_string(),
        reserved: stock.map_or(0, |s| s.reserved),
        hs: v.hs.as_ref().map(ToString::to_string).unwrap_or_default(),
        origin: v.origin.map(|c| c.to_string()).unwrap_or_default(),
        net: text(v.net_weight_g),
        gross: text(v.gross_weight_g),
        volume: text(v.volume_ml),
        abv: v.abv_percent.map(|abv| abv.normalize().to_string()).unwrap_or_default(),
        questions,
    }
}

fn service(stored: &StoredListing, s: &Shell) -> Option<ServicePart> {
    let Kind::Service(service) = &stored.listing.kind else { return None };
    let when = |(language, name): (Language, &str)| {
        (language.to_string(), name.to_owned(), service.when.get(&language).cloned().unwrap_or_default())
    };
    let kind = stored.service_kind.map_or("on_site", |kind| kind.name());
    Some(ServicePart {
        place: service.place.clone(),
        last_day: service.last_day.to_string(),
        when: languages().map(when).collect(),
        kind: kind.to_owned(),
        kinds: kinds(kind, s),
    })
}
