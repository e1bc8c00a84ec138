//! The sellers, and each one's shop.

use super::address::{href, shop_href};
use super::cards::{self, Card};
use super::find::of_seller;
use super::place::{Asked, Place};
use super::words;
use crate::accounts::Viewer;
use crate::sellers::Sellers;
use crate::{App, page};
use sampan_db::{DbError, Versioned};
use sampan_search::Cursor;
use sampan_trade::seller::Seller;
use sampan_trade::{Language, UsState};
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sellers on a page.
const PAGE: usize = 40;

/// Which sellers.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(super) struct Which {
    /// Only of this US state.
    state: Option<String>,
    /// Where the page before ended: its `next`.
    after: Option<String>,
}

/// Sellers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ShopsView {
    /// This page of them.
    pub shops: Vec<Business>,
    /// The state, where it is one.
    pub state: Option<String>,
    /// States that something comes from.
    pub states: Vec<super::find::Way>,
    /// Where the next page is; none on the last.
    pub next: Option<String>,
    /// The first page, where this is a later one.
    pub first: Option<String>,
}

/// A seller.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Business {
    /// The name in addresses.
    pub slug: String,
    /// The business.
    pub name: String,
    /// The shop's page.
    pub href: String,
    /// The city.
    pub city: String,
    /// The state's postal code.
    pub state: String,
    /// The state in the reader's language.
    pub state_name: String,
}

impl Business {
    /// A seller as everyone may see it.
    pub(super) fn of(seller: &Seller, s: &Shell) -> Business {
        Business {
            slug: seller.slug.clone(),
            name: seller.name.clone(),
            href: shop_href(&seller.slug),
            city: seller.city.clone(),
            state: seller.state.code().to_owned(),
            state_name: words::state_name(seller.state, s),
        }
    }
}

page!(ShopsView, "browse/pages/shops.html");

/// The sellers, newest first.
pub(super) async fn list(cx: Cx<App>, _: Option<Viewer>, which: Which) -> Result<Reply<ShopsView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let state: Option<UsState> = which.state.as_deref().and_then(|code| code.parse().ok());
    let code = state.map_or("", UsState::code);
    let after = which.after.as_deref().and_then(place_in_list);
    let (at, id) = after.unwrap_or((i64::MAX, uuid::Uuid::max()));
    let mut values = vec![at.into(), id.into(), (PAGE as i64 + 1).into()];
    // Two texts: the sellers of one state are found by an index of their own.
    let of_state = if state.is_some() { "and t.us_state = $4 " } else { "" };
    values.extend(state.map(|state| state.code().into()));
    let condition = format!(
        "where t.status = 'approved' {of_state}and (t.created_at, t.seller_id) < ($1, $2) \
         order by t.created_at desc, t.seller_id desc limit $3"
    );
    let mut sellers = app.db().select::<Sellers>(&condition, values).await.or_internal()?;
    let more = sellers.len() > PAGE;
    sellers.truncate(PAGE);
    let next = sellers.last().filter(|_| more).map(|last| {
        let at = crate::columns::millis_of(last.id.0) * 1000;
        href("/shops", &[("state", code), ("after", &format!("{at:x}.{}", last.id.0.simple()))])
    });
    let way = |of: UsState| super::find::Way {
        label: words::state_name(of, s),
        href: href("/shops", &[("state", of.code())]),
        current: state == Some(of),
    };
    let view = ShopsView {
        shops: sellers.iter().map(|seller| Business::of(seller, s)).collect(),
        state: state.map(|of| words::state_name(of, s)),
        states: app.shelves().states.iter().map(|shelf| way(shelf.of)).collect(),
        next,
        first: after.map(|_| href("/shops", &[("state", code)])),
    };
    Ok(Reply::show(view))
}

fn place_in_list(text: &str) -> Option<(i64, uuid::Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((i64::from_str_radix(at, 16).ok()?, uuid::Uuid::try_parse(id).ok()?))
}

/// Which shop, and where in it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Visit {
    /// The shop's name in addresses.
    shop: String,
    /// Where the page before ended: its `next`.
    after: Option<String>,
    /// Prices for this place instead of the reader's.
    destination: Option<String>,
    /// Prices in this currency instead of the reader's.
    currency: Option<String>,
}

/// A seller's shop.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ShopView {
    /// Whose it is.
    pub seller: Business,
    /// What the shop says of itself, in the reader's language or else in the one it has written in.
    pub about: String,
    /// The language of that, where it is not the reader's.
    pub about_lang: String,
    /// How many listings it has.
    pub total: u64,
    /// This page of them, newest first.
    #[schema(value_type = Vec<Card>)]
    pub listings: Vec<Arc<Card>>,
    /// Where the next page is; none on the last.
    pub next: Option<String>,
    /// The first page, where this is a later one.
    pub first: Option<String>,
    /// What the prices are for.
    pub place: Place,
}

page!(ShopView, "browse/pages/shop.html");

/// One seller's shop.
pub(super) async fn shop(cx: Cx<App>, _: Option<Viewer>, visit: Visit) -> Result<Reply<ShopView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let known = by_slug(app, &visit.shop).await.or_internal()?.ok_or(Error::NotFound)?;
    let seller = &known.item;
    let after = visit.after.as_deref().and_then(Cursor::parse);
    let (found, offered) = of_seller(app, &known, after).await?;
    let pricing = app.pricing();
    let (destination, currency) = (visit.destination.as_deref(), visit.currency.as_deref());
    let place = Place::of(s, &pricing, Asked { destination, currency });
    let own = s.lang.parse().unwrap_or(Language::En);
    let about = seller.about.get_key_value(&own).or_else(|| seller.about.iter().next());
    let path = shop_href(&seller.slug);
    let page = |after: &str| {
        let asked = [("destination", destination.unwrap_or_default()), ("currency", currency.unwrap_or_default())];
        href(&path, &[asked[0], asked[1], ("after", after)])
    };
    Ok(Reply::show(ShopView {
        seller: Business::of(seller, s),
        about: about.map(|(_, words)| words.clone()).unwrap_or_default(),
        about_lang: about.filter(|(lang, _)| **lang != own).map(|(lang, _)| lang.to_string()).unwrap_or_default(),
        total: found.total,
        listings: cards::cards(app, &offered, &place, &pricing, s),
        next: found.next.map(|cursor| page(&cursor.to_string())),
        first: after.map(|_| page("")),
        place,
    }))
}

/// A seller that may sell, by its name in addresses.
async fn by_slug(app: &App, slug: &str) -> Result<Option<Versioned<Seller>>, DbError> {
    let sql = "select t.seller_id as id, t.version as version, t.body as body from sellers t \
               where t.slug = $1 order by t.seller_id limit 1";
    // Whether it may sell is looked at here: an engine could take that for the better way to find it.
    let rows = app.db().look_up(sql, vec![slug.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (db, id) = (app.db(), row.id("id"));
    let known = db.newest::<Sellers>(id, row.int("version"), row.maybe_text("body"), db.known::<Sellers>(id))?;
    Ok(cards::sells(&known.item).then_some(known))
}
