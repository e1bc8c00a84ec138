//! The demo catalogue into the database: sellers that are approved, listings that are published, stock on the shelf,
//! pictures, rates, and someone to sign in as in every role.

use sampan_db::{Command, Moment, Needs, Rows};
use sampan_demo::catalogue::{self as known, Catalogue, catalogue};
use sampan_ids::{AccountId, ListingId, SellerId, SignedDuration, Timestamp, VariantId};
use sampan_market::accounts::{Names, NewAccount, Role, email_id};
use sampan_market::catalog::handles::handle_name;
use sampan_market::catalog::{Listings, Pictures, Stocks, StoredListing, StoredPicture};
use sampan_market::rates::EnterRates;
use sampan_market::sellers::{Sellers, shop_name};
use sampan_market::vault::Vault;
use sampan_market::{App, new_id, new_owner};
use sampan_tariff::ServiceKind;
use sampan_trade::listing::{
    Category, Fact, Facts, Kind, Listing, Picture, Service, Status, Text, TextSource, TextState, Variant,
};
use sampan_trade::seller::{Application, Seller};
use sampan_trade::stock::Stock;
use sampan_trade::{HsCode, Language};
use std::collections::BTreeMap;

/// Someone to sign in as.
pub struct SignIn {
    /// The role, as it is printed.
    pub role: &'static str,
    /// The address.
    pub email: &'static str,
    /// The account.
    pub account: AccountId,
}

const PEOPLE: [(&str, &str); 3] =
    [("buyer", "buyer@sampan.example"), ("seller", "seller@sampan.example"), ("operator", "operator@sampan.example")];

/// Loads the catalogue if it is not there yet; always enters rates of the day and finds who can sign in.
pub async fn load(app: &App) -> Result<Vec<SignIn>, anyhow::Error> {
    let owner = email_id(app.vault(), PEOPLE[2].1);
    if app.db().find::<Names>(&owner).await?.is_none() {
        let load = Load { vault: app.vault().clone(), catalogue: catalogue() };
        app.db().perform(owner, load).await?.map_err(|why| anyhow::anyhow!("the demo catalogue: {why}"))?;
    }
    let enter = EnterRates(super::rates::rates(app.now().to_zoned(jiff::tz::TimeZone::UTC).date()));
    // It refuses nothing.
    let _ = app.db().perform(owner, enter).await?;
    app.reload().await?;
    let mut people = Vec::new();
    for (role, email) in PEOPLE {
        if let Some(name) = app.db().find::<Names>(&email_id(app.vault(), email)).await? {
            people.push(SignIn { role, email, account: AccountId(name.target) });
        }
    }
    Ok(people)
}

/// The whole catalogue in one commit: all of it is there, or none.
struct Load {
    vault: Vault,
    catalogue: Catalogue,
}

impl Load {
    fn account(&self, email: &str, name: &str, role: Role) -> NewAccount {
        NewAccount {
            vault: self.vault.clone(),
            email: email.to_owned(),
            name: name.to_owned(),
            password: None,
            role,
            language: if role == Role::Buyer { "zh-Hans" } else { "en" }.to_owned(),
            confirmed: true,
        }
    }
}

impl Command for Load {
    type Reply = ();
    type Refusal = String;

