//! South Korea: list clearance and relief for own use up to a value in dollars, else duty and taxes on everything.
//!
//! ```text
//! duty            = value × rate                      value: goods, freight and insurance
//! consumption tax = (value + duty) above a price × 20 %      bags, watches, jewellery
//! liquor tax      = (value + duty) × rate, or by the litre
//! education tax   = consumption tax or liquor tax × rate
//! VAT             = (value + duty + these taxes) × 10 %
//! ```

use crate::answer::{Measure, Verdict};
use crate::basis::add;
use crate::book::LimitValue;
use crate::case::{Case, Draft};
use crate::rate::Lack;
use crate::reason::{Code, Reason};
use sampan_money::{Decimal, Money};

/// Regime `list`: a list in place of a declaration, free of duty and tax; not for medicines, food, alcohol or tobacco.
pub(super) fn list(case: &Case, draft: &mut Draft) {
    own_use(case, draft);
    let from_america = case.request.ship_from.as_deref().is_none_or(|from| from == "US");
    let limit =
        if from_america && case.market.limit("list.us", case.date()).is_some() { "list.us" } else { "list.other" };
    if let Some((false, compared)) = case.goods_within(draft, limit) {
        case.close(draft, || compared.reason(Code::OverParcelLimit));
    }
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let functional = case.is_code(n, "33")
            && case.words(draft, "list.functional").any(|attribute| case.item(n).line.has(attribute));
        if functional || case.is_listed(draft, n, "list.except") {
            outside(case, draft, n);
        }
    }
}

/// Regime `personal`: declared for own use within the relief; liquor and education tax are due all the same, on one bottle.
pub(super) fn personal(case: &Case, draft: &mut Draft) {
    own_use(case, draft);
    let Some((within, compared)) = case.goods_within(draft, "relief.value") else { return };
    if within {
        draft.warn(|| compared.reason(Code::BelowRelief));
    } else {
        case.close(draft, || compared.reason(Code::OverParcelLimit));
    }
    let one_bottle = is_one_bottle(case, draft);
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let liquor = case.layers(draft, n, Measure::LiquorTax, "general").is_none_or(|rows| !rows.is_empty());
        if liquor && one_bottle == Some(false) {
            outside(case, draft, n);
        }
        let _ = taxes(case, draft, n, true);
    }
}

/// Regime `general`: declared, duty and taxes in full.
pub(super) fn general(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let _ = taxes(case, draft, n, false);
    }
}

fn own_use(case: &Case, draft: &mut Draft) {
    if !case.is_own_use() {
        case.close(draft, || Reason::new(Code::NotPersonalUse, &[]));
    }
}

fn may_go(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, case.channel());
}

fn outside(case: &Case, draft: &mut Draft, n: usize) {
    draft.closed = true;
    let reason = || Reason::new(Code::OutsideRegime, &[("regime", case.regime)]).of(case.id(n));
    draft.line(n, Verdict::NotSold, reason);
}

/// Whether the drinks of the order are within the relief. None where their content is not said; then the draft says so.
fn is_one_bottle(case: &Case, draft: &mut Draft) -> Option<bool> {
    let LimitValue::Count(bottles) = case.limit(draft, "relief.bottles")?.value else { return None };
    let LimitValue::Content(most, unit) = case.limit(draft, "relief.liquor")?.value else { return None };
    let (mut count, mut whole) = (0, Decimal::ZERO);
    for n in (0..case.items.len()).filter(|n| case.has(*n, Measure::LiquorTax)) {
        let mut unsaid = Draft::untold(case.items.len());
        if case.layers(&mut unsaid, n, Measure::LiquorTax, "general").is_none_or(|rows| !rows.is_empty()) {
            let content = case.item(n).content().of(unit);
            whole = whole.saturating_add(case.figure(draft, n, content)?);
            count += case.item(n).line.quantity;
        }
    }
    Some(count <= bottles && whole <= most)
}

/// Duty and taxes on one line; within the relief neither duty nor value-added tax. None where something is not known;
/// then the draft says so.
fn taxes(case: &Case, draft: &mut Draft, n: usize, relieved: bool) -> Option<()> {
    let value = case.value(draft, n);
    let duty = if relieved { Some(None) } else { case.row(draft, n, Measure::Duty, "general").map(Some) };
    let own = [Measure::ConsumptionTax, Measure::LiquorTax, Measure::Excise];
    let own = own.map(|measure| case.layers(draft, n, measure, "general"));
    let vat = if relieved { Some(None) } else { case.row(draft, n, Measure::Vat, "general").map(Some) };

    let mut dutied = value;
    if let Some(row) = duty? {
        dutied = case.levy_onto(draft, n, row, value, value)?;
    }
    let mut taxed = dutied;
    let [consumption, liquor, excise] = own;
    for row in consumption?.iter().chain(&liquor?).chain(&excise?) {
        let tax = case.levy(draft, n, row, dutied)?;
        let education =
            if row.measure == Measure::Excise { Money::zero(tax.currency()) } else { education(case, draft, n, tax)? };
        let both: Result<Money, Lack> = add(tax, education).and_then(|both| add(taxed, both));
        taxed = case.figure(draft, n, both)?;
    }
    match vat? {
        Some(row) => case.levy(draft, n, row, taxed).map(|_| ()),
        None => Some(()),
    }
}

/// The education tax on another tax.
fn education(case: &Case, draft: &mut Draft, n: usize, tax: Money) -> Option<Money> {
    let row = case.row(draft, n, Measure::EducationTax, "general")?;
    case.levy(draft, n, row, tax)
}
