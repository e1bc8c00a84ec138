//! Whether a listing may be shown, and what is missing for that.

use super::{Category, Kind, Listing, Status};
use crate::message::{self, TextRefusal};
use crate::terms;
use rust_decimal::Decimal;
use sampan_ids::{AccountId, Timestamp, VariantId};
use sampan_money::Currency;
use serde::{Deserialize, Serialize};

/// Variants a listing may have.
const VARIANTS: usize = 2_048;
/// Axes that variants may differ on.
const AXES: usize = 5;
/// Pictures a listing may have.
const PICTURES: usize = 250;
/// Characters a title may have.
const TITLE: usize = 255;
/// Bytes a description may have.
const BODY: usize = 200_000;

/// Something a listing needs before buyers may see it. What a single destination wants besides is not asked here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "missing", rename_all = "snake_case")]
pub enum Missing {
    /// A title in some language.
    Title,
    /// At least one variant.
    Variant,
    /// A price above zero in US dollars.
    Price {
        /// Of which variant.
        variant: VariantId,
    },
    /// A net weight.
    NetWeight {
        /// Of which variant.
        variant: VariantId,
    },
    /// A gross weight not below the net weight.
    GrossWeight {
        /// Of which variant.
        variant: VariantId,
    },
    /// A tariff code.
    HsCode {
        /// Of which variant.
        variant: VariantId,
    },
    /// A country of origin.
    Origin {
        /// Of which variant.
        variant: VariantId,
    },
    /// A volume, for wine.
    Volume {
        /// Of which variant.
        variant: VariantId,
    },
    /// An alcohol content from 0 to 100 per cent, for wine.
    Alcohol {
        /// Of which variant.
        variant: VariantId,
    },
    /// The place of a service.
    Place,
    /// A last day of a service that is not over.
    LastDay,
}

impl Missing {
    /// The stable code of what is missing.
    pub const fn code(&self) -> &'static str {
        match self {
            Missing::Title => "title",
            Missing::Variant => "variant",
            Missing::Price { .. } => "price",
            Missing::NetWeight { .. } => "net_weight",
            Missing::GrossWeight { .. } => "gross_weight",
            Missing::HsCode { .. } => "hs_code",
            Missing::Origin { .. } => "origin",
            Missing::Volume { .. } => "volume",
            Missing::Alcohol { .. } => "alcohol",
            Missing::Place => "place",
            Missing::LastDay => "last_day",
        }
    }

    /// The variant that it is missing of, if it is a variant's.
    pub const fn variant(&self) -> Option<VariantId> {
        match self {
            Missing::Price { variant } | Missing::NetWeight { variant } | Missing::GrossWeight { variant } => {
                Some(*variant)
            }
            Missing::HsCode { variant } | Missing::Origin { variant } => Some(*variant),
            Missing::Volume { variant } | Missing::Alcohol { variant } => Some(*variant),
            Missing::Title | Missing::Variant | Missing::Place | Missing::LastDay => None,
        }
    }
}

/// Why a listing cannot be kept or shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum ListingRefusal {
    /// Something is missing.
    #[error("{} things are missing", missing.len())]
    NotReady {
        /// What.
        missing: Vec<Missing>,
    },
    /// The operator has taken it down.
    #[error("withdrawn by the operator: {reason}")]
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// Its status does not allow it.
    #[error("not possible while the listing is {status}")]
    NotNow {
        /// The status as it is.
        status: String,
    },
    /// Something is larger than can be kept.
    #[error("{what}: at most {limit}")]
    TooLarge {
        /// What.
        what: String,
        /// How much there may be.
        limit: usize,
    },
    /// The reason is missing or too long.
    #[error(transparent)]
    #[serde(untagged)]
    Text(#[from] TextRefusal),
}

impl ListingRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            ListingRefusal::NotReady { .. } => "listing_not_ready",
            ListingRefusal::Withdrawn { .. } => "listing_withdrawn",
            ListingRefusal::NotNow { .. } => "listing_not_now",
            ListingRefusal::TooLarge { .. } => "listing_too_large",
            ListingRefusal::Text(text) => text.code(),
        }
    }
}

