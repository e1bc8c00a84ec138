//! A basket sorted into what becomes an order each: a parcel of goods for every seller, and every service by itself.
//! Pure: the basket page, the checkout page and the placing of orders all sort and price with this.

use crate::catalog::{Listings, Offer, Stocks, StoredListing, offers};
use crate::pricing::{Had, Landed, NoPrice, Piece, Pricing};
use crate::sellers::Sellers;
use sampan_customs::identity::Kind as DocumentKind;
use sampan_db::{Db, DbError, Rows};
use sampan_ids::{ListingId, SellerId, VariantId};
use sampan_money::Money;
use sampan_tariff::{Code, Reason};
use sampan_trade::listing::{Kind, Variant};
use sampan_trade::rates::DeliveryQuote;
use sampan_trade::seller::Seller;
use sampan_trade::stock::Stock;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows behind a basket.
#[derive(Default)]
pub struct Loaded {
    stocks: Vec<Stock>,
    listings: Vec<Arc<StoredListing>>,
    sellers: Vec<Arc<Seller>>,
}

impl Loaded {
    /// Reads the rows behind a basket.
    pub async fn of(db: &Db, items: &[(VariantId, u32)]) -> Result<Loaded, DbError> {
        let mut loaded = Loaded::default();
        for Offer { stock, listing, seller } in offers(db, items.iter().map(|(variant, _)| *variant)).await? {
            if !loaded.listings.iter().any(|known| known.listing.id == stock.listing) {
                loaded.listings.push(listing.item);
            }
            if !loaded.sellers.iter().any(|known| known.id == stock.seller) {
                loaded.sellers.push(seller.item);
            }
            loaded.stocks.push(stock);
        }
        Ok(loaded)
    }

    /// The listings, and who sells them.
    pub fn about(&self) -> Vec<(ListingId, SellerId)> {
        self.listings.iter().map(|stored| (stored.listing.id, stored.listing.seller)).collect()
    }

    /// What was read.
    pub(super) fn parts(&self) -> (&[Stock], &[Arc<StoredListing>], &[Arc<Seller>]) {
        (&self.stocks, &self.listings, &self.sellers)
    }

    /// What was read, by its ids.
    pub fn shelf(&self) -> Shelf<'_> {
        Shelf {
            stocks: self.stocks.iter().map(|stock| (stock.variant, stock)).collect(),
            listings: self.listings.iter().map(|stored| (stored.listing.id, &**stored)).collect(),
            sellers: self.sellers.iter().map(|seller| (seller.id, &**seller)).collect(),
        }
    }
}

/// The rows behind a basket by their ids.
#[derive(Default)]
pub struct Shelf<'a> {
    stocks: BTreeMap<VariantId, &'a Stock>,
    listings: BTreeMap<ListingId, &'a StoredListing>,
    sellers: BTreeMap<SellerId, &'a Seller>,
}

impl<'a> Shelf<'a> {
    /// The rows behind a basket out of those that a command has loaded.
    pub fn of_rows(rows: &'a Rows, items: &[(VariantId, u32)]) -> Shelf<'a> {
        let mut shelf = Shelf::default();
        for stock in items.iter().filter_map(|(variant, _)| rows.peek::<Stocks>(variant)) {
            shelf.stocks.insert(stock.variant, stock);
            shelf.listings.extend(rows.peek::<Listings>(&stock.listing).map(|listing| (stock.listing, listing)));
            shelf.sellers.extend(rows.peek::<Sellers>(&stock.seller).map(|seller| (stock.seller, seller)));
        }
        shelf
    }
}

/// Why a line of a basket cannot be bought as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum Trouble {
    /// The listing is not on sale, or its seller may not sell.
    NotSold,
    /// There are fewer pieces than wanted.
    Short {
        /// How many there are.
        left: u32,
    },
    /// The service's last day is over.
    Over,
}

/// A line of a basket with the rows behind it.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The listing.
    pub stored: &'a StoredListing,
    /// The variant.
    pub variant: &'a Variant,
    /// How many are wanted.
    pub quantity: u32,
    /// Why it cannot be bought as it stands.
    pub trouble: Option<Trouble>,
}

impl<'a> Line<'a> {
    /// As the pricing takes it.
    pub const fn piece(&self) -> Piece<'a> {
        Piece { listing: self.stored, variant: self.variant, quantity: self.quantity }
    }
}

/// What becomes one order.
pub struct Lot<'a> {
    /// Who sells.
    pub seller: &'a Seller,
    /// Whether it is a service; else it is a parcel.
    pub service: bool,
    /// What is bought.
    pub lines: Vec<Line<'a>>,
}

