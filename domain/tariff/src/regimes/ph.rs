//! The Philippines: informal entry of parcels, and formal entry.
//!
//! Goods of up to PHP 10,000 free on board come in free of duty and value added tax; alcohol, tobacco and all else under
//! excise is taxed at any value. Above that the dutiable value is price, freight and insurance, which customs takes as
//! 2 % of the price where none is known, 4 % of dangerous goods:
//!
//! ```text
//! dutiable value = goods + freight + insurance
//! VAT            = (dutiable value + duty + excise + courier's brokerage + documentary stamp) × rate
//! ```
//!
//! The brokerage counts into the base of the VAT by courier only and is not collected by customs; the stamp is.

use super::border::{duties, is_under_excise, levy_at_retail, may_go, tested};
use crate::answer::{Measure, Verdict};
use crate::basis::add;
use crate::book::LimitValue;
use crate::case::{Case, Draft, Lines, each};
use crate::reason::Code;
use crate::request::Mode;
use sampan_money::{Money, split};

/// Regime `informal`.
pub(super) fn informal(case: &Case, draft: &mut Draft) {
    let (Some((relief, relief_row)), Some((most, most_row))) =
        (case.amount(draft, "informal.relief"), case.amount(draft, "informal.most"))
    else {
        return;
    };
    let goods = Money::sum(case.basis.currency, case.items.iter().map(|item| item.goods));
    let Some(goods) = case.figure(draft, 0, goods.map_err(|_| crate::rate::Lack::OutOfRange)) else { return };
    if goods.minor() > most.minor() {
        draft.closed = true;
        draft.all(Verdict::NotSold, || tested(Code::OverParcelLimit, goods, most, most_row));
    }
    let small = goods.minor() <= relief.minor();
    if small {
        draft.warn(|| tested(Code::BelowRelief, goods, relief, relief_row));
    }
    let lines = 0..case.items.len();
    let taxed: Lines<usize> = lines.clone().filter(|n| !small || is_under_excise(case, *n, "informal")).collect();
    for n in lines {
        may_go(case, draft, n);
    }
    for n in &taxed {
        insure(case, draft, *n);
    }
    let Some(fees) = fees(case, draft, &taxed) else { return };
    for (n, (stamp, counted)) in taxed.into_iter().zip(fees) {
        let _ = tax(case, draft, n, stamp, counted);
    }
}

/// Regime `formal`: duty as usual; what brokerage and fees add is by scales that the book does not know.
pub(super) fn formal(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let fee = case.row(draft, n, Measure::Fee, "formal");
        let Some(dutied) = duties(case, draft, n, "formal") else { continue };
        let excised = excise(case, draft, n, "formal", dutied);
        let vat = case.row(draft, n, Measure::Vat, "formal");
        let _ = fee.zip(excised).zip(vat).and_then(|((fee, excised), vat)| {
            let base = case.levy_onto(draft, n, fee, case.value(draft, n), excised)?;
            case.levy(draft, n, vat, base)
        });
    }
}

/// Adds the insurance that customs assumes to the value of a line, where the order has none.
fn insure(case: &Case, draft: &mut Draft, n: usize) {
    if case.request.insurance.is_some_and(|insurance| !insurance.is_zero()) {
        return;
    }
    let item = case.item(n);
    let dangerous = item.line.has("dangerous_goods");
    let name = if dangerous { "informal.insurance_dangerous" } else { "informal.insurance" };
    let Some(limit) = case.limit(draft, name) else { return };
    let LimitValue::Percent(percent) = limit.value else { return };
    let premium = case.part(draft, n, item.goods, percent);
    if let Some(value) = premium.and_then(|premium| case.figure(draft, n, add(item.value, premium))) {
        draft.customs_value(n, value);
        draft.warn(|| limit.says(Code::InsuranceAssumed, &[("share", &limit.written)]));
    }
}

/// The stamp of the entry and what counts into the base of the VAT, shared out to the lines that are taxed.
fn fees(case: &Case, draft: &mut Draft, taxed: &[usize]) -> Option<Lines<(Money, Money)>> {
    let Some(first) = taxed.first().copied() else { return Some(Lines::new()) };
    let (stamp, _) = case.amount(draft, "informal.stamp")?;
    let mut counted = stamp;
    if case.mode != Mode::Post {
        let (brokerage, _) = case.amount(draft, "informal.brokerage")?;
        counted = case.figure(draft, first, add(stamp, brokerage))?;
    }
    if taxed.len() == 1 {
        return Some(each(1, |_| (stamp, counted)));
    }
    let weights: Lines<u64> = taxed.iter().map(|n| case.value(draft, *n).minor().max(0) as u64).collect();
    Some(split(stamp, &weights).into_iter().zip(split(counted, &weights)).collect())
}

/// Duty, excise, value added tax and the stamp of one line.
fn tax(case: &Case, draft: &mut Draft, n: usize, stamp: Money, counted: Money) -> Option<()> {
    let vat = case.row(draft, n, Measure::Vat, "informal");
    let dutied = duties(case, draft, n, "informal")?;
    let excised = excise(case, draft, n, "informal", dutied)?;
    let base = case.figure(draft, n, add(excised, counted))?;
    case.levy(draft, n, vat?, base)?;
    let (_, row) = case.amount(draft, "informal.stamp")?;
    case.enter(draft, n, &row.law, &row.written, case.value(draft, n), stamp);
    Some(())
}

/// Excise added on a base; its share is of the net price at retail.
fn excise<'a>(case: &Case<'a>, draft: &mut Draft, n: usize, regime: &'a str, base: Money) -> Option<Money> {
    let row = case.row(draft, n, Measure::Excise, regime)?;
    if row.rate.as_ref()?.is_free() {
        return Some(base);
    }
    let due = levy_at_retail(case, draft, n, row)?;
    case.figure(draft, n, add(base, due))
}
