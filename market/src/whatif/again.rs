//! A past order under the law of its day, of another, or of a draft that is not published: what would be charged, line by
//! line.
//!
//! The first side is what was quoted when it was placed. Where that can no longer be read, it is worked out again by the
//! law of its day. What the buyer had used of a yearly allowance is not kept with an order, so it is not tested again.

use super::{Draft, Drafts};
use crate::catalog::Listings;
use crate::look::Choice;
use crate::orders::find::any_order;
use crate::orders::{StoredOrder, law};
use crate::policy::OperatorWho;
use crate::{App, explain, page};
use sampan_ids::Date;
use sampan_money::Money;
use sampan_tariff::whatif::{Again, Change, Difference, again};
use sampan_tariff::{Answer, Book, ServiceKind, ServiceRequest};
use sampan_trade::Language;
use sampan_trade::listing::Variant;
use sampan_trade::order::{self, OrderKind};
use sampan_web::{Cx, Error, FieldErrors, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which order, by the law of which day.
#[derive(Deserialize, ToSchema)]
pub struct AgainAsked {
    /// The order's id.
    order: String,
    /// The day; empty: the order's own.
    #[serde(default)]
    day: String,
    /// The draft that is laid over the book; empty: none.
    #[serde(default)]
    draft: String,
}

/// An order by two laws.
#[derive(Serialize, ToSchema)]
pub struct AgainView {
    /// The order's id.
    pub order: String,
    /// Its number.
    pub number: String,
    /// The day it was placed.
    #[schema(value_type = String)]
    pub placed: Date,
    /// The day whose law is looked at.
    #[schema(value_type = String)]
    pub day: Date,
    /// The drafts that can be laid over the book, one of them chosen or none.
    #[serde(skip)]
    #[schema(value_type = Vec<Object>)]
    pub drafts: Vec<Choice>,
    /// Whether the first side is the quote of then; else it is worked out again by the law of its day.
    pub as_quoted: bool,
    /// The version of the book that the order was placed by.
    pub book_then: String,
    /// The version of the book in use.
    pub book_now: String,
    /// The regime of the first side, in words.
    pub regime_before: String,
    /// The regime of the other.
    pub regime_after: String,
    /// Why it would not be sold, or empty.
    pub not_sold: String,
    /// What the law of the day warns of.
    pub warnings: Vec<String>,
    /// Every charge of either.
    pub rows: Vec<AgainRow>,
    /// All charges of the first side.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Money>,
    /// All charges of the other.
    #[schema(value_type = Option<Object>)]
    pub after: Option<Money>,
    /// What the other comes to more; below zero, less.
    #[schema(value_type = Option<Object>)]
    pub more: Option<Money>,
}
page!(AgainView, "whatif/pages/again.html");

/// One charge by two laws.
#[derive(Serialize, ToSchema)]
pub struct AgainRow {
    /// The goods.
    pub title: String,
    /// What is charged, in words.
    pub measure: String,
    /// By the first law.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Money>,
    /// Its rate.
    pub rate_before: String,
    /// By the other.
    #[schema(value_type = Option<Object>)]
    pub after: Option<Money>,
    /// Its rate.
    pub rate_after: String,
    /// What the other comes to more.
    #[schema(value_type = Option<Object>)]
    pub more: Option<Money>,
    /// The rows of the book by the other law.
    pub rules: Vec<String>,
}

pub async fn show(cx: Cx<App>, _: OperatorWho, asked: AgainAsked) -> Result<Reply<AgainView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let stored = any_order(app, &asked.order).await?;
    let placed = stored.order.placed_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let typed = asked.day.trim();
    let day = if typed.is_empty() { Ok(placed) } else { typed.parse::<Date>() };
    let wrong = day.is_err();
    let chosen = asked.draft.trim();
    let drafts = app
        .db()
        .select::<Drafts>("where t.state = 'draft' order by t.changed_at desc, t.draft_id limit 50", vec![])
        .await
        .or_internal()?;
    let draft = drafts.iter().find(|draft| draft.id.to_string() == chosen);
    if draft.is_none() && !chosen.is_empty() {
        return Err(Error::NotFound);
    }
    let law = match draft {
        Some(draft) => laid(app, draft).await?,
        None => Ok(app.book()),
    };
    let (law, unreadable) = match law {
        Ok(book) => (book, None),
        Err(why) => (app.book(), Some(why)),
    };
    let choice = |draft: &Draft| Choice::new(draft.id.to_string(), draft.name.clone(), draft.id.to_string() == chosen);
    let choices = drafts.iter().map(choice).collect();
    let view = AgainView { drafts: choices, ..view(app, s, &stored, placed, day.unwrap_or(placed), &law).await? };
    if let Some(why) = unreadable {
        return Ok(Reply::again(view, FieldErrors::one("draft", chosen, &why, "draft_text")));
    }
    if wrong {
        let errors = FieldErrors::one("day", typed, "a day such as 2027-01-31", "draft_day");
        return Ok(Reply::again(view, errors));
    }
    Ok(Reply::show(view))
}

