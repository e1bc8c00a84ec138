//! The ways a listing changes by its seller's hand.

use crate::accounts::Names;
use crate::catalog::handles::{handle_name, slug};
use crate::catalog::{Listings, Stocks, StoredListing, shelf_counts};
use crate::new_id;
use rust_decimal::Decimal;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{ListingId, SellerId, VariantId};
use sampan_money::Money;
use sampan_tariff::ServiceKind;
use sampan_trade::listing::{
    Category, Fact, Kind, Listing, ListingRefusal, Picture, Service, Status, Text, Told, Variant,
};
use sampan_trade::stock::{Stock, StockRefusal};
use sampan_trade::{Country, HsCode, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a listing does not change as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditRefusal {
    /// There is no such listing of this seller's.
    NotFound,
    /// The listing's own rules say no.
    Listing(ListingRefusal),
    /// The shelf cannot hold what is asked.
    Stock(VariantId, StockRefusal),
    /// The last variant stays.
    LastVariant,
}

fn own(rows: &Rows, seller: SellerId, id: ListingId) -> Result<StoredListing, EditRefusal> {
    let found = rows.get::<Listings>(&id).filter(|stored| stored.listing.seller == seller);
    found.cloned().ok_or(EditRefusal::NotFound)
}

fn save(rows: &mut Rows, at: &Moment, mut stored: StoredListing, listing: Listing) -> Result<(), EditRefusal> {
    listing.check().map_err(EditRefusal::Listing)?;
    if listing != stored.listing {
        stored.listing = listing;
        stored.changed_at = at.now;
        rows.put::<Listings>(stored);
    }
    Ok(())
}

/// What is told anew of variants; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Particulars {
    /// Tariff code.
    pub hs: Option<HsCode>,
    /// Country of origin.
    pub origin: Option<Country>,
    /// Grams of one piece.
    pub net_g: Option<u32>,
    /// Grams of one piece, packed.
    pub gross_g: Option<u32>,
    /// Millilitres of one piece.
    pub volume_ml: Option<u32>,
    /// Alcohol by volume.
    pub abv: Option<Decimal>,
    /// What else the law asks; none takes an answer back.
    pub facts: BTreeMap<Fact, Option<Told>>,
}

impl Particulars {
    fn onto(&self, variant: &mut Variant) {
        let Particulars { hs, origin, net_g, gross_g, volume_ml, abv, facts } = self.clone();
        variant.hs = hs.or(variant.hs.take());
        variant.origin = origin.or(variant.origin);
        variant.net_weight_g = net_g.or(variant.net_weight_g);
        variant.gross_weight_g = gross_g.or(variant.gross_weight_g);
        variant.volume_ml = volume_ml.or(variant.volume_ml);
        variant.abv_percent = abv.or(variant.abv_percent);
        facts.into_iter().for_each(|(fact, told)| variant.facts.tell(fact, told));
    }
}

/// Fills in particulars of many variants at once. What is not the seller's is passed over. Returns the listings changed.
pub struct Fill {
    /// Whose.
    pub seller: SellerId,
    /// For a variant, or for all variants of a listing.
    pub told: Vec<(ListingId, Option<VariantId>, Particulars)>,
}

impl Command for Fill {
    type Reply = u64;
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Listings>(self.told.iter().map(|(listing, _, _)| *listing))
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<u64, EditRefusal> {
        let mut changed = std::collections::BTreeSet::new();
        for (id, only, told) in &self.told {
            let Ok(stored) = own(rows, self.seller, *id) else { continue };
            let mut listing = stored.listing.clone();
            let meant = |v: &&mut Variant| only.is_none_or(|only| v.id == only);
            listing.variants.iter_mut().filter(meant).for_each(|variant| told.onto(variant));
            if listing != stored.listing {
                save(rows, at, stored, listing)?;
                changed.insert(*id);
            }
        }
        Ok(changed.len() as u64)
    }
}

/// A variant as the form has it.
#[derive(Debug, Clone)]
pub struct VariantForm {
    /// Which.
    pub id: VariantId,
    /// Its price.
    pub price: Money,
    /// The seller's own number.
    pub sku: Option<String>,
    /// Barcode.
    pub barcode: Option<String>,
    /// What customs asks.
    pub particulars: Particulars,
    /// Pieces counted on the shelf; none leaves the count.
    pub on_hand: Option<u32>,
}

/// A listing as the form has it: what is blank there is blank from now on.
pub struct Save {
    /// Whose.
    pub seller: SellerId,
    /// Which.
    pub id: ListingId,
    /// Its shelf.
    pub category: Category,
    /// What is in it.
    pub ingredients: Option<String>,
    /// Its texts; a language without one loses it.
    pub texts: BTreeMap<Language, Text>,
    /// Its variants; those that are not named stay as they are.
    pub variants: Vec<VariantForm>,
    /// Where and when, for a service.
    pub service: Option<(Service, ServiceKind)>,
    /// What pictures show, by their place.
    pub alts: BTreeMap<usize, String>,
}

