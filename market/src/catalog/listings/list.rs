//! The seller's listings in a table, and what is done to many at once.

use super::commands::{Fill, Particulars, PublishAll};
use super::find::{self, Wanted};
use super::parse::Typed;
use super::refused;
use super::words::missing_words;
use crate::App;
use crate::look::{Pager, Tab};
use crate::page;
use crate::policy::SellerWho;
use sampan_ids::ListingId;
use sampan_money::Money;
use sampan_trade::Language;
use sampan_web::{Cx, Error, Reply, Shell};
use serde::{Deserialize, Serialize};

/// Listings of one page.
const SHOWN: usize = 50;
/// Listings that may be ticked at once.
const MOST_TICKED: usize = 500;
/// The states that the list can be filtered by.
const STATES: [&str; 4] = ["draft", "published", "unpublished", "withdrawn"];

/// A seller's listings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ListingsView {
    /// The listings.
    pub listings: Vec<ListingRow>,
    /// The state asked for; empty: all.
    pub status: String,
    /// The words asked for.
    pub q: String,
    /// What comes after this page, for `after`.
    pub next: Option<String>,
}

page!(ListingsView, "catalog/pages/listings.html");

/// One listing in the table.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ListingRow {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ListingId,
    /// The name in addresses of pages.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// `draft`, `published`, `unpublished` or `withdrawn`.
    pub status: String,
    /// Its lowest price.
    #[schema(value_type = Option<Object>)]
    pub price: Option<Money>,
    /// Whether variants have different prices.
    pub prices_differ: bool,
    /// How many variants it has.
    pub variants: usize,
    /// Pieces that can be promised.
    pub available: u64,
    /// What is missing before it can be published, by stable names.
    pub missing: Vec<String>,
    /// The same in words.
    pub missing_words: String,
}

impl ListingsView {
    /// The filters by state.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let tab = |status: &str, label: String| Tab {
            label,
            href: address(status, &self.q, None),
            count: None,
            current: self.status == status,
        };
        let all = tab("", s.t("catalog-status-all"));
        std::iter::once(all).chain(STATES.map(|state| tab(state, s.t(format!("catalog-status-{state}"))))).collect()
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| address(&self.status, &self.q, Some(after))).unwrap_or_default();
        Pager { next, ..Pager::default() }
    }
}

fn address(status: &str, words: &str, after: Option<&str>) -> String {
    let mut parts = Vec::new();
    if !status.is_empty() {
        parts.push(format!("status={status}"));
    }
    // Only letters, digits and hyphens are looked for, so nothing needs to be escaped.
    let words = sampan_trade::codes::slug(words);
    if !words.is_empty() {
        parts.push(format!("q={words}"));
    }
    parts.extend(after.map(|after| format!("after={after}")));
    if parts.is_empty() { "/seller/listings".to_owned() } else { format!("/seller/listings?{}", parts.join("&")) }
}

/// What is asked of the list.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Ask {
    /// A state: `draft`, `published`, `unpublished`, `withdrawn`.
    status: Option<String>,
    /// Words of the title.
    q: Option<String>,
    /// Behind this listing.
    #[schema(value_type = Option<String>)]
    after: Option<ListingId>,
}

