//! From CSV rows to the catalogue. A listing's first row carries its texts; the rows after it only add variants.

use super::{Bilingual, Catalogue, Category, Drink, Listing, PictureKey, Seller, Service, Variant};
use sampan_ids::Date;
use sampan_money::{Currency, Money, MoneyError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The text of the catalogue's files.
pub(super) struct Files<'a> {
    pub sellers: &'a str,
    pub listings: &'a [&'a str],
    pub services: &'a str,
}

pub(super) const PICTURES: &str = include_str!("../../data/pictures.csv");

pub(super) const FILES: Files<'static> = Files {
    sellers: include_str!("../../data/sellers.csv"),
    services: include_str!("../../data/services.csv"),
    listings: &[
        include_str!("../../data/listings/fresh_fruit.csv"),
        include_str!("../../data/listings/dried_fruit.csv"),
        include_str!("../../data/listings/wine.csv"),
        include_str!("../../data/listings/ginseng.csv"),
        include_str!("../../data/listings/nuts.csv"),
        include_str!("../../data/listings/honey.csv"),
        include_str!("../../data/listings/maple.csv"),
        include_str!("../../data/listings/cheese.csv"),
        include_str!("../../data/listings/supplements.csv"),
        include_str!("../../data/listings/skin_care.csv"),
        include_str!("../../data/listings/toys.csv"),
        include_str!("../../data/listings/books.csv"),
        include_str!("../../data/listings/apparel.csv"),
        include_str!("../../data/listings/crafts.csv"),
        include_str!("../../data/listings/outdoor.csv"),
        include_str!("../../data/listings/pet_food.csv"),
        include_str!("../../data/listings/home.csv"),
    ],
};

/// Why a file of the catalogue could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The row is not of the file's shape.
    #[error(transparent)]
    Row(#[from] csv::Error),
    /// The price is no amount in dollars.
    #[error("{slug}: {reason}")]
    Price {
        /// Whose price.
        slug: String,
        /// What is wrong with it.
        reason: MoneyError,
    },
    /// The category is none of ours.
    #[error("{slug}: no category {found:?}")]
    NoSuchCategory {
        /// Whose category.
        slug: String,
        /// What stood there.
        found: String,
    },
    /// A picture is named by kind and variation with a colon between.
    #[error("{slug}: {found:?} is no picture key; wanted kind:variation")]
    NotAPictureKey {
        /// Whose picture.
        slug: String,
        /// What stood there.
        found: String,
    },
    /// A drink has both a volume and a strength, or neither.
    #[error("{slug}: volume without strength, or the other way round")]
    HalfADrink {
        /// Whose.
        slug: String,
    },
    /// The rows of one listing differ in code, origin, category or picture, or a later row repeats a text.
    #[error("{slug}: this row does not go with the listing's first row")]
    NotAContinuation {
        /// Whose.
        slug: String,
    },
}

pub(super) fn read(files: &Files) -> Result<Catalogue, Fault> {
    let mut listings = Vec::new();
    for file in files.listings {
        for row in rows::<ListingRow>(file)? {
            add(&mut listings, row)?;
        }
    }
    Ok(Catalogue {
        sellers: rows::<SellerRow>(files.sellers)?.into_iter().map(SellerRow::seller).collect(),
        services: rows::<ServiceRow>(files.services)?.into_iter().map(ServiceRow::service).collect::<Result<_, _>>()?,
        listings,
    })
}

/// A variant of the listing before it, or a new listing.
fn add(listings: &mut Vec<Listing>, row: ListingRow) -> Result<(), Fault> {
    let variant = row.variant()?;
    let category = row.category()?;
    let picture = picture(&row.slug, &row.picture)?;
    match listings.last_mut().filter(|last| last.slug == row.slug && last.seller == row.seller) {
        None => listings.push(Listing {
            category,
            picture,
            title: Bilingual { en: row.title_en, zh: row.title_zh },
            body: Bilingual { en: row.body_en, zh: row.body_zh },
            ingredients: Some(row.ingredients).filter(|text| !text.is_empty()),
            seller: row.seller,
            slug: row.slug,
            hs: row.hs,
            origin: row.origin,
            facts: facts(&row.facts),
            variants: vec![variant],
        }),
        Some(last) => {
            let repeats = [&row.title_en, &row.title_zh, &row.body_en, &row.body_zh, &row.ingredients];
            let same = last.hs == row.hs && last.origin == row.origin && last.category == category;
            if !same || last.picture != picture || repeats.iter().any(|text| !text.is_empty()) {
                return Err(Fault::NotAContinuation { slug: row.slug });
            }
            last.variants.push(variant);
        }
    }
    Ok(())
}