impl Command for Save {
    type Reply = ();
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Listings>(self.id).all::<Stocks>(self.variants.iter().map(|v| v.id))
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), EditRefusal> {
        let mut stored = own(rows, self.seller, self.id)?;
        let mut listing = stored.listing.clone();
        listing.category = self.category;
        listing.ingredients = self.ingredients.clone();
        listing.texts = self.texts.clone();
        if let (Kind::Service(known), Some((told, kind))) = (&mut listing.kind, &self.service) {
            *known = told.clone();
            stored.service_kind = Some(*kind);
        }
        for (place, alt) in &self.alts {
            if let Some(picture) = listing.pictures.get_mut(*place) {
                picture.alt = alt.clone();
            }
        }
        for form in &self.variants {
            let Some(variant) = listing.variants.iter_mut().find(|v| v.id == form.id) else { continue };
            variant.price = form.price;
            variant.sku = form.sku.clone();
            variant.barcode = form.barcode.clone();
            let told = form.particulars.clone();
            (variant.hs, variant.origin) = (told.hs, told.origin);
            (variant.net_weight_g, variant.gross_weight_g) = (told.net_g, told.gross_g);
            (variant.volume_ml, variant.abv_percent) = (told.volume_ml, told.abv);
            told.facts.into_iter().for_each(|(fact, told)| variant.facts.tell(fact, told));
            count(rows, at, (self.seller, self.id), form)?;
        }
        save(rows, at, stored, listing)
    }
}

/// Sets the shelf to what was counted.
fn count(
    rows: &mut Rows,
    at: &Moment,
    (seller, listing): (SellerId, ListingId),
    form: &VariantForm,
) -> Result<(), EditRefusal> {
    let Some(on_hand) = form.on_hand else { return Ok(()) };
    let known = rows.get::<Stocks>(&form.id).cloned();
    let stock = known.unwrap_or_else(|| Stock::new(form.id, listing, seller));
    let counted = shelf_counts::count(rows, at, &stock, on_hand);
    counted.map(|_| ()).map_err(|refusal| EditRefusal::Stock(form.id, refusal))
}

/// A listing made by hand: a draft with one variant.
pub struct New {
    /// Whose.
    pub seller: SellerId,
    /// Where the seller is.
    pub us_state: String,
    /// Its shelf.
    pub category: Category,
    /// The language of its first text.
    pub language: Language,
    /// Its first text.
    pub text: Text,
    /// The price of its first variant.
    pub price: Money,
    /// Pieces on the shelf, or seats.
    pub on_hand: u32,
    /// Where and when, for a service.
    pub service: Option<(Service, ServiceKind)>,
}

impl Command for New {
    type Reply = ListingId;
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<ListingId, EditRefusal> {
        let cell = self.seller.cell();
        let (id, variant): (ListingId, VariantId) = (new_id(at, cell), new_id(at, cell));
        let slug = slug(&self.text.title, id);
        let listing = Listing {
            id,
            seller: self.seller,
            handle: slug.clone(),
            slug,
            category: if self.service.is_some() { Category::Service } else { self.category },
            kind: self.service.clone().map_or(Kind::Goods, |(service, _)| Kind::Service(service)),
            texts: [(self.language, self.text.clone())].into(),
            options: Vec::new(),
            variants: vec![blank(variant, Vec::new(), self.price)],
            pictures: Vec::new(),
            ingredients: None,
            status: Status::Draft,
        };
        listing.check().map_err(EditRefusal::Listing)?;
        let stock = Stock::new(variant, id, self.seller).set_on_hand(self.on_hand);
        rows.put::<Stocks>(stock.map_err(|refusal| EditRefusal::Stock(variant, refusal))?);
        rows.put::<Names>(handle_name(self.seller, &listing.handle, id));
        let service_kind = self.service.as_ref().map(|(_, kind)| *kind);
        rows.put::<Listings>(StoredListing {
            listing,
            us_state: self.us_state.clone(),
            service_kind,
            changed_at: at.now,
        });
        Ok(id)
    }
}

/// A variant of which nothing but the price is known.
fn blank(id: VariantId, options: Vec<String>, price: Money) -> Variant {
    Variant {
        id,
        sku: None,
        options,
        price,
        hs: None,
        origin: None,
        net_weight_g: None,
        gross_weight_g: None,
        volume_ml: None,
        abv_percent: None,
        barcode: None,
        facts: Default::default(),
    }
}

/// Another variant of a listing: the first one's particulars but for weight, price and figures.
pub struct AddVariant {
    /// Whose.
    pub seller: SellerId,
    /// Of which listing.
    pub id: ListingId,
    /// The axis that variants differ on, where the listing has none yet.
    pub axis: String,
    /// The value on it.
    pub value: String,
    /// The price.
    pub price: Money,
}

