//! A basket sorted and priced for whoever buys: the one list that what is shown and what is placed are both read from.

use super::lots::{self, Line, Lot, Lots, Shelf};
use crate::pricing::{Had, Landed, NoPrice, Pricing};
use sampan_customs::identity::Kind as DocumentKind;
use sampan_ids::VariantId;
use sampan_money::Money;
use sampan_trade::allowance::Counted;
use std::collections::BTreeMap;

/// What becomes one order, and what it comes to.
pub struct PricedLot<'a> {
    /// What is bought.
    pub lot: Lot<'a>,
    /// The way of delivery that was chosen for it, if any.
    pub option: Option<&'a str>,
    /// What the buyer has had when it comes, the lots before it among that.
    pub had: Had,
    /// Its price, or why there is none.
    pub landed: Result<Landed, NoPrice>,
    /// What it counts with against the buyer's year, besides money.
    pub counted: Counted,
}

/// A basket, sorted and priced.
pub struct PricedLots<'a> {
    /// What becomes an order each, in the order of the basket.
    pub lots: Vec<PricedLot<'a>>,
    /// What is no longer there at all.
    pub gone: Vec<VariantId>,
}

impl<'a> PricedLots<'a> {
    /// Sorts and prices a basket; `deliveries` are the chosen options by seller, `had` is what the buyer has had.
    pub fn of(
        shelf: &Shelf<'a>,
        items: &[(VariantId, u32)],
        pricing: &Pricing,
        to: &str,
        deliveries: &'a BTreeMap<String, String>,
        had: &Had,
    ) -> PricedLots<'a> {
        let Lots { lots, gone } = Lots::sort(shelf, items, pricing);
        let mut had = had.clone();
        let mut price = |lot: Lot<'a>| {
            let option = deliveries.get(&lot.seller.id.to_string()).map(String::as_str);
            let option = option.filter(|option| !option.is_empty());
            let before = had.clone();
            let landed = lot.price(pricing, to, option, &before);
            let parcel = landed.as_ref().ok().filter(|_| !lot.service);
            let counted = parcel.map(|landed| pricing.counted(&lot.pieces(), landed)).unwrap_or_default();
            had.add(&counted);
            PricedLot { lot, option, had: before, landed, counted }
        };
        PricedLots { lots: lots.into_iter().map(&mut price).collect(), gone }
    }

    /// All orders together; none where one of them has no price.
    pub fn total(&self) -> Option<Money> {
        let total = |priced: &PricedLot<'_>| priced.landed.as_ref().ok().map(|landed| landed.total);
        let totals: Vec<Money> = self.lots.iter().map(total).collect::<Option<_>>()?;
        Money::sum(totals.first()?.currency(), totals.iter().copied()).ok()
    }

    /// Every line.
    pub fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lots.iter().flat_map(|priced| &priced.lot.lines)
    }

    /// Whether anything is sent.
    pub fn parcels(&self) -> bool {
        self.lots.iter().any(|priced| !priced.lot.service)
    }

    /// What customs want to know the buyer by, if they do.
    pub fn document(&self) -> Option<DocumentKind> {
        self.lots.iter().filter_map(|priced| priced.landed.as_ref().ok()).find_map(lots::document)
    }
}
