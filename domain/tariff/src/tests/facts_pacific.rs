//! Every line of the facts on Japan, South Korea, India and Australia, and on services everywhere, is in the book, or the
//! page of the market says under its key that it is not and why.
//!
//! Keys stand in backquotes: `hs 0806.20`, `de_minimis: personal use`, `alcohol wine`, `service JP digital download`.

use super::facts::{Row, digits, facts, is_named, number, page};
use crate::book::{Confidence, Market, RateRow, ServiceRow};
use crate::*;

const MARKETS: [&str; 4] = ["JP", "KR", "IN", "AU"];

fn of_ours(file: &str) -> Vec<Row> {
    facts(file).into_iter().filter(|row| MARKETS.contains(&row["destination"].as_str())).collect()
}

/// The rows of duty and excise that stand on a code of the facts, on one that begins with it, or on its beginning.
fn near<'a>(market: &'a Market, hs: &'a str) -> impl Iterator<Item = &'a RateRow> {
    let near = move |row: &&RateRow| row.hs.starts_with(hs) || (hs.starts_with(&row.hs) && row.hs.len() >= 4);
    let charged = |row: &&RateRow| matches!(row.measure, Measure::Duty | Measure::Excise) && !row.is_preference();
    market.rates.rows().filter(charged).filter(near)
}

/// The figures that a fact gives: shares, amounts by content, and nothing where it says free.
fn figures(fact: &str) -> Vec<String> {
    let parts = fact.split(|c: char| !c.is_ascii_digit() && !".,%".contains(c)).map(|part| part.replace(',', ""));
    let mut figures: Vec<String> = parts.filter(|part| part.ends_with('%') && part.len() > 1).collect();
    if fact.contains("Free") || fact.starts_with('0') {
        figures.push("0%".to_owned());
    }
    if figures.is_empty() {
        figures.extend(number(fact).map(|figure| figure.normalize().to_string()));
    }
    figures
}

#[test]
fn every_line_of_duty_is_in_the_book() {
    let book = Book::built_in();
    let mut missing = Vec::new();
    for row in of_ours("asia-hs-rates.csv") {
        let market = book.market(&row["destination"]).unwrap();
        let page = page(&row["destination"].to_ascii_lowercase());
        let figures = figures(&row["mfn_duty"]);
        for hs in row["hs"].split('/').map(digits) {
            let mut rows = near(market, &hs);
            let there = if figures.is_empty() {
                // Nothing is given, so nothing stands in the full tariff.
                rows.all(|row| row.regimes.iter().any(|regime| regime == "simplified"))
            } else {
                // A figure of the fact, or a row that says that it is a range.
                rows.any(|row| row.rate.is_none() || figures.iter().any(|figure| row.text.contains(figure)))
            };
            let key = format!("hs {}", row["hs"]);
            if !there && !is_named(&page, &key) {
                missing.push(format!("{} {key} {hs}: {}", row["destination"], row["mfn_duty"]));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_line_of_duty_is_surer_than_its_fact() {
    let book = Book::built_in();
    let mut wrong = Vec::new();
    for row in of_ours("asia-hs-rates.csv").into_iter().filter(|row| row["status"] == "verify") {
        let market = book.market(&row["destination"]).unwrap();
        for hs in row["hs"].split('/').map(digits) {
            let exact = market.rates.rows().filter(|rate| rate.hs == hs && rate.measure == Measure::Duty);
            let usual = exact.filter(|rate| !rate.is_preference() && rate.confidence < Confidence::Verify);
            wrong.extend(usual.map(|rate| rate.rule.clone()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_fact_of_the_regimes_and_of_drinks_is_accounted_for() {
    let mut missing = Vec::new();
    for row in of_ours("asia-import-regimes.csv") {
        let key = format!("{}: {}", row["topic"], row["fact"]);
        if !is_named(&page(&row["destination"].to_ascii_lowercase()), &key) {
            missing.push(format!("{} {key}", row["destination"]));
        }
    }
    for row in of_ours("asia-alcohol.csv") {
        let key = format!("alcohol {}", row["product"]);
        if !is_named(&page(&row["destination"].to_ascii_lowercase()), &key) {
            missing.push(format!("{} {key}", row["destination"]));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The kinds of service that a row of facts speaks of.
fn kinds(service: &str) -> &'static [&'static str] {
    match service {
        "digital download" => &["digital_download"],
        "online course" => &["online_course"],
        "remote consulting" => &["remote_consulting"],
        "on-site tour or tasting in the US" => &["on_site"],
        "event ticket" => &["event_on_site", "event_online"],
        _ => &[],
    }
}

/// Whether a row says what the fact says: one of its rates, or none, and no surer than it.
fn says(service: &ServiceRow, fact: &Row) -> bool {
    let told = format!("{} ", fact["rate"]);
    let rate = service.rate.to_string();
    let of_fact = told.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '%').any(|part| part == rate);
    let none = rate == "0%" && (told.starts_with("none") || told.starts_with('0'));
    (of_fact || none) && (fact["status"] != "verify" || service.confidence == Confidence::Verify)
}

#[test]
fn every_fact_on_services_is_in_the_book() {
    let (book, page) = (Book::built_in(), page("services"));
    let rows = facts("services-tax.csv");
    let mut missing = Vec::new();
    for row in &rows {
        let key = format!("service {} {}: {}", row["destination"], row["service"], row["tax"]);
        let of_kind = |kind: &&str| {
            let market = book.market(&row["destination"]).unwrap();
            market.services.iter().any(|service| service.kind == **kind && says(service, row))
        };
        let kinds = kinds(&row["service"]);
        if (kinds.is_empty() || !kinds.iter().all(of_kind)) && !is_named(&page, &key) {
            missing.push(key);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(rows.is_empty() || rows.len() >= 75);
}
