//! What holds in every market: charges grow as the law says, and neither the order of rows nor of lines decides.

use crate::workload::single_line;
use crate::*;
use sampan_money::{Currency, Decimal, Money, Rounding};
use serde_json::json;
use std::collections::BTreeSet;

/// How coarse a market's roundings are together, in minor units of its currency, for one charge.
fn slack(market: &str) -> i64 {
    let book = Book::built_in();
    let market = book.market(market).unwrap();
    let steps = market.limits().filter_map(|limit| match limit.value {
        book::LimitValue::Rounding(step) => {
            Money::from_decimal(step.unit, market.destination.currency, Rounding::Up).ok()
        }
        _ => None,
    });
    3 * steps.map(Money::minor).max().unwrap_or(1).max(1)
}

/// Everything in an answer that a threshold would show in: rows, rates, reasons and warnings.
fn named(answer: &Answer) -> Vec<String> {
    let charges = answer.charges.iter().map(|charge| format!("{} {}", charge.rule, charge.rate));
    let reasons = answer.eligibility.reasons.iter().chain(&answer.warnings);
    charges.chain(reasons.map(|reason| format!("{:?} {:?}", reason.code, reason.line))).collect()
}

/// Whether all charges are plain shares of their bases.
fn is_plain(answer: &Answer) -> bool {
    let plain = |rate: &str| rate.ends_with('%') && !rate.contains(['(', '+']);
    answer.charges.iter().all(|charge| plain(&charge.rate) || charge.amount.is_zero())
}

fn priced(request: &Request, minor: i64) -> Request {
    let mut request = request.clone();
    request.freight = None;
    request.lines[0].quantity = 1;
    request.lines[0].unit_price = Money::new(minor, Currency::USD);
    request
}

#[test]
fn charges_are_linear_and_jump_only_where_the_answer_names_something_else() {
    let (book, settings) = (Book::built_in(), Settings::demo());
    let (mut near, mut doubled) = (0, 0);
    for (n, request) in single_line(&book, &settings, 600, 11).into_iter().enumerate() {
        let price = 100 + (n as i64 * 7_919) % 60_000;
        let ask = |minor| quote(&book, &settings, &priced(&request, minor));
        let (one, next, twice) = (ask(price), ask(price + 1), ask(2 * price));
        let (Some(charges), slack) = (one.total_charges, slack(&request.destination)) else { continue };
        let slack = slack * (1 + one.charges.len() as i64);
        let value = one.customs_value.unwrap().minor();
        if named(&one) == named(&next) && is_plain(&one) {
            near += 1;
            let cent = next.customs_value.unwrap().minor() - value;
            let more = next.total_charges.unwrap().minor() - charges.minor();
            assert!((-slack..=8 * cent.max(1) + slack).contains(&more), "{price}: {one:?} {next:?}");
        }
        if named(&one) == named(&twice) && is_plain(&one) {
            doubled += 1;
            let off = twice.total_charges.unwrap().minor() - 2 * charges.minor();
            assert!(off.abs() <= 2 * slack, "off by {off}: {one:?} {twice:?}");
        }
    }
    assert!(near > 300 && doubled > 100, "{near} {doubled}");
}

#[test]
fn delivery_counts_into_the_value_for_customs_where_the_law_says_so() {
    let (book, settings) = (Book::built_in(), Settings::demo());
    let mut seen = BTreeSet::new();
    for request in single_line(&book, &settings, 600, 13) {
        let mut dearer = request.clone();
        dearer.freight = request.freight.map(|freight| Money::new(freight.minor() + 700, Currency::USD));
        let (one, other) = (quote(&book, &settings, &request), quote(&book, &settings, &dearer));
        if one.regime != other.regime || !one.eligibility.verdict.sells() || !other.eligibility.verdict.sells() {
            continue;
        }
        // Free on board in Australia; goods for own use to Japan are worth a share of their price.
        let on_board = match request.destination.as_str() {
            "AU" => true,
            "JP" => request.mode != Some(Mode::Cargo),
            _ => false,
        };
        let more = |of: fn(&LineAnswer) -> Money| of(&other.lines[0]).minor() - of(&one.lines[0]).minor();
        let delivery = more(|line| line.delivery);
        assert!(delivery > 0 && more(|line| line.goods) == 0, "{one:?} {other:?}");
        assert_eq!(more(|line| line.customs_value), if on_board { 0 } else { delivery }, "{one:?} {other:?}");
        seen.insert((request.destination, on_board));
    }
    assert_eq!(seen.len(), book.markets().count() + 1, "{seen:?}");
}

#[test]
fn the_order_of_rows_in_files_does_not_matter() {
    let turned = Book::turned();
    let (book, settings) = (Book::built_in(), Settings::demo());
    for request in workload::mixed(&book, &settings, 200, 5).into_iter().chain(single_line(&book, &settings, 200, 5)) {
        for settings in [&settings, &Settings::default()] {
            let mut other = quote(&turned, settings, &request);
            let plain = quote(&book, settings, &request);
            other.book_version = plain.book_version.clone();
            // Reasons are told in the order of the rows.
            let sorted = |answer: &mut Answer| {
                answer.eligibility.reasons.sort_by_key(|reason| serde_json::to_string(reason).unwrap());
                let mut warnings = answer.warnings.to_vec();
                warnings.sort_by_key(|reason| serde_json::to_string(reason).unwrap());
                answer.warnings = warnings.into();
            };
            let mut plain = plain;
            sorted(&mut other);
            sorted(&mut plain);
            for answer in [&mut plain, &mut other] {
                answer.alternatives.iter_mut().for_each(|other| other.reason = None);
            }
            assert_eq!(other, plain, "{request:?}");
        }
    }
}

#[test]
fn delivery_and_discount_are_shared_out_to_the_last_unit() {
    let book = Book::built_in();
    for (to, currency) in [
        ("JP", Currency::JPY),
        ("KR", Currency::KRW),
        ("ID", Currency::IDR),
        ("VN", Currency::VND),
        ("TW", Currency::TWD),
    ] {
        for (freight, discount, prices) in
            [(1_001, 7, [3_333, 1, 50_021]), (1, 0, [7, 7, 7]), (99_999, 500, [1, 2, 499])]
        {
            // None of the five has a minor unit in practice.
            let whole = |units: i64| units * 10i64.pow(sampan_money::exponent(currency));
            let amount =
                |n: i64| json!({ "amount": Money::new(whole(n), currency).amount(), "currency": currency.code() });
            let line = |(n, price): (usize, &i64)| json!({ "id": format!("{n}"), "hs": "95030060", "origin": "US", "quantity": 1, "unit_price": amount(*price) });
            let lines: Vec<_> = prices.iter().enumerate().map(line).collect();
            let ask = json!({ "destination": to, "date": "2026-06-01", "lines": lines, "freight": amount(freight),
                "discount": amount(discount), "rates": [{ "base": "USD", "quote": currency.code(),
                "rate": crate::examples::to_the_dollar(currency).to_string(), "date": "2026-06-01", "source": "test" }] });
            let answer = quote(&book, &Settings::demo(), &serde_json::from_value(ask).unwrap());
            let sum =
                |of: fn(&LineAnswer) -> Money| answer.lines.iter().map(|line| of(line).decimal()).sum::<Decimal>();
            assert_eq!(sum(|line| line.delivery), Decimal::from(freight), "{to} {answer:?}");
            assert_eq!(sum(|line| line.goods), Decimal::from(prices.iter().sum::<i64>() - discount), "{to}");
        }
    }
}
