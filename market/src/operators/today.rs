//! The operator's day: what waits, counted in one statement.

use crate::look::Tally;
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
    pub sellers_waiting: Tally,
    /// Sellers that may sell.
    pub sellers_selling: Tally,
    /// Claims that wait for a decision.
    pub claims_open: Tally,
    /// Of these, claims that decide themselves within a week; at most 10,000 are counted, as of the two below.
    pub claims_pressing: i64,
    /// Paid orders that wait to be sent.
    pub orders_paid: Tally,
    /// Orders on their way.
    pub orders_shipped: Tally,
    /// Listings that buyers find, as of the last seconds.
    pub listings_published: u64,
    /// Listings that were withdrawn.
    pub listings_withdrawn: Tally,
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

/// What is counted, each under its name.
const COUNTED: [(&str, &str); 9] = [
    ("sellers waiting", "sellers where status = 'applied'"),
    ("sellers selling", "sellers where status = 'approved'"),
    ("claims open", "claims where state = 'open'"),
    ("claims pressing", "orders where state = 'claim_open' and due_at <= $1"),
    ("orders paid", "orders where state = 'paid'"),
    ("orders shipped", "orders where state = 'shipped'"),
    ("listings withdrawn", "listings where status = 'withdrawn' and status <> 'published'"),
    ("letters failing", "outbox where topic = 'mail' and due_at is not null and tries > 0"),
    ("set aside", "outbox where due_at is null and failure <> ''"),
];

pub async fn today(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<OperatorTodayView>, Error> {
    let app = &cx.site;
    let now = app.now();
    let week = now + SignedDuration::from_hours(24 * 7);
    let counts = COUNTED.map(|(what, rows)| Tally::statement(what, rows)).join(" union all ");
    let found = app.db().query(&counts, vec![week.into()]).await.or_internal()?;
    let count = |what: &str| {
        let row = found.iter().find(|row| row.text("what") == what);
        Tally::of(row.map_or(0, |row| row.int("n")))
    };
    Ok(Reply::show(OperatorTodayView {
        sellers_waiting: count("sellers waiting"),
        sellers_selling: count("sellers selling"),
        claims_open: count("claims open"),
        claims_pressing: count("claims pressing").count,
        orders_paid: count("orders paid"),
        orders_shipped: count("orders shipped"),
        listings_published: app.search().count(),
        listings_withdrawn: count("listings withdrawn"),
        letters_failing: count("letters failing").count,
        set_aside: count("set aside").count,
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
