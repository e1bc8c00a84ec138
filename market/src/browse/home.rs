//! The first page, and the pages that say how buying works and what Sampan is.

use super::address::{href, shop_href};
use super::cards::{self, Card, Offered};
use super::find::ask_index;
use super::place::{Asked, Place};
use super::words;
use crate::accounts::Viewer;
use crate::{App, page};
use sampan_ids::{ListingId, SellerId};
use sampan_search::{Order, Query};
use sampan_trade::terms;
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply, Shell};
use serde::Serialize;
use std::collections::HashSet;

/// Goods shown.
const GOODS: usize = 10;
/// Services shown.
const SERVICES: usize = 4;
/// Sellers shown.
const SHOPS: usize = 6;
/// Listings looked at, so that not all that is shown is of one seller.
const LOOKED_AT: usize = 48;

/// The first page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HomeView {
    /// Shelves that are not empty.
    pub shelves: Vec<Counted>,
    /// The newest goods, of different sellers as far as there are.
    pub goods: Vec<Card>,
    /// Services.
    pub services: Vec<Card>,
    /// Some sellers.
    pub shops: Vec<Shop>,
    /// States that goods come from.
    pub states: Vec<Counted>,
    /// How many listings there are.
    pub total: u64,
    /// What the prices are for.
    pub place: Place,
}

/// A list and how long it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Counted {
    /// The code.
    pub code: String,
    /// The name in the reader's language.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How many there are.
    pub count: u64,
}

/// A seller, shortly.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Shop {
    /// The business.
    pub name: String,
    /// The shop's page.
    pub href: String,
    /// The city.
    pub city: String,
    /// The state in the reader's language.
    pub state: String,
    /// A picture of something it sells, or empty.
    pub picture: String,
}

page!(HomeView, "browse/pages/home.html");

/// The first page.
pub(super) async fn home(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<HomeView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let newest = |kind: &str, limit: usize| Query {
        kind: Some(kind.to_owned()),
        lang: s.lang.to_owned(),
        limit,
        order: Order::Newest,
        ..Query::default()
    };
    let goods = ask_index(app, newest("goods", LOOKED_AT)).await?;
    let services = ask_index(app, newest("service", SERVICES)).await?;
    let ids: Vec<ListingId> = goods.hits.iter().chain(&services.hits).map(|hit| ListingId(hit.id)).collect();
    let mut offered = cards::load(app, &ids, None).await.or_internal()?;
    let is_service: HashSet<ListingId> = services.hits.iter().map(|hit| ListingId(hit.id)).collect();
    let first = offered.iter().position(|o| is_service.contains(&o.stored.listing.id)).unwrap_or(offered.len());
    let services = offered.split_off(first);
    let shops = some_shops(&offered, s);
    let goods = mixed(offered);
    let pricing = app.pricing();
    let place = Place::of(s, &pricing, Asked::default());
    let shelves = app.shelves();
    let view = HomeView {
        shelves: shelves
            .categories
            .iter()
            .map(|shelf| Counted {
                code: shelf.of.as_str().to_owned(),
                name: words::category_name(shelf.of, s),
                href: format!("/categories/{}", shelf.of),
                count: shelf.count,
            })
            .collect(),
        goods: cards::cards(&goods, &place, &pricing, s),
        services: cards::cards(&services, &place, &pricing, s),
        shops,
        states: shelves
            .states
            .iter()
            .map(|shelf| Counted {
                code: shelf.of.code().to_owned(),
                name: words::state_name(shelf.of, s),
                href: href("/search", &[("state", shelf.of.code())]),
                count: shelf.count,
            })
            .collect(),
        total: shelves.total,
        place,
    };
    Ok(Reply::show(view))
}

/// The first listing of each seller in turn, until there are enough.
fn mixed(offered: Vec<Offered>) -> Vec<Offered> {
    let mut seen: HashSet<SellerId> = HashSet::new();
    let (mut first, rest): (Vec<_>, Vec<_>) = offered.into_iter().partition(|o| seen.insert(o.seller.id));
    first.extend(rest);
    first.truncate(GOODS);
    first
}

/// Sellers of different states, as far as there are.
fn some_shops(offered: &[Offered], s: &Shell) -> Vec<Shop> {
    let mut seen = HashSet::new();
    let sellers: Vec<&Offered> = offered.iter().filter(|o| seen.insert(o.seller.id)).collect();
    let mut states = HashSet::new();
    let (first, rest): (Vec<&Offered>, Vec<&Offered>) =
        sellers.into_iter().partition(|o| states.insert(o.seller.state));
    let shop = |o: &Offered| Shop {
        name: o.seller.name.clone(),
        href: shop_href(&o.seller.slug),
        city: o.seller.city.clone(),
        state: words::state_name(o.seller.state, s),
        picture: cards::picture(&o.stored.listing),
    };
    first.into_iter().chain(rest).take(SHOPS).map(shop).collect()
}

/// A page of words.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HelpView {
    /// Minutes to pay in.
    pub pay_within_minutes: i64,
    /// Days in which the seller ships.
    pub ship_within_days: i64,
    /// Days after delivery after which the seller is paid.
    pub release_after_days: i64,
    /// Days to claim that nothing came, after the time on the way is over.
    pub claim_within_days: i64,
    /// Days in which the operator decides.
    pub decide_within_days: i64,
}

page!(HelpView, "browse/pages/help.html");

/// How buying works.
pub(super) async fn help(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<HelpView>, Error> {
    Ok(Reply::show(HelpView {
        pay_within_minutes: terms::PAY_WITHIN_MINUTES,
        ship_within_days: terms::SHIP_WITHIN_DAYS,
        release_after_days: terms::RELEASE_AFTER_DAYS,
        claim_within_days: terms::CLAIM_WITHIN_DAYS,
        decide_within_days: terms::DECIDE_WITHIN_DAYS,
    }))
}

/// What Sampan is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AboutView {
    /// How many listings there are.
    pub listings: u64,
    /// How many states they come from.
    pub states: usize,
    /// The version of the book of tariffs that prices stand on.
    pub book: String,
}

page!(AboutView, "browse/pages/about.html");

/// What Sampan is.
pub(super) async fn about(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<AboutView>, Error> {
    let shelves = cx.site.shelves();
    let book = cx.site.book().version().to_owned();
    Ok(Reply::show(AboutView { listings: shelves.total, states: shelves.states.len(), book }))
}

/// What programs that collect pages may read: all that is shown to everyone.
pub(super) async fn robots(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<NoView>, Error> {
    let text = "User-agent: *\nDisallow: /account\nDisallow: /api/\nDisallow: /basket\nDisallow: /checkout\n\
                Disallow: /operator\nDisallow: /orders\nDisallow: /pay/\nDisallow: /search\nDisallow: /seller\n";
    Ok(Reply::shown(text.to_owned(), "text/plain; charset=utf-8").keep(3600))
}
