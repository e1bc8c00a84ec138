//! The figures, each read by one statement: counted or summed in the database, by day (microseconds divided by a day's)
//! or by name.

use crate::App;
use sampan_db::{Row, Value};
use sampan_ids::{Date, SignedDuration, Timestamp};
use sampan_web::{Error, OrInternal};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// One figure of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Sellers that joined, by day.
    Sellers,
    /// Listings that were made, by day.
    Listings,
    /// Orders placed, and of these still standing or done, by day.
    Orders,
    /// Goods sold in US dollars, by day.
    Sold,
    /// The platform's fee in US dollars, by day.
    Fees,
    /// Orders by the seller's US state.
    OrdersByState,
    /// Goods sold by the seller's US state.
    SoldByState,
    /// Orders by destination.
    OrdersByDestination,
    /// Goods sold by destination.
    SoldByDestination,
}

/// Orders that were paid and did not come to nothing.
const STANDING: &str = "state not in ('awaiting_payment', 'expired', 'cancelled', 'refunded')";

impl Figure {
    /// All of them, in the order of the page.
    pub const ALL: [Figure; 9] = [
        Figure::Orders,
        Figure::Sold,
        Figure::Fees,
        Figure::Sellers,
        Figure::Listings,
        Figure::OrdersByState,
        Figure::SoldByState,
        Figure::OrdersByDestination,
        Figure::SoldByDestination,
    ];

    /// The name in addresses and texts.
    pub const fn name(self) -> &'static str {
        match self {
            Figure::Sellers => "sellers",
            Figure::Listings => "listings",
            Figure::Orders => "orders",
            Figure::Sold => "sold",
            Figure::Fees => "fees",
            Figure::OrdersByState => "orders-by-state",
            Figure::SoldByState => "sold-by-state",
            Figure::OrdersByDestination => "orders-by-destination",
            Figure::SoldByDestination => "sold-by-destination",
        }
    }

    /// What its rows are.
    pub const fn along(self) -> Along {
        match self {
            Figure::OrdersByState | Figure::SoldByState => Along::State,
            Figure::OrdersByDestination | Figure::SoldByDestination => Along::Destination,
            Figure::Sellers | Figure::Listings | Figure::Orders | Figure::Sold | Figure::Fees => Along::Day,
        }
    }

    /// Whether it is US dollars, in cents.
    pub const fn is_money(self) -> bool {
        matches!(self, Figure::Sold | Figure::Fees | Figure::SoldByState | Figure::SoldByDestination)
    }

    /// The names of its series.
    pub const fn series(self) -> &'static [&'static str] {
        match self {
            Figure::Orders => &["standing", "undone"],
            Figure::Sellers => &["sellers"],
            Figure::Listings => &["listings"],
            Figure::OrdersByState | Figure::OrdersByDestination => &["orders"],
            Figure::Sold | Figure::SoldByState | Figure::SoldByDestination => &["sold"],
            Figure::Fees => &["fees"],
        }
    }

    /// The statement: `place` (a day's number or a name), `a` and perhaps `b`, since `$1`.
    fn sql(self) -> String {
        let by_day = |table: &str, at: &str, a: &str, b: &str, test: &str| {
            format!(
                "select {at} / {DAY} as place, {a} as a, {b} as b from {table} where {at} >= $1 {test} \
                 group by {at} / {DAY} order by 1"
            )
        };
        let by_name = |column: &str, a: &str| {
            format!(
                "select {column} as place, {a} as a, 0 as b from orders where placed_at >= $1 and {STANDING} \
                 group by {column} order by 2 desc, 1 limit 60"
            )
        };
        let count = "count(*)";
        let sold = "cast(coalesce(sum(goods_usd), 0) as bigint)";
        let undone = format!("cast(sum(case when {STANDING} then 0 else 1 end) as bigint)");
        let standing = format!("cast(sum(case when {STANDING} then 1 else 0 end) as bigint)");
        let fees = "and account = 'platform_fee' and currency = 'USD'";
        match self {
            Figure::Sellers => by_day("sellers", "created_at", count, "0", ""),
            // What was made since then has changed since then, and there is an index of that.
            Figure::Listings => by_day("listings", "created_at", count, "0", "and changed_at >= $1"),
            Figure::Orders => by_day("orders", "placed_at", &standing, &undone, ""),
            Figure::Sold => by_day("orders", "placed_at", sold, "0", &format!("and {STANDING}")),
            Figure::Fees => by_day("entries", "posted_at", "cast(sum(amount) as bigint)", "0", fees),
            Figure::OrdersByState => by_name("us_state", count),
            Figure::SoldByState => by_name("us_state", sold),
            Figure::OrdersByDestination => by_name("destination", count),
            Figure::SoldByDestination => by_name("destination", sold),
        }
    }
}

/// What a figure's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// Days, without gaps.
    Day,
    /// US states by their postal codes.
    State,
    /// Countries by their codes.
    Destination,
}

/// A figure's rows: what each is of, and one value a series.
pub struct Rows {
    /// Dates such as `2026-11-22`, or codes.
    pub places: Vec<String>,
    /// The values, one list a series.
    pub values: Vec<Vec<i64>>,
}

/// Reads a figure for the last so many days, today among them.
pub async fn read(app: &App, figure: Figure, days: i64) -> Result<Rows, Error> {
    let today = app.now().as_microsecond().div_euclid(DAY);
    let first = today - days + 1;
    let rows = app.db().query(&figure.sql(), vec![Value::Int(first * DAY)]).await.or_internal()?;
    let value = |row: &Row, series: usize| row.int(if series == 0 { "a" } else { "b" });
    let series = 0..figure.series().len();
    if figure.along() != Along::Day {
        let places = rows.iter().map(|row| row.text("place").to_owned()).collect();
        return Ok(Rows { places, values: series.map(|s| rows.iter().map(|row| value(row, s)).collect()).collect() });
    }
    let places = (first..=today).map(|day| date(day).to_string()).collect();
    let mut values = vec![vec![0; usize::try_from(days).unwrap_or(0)]; figure.series().len()];
    for row in &rows {
        let at = usize::try_from(row.int("place") - first).unwrap_or(usize::MAX);
        for (s, list) in values.iter_mut().enumerate() {
            if let Some(slot) = list.get_mut(at) {
                *slot = value(row, s);
            }
        }
    }
    Ok(Rows { places, values })
}

/// The date of a day's number since 1970.
fn date(day: i64) -> Date {
    let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day);
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
