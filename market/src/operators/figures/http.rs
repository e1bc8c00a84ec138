//! The page of charts and their files.

use super::series::{Along, Figure, Rows, Stretch};
use crate::browse::state_name;
use crate::csv_out::{self, Cell};
use crate::look::{Chart, Shape, Tab};
use crate::operators::cursor::address;
use crate::policy::OperatorWho;
use crate::{App, page};
use sampan_money::{Currency, Money};
use sampan_trade::UsState;
use sampan_web::{Cx, Error, NoView, Reply, Shell};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The stretches one can choose, in days.
const STRETCHES: [i64; 4] = [7, 30, 90, 365];

/// Which stretch.
#[derive(Deserialize, ToSchema)]
pub struct FiguresAsked {
    /// 7, 30 (as without), 90 or 365.
    #[serde(default)]
    days: i64,
}

fn stretch(days: i64) -> i64 {
    if STRETCHES.contains(&days) { days } else { 30 }
}

/// The charts.
#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    /// How many days they are of.
    pub days: i64,
    /// The charts.
    pub charts: Vec<FigureView>,
}
page!(FiguresView, "operators/pages/figures.html");

/// One chart.
#[derive(Serialize, ToSchema)]
pub struct FigureView {
    /// Its name in addresses.
    pub figure: &'static str,
    /// Question, unit, labels and values; amounts in cents.
    #[schema(value_type = Object)]
    pub chart: Chart,
}

impl FiguresView {
    /// The stretches as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let tab = |days: &i64| Tab {
            label: s.t1("operators-figures-days", "days", *days),
            href: address("/operator/figures", &[("days", &days.to_string())]),
            count: None,
            current: self.days == *days,
        };
        STRETCHES.iter().map(tab).collect()
    }
}

pub async fn show(cx: Cx<App>, _: OperatorWho, asked: FiguresAsked) -> Result<Reply<FiguresView>, Error> {
    let days = stretch(asked.days);
    let (mut charts, mut stretch) = (Vec::new(), Stretch::new(&cx.site, days));
    for figure in Figure::ALL {
        let rows = stretch.read(figure).await?;
        charts.push(FigureView { figure: figure.name(), chart: chart(&cx.shell, figure, rows) });
    }
    Ok(Reply::show(FiguresView { days, charts }))
}

fn chart(s: &Shell, figure: Figure, rows: Rows) -> Chart {
    let (along, shape) = match figure.along() {
        Along::Day => ("day", Shape::Bars),
        Along::State => ("state", Shape::Across),
        Along::Destination => ("destination", Shape::Across),
    };
    let unit = if figure.is_money() { "usd" } else { figure.series().last().copied().unwrap_or_default() };
    let unit = if figure == Figure::Orders { "orders" } else { unit };
    let word = |kind: &str, name: &str| s.t(format!("operators-figure-{kind}-{name}"));
    let places = rows.places.iter().map(|place| named(s, figure.along(), place));
    let chart = Chart::new(word("question", figure.name()), word("unit", unit), word("along", along), shape)
        .decimals(if figure.is_money() { 2 } else { 0 })
        .labelled(places);
    let series = figure.series().iter().zip(rows.values);
    series.fold(chart, |chart, (name, values)| chart.series(word("series", name), values))
}

/// A place as it is read: a day without its year, a state's name, a country's.
fn named(s: &Shell, along: Along, place: &str) -> String {
    let name = match along {
        Along::Day => place.get(5..).map(str::to_owned),
        Along::State => place.parse::<UsState>().ok().map(|state| state_name(state, s)),
        Along::Destination => s.maybe(format!("look-place-{}", place.to_ascii_lowercase())),
    };
    name.unwrap_or_else(|| place.to_owned())
}

/// Which chart.
#[derive(Deserialize, ToSchema)]
pub struct FigureAsked {
    /// Its name.
    figure: String,
    /// 7, 30 (as without), 90 or 365.
    #[serde(default)]
    days: i64,
}

pub async fn csv(cx: Cx<App>, _: OperatorWho, asked: FigureAsked) -> Result<Reply<NoView>, Error> {
    let figure = Figure::ALL.into_iter().find(|figure| figure.name() == asked.figure).ok_or(Error::NotFound)?;
    let rows = Stretch::new(&cx.site, stretch(asked.days)).read(figure).await?;
    let along = match figure.along() {
        Along::Day => "day",
        Along::State => "state",
        Along::Destination => "destination",
    };
    let head: Vec<&str> = std::iter::once(along).chain(figure.series().iter().copied()).collect();
    let cell = |value: i64| match figure.is_money() {
        true => Cell::figure(Money::new(value, Currency::USD).amount()),
        false => Cell::figure(value),
    };
    let line = |(at, place): (usize, &String)| {
        let values = rows.values.iter().map(|list| cell(list.get(at).copied().unwrap_or(0)));
        std::iter::once(Cell::text(place.as_str())).chain(values).collect()
    };
    Ok(csv_out::file(&format!("{}.csv", figure.name()), &head, rows.places.iter().enumerate().map(line)))
}
