//! The files of facts beside the book: each row is in it, or the page of its market says under its name that it is not.

use super::super::facts::{Row, digits, facts, meet, number, page, ranges};
use super::*;
use crate::book::{Confidence, Market, RateRow};
use std::collections::BTreeSet;

const MARKETS: [&str; 6] = ["SG", "MY", "TH", "VN", "ID", "PH"];

fn rows(file: &str) -> Vec<Row> {
    facts(file).into_iter().filter(|row| MARKETS.contains(&&*row["destination"])).collect()
}

fn page_of(market: &str) -> String {
    page(&market.to_ascii_lowercase())
}

/// The duty that a code is under on a day in the regime that the facts speak of.
fn duty<'a>(market: &'a Market, hs: &'a str) -> Option<&'a RateRow> {
    let regime = ["import", "parcel", "informal"];
    let day = "2026-06-01".parse().unwrap();
    regime.iter().find_map(|regime| market.rates.find(Measure::Duty, regime, hs, None, day).next())
}

/// A rate as the facts write it; none: empty or a range, which nobody can charge.
fn written(text: &str) -> Option<String> {
    let figure = number(text)?.normalize();
    let first = text.split([' ', '%']).next().unwrap_or("");
    let range = first.split_once('-').is_some_and(|(low, high)| !low.is_empty() && !high.is_empty());
    Some(match text {
        _ if range => return None,
        _ if text.ends_with("per L") => format!("MYR {figure}/l"),
        _ if text.contains("per litre of alcohol") => format!("SGD {figure}/l_alcohol"),
        _ => format!("{figure}%"),
    })
}

#[test]
fn every_line_of_rates_is_in_the_book() {
    let book = Book::built_in();
    let mut missing = Vec::new();
    for row in rows("asia-hs-rates.csv") {
        let (to, wanted) = (&*row["destination"], written(&row["mfn_duty"]));
        let market = book.market(to).unwrap();
        for hs in row["hs"].split('/').map(digits) {
            // Chocolate stands on its own lines of 1806; furniture is named on the page.
            let hs = if hs == "1806" && to != "ID" { "180632".to_owned() } else { hs };
            let found = duty(market, &hs);
            let text = found.and_then(|row| row.rate.as_ref().map(|_| row.text.to_string()));
            let sure = row["status"] != "verify" || found.is_some_and(|found| found.confidence == Confidence::Verify);
            let sure = sure || (to == "ID" && found.is_some_and(|found| found.rate.is_none()));
            if (text != wanted || found.is_none() || !sure) && !page_of(to).contains(&format!("({hs})")) {
                missing.push(format!("{to} {hs}: wanted {wanted:?}, found {text:?}, as sure as it is {sure}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_fact_of_regimes_and_alcohol_stands_in_the_table_of_its_page() {
    let mut missing = Vec::new();
    for row in rows("asia-import-regimes.csv") {
        let line = format!("| {} | {} | ", row["topic"], row["fact"]);
        if !page_of(&row["destination"]).contains(&line) {
            missing.push(format!("{} {line}", row["destination"]));
        }
    }
    for row in rows("asia-alcohol.csv") {
        let line = format!("| alcohol | {} | ", row["product"]);
        if !page_of(&row["destination"]).contains(&line) {
            missing.push(format!("{} {line}", row["destination"]));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_rule_that_a_page_names_is_in_the_book() {
    let book = Book::built_in();
    let mut missing = Vec::new();
    for to in MARKETS {
        let market = book.market(to).unwrap();
        let rates = market.rates.rows().map(|row| row.rule.to_string());
        let rules: BTreeSet<String> = rates.chain(market.limits().map(|limit| limit.rule.to_string())).collect();
        let begin = format!("{}/", to.to_ascii_lowercase());
        let (page, mut named) = (page_of(to), 0);
        for name in page.split('`').skip(1).step_by(2).filter(|name| name.starts_with(&begin)) {
            named += 1;
            if !rules.contains(&name.replace("\\|", "|")) {
                missing.push(name.to_owned());
            }
        }
        assert!(named > 5, "{to}");
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_restriction_is_surer_than_its_source() {
    let book = Book::built_in();
    let common = include_str!("../../../book/common/restrictions.csv");
    let common: BTreeSet<&str> = common.lines().filter_map(|line| line.split(',').next()).collect();
    let sourced: Vec<Row> = rows("restrictions.csv").into_iter().filter(|row| row["status"] == "sourced").collect();
    let mut unsourced = Vec::new();
    for to in MARKETS.into_iter().filter(|_| !sourced.is_empty()) {
        for rule in book.market(to).unwrap().restrictions() {
            if rule.confidence == Confidence::Verify || common.contains(&*rule.code) {
                continue;
            }
            let word = rule.code.split('.').next().unwrap_or("");
            let speaks = |row: &Row| meet(&rule.hs, &ranges(&row["hs"])) || row["goods"].starts_with(word);
            if !sourced.iter().any(|row| row["destination"] == to && speaks(row)) {
                unsourced.push(format!("{to} {}", rule.code));
            }
        }
    }
    assert!(unsourced.is_empty(), "{unsourced:#?}");
}