    fn needs(&self, _: &Rows) -> Needs {
        let drawings = self.drawings();
        Needs::none()
            .all::<Names>(PEOPLE.map(|(_, email)| email_id(&self.vault, email)))
            .all::<Pictures>(drawings.values().map(|picture| picture.id))
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), String> {
        let taken = |_| "a sign-in of the demo exists already".to_owned();
        let operator: AccountId = new_owner(at);
        self.account(PEOPLE[2].1, "Operator", Role::Operator).put(rows, operator, at.now).map_err(taken)?;
        self.account(PEOPLE[0].1, "Buyer", Role::Buyer).put(rows, new_owner(at), at.now).map_err(taken)?;
        let mut sellers: BTreeMap<&str, Seller> = BTreeMap::new();
        for known in &self.catalogue.sellers {
            let seller = approved(known, operator, at)?;
            rows.put::<Names>(shop_name(&self.vault, &seller));
            rows.put::<Sellers>(seller.clone());
            sellers.insert(&known.slug, seller);
        }
        let first = self.catalogue.sellers.first().ok_or("no sellers")?;
        let shop = sellers[first.slug.as_str()].id;
        let owner = self.account(PEOPLE[1].1, &first.name, Role::Seller { seller: shop, owner: true });
        owner.put(rows, new_id(at, shop.cell()), at.now).map_err(taken)?;
        let drawings = self.drawings();
        for picture in drawings.values() {
            rows.put::<Pictures>(picture.clone());
        }
        for known in &self.catalogue.listings {
            let seller = sellers.get(known.seller.as_str()).ok_or_else(|| format!("no seller {}", known.seller))?;
            let (listing, stocks) = listing(known, seller, &drawings[&known.picture.to_string()], at)?;
            rows.put::<Names>(handle_name(seller.id, &listing.listing.handle, listing.listing.id));
            rows.put::<Listings>(listing);
            stocks.into_iter().for_each(|stock| rows.put::<Stocks>(stock));
        }
        for known in &self.catalogue.services {
            let seller = sellers.get(known.seller.as_str()).ok_or_else(|| format!("no seller {}", known.seller))?;
            let (listing, stock) = service(known, seller, &drawings[&known.picture.to_string()], at)?;
            rows.put::<Names>(handle_name(seller.id, &listing.listing.handle, listing.listing.id));
            rows.put::<Listings>(listing);
            rows.put::<Stocks>(stock);
        }
        Ok(())
    }
}

impl Load {
    /// Each drawing that the catalogue uses, once.
    fn drawings(&self) -> BTreeMap<String, StoredPicture> {
        let of_listings = self.catalogue.listings.iter().map(|l| l.picture.to_string());
        let of_services = self.catalogue.services.iter().map(|s| s.picture.to_string());
        of_listings
            .chain(of_services)
            .map(|key| {
                let svg = sampan_demo::picture::svg(&key);
                (key, StoredPicture::new("image/svg+xml", svg.into_bytes()))
            })
            .collect()
    }
}

fn approved(known: &known::Seller, operator: AccountId, at: &Moment) -> Result<Seller, String> {
    let id: SellerId = new_owner(at);
    let seller = Seller::apply(Application {
        id,
        name: known.name.clone(),
        slug: known.slug.clone(),
        state: known.state.parse().map_err(|e| format!("{}: {e}", known.slug))?,
        city: known.city.clone(),
        email: String::new(),
    });
    let said = |e| format!("{}: {e}", known.slug);
    let seller = seller.map_err(said)?.confirm_email().accept_terms(at.now);
    let about = BTreeMap::from([(Language::En, known.about.en.clone()), (Language::ZhHans, known.about.zh.clone())]);
    let seller = seller.set_profile(&known.city, &about).map_err(said)?;
    seller.approve(operator, at.now).map_err(said)
}

/// A demo text as a listing's: paragraphs of escaped text.
fn text(title: &str, body: &str, source: TextSource) -> Text {
    let escaped = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Text { title: title.to_owned(), body_html: format!("<p>{escaped}</p>"), source, state: TextState::Checked }
}

fn texts(title: &known::Bilingual, body: &known::Bilingual) -> BTreeMap<Language, Text> {
    let translator = TextSource::Translator { name: "Sampan".to_owned() };
    BTreeMap::from([
        (Language::En, text(&title.en, &body.en, TextSource::Seller)),
        (Language::ZhHans, text(&title.zh, &body.zh, translator)),
    ])
}

type Loaded = (StoredListing, Vec<Stock>);

