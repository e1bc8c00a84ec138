//! A basket as it is shown, on its own page and at the checkout: an order and parcel for every seller, each with its
//! landed price, its ways of delivery, and what stands against it.

use super::basket::Basket;
use super::choices::{self, DeliveryChoiceView};
use super::lots::{self, Line, Loaded, Trouble};
use super::needed::{self, LotPaper};
use super::person::Person;
use super::priced::{PricedLot, PricedLots};
use super::ways::{Barred, WayOn};
use crate::App;
use crate::catalog::pictures;
use crate::explain::{self, Why};
use crate::look::Anatomy;
use crate::pricing::Pricing;
use sampan_customs::identity::Kind as DocumentKind;
use sampan_ids::VariantId;
use sampan_money::Money;
use sampan_trade::Language;
use sampan_trade::listing::Kind;
use sampan_web::{Error, OrInternal, Shell};
use serde::Serialize;
use std::collections::BTreeMap;

/// The basket: what is in it and, on its page, what that comes to.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BasketView {
    /// Variants and pieces.
    pub items: Vec<Item>,
    /// How many pieces.
    pub count: u64,
    /// Orders and prices; left out where only the basket's content was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders: Option<OrdersView>,
}

/// So many pieces of a variant.
#[derive(Debug, Clone, Copy, Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Item {
    /// The variant.
    #[schema(value_type = String, format = Uuid)]
    pub variant: VariantId,
    /// How many.
    pub quantity: u32,
}

/// What a basket becomes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OrdersView {
    /// The place that prices are for.
    pub destination: String,
    /// An order each.
    pub orders: Vec<LotView>,
    /// How many things of the basket are not there any more.
    pub gone: usize,
    /// Variants of these.
    pub gone_variants: Vec<String>,
    /// All orders together; none while one of them has no price.
    #[schema(value_type = Option<Object>)]
    pub total: Option<Money>,
    /// Whether all of it can be ordered as it stands.
    pub ready: bool,
    /// What the law allows a person, where it bears on these orders.
    pub hints: Vec<String>,
}

/// One order to be.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LotView {
    /// Who sells.
    pub seller: String,
    /// Their name.
    pub seller_name: String,
    /// Whether it is a service.
    pub service: bool,
    /// What is bought.
    pub lines: Vec<BasketLineView>,
    /// The ways to send it.
    pub deliveries: Vec<DeliveryChoiceView>,
    /// The landed price, taken apart.
    #[schema(value_type = Option<Object>)]
    pub price: Option<Anatomy>,
    /// Why there is none, or why it cannot be ordered so.
    pub why_not: Vec<Why>,
    /// The papers with which the law lets it go; the seller attaches them.
    pub papers: Vec<LotPaper>,
    /// The lawful ways on, where it cannot be ordered so.
    pub ways: Vec<WayOn>,
    /// The regime that the price was worked out under.
    pub regime: Option<String>,
    /// What customs want to know the buyer by, if they do.
    #[serde(skip)]
    pub document: Option<DocumentKind>,
}

/// One line.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BasketLineView {
    /// The variant.
    pub variant: String,
    /// The listing.
    pub listing: String,
    /// Its page.
    pub href: String,
    /// Its title, in the reader's language where there is one.
    pub title: String,
    /// The language of the title.
    pub lang: String,
    /// Option values, such as a size.
    pub options: Vec<String>,
    /// The address of its picture, or empty.
    pub picture: String,
    /// How many.
    pub quantity: u32,
    /// The seller's price for one.
    #[schema(value_type = Object)]
    pub unit_price: Money,
    /// Why it cannot be bought as it stands.
    pub trouble: Option<Trouble>,
    /// The same in a sentence, or empty.
    pub says: String,
    /// For a service: where and when.
    pub place: String,
}

impl BasketView {
    /// What is in the basket.
    pub fn plain(basket: &Basket) -> BasketView {
        let item = |(variant, quantity): &(VariantId, u32)| Item { variant: *variant, quantity: *quantity };
        BasketView { items: basket.items.iter().map(item).collect(), count: basket.count(), orders: None }
    }

    /// What is in the basket, and what it comes to.
    pub async fn priced(basket: &Basket, app: &App, s: &Shell) -> Result<BasketView, Error> {
        let loaded = Loaded::of(app.db(), &basket.items).await.or_internal()?;
        let (to, pricing, person) = (crate::look::destination(s), app.pricing(), Person::default());
        let orders = {
            let none = BTreeMap::new();
            let priced = PricedLots::of(&loaded.shelf(), &basket.items, &pricing, to, &none, &person.had);
            OrdersView::of(&priced, &pricing, to, &person, s)
        };
        let orders = needed::with_held(orders, app, s).await?;
        Ok(BasketView { orders: Some(orders), ..BasketView::plain(basket) })
    }
}