/// Lists the listings.
pub async fn list(cx: Cx<App>, who: SellerWho, ask: Ask) -> Result<Reply<ListingsView>, Error> {
    let app = &cx.site;
    let status = ask.status.as_deref().and_then(|asked| STATES.into_iter().find(|state| *state == asked));
    let words = ask.q.as_deref().map(sampan_trade::codes::slug).filter(|words| !words.is_empty());
    let wanted = Wanted { status, words: words.clone(), after: ask.after, ..Wanted::default() };
    let mut found = find::page(app, who.seller, &wanted, SHOWN + 1).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let ids: Vec<ListingId> = found.iter().map(|stored| stored.listing.id).collect();
    let stocks = find::stocks(app, &ids).await?;
    let language = language_of(&cx.shell);
    let row = |stored: &crate::catalog::StoredListing| {
        let listing = &stored.listing;
        // A price of zero is one that nobody has set.
        let prices: Vec<Money> = listing.variants.iter().map(|v| v.price).filter(|p| p.minor() > 0).collect();
        let missing = listing.missing(app.now());
        let mut names: Vec<String> = missing.iter().map(|m| m.code().to_owned()).collect();
        names.dedup();
        names.sort();
        names.dedup();
        ListingRow {
            id: listing.id,
            slug: listing.slug.clone(),
            title: listing.title(language).to_owned(),
            status: listing.status.name().to_owned(),
            price: prices.iter().min_by_key(|price| price.minor()).copied(),
            prices_differ: prices.windows(2).any(|pair| pair[0] != pair[1]),
            variants: listing.variants.len(),
            available: listing
                .variants
                .iter()
                .filter_map(|v| stocks.get(&v.id))
                .map(|s| u64::from(s.available()))
                .sum(),
            missing_words: missing_words(&missing, &cx.shell),
            missing: names,
        }
    };
    let next = found.last().filter(|_| more).map(|stored| stored.listing.id.to_string());
    Ok(Reply::show(ListingsView {
        listings: found.iter().map(row).collect(),
        status: status.unwrap_or_default().to_owned(),
        q: ask.q.map(|q| q.chars().take(80).collect()).unwrap_or_default(),
        next,
    }))
}

/// The language of texts that a reader would like first.
pub fn language_of(s: &Shell) -> Language {
    s.lang.parse().unwrap_or(Language::En)
}

/// What was ticked, and what is told of all of it.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Ticked {
    /// The listings.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    chosen: Vec<ListingId>,
    /// A tariff code for all their variants.
    hs: Option<String>,
    /// A country of origin for all their variants.
    origin: Option<String>,
}

/// What was done to many listings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DoneView {
    /// Listings that changed.
    pub changed: u64,
    /// Listings that were left alone because something is missing.
    pub not_ready: u64,
}

page!(DoneView, "catalog/pages/done.html");

impl Ticked {
    fn listings(&self) -> Result<Vec<ListingId>, Error> {
        match self.chosen.len() {
            0 => Err(Error::field("chosen", "", "at least one listing", "catalog_none_chosen")),
            n if n > MOST_TICKED => Err(Error::TooLarge { limit: MOST_TICKED as u64 }),
            _ => Ok(self.chosen.clone()),
        }
    }
}

/// Gives one code and origin to all ticked listings.
pub async fn particulars(cx: Cx<App>, who: SellerWho, ticked: Ticked) -> Result<Reply<DoneView>, Error> {
    let chosen = ticked.listings()?;
    let mut typed = Typed::default();
    let told = Particulars {
        hs: typed.hs("hs", ticked.hs.as_deref()),
        origin: typed.origin("origin", ticked.origin.as_deref()),
        ..Particulars::default()
    };
    if told == Particulars::default() {
        typed.need::<()>("hs", None);
    }
    typed.errors.check()?;
    let fill = Fill { seller: who.seller, told: chosen.into_iter().map(|id| (id, None, told.clone())).collect() };
    let changed = cx.site.perform(who.seller, cx.once.as_ref(), fill).await?.map_err(refused)?;
    let notice = cx.shell.t1("catalog-said-changed", "count", changed);
    Ok(Reply::done(DoneView { changed, not_ready: 0 }, "/seller/listings").notice(notice))
}

/// Shows all ticked listings to buyers that are ready.
pub async fn publications(cx: Cx<App>, who: SellerWho, ticked: Ticked) -> Result<Reply<DoneView>, Error> {
    let publish = PublishAll { seller: who.seller, ids: ticked.listings()? };
    let (changed, not_ready) = cx.site.perform(who.seller, cx.once.as_ref(), publish).await?.map_err(refused)?;
    let notice = cx.shell.t2("catalog-said-published", "count", changed, "not", not_ready);
    Ok(Reply::done(DoneView { changed, not_ready }, "/seller/listings").notice(notice))
}
