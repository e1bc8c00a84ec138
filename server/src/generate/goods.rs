//! Listings with their stocks: goods of the demo's catalogue, varied in name, price, choice and amount.

use super::chance::Chance;
use super::plan::Plan;
use super::words::{KINDS, PLACES, SENTENCES};
use sampan_demo::catalogue::{self as known, Catalogue};
use sampan_ids::{ListingId, SignedDuration, Timestamp, VariantId};
use sampan_market::catalog::{StoredListing, StoredPicture};
use sampan_money::{Currency, Money};
use sampan_trade::listing::{Category, Facts, Kind, Listing, Picture, Status, Text, TextSource, TextState, Variant};
use sampan_trade::seller::Seller;
use sampan_trade::stock::Stock;
use sampan_trade::{Country, HsCode, Language};
use std::collections::BTreeMap;

/// How many of a hundred listings are on which shelf; what the demo does not have is left out.
const SHELVES: [(&str, u64); 17] = [
    ("apparel", 16),
    ("dried_fruit", 11),
    ("nuts", 10),
    ("home", 9),
    ("crafts", 8),
    ("toys", 8),
    ("honey", 6),
    ("outdoor", 6),
    ("books", 5),
    ("skin_care", 5),
    ("maple", 4),
    ("supplements", 4),
    ("ginseng", 2),
    ("wine", 2),
    ("pet_food", 2),
    ("fresh_fruit", 1),
    ("cheese", 1),
];

/// Goods that a seller may offer.
pub struct Model {
    category: Category,
    title: known::Bilingual,
    hs: HsCode,
    origin: Country,
    ingredients: Option<String>,
    facts: Facts,
    picture: String,
    variants: Vec<known::Variant>,
}

/// All goods by shelf, and their drawings.
pub struct Goods {
    shelves: Vec<(u64, Vec<Model>)>,
    /// The drawings that listings refer to.
    pub drawings: Vec<StoredPicture>,
}

impl Goods {
    /// The goods of the demo's catalogue.
    pub fn of(catalogue: &Catalogue) -> Result<Goods, anyhow::Error> {
        let mut drawings: BTreeMap<String, StoredPicture> = BTreeMap::new();
        let mut shelves = Vec::new();
        for (shelf, weight) in SHELVES {
            let mut models = Vec::new();
            for known in catalogue.listings.iter().filter(|known| known.category.slug() == shelf) {
                let key = known.picture.to_string();
                let draw = || StoredPicture::new("image/svg+xml", sampan_demo::picture::svg(&key).into_bytes());
                let picture = drawings.entry(key.clone()).or_insert_with(draw).key();
                models.push(model(known, picture).map_err(|why| anyhow::anyhow!("{}: {why}", known.slug))?);
            }
            if !models.is_empty() {
                shelves.push((weight, models));
            }
        }
        Ok(Goods { shelves, drawings: drawings.into_values().collect() })
    }

    /// Goods of a shelf that is one of a seller's three.
    fn pick(&self, seller: u64, plan: &Plan, chance: &mut Chance) -> &Model {
        let all: u64 = self.shelves.iter().map(|(weight, _)| weight).sum();
        let mut at = Chance::of(plan.seed, "shelf", seller * 3 + chance.skewed(3)).below(all);
        for (weight, models) in &self.shelves {
            match at.checked_sub(*weight) {
                Some(rest) => at = rest,
                None => return chance.of_all(models),
            }
        }
        chance.of_all(&self.shelves[0].1)
    }

