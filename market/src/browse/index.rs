//! Keeping the search index in step with the listings: all of them once, then whatever changed.
//!
//! The index is a copy. Its marker says how far it has come, and for which database; an index without a marker of this
//! database's is filled anew, so one that was lost, of another version or left half-filled mends itself.

use super::words::category_key;
use super::{landed, shelves};
use crate::App;
use crate::catalog::{Listings, StoredListing};
use sampan_db::{DbError, Location, Row, Value};
use sampan_ids::{ListingId, SellerId, SignedDuration, Timestamp};
use sampan_search::{Doc, Numbers, Text};
use sampan_trade::listing::{Kind, Status};
use sampan_trade::seller::Seller;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Rows read at a time.
const PAGE: i64 = 2_000;
/// Changed listings that one round takes at most; the next goes on from there.
const ROUND: usize = 20_000;
/// How far back changes are read again: rows of one moment become visible one after another.
const AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// How far the index has come; kept with each commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Marker {
    /// Which database it is a copy of.
    database: String,
    /// Everything changed before this is in it.
    until: Timestamp,
}

/// How far the index has come, and what of the last seconds is in it already.
#[derive(Debug)]
pub(super) struct Progress {
    marker: Marker,
    /// The change and the listing at which a round stopped half-way.
    stopped: Option<(Timestamp, Uuid)>,
    /// Listings changed lately that are in the index, with the change that is.
    done: HashMap<ListingId, Timestamp>,
    /// Sellers changed lately whose listings are in the index as they are now, with the change that is.
    sellers: HashMap<SellerId, Timestamp>,
}

/// Makes the index ready to serve: fills it if it is not a copy of this database.
pub async fn ready(app: &App) -> Result<(), anyhow::Error> {
    if marker(app).is_none() {
        index_all(app).await?;
    }
    working(app, shelves::recount).await?;
    Ok(())
}

/// Whether the index is a copy of this database.
pub fn is_filled(app: &App) -> bool {
    marker(app).is_some()
}

/// How old the oldest change may be that the index does not have yet; not known while it is filled or looked after.
pub fn behind(app: &App) -> Option<SignedDuration> {
    let place = app.browse().progress.try_lock().ok()?;
    let until = match place.as_ref() {
        Some(progress) => progress.marker.until,
        None => marker(app)?.until,
    };
    Some(app.now().duration_since(until).max(SignedDuration::ZERO))
}

/// Fills the index anew with every listing that can be seen; searches go on with the old one meanwhile, which keeps up
/// with what changes. Gives their number.
pub async fn index_all(app: &App) -> Result<u64, anyhow::Error> {
    let marker = Marker { database: database(app), until: app.now() };
    let rebuild = working(app, |app| app.search().rebuild()).await?;
    // One reads the rows while the other puts them in.
    let (give, mut take) = tokio::sync::mpsc::channel::<Vec<Doc>>(4);
    let filling = tokio::task::spawn_blocking(move || {
        while let Some(docs) = take.blocking_recv() {
            rebuild.fill(&docs)?;
        }
        Ok::<_, sampan_search::Error>(rebuild)
    });
    let read = read_all(app, give).await;
    let rebuild = filling.await??;
    let count = read?;
    let text = serde_json::to_string(&marker)?;
    let filled = working(app, move |_| rebuild.commit(&text)).await?;
    // Nobody brings the old one up to date while the new one takes its place; the next round starts from its marker.
    let mut progress = app.browse().progress.lock().await;
    working(app, move |app| app.search().switch(filled)).await?;
    *progress = None;
    drop(progress);
    working(app, shelves::recount).await?;
    Ok(count)
}

/// Gives every listing that can be seen, some thousand at a time.
async fn read_all(app: &App, give: tokio::sync::mpsc::Sender<Vec<Doc>>) -> Result<u64, anyhow::Error> {
    let (mut count, mut last) = (0, (-1, Uuid::nil()));
    loop {
        let sql = "select l.cell as cell, l.listing_id as id, l.body as body from listings l \
                   where l.status = 'published' and (l.cell, l.listing_id) > ($1, $2) \
                   order by l.cell, l.listing_id limit $3";
        let rows = app.db().query(sql, vec![Value::Int(last.0), last.1.into(), PAGE.into()]).await?;
        let Some(end) = rows.last() else { return Ok(count) };
        last = (end.int("cell"), end.id("id"));
        let listings = listings(&rows);
        let shops = shops(app, &listings).await?;
        let docs: Vec<Doc> = listings.iter().filter_map(|l| Some(doc(l, shops.get(&l.listing.seller)?))).collect();
        count += docs.len() as u64;
        if give.send(docs).await.is_err() {
            return Ok(count); // The filling failed, and says why.
        }
    }
}

