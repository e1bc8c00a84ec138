//! Landed prices of search hits from what the index keeps of them, without reading a row.
//!
//! The index keeps a listing's numbers (of its cheapest variant), the class of its goods (tariff code, origin, alcohol,
//! kind of service) and its seller's rate card; classes and cards are few and stand there once. From these the price at
//! the reader's door is worked out by the same rules as everywhere, at the law, the rates and the day of the search. So
//! nothing is indexed again when a tariff or a rate changes.

use super::place::Place;
use crate::App;
use crate::catalog::StoredListing;
use crate::pricing::{Piece, Pricing};
use parking_lot::RwLock;
use rust_decimal::Decimal;
use sampan_ids::{ListingId, SellerId, Timestamp, VariantId};
use sampan_money::{Currency, Money};
use sampan_search::{Facts, Label, Numbers};
use sampan_tariff::ServiceKind;
use sampan_trade::listing::{Category, Facts as Told, Kind, Listing, Status, Variant};
use sampan_trade::rates::RateCard;
use sampan_trade::{Country, HsCode};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// So many hits are worked out for one page at most.
pub(super) const EXACT: usize = 1_000;

/// What the law asks of goods besides their numbers.
#[derive(Debug, Serialize, Deserialize)]
struct Class {
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    hs: Option<HsCode>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    origin: Option<Country>,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    abv_percent: Option<Decimal>,
    #[serde(rename = "f", default, skip_serializing_if = "Told::is_empty")]
    facts: Told,
    /// A service, of a kind the law knows or of none.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    service: Option<Option<ServiceKind>>,
}

/// The class of a listing's variant, as the index keeps it.
pub(super) fn class(stored: &StoredListing, variant: &Variant) -> String {
    let class = Class {
        hs: variant.hs.clone(),
        origin: variant.origin,
        abv_percent: variant.abv_percent,
        facts: variant.facts.clone(),
        service: (!matches!(stored.listing.kind, Kind::Goods)).then_some(stored.service_kind),
    };
    serde_json::to_string(&class).unwrap_or_default()
}

/// A rate card, as the index keeps it.
pub(super) fn terms(card: &RateCard) -> Result<String, anyhow::Error> {
    Ok(serde_json::to_string(card)?)
}

/// Classes and cards read from the index so far.
#[derive(Default)]
pub(super) struct Known {
    goods: RwLock<HashMap<Label, Option<Arc<Sample>>>>,
    cards: RwLock<HashMap<Label, Option<Arc<RateCard>>>>,
}

/// A listing that has nothing but its class.
struct Sample {
    stored: StoredListing,
    variant: Variant,
    service: bool,
}

impl Sample {
    fn of(class: Class) -> Sample {
        let variant = Variant {
            id: VariantId(Uuid::nil()),
            sku: None,
            options: Vec::new(),
            price: Money::zero(Currency::USD),
            hs: class.hs,
            origin: class.origin,
            net_weight_g: None,
            gross_weight_g: None,
            volume_ml: None,
            abv_percent: class.abv_percent,
            barcode: None,
            facts: class.facts,
        };
        let listing = Listing {
            id: ListingId(Uuid::nil()),
            seller: SellerId(Uuid::nil()),
            handle: String::new(),
            slug: String::new(),
            category: Category::ALL[0],
            kind: Kind::Goods,
            texts: BTreeMap::new(),
            options: Vec::new(),
            variants: Vec::new(),
            pictures: Vec::new(),
            ingredients: None,
            status: Status::Draft,
        };
        let service_kind = class.service.flatten();
        let stored = StoredListing { listing, us_state: String::new(), service_kind, changed_at: Timestamp::MIN };
        Sample { stored, variant, service: class.service.is_some() }
    }
}

/// The prices of one search's hits at one place.
pub(super) struct Doors<'a> {
    app: &'a App,
    pricing: Pricing,
    destination: String,
    /// Hits that are alike in all that counts cost the same.
    worked_out: RefCell<HashMap<(Label, Label, Numbers), Option<i64>>>,
}

impl<'a> Doors<'a> {
    pub(super) fn of(app: &'a App, pricing: Pricing, place: &Place) -> Doors<'a> {
        Doors { app, pricing, destination: place.destination.clone(), worked_out: RefCell::default() }
    }

    /// One piece at the door in minor units of the place's currency; none where it is not sold there.
    pub(super) fn price(&self, facts: &Facts) -> Option<i64> {
        let alike = (facts.class, facts.terms, facts.numbers);
        if let Some(known) = self.worked_out.borrow().get(&alike) {
            return *known;
        }
        let price = self.work_out(facts);
        self.worked_out.borrow_mut().insert(alike, price);
        price
    }

    fn work_out(&self, facts: &Facts) -> Option<i64> {
        let known = &self.app.browse().known;
        let sample = read(&known.goods, facts.class, |label| {
            serde_json::from_str(&self.app.search().label(label)).ok().map(Sample::of)
        })?;
        let numbers = &facts.numbers;
        let small = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
        let variant = Variant {
            price: Money::new(numbers.price_minor?, Currency::USD),
            net_weight_g: small(numbers.net_weight_g),
            gross_weight_g: small(numbers.weight_g),
            volume_ml: small(numbers.volume_ml),
            ..sample.variant.clone()
        };
        let piece = Piece { listing: &sample.stored, variant: &variant, quantity: 1 };
        let landed = if sample.service {
            self.pricing.service(piece, &self.destination)
        } else {
            let card =
                read(&known.cards, facts.terms, |label| serde_json::from_str(&self.app.search().label(label)).ok())?;
            self.pricing.parcel(&card, &[piece], &self.destination, None, &crate::pricing::Had::default())
        };
        landed.ok().map(|landed| landed.total.minor())
    }
}

/// What a label stands for, read once.
fn read<T>(
    known: &RwLock<HashMap<Label, Option<Arc<T>>>>,
    label: Label,
    parse: impl FnOnce(Label) -> Option<T>,
) -> Option<Arc<T>> {
    if let Some(known) = known.read().get(&label) {
        return known.clone();
    }
    let parsed = parse(label).map(Arc::new);
    known.write().insert(label, parsed.clone());
    parsed
}
