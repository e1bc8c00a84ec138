//! The sellers of a history and what they sell: made from the seed, put into their rows before anything happens.

use crate::chance::Dice;
use crate::wares::Ware;
use sampan_customs::Country;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Cell, ListingId, SellerId, Timestamp, VariantId};
use sampan_market::catalog::{Listings, Stocks, StoredListing};
use sampan_market::sellers::Sellers;
use sampan_money::{Currency, Money};
use sampan_tariff::ServiceKind;
use sampan_trade::Language;
use sampan_trade::listing::{Kind, Listing, Service, Status, Text, TextSource, TextState, Variant};
use sampan_trade::seller::{Application, Seller};
use sampan_trade::stock::Stock;
use std::collections::BTreeMap;

/// Everything that is on sale at the beginning. Put into its rows as it stands.
#[derive(Clone, Default)]
pub struct Shelf {
    /// Who sells.
    pub sellers: Vec<Seller>,
    /// What.
    pub listings: Vec<StoredListing>,
    /// How many of each.
    pub stocks: Vec<Stock>,
    /// What each is, in the order of the stocks.
    pub wares: Vec<Ware>,
}

impl Shelf {
    /// One to three sellers with one to three listings each, few pieces of everything.
    pub fn stocked(dice: &mut Dice, now: Timestamp) -> Shelf {
        let mut shelf = Shelf::default();
        for number in 0..dice.between(1, 3) {
            let seller = seller(dice, number, now);
            for _ in 0..dice.between(1, 3) {
                let ware = Ware::pick(dice);
                let listing = listing(dice, &seller, ware, now);
                let pieces = if dice.percent(70) { dice.between(1, 6) } else { dice.between(8, 40) };
                let variant = listing.listing.variants.first().map(|variant| variant.id);
                let stock = variant.map(|variant| Stock::new(variant, listing.listing.id, seller.id));
                shelf.stocks.extend(stock.and_then(|stock| stock.set_on_hand(pieces as u32).ok()));
                shelf.wares.push(ware);
                shelf.listings.push(listing);
            }
            shelf.sellers.push(seller);
        }
        shelf
    }

    /// What a variant is.
    pub fn ware(&self, variant: VariantId) -> Option<Ware> {
        let place = self.stocks.iter().position(|stock| stock.variant == variant)?;
        self.wares.get(place).copied()
    }

    /// What is sold to a place.
    pub fn sold_to(&self, country: Country) -> Vec<VariantId> {
        let stocks = self.stocks.iter().zip(&self.wares).filter(|(_, ware)| ware.places().contains(&country));
        stocks.map(|(stock, _)| stock.variant).collect()
    }
}

fn millis(now: Timestamp) -> u64 {
    now.as_millisecond().max(0) as u64
}

fn seller(dice: &mut Dice, number: i64, now: Timestamp) -> Seller {
    let cell = Cell::new(dice.below(64) as u16);
    let application = Application {
        id: SellerId::compose(millis(now), cell, dice.bits()),
        name: format!("Farm {number}"),
        slug: format!("farm-{number}-{:x}", dice.bits()),
        state: "MI".parse().expect("a state"),
        city: "Traverse City".to_owned(),
        email: String::new(),
    };
    let operator = AccountId::compose(millis(now), Cell::new(0), dice.bits());
    let seller = Seller::apply(application).expect("a name and a city").confirm_email().accept_terms(now);
    seller.approve(operator, now).expect("all steps are done")
}

/// Invented goods, or a walk in an orchard.
fn listing(dice: &mut Dice, seller: &Seller, ware: Ware, now: Timestamp) -> StoredListing {
    let cell = seller.id.cell();
    let (id, variant) =
        (ListingId::compose(millis(now), cell, dice.bits()), VariantId::compose(millis(now), cell, dice.bits()));
    let (service, (cents, net)) = (ware == Ware::Walk, ware.piece(dice));
    let text = |title: &str| Text {
        title: title.to_owned(),
        body_html: "<p>Invented.</p>".to_owned(),
        source: TextSource::Seller,
        state: TextState::Checked,
    };
    let goods = !service;
    let variant = Variant {
        id: variant,
        sku: None,
        options: Vec::new(),
        price: Money::new(cents, Currency::USD),
        hs: ware.hs().map(|hs| hs.parse().expect("a code")),
        origin: goods.then(|| "US".parse().expect("a country")),
        net_weight_g: goods.then_some(net),
        gross_weight_g: goods.then_some(net + net / 4),
        volume_ml: None,
        abv_percent: None,
        barcode: None,
        facts: Default::default(),
    };
    let last_day = now.to_zoned(jiff::tz::TimeZone::UTC).date() + jiff::Span::new().days(dice.between(5, 60));
    let walk =
        || Service { place: "Orchard Lane 1, Traverse City, Michigan".to_owned(), when: BTreeMap::new(), last_day };
    let handle = format!("thing-{:x}", dice.bits());
    let listing = Listing {
        id,
        seller: seller.id,
        handle: handle.clone(),
        slug: handle,
        category: ware.category(),
        kind: if service { Kind::Service(walk()) } else { Kind::Goods },
        texts: [(Language::En, text("Something invented")), (Language::ZhHans, text("虚构之物"))].into(),
        options: Vec::new(),
        variants: vec![variant],
        pictures: Vec::new(),
        ingredients: (goods && ware != Ware::Shirts).then(|| "As it says".to_owned()),
        status: Status::Published { at: now },
    };
    let service_kind = service.then_some(ServiceKind::OnSite);
    StoredListing { listing, us_state: seller.state.to_string(), service_kind, changed_at: now }
}

/// Puts what is on sale into its rows.
impl Command for Shelf {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
            .all::<Sellers>(self.sellers.iter().map(|seller| seller.id))
            .all::<Listings>(self.listings.iter().map(|stored| stored.listing.id))
            .all::<Stocks>(self.stocks.iter().map(|stock| stock.variant))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.sellers.iter().for_each(|seller| rows.put::<Sellers>(seller.clone()));
        self.listings.iter().for_each(|listing| rows.put::<Listings>(listing.clone()));
        self.stocks.iter().for_each(|stock| rows.put::<Stocks>(stock.clone()));
        Ok(())
    }
}
