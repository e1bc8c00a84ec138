//! The operator's day: what waits, counted in one statement.

use crate::policy::OperatorWho;
use crate::rates::MAX_AGE_DAYS;
use crate::{App, page};
use sampan_ids::{SignedDuration, Timestamp};
use sampan_money::Currency;
use sampan_web::{Cx, Error, NoInput, OrInternal, Reply};
use serde::Serialize;
use utoipa::ToSchema;

/// The operator's day.
#[derive(Serialize, ToSchema)]
pub struct OperatorTodayView {
    /// Sellers that wait for approval.
    pub sellers_waiting: i64,
    /// Sellers that may sell.
    pub sellers_selling: i64,
    /// Claims that wait for a decision.
    pub claims_open: i64,
    /// Of these, claims that decide themselves within a week.
    pub claims_pressing: i64,
    /// Paid orders that wait to be sent.
    pub orders_paid: i64,
    /// Orders on their way.
    pub orders_shipped: i64,
    /// Listings that buyers see.
    pub listings_published: i64,
    /// Listings that were withdrawn.
    pub listings_withdrawn: i64,
    /// Letters that are being tried again.
    pub letters_failing: i64,
    /// Pieces of work that were given up.
    pub set_aside: i64,
    /// Currencies without a rate, or with one that is too old to price with.
    pub rates_lacking: Vec<String>,
    /// The age in days at which a rate is too old.
    pub rate_age_days: i64,
    /// The program's time.
    #[schema(value_type = String)]
    pub now: Timestamp,
}
page!(OperatorTodayView, "operators/pages/today.html");

const COUNTS: &str = "
    select 'seller' as what, status as name, count(*) as n from sellers group by status
    union all select 'claim' as what, state as name, count(*) as n from claims group by state
    union all select 'order' as what, state as name, count(*) as n from orders group by state
    union all select 'listings' as what, '' as name, count(*) as n from listings
    union all select 'listing' as what, status as name, count(*) as n from listings where status <> 'published' group by status
    union all select 'pressing' as what, '' as name, count(*) as n from orders where state = 'claim_open' and due_at <= $1
    union all select 'letter' as what, '' as name, count(*) as n from outbox
        where topic = 'mail' and due_at is not null and tries > 0
    union all select 'aside' as what, '' as name, count(*) as n from outbox where due_at is null and failure <> ''";

pub async fn today(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<OperatorTodayView>, Error> {
    let app = &cx.site;
    let now = app.now();
    let week = now + SignedDuration::from_hours(24 * 7);
    let rows = app.db().query(COUNTS, vec![week.into()]).await.or_internal()?;
    let sum = |is: &dyn Fn(&str, &str) -> bool| -> i64 {
        rows.iter().filter(|row| is(row.text("what"), row.text("name"))).map(|row| row.int("n")).sum()
    };
    let count = |what: &str, name: &str| sum(&|w, n| w == what && n == name);
    Ok(Reply::show(OperatorTodayView {
        sellers_waiting: count("seller", "applied"),
        sellers_selling: count("seller", "approved"),
        claims_open: count("claim", "open"),
        claims_pressing: count("pressing", ""),
        orders_paid: count("order", "paid"),
        orders_shipped: count("order", "shipped"),
        listings_published: count("listings", "") - sum(&|what, _| what == "listing"),
        listings_withdrawn: count("listing", "withdrawn"),
        letters_failing: count("letter", ""),
        set_aside: count("aside", ""),
        rates_lacking: rates_lacking(app, now),
        rate_age_days: MAX_AGE_DAYS,
        now,
    }))
}

/// The currencies of the destinations for which nothing can be priced now.
pub fn rates_lacking(app: &App, now: Timestamp) -> Vec<String> {
    let rates = app.rates();
    let lacking = |code: &&str| {
        let currency = sampan_money::currency(code);
        currency.is_ok_and(|currency| rates.between(Currency::USD, currency, now).is_err())
    };
    let currencies = crate::look::frame::DESTINATIONS.iter().map(|(_, currency)| *currency);
    currencies.filter(lacking).map(str::to_owned).collect()
}
