//! The whole catalogue as a what-if reads it: every listing on sale, where it is offered, what of it was sold in a year.

use crate::App;
use crate::catalog::StoredListing;
use crate::orders::StoredOrder;
use crate::pricing::mode;
use crate::sellers;
use sampan_db::{DbError, Row, Value};
use sampan_ids::{ListingId, SellerId, SignedDuration};
use sampan_tariff::whatif::{Listing, Offer, Study, Tally, Way};
use sampan_tariff::{Book, Line, ServiceKind};
use sampan_trade::Country;
use sampan_trade::listing::{Kind, Variant};
use sampan_trade::rates::RateCard;
use sampan_trade::seller::Seller;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Listings read at a time.
const PAGE: i64 = 2_000;
/// Orders read at a time.
const ORDERS: i64 = 5_000;
/// Chunks that are looked at beside each other: as many as there are cores on a small machine.
const AT_ONCE: usize = 2;

/// Pieces sold of a listing to a destination.
type Sold = HashMap<(ListingId, Country), u64>;

/// Looks at every listing on sale; `progress` hears how many have been looked at and how many there are.
pub async fn look<F>(
    app: &App,
    study: Arc<Study>,
    mut progress: impl FnMut(u64, u64) -> F,
) -> Result<Tally, anyhow::Error>
where
    F: Future<Output = Result<(), anyhow::Error>>,
{
    let of = count(app).await?;
    let sold = sold(app).await?;
    let (mut tally, mut looked, mut last) = (Tally::default(), 0, (-1, Uuid::nil()));
    let mut cards: HashMap<SellerId, RateCard> = HashMap::new();
    let mut tasks = tokio::task::JoinSet::new();
    loop {
        let rows = page(app, last).await?;
        let Some(end) = rows.last() else { break };
        last = (end.int("cell"), end.id("id"));
        looked += rows.len() as u64;
        let listings = listings(app, &rows, &mut cards, &sold).await?;
        if tasks.len() >= AT_ONCE
            && let Some(done) = tasks.join_next().await
        {
            tally.merge(done?);
        }
        let study = study.clone();
        tasks.spawn_blocking(move || study.look(&listings));
        progress(looked.min(of), of).await?;
    }
    while let Some(done) = tasks.join_next().await {
        tally.merge(done?);
    }
    Ok(tally)
}

/// Listings on sale.
pub async fn count(app: &App) -> Result<u64, DbError> {
    let sql = "select count(*) as n from listings l join sellers s on s.cell = l.cell and s.seller_id = l.seller_id \
               where l.status = 'published' and s.status = 'approved'";
    let rows = app.db().query(sql, vec![]).await?;
    Ok(rows.first().map_or(0, |row| row.int("n").unsigned_abs()))
}

async fn page(app: &App, after: (i64, Uuid)) -> Result<Vec<Row>, DbError> {
    // Sellers are looked at apart: engines turn a join about and then go through all listings for every page.
    let sql = "select l.cell as cell, l.listing_id as id, l.body as body from listings l \
               where l.status = 'published' and (l.cell, l.listing_id) > ($1, $2) \
               order by l.cell, l.listing_id limit $3";
    app.db().query(sql, vec![Value::Int(after.0), after.1.into(), PAGE.into()]).await
}

/// What was sold in the last year, of orders that did not come to nothing.
async fn sold(app: &App) -> Result<Sold, anyhow::Error> {
    let since = app.now() - SignedDuration::from_hours(365 * 24);
    let (mut sold, mut last) = (Sold::new(), (-1, Uuid::nil()));
    loop {
        let sql = "select o.cell as cell, o.order_id as id, o.body as body from orders o where o.placed_at >= $1 \
                   and o.state not in ('awaiting_payment', 'expired', 'cancelled', 'refunded') \
                   and (o.cell, o.order_id) > ($2, $3) order by o.cell, o.order_id limit $4";
        let values = vec![since.into(), Value::Int(last.0), last.1.into(), ORDERS.into()];
        let rows = app.db().query(sql, values).await?;
        let Some(end) = rows.last() else { return Ok(sold) };
        last = (end.int("cell"), end.id("id"));
        for row in &rows {
            let order: StoredOrder = serde_json::from_str(row.text("body"))?;
            for line in &order.order.lines {
                *sold.entry((line.listing, order.order.destination)).or_default() += u64::from(line.quantity);
            }
        }
    }
}