impl Command for AddVariant {
    type Reply = ();
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Listings>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), EditRefusal> {
        let stored = own(rows, self.seller, self.id)?;
        let mut listing = stored.listing.clone();
        if listing.options.is_empty() {
            listing.options.push(self.axis.clone());
            listing.variants.iter_mut().for_each(|v| v.options.resize(1, "1".to_owned()));
        }
        let id: VariantId = new_id(at, self.seller.cell());
        let mut options = vec![self.value.clone()];
        options.resize(listing.options.len(), String::new());
        let first = listing.variants.first();
        let (hs, origin) = (first.and_then(|v| v.hs.clone()), first.and_then(|v| v.origin));
        let facts = first.map(|v| v.facts.iter().filter(|(fact, _)| !fact.is_figure()).collect()).unwrap_or_default();
        listing.variants.push(Variant { hs, origin, facts, ..blank(id, options, self.price) });
        rows.put::<Stocks>(Stock::new(id, self.id, self.seller));
        save(rows, at, stored, listing)
    }
}

/// Takes a variant out of a listing; its stock row stays for the orders that hold it.
pub struct RemoveVariant {
    /// Whose.
    pub seller: SellerId,
    /// Of which listing.
    pub id: ListingId,
    /// Which.
    pub variant: VariantId,
}

impl Command for RemoveVariant {
    type Reply = ();
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Listings>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), EditRefusal> {
        let stored = own(rows, self.seller, self.id)?;
        let mut listing = stored.listing.clone();
        listing.variants.retain(|v| v.id != self.variant);
        if listing.variants.is_empty() {
            return Err(EditRefusal::LastVariant);
        }
        save(rows, at, stored, listing)
    }
}

/// Adds a picture to a listing, or takes one away.
pub struct Pictured {
    /// Whose.
    pub seller: SellerId,
    /// Of which listing.
    pub id: ListingId,
    /// The stored picture to add.
    pub add: Option<(crate::catalog::StoredPicture, String)>,
    /// The address or key of the one to take away.
    pub remove: Option<String>,
}

impl Command for Pictured {
    type Reply = ();
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        let picture = self.add.as_ref().map(|(picture, _)| picture.id);
        Needs::one::<Listings>(self.id).all::<crate::catalog::Pictures>(picture)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), EditRefusal> {
        let stored = own(rows, self.seller, self.id)?;
        let mut listing = stored.listing.clone();
        if let Some((picture, alt)) = &self.add {
            if rows.get::<crate::catalog::Pictures>(&picture.id).is_none() {
                rows.put::<crate::catalog::Pictures>(picture.clone());
            }
            listing.pictures.retain(|known| known.url_or_key != picture.key());
            listing.pictures.push(Picture { url_or_key: picture.key(), alt: alt.clone() });
        }
        if let Some(key) = &self.remove {
            listing.pictures.retain(|known| known.url_or_key != *key);
        }
        save(rows, at, stored, listing)
    }
}

/// Shows a listing to buyers, or takes it down.
pub struct Publish {
    /// Whose.
    pub seller: SellerId,
    /// Which.
    pub id: ListingId,
    /// Whether buyers are to see it.
    pub shown: bool,
}

impl Command for Publish {
    type Reply = ();
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Listings>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), EditRefusal> {
        let stored = own(rows, self.seller, self.id)?;
        let listing = if self.shown { stored.listing.publish(at.now) } else { stored.listing.unpublish() };
        save(rows, at, stored, listing.map_err(EditRefusal::Listing)?)
    }
}

/// Shows all of some listings to buyers that are ready. Returns how many are shown, and how many are not ready.
pub struct PublishAll {
    /// Whose.
    pub seller: SellerId,
    /// Which.
    pub ids: Vec<ListingId>,
}

impl Command for PublishAll {
    type Reply = (u64, u64);
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Listings>(self.ids.iter().copied())
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(u64, u64), EditRefusal> {
        let (mut shown, mut not) = (0, 0);
        for id in &self.ids {
            let Ok(stored) = own(rows, self.seller, *id) else { continue };
            match stored.listing.publish(at.now) {
                Ok(listing) => {
                    save(rows, at, stored, listing)?;
                    shown += 1;
                }
                Err(_) => not += 1,
            }
        }
        Ok((shown, not))
    }
}

/// Texts of many listings at once, as a table brings them. What is not the seller's is passed over. Returns the listings
/// changed.
pub struct SetTexts {
    /// Whose.
    pub seller: SellerId,
    /// Each text with its listing and language; none takes it away.
    pub texts: Vec<(ListingId, Language, Option<Text>)>,
}

impl Command for SetTexts {
    type Reply = u64;
    type Refusal = EditRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Listings>(self.texts.iter().map(|(listing, _, _)| *listing))
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<u64, EditRefusal> {
        let mut changed = std::collections::BTreeSet::new();
        for (id, language, text) in &self.texts {
            let Ok(stored) = own(rows, self.seller, *id) else { continue };
            let mut listing = stored.listing.clone();
            match text {
                Some(text) => drop(listing.texts.insert(*language, text.clone())),
                None => drop(listing.texts.remove(language)),
            }
            if listing != stored.listing {
                save(rows, at, stored, listing)?;
                changed.insert(*id);
            }
        }
        Ok(changed.len() as u64)
    }
}