pub(super) fn pictures(file: &str) -> Result<Vec<(PictureKey, String)>, Fault> {
    let expand = |row: PictureRow| {
        let key = |variation: &str| PictureKey { kind: row.kind.clone(), variation: variation.to_owned() };
        row.variations.split(' ').map(|variation| (key(variation), row.shows.clone())).collect::<Vec<_>>()
    };
    Ok(rows::<PictureRow>(file)?.into_iter().flat_map(expand).collect())
}

fn rows<Row: DeserializeOwned>(file: &str) -> Result<Vec<Row>, Fault> {
    Ok(csv::Reader::from_reader(file.as_bytes()).into_deserialize().collect::<Result<_, _>>()?)
}

fn dollars(slug: &str, text: &str) -> Result<Money, Fault> {
    Money::parse(text, Currency::USD).map_err(|reason| Fault::Price { slug: slug.to_owned(), reason })
}

fn picture(slug: &str, key: &str) -> Result<PictureKey, Fault> {
    match key.split_once(':') {
        Some((kind, variation)) if !kind.is_empty() && !variation.is_empty() => {
            Ok(PictureKey { kind: kind.to_owned(), variation: variation.to_owned() })
        }
        _ => Err(Fault::NotAPictureKey { slug: slug.to_owned(), found: key.to_owned() }),
    }
}

/// `wild=no;powdered=yes`.
fn facts(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, answer)| (name.trim().to_owned(), answer.trim().to_owned())).collect()
}

#[derive(Deserialize)]
struct PictureRow {
    kind: String,
    variations: String,
    #[serde(rename = "what it shows")]
    shows: String,
}

#[derive(Deserialize)]
struct SellerRow {
    slug: String,
    name: String,
    state: String,
    city: String,
    about_en: String,
    about_zh: String,
}

impl SellerRow {
    fn seller(self) -> Seller {
        let about = Bilingual { en: self.about_en, zh: self.about_zh };
        Seller { slug: self.slug, name: self.name, state: self.state, city: self.city, about }
    }
}

#[derive(Deserialize)]
struct ListingRow {
    seller: String,
    slug: String,
    category: String,
    title_en: String,
    title_zh: String,
    body_en: String,
    body_zh: String,
    option: String,
    hs: String,
    origin: String,
    price_usd: String,
    stock: u32,
    net_g: u32,
    gross_g: u32,
    volume_ml: Option<u32>,
    abv: Option<sampan_money::Decimal>,
    ingredients: String,
    picture: String,
    /// Answers with semicolons between them: `wild=no;powdered=yes`.
    #[serde(default)]
    facts: String,
}

impl ListingRow {
    fn variant(&self) -> Result<Variant, Fault> {
        let drink = match (self.volume_ml, self.abv) {
            (Some(volume_ml), Some(abv)) => Some(Drink { volume_ml, abv }),
            (None, None) => None,
            _ => return Err(Fault::HalfADrink { slug: self.slug.clone() }),
        };
        let price = dollars(&self.slug, &self.price_usd)?;
        let Self { stock, net_g, gross_g, .. } = *self;
        Ok(Variant { option: self.option.clone(), price, stock, net_g, gross_g, drink })
    }

    fn category(&self) -> Result<Category, Fault> {
        Category::named(&self.category)
            .ok_or_else(|| Fault::NoSuchCategory { slug: self.slug.clone(), found: self.category.clone() })
    }
}

#[derive(Deserialize)]
struct ServiceRow {
    seller: String,
    slug: String,
    title_en: String,
    title_zh: String,
    body_en: String,
    body_zh: String,
    place_en: String,
    place_zh: String,
    when_en: String,
    when_zh: String,
    last_day: Date,
    price_usd: String,
    seats: u32,
    picture: String,
}

impl ServiceRow {
    fn service(self) -> Result<Service, Fault> {
        Ok(Service {
            price: dollars(&self.slug, &self.price_usd)?,
            picture: picture(&self.slug, &self.picture)?,
            title: Bilingual { en: self.title_en, zh: self.title_zh },
            body: Bilingual { en: self.body_en, zh: self.body_zh },
            place: Bilingual { en: self.place_en, zh: self.place_zh },
            when: Bilingual { en: self.when_en, zh: self.when_zh },
            last_day: self.last_day,
            seats: self.seats,
            seller: self.seller,
            slug: self.slug,
        })
    }
}