async fn listings(
    app: &App,
    rows: &[Row],
    cards: &mut HashMap<SellerId, RateCard>,
    sold: &Sold,
) -> Result<Vec<Listing>, anyhow::Error> {
    let read = |row: &Row| serde_json::from_str::<StoredListing>(row.text("body"));
    let stored: Vec<StoredListing> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let unknown: HashSet<SellerId> =
        stored.iter().map(|l| l.listing.seller).filter(|id| !cards.contains_key(id)).collect();
    if !unknown.is_empty() {
        let found = sellers::find_many(app.db(), unknown).await?;
        cards.extend(found.into_iter().filter(Seller::may_sell).map(|seller| (seller.id, seller.rate_card)));
    }
    let (book, today) = (app.book(), app.pricing().today());
    let known = stored.iter().filter_map(|stored| Some((stored, cards.get(&stored.listing.seller)?)));
    let all = known.flat_map(|(stored, card)| match &stored.listing.kind {
        Kind::Goods => of(&book, stored, card, sold),
        Kind::Service(of) if of.last_day < today => Vec::new(),
        Kind::Service(_) => service(&book, stored, sold).into_iter().collect(),
    });
    Ok(all.collect())
}

/// A service by its first variant: it is sold wherever the book has rules.
fn service(book: &Book, stored: &StoredListing, sold: &Sold) -> Option<Listing> {
    let variant = stored.listing.variants.first()?;
    let offer = |to: &'static str| {
        let country: Country = to.parse().ok()?;
        let pieces = sold.get(&(stored.listing.id, country)).copied();
        Some(Offer { pieces, ..Offer::to(to) })
    };
    Some(Listing {
        id: stored.listing.id.to_string(),
        seller: stored.listing.seller.to_string(),
        state: stored.us_state.clone(),
        line: line(variant),
        service: Some(stored.service_kind.unwrap_or(ServiceKind::OnSite)),
        offers: book.markets().filter_map(|market| offer(market.destination.code)).collect(),
    })
}

/// A listing by its first variant, as lists show it; variants of another code, origin or facts besides, for another law may hold
/// for them. What was sold of it counts with the first.
fn of(book: &Book, stored: &StoredListing, card: &RateCard, sold: &Sold) -> Vec<Listing> {
    let mut seen = HashSet::new();
    let kinds = stored.listing.variants.iter().filter(|v| seen.insert((v.hs.as_ref(), v.origin, &v.facts)));
    let whole = |(n, variant): (usize, &Variant)| Listing {
        id: stored.listing.id.to_string(),
        seller: stored.listing.seller.to_string(),
        state: stored.us_state.clone(),
        line: line(variant),
        service: None,
        offers: book
            .markets()
            .filter_map(|market| offer(market.destination.code, stored, variant, card, sold, n == 0))
            .collect(),
    };
    kinds.enumerate().map(whole).collect()
}

fn line(variant: &Variant) -> Line {
    Line {
        id: "0".to_owned(),
        hs: variant.hs.as_ref().map(ToString::to_string),
        description: String::new(),
        origin: variant.origin.map(|origin| origin.to_string()),
        quantity: 1,
        unit_price: variant.price,
        net_weight_g: variant.net_weight_g.map(Into::into),
        gross_weight_g: variant.gross_weight_g.map(Into::into),
        volume_ml: variant.volume_ml.map(Into::into),
        abv_percent: variant.abv_percent,
        retail_packs: variant.facts.retail_packs(),
        attributes: variant.facts.attributes(),
    }
}

/// Where the seller sends to, by which ways; none where the parcel's weight is not known or too great.
fn offer(
    to: &str,
    stored: &StoredListing,
    variant: &Variant,
    card: &RateCard,
    sold: &Sold,
    first: bool,
) -> Option<Offer> {
    let country: Country = to.parse().ok()?;
    let quotes = card.options(country, variant.gross_weight_g?.into()).ok()?;
    let ways = quotes.iter().map(|quote| Way { mode: Some(mode(quote.mode)), freight: Some(quote.price) }).collect();
    let pieces = sold.get(&(stored.listing.id, country)).copied().filter(|_| first);
    Some(Offer { destination: to.to_owned(), ways, pieces })
}
