//! Lists of listings: one shelf, or what a search finds.

use super::address::href;
use super::cards::{self, Card, Offered, PAGE};
use super::landed::{self, Doors};
use super::place::{Asked, Place};
use super::turns::{Lookup, in_turn};
use super::words;
use crate::accounts::Viewer;
use crate::look::Crumb;
use crate::pricing::Pricing;
use crate::{App, page};
use sampan_db::Versioned;
use sampan_ids::ListingId;
use sampan_money::Money;
use sampan_search::{Cursor, Figure, Order, Page as Found, Query};
use sampan_trade::UsState;
use sampan_trade::listing::Category;
use sampan_trade::seller::Seller;
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What is looked for, and where in the result.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(super) struct Find {
    /// Words in any language.
    q: Option<String>,
    /// Only this shelf.
    category: Option<String>,
    /// Only from this US state.
    state: Option<String>,
    /// Only `goods` or only `service`.
    kind: Option<String>,
    /// `relevance`, `newest`, `price` (the seller's own price, lowest first) or `landed` (the price at the door).
    order: Option<String>,
    /// Only what costs at least this at the door, in the currency of the place, such as `12.30`.
    min: Option<String>,
    /// Only what costs at most this at the door.
    max: Option<String>,
    /// Where the page before ended: its `next`.
    after: Option<String>,
    /// Prices for this place instead of the reader's.
    destination: Option<String>,
    /// Prices in this currency instead of the reader's.
    currency: Option<String>,
}

/// Listings found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FindView {
    /// The words that were looked for.
    pub query: String,
    /// The shelf, where it is one.
    pub category: Option<Named>,
    /// The state, where it is one.
    pub state: Option<Named>,
    /// The address of the list without the words after `?`.
    pub path: String,
    /// How many there are in all; of what has the words only so many are counted.
    pub total: u64,
    /// Whether there are more than `total`.
    pub more: bool,
    /// Whether all of them were looked at. If not, prices at the door were worked out for only so many at a time:
    /// `total` counts what is found whatever it costs there, and an order by that price holds among the next so many
    /// by the sellers' prices.
    pub exact: bool,
    /// How many prices at the door are worked out for a page at most.
    pub worked_out: u64,
    /// Whether the list is ordered by the price at the door.
    pub by_landed: bool,
    /// The least that is asked for at the door, or empty.
    pub min: String,
    /// The most that is asked for at the door, or empty.
    pub max: String,
    /// What a form that narrows the list by price sends along.
    pub kept: Vec<(&'static str, String)>,
    /// Whether nothing has all the words, so that these have most of them.
    pub relaxed: bool,
    /// This page of them.
    #[schema(value_type = Vec<Card>)]
    pub listings: Vec<Arc<Card>>,
    /// Where the next page is; none on the last.
    pub next: Option<String>,
    /// The first page, where this is a later one.
    pub first: Option<String>,
    /// Ways to narrow or widen the list.
    pub shelves: Vec<Way>,
    /// Ways to narrow the list to a state.
    pub states: Vec<Way>,
    /// Ways to order the list.
    pub orders: Vec<Way>,
    /// What the prices are for.
    pub place: Place,
    /// The way here.
    #[schema(value_type = Vec<Object>)]
    pub crumbs: Vec<Crumb>,
}

/// A code and its name.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name in the reader's language.
    pub name: String,
    /// The list without it.
    pub without: String,
}

/// A way on.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Way {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
}

impl FindView {
    /// Whether more than words keeps listings out.
    pub fn is_narrowed(&self) -> bool {
        let shelf = self.category.is_some() && self.path == "/search";
        shelf || self.state.is_some() || !self.min.is_empty() || !self.max.is_empty()
    }

    /// What the list is called.
    pub fn heading(&self, s: &Shell) -> String {
        match (&self.category, &self.state, self.query.as_str()) {
            (_, _, query) if !query.is_empty() => s.t1("browse-results-for", "query", query),
            (Some(category), _, _) => category.name.clone(),
            (None, Some(state), _) => s.t1("browse-from-state", "state", &state.name),
            (None, None, _) => s.t("browse-everything"),
        }
    }
}

page!(FindView, "browse/pages/find.html", |v, f| f.query.clone_from(&v.query));

/// One shelf.
pub(super) async fn category(cx: Cx<App>, _: Option<Viewer>, input: Find) -> Result<Reply<FindView>, Error> {
    let category: Category = input.category.as_deref().unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    let path = format!("/categories/{category}");
    found(cx, input, Some(category), path).await
}

/// A search; with no words, everything.
pub(super) async fn search(cx: Cx<App>, _: Option<Viewer>, input: Find) -> Result<Reply<FindView>, Error> {
    let category = input.category.as_deref().and_then(|name| name.parse().ok());
    found(cx, input, category, "/search".to_owned()).await
}

