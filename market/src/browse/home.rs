//! The first page, and the pages that say how buying works and what Sampan is.

use super::address::{href, shop_href};
use super::cards::{self, Card};
use super::front::front;
use super::place::{Asked, Place};
use super::words;
use crate::accounts::Viewer;
use crate::{App, page};
use sampan_trade::terms;
use sampan_web::{Cx, Error, NoInput, NoView, Reply};
use serde::Serialize;
use std::sync::Arc;

/// The first page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HomeView {
    /// Shelves that are not empty.
    pub shelves: Vec<Counted>,
    /// The newest goods, of different sellers as far as there are.
    #[schema(value_type = Vec<Card>)]
    pub goods: Vec<Arc<Card>>,
    /// Services.
    #[schema(value_type = Vec<Card>)]
    pub services: Vec<Arc<Card>>,
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
    let front = front(app).await?;
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
        goods: cards::cards(app, &front.goods, &place, &pricing, s),
        services: cards::cards(app, &front.services, &place, &pricing, s),
        shops: front
            .shops
            .iter()
            .map(|shop| Shop {
                name: shop.name.clone(),
                href: shop_href(&shop.slug),
                city: shop.city.clone(),
                state: words::state_name(shop.state, s),
                picture: shop.picture.clone(),
            })
            .collect(),
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
