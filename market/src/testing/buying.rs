//! Orders to test with: placed, priced and paid by the rules, row by row as a checkout leaves them.
//!
//! ```ignore
//! let order = buying::placed(app, &seller, buyer, &[(&cherries, 2)], "CN").await;
//! buying::pay(app, order).await;
//! ```

use crate::App;
use crate::catalog::{Stocks, StoredListing};
use crate::checkout::{Allowances, Checkouts, Placed, allowance_id};
use crate::orders::{Consignee, Consignees, Identity, Orders, SealedConsignee, StoredOrder, apply, needs, voucher};
use crate::pricing::{Had, Landed, Piece};
use crate::vault::Vault;
use rust_decimal::Decimal;
use sampan_customs::address;
use sampan_customs::identity::ResidentId;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, CheckoutId, Date, OrderId, PaymentId, VariantId};
use sampan_money::{Currency, Money};
use sampan_trade::allowance::{Allowance, Counted};
use sampan_trade::checkout::{self, Checkout, Notification, NotificationKind};
use sampan_trade::listing::Kind;
use sampan_trade::order::{self, AllowanceUse, Delivery, Line, Order, OrderKind, Placing};
use sampan_trade::seller::Seller;
use std::collections::BTreeMap;

/// The identity number of the tests' buyer: invented, of a place that does not exist.
pub const ID_NUMBER: &str = "519999190101019990";
/// The name of the tests' addressee in China.
pub const ADDRESSEE: &str = "诸葛测试";

/// An order of one seller's listings (first variants) to a destination, placed by a buyer and not paid yet.
pub async fn placed(
    app: &App,
    seller: &Seller,
    buyer: AccountId,
    items: &[(&StoredListing, u32)],
    to: &str,
) -> OrderId {
    let pieces: Vec<Piece<'_>> = items
        .iter()
        .map(|(listing, quantity)| Piece { listing, variant: &listing.listing.variants[0], quantity: *quantity })
        .collect();
    let pricing = app.pricing();
    let landed = match &items[0].0.listing.kind {
        Kind::Goods => pricing.parcel(&seller.rate_card, &pieces, to, None, &Had::default()),
        Kind::Service(_) => pricing.service(pieces[0], to),
    };
    let landed = landed.unwrap_or_else(|why| panic!("it is sold to {to}: {why:?}"));
    let goods = matches!(items[0].0.listing.kind, Kind::Goods);
    let counted = if goods { pricing.counted(&pieces, &landed) } else { Counted::default() };
    let each = pricing.bears(&pieces, &landed);
    let items = items.iter().map(|(listing, quantity)| ((*listing).clone(), *quantity)).collect();
    let place = Place {
        vault: app.vault().clone(),
        seller: seller.clone(),
        buyer,
        items,
        counted,
        each,
        landed,
        to: to.to_owned(),
    };
    app.db().perform(seller.id.0, place).await.expect("decided").expect("placed")
}

struct Place {
    vault: Vault,
    seller: Seller,
    buyer: AccountId,
    items: Vec<(StoredListing, u32)>,
    counted: Counted,
    each: BTreeMap<VariantId, BTreeMap<String, Decimal>>,
    landed: Landed,
    to: String,
}

impl Place {
    fn holder(&self) -> uuid::Uuid {
        self.vault.id("resident id", ID_NUMBER)
    }
    fn counts(&self) -> Option<Money> {
        let counts = self.landed.answer.regime.as_deref() == Some("cbec");
        counts.then(|| self.landed.goods.plus(self.landed.carriage).expect("a sum"))
    }
    fn lines(&self) -> Vec<Line> {
        let line = |((listing, quantity), landed): (&(StoredListing, u32), &crate::pricing::LandedLine)| {
            let variant = &listing.listing.variants[0];
            Line {
                listing: listing.listing.id,
                variant: variant.id,
                title: listing.listing.texts.iter().map(|(l, text)| (*l, text.title.clone())).collect(),
                options: variant.options.clone(),
                sku: variant.sku.clone(),
                quantity: *quantity,
                unit_price: variant.price,
                goods: landed.goods,
                duty: landed.duty,
                tax: landed.tax,
                hs: variant.hs.clone(),
                origin: variant.origin,
                net_weight_g: variant.net_weight_g,
                gross_weight_g: variant.gross_weight_g,
                volume_ml: variant.volume_ml,
                abv_percent: variant.abv_percent,
                facts: variant.facts.clone(),
            }
        };
        self.items.iter().zip(&self.landed.lines).map(line).collect()
    }
}

impl Command for Place {
    type Reply = OrderId;
    type Refusal = String;

