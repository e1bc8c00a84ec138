//! A regime may tax another value than what a line costs to the border; what the buyer pays stays as it is.

use super::cases::{request, sgd};
use crate::answer::Measure;
use crate::basis::add;
use crate::case::{Case, Draft};
use crate::quote::quote_among;
use crate::regimes::Regime;
use crate::request::Mode;
use crate::*;
use sampan_money::Money;
use serde_json::json;

/// Tax on the goods alone (free on board).
fn free_on_board(case: &Case, draft: &mut Draft) {
    for n in 0..case.basis.items.len() {
        draft.customs_value(n, case.item(n).goods);
        tax(case, draft, n);
    }
}

/// Tax on goods, delivery and an insurance of 2 % of the goods that nobody pays.
fn insured(case: &Case, draft: &mut Draft) {
    for n in 0..case.basis.items.len() {
        let item = case.item(n);
        let insurance = Money::new(item.goods.minor() / 50, item.goods.currency());
        let value = case.figure(draft, n, add(item.value, insurance));
        draft.customs_value(n, value.unwrap_or(item.value));
        tax(case, draft, n);
    }
}

fn tax(case: &Case, draft: &mut Draft, n: usize) {
    let row = case.row(draft, n, Measure::Gst, "import");
    let _ = row.and_then(|row| case.levy(draft, n, row, case.value(draft, n)));
}

static REGIMES: [Regime; 2] = [
    Regime { market: "SG", name: "fob", modes: &[Mode::Post], work: free_on_board },
    Regime { market: "SG", name: "insured", modes: &[Mode::Cargo], work: insured },
];

#[test]
fn landed_is_goods_delivery_and_charges_whatever_the_value_for_customs() {
    // Two lines of 100 and 50, delivery 30: 20 and 10. Tax of 9 % on 100 and 50, or on 122 and 61.
    for (mode, value, lines, charges, landed) in [
        ("post", "150.00 SGD", ["100.00 SGD", "50.00 SGD"], "13.50 SGD", "193.50 SGD"),
        ("cargo", "183.00 SGD", ["122.00 SGD", "61.00 SGD"], "16.47 SGD", "196.47 SGD"),
    ] {
        let second = json!({ "id": "b", "hs": "95030060", "origin": "US", "quantity": 1, "unit_price": sgd("50") });
        let whole = json!({ "mode": mode, "freight": sgd("25"), "insurance": sgd("5"), "lines": [second] });
        let ask = request("SG", whole, json!({ "hs": "95030060", "unit_price": sgd("100") }));
        let answer = quote_among(Some(&REGIMES), &Book::built_in(), &Settings::demo(), &ask);
        let text = |money: Option<Money>| money.map(|m| m.to_string()).unwrap_or_default();
        assert_eq!(text(answer.customs_value), value, "{mode}");
        assert_eq!(answer.lines.iter().map(|l| l.customs_value.to_string()).collect::<Vec<_>>(), lines, "{mode}");
        assert_eq!((&*text(answer.total_charges), &*text(answer.landed_total)), (charges, landed), "{mode}");
        for line in &answer.lines {
            let parts = line.goods.minor() + line.delivery.minor() + line.charges.unwrap().minor();
            assert_eq!(parts, line.landed.unwrap().minor(), "{mode}");
        }
    }
}
