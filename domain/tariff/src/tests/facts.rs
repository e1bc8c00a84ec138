//! Every line of the files of facts is in the book, or docs/markets says under its key that it is not and why.
//!
//! Keys stand in backquotes: `hs 08134090 provisional`, `layer 2025-08-12`, `parcel 01019900`, `halal / any`.

use crate::book::{Market, Restriction, Ruling};
use crate::*;
use sampan_money::Decimal;
use std::collections::HashMap;
use std::path::PathBuf;

pub(super) type Row = HashMap<String, String>;

pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The rows of a file of facts, where this machine has them.
pub(super) fn facts(file: &str) -> Vec<Row> {
    let data = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let path = data.join("../facts").join(file);
    if !path.is_file() {
        println!("skipped: no {file} in a folder of facts beside SAMPAN_SHARED_DATA");
        return Vec::new();
    }
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Whether the page of a market names a key.
pub(super) fn is_named(page: &str, key: &str) -> bool {
    page.contains(&format!("`{key}`"))
}

pub(super) fn page(market: &str) -> String {
    std::fs::read_to_string(root().join(format!("docs/markets/{market}.md"))).unwrap()
}

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The first number of a text.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    rest[..rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len())].parse().ok()
}

/// The rates of a measure and layer that stand on this very code.
fn on_code<'a>(market: &'a Market, measure: Measure, layer: &'a str, hs: &'a str) -> impl Iterator<Item = &'a str> {
    let found = market.rates.rows().filter(move |row| row.measure == measure && &*row.layer == layer && row.hs == hs);
    found.map(|row| row.text.as_str())
}