impl Listing {
    /// What is missing before it may be published at a moment, in the order a seller would fill it in.
    pub fn missing(&self, now: Timestamp) -> Vec<Missing> {
        let mut missing = Vec::new();
        let mut need = |there: bool, what: Missing| {
            if !there {
                missing.push(what);
            }
        };
        need(self.texts.values().any(|text| !text.title.trim().is_empty()), Missing::Title);
        need(!self.variants.is_empty(), Missing::Variant);
        let percent = Decimal::ZERO..=Decimal::ONE_HUNDRED;
        for it in &self.variants {
            let variant = it.id;
            need(it.price.minor() > 0 && it.price.currency() == Currency::USD, Missing::Price { variant });
            if matches!(self.kind, Kind::Service(_)) {
                continue;
            }
            let net = it.net_weight_g.filter(|net| *net > 0);
            need(net.is_some(), Missing::NetWeight { variant });
            let gross = it.gross_weight_g.filter(|gross| *gross > 0 && *gross >= net.unwrap_or(0));
            need(gross.is_some(), Missing::GrossWeight { variant });
            need(it.hs.is_some(), Missing::HsCode { variant });
            need(it.origin.is_some(), Missing::Origin { variant });
            if self.category == Category::Wine {
                need(it.volume_ml.is_some_and(|ml| ml > 0), Missing::Volume { variant });
                need(it.abv_percent.is_some_and(|abv| percent.contains(&abv)), Missing::Alcohol { variant });
            }
        }
        if let Kind::Service(service) = &self.kind {
            need(!service.place.trim().is_empty(), Missing::Place);
            need(terms::end_of(service.last_day) > now, Missing::LastDay);
        }
        missing
    }

    /// Whether it can be kept: nothing is larger than the limits.
    pub fn check(&self) -> Result<(), ListingRefusal> {
        let limit = |found: usize, limit: usize, what: &str| match found {
            found if found <= limit => Ok(()),
            _ => Err(ListingRefusal::TooLarge { what: what.to_owned(), limit }),
        };
        limit(self.handle.chars().count(), 255, "handle")?;
        limit(self.options.len(), AXES, "options")?;
        limit(self.variants.len(), VARIANTS, "variants")?;
        limit(self.pictures.len(), PICTURES, "pictures")?;
        limit(self.ingredients.as_ref().map_or(0, String::len), 10_000, "ingredients")?;
        for text in self.texts.values() {
            limit(text.title.chars().count(), TITLE, "title")?;
            limit(text.body_html.len(), BODY, "body_html")?;
        }
        for variant in &self.variants {
            limit(variant.options.len(), self.options.len().max(1), "options of a variant")?;
            limit(variant.sku.as_ref().map_or(0, String::len), 255, "sku")?;
            limit(variant.barcode.as_ref().map_or(0, String::len), 64, "barcode")?;
        }
        Ok(())
    }

    /// Buyers see it from now on. Published already, it stays so.
    pub fn publish(&self, now: Timestamp) -> Result<Listing, ListingRefusal> {
        if let Status::Withdrawn { reason, .. } = &self.status {
            return Err(ListingRefusal::Withdrawn { reason: reason.clone() });
        }
        self.check()?;
        match self.missing(now) {
            missing if !missing.is_empty() => Err(ListingRefusal::NotReady { missing }),
            _ if self.is_published() => Ok(self.clone()),
            _ => Ok(self.now(Status::Published { at: now })),
        }
    }

    /// The seller takes it down.
    pub fn unpublish(&self) -> Result<Listing, ListingRefusal> {
        match self.status {
            Status::Published { .. } | Status::Unpublished => Ok(self.now(Status::Unpublished)),
            Status::Draft | Status::Withdrawn { .. } => Err(self.not_now()),
        }
    }

    /// The operator takes it down, with a reason that the seller sees.
    pub fn withdraw(&self, by: AccountId, reason: &str, now: Timestamp) -> Result<Listing, ListingRefusal> {
        match self.status {
            Status::Withdrawn { .. } => Err(self.not_now()),
            _ => Ok(self.now(Status::Withdrawn { by, reason: message::text(reason)?, at: now })),
        }
    }

    /// The operator lets the seller publish it again.
    pub fn restore(&self) -> Result<Listing, ListingRefusal> {
        match self.status {
            Status::Withdrawn { .. } => Ok(self.now(Status::Unpublished)),
            _ => Err(self.not_now()),
        }
    }

    fn now(&self, status: Status) -> Listing {
        Listing { status, ..self.clone() }
    }

    fn not_now(&self) -> ListingRefusal {
        ListingRefusal::NotNow { status: self.status.name().to_owned() }
    }
}
