//! Mainland China, general trade: goods in the name of an importer of record.
//!
//! Duty on the value to the border, at the most-favoured rate or a lower provisional one; additional duties on goods of
//! the United States add up. Consumption tax lies inside the price, so its base is grossed up; import VAT comes on top:
//!
//! ```text
//! composite price = (value + duties + specific consumption tax) / (1 − consumption tax rate)
//! consumption tax = composite price × rate + specific consumption tax
//! VAT             = (value + duties + consumption tax) × rate
//! ```

use crate::answer::Measure;
use crate::basis::add;
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft};
use crate::rate::{Parts, over, plus, times};
use sampan_money::{Decimal, Money};

pub(super) fn work(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        case.need_origin(draft, n);
        case.restrict(draft, n, "cargo");
        let _ = tax(case, draft, n);
    }
}

/// All duties and taxes in full on one line. None where a rate is not known; then the draft says so.
pub(super) fn tax(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let value = case.item(n).value;
    let duty = lowest_duty(case, draft, n, value);
    let layers = case.layers(draft, n, Measure::AdditionalDuty, "general");
    let consumption = case.row(draft, n, Measure::ConsumptionTax, "general");
    let vat = case.row(draft, n, Measure::Vat, "general");

    let mut dutied = case.levy_onto(draft, n, duty?, value, value)?;
    for row in layers?.into_iter().filter(|row| !is_excluded(case, row)) {
        dutied = case.levy_onto(draft, n, row, value, dutied)?;
    }
    let consumption = consumption?;
    let parts = case.settle(draft, n, consumption.rate.as_ref()?, dutied.decimal())?;
    let mut taxed = dutied;
    if !parts.percent.is_zero() || !parts.fixed.is_zero() {
        let composite = composite_price(case, draft, n, dutied, parts)?;
        let amount = parts.on(composite.decimal());
        let tax = case.charge(draft, n, consumption, consumption.text.clone(), composite, amount)?;
        taxed = case.figure(draft, n, add(taxed, tax))?;
    }
    case.levy(draft, n, vat?, taxed).map(|_| ())
}

/// The duty: of the most-favoured and a provisional rate the lower.
fn lowest_duty<'a>(case: &Case<'a>, draft: &mut Draft, n: usize, value: Money) -> Option<&'a RateRow> {
    case.row(draft, n, Measure::Duty, "general")?;
    let rows = case.layers(draft, n, Measure::Duty, "general")?;
    let mut lowest: Option<(Decimal, &RateRow)> = None;
    for row in rows {
        let parts = case.settle(draft, n, row.rate.as_ref()?, value.decimal())?;
        let amount = case.figure(draft, n, parts.on(value.decimal()))?;
        if lowest.is_none_or(|(least, _)| amount < least) {
            lowest = Some((amount, row));
        }
    }
    lowest.map(|(_, row)| row)
}

/// Whether the importer has an exclusion from a layer, and such exclusions held on the day.
fn is_excluded(case: &Case, row: &RateRow) -> bool {
    let granted = case.request.importer.exclusions.contains(&*row.layer);
    let held = case.market.limit("general.exclusion", case.date());
    granted && held.is_some_and(|held| matches!(&held.value, LimitValue::Word(layer) if **layer == *row.layer))
}

/// The price with consumption tax inside: what the tax is a share of.
pub(super) fn composite_price(case: &Case, draft: &mut Draft, n: usize, value: Money, parts: Parts) -> Option<Money> {
    if parts.percent.is_zero() && parts.fixed.is_zero() {
        return case.figure(draft, n, case.rounding.amount(value));
    }
    let rest = Decimal::ONE - times(parts.percent, Decimal::new(1, 2)).ok()?;
    let price = plus(value.decimal(), parts.fixed).and_then(|whole| over(whole, rest));
    let price = price.and_then(|price| case.rounding.money(price, case.basis.currency));
    case.figure(draft, n, price)
}
