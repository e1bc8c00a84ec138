//! Listings: what a seller offers, in its variants and languages, and whether buyers see it.

mod absorb;
mod category;
mod facts;
mod publish;
#[cfg(test)]
#[allow(clippy::inconsistent_digit_grouping, reason = "cents are set apart")]
mod tests;

pub use absorb::{Absorbed, Change, Field, absorb};
pub use category::Category;
pub use facts::{Fact, Facts, Told};
pub use publish::{ListingRefusal, Missing};

use crate::codes::{HsCode, Language};
use rust_decimal::Decimal;
use sampan_ids::{AccountId, Date, ListingId, SellerId, Timestamp, VariantId};
use sampan_ledger::Country;
use sampan_money::Money;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something a seller offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// Whose it is.
    pub seller: SellerId,
    /// The seller's own key, by which a file finds it again.
    pub handle: String,
    /// The name in addresses of pages.
    pub slug: String,
    /// Its shelf.
    pub category: Category,
    /// Goods, or a service.
    pub kind: Kind,
    /// Its texts by language.
    pub texts: BTreeMap<Language, Text>,
    /// The names of the axes that variants differ on, such as `Size`.
    pub options: Vec<String>,
    /// Its buyable forms.
    pub variants: Vec<Variant>,
    /// Its pictures, the first one first.
    pub pictures: Vec<Picture>,
    /// What is in it, for food and cosmetics.
    pub ingredients: Option<String>,
    /// Whether buyers see it.
    pub status: Status,
}

/// Goods, or a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// Something in a parcel.
    Goods,
    /// Something done at a place.
    Service(Service),
}

/// Where and when a service can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The place, as one would write it on an invitation.
    pub place: String,
    /// When, in words, by language.
    pub when: BTreeMap<Language, String>,
    /// The last day it can be had.
    pub last_day: Date,
}

/// A listing's text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The title.
    pub title: String,
    /// The description as clean HTML.
    pub body_html: String,
    /// Where it comes from.
    pub source: TextSource,
    /// Whether someone has looked it through.
    pub state: TextState,
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum TextSource {
    /// The seller wrote it.
    Seller,
    /// Someone translated it.
    Translator {
        /// Who.
        name: String,
    },
    /// A program translated it.
    Machine {
        /// Which.
        name: String,
    },
}

/// Whether a text has been looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextState {
    /// Not yet.
    Draft,
    /// It has.
    Checked,
}

/// One buyable form of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// The seller's own number for it.
    pub sku: Option<String>,
    /// Its value on each of the listing's axes.
    pub options: Vec<String>,
    /// The price of one piece, in US dollars.
    pub price: Money,
    /// Its tariff code.
    pub hs: Option<HsCode>,
    /// Where it was made.
    pub origin: Option<Country>,
    /// Net weight of one piece in grams.
    pub net_weight_g: Option<u32>,
    /// Gross weight of one piece in grams, packed.
    pub gross_weight_g: Option<u32>,
    /// Volume of one piece in millilitres.
    pub volume_ml: Option<u32>,
    /// Alcohol by volume, in per cent.
    pub abv_percent: Option<Decimal>,
    /// GTIN.
    pub barcode: Option<String>,
    /// What else the law asks about it, as far as the seller has told.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// A picture of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The address it comes from, or the key it is stored under.
    pub url_or_key: String,
    /// What is to be seen, for those who do not see it.
    pub alt: String,
}

/// Whether buyers see a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// Never published yet.
    Draft,
    /// Buyers see it.
    Published {
        /// Since when.
        at: Timestamp,
    },
    /// The seller has taken it down.
    Unpublished,
    /// The operator has taken it down.
    Withdrawn {
        /// Which operator.
        by: AccountId,
        /// Why, for the seller to read.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

impl Status {
    /// The state's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Published { .. } => "published",
            Status::Unpublished => "unpublished",
            Status::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Listing {
    /// The title in a language, or in the first one it has; empty when it has none.
    pub fn title(&self, language: Language) -> &str {
        let text = self.texts.get(&language).or_else(|| self.texts.values().next());
        text.map_or("", |text| text.title.as_str())
    }

    /// A variant by its id.
    pub fn variant(&self, id: VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// Whether buyers see it.
    pub const fn is_published(&self) -> bool {
        matches!(self.status, Status::Published { .. })
    }
}
