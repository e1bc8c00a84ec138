//! The tables of a report as CSV, and the names in them.

use crate::App;
use crate::catalog::Listings;
use crate::csv_out::{self, Cell};
use crate::sellers;
use sampan_db::DbError;
use sampan_ids::SellerId;
use sampan_money::Money;
use sampan_tariff::whatif::{Changed, Group, Impact, Report};
use sampan_trade::Language;
use sampan_web::{Error, NoView, Reply};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What sellers and listings of a report are called.
#[derive(Default)]
pub struct Names {
    sellers: HashMap<String, String>,
    listings: HashMap<String, String>,
}

/// Names read in one statement.
const AT_ONCE: usize = 1_000;

impl Names {
    /// The names that a report needs.
    pub async fn of(app: &App, report: Option<&Report>) -> Result<Names, DbError> {
        let Some(report) = report else { return Ok(Names::default()) };
        let listed = || report.changed.iter().chain(&report.stopped).chain(&report.started);
        let sellers = report.by_seller.iter().map(|group| &group.key).chain(listed().map(|c| &c.seller));
        let sellers: BTreeSet<SellerId> = sellers.filter_map(|id| id.parse().ok()).collect();
        let listings: BTreeSet<Uuid> = listed().filter_map(|c| Uuid::try_parse(&c.listing).ok()).collect();
        let mut names = Names::default();
        for ids in sellers.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
            let found = sellers::find_many(app.db(), ids.iter().copied()).await?;
            names.sellers.extend(found.into_iter().map(|seller| (seller.id.to_string(), seller.name)));
        }
        for ids in listings.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
            let found = app.db().find_many::<Listings>(ids.iter().copied()).await?;
            let title = |stored: crate::catalog::StoredListing| {
                (stored.listing.id.to_string(), stored.listing.title(Language::En).to_owned())
            };
            names.listings.extend(found.into_iter().map(title));
        }
        Ok(names)
    }

    /// A seller's name; the id of one that is gone.
    pub fn seller<'a>(&'a self, id: &'a str) -> &'a str {
        self.sellers.get(id).map_or(id, String::as_str)
    }

    /// A listing's title; the id of one that is gone.
    pub fn listing<'a>(&'a self, id: &'a str) -> &'a str {
        self.listings.get(id).map_or(id, String::as_str)
    }
}

/// The tables that can be had.
pub const TABLES: [&str; 8] =
    ["destinations", "states", "headings", "sellers", "measures", "changed", "stopped", "started"];

const IMPACT: [&str; 14] = [
    "listings",
    "offers",
    "dearer",
    "cheaper",
    "stops",
    "starts",
    "price_change_percent",
    "pieces_a_year",
    "charges_a_year_before_usd",
    "charges_a_year_after_usd",
    "sales_a_year_usd",
    "expected_pieces",
    "expected_charges_usd",
    "expected_sales_change_usd",
];

/// One table of a report.
pub fn csv(report: &Report, table: &str, names: &Names) -> Result<Reply<NoView>, Error> {
    let (key, groups): (&str, &[Group]) = match table {
        "" | "destinations" => ("destination", &report.by_destination),
        "states" => ("state", &report.by_state),
        "headings" => ("heading", &report.by_heading),
        "sellers" => ("seller", &report.by_seller),
        "measures" => return Ok(measures(report)),
        "changed" => return Ok(offers(table, &report.changed, names)),
        "stopped" => return Ok(offers(table, &report.stopped, names)),
        "started" => return Ok(offers(table, &report.started, names)),
        _ => return Err(Error::NotFound),
    };
    let head: Vec<&str> = [key, "name"].into_iter().chain(IMPACT).collect();
    let row = |group: &Group| {
        let name = if table == "sellers" { names.seller(&group.key) } else { "" };
        [Cell::text(&group.key), Cell::text(name)].into_iter().chain(impact(&group.impact)).collect()
    };
    Ok(csv_out::file(&format!("whatif-{key}.csv"), &head, groups.iter().map(row)))
}

fn amount(money: Option<Money>) -> Cell {
    Cell::figure(money.map(Money::amount).unwrap_or_default())
}

fn impact(of: &Impact) -> [Cell; 14] {
    let demand = of.demand.as_ref();
    let text = |figure: Option<String>| Cell::figure(figure.unwrap_or_default());
    [
        Cell::figure(of.listings),
        Cell::figure(of.touched),
        Cell::figure(of.dearer),
        Cell::figure(of.cheaper),
        Cell::figure(of.stops),
        Cell::figure(of.starts),
        text(of.price_change.map(|change| change.to_string())),
        Cell::figure(of.pieces),
        amount(of.year_before),
        amount(of.year_after),
        amount(of.sales_before),
        text(demand.map(|demand| demand.pieces.to_string())),
        amount(demand.and_then(|demand| demand.year)),
        amount(demand.and_then(|demand| demand.sales_change)),
    ]
}

fn measures(report: &Report) -> Reply<NoView> {
    let head = ["measure", "before_usd", "after_usd", "expected_usd"];
    let rows = report
        .measures
        .iter()
        .map(|of| vec![Cell::figure(of.measure), amount(of.before), amount(of.after), amount(of.expected)]);
    csv_out::file("whatif-measures.csv", &head, rows)
}

fn offers(table: &str, offers: &[Changed], names: &Names) -> Reply<NoView> {
    let head = [
        "listing",
        "title",
        "seller",
        "seller_name",
        "state",
        "hs",
        "destination",
        "before",
        "after",
        "currency",
        "change_percent",
        "reason",
    ];
    let row = |of: &Changed| {
        let percent = of.permille.map(|permille| sampan_money::Decimal::new(permille, 1).to_string());
        let currency = of.before.or(of.after).map(Money::code).unwrap_or_default();
        vec![
            Cell::figure(&of.listing),
            Cell::text(names.listing(&of.listing)),
            Cell::figure(&of.seller),
            Cell::text(names.seller(&of.seller)),
            Cell::text(&of.state),
            Cell::figure(&of.hs),
            Cell::text(&of.destination),
            amount(of.before),
            amount(of.after),
            Cell::figure(currency),
            Cell::figure(percent.unwrap_or_default()),
            Cell::text(of.reason.as_ref().map(|reason| reason.text.to_string()).unwrap_or_default()),
        ]
    };
    csv_out::file(&format!("whatif-{table}.csv"), &head, offers.iter().map(row))
}