/// The book with a draft over it, or why the draft cannot be read.
async fn laid(app: &App, draft: &Draft) -> Result<Result<Arc<Book>, String>, Error> {
    let (book, name, text) = (app.book(), draft.name.clone(), draft.text.clone());
    // Reading a book takes a while; it is no work for the threads that answer.
    let read = tokio::task::spawn_blocking(move || Change::read(&name, &text, &book)?.over(&book)).await;
    Ok(read.map_err(Error::internal)?.map(Arc::new).map_err(|error| error.to_string()))
}

async fn view(
    app: &App,
    s: &Shell,
    stored: &StoredOrder,
    placed: Date,
    day: Date,
    law: &Book,
) -> Result<AgainView, Error> {
    let order = &stored.order;
    let asker = Asker::of(app, stored).await?;
    let quoted = serde_json::from_str::<Answer>(&order.quote).ok();
    let as_quoted = quoted.is_some();
    let before = quoted.unwrap_or_else(|| asker.answer(app, &app.book(), stored, placed));
    let after = asker.answer(app, law, stored, day);
    let Again { differences, charges_before, charges_after, more, regime_before, regime_after, .. } =
        again(&before, &after);
    let regime = |name: Option<String>| match name {
        Some(name) => s.maybe(format!("tariff-regime-{}", name.replace('_', "-"))).unwrap_or(name),
        None => "–".to_owned(),
    };
    let reason = after.eligibility.reasons.first().filter(|_| !after.eligibility.verdict.sells());
    Ok(AgainView {
        order: order.id.to_string(),
        number: order.number.clone(),
        placed,
        day,
        drafts: Vec::new(),
        as_quoted,
        book_then: order.book_version.clone(),
        book_now: law.version().to_owned(),
        regime_before: regime(regime_before),
        regime_after: regime(regime_after),
        not_sold: reason.map(|reason| explain::reason(reason, s).text).unwrap_or_default(),
        warnings: after.warnings.iter().map(|warning| explain::reason(warning, s).text).collect(),
        rows: differences.into_iter().map(|difference| row(order, difference, s)).collect(),
        before: charges_before,
        after: charges_after,
        more,
    })
}

/// Lines of a quote are named by their place in the order.
fn row(order: &order::Order, of: Difference, s: &Shell) -> AgainRow {
    let language = if s.lang.starts_with("zh") { Language::ZhHans } else { Language::En };
    let line = of.line.as_deref().and_then(|line| line.parse::<usize>().ok()).and_then(|n| order.lines.get(n));
    let title = line.and_then(|line| line.title.get(&language).or_else(|| line.title.values().next()));
    AgainRow {
        title: title.cloned().or(of.line).unwrap_or_default(),
        measure: explain::measure(of.measure, s),
        before: of.before,
        rate_before: of.rate_before,
        after: of.after,
        rate_after: of.rate_after,
        more: of.more,
        rules: of.rules_after,
    }
}

/// What an order does not keep and its listings still know.
struct Asker {
    variants: HashMap<uuid::Uuid, Variant>,
    service: Option<ServiceKind>,
}

impl Asker {
    async fn of(app: &App, stored: &StoredOrder) -> Result<Asker, Error> {
        let ids = stored.order.lines.iter().map(|line| line.listing.0);
        let listings = app.db().find_many::<Listings>(ids).await.or_internal()?;
        let service = listings.first().and_then(|listing| listing.service_kind);
        let variants = listings.into_iter().flat_map(|listing| listing.listing.variants);
        Ok(Asker { variants: variants.map(|variant| (variant.id.0, variant)).collect(), service })
    }

    fn answer(&self, app: &App, book: &Book, stored: &StoredOrder, date: Date) -> Answer {
        let (pricing, order) = (app.pricing(), &stored.order);
        if let (OrderKind::Service { .. }, Some(line)) = (&order.kind, order.lines.first()) {
            let request = ServiceRequest {
                destination: order.destination.to_string(),
                date,
                id: "0".to_owned(),
                kind: self.service.unwrap_or(ServiceKind::OnSite),
                price: line.unit_price.times(line.quantity.into()).unwrap_or(line.unit_price),
                rates: vec![order.rate.clone()],
            };
            return sampan_tariff::quote_service(book, &pricing.law, &request);
        }
        let request = law::request(order, date, |id| self.variants.get(&id.0));
        sampan_tariff::quote(book, &pricing.law, &request)
    }
}
