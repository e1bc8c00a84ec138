//! Singapore: goods and services tax at the sale on low-value goods, or at the border; excise on liquor.
//!
//! Since 2023 a registered seller or marketplace charges the tax at the sale on goods that are worth up to SGD 400 a
//! piece, come by air or post and are under neither duty nor excise; the tax is on price and delivery. All else is
//! taxed at the border on value, duty and excise together; parcels up to SGD 400 in all are free there unless dutiable.

use super::border::{Why, reason, who_registers};
use crate::answer::{Measure, Verdict};
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft, Lines, each};
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::Money;

/// Regime `lvg`: every line is low-value goods, taxed at the sale.
pub(super) fn at_the_sale(case: &Case, draft: &mut Draft) {
    let Some((limit, _)) = case.amount(draft, "lvg.item") else { return };
    for n in 0..case.items.len() {
        let row = case.row(draft, n, Measure::Gst, "lvg");
        may_go(case, draft, n);
        let dutiable = is_registered(case) && is_dutiable(case, draft, n);
        if let Some(why) = not_low_value(case, n, limit, dutiable) {
            draft.closed = true;
            draft.line(n, Verdict::NotSold, || reason(why).of(case.id(n)));
        }
        let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
    }
}

/// Regime `import`: at the border, but for lines that are low-value goods of a registered seller.
pub(super) fn at_the_border(case: &Case, draft: &mut Draft) {
    let dutiable = dutiable_lines(case);
    let low_value = low_value_lines(case, &dutiable);
    if low_value.iter().all(|low| *low) {
        draft.closed = true;
        return draft.all(Verdict::NotSold, || Reason::new(Code::TaxedAtSale, &[]));
    }
    who_registers(case, draft);
    let relieved = relief(case, draft, &dutiable);
    for (n, low) in low_value.into_iter().enumerate() {
        may_go(case, draft, n);
        if low {
            let row = case.row(draft, n, Measure::Gst, "lvg");
            let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
        } else if !relieved {
            let _ = import_tax(case, draft, n);
        }
    }
}

fn may_go(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, if case.mode == Mode::Cargo { "cargo" } else { "parcel" });
}

/// Customs duty and excise on what is dutiable, then the tax on everything.
fn import_tax(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let value = case.item(n).value;
    let rows = [Measure::Duty, Measure::Excise].map(|measure| case.row(draft, n, measure, "import"));
    let gst = case.row(draft, n, Measure::Gst, "import");
    let mut taxed = value;
    for row in rows {
        let row = row?;
        if !row.rate.as_ref()?.is_free() {
            taxed = case.levy_onto(draft, n, row, value, taxed)?;
        }
    }
    case.levy(draft, n, gst?, taxed).map(|_| ())
}

/// Why a line is not low-value goods taxed at the sale; none: it is.
fn not_low_value(case: &Case, n: usize, limit: Money, dutiable: bool) -> Option<Why> {
    if !is_registered(case) {
        return Some((Code::NotRegistered, None));
    }
    if dutiable {
        return Some((Code::Dutiable, None));
    }
    let (goods, pieces) = tested_goods(case, n)?;
    let most = limit.times(pieces).ok()?;
    let worth = Money::new(goods.minor() / pieces.max(1), limit.currency());
    (goods.minor() > most.minor()).then_some((Code::OverItemLimit, Some((worth, limit))))
}

/// What the limit is tested on: the pieces of the line, or the consignment as a whole, as the seller has chosen.
fn tested_goods(case: &Case, n: usize) -> Option<(Money, i64)> {
    let basis = case.market.limit("lvg.basis", case.date());
    if basis.is_some_and(|basis| matches!(&basis.value, LimitValue::Word(word) if word == "consignment")) {
        let goods = case.items.iter().map(|item| item.goods);
        return Some((Money::sum(case.basis.currency, goods).ok()?, 1));
    }
    let item = case.item(n);
    Some((item.goods, item.line.quantity.into()))
}

/// Which lines are low-value goods; none of them on a day before there was such a rule, and none by sea or as cargo.
fn low_value_lines(case: &Case, dutiable: &[bool]) -> Lines<bool> {
    let limit = case.amount_if_any("lvg.item").filter(|_| case.mode != Mode::Cargo);
    let low = |limit, n| not_low_value(case, n, limit, dutiable[n]).is_none();
    each(dutiable.len(), |n| limit.is_some_and(|limit| low(limit, n)))
}

fn is_registered(case: &Case) -> bool {
    case.settings.registered.contains("SG")
}

/// Which lines are under duty or excise, or may be; the draft hears nothing of it.
fn dutiable_lines(case: &Case) -> Lines<bool> {
    let mut unsaid = Draft::untold(case.items.len());
    each(case.items.len(), |n| is_dutiable(case, &mut unsaid, n))
}

/// Whether duty or excise is due on a line, or may be: a rate that is not known counts as due.
fn is_dutiable(case: &Case, draft: &mut Draft, n: usize) -> bool {
    let due = |row: Option<&RateRow>| row.is_none_or(|row| row.rate.as_ref().is_none_or(|rate| !rate.is_free()));
    [Measure::Duty, Measure::Excise].into_iter().any(|measure| due(case.row(draft, n, measure, "import")))
}

/// Whether the parcel is free of tax at the border for its small value: by air or post, and nothing in it dutiable.
fn relief(case: &Case, draft: &mut Draft, dutiable: &[bool]) -> bool {
    let Some((limit, row)) = case.amount(draft, "import.relief") else { return false };
    let small = case.basis.value.minor() <= limit.minor() && !dutiable.contains(&true) && case.mode != Mode::Cargo;
    if small {
        let amounts = [("value", case.basis.value), ("limit", limit)];
        draft.warn(|| Reason::amounts(Code::BelowRelief, &amounts).by(&row.citation, row.confidence));
    }
    small
}