/// Brings the index up to what has changed since it was last looked at. Gives how many listings it put in or took out.
pub async fn index_changes(app: &App) -> Result<usize, anyhow::Error> {
    let mut place = app.browse().progress.lock().await;
    let progress = match place.as_mut() {
        Some(progress) => progress,
        None => match marker(app) {
            Some(marker) => {
                place.insert(Progress { marker, stopped: None, done: HashMap::new(), sellers: HashMap::new() })
            }
            None => return Ok(0),
        },
    };
    let now = app.now();
    let changed = changed(app, progress).await?;
    let whole = changed.len() < ROUND;
    let (moved, sellers) = moved(app, progress).await?;
    let ids: BTreeSet<ListingId> = changed.iter().map(|(id, _)| *id).chain(moved).collect();
    let next = Marker { until: if whole { now } else { progress.marker.until }, ..progress.marker.clone() };
    if !ids.is_empty() {
        apply(app, ids.iter().copied().collect(), &next).await?;
    }
    progress.stopped = changed.last().filter(|_| !whole).map(|(id, at)| (*at, id.0));
    progress.marker = next;
    progress.done.extend(changed);
    let since = since(progress);
    progress.done.retain(|_, at| *at >= since);
    progress.sellers = sellers;
    if !ids.is_empty() {
        working(app, shelves::recount).await?;
    }
    Ok(ids.len())
}

fn since(progress: &Progress) -> Timestamp {
    progress.marker.until.checked_sub(AGAIN).unwrap_or(Timestamp::MIN)
}

/// Listings that changed since the marker and are not in the index as they are now.
async fn changed(app: &App, progress: &Progress) -> Result<Vec<(ListingId, Timestamp)>, DbError> {
    let (mut at, mut id) = progress.stopped.unwrap_or((since(progress), Uuid::nil()));
    let mut found = Vec::new();
    loop {
        let sql = "select l.listing_id as id, l.changed_at as changed from listings l \
                   where (l.changed_at, l.listing_id) > ($1, $2) \
                   order by l.changed_at, l.listing_id limit $3";
        let rows = app.db().query(sql, vec![at.into(), id.into(), PAGE.into()]).await?;
        let Some(end) = rows.last() else { return Ok(found) };
        (at, id) = (end.time("changed"), end.id("id"));
        let each = rows.iter().map(|row| (ListingId(row.id("id")), row.time("changed")));
        found.extend(each.filter(|(id, changed)| progress.done.get(id) != Some(changed)));
        if found.len() >= ROUND {
            found.truncate(ROUND);
            return Ok(found);
        }
        if rows.len() < PAGE as usize {
            return Ok(found);
        }
    }
}

/// Listings of sellers whose rate card, words or leave to sell changed since the marker; and all sellers that did, with
/// when.
async fn moved(app: &App, progress: &Progress) -> Result<(Vec<ListingId>, HashMap<SellerId, Timestamp>), DbError> {
    let sql = "select s.seller_id as id, s.changed_at as changed from sellers s where s.changed_at >= $1";
    let rows = app.db().query(sql, vec![since(progress).into()]).await?;
    let sellers: HashMap<SellerId, Timestamp> =
        rows.iter().map(|row| (SellerId(row.id("id")), row.time("changed"))).collect();
    let new = |(seller, at): (&SellerId, &Timestamp)| (progress.sellers.get(seller) != Some(at)).then_some(seller.0);
    let moved: Vec<Uuid> = sellers.iter().filter_map(new).collect();
    let listings = if moved.is_empty() { Vec::new() } else { of_sellers(app, moved).await? };
    Ok((listings, sellers))
}

async fn of_sellers(app: &App, sellers: Vec<Uuid>) -> Result<Vec<ListingId>, DbError> {
    let sql = "select l.listing_id as id from listings l where l.seller_id in {ids $1} and l.status = 'published'";
    let rows = app.db().query(sql, vec![sellers.into()]).await?;
    Ok(rows.iter().map(|row| ListingId(row.id("id"))).collect())
}