/// A basket, sorted.
#[derive(Default)]
pub struct Lots<'a> {
    /// What becomes an order each, in the order of the basket.
    pub lots: Vec<Lot<'a>>,
    /// What is no longer there at all.
    pub gone: Vec<VariantId>,
}

impl<'a> Lots<'a> {
    /// Sorts a basket on a day.
    pub fn sort(shelf: &Shelf<'a>, items: &[(VariantId, u32)], pricing: &Pricing) -> Lots<'a> {
        let mut sorted = Lots::default();
        for (variant, quantity) in items {
            match found(shelf, *variant, *quantity, pricing) {
                Some((seller, line)) => sorted.put(seller, line),
                None => sorted.gone.push(*variant),
            }
        }
        sorted
    }

    fn put(&mut self, seller: &'a Seller, line: Line<'a>) {
        let service = matches!(line.stored.listing.kind, Kind::Service(_));
        match self.lots.iter_mut().find(|lot| !service && !lot.service && lot.seller.id == seller.id) {
            Some(lot) => lot.lines.push(line),
            None => self.lots.push(Lot { seller, service, lines: vec![line] }),
        }
    }

    /// Every line.
    pub fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lots.iter().flat_map(|lot| &lot.lines)
    }
}

fn found<'a>(
    shelf: &Shelf<'a>,
    variant: VariantId,
    quantity: u32,
    pricing: &Pricing,
) -> Option<(&'a Seller, Line<'a>)> {
    let stock = *shelf.stocks.get(&variant)?;
    let stored = *shelf.listings.get(&stock.listing)?;
    let seller = *shelf.sellers.get(&stock.seller)?;
    let of = stored.listing.variant(variant)?;
    let over = matches!(&stored.listing.kind, Kind::Service(service) if service.last_day < pricing.today());
    let trouble = match stock.available() {
        _ if !stored.listing.is_published() || !seller.may_sell() => Some(Trouble::NotSold),
        _ if over => Some(Trouble::Over),
        left if left < quantity => Some(Trouble::Short { left }),
        _ => None,
    };
    Some((seller, Line { stored, variant: of, quantity, trouble }))
}

impl<'a> Lot<'a> {
    /// What the pricing takes.
    pub fn pieces(&self) -> Vec<Piece<'a>> {
        self.lines.iter().map(Line::piece).collect()
    }

    /// The ways to send it; none for a service.
    pub fn deliveries(&self, pricing: &Pricing, to: &str) -> Result<Vec<DeliveryQuote>, NoPrice> {
        if self.service { Ok(Vec::new()) } else { pricing.deliveries(&self.seller.rate_card, &self.pieces(), to) }
    }

    /// What it comes to by a way of delivery, or by the default one, for someone who has had this much.
    pub fn price(&self, pricing: &Pricing, to: &str, option: Option<&str>, had: &Had) -> Result<Landed, NoPrice> {
        match self.lines.first() {
            Some(line) if self.service => pricing.service(line.piece(), to),
            _ => pricing.parcel(&self.seller.rate_card, &self.pieces(), to, option, had),
        }
    }
}

/// What a parcel comes to for China's limits: the value that counts against the buyer's year.
pub fn counts(landed: &Landed) -> Option<Money> {
    (landed.answer.regime.as_deref() == Some("cbec")).then_some(landed.answer.customs_value)?
}

/// What customs want to know the buyer of a parcel by: what the regime asks for, else what a paper does.
pub fn document(landed: &Landed) -> Option<DocumentKind> {
    if landed.answer.regime.as_deref() == Some("cbec") {
        return Some(DocumentKind::ResidentId);
    }
    landed.answer.eligibility.papers.iter().find_map(|paper| DocumentKind::of_paper(&paper.code))
}

/// Where a parcel is over the limit of one order of the cross-border regime: the law's reason. It could only go as
/// general trade then, which needs an importer that a buyer of a few jars does not have; smaller orders go.
pub fn over_order_limit(landed: &Landed) -> Option<&Reason> {
    let general = landed.answer.regime.as_deref() == Some("general");
    let reasons = landed.answer.alternatives.iter().filter(|other| other.regime == "cbec");
    let mut reasons = reasons.filter_map(|other| other.reason.as_ref());
    reasons.find(|reason| general && reason.code == Code::OverOrderLimit)
}

/// A limit of the destination's book on the day.
pub fn limit(pricing: &Pricing, to: &str, name: &str) -> Option<Money> {
    match pricing.book.market(to)?.limit(name, pricing.today())?.value {
        sampan_tariff::book::LimitValue::Amount(amount) => Some(amount),
        _ => None,
    }
}
