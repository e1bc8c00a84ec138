//! Mainland China, personal articles by post: one rate in place of duty, VAT and consumption tax.
//!
//! The parcel stays within a value, or is one indivisible item for own use; a tax that is not above CNY 50 is not
//! collected. Customs may take its own price instead of the value declared.

use crate::answer::{Measure, Verdict};
use crate::book::Limit;
use crate::case::{Case, Draft};
use crate::reason::{Code, Reason};
use sampan_money::Money;

pub(super) fn work(case: &Case, draft: &mut Draft) {
    case.need_personal_use(draft);
    for n in 0..case.basis.items.len() {
        case.need_origin(draft, n);
        case.restrict(draft, n, "parcel");
    }
    test_parcel(case, draft);
    for n in 0..case.basis.items.len() {
        let row = case.row(draft, n, Measure::ParcelTax, "post");
        let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
    }
    draft.warn(Reason::new(Code::MayBePricedByCustoms, &[]));
    waive(case, draft);
}

/// The limit of a parcel; until 2024-11-30 a lower one held for parcels from Hong Kong, Macau and Taiwan.
fn test_parcel(case: &Case, draft: &mut Draft) {
    let near = matches!(case.request.ship_from.as_deref(), Some("HK" | "MO" | "TW"));
    let Some((limit, row)) = case.amount(draft, if near { "post.parcel_near" } else { "post.parcel" }) else { return };
    if case.basis.value.minor() <= limit.minor() || case.is_single_piece() {
        return;
    }
    let (value, limit) = (case.basis.value.to_string(), limit.to_string());
    let reason = Reason::new(Code::OverParcelLimit, &[("value", &value), ("limit", &limit)]);
    draft.all(Verdict::NotSold, reason.by(&row.citation, row.confidence));
}

/// A tax of the parcel that is not above the waiver is not collected.
fn waive(case: &Case, draft: &mut Draft) {
    let Some((waiver, row)) = case.amount(draft, "post.waiver") else { return };
    let charges = draft.charges.iter().map(|(_, charge)| charge.amount);
    let Ok(tax) = Money::sum(case.basis.currency, charges) else { return };
    if tax.is_zero() || tax.minor() > waiver.minor() {
        return;
    }
    for (_, charge) in &mut draft.charges {
        charge.amount = Money::zero(case.basis.currency);
        charge.rule = row.rule.clone();
        charge.citation = row.citation.clone();
        charge.confidence = charge.confidence.max(row.confidence);
    }
    draft.warn(below(tax, waiver, row));
}

fn below(tax: Money, waiver: Money, row: &Limit) -> Reason {
    let (tax, limit) = (tax.to_string(), waiver.to_string());
    Reason::new(Code::BelowWaiver, &[("tax", &tax), ("limit", &limit)]).by(&row.citation, row.confidence)
}
