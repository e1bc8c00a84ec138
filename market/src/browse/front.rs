//! What the first page shows, the same for every reader: looked up at most once in two seconds, whoever asks.
//!
//! Prices are not part of it. They are worked out for each reader from these rows, by the law and the rates of that
//! moment. What the rows may be behind by is a title, a stock or a seller's own price of two seconds ago, and what is
//! bought is looked at again when it is ordered.

use super::cards::{self, Offered};
use super::find::ask_index;
use crate::App;
use sampan_ids::{ListingId, SellerId, Timestamp};
use sampan_search::{Order, Query};
use sampan_trade::UsState;
use sampan_web::{Error, OrInternal};
use std::collections::HashSet;
use std::sync::Arc;

/// Goods shown.
const GOODS: usize = 10;
/// Services shown.
const SERVICES: usize = 4;
/// Sellers shown.
const SHOPS: usize = 6;
/// Listings looked at, so that not all that is shown is of one seller.
const LOOKED_AT: usize = 48;
/// How long what was found is shown, in microseconds.
const SHOWN: i64 = 2_000_000;

/// What the first page shows.
pub(super) struct Front {
    /// The newest goods, of different sellers as far as there are.
    pub goods: Vec<Offered>,
    /// The newest services.
    pub services: Vec<Offered>,
    /// Sellers of different states, as far as there are.
    pub shops: Vec<Window>,
    at: Timestamp,
}

/// A seller, and a picture of something it sells.
pub(super) struct Window {
    pub name: String,
    pub slug: String,
    pub city: String,
    pub state: UsState,
    pub picture: String,
}

/// What was found last.
#[derive(Default)]
pub(super) struct Found(tokio::sync::Mutex<Option<Arc<Front>>>);

/// What the first page shows now. While one looks it up the others wait for what it finds.
pub(super) async fn front(app: &App) -> Result<Arc<Front>, Error> {
    let mut found = app.browse().front.0.lock().await;
    let now = app.now();
    let fresh = |front: &&Arc<Front>| (0..SHOWN).contains(&(now.as_microsecond() - front.at.as_microsecond()));
    if let Some(front) = found.as_ref().filter(fresh) {
        return Ok(front.clone());
    }
    let front = Arc::new(look(app, now).await?);
    *found = Some(front.clone());
    Ok(front)
}

async fn look(app: &App, at: Timestamp) -> Result<Front, Error> {
    let newest = |kind: &str, limit: usize| Query {
        kind: Some(kind.to_owned()),
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
    let shops = some_shops(&offered);
    Ok(Front { goods: mixed(offered), services, shops, at })
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
fn some_shops(offered: &[Offered]) -> Vec<Window> {
    let mut seen = HashSet::new();
    let sellers: Vec<&Offered> = offered.iter().filter(|o| seen.insert(o.seller.id)).collect();
    let mut states = HashSet::new();
    let (first, rest): (Vec<&Offered>, Vec<&Offered>) =
        sellers.into_iter().partition(|o| states.insert(o.seller.state));
    let window = |o: &Offered| Window {
        name: o.seller.name.clone(),
        slug: o.seller.slug.clone(),
        city: o.seller.city.clone(),
        state: o.seller.state,
        picture: cards::picture(&o.stored.listing),
    };
    first.into_iter().chain(rest).take(SHOPS).map(window).collect()
}
