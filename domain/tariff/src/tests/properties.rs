//! What holds for every quote.

use super::cases::request;
use crate::*;
use jiff::civil::Date;
use proptest::prelude::*;
use sampan_money::{Currency, Decimal, ExchangeRate, Money};
use serde_json::json;

/// Codes of the book, short ones, strange ones.
fn code() -> impl Strategy<Value = Option<String>> {
    let book = Book::built_in();
    let rows = book.markets().flat_map(|market| market.rates.rows()).filter(|row| row.hs.len() >= 6);
    let known: Vec<String> = rows.map(|row| row.hs.clone()).collect();
    prop_oneof![
        8 => proptest::sample::select(known).prop_map(Some),
        1 => "[0-9]{4,10}".prop_map(Some),
        1 => "\\PC{0,12}".prop_map(Some),
        1 => Just(None),
    ]
}

const CURRENCIES: [Currency; 4] = [Currency::CNY, Currency::SGD, Currency::USD, Currency::JPY];

fn currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(CURRENCIES.to_vec())
}

/// Every destination, with rules and without, and one that nobody knows.
fn destination() -> impl Strategy<Value = &'static str> {
    let all = destinations().iter().map(|destination| destination.code).chain(["??"]);
    proptest::sample::select(all.collect::<Vec<_>>())
}

fn line() -> impl Strategy<Value = Line> {
    let figure = || proptest::option::of((1i64..200_000).prop_map(|n| Decimal::new(n, 1)));
    let origin = proptest::option::weighted(0.9, proptest::sample::select(vec!["US", "CN", "FR", "JP"]));
    let attribute = proptest::sample::select(vec!["hemp", "used", "spf", "sheets", "wild", "divisible"]);
    (code(), origin, 0u32..50, -5i64..2_000_000, currency(), figure(), figure(), 0i64..1_000, attribute).prop_map(
        |(hs, origin, quantity, price, currency, grams, ml, abv, attribute)| Line {
            id: String::new(),
            hs,
            description: String::new(),
            origin: origin.map(str::to_owned),
            quantity,
            unit_price: Money::new(price, currency),
            net_weight_g: grams,
            gross_weight_g: None,
            volume_ml: ml,
            abv_percent: (abv > 0).then(|| Decimal::new(abv, 1)),
            retail_packs: None,
            attributes: [(attribute.to_owned(), "3".to_owned())].into_iter().filter(|_| abv % 5 == 0).collect(),
        },
    )
}

fn any_request() -> impl Strategy<Value = Request> {
    let date = (2015i16..2030, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::constant(y, m, d));
    let mode =
        proptest::option::of(proptest::sample::select(vec![Mode::Post, Mode::Express, Mode::Cargo, Mode::Bonded]));
    let amount = || proptest::option::of((0i64..300_000, currency()).prop_map(|(n, c)| Money::new(n, c)));
    let lines = proptest::collection::vec(line(), 0..5);
    let used = proptest::option::of(0i64..3_000_000);
    (destination(), date, mode, lines, amount(), amount(), amount(), used).prop_map(
        |(destination, date, mode, mut lines, freight, insurance, discount, used)| {
            for (n, line) in lines.iter_mut().enumerate() {
                line.id = format!("l{n}");
            }
            Request {
                destination: destination.to_owned(),
                date,
                regime: None,
                ship_from: Some("US".into()),
                mode,
                lines,
                freight,
                insurance,
                discount: discount.map(|d| Money::new(d.minor() / 100, d.currency())),
                rates: rates(destination, date),
                buyer: Buyer { allowance_used: used.map(|n| Money::new(n, Currency::CNY)), ..Buyer::default() },
                importer: Importer::default(),
            }
        },
    )
}

/// A rate of each currency to that of the destination.
fn rates(destination: &str, date: Date) -> Vec<ExchangeRate> {
    let Some(home) = crate::destination(destination).map(|destination| destination.currency) else { return Vec::new() };
    let to_the_dollar = crate::examples::to_the_dollar;
    let rate = |base| ExchangeRate {
        base,
        quote: home,
        rate: (to_the_dollar(home) / to_the_dollar(base)).round_dp(6) + Decimal::new(1_234, 9),
        date,
        source: "test".into(),
    };
    CURRENCIES.into_iter().filter(|base| *base != home).map(rate).collect()
}

