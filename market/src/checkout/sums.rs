//! What a basket comes to without the words around it: all that placing has to know before it asks for the commit.

use super::lots::{Loaded, Lots};
use super::person::Person;
use crate::pricing::{Landed, Pricing};
use sampan_ids::VariantId;
use sampan_money::Money;
use std::collections::BTreeMap;

/// What a basket comes to, and what has to be asked for it.
pub struct Sums {
    /// All orders together; none where one of them has no price.
    pub total: Option<Money>,
    /// Whether anything is sent.
    pub parcels: bool,
    /// Whether customs wants to know who the buyer is.
    pub identity: bool,
}

impl Sums {
    /// Sorts and prices a basket; `deliveries` are the chosen options by seller, `person` what is known of who
    /// buys.
    pub fn of(
        loaded: &Loaded,
        items: &[(VariantId, u32)],
        pricing: &Pricing,
        to: &str,
        deliveries: &BTreeMap<String, String>,
        person: &Person,
    ) -> Sums {
        let shelf = loaded.shelf();
        let sorted = Lots::sort(&shelf, items, pricing);
        let mut had = person.had.clone();
        let mut landed: Vec<Option<Landed>> = Vec::with_capacity(sorted.lots.len());
        for lot in &sorted.lots {
            let option = deliveries.get(&lot.seller.id.to_string()).map(String::as_str);
            let price = lot.price(pricing, to, option.filter(|option| !option.is_empty()), &had).ok();
            if let Some(price) = price.as_ref().filter(|_| !lot.service) {
                had.add(&pricing.counted(&lot.pieces(), price));
            }
            landed.push(price);
        }
        let totals: Option<Vec<Money>> = landed.iter().map(|landed| landed.as_ref().map(|l| l.total)).collect();
        let total = totals.and_then(|totals| Money::sum(totals.first()?.currency(), totals.iter().copied()).ok());
        Sums {
            total,
            parcels: sorted.lots.iter().any(|lot| !lot.service),
            identity: landed.iter().flatten().any(|landed| landed.answer.regime.as_deref() == Some("cbec")),
        }
    }
}