impl OrdersView {
    /// A priced basket in words; `person` is what is known of who buys.
    pub fn of(priced: &PricedLots<'_>, pricing: &Pricing, to: &str, person: &Person, s: &Shell) -> OrdersView {
        let order = |one: &PricedLot<'_>| LotView::of(one, pricing, to, person, s);
        let orders: Vec<LotView> = priced.lots.iter().map(order).collect();
        let total = priced.total();
        let sound = |order: &LotView| order.why_not.is_empty() && order.lines.iter().all(|l| l.trouble.is_none());
        OrdersView {
            destination: to.to_owned(),
            ready: total.is_some() && priced.gone.is_empty() && orders.iter().all(sound),
            hints: hints(&orders, pricing, to, s),
            total,
            gone: priced.gone.len(),
            gone_variants: priced.gone.iter().map(VariantId::to_string).collect(),
            orders,
        }
    }

    /// What customs want to know the buyer by, if they do.
    pub fn document(&self) -> Option<DocumentKind> {
        self.orders.iter().find_map(|order| order.document)
    }

    /// Whether a parcel can be sent in more than one way.
    pub fn has_choice(&self) -> bool {
        self.orders.iter().any(|order| order.deliveries.len() > 1)
    }

    /// Whether anything is sent.
    pub fn has_parcels(&self) -> bool {
        self.orders.iter().any(|order| !order.service)
    }
}

/// What a person may buy, where a regime with limits is used.
fn hints(orders: &[LotView], pricing: &Pricing, to: &str, s: &Shell) -> Vec<String> {
    if !orders.iter().any(|order| order.regime.as_deref() == Some("cbec")) {
        return Vec::new();
    }
    let limit = |name| lots::limit(pricing, to, name).map(|limit| crate::look::filters::written(limit, s));
    let (Some(order), Some(year)) = (limit("cbec.order"), limit("cbec.year")) else { return Vec::new() };
    vec![s.t2("checkout-hint-limits", "order", order, "year", year)]
}

impl LotView {
    /// Whether it is the law that bars it, not the weight that a carrier takes.
    pub fn is_limited(&self) -> bool {
        self.why_not.iter().all(|why| why.code != "parcel_too_heavy")
    }

    fn of(priced: &PricedLot<'_>, pricing: &Pricing, to: &str, person: &Person, s: &Shell) -> LotView {
        let PricedLot { lot, option, landed, had, .. } = priced;
        let (deliveries, mut why_not) = choices::choices(priced, pricing, to, s);
        let over = landed.as_ref().ok().and_then(lots::over_order_limit);
        why_not.extend(over.map(|reason| explain::reason(reason, s)));
        let person = Person { had: had.clone(), ..person.clone() };
        let ways = Barred { lot, pricing, to, option: *option, person: &person }.ways(landed, s);
        let landed = landed.as_ref().ok();
        LotView {
            papers: landed.map(|landed| needed::papers(lot, &landed.answer, s)).unwrap_or_default(),
            ways,
            seller: lot.seller.id.to_string(),
            seller_name: lot.seller.name.clone(),
            service: lot.service,
            lines: lot.lines.iter().map(|line| BasketLineView::of(line, s)).collect(),
            deliveries,
            regime: landed.and_then(|landed| landed.answer.regime.clone().map(String::from)),
            document: landed.and_then(lots::document),
            price: landed.map(|landed| explain::anatomy(landed, s)),
            why_not,
        }
    }
}

impl BasketLineView {
    fn of(line: &Line<'_>, s: &Shell) -> BasketLineView {
        let listing = &line.stored.listing;
        let language = s.lang.parse().unwrap_or(Language::En);
        let lang = listing.texts.contains_key(&language).then_some(language);
        let lang = lang.or_else(|| listing.texts.keys().next().copied()).unwrap_or(Language::En);
        let place = match &listing.kind {
            Kind::Service(service) => {
                let when = service.when.get(&language).or_else(|| service.when.values().next());
                let when = when.map(String::as_str).unwrap_or_default();
                s.tn(
                    "checkout-service",
                    &[("place", &service.place), ("when", &when), ("until", &s.day(service.last_day))],
                )
            }
            Kind::Goods => String::new(),
        };
        BasketLineView {
            variant: line.variant.id.to_string(),
            listing: listing.id.to_string(),
            href: format!("/listings/{}", listing.id.0.simple()),
            title: listing.title(language).to_owned(),
            lang: lang.as_str().to_owned(),
            options: line.variant.options.clone(),
            picture: listing.pictures.first().map(|p| pictures::address(listing.id, &p.url_or_key)).unwrap_or_default(),
            quantity: line.quantity,
            unit_price: line.variant.price,
            trouble: line.trouble,
            says: line.trouble.map(|trouble| says(trouble, s)).unwrap_or_default(),
            place,
        }
    }
}

impl BasketLineView {
    /// The price of one, in words.
    pub fn each(&self, s: &Shell) -> String {
        s.t1("checkout-unit-price", "price", crate::look::filters::written(self.unit_price, s))
    }
}

/// What stands against a line, in a sentence.
pub fn says(trouble: Trouble, s: &Shell) -> String {
    match trouble {
        Trouble::NotSold => s.t("checkout-not-sold"),
        Trouble::Short { left: 0 } => s.t("checkout-sold-out"),
        Trouble::Short { left } => s.t1("checkout-left", "left", left),
        Trouble::Over => s.t("checkout-service-over"),
    }
}

crate::page!(BasketView, "checkout/pages/basket.html");
