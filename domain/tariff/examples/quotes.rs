//! Works a fixed load of quotes: `quotes count N` does N single-line quotes and ends, `quotes mixed N` N of many lines, for
//! counting instructions, `quotes spread N` N single-line quotes of 4,096 requests, for timing; `quotes answers` writes
//! answers to requests of every kind, and `quotes whatif N` reports over N listings, to compare two builds by, `quotes
//! wide N` on the draft that touches nearly all.

use sampan_money::{Currency, Decimal, ExchangeRate, Money};
use sampan_tariff::whatif::synthetic::Synthetic;
use sampan_tariff::whatif::{Assumptions, Change, Study, Tally};
use sampan_tariff::{Book, Line, Mode, Request, Settings, quote, workload};
use std::hint::black_box;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (book, settings) = (Book::built_in(), Settings::demo());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["count", count] => work(&book, &settings, &workload::single_line(&book, &settings, 64, 1), count),
        ["spread", count] => work(&book, &settings, &workload::single_line(&book, &settings, 4_096, 1), count),
        ["mixed", count] => work(&book, &settings, &workload::mixed(&book, &settings, 64, 1), count),
        ["answers"] => answers(&book),
        ["whatif", count] => reports(&book, &settings, count.parse().unwrap_or(0), &DRAFTS),
        ["wide", count] => reports(&book, &settings, count.parse().unwrap_or(0), &DRAFTS[1..2]),
        _ => eprintln!("wanted count N, mixed N, spread N, answers, whatif N or wide N"),
    }
}

type Make = fn(&Book, &Settings, usize, u64) -> Vec<Request>;

const KINDS: [Make; 2] = [workload::single_line, workload::mixed];

fn work(book: &Book, settings: &Settings, requests: &[Request], count: &str) {
    for n in 0..count.parse().unwrap_or(0usize) {
        black_box(&quote(book, settings, black_box(&requests[n % requests.len()])));
    }
}

/// Requests that sell, and each with something changed or left out, on several days, by both settings.
fn answers(book: &Book) {
    let others = Settings { registered: ["SG", "MY", "JP", "AU"].map(str::to_owned).into(), ..Settings::demo() };
    let all = [Settings::demo(), Settings::default(), others];
    for make in KINDS {
        for (n, request) in make(book, &all[0], 600, 3).into_iter().enumerate() {
            let mut asked = vec![request.clone()];
            for m in 0..CHANGES {
                let mut other = request.clone();
                change(&mut other, m, n);
                asked.push(other);
            }
            for settings in &all {
                for request in &asked {
                    println!("{}", serde_json::to_string(&quote(book, settings, request)).unwrap_or_default());
                }
            }
        }
    }
}

/// A draft on one heading, one on nearly everything, and one that stops sales.
const DRAFTS: [&str; 3] =
    ["*,duty,,0809.29,US,+10%,2027-01-01", "*,duty,,,US,+1%,2027-01-01", "CN,vat,,,,unknown,2026-06-01"];

/// What drafts would do.
fn reports(book: &Book, settings: &Settings, listings: u64, drafts: &[&str]) {
    let rate = |place: &sampan_tariff::Destination| ExchangeRate {
        base: Currency::USD,
        quote: place.currency,
        rate: workload::to_the_dollar(place.currency),
        date: jiff::civil::date(2026, 6, 1),
        source: "workload".into(),
    };
    for row in drafts {
        let draft = format!("market,measure,regime,hs,origin,rate,from\n{row}\n");
        let rates = sampan_tariff::destinations().iter().map(rate).collect();
        let elasticities = Assumptions::elasticities("-1.3").unwrap_or_default();
        let assumptions = Assumptions { elasticities, ..Assumptions::default() };
        let study = Change::read("draft", &draft, book)
            .and_then(|change| Study::new(book, &change, settings, None, rates, assumptions));
        let Ok(study) = study else { return eprintln!("the draft cannot be read") };
        let catalogue = Synthetic::new(book, listings);
        let mut tally = Tally::default();
        for from in (0..listings).step_by(2_000) {
            tally.merge(study.look(&catalogue.listings(from..listings.min(from + 2_000))));
        }
        println!("{}", serde_json::to_string(&study.report(tally)).unwrap_or_default());
    }
}

const CHANGES: usize = 30;

const ATTRIBUTES: [(&str, &str); 14] = [
    ("origin_proof", "yes"),
    ("hemp", "yes"),
    ("used", "yes"),
    ("watt_hours", "120"),
    ("carrier", "ups"),
    ("eccn", "5A992"),
    ("rice_wine", "yes"),
    ("retail_price", "400"),
    ("spf", "30"),
    ("cooked", "yes"),
    ("sheets", "12"),
    ("divisible", "yes"),
    ("dangerous", "yes"),
    ("export_licence", "yes"),
];

fn change(request: &mut Request, kind: usize, n: usize) {
    let lines = &mut request.lines;
    let each = |lines: &mut [Line], change: &dyn Fn(&mut Line)| lines.iter_mut().for_each(change);
    match kind {
        0 => (request.regime, request.mode) = (None, None),
        1 => request.mode = Some([Mode::Post, Mode::Express, Mode::Cargo, Mode::Bonded][n % 4]),
        2 => each(lines, &|line| line.origin = None),
        3 => each(lines, &|line| line.origin = Some("CN".into())),
        4 => each(lines, &|line| line.abv_percent = None),
        5 => each(lines, &|line| (line.volume_ml, line.net_weight_g) = (None, None)),
        6 => each(lines, &|line| line.hs = line.hs.take().map(|hs| hs[..4].to_owned())),
        7 => each(lines, &|line| line.hs = line.hs.take().map(|hs| hs[..6].to_owned())),
        8 => each(lines, &|line| line.hs = line.hs.take().map(|hs| format!("{}.{}00", &hs[..4], &hs[4..6]))),
        9 => each(lines, &|line| line.hs = None),
        10 => each(lines, &|line| line.quantity = 400),
        11 => each(lines, &|line| line.unit_price = Money::new(line.unit_price.minor() * 200, Currency::USD)),
        12 => each(lines, &|line| line.unit_price = Money::new(line.unit_price.minor() / 20, Currency::USD)),
        13 => request.discount = Some(Money::new(333, Currency::USD)),
        14 => request.insurance = Some(Money::new(101, Currency::USD)),
        15 => request.rates.clear(),
        16 => request.ship_from = None,
        17 => request.ship_from = Some("DE".into()),
        18 => request.buyer.allowance_used = None,
        19 => request.buyer.registered_business = true,
        20 => request.buyer.free_parcels = Some((n % 9) as u32),
        21 => request.date = jiff::civil::date(2024, 3, 1),
        22 => request.date = jiff::civil::date(2025, 5, 1),
        23 => request.date = jiff::civil::date(2026, 12, 1),
        24 => request.date = jiff::civil::date(2028, 6, 1),
        25 | 26 => {
            let (name, value) = ATTRIBUTES[(n + kind * 7) % ATTRIBUTES.len()];
            each(lines, &|line| drop(line.attributes.insert(name.into(), value.into())));
            (request.regime, request.mode) = (None, None);
        }
        27 => {
            let again = lines.clone();
            lines.extend(again);
            lines.iter_mut().enumerate().for_each(|(n, line)| line.id = format!("another and longer name of line {n}"));
        }
        28 => each(lines, &|line| line.abv_percent = Some(Decimal::new((n % 60) as i64, 0))),
        _ => request.importer.exclusions = ["s301".to_owned(), "cn-us-reciprocal".to_owned()].into(),
    }
}