    fn needs(&self, _: &Rows) -> Needs {
        let stocks = self.items.iter().map(|(listing, _)| listing.listing.variants[0].id);
        let year = allowance_id(self.holder(), 2026);
        Needs::none().all::<Stocks>(stocks).and::<Allowances>(year)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<OrderId, String> {
        let id: OrderId = crate::new_id(at, self.seller.id.cell());
        let checkout: CheckoutId = crate::new_id(at, self.buyer.cell());
        let carriage = self.landed.carriage;
        let delivery = self.landed.delivery.clone().map(|quote| Delivery {
            code: quote.code,
            name: quote.name,
            mode: quote.mode,
            price_usd: quote.price,
            price: carriage,
            days_min: quote.days_min,
            days_max: quote.days_max,
        });
        let kind = match &self.items[0].0.listing.kind {
            Kind::Goods => OrderKind::Goods,
            Kind::Service(service) => OrderKind::Service {
                last_day: service.last_day,
                code_hash: voucher::hash(&self.vault, &voucher::code(&self.vault, id)),
            },
        };
        let until = checkout::expiry(at.now);
        let nothing = Money::zero(self.landed.total.currency());
        let counts = self.counts().or((!self.counted.is_empty()).then_some(nothing));
        let allowance = counts.map(|amount| AllowanceUse {
            holder: self.holder(),
            year: 2026,
            amount,
            counted: self.counted.clone(),
            each: self.each.clone(),
        });
        let placing = Placing {
            id,
            checkout,
            seller: self.seller.id,
            buyer: self.buyer,
            kind,
            lines: self.lines(),
            delivery,
            destination: self.to.parse().map_err(|e| format!("{e}"))?,
            rate: self.landed.rate.clone(),
            fee_percent: "5".parse().map_err(|e| format!("{e}"))?,
            provider: "sandbox".parse().map_err(|e| format!("{e}"))?,
            regime: self.landed.answer.regime.as_deref().unwrap_or_default().to_owned(),
            book_version: self.landed.answer.book_version.to_string(),
            quote: serde_json::to_string(&self.landed.answer).map_err(|e| e.to_string())?,
            allowance,
            placed_at: at.now,
            until,
        };
        let (order, stock) = Order::place(placing).map_err(|e| e.to_string())?;
        for effect in stock {
            let stock = rows.get::<Stocks>(&effect.variant).ok_or("no stock")?;
            let stock = stock.apply(effect.effect, effect.quantity).map_err(|e| e.to_string())?;
            rows.put::<Stocks>(stock);
        }
        if let Some(used) = &order.allowance {
            let limit = if self.to == "CN" { Money::new(2_600_000, Currency::CNY) } else { used.amount };
            let year = rows.get::<Allowances>(&allowance_id(used.holder, used.year)).cloned();
            let year = year.unwrap_or_else(|| Allowance::new(used.holder, used.year, limit));
            let year = year.hold(id, used.amount, until, at.now).map_err(|e| e.to_string())?;
            rows.put::<Allowances>(year.counting(id, used.counted.clone()));
        }
        let totals = [(id, order.amounts.total)];
        let rates = vec![order.rate.clone()];
        let placed = Checkout::place(checkout, self.buyer, order.provider.clone(), &totals, rates, at.now);
        let payment: PaymentId = crate::new_id(at, checkout.cell());
        rows.put::<Checkouts>(Placed { checkout: placed.map_err(|e| e.to_string())?, payment });
        let consignee = consignee(&self.to);
        rows.put::<Consignees>(SealedConsignee::seal(&self.vault, id, self.buyer, &consignee));
        rows.put::<Orders>(StoredOrder { order, us_state: self.seller.state.to_string() });
        Ok(id)
    }
}

/// The tests' addressee: invented, in Chengdu with an identity number or in Singapore without.
pub fn consignee(to: &str) -> Consignee {
    let china = "name=诸葛测试; phone=13800000000; region=510000; city=510100; district=510107; street=虚构路1号; \
                 postcode=610041";
    let singapore = "name=Mei Invented; phone=81234567; postcode=238859; street=1 Nowhere Road; unit=#02-03";
    let (country, fields) =
        if to == "CN" { (sampan_customs::Country::CN, china) } else { (sampan_customs::Country::SG, singapore) };
    let fields = fields.split("; ").filter_map(|field| field.split_once('='));
    let fields: BTreeMap<String, String> = fields.map(|(k, v)| (k.trim().to_owned(), v.to_owned())).collect();
    let number = ResidentId::check(ID_NUMBER, Date::constant(2026, 11, 22)).expect("an invented number that fits");
    Consignee {
        address: address::check(country, &fields).expect("an invented address that fits"),
        identity: (to == "CN").then(|| Identity { name: ADDRESSEE.to_owned(), number }),
        code: None,
    }
}

/// Pays an order's checkout in full, as a provider's notification would.
pub async fn pay(app: &App, order: OrderId) {
    let stored = app.find::<Orders>(order).await.expect("the order is there");
    let pay = Pay { vault: app.vault().clone(), checkout: stored.order.checkout };
    app.db().perform(order.0, pay).await.expect("decided").expect("paid");
}

struct Pay {
    vault: Vault,
    checkout: CheckoutId,
}

impl Command for Pay {
    type Reply = ();
    type Refusal = String;

    fn needs(&self, rows: &Rows) -> Needs {
        let mut all = Needs::one::<Checkouts>(self.checkout);
        if let Some(placed) = rows.peek::<Checkouts>(&self.checkout) {
            all = all.all::<Orders>(placed.checkout.orders.clone());
            for order in placed.checkout.orders.iter().filter_map(|id| rows.peek::<Orders>(id)) {
                all = all.with(needs(&order.order));
            }
        }
        all
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), String> {
        let placed = rows.get::<Checkouts>(&self.checkout).cloned().ok_or("no checkout")?;
        let (amount, reference) = (placed.checkout.total, format!("PAY-{}", placed.payment));
        let kind = NotificationKind::Approved { amount, provider_ref: reference };
        let told = Notification { event_id: format!("event {}", self.checkout), kind };
        let outcome = checkout::notify(&placed.checkout, told, at.now).map_err(|e| e.to_string())?;
        crate::books::post(rows, &outcome.postings, at);
        for id in outcome.checkout.orders.clone() {
            let stored = rows.get::<Orders>(&id).cloned().ok_or("no order")?;
            let command = outcome.orders.clone().ok_or("nothing is asked of the orders")?;
            let stepped = order::decide(&stored.order, command, at.now).map_err(|e| e.to_string())?;
            apply(rows, at, &self.vault, stored, stepped).map_err(|e| e.to_string())?;
        }
        rows.put::<Checkouts>(Placed { checkout: outcome.checkout, payment: placed.payment });
        Ok(())
    }
}
