//! Sellers and listings to test with: `shop` makes an approved seller in Michigan, `listing` puts something of theirs on
//! sale with stock on the shelf.
//!
//! ```ignore
//! let seller = fixtures::shop(app, "two-gull").await;
//! let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
//! let tour = fixtures::listing(app, &seller, Offer { slug: "tour", ..Offer::service() }).await;
//! ```

use crate::App;
use crate::catalog::{Listings, Stocks, StoredListing};
use crate::sellers::Sellers;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Cell, ListingId, SellerId, VariantId};
use sampan_money::{Currency, Money};
use sampan_tariff::ServiceKind;
use sampan_trade::Language;
use sampan_trade::listing::{
    Category, Fact, Kind, Listing, Service, Status, Text, TextSource, TextState, Told, Variant,
};
use sampan_trade::seller::{Application, Seller};
use sampan_trade::stock::Stock;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is put on sale.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The name in addresses, and the seller's own key.
    pub slug: &'static str,
    /// Its shelf.
    pub category: Category,
    /// Title and body in English; none if empty.
    pub en: (&'static str, &'static str),
    /// Title and body in Simplified Chinese; none if empty.
    pub zh: (&'static str, &'static str),
    /// The tariff code; none if empty.
    pub hs: &'static str,
    /// Country of origin; none if empty.
    pub origin: &'static str,
    /// Cents of each variant.
    pub cents: &'static [i64],
    /// Net grams of each piece; gross is a quarter more. Zero leaves the weights out.
    pub net_g: u32,
    /// Pieces of each variant on the shelf.
    pub stock: u32,
    /// Sold as a service at this place rather than as goods.
    pub place: Option<&'static str>,
    /// What is told of it besides.
    pub facts: &'static [(Fact, Told)],
    /// Whether buyers see it.
    pub published: bool,
}

impl Offer {
    /// A bag of dried cherries, which China and Singapore let in.
    pub fn cherries() -> Offer {
        Offer {
            slug: "dried-cherries",
            category: Category::DriedFruit,
            en: ("Dried tart cherries", "<p>Picked in July, dried slowly, nothing added.</p>"),
            zh: ("酸樱桃干", "<p>七月采摘，低温慢烘，无添加。</p>"),
            hs: "08134090",
            origin: "US",
            cents: &[1_600],
            net_g: 400,
            stock: 40,
            place: None,
            facts: &[],
            published: true,
        }
    }

    /// A walk through an orchard in Michigan.
    pub fn service() -> Offer {
        Offer {
            slug: "orchard-walk",
            category: Category::Service,
            en: ("A walk through the orchard", "<p>Two hours among the trees.</p>"),
            zh: ("果园漫步", "<p>在果树间漫步两小时。</p>"),
            hs: "",
            origin: "",
            cents: &[3_500],
            net_g: 0,
            stock: 12,
            place: Some("Orchard Lane 1, Traverse City, Michigan"),
            facts: &[],
            published: true,
        }
    }
}

/// A seller in Michigan who may sell, with the standard rate card.
pub async fn shop(app: &App, slug: &str) -> Seller {
    let (millis, random) = (millis(app), next());
    let seller = Seller::apply(Application {
        id: SellerId::compose(millis, Cell::new((random % 64) as u16), random),
        name: format!("{slug} farm"),
        slug: slug.to_owned(),
        state: "MI".parse().expect("a state"),
        city: "Traverse City".to_owned(),
        email: String::new(),
    });
    let operator = AccountId::compose(millis, Cell::new(0), next());
    let seller = seller.expect("a name and a city").confirm_email().accept_terms(app.now());
    let seller = seller.approve(operator, app.now()).expect("all steps are done");
    put(app, Put { sellers: vec![seller.clone()], ..Put::default() }).await;
    seller
}

/// Something of a seller's on sale, with its stock.
pub async fn listing(app: &App, seller: &Seller, offer: Offer) -> StoredListing {
    many(app, seller, &offer, 1).await.remove(0)
}

/// So many listings of a seller's that are alike, with their stocks, in one commit.
pub async fn many(app: &App, seller: &Seller, offer: &Offer, count: usize) -> Vec<StoredListing> {
    let mut rows = Put::default();
    for _ in 0..count {
        let mut stored = stored(app, seller, offer);
        if offer.published {
            stored.listing.status = Status::Published { at: app.now() };
        }
        let stock = |v: &Variant| Stock::new(v.id, stored.listing.id, seller.id).set_on_hand(offer.stock);
        rows.stocks.extend(stored.listing.variants.iter().map(|v| stock(v).expect("nothing is reserved")));
        rows.listings.push(stored);
    }
    let listings = rows.listings.clone();
    put(app, rows).await;
    listings
}