#[test]
fn every_chinese_line_of_rates_is_in_the_book() {
    let (book, page) = (Book::built_in(), page("cn"));
    let market = book.market("CN").unwrap();
    let mut missing = Vec::new();
    for row in facts("cn-hs-rates.csv") {
        let hs = digits(&row["hs"]);
        let mut need = |what: &str, there: bool| {
            let key = format!("hs {hs} {what}");
            if !there && !is_named(&page, &key) {
                missing.push(key);
            }
        };
        let percent = |text: &str| number(text).map(|figure| format!("{}%", figure.normalize()));
        let has = |measure, layer: &str, text: &str| {
            let wanted = percent(text);
            on_code(market, measure, layer, &hs).any(|rate| Some(rate) == wanted.as_deref())
        };
        need("duty", has(Measure::Duty, "", &row["mfn_duty_pct"]));
        need("vat", has(Measure::Vat, "", &row["import_vat_pct"]));
        let consumption = row["consumption_tax"].as_str();
        let plain = consumption.trim_end_matches('%').parse::<Decimal>().is_ok();
        let mut rates = on_code(market, Measure::ConsumptionTax, "", &hs);
        need(
            "consumption tax",
            if plain { has(Measure::ConsumptionTax, "", consumption) } else { rates.next().is_some() },
        );
        let provisional = row["provisional_duty_pct"].as_str();
        need("provisional", provisional.is_empty() || has(Measure::Duty, "provisional", provisional));
        let noted = !row["us_additional_note"].is_empty();
        need("US", !noted || on_code(market, Measure::AdditionalDuty, "s301", &hs).next().is_some());
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_known_line_of_the_chinese_list_is_in_the_book() {
    let (book, page) = (Book::built_in(), page("cn"));
    let market = book.market("CN").unwrap();
    let missing: Vec<String> = facts("cn-cbec-positive-list-known.csv")
        .into_iter()
        .map(|row| format!("list {}", digits(&row["hs8"])))
        .filter(|key| !market.list().any(|listed| listed.eligible && key.ends_with(&listed.hs) && listed.hs.len() == 8))
        .filter(|key| !is_named(&page, key))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_price_of_chinese_customs_is_in_the_book() {
    let (book, page) = (Book::built_in(), page("cn"));
    let market = book.market("CN").unwrap();
    let mut missing = Vec::new();
    for row in facts("cn-parcel-price-table.csv") {
        let price: Option<Decimal> = row["customs_price_cny"].parse().ok();
        let word = row["goods"].split(' ').next().unwrap();
        let rate = format!("{}%", row["rate_pct"]);
        let there = market.prices.iter().any(|entry| {
            let mut taxes =
                market.rates.find(Measure::ParcelTax, "post", &entry.hs, None, "2026-06-01".parse().unwrap());
            Some(entry.price) == price && entry.en.contains(word) && taxes.any(|tax| tax.text == rate)
        });
        let key = format!("parcel {}", row["parcel_code"]);
        if !there && !is_named(&page, &key) {
            missing.push(key);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_step_of_chinas_duties_on_us_goods_is_in_the_book() {
    let (book, page) = (Book::built_in(), page("cn"));
    let market = book.market("CN").unwrap();
    let mut missing = Vec::new();
    for row in facts("cn-us-additional-tariffs.csv") {
        let from = row["effective"].parse().ok();
        let told = format!("{} {}", row["rate_pct"], row["scope"]);
        let rate =
            |text: &str| told.split(|c: char| !c.is_ascii_digit() && c != '.').any(|part| format!("{part}%") == text);
        let mut layers = market.rates.rows().filter(|row| row.measure == Measure::AdditionalDuty);
        let layer = from.is_some() && layers.any(|row| row.period.from == from && rate(&row.text));
        let limit = from.is_some()
            && market.limits().any(|limit| limit.name.starts_with("general.") && limit.period.from == from);
        let key = format!("layer {}", row["effective"]);
        if !layer && !limit && !is_named(&page, &key) {
            missing.push(key);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Beginnings of codes, first and last.
pub(super) fn ranges(text: &str) -> Vec<(String, String)> {
    let parts = text.split(',').map(|part| part.split_once('-').unwrap_or((part, part)));
    parts.map(|(first, last)| (digits(first), digits(last))).filter(|(first, _)| !first.is_empty()).collect()
}

pub(super) fn meet(a: &[(String, String)], b: &[(String, String)]) -> bool {
    let before = |x: &str, y: &str| {
        let n = x.len().min(y.len());
        x[..n] < y[..n]
    };
    a.iter().any(|(first, last)| b.iter().any(|(other, end)| !before(end, first) && !before(last, other)))
}

/// Whether a rule says of some of the goods what the row says.
fn says(rule: &Restriction, row: &Row, hs: &[(String, String)]) -> bool {
    let verdict = match rule.ruling {
        Ruling::Allowed => "allowed",
        Ruling::Papers => "papers",
        Ruling::NotAllowed => "not_allowed",
        Ruling::Unknown => "unknown",
    };
    let channel = match row["channel"].as_str() {
        "parcel_personal" | "parcel_commercial" => "parcel",
        other => other,
    };
    verdict == row["verdict"]
        && (channel == "any" || rule.channel.as_deref().is_none_or(|c| c == channel))
        && meet(&rule.hs, hs)
}

#[test]
fn every_restriction_is_in_the_book() {
    let book = Book::built_in();
    let mut missing = Vec::new();
    for row in facts("restrictions.csv") {
        // What holds for every destination stands in each market; the page of the way out names what does not.
        let (market, page) = match row["destination"].as_str() {
            "*" => ("HK", page("us")),
            code => (code, page(&code.to_ascii_lowercase())),
        };
        let hs = ranges(&row["hs"]);
        let there = book.market(market).unwrap().restrictions().iter().any(|rule| says(rule, &row, &hs));
        let key = format!("{} / {}", row["goods"], row["channel"]);
        if !there && !is_named(&page, &key) {
            missing.push(format!("{} {key}: {}", row["destination"], row["verdict"]));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// A line with a duty stands on its code with it, or as unknown where the facts give a range.
#[test]
fn every_line_of_rates_of_the_free_ports_and_taiwan_is_in_the_book() {
    let book = Book::built_in();
    let mut missing = Vec::new();
    for row in facts("asia-hs-rates.csv") {
        let code @ ("HK" | "MO" | "TW") = row["destination"].as_str() else { continue };
        let market = book.market(code).unwrap();
        let Some(duty) = number(&row["mfn_duty"]).map(|duty| format!("{}%", duty.normalize())) else { continue };
        let is_range = row["mfn_duty"].contains('-');
        for hs in row["hs"].split('/').map(digits) {
            let codes = |hs: &str| {
                market.rates.rows().any(|r| {
                    let wanted = if is_range { r.rate.is_none() } else { r.text == duty };
                    r.measure == Measure::Duty && r.hs.starts_with(hs) && wanted
                })
            };
            if !codes(&hs) {
                missing.push(format!("{code} {hs} {duty}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