fn sum(amounts: impl Iterator<Item = Money>) -> i64 {
    amounts.map(Money::minor).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn charges_are_not_negative_add_up_and_name_their_law(request in any_request()) {
        let book = Book::built_in();
        let answer = quote(&book, &Settings::demo(), &request);
        for charge in &answer.charges {
            prop_assert!(!charge.amount.is_negative() && !charge.base.is_negative());
            prop_assert_eq!(book.citation(&charge.citation.id), Some(&charge.citation));
            prop_assert!(!charge.rule.is_empty());
        }
        let verdict = answer.eligibility.verdict;
        prop_assert_eq!(verdict.sells(), answer.landed_total.is_some());
        prop_assert!(verdict.sells() || !answer.eligibility.reasons.is_empty());
        if let (Some(total), Some(landed), Some(value)) = (answer.total_charges, answer.landed_total, answer.customs_value) {
            prop_assert_eq!(total.minor(), sum(answer.charges.iter().map(|c| c.amount)));
            prop_assert_eq!(landed.minor(), total.minor() + sum(answer.lines.iter().flat_map(|l| [l.goods, l.delivery])));
            prop_assert_eq!(value.minor(), sum(answer.lines.iter().map(|l| l.customs_value)));
            prop_assert_eq!(landed.minor(), sum(answer.lines.iter().map(|l| l.landed.unwrap())));
            for line in &answer.lines {
                let parts = line.goods.minor() + line.delivery.minor() + line.charges.unwrap().minor();
                prop_assert_eq!(parts, line.landed.unwrap().minor());
            }
        }
    }

    #[test]
    fn the_same_request_gives_the_same_bytes_and_reads_back(request in any_request()) {
        let book = Book::built_in();
        let bytes = |request| serde_json::to_string(&quote(&book, &Settings::demo(), request)).unwrap();
        let first = bytes(&request);
        let again: Request = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        prop_assert_eq!(&again, &request);
        prop_assert_eq!(&bytes(&again), &first);
        let answer: Answer = serde_json::from_str(&first).unwrap();
        prop_assert_eq!(serde_json::to_string(&answer).unwrap(), first);
    }

    #[test]
    fn the_order_of_lines_does_not_matter(request in any_request()) {
        let book = Book::built_in();
        let mut turned = request.clone();
        turned.lines.reverse();
        let (a, b) = (quote(&book, &Settings::demo(), &request), quote(&book, &Settings::demo(), &turned));
        let line = |answer: &Answer, id: &str| answer.lines.iter().find(|line| line.id == id).cloned();
        prop_assert_eq!((a.regime.clone(), a.total_charges, a.landed_total), (b.regime.clone(), b.total_charges, b.landed_total));
        for one in &a.lines {
            prop_assert_eq!(Some(one.clone()), line(&b, &one.id));
        }
    }

}

proptest! {
    // Each of these reads a whole book.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_row_outside_scope_or_date_changes_nothing(request in any_request(), code in "99[0-9]{6}", percent in 1u32..90) {
        let head = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
        let rows = format!(
            "{head}vat,,{code},,{percent}%,,,general-knowledge,secondary,\n\
             vat,,,,{percent}%,2040-01-01,,general-knowledge,secondary,\n\
             additional_duty,,,KP,{percent}%,,,general-knowledge,secondary,\n"
        );
        let market = Book::built_in().market(&request.destination).map_or("CN", |market| market.destination.code);
        let file = format!("{}/rates.csv", market.to_ascii_lowercase());
        let over = Book::built_in().overlay(vec![(file, rows)]).unwrap();
        prop_assume!(request.lines.iter().all(|line| line.hs.as_deref().is_none_or(|hs| !hs.starts_with("99"))));
        let mut changed = quote(&over, &Settings::demo(), &request);
        let plain = quote(&Book::built_in(), &Settings::demo(), &request);
        changed.book_version.clone_from(&plain.book_version);
        prop_assert_eq!(changed, plain);
    }

    #[test]
    fn no_file_of_a_book_makes_it_panic(text in "\\PC{0,200}", n in 0usize..8) {
        let names = [
            "rates.csv", "limits.toml", "restrictions.csv", "citations.toml", "positive-list.csv", "headings.csv",
            "services.csv", "parcel-prices.csv",
        ];
        let _ = Book::built_in().overlay(vec![(format!("cn/{}", names[n]), text)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tax_is_linear_where_the_law_is(quantity in 1u32..50, price in 1i64..10_000) {
        // Toys by cross-border e-commerce: 9.1 % of the value, to half a fen.
        let cny = json!({ "amount": Money::new(price, Currency::CNY).amount(), "currency": "CNY" });
        let ask = request("CN", json!({ "regime": "cbec" }), json!({ "hs": "95030060", "quantity": quantity, "unit_price": cny }));
        let value = price * i64::from(quantity);
        prop_assume!(value <= 500_000);
        let tax = quote(&Book::built_in(), &Settings::demo(), &ask).total_charges.unwrap().minor();
        prop_assert!((tax * 1_000 - value * 91).abs() <= 500, "{} on {}", tax, value);
    }

    #[test]
    fn no_text_makes_the_search_panic(text in "\\PC{0,40}") {
        headings(&Book::built_in(), "CN", &text, 10);
    }
}