fn listing(known: &known::Listing, seller: &Seller, picture: &StoredPicture, at: &Moment) -> Result<Loaded, String> {
    let id: ListingId = new_id(at, seller.id.cell());
    let said = |e: String| format!("{}: {e}", known.slug);
    let hs: HsCode = known.hs.parse().map_err(|e| said(format!("{e}")))?;
    let origin = known.origin.parse().map_err(|e| said(format!("{e}")))?;
    let category: Category = known.category.slug().parse().map_err(|e| said(format!("{e}")))?;
    let facts = facts(&known.facts).map_err(said)?;
    let mut stocks = Vec::new();
    let mut variants = Vec::new();
    for (n, each) in known.variants.iter().enumerate() {
        let variant: VariantId = new_id(at, seller.id.cell());
        let stock = Stock::new(variant, id, seller.id).set_on_hand(each.stock).map_err(|e| said(e.to_string()))?;
        stocks.push(stock);
        variants.push(Variant {
            id: variant,
            sku: Some(format!("{}-{}", known.slug, n + 1)),
            options: vec![each.option.clone()],
            price: each.price,
            hs: Some(hs.clone()),
            origin: Some(origin),
            net_weight_g: Some(each.net_g),
            gross_weight_g: Some(each.gross_g),
            volume_ml: each.drink.map(|d| d.volume_ml),
            abv_percent: each.drink.map(|d| d.abv),
            barcode: None,
            facts: facts.clone(),
        });
    }
    let listing = Listing {
        id,
        seller: seller.id,
        handle: known.slug.clone(),
        slug: known.slug.clone(),
        category,
        kind: Kind::Goods,
        texts: texts(&known.title, &known.body),
        options: vec!["Size".to_owned()],
        variants,
        pictures: vec![Picture { url_or_key: picture.key(), alt: known.title.en.clone() }],
        ingredients: known.ingredients.clone(),
        status: Status::Published { at: since(&known.slug, at.now) },
    };
    Ok((stored(listing, seller, None, at), stocks))
}

/// What the catalogue answers to what the law asks.
pub fn facts(known: &[(String, String)]) -> Result<Facts, String> {
    let read = |(name, answer): &(String, String)| {
        let fact: Fact = name.parse().map_err(|e| format!("{e}"))?;
        Ok((fact, fact.read(answer).map_err(|e| format!("{e}"))?))
    };
    known.iter().map(read).collect()
}

/// When a listing went on sale: some day of the last forty, a different one for each, so that what is new is mixed.
fn since(slug: &str, now: Timestamp) -> Timestamp {
    let spread = slug.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % (40 * 24 * 60);
    now.checked_sub(SignedDuration::from_mins(spread.into())).unwrap_or(now)
}

fn service(
    known: &known::Service,
    seller: &Seller,
    picture: &StoredPicture,
    at: &Moment,
) -> Result<(StoredListing, Stock), String> {
    let id: ListingId = new_id(at, seller.id.cell());
    let variant: VariantId = new_id(at, seller.id.cell());
    let stock = Stock::new(variant, id, seller.id).set_on_hand(known.seats);
    let stock = stock.map_err(|e| format!("{}: {e}", known.slug))?;
    let when = BTreeMap::from([(Language::En, known.when.en.clone()), (Language::ZhHans, known.when.zh.clone())]);
    let online = known.place.en.starts_with("Online");
    let kind = if online { ServiceKind::EventOnline } else { ServiceKind::OnSite };
    let listing = Listing {
        id,
        seller: seller.id,
        handle: known.slug.clone(),
        slug: known.slug.clone(),
        category: Category::Service,
        kind: Kind::Service(Service { place: known.place.en.clone(), when, last_day: known.last_day }),
        texts: texts(&known.title, &known.body),
        options: Vec::new(),
        variants: vec![Variant {
            id: variant,
            sku: Some(known.slug.clone()),
            options: Vec::new(),
            price: known.price,
            hs: None,
            origin: None,
            net_weight_g: None,
            gross_weight_g: None,
            volume_ml: None,
            abv_percent: None,
            barcode: None,
            facts: Default::default(),
        }],
        pictures: vec![Picture { url_or_key: picture.key(), alt: known.title.en.clone() }],
        ingredients: None,
        status: Status::Published { at: since(&known.slug, at.now) },
    };
    Ok((stored(listing, seller, Some(kind), at), stock))
}

fn stored(listing: Listing, seller: &Seller, service_kind: Option<ServiceKind>, at: &Moment) -> StoredListing {
    StoredListing { listing, us_state: seller.state.to_string(), service_kind, changed_at: at.now }
}
