//! Sellers, listings and services of the demonstration, typed.
//!
//! A listing has one or more variants; each variant has its own price, stock and weights. Texts come in pairs, because
//! nothing here is shown in only one language.

mod read;

use sampan_ids::Date;
use sampan_money::{Decimal, Money};
use std::fmt;

pub use read::Fault;

/// Everything the demonstration offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// The businesses, in the order of their file.
    pub sellers: Vec<Seller>,
    /// The goods, category by category.
    pub listings: Vec<Listing>,
    /// The visits, stays and lessons.
    pub services: Vec<Service>,
}

/// The compiled-in catalogue.
///
/// # Panics
/// Only if a compiled-in file is malformed, which the tests of this crate rule out.
pub fn catalogue() -> Catalogue {
    read::read(&read::FILES).expect("the compiled-in catalogue is well formed")
}

/// A text in English and in Simplified Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// A business of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// Name in addresses, such as `two-gull-orchards`.
    pub slug: String,
    /// Name as written.
    pub name: String,
    /// Two-letter postal code of the US state.
    pub state: String,
    /// Town.
    pub city: String,
    /// One or two sentences about the business.
    pub about: Bilingual,
}

/// Goods of a seller, in one or more variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The seller's slug.
    pub seller: String,
    /// Name in addresses, unique over the whole catalogue.
    pub slug: String,
    /// The shelf it stands on.
    pub category: Category,
    /// Title.
    pub title: Bilingual,
    /// What it is, how it is made, how to keep or use it; plain text.
    pub body: Bilingual,
    /// Eight-digit code of the Chinese tariff; its first six digits are the international heading.
    pub hs: String,
    /// Country of origin, ISO 3166 alpha-2.
    pub origin: String,
    /// Ingredients, where the goods are eaten, drunk or put on skin.
    pub ingredients: Option<String>,
    /// The picture that shows it.
    pub picture: PictureKey,
    /// What the law asks about it besides: names and answers, such as `wild` and `no`.
    pub facts: Vec<(String, String)>,
    /// What can be put in a basket; at least one.
    pub variants: Vec<Variant>,
}

/// One choice of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// What the choice is called, such as `8 oz`.
    pub option: String,
    /// Price in US dollars.
    pub price: Money,
    /// Pieces at hand.
    pub stock: u32,
    /// Weight of the goods, in grams.
    pub net_g: u32,
    /// Weight packed, in grams.
    pub gross_g: u32,
    /// Volume and strength, for drinks.
    pub drink: Option<Drink>,
}

/// What excise asks of a drink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drink {
    /// Volume in millilitres.
    pub volume_ml: u32,
    /// Alcohol by volume, in per cent.
    pub abv: Decimal,
}

/// A visit, stay or lesson; nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The seller's slug.
    pub seller: String,
    /// Name in addresses, unique over the whole catalogue.
    pub slug: String,
    /// Title.
    pub title: Bilingual,
    /// What happens.
    pub body: Bilingual,
    /// Where.
    pub place: Bilingual,
    /// When.
    pub when: Bilingual,
    /// The last day it can be taken up.
    pub last_day: Date,
    /// Price of one seat in US dollars.
    pub price: Money,
    /// Seats.
    pub seats: u32,
    /// The picture that shows it.
    pub picture: PictureKey,
}

/// Which picture shows a thing: a kind and a variation, written `cherry:red`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureKey {
    /// What is drawn, such as `cherry`.
    pub kind: String,
    /// How it is coloured or arranged, such as `red`.
    pub variation: String,
}

impl fmt::Display for PictureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.variation)
    }
}

/// The pictures the catalogue may ask for: every kind with its variations and what it shows.
///
/// # Panics
/// As [`catalogue`].
pub fn pictures() -> Vec<(PictureKey, String)> {
    read::pictures(read::PICTURES).expect("the compiled-in list of pictures is well formed")
}

macro_rules! categories {
    ($($variant:ident $slug:literal),+ $(,)?) => {
        /// The shelf a listing stands on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Category {
            $(#[doc = concat!("`", $slug, "`.")] $variant,)+
        }

        impl Category {
            /// All shelves, in the order they are shown.
            pub const ALL: &[Category] = &[$(Category::$variant),+];

            /// Name in addresses and files.
            pub const fn slug(self) -> &'static str {
                match self { $(Category::$variant => $slug),+ }
            }
        }
    };
}

categories! {
    FreshFruit "fresh_fruit",
    DriedFruit "dried_fruit",
    Wine "wine",
    Ginseng "ginseng",
    Nuts "nuts",
    Honey "honey",
    Maple "maple",
    Cheese "cheese",
    Supplements "supplements",
    SkinCare "skin_care",
    Toys "toys",
    Books "books",
    Apparel "apparel",
    Crafts "crafts",
    Outdoor "outdoor",
    PetFood "pet_food",
    Home "home",
}

impl Category {
    /// The category of a name in addresses and files.
    pub fn named(slug: &str) -> Option<Category> {
        Category::ALL.iter().copied().find(|category| category.slug() == slug)
    }
}

#[cfg(test)]
mod tests;
