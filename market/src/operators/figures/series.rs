//! The figures, counted or summed in the database by day (microseconds divided by a day's) or by name.

use crate::App;
use sampan_db::{Row, Value};
use sampan_ids::{Date, SignedDuration, Timestamp};
use sampan_web::{Error, OrInternal};
use std::collections::BTreeMap;

/// Places a chart shows at most.
const PLACES: usize = 60;
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

    /// The names of its series, and of their columns in its source.
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

    const fn source(self) -> Source {
        match self {
            Figure::Sellers => Source::Sellers,
            Figure::Listings => Source::Listings,
            Figure::Fees => Source::Fees,
            Figure::Orders | Figure::Sold => Source::Days,
            Figure::OrdersByState | Figure::SoldByState | Figure::OrdersByDestination | Figure::SoldByDestination => {
                Source::Places
            }
        }
    }
}

/// What figures are read from: a statement each, by day or by the two places of orders, since `$1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Sellers,
    Listings,
    Fees,
    Days,
    Places,
}

impl Source {
    fn sql(self) -> String {
        let by_day = |columns: &str, table: &str, at: &str, test: &str| {
            format!(
                "select {at} / {DAY} as place, {columns} from {table} where {at} >= $1 {test} \
                 group by {at} / {DAY} order by 1"
            )
        };
        let sum = |what: &str, name: &str| format!("cast(coalesce(sum({what}), 0) as bigint) as {name}");
        let of = |standing: &str, other: &str| format!("case when {STANDING} then {standing} else {other} end");
        match self {
            Source::Sellers => by_day("count(*) as sellers", "sellers", "created_at", ""),
            // What was made since then has changed since then, and there is an index of that.
            Source::Listings => by_day("count(*) as listings", "listings", "created_at", "and changed_at >= $1"),
            Source::Fees => {
                let fees = "and account = 'platform_fee' and currency = 'USD'";
                by_day(&sum("amount", "fees"), "entries", "posted_at", fees)
            }
            Source::Days => {
                let columns =
                    [sum(&of("1", "0"), "standing"), sum(&of("0", "1"), "undone"), sum(&of("goods_usd", "0"), "sold")];
                by_day(&columns.join(", "), "orders", "placed_at", "")
            }
            Source::Places => {
                let sold = sum("goods_usd", "sold");
                format!(
                    "select us_state as place, destination, count(*) as orders, {sold} from orders \
                     where placed_at >= $1 and {STANDING} group by us_state, destination"
                )
            }
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

/// The last so many days, today among them. Each statement is sent once, however many figures come from it.
pub struct Stretch<'a> {
    app: &'a App,
    first: i64,
    today: i64,
    found: BTreeMap<Source, Vec<Row>>,
}

impl Stretch<'_> {
    /// So many days, of which nothing is read yet.
    pub fn new(app: &App, days: i64) -> Stretch<'_> {
        let today = app.now().as_microsecond().div_euclid(DAY);
        Stretch { app, first: today - days + 1, today, found: BTreeMap::new() }
    }

    /// Reads a figure.
    pub async fn read(&mut self, figure: Figure) -> Result<Rows, Error> {
        let source = figure.source();
        if !self.found.contains_key(&source) {
            let since = Value::Int(self.first * DAY);
            let rows = self.app.db().query(&source.sql(), vec![since]).await.or_internal()?;
            self.found.insert(source, rows);
        }
        let rows = self.found.get(&source).map_or(&[][..], Vec::as_slice);
        Ok(match figure.along() {
            Along::Day => self.by_day(figure, rows),
            Along::State => by_name(figure, rows, "place"),
            Along::Destination => by_name(figure, rows, "destination"),
        })
    }

    fn by_day(&self, figure: Figure, rows: &[Row]) -> Rows {
        let places: Vec<String> = (self.first..=self.today).map(|day| date(day).to_string()).collect();
        let mut values = vec![vec![0; places.len()]; figure.series().len()];
        for row in rows {
            let at = usize::try_from(row.int("place") - self.first).unwrap_or(usize::MAX);
            for (column, list) in figure.series().iter().zip(&mut values) {
                if let Some(slot) = list.get_mut(at) {
                    *slot = row.int(column);
                }
            }
        }
        Rows { places, values }
    }
}

/// The largest first.
fn by_name(figure: Figure, rows: &[Row], name: &str) -> Rows {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for (row, column) in rows.iter().flat_map(|row| figure.series().iter().map(move |column| (row, column))) {
        let sum = sums.entry(row.text(name)).or_default();
        *sum = sum.saturating_add(row.int(column));
    }
    let mut sums: Vec<(&str, i64)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    sums.truncate(PLACES);
    let (places, values) = sums.into_iter().map(|(name, sum)| (name.to_owned(), sum)).unzip();
    Rows { places, values: vec![values] }
}

/// The date of a day's number since 1970.
fn date(day: i64) -> Date {
    let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day);
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