    /// A listing and what there is of it.
    pub fn listing(&self, plan: &Plan, number: u64, (seller, of): (u64, &Seller)) -> (StoredListing, Vec<Stock>) {
        let mut chance = Chance::of(plan.seed, "listing", number);
        let model = self.pick(seller, plan, &mut chance);
        let at = plan.listed_at(number);
        let millis = at.as_millisecond().max(0) as u64;
        let id = ListingId::compose(millis, of.id.cell(), chance.bits());
        let (texts, slug) = texts(model, number, seller, plan, &mut chance);
        let price = chance.between(60, 150) + if chance.percent(10) { chance.between(50, 400) } else { 0 };
        let choices = if chance.percent(80) { 1 } else { model.variants.len().min(2) };
        let first = chance.below((model.variants.len() - choices + 1) as u64) as usize;
        let mut stocks = Vec::new();
        let mut variants = Vec::new();
        for (n, known) in model.variants[first..first + choices].iter().enumerate() {
            let variant = VariantId::compose(millis, of.id.cell(), chance.bits());
            let on_hand = if chance.percent(4) { 0 } else { 1 + chance.skewed(4_000) as u32 };
            let stock = Stock::new(variant, id, of.id);
            // Nothing is promised yet, so any count will do.
            stocks.push(stock.set_on_hand(on_hand).unwrap_or(stock));
            variants.push(variant_of(model, known, variant, &format!("{number}-{}", n + 1), price));
        }
        let listing = Listing {
            id,
            seller: of.id,
            handle: format!("g{number}"),
            slug,
            category: model.category,
            kind: Kind::Goods,
            texts,
            options: vec!["Size".to_owned()],
            variants,
            pictures: vec![Picture { url_or_key: model.picture.clone(), alt: model.title.en.clone() }],
            ingredients: model.ingredients.clone(),
            status: Status::Published { at },
        };
        let changed_at = changed(plan, at, &mut chance);
        (StoredListing { listing, us_state: of.state.to_string(), service_kind: None, changed_at }, stocks)
    }
}

/// Most listings are as they were made; some have been gone over since.
fn changed(plan: &Plan, made: Timestamp, chance: &mut Chance) -> Timestamp {
    let hours = (plan.end().as_second() - made.as_second()).max(0) / 3600;
    let later = if chance.percent(20) { chance.below(hours.unsigned_abs().min(720) + 1) } else { 0 };
    made + SignedDuration::from_hours(later as i64)
}

fn model(known: &known::Listing, picture: String) -> Result<Model, String> {
    Ok(Model {
        category: known.category.slug().parse().map_err(|e| format!("{e}"))?,
        title: known.title.clone(),
        hs: known.hs.parse().map_err(|e| format!("{e}"))?,
        origin: known.origin.parse().map_err(|e| format!("{e}"))?,
        ingredients: known.ingredients.clone(),
        facts: crate::demo::facts(&known.facts)?,
        picture,
        variants: known.variants.clone(),
    })
}

fn variant_of(model: &Model, known: &known::Variant, id: VariantId, sku: &str, price: u64) -> Variant {
    // Whole half dollars less five cents, from two dollars up.
    let cents = known.price.minor() * price as i64 / 100;
    let price = Money::new((cents / 50 * 50).max(200) - 5, Currency::USD);
    Variant {
        id,
        sku: Some(sku.to_owned()),
        options: vec![known.option.clone()],
        price,
        hs: Some(model.hs.clone()),
        origin: Some(model.origin),
        net_weight_g: Some(known.net_g),
        gross_weight_g: Some(known.gross_g),
        volume_ml: known.drink.map(|drink| drink.volume_ml),
        abv_percent: known.drink.map(|drink| drink.abv),
        barcode: None,
        facts: model.facts.clone(),
    }
}

/// Title and text in both languages, and the name in addresses.
fn texts(
    model: &Model,
    number: u64,
    seller: u64,
    plan: &Plan,
    chance: &mut Chance,
) -> (BTreeMap<Language, Text>, String) {
    let place = Chance::of(plan.seed, "place", seller).of_all(&PLACES);
    let (kind, told) = (chance.of_all(&KINDS), chance.of_all(&SENTENCES));
    let known::Bilingual { en, zh } = &model.title;
    let text = |title: String, body: String, source| Text {
        title,
        body_html: format!("<p>{body}</p>"),
        source,
        state: TextState::Checked,
    };
    let english = text(format!("{} {} {en}", place.0, kind.0), format!("{en}. {}", told.0), TextSource::Seller);
    let chinese = text(
        format!("{}{}{zh}", place.1, kind.1),
        format!("{zh}。{}", told.1),
        TextSource::Machine { name: "Sampan".to_owned() },
    );
    let slug = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = en.chars().map(slug).take(32).collect();
    let slug = format!("{}-{number}", words.trim_matches('-'));
    (BTreeMap::from([(Language::En, english), (Language::ZhHans, chinese)]), slug)
}
