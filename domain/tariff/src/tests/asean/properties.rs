//! What holds for every quote to these markets.

use super::*;
use jiff::civil::Date;
use proptest::prelude::*;
use sampan_money::{Currency, Decimal, ExchangeRate, Money};

const MARKETS: [&str; 6] = ["SG", "MY", "TH", "VN", "ID", "PH"];

/// A line of goods that the market has a rate for, priced in dollars.
fn line(market: &'static str) -> impl Strategy<Value = Line> {
    let book = Book::built_in();
    let codes = book.market(market).unwrap().rates.rows().map(|row| row.hs.to_string());
    let mut codes: Vec<String> = codes.filter(|hs| hs.len() >= 4).collect();
    codes.sort();
    codes.dedup();
    let known = proptest::option::weighted(0.8, 1i64..1_000);
    (proptest::sample::select(codes), 1u32..9, 1i64..200_000, known.clone(), known.clone(), known).prop_map(
        |(hs, quantity, price, grams, ml, retail)| Line {
            id: String::new(),
            hs: Some(format!("{hs:0<6}")),
            description: String::new(),
            origin: Some("US".into()),
            quantity,
            unit_price: Money::new(price, Currency::USD),
            net_weight_g: grams.map(Decimal::from),
            gross_weight_g: None,
            volume_ml: ml.map(Decimal::from),
            abv_percent: ml.map(|ml| Decimal::new(ml, 1)),
            retail_packs: None,
            attributes: retail.map(|price| ("retail_price".to_owned(), price.to_string())).into_iter().collect(),
        },
    )
}

fn asked() -> impl Strategy<Value = Request> {
    proptest::sample::select(MARKETS.to_vec()).prop_flat_map(asked_of)
}

fn asked_of(market: &'static str) -> impl Strategy<Value = Request> {
    let date = (2018i16..2030, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::constant(y, m, d));
    let mode = proptest::option::of(proptest::sample::select(vec![Mode::Post, Mode::Express, Mode::Cargo]));
    let amount = || proptest::option::of((0i64..20_000).prop_map(|cents| Money::new(cents, Currency::USD)));
    (date, mode, amount(), amount()).prop_flat_map(move |(date, mode, freight, insurance)| {
        proptest::collection::vec(line(market), 1..4).prop_map(move |mut lines| {
            for (n, line) in lines.iter_mut().enumerate() {
                line.id = format!("l{n}");
            }
            let mut request = request(market, json!({}), json!({ "hs": "340600", "unit_price": money("1", "USD") }));
            let rates = [("SGD", 13), ("MYR", 42), ("THB", 325), ("VND", 254_170), ("IDR", 162_345), ("PHP", 577)];
            request.rates = rates
                .map(|(code, tenths)| ExchangeRate {
                    base: Currency::USD,
                    quote: sampan_money::currency(code).unwrap(),
                    rate: Decimal::new(tenths, 1),
                    date,
                    source: "example".into(),
                })
                .to_vec();
            (request.date, request.mode, request.lines) = (date, mode, lines);
            (request.freight, request.insurance) = (freight, insurance);
            request
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn charges_add_up_to_the_last_minor_unit_and_none_is_negative(request in asked()) {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request);
        prop_assert!(answer.charges.iter().all(|charge| charge.amount.minor() >= 0));
        let Some(total) = answer.total_charges else { return Ok(()) };
        prop_assert_eq!(answer.charges.iter().map(|c| c.amount.minor()).sum::<i64>(), total.minor());
        let of = |figure: fn(&LineAnswer) -> i64| answer.lines.iter().map(figure).sum::<i64>();
        prop_assert_eq!(of(|line| line.charges.unwrap().minor()), total.minor());
        prop_assert_eq!(of(|line| line.landed.unwrap().minor()), answer.landed_total.unwrap().minor());
        for line in &answer.lines {
            prop_assert_eq!(
                line.goods.minor() + line.delivery.minor() + line.charges.unwrap().minor(),
                line.landed.unwrap().minor()
            );
        }
    }

    #[test]
    fn levies_to_indonesia_are_whole_thousands(request in asked_of("ID")) {
        let answer = quote(&Book::built_in(), &Settings::demo(), &request);
        let Some(total) = answer.total_charges else { return Ok(()) };
        prop_assert_eq!(total.minor() % 100_000, 0);
    }

    #[test]
    fn the_order_of_lines_changes_nothing(request in asked()) {
        let mut turned = request.clone();
        turned.lines.reverse();
        let [one, other] = [&request, &turned].map(|ask| quote(&Book::built_in(), &Settings::demo(), ask));
        prop_assert_eq!(one.total_charges, other.total_charges);
        prop_assert_eq!(one.eligibility.verdict, other.eligibility.verdict);
    }

    #[test]
    fn a_careful_operator_asks_the_same_where_there_is_one_regime(request in asked_of("TH")) {
        let careful = Settings { sell_to_verify: false, continue_last_known: false, ..Settings::demo() };
        let [all, some] = [&Settings::demo(), &careful].map(|settings| quote(&Book::built_in(), settings, &request));
        if let Some(some) = some.total_charges {
            prop_assert_eq!(Some(some), all.total_charges);
        }
    }
}
