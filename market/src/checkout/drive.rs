//! Guests' orders without a browser, for measuring the write path alone: what a checkout's handler would hand to its
//! lane, made in advance.

use super::lots::{Loaded, Lots};
use super::payments::{ChangePayment, Step};
use super::place::{Access, Buyer, Place};
use super::providers::Known;
use crate::App;
use crate::catalog::{Listings, Stocks, StoredListing};
use crate::pricing::{Had, Pricing};
use crate::sellers::Sellers;
use sampan_customs::Country;
use sampan_customs::address::{self, Address};
use sampan_db::{Moment, OnceKey, Rows};
use sampan_ids::{CheckoutId, ListingId, SellerId, VariantId};
use sampan_money::Money;
use sampan_trade::checkout::{Notification, NotificationKind};
use sampan_trade::listing::Kind;
use sampan_trade::seller::Seller;
use sampan_trade::stock::Stock;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The destination of all these orders.
const TO: Country = Country::SG;

#[derive(Clone, Copy)]
struct Goods {
    variant: VariantId,
    about: (ListingId, SellerId),
    price: Money,
}

/// Goods that can be bought, with what they cost at the door.
pub struct Shelf {
    app: App,
    pricing: Pricing,
    address: Address,
    goods: Vec<Goods>,
}

/// The rows that orders of some goods need to be there.
pub struct Before(Loaded);

impl Before {
    /// As a command has them loaded, with so many pieces of each on the shelf.
    pub fn rows(&self, pieces: u32) -> Rows {
        let mut rows = Rows::default();
        let (stocks, listings, sellers) = self.0.parts();
        for stock in stocks {
            rows.put::<Stocks>(Stock { on_hand: pieces, reserved: 0, ..stock.clone() });
        }
        listings.iter().for_each(|listing| rows.put::<Listings>(StoredListing::clone(listing)));
        sellers.iter().for_each(|seller| rows.put::<Sellers>(Seller::clone(seller)));
        rows
    }
}

impl Shelf {
    /// The first variants of goods that are sold to the destination, at most so many.
    pub async fn of(app: &App, most: usize) -> Result<Shelf, anyhow::Error> {
        let text = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let typed =
            [("name", "Kai Invented"), ("phone", "81234567"), ("street", "1 Nowhere Road"), ("postcode", "238859")];
        let typed: BTreeMap<String, String> = typed.into_iter().map(text).collect();
        let address = address::check(TO, &typed).map_err(|wrong| anyhow::anyhow!("the address: {wrong:?}"))?;
        let pricing = app.pricing();
        let condition = "where t.status = 'published' and t.kind = 'goods' order by t.cell, t.listing_id limit $1";
        let listings = app.db().select::<Listings>(condition, vec![(most as i64).into()]).await?;
        let goods = listings.iter().filter(|stored| matches!(stored.listing.kind, Kind::Goods));
        let firsts: Vec<VariantId> = goods.filter_map(|stored| Some(stored.listing.variants.first()?.id)).collect();
        let mut sold = Vec::new();
        for some in firsts.chunks(100) {
            let items: Vec<(VariantId, u32)> = some.iter().map(|variant| (*variant, 1)).collect();
            let loaded = Loaded::of(app.db(), &items).await?;
            for item in &items {
                let sorted = Lots::sort(&loaded.shelf(), &[*item], &pricing);
                let Some(lot) = sorted.lots.first().filter(|lot| lot.lines[0].trouble.is_none()) else { continue };
                if let Ok(landed) = lot.price(&pricing, TO.code(), None, &Had::default()) {
                    let listing = &lot.lines[0].stored.listing;
                    sold.push(Goods { variant: item.0, about: (listing.id, listing.seller), price: landed.total });
                }
            }
        }
        anyhow::ensure!(!sold.is_empty(), "nothing is sold to {}", TO.code());
        Ok(Shelf { app: app.clone(), pricing, address, goods: sold })
    }

    /// How many goods.
    pub fn len(&self) -> usize {
        self.goods.len()
    }

    /// Whether there are none; then there is no shelf.
    pub fn is_empty(&self) -> bool {
        self.goods.is_empty()
    }

    /// One piece for a guest whom nobody knows; `number` is another one for every order, `which` says which goods.
    pub fn order(&self, number: u128, which: usize) -> Place {
        let Goods { variant, about, price } = self.goods[which % self.goods.len()];
        let digest = *blake3::hash(&number.to_be_bytes()).as_bytes();
        let session = sampan_ids::from_digest(&digest);
        Place {
            vault: self.app.vault().clone(),
            pricing: self.pricing.clone(),
            fee_percent: self.app.operator_settings().fee_percent,
            provider: Known::Sandbox.in_ledger(),
            buyer: Buyer::Guest {
                email: format!("{number:x}@buyer.example"),
                language: "en".to_owned(),
                access: Access::Session(session),
            },
            items: vec![(variant, 1)],
            about: vec![about],
            basket: Some(session),
            destination: TO.code().to_owned(),
            deliveries: BTreeMap::new(),
            address: Some(self.address.clone()),
            document: None,
            expected: price,
        }
    }

    /// The idempotency key of an order.
    pub fn key(&self, number: u128) -> OnceKey {
        let body = *blake3::hash(&number.to_le_bytes()).as_bytes();
        OnceKey { id: self.app.vault().id("once", &number.to_string()), body }
    }

    /// The lane that an order waits in.
    pub fn owner(&self, which: usize) -> Uuid {
        self.goods[which % self.goods.len()].variant.0
    }

    /// What the provider tells of a checkout's payment.
    pub fn paid(&self, checkout: CheckoutId, which: usize) -> ChangePayment {
        let amount = self.goods[which % self.goods.len()].price;
        let (event_id, provider_ref) = (format!("ev_{checkout}"), format!("ch_{checkout}"));
        let notification = Notification { event_id, kind: NotificationKind::Approved { amount, provider_ref } };
        ChangePayment { vault: self.app.vault().clone(), checkout, step: Step::Notify(notification) }
    }

    /// The rows that stand before orders of the first so many goods.
    pub async fn before(&self, most: usize) -> Result<Before, anyhow::Error> {
        let items: Vec<(VariantId, u32)> = self.goods.iter().take(most).map(|goods| (goods.variant, 1)).collect();
        Ok(Before(Loaded::of(self.app.db(), &items).await?))
    }

    /// A moment of the program's clock.
    pub fn moment<'a>(&self, chance: &'a dyn Fn() -> u64) -> Moment<'a> {
        Moment::new(self.app.now(), chance)
    }
}
