//! Mainland China, retail import by cross-border e-commerce (supervision codes 9610 direct, 1210 bonded).
//!
//! Within the limits of an order and of a year: no duty, and consumption tax and import VAT at 70 % of what is due. One
//! indivisible item over the order's limit, within the year's: taxed in full. Over the year's limit: general trade.
//! Only goods on the list go this way, and only to a person for own use.

use super::cn_general;
use crate::answer::{Measure, Verdict};
use crate::basis::add;
use crate::book::{Confidence, Limit, LimitValue};
use crate::case::{Case, Draft};
use crate::rate::Parts;
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::{Decimal, Money};

pub(super) fn work(case: &Case, draft: &mut Draft) {
    case.need_personal_use(draft);
    for n in 0..case.items.len() {
        case.need_origin(draft, n);
        list(case, draft, n);
        case.restrict(draft, n, "cbec");
    }
    let Some((order, order_row)) = case.amount(draft, "cbec.order") else { return };
    let Some((year, year_row)) = case.amount(draft, "cbec.year") else { return };
    test_year(case, draft, year, year_row);

    if case.basis.value.minor() <= order.minor() {
        for n in 0..case.items.len() {
            let _ = reduced_tax(case, draft, n);
        }
        return;
    }
    let amounts = [("value", case.basis.value), ("limit", order)];
    let reason = |code| Reason::amounts(code, &amounts).by(&order_row.citation, order_row.confidence);
    if case.is_single_piece() {
        draft.warn(|| reason(Code::SingleItemOverLimit));
        let _ = cn_general::tax(case, draft, 0);
    } else {
        draft.all(Verdict::NotSold, || reason(Code::OverOrderLimit));
    }
}

/// Whether the code is on the list, as far as that is known.
fn list(case: &Case, draft: &mut Draft, n: usize) {
    let Some(code) = case.item(n).code.as_deref() else { return };
    let reason = |code_of| Reason::new(code_of, &[("hs", code)]).of(case.id(n));
    let Some(listed) = case.market.listed(code, case.date()) else {
        return draft.line(n, Verdict::Unknown, || reason(Code::NotOnList));
    };
    let cited = |code_of| reason(code_of).by(&listed.citation, listed.confidence);
    if !listed.eligible {
        return draft.line(n, Verdict::NotSold, || cited(Code::OffList));
    }
    if listed.only_bonded && case.mode != Mode::Bonded {
        draft.line(n, Verdict::NotSold, || cited(Code::OnlyBonded));
    }
    if listed.confidence == Confidence::Verify {
        if case.settings.sell_to_verify {
            draft.uses(&listed.rule);
        } else {
            draft.line(n, Verdict::Unknown, || cited(Code::ListToVerify));
        }
    }
}

/// The buyer's year: what is used and this order together stay within it.
fn test_year(case: &Case, draft: &mut Draft, year: Money, row: &Limit) {
    let Some(used) = case.request.buyer.allowance_used.filter(|used| used.currency() == year.currency()) else {
        return draft.warn(|| row.says(Code::AllowanceNotTested, &[("limit", &row.written)]));
    };
    if add(used, case.basis.value).is_ok_and(|sum| sum.minor() <= year.minor()) {
        return;
    }
    let amounts = [("value", case.basis.value), ("used", used), ("limit", year)];
    let reason = || Reason::amounts(Code::OverYearlyLimit, &amounts).by(&row.citation, row.confidence);
    draft.all(Verdict::NotSold, reason);
}

/// No duty, and the other two at 70 %. The consumption tax lies inside the price that both are a share of.
fn reduced_tax(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let value = case.item(n).value;
    let LimitValue::Percent(share) = case.limit(draft, "cbec.tax_share")?.value else { return None };

    let duty = case.row(draft, n, Measure::Duty, "cbec");
    let consumption = case.row(draft, n, Measure::ConsumptionTax, "cbec");
    let vat = case.row(draft, n, Measure::Vat, "cbec");
    case.levy(draft, n, duty?, value)?;
    let consumption = consumption?;
    let parts = case.settle(draft, n, consumption.rate.as_ref()?, value.decimal())?;
    let composite = cn_general::composite_price(case, draft, n, value, parts)?;
    if !parts.percent.is_zero() || !parts.fixed.is_zero() {
        let part = Parts { percent: share, fixed: Decimal::ZERO };
        let amount = parts.on(composite.decimal()).and_then(|amount| part.on(amount));
        case.charge(draft, n, consumption, consumption.reduced(share), composite, amount)?;
    }
    case.levy_part(draft, n, vat?, share, composite).map(|_| ())
}
