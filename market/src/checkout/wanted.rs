//! What is about to be bought: read from what was sent and from the database, sorted and priced.

use super::basket::Basket;
use super::form::{FormView, Purchase};
use super::http::CheckoutView;
use super::lots::Loaded;
use super::needed;
use super::person::{self, Person};
use super::place::NotPlaced;
use super::priced::PricedLots;
use super::store::Checkouts;
use super::sums::Sums;
use super::view::{Item, OrdersView};
use crate::App;
use crate::accounts::Names;
use crate::orders::Consignees;
use crate::policy::BuyerWho;
use crate::pricing::Pricing;
use sampan_customs::Country;
use sampan_ids::{CheckoutId, OrderId};
use sampan_money::Money;
use sampan_web::{Cx, Error, OrInternal};
use uuid::Uuid;

/// What is about to be bought, read from what was sent and from the database.
pub struct Wanted {
    /// What was sent.
    pub typed: Purchase,
    /// What is in the basket.
    pub basket: Basket,
    /// The basket's id, where it is one that is kept.
    pub kept: Option<Uuid>,
    /// Where it goes.
    pub country: Country,
    /// The rows behind it.
    pub loaded: Loaded,
    /// What it was priced with.
    pub pricing: Pricing,
    /// What is known of the person who buys.
    pub person: Person,
    /// What it comes to.
    pub sums: Sums,
}

/// The whole amount that the buyer saw; a refusal where it is not that of the orders as they are now, nothing where none
/// was sent.
pub fn expected(wanted: &Wanted) -> Result<Money, Option<NotPlaced>> {
    let seen = wanted.typed.expected.as_ref().ok_or(None)?;
    let currency = sampan_money::currency(&seen.currency).map_err(|_| None)?;
    let seen = Money::parse(&seen.amount, currency).map_err(|_| None)?;
    match wanted.sums.total {
        Some(now) if now != seen => Err(Some(NotPlaced::PriceChanged { seen, now })),
        // Where there is no total the command says why.
        _ => Ok(seen),
    }
}

/// The place that the orders go to: as the form was shown, else the reader's choice.
pub fn destination(cx: &Cx<App>, typed: &Purchase) -> Result<Country, Error> {
    let code = if typed.destination.is_empty() { crate::look::destination(&cx.shell) } else { &typed.destination };
    let known = crate::look::frame::DESTINATIONS.iter().any(|(known, _)| *known == code);
    let country = Country::parse(code).ok().filter(|_| known);
    country.ok_or_else(|| Error::field("destination", code, "one of the places that can be chosen", "choice"))
}

/// The things that a program lists, each variant once.
pub fn listed(items: &[Item]) -> Result<Basket, Error> {
    let mut basket = Basket::default();
    for item in items {
        let whole = basket.quantity(item.variant).saturating_add(item.quantity);
        let wrong = |_| Error::field("items", &whole.to_string(), "1 to 10,000 pieces of at most 40 things", "items");
        if item.quantity == 0 {
            return Err(Error::field("items", "0", "1 to 10,000 pieces of at most 40 things", "items"));
        }
        basket = basket.with(item.variant, whole).map_err(wrong)?;
    }
    Ok(basket)
}

/// The checkout that the basket of an older page became, if it is the asker's: another window bought it.
pub async fn bought_before(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    typed: &Purchase,
    basket: &Basket,
) -> Result<Option<CheckoutId>, Error> {
    let (Some(BuyerWho { account }), Ok(shown)) = (who, Uuid::try_parse(&typed.basket)) else { return Ok(None) };
    if shown == basket.id {
        return Ok(None);
    }
    let db = cx.site.db();
    let bought = cx.site.vault().id("basket", &shown.to_string());
    let Some(name) = db.find::<Names>(&bought).await.or_internal()? else { return Ok(None) };
    let placed = db.find::<Checkouts>(&CheckoutId(name.target)).await.or_internal()?;
    Ok(placed.filter(|placed| placed.checkout.buyer == account).map(|placed| placed.checkout.id))
}

/// Fills the form with the address of the buyer's last parcel to the country.
pub async fn remember(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    country: Country,
    typed: &mut Purchase,
) -> Result<(), Error> {
    let Some(BuyerWho { account }) = who else { return Ok(()) };
    let sql = "select t.order_id from orders t where t.buyer_id = $1 and t.destination = $2 and t.kind = 'goods' \
               order by t.placed_at desc limit 1";
    let rows = cx.site.db().query(sql, vec![account.0.into(), country.code().into()]).await.or_internal()?;
    let Some(row) = rows.first() else { return Ok(()) };
    let sealed = cx.site.db().find::<Consignees>(&OrderId(row.id("order_id"))).await.or_internal()?;
    if let Some(consignee) = sealed.and_then(|sealed| sealed.open(cx.site.vault())) {
        typed.address = consignee.address.values();
        typed.identity.name = consignee.identity.map(|identity| identity.name).unwrap_or_default();
    }
    Ok(())
}

/// Sorts and prices what is about to be bought.
pub async fn wanted(
    cx: &Cx<App>,
    typed: Purchase,
    basket: Basket,
    kept: bool,
    country: Country,
    room: Option<Money>,
) -> Result<Wanted, Error> {
    let loaded = Loaded::of(cx.site.db(), &basket.items).await.or_internal()?;
    let region = typed.address.get("region").map(String::as_str);
    let pricing = cx.site.pricing().delivered_to(country.code(), region);
    let person = Person { room, ..person::known(&cx.site, &pricing, &typed, country).await? };
    let sums = {
        let shelf = loaded.shelf();
        let chosen = &typed.deliveries;
        Sums::from(&PricedLots::of(&shelf, &basket.items, &pricing, country.code(), chosen, &person.had))
    };
    let kept = kept.then_some(basket.id);
    Ok(Wanted { typed, basket, kept, country, loaded, pricing, person, sums })
}

impl Wanted {
    /// The checkout as it is shown.
    pub async fn view(self, cx: &Cx<App>, who: Option<BuyerWho>, problem: String) -> Result<CheckoutView, Error> {
        let orders = {
            let Wanted { loaded, basket, pricing, country, typed, person, .. } = &self;
            let (to, chosen) = (country.code(), &typed.deliveries);
            let priced = PricedLots::of(&loaded.shelf(), &basket.items, pricing, to, chosen, &person.had);
            OrdersView::of(&priced, pricing, to, person, &cx.shell)
        };
        let orders = needed::with_held(orders, &cx.site, &cx.shell).await?;
        Ok(CheckoutView {
            form: FormView::of(&self.typed, &orders, self.country, who.is_none(), &cx.shell),
            orders,
            basket: self.kept.map(|id| id.to_string()).unwrap_or_default(),
            signed_in: who.is_some(),
            problem,
        })
    }
}