/// Puts listings in as they are now, takes those out that cannot be seen, and commits.
async fn apply(app: &App, ids: Vec<ListingId>, marker: &Marker) -> Result<(), anyhow::Error> {
    for some in ids.chunks(PAGE as usize) {
        let mut listings = app.db().find_many::<Listings>(some.iter().map(|id| id.0)).await?;
        let shops = shops(app, &listings).await?;
        listings.retain(|l| l.listing.is_published() && shops.contains_key(&l.listing.seller));
        let seen: BTreeSet<ListingId> = listings.iter().map(|l| l.listing.id).collect();
        let gone: Vec<Uuid> = some.iter().filter(|id| !seen.contains(id)).map(|id| id.0).collect();
        let put = move |app: &App| {
            let docs: Vec<Doc> = listings.iter().map(|l| doc(l, &shops[&l.listing.seller])).collect();
            app.search().remove(&gone)?;
            app.search().put(&docs)
        };
        working(app, put).await?;
    }
    let text = serde_json::to_string(marker)?;
    working(app, move |app| app.search().commit_with(&text)).await
}

/// Works on the index away from the threads that answer requests.
async fn working<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> Result<T, sampan_search::Error> + Send + 'static,
) -> Result<T, anyhow::Error> {
    let app = app.clone();
    Ok(tokio::task::spawn_blocking(move || work(&app)).await??)
}

/// The index's marker, if it is a copy of this database.
fn marker(app: &App) -> Option<Marker> {
    let marker: Marker = serde_json::from_str(&app.search().marker()?).ok()?;
    (marker.database == database(app)).then_some(marker)
}

/// Which database this is, without its address: that may hold a password. A file is the same one from whichever folder it
/// was named.
fn database(app: &App) -> String {
    let location = match app.db().location() {
        Location::File(path) => Location::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        other => other.clone(),
    };
    sampan_ids::from_digest(blake3::hash(format!("{location:?}").as_bytes()).as_bytes()).to_string()
}

fn listings(rows: &[Row]) -> Vec<StoredListing> {
    let read = |row: &Row| {
        let stored = sampan_db::body_to::<StoredListing>("listings", row);
        let unreadable = |error: &DbError| tracing::error!(%error, id = %row.id("id"), "left out of the search index");
        stored.inspect_err(unreadable).ok()
    };
    rows.iter().filter_map(read).collect()
}

/// What is indexed of a seller.
struct Of {
    name: String,
    /// The rate card, as the index keeps it.
    terms: String,
}

/// The sellers of listings that may sell.
async fn shops(app: &App, listings: &[StoredListing]) -> Result<HashMap<SellerId, Of>, anyhow::Error> {
    let sellers: BTreeSet<SellerId> = listings.iter().map(|l| l.listing.seller).collect();
    let sellers = app.db().find_many::<crate::sellers::Sellers>(sellers.into_iter().map(|id| id.0)).await?;
    let of = |seller: Seller| Ok((seller.id, Of { terms: landed::terms(&seller.rate_card)?, name: seller.name }));
    sellers.into_iter().filter(super::cards::sells).map(of).collect()
}

/// A listing as it is found: its texts, its ingredients, its seller and the names of its shelf in every language.
fn doc(stored: &StoredListing, shop: &Of) -> Doc {
    let listing = &stored.listing;
    let plain = |html: &str| sampan_intake::plain(html, sampan_search::MAX_BODY_CHARS);
    let mut texts: Vec<Text> = listing
        .texts
        .iter()
        .map(|(language, text)| Text::new(language.as_str(), text.title.as_str(), plain(&text.body_html)))
        .collect();
    texts.extend(listing.ingredients.as_ref().map(|list| Text::new("", "", list.as_str())));
    let shelf = category_key(listing.category);
    let names = crate::languages().list().into_iter().map(|(lang, _)| crate::words(lang, &shelf, &[]));
    let cheapest = listing.variants.iter().min_by_key(|v| v.price.minor());
    Doc {
        id: listing.id.0,
        owner: listing.seller.0,
        category: listing.category.as_str().to_owned(),
        state: stored.us_state.clone(),
        kind: if matches!(listing.kind, Kind::Goods) { "goods" } else { "service" }.to_owned(),
        tags: names.chain([shop.name.clone()]).collect(),
        rank: texts.len() as i64 + i64::from(!listing.pictures.is_empty()),
        texts,
        published_micros: match listing.status {
            Status::Published { at } => at.as_microsecond(),
            _ => 0,
        },
        numbers: Numbers {
            price_minor: cheapest.map(|v| v.price.minor()),
            weight_g: cheapest.and_then(|v| v.gross_weight_g).map(Into::into),
            net_weight_g: cheapest.and_then(|v| v.net_weight_g).map(Into::into),
            volume_ml: cheapest.and_then(|v| v.volume_ml).map(Into::into),
        },
        class: cheapest.map(|v| landed::class(stored, v)).unwrap_or_default(),
        terms: shop.terms.clone(),
    }
}