async fn found(cx: Cx<App>, input: Find, category: Option<Category>, path: String) -> Result<Reply<FindView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let text: String =
        input.q.as_deref().unwrap_or_default().trim().chars().take(sampan_search::MAX_QUERY_CHARS).collect();
    let state: Option<UsState> = input.state.as_deref().and_then(|code| code.parse().ok());
    let kind = input.kind.as_deref().filter(|kind| matches!(*kind, "goods" | "service"));
    let sort = Sort::of(input.order.as_deref(), &text);
    let pricing = app.pricing();
    let asked = Asked { destination: input.destination.as_deref(), currency: input.currency.as_deref() };
    let place = Place::of(s, &pricing, asked);
    let range = Range::of(&input, &place);
    let ask = Query {
        text: text.clone(),
        lang: s.lang.to_owned(),
        category: category.map(|c| c.as_str().to_owned()),
        owner: None,
        state: state.map(|state| state.code().to_owned()),
        kind: kind.map(str::to_owned),
        limit: PAGE,
        after: input.after.as_deref().and_then(Cursor::parse),
        order: sort.order(),
    };
    let later = ask.after.is_some();
    let (found, offered) = match sort == Sort::Landed || range.narrows() {
        true => {
            let ask = by_doors(ask, sort == Sort::Landed, &range, pricing.clone(), &place);
            look(app, Lookup::Search, ask, None).await?
        }
        false => look(app, Lookup::of(&text), move |app| app.search().search(&ask), None).await?,
    };
    let ways = Ways {
        path: &path,
        query: &text,
        category: category.filter(|_| path == "/search"),
        state,
        kind: kind.unwrap_or_default(),
        sort,
        plain: Sort::of(None, &text),
        asked,
        range: &range,
    };
    let view = FindView {
        category: category.map(|of| Named {
            code: of.as_str().to_owned(),
            name: words::category_name(of, s),
            without: if path == "/search" { ways.to(None, state, sort) } else { "/search".to_owned() },
        }),
        state: state.map(|of| Named {
            code: of.code().to_owned(),
            name: words::state_name(of, s),
            without: ways.to(ways.category, None, sort),
        }),
        total: found.total,
        more: found.more,
        exact: found.exact,
        worked_out: landed::EXACT as u64,
        by_landed: sort == Sort::Landed,
        kept: ways.kept(),
        min: range.min.text.clone(),
        max: range.max.text.clone(),
        relaxed: found.relaxed,
        listings: cards::cards(app, &offered, &place, &pricing, s),
        next: found.next.map(|cursor| ways.after(&cursor)),
        first: later.then(|| ways.to(ways.category, state, sort)),
        shelves: ways.shelves(app, s),
        states: ways.states(app, s),
        orders: ways.orders(s),
        crumbs: crumbs(category, s),
        query: text,
        path,
        place,
    };
    Ok(Reply::show(view))
}

/// Asks the index away from the threads that answer requests: a search of a large index takes its time.
pub(crate) async fn ask_index(app: &App, query: Query) -> Result<Found, Error> {
    in_turn(app, Lookup::of(&query.text), move |app| app.search().search(&query).or_internal()).await
}

/// Asks the index, and reads what it found in the same thread: rows that nobody has read before come from the disk, and who
/// waits for it answers no other requests.
pub(super) async fn look(
    app: &App,
    what: Lookup,
    ask: impl FnOnce(&App) -> Result<Found, sampan_search::Error> + Send + 'static,
    seller: Option<Versioned<Seller>>,
) -> Result<(Found, Vec<Offered>), Error> {
    let runtime = tokio::runtime::Handle::current();
    let looking = move |app: &App| {
        let found = ask(app).or_internal()?;
        let ids: Vec<ListingId> = found.hits.iter().map(|hit| ListingId(hit.id)).collect();
        let offered = runtime.block_on(cards::load(app, &ids, seller.as_ref())).or_internal()?;
        Ok((found, offered))
    };
    in_turn(app, what, looking).await
}

/// A search ordered or narrowed by the price at the reader's door.
fn by_doors(
    query: Query,
    sort: bool,
    range: &Range,
    pricing: Pricing,
    place: &Place,
) -> impl FnOnce(&App) -> Result<Found, sampan_search::Error> + Send + 'static {
    let (place, within) = (place.clone(), range.within());
    move |app| {
        let doors = Doors::of(app, pricing, &place);
        let of = |facts: &sampan_search::Facts| doors.price(facts);
        app.search().search_by(&query, &Figure { of: &of, within, sort, limit: landed::EXACT })
    }
}

/// What may be paid at the door.
#[derive(Debug, Default)]
struct Range {
    min: Bound,
    max: Bound,
}

/// An amount as it was typed; what is none bounds nothing.
#[derive(Debug, Default)]
struct Bound {
    text: String,
    minor: Option<i64>,
}

impl Range {
    fn of(input: &Find, place: &Place) -> Range {
        let currency = sampan_money::currency(&place.currency).ok();
        let bound = |text: &Option<String>| {
            let text: String = text.as_deref().unwrap_or_default().trim().chars().take(20).collect();
            let amount = currency.and_then(|currency| Money::parse(&text, currency).ok());
            match amount.filter(|amount| !amount.is_negative()) {
                Some(amount) => Bound { text, minor: Some(amount.minor()) },
                None => Bound::default(),
            }
        };
        Range { min: bound(&input.min), max: bound(&input.max) }
    }

