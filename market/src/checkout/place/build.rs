//! The orders of a basket before they are placed: priced, compared with what the buyer saw, with every figure fixed.

use super::{NotPlaced, Place};
use crate::checkout::lots::{self, Line};
use crate::checkout::priced::{PricedLot, PricedLots};
use crate::orders::voucher;
use crate::pricing::{Landed, LandedLine, Pricing};
use rust_decimal::Decimal;
use sampan_customs::identity::Kind as DocumentKind;
use sampan_db::Moment;
use sampan_ids::{AccountId, CheckoutId, OrderId, SellerId, Timestamp, VariantId};
use sampan_ledger::Country;
use sampan_money::Money;
use sampan_trade::allowance::Counted;
use sampan_trade::listing::Kind;
use sampan_trade::order::{self, AllowanceUse, Delivery, OrderKind, Placing};
use sampan_trade::stock::StockRefusal;
use std::collections::BTreeMap;

/// An order to be, with the figures that it will be placed with.
pub struct Draft {
    seller: SellerId,
    fee_percent: Option<Decimal>,
    /// The US state of its seller.
    pub us_state: String,
    /// What customs want to know the buyer by.
    pub document: Option<DocumentKind>,
    last_day: Option<sampan_ids::Date>,
    lines: Vec<order::Line>,
    landed: Landed,
    counted: Counted,
    each: Each,
}

/// What one piece of a variant bears of the quantities that are limited.
type Each = BTreeMap<VariantId, BTreeMap<String, Decimal>>;

/// The orders of a basket that is priced as it is now. Refuses what cannot be bought, what the law or the seller's rate
/// card does not let go, and a sum that is not the one the buyer saw.
pub fn drafts(place: &Place, priced: PricedLots<'_>, pricing: &Pricing) -> Result<Vec<Draft>, NotPlaced> {
    if let Some(variant) = priced.gone.first() {
        return Err(NotPlaced::Gone { variant: *variant });
    }
    if let Some((variant, trouble)) = priced.lines().find_map(|line| Some((line.variant.id, line.trouble?))) {
        return Err(NotPlaced::Line { variant, trouble });
    }
    if priced.lots.is_empty() {
        return Err(NotPlaced::Empty);
    }
    let total = priced.total();
    let drafts: Vec<Draft> = priced.lots.into_iter().map(|lot| draft(place, lot, pricing)).collect::<Result<_, _>>()?;
    match total {
        Some(total) if total == place.expected => Ok(drafts),
        Some(now) if now.currency() == place.expected.currency() => {
            Err(NotPlaced::PriceChanged { seen: place.expected, now })
        }
        Some(_) | None => Err(NotPlaced::OtherCurrency { seen: place.expected }),
    }
}

fn draft(place: &Place, priced: PricedLot<'_>, pricing: &Pricing) -> Result<Draft, NotPlaced> {
    let PricedLot { lot, landed, counted, .. } = priced;
    let seller = lot.seller.id;
    let landed = landed.map_err(|_| NotPlaced::NoPrice { seller })?;
    if lots::over_order_limit(&landed).is_some() {
        return Err(NotPlaced::OrderLimit { seller });
    }
    let document = lots::document(&landed).filter(|_| !lot.service);
    if document.is_some_and(|kind| place.document.as_ref().is_none_or(|given| given.kind() != kind)) {
        return Err(NotPlaced::NoIdentity);
    }
    if !lot.service && place.address.is_none() {
        return Err(NotPlaced::NoAddress);
    }
    let last_day = lot.lines.first().and_then(|line| match &line.stored.listing.kind {
        Kind::Service(service) => Some(service.last_day),
        Kind::Goods => None,
    });
    let ordered =
        |(line, part): (&Line<'_>, &LandedLine)| part.ordered(&line.stored.listing, line.variant, line.quantity);
    let lines = lot.lines.iter().zip(&landed.lines).map(ordered).collect();
    // Only what counts at all is told apart by pieces.
    let each = if counted.quantities.is_empty() { Each::new() } else { pricing.bears(&lot.pieces(), &landed) };
    Ok(Draft {
        counted,
        each,
        seller,
        fee_percent: lot.seller.fee_percent,
        us_state: lot.seller.state.to_string(),
        document,
        last_day,
        lines,
        landed,
    })
}

impl Draft {
    /// All that the order is placed with.
    pub fn placing(
        self,
        place: &Place,
        at: &Moment,
        (checkout, buyer, until): (CheckoutId, AccountId, Timestamp),
    ) -> Result<Placing, NotPlaced> {
        let Draft { seller, fee_percent, last_day, lines, landed, counted, each, .. } = self;
        let id: OrderId = crate::new_id(at, seller.cell());
        let destination: Country = place.destination.parse().map_err(|_| NotPlaced::NoPrice { seller })?;
        let code_hash = || voucher::hash(&place.vault, &voucher::code(&place.vault, id));
        let kind =
            last_day.map_or(OrderKind::Goods, |last_day| OrderKind::Service { last_day, code_hash: code_hash() });
        let nothing = Money::zero(landed.total.currency());
        let amount = lots::counts(&landed).or((!counted.is_empty()).then_some(nothing));
        let allowance = amount.zip(place.holder());
        let allowance =
            allowance.map(|(amount, holder)| AllowanceUse { holder, year: place.year(), amount, counted, each });
        let carriage = landed.carriage;
        let delivery = landed.delivery.map(|quote| Delivery {
            code: quote.code,
            name: quote.name,
            mode: quote.mode,
            price_usd: quote.price,
            price: carriage,
            days_min: quote.days_min,
            days_max: quote.days_max,
        });
        Ok(Placing {
            id,
            checkout,
            seller,
            buyer,
            kind,
            lines,
            delivery,
            destination,
            rate: landed.rate,
            fee_percent: fee_percent.unwrap_or(place.fee_percent),
            provider: place.provider.clone(),
            regime: landed.answer.regime.as_deref().unwrap_or_default().to_owned(),
            book_version: landed.answer.book_version.to_string(),
            quote: serde_json::to_string(&landed.answer).unwrap_or_default(),
            allowance,
            placed_at: at.now,
            until,
        })
    }
}

impl From<StockRefusal> for NotPlaced {
    fn from(_: StockRefusal) -> NotPlaced {
        // The lines were counted just before; two of one variant cannot be in a basket.
        NotPlaced::Changed
    }
}