/// Stores a listing as it stands, as changed now.
pub async fn save_listing(app: &App, listing: &StoredListing) {
    let listing = StoredListing { changed_at: app.now(), ..listing.clone() };
    put(app, Put { listings: vec![listing], ..Put::default() }).await;
}

/// Stores a seller as it stands.
pub async fn save_seller(app: &App, seller: &Seller) {
    put(app, Put { sellers: vec![seller.clone()], ..Put::default() }).await;
}

/// Stores a stock as it stands.
pub async fn save_stock(app: &App, stock: &Stock) {
    put(app, Put { stocks: vec![stock.clone()], ..Put::default() }).await;
}

fn stored(app: &App, seller: &Seller, offer: &Offer) -> StoredListing {
    let cell = seller.id.cell();
    let text = |(title, body): (&str, &str)| Text {
        title: title.to_owned(),
        body_html: body.to_owned(),
        source: TextSource::Seller,
        state: TextState::Checked,
    };
    let texts = [(Language::En, offer.en), (Language::ZhHans, offer.zh)];
    let texts = texts.into_iter().filter(|(_, (title, _))| !title.is_empty());
    let variant = |(n, cents): (usize, &i64)| Variant {
        id: VariantId::compose(millis(app), cell, next()),
        sku: Some(format!("{}-{n}", offer.slug)),
        options: if offer.cents.len() > 1 { vec![format!("No. {}", n + 1)] } else { Vec::new() },
        price: Money::new(*cents, Currency::USD),
        hs: (!offer.hs.is_empty()).then(|| offer.hs.parse().expect("a code")),
        origin: (!offer.origin.is_empty()).then(|| offer.origin.parse().expect("a country")),
        net_weight_g: (offer.net_g > 0).then_some(offer.net_g),
        gross_weight_g: (offer.net_g > 0).then_some(offer.net_g + offer.net_g / 4),
        volume_ml: None,
        abv_percent: None,
        barcode: None,
        facts: offer.facts.iter().copied().collect(),
    };
    let service = |place: &str| Service {
        place: place.to_owned(),
        when: BTreeMap::from([
            (Language::En, "Saturdays at 10".to_owned()),
            (Language::ZhHans, "每周六上午十点".to_owned()),
        ]),
        last_day: jiff::civil::date(2027, 9, 30),
    };
    let listing = Listing {
        id: ListingId::compose(millis(app), cell, next()),
        seller: seller.id,
        handle: offer.slug.to_owned(),
        slug: offer.slug.to_owned(),
        category: offer.category,
        kind: offer.place.map_or(Kind::Goods, |place| Kind::Service(service(place))),
        texts: texts.map(|(language, said)| (language, text(said))).collect(),
        options: if offer.cents.len() > 1 { vec!["Size".to_owned()] } else { Vec::new() },
        variants: offer.cents.iter().enumerate().map(variant).collect(),
        pictures: Vec::new(),
        ingredients: offer.place.is_none().then(|| "Cherries".to_owned()),
        status: Status::Draft,
    };
    let service_kind = offer.place.map(|_| ServiceKind::OnSite);
    StoredListing { listing, us_state: seller.state.to_string(), service_kind, changed_at: app.now() }
}

fn millis(app: &App) -> u64 {
    app.now().as_millisecond().max(0) as u64
}

/// A number that is not given twice.
fn next() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

async fn put(app: &App, rows: Put) {
    app.db().perform(uuid::Uuid::nil(), rows).await.expect("decided").expect("accepted");
}

/// Puts rows as they are.
#[derive(Default)]
struct Put {
    sellers: Vec<Seller>,
    listings: Vec<StoredListing>,
    stocks: Vec<Stock>,
}

impl Command for Put {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
            .all::<Sellers>(self.sellers.iter().map(|s| s.id))
            .all::<Listings>(self.listings.iter().map(|l| l.listing.id))
            .all::<Stocks>(self.stocks.iter().map(|s| s.variant))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.sellers.iter().for_each(|seller| rows.put::<Sellers>(seller.clone()));
        self.listings.iter().for_each(|listing| rows.put::<Listings>(listing.clone()));
        self.stocks.iter().for_each(|stock| rows.put::<Stocks>(stock.clone()));
        Ok(())
    }
}

/// A draft of law that waits to be worked out.
pub async fn draft(app: &App, text: &str) -> uuid::Uuid {
    use crate::whatif::{Draft, Drafts, State, Work, store::Assumed};
    let id = sampan_ids::compose(millis(app), Cell::new(0), next());
    let draft = Draft {
        id,
        name: "More tax on cherries".to_owned(),
        text: text.to_owned(),
        day: None,
        assumed: Assumed::default(),
        state: State::Draft,
        work: Work::Study { looked: 0, of: 0 },
        serial: 1,
        changed_at: app.now(),
        changed_by: AccountId::compose(millis(app), Cell::new(0), next()),
    };
    super::people::save::<Drafts>(app, vec![draft]).await;
    id
}