    const fn narrows(&self) -> bool {
        self.min.minor.is_some() || self.max.minor.is_some()
    }

    fn within(&self) -> RangeInclusive<i64> {
        self.min.minor.unwrap_or(0)..=self.max.minor.unwrap_or(i64::MAX)
    }
}

/// The listings of a seller, newest first.
pub(super) async fn of_seller(
    app: &App,
    seller: &Versioned<Seller>,
    after: Option<Cursor>,
) -> Result<(Found, Vec<Offered>), Error> {
    let owner = Some(seller.item.id.0);
    let query = Query { owner, limit: PAGE, after, order: Order::Newest, ..Query::default() };
    look(app, Lookup::Shelf, move |app| app.search().search(&query), Some(seller.clone())).await
}

fn crumbs(category: Option<Category>, s: &Shell) -> Vec<Crumb> {
    let crumb = |label: String, href: &str| Crumb { label, href: href.to_owned() };
    match category {
        Some(category) => {
            vec![crumb(s.t("browse-home"), "/"), crumb(words::category_name(category, s), "")]
        }
        None => vec![crumb(s.t("browse-home"), "/"), crumb(s.t("browse-search"), "")],
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Relevance,
    Newest,
    Price,
    Landed,
}

impl Sort {
    /// The order asked for; without words nothing is more relevant than anything else.
    fn of(asked: Option<&str>, text: &str) -> Sort {
        match asked {
            Some("price") => Sort::Price,
            Some("landed") => Sort::Landed,
            Some("relevance") if !text.is_empty() => Sort::Relevance,
            None if !text.is_empty() => Sort::Relevance,
            _ => Sort::Newest,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Price => "price",
            Sort::Landed => "landed",
        }
    }

    const fn order(self) -> Order {
        match self {
            Sort::Newest => Order::Newest,
            Sort::Relevance => Order::Relevance,
            Sort::Price | Sort::Landed => Order::Cheapest,
        }
    }
}

/// The addresses of this list's neighbours.
struct Ways<'a> {
    path: &'a str,
    query: &'a str,
    category: Option<Category>,
    state: Option<UsState>,
    kind: &'a str,
    sort: Sort,
    /// The order that holds when none is asked for.
    plain: Sort,
    asked: Asked<'a>,
    range: &'a Range,
}

impl Ways<'_> {
    fn write(&self, path: &str, category: Option<Category>, state: Option<UsState>, sort: Sort, after: &str) -> String {
        let order = if sort == self.plain { "" } else { sort.name() };
        let pairs = [
            ("q", self.query),
            ("min", self.range.min.text.as_str()),
            ("max", self.range.max.text.as_str()),
            ("category", category.map_or("", Category::as_str)),
            ("state", state.map_or("", UsState::code)),
            ("kind", self.kind),
            ("order", order),
            ("destination", self.asked.destination.unwrap_or_default()),
            ("currency", self.asked.currency.unwrap_or_default()),
            ("after", after),
        ];
        href(path, &pairs)
    }

    fn to(&self, category: Option<Category>, state: Option<UsState>, sort: Sort) -> String {
        self.write(self.path, category, state, sort, "")
    }

    fn after(&self, cursor: &Cursor) -> String {
        self.write(self.path, self.category, self.state, self.sort, &cursor.to_string())
    }

    /// What a form on the list sends along besides the prices it asks for.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let order = if self.sort == self.plain { "" } else { self.sort.name() };
        let pairs = [
            ("q", self.query),
            ("category", self.category.map_or("", Category::as_str)),
            ("state", self.state.map_or("", UsState::code)),
            ("kind", self.kind),
            ("order", order),
            ("destination", self.asked.destination.unwrap_or_default()),
            ("currency", self.asked.currency.unwrap_or_default()),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.to_owned())).collect()
    }

    fn shelves(&self, app: &App, s: &Shell) -> Vec<Way> {
        let shelves = app.shelves();
        let way = |of: Category| Way {
            label: words::category_name(of, s),
            href: match self.path {
                "/search" => self.to(Some(of), self.state, self.sort),
                _ => format!("/categories/{of}"),
            },
            current: self.category == Some(of) || self.path.strip_prefix("/categories/") == Some(of.as_str()),
        };
        shelves.categories.iter().map(|shelf| way(shelf.of)).collect()
    }

    fn states(&self, app: &App, s: &Shell) -> Vec<Way> {
        let shelves = app.shelves();
        let way = |of: UsState| Way {
            label: words::state_name(of, s),
            href: self.to(self.category, Some(of), self.sort),
            current: self.state == Some(of),
        };
        shelves.states.iter().map(|shelf| way(shelf.of)).collect()
    }

    fn orders(&self, s: &Shell) -> Vec<Way> {
        let all = [Sort::Relevance, Sort::Newest, Sort::Landed, Sort::Price];
        let open = all.into_iter().filter(|sort| *sort != Sort::Relevance || !self.query.is_empty());
        let way = |sort: Sort| Way {
            label: s.t(format!("browse-order-{}", sort.name())),
            href: self.to(self.category, self.state, sort),
            current: self.sort == sort,
        };
        open.map(way).collect()
    }
}
