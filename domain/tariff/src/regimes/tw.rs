//! Taiwan: duty, alcohol or commodity tax and business tax on what goods cost to the border.
//!
//! ```text
//! duty          = value × rate
//! alcohol tax   by the litre and degree (Tobacco and Alcohol Tax Act, article 8)
//! commodity tax = (value + duty) × rate
//! business tax  = (value + duty + alcohol or commodity tax) × 5 %
//! ```
//!
//! A parcel of up to TWD 2,000 is free of all of them, alcohol, tobacco and farm goods under a quota apart, and not for
//! who has had more than six such parcels in the half-year. The trade promotion fee is a share of the value.

use super::channel;
use crate::answer::Measure;
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft};
use crate::rate::Field;
use crate::reason::{Code, Reason};
use crate::request::Mode;

pub(super) fn work(case: &Case, draft: &mut Draft) {
    let relieved = relief(case, draft);
    for n in 0..case.items.len() {
        case.need_origin(draft, n);
        case.restrict(draft, n, channel(case));
        if !relieved || is_never_relieved(case, n) {
            let _ = tax(case, draft, n);
        }
    }
}

/// All duties and taxes on one line. None where a rate is not known; then the draft says so.
fn tax(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let value = case.item(n).value;
    let duty = case.row(draft, n, Measure::Duty, "import");
    let alcohol = alcohol_row(case, draft, n);
    let commodity = case.row(draft, n, Measure::Excise, "import");
    let fee = case.row(draft, n, Measure::Fee, "import");
    let business = case.row(draft, n, Measure::Vat, "import");

    let dutied = case.levy_onto(draft, n, duty?, value, value)?;
    let mut taxed = dutied;
    for row in [alcohol?, commodity?].into_iter().filter(|row| !row.is_free()) {
        taxed = case.levy_onto(draft, n, row, dutied, taxed)?;
    }
    case.levy(draft, n, fee?, value)?;
    case.levy(draft, n, business?, taxed).map(|_| ())
}

/// The row of alcohol tax that holds; reprocessed drinks are taxed by their strength.
fn alcohol_row<'a>(case: &Case<'a>, draft: &mut Draft, n: usize) -> Option<&'a RateRow> {
    let rows = case.layers(draft, n, Measure::LiquorTax, "import")?;
    let layer = |name: &str| rows.iter().copied().find(|row| &*row.layer == name);
    let (Some(strong), Some(weak)) = (layer("strong"), layer("weak")) else {
        return case.row(draft, n, Measure::LiquorTax, "import");
    };
    if strong.is_free() && weak.is_free() {
        return layer("");
    }
    let LimitValue::Percent(most) = case.limit(draft, "reprocessed.strength")?.value else { return None };
    let Some(strength) = case.item(n).line.abv_percent else {
        case.missing(draft, n, Field::Abv);
        return None;
    };
    Some(if strength > most { strong } else { weak })
}

/// Whether the parcel is free of taxes for its small value: by post or express, and the buyer has not had too many.
fn relief(case: &Case, draft: &mut Draft) -> bool {
    let Some((limit, row)) = case.amount(draft, "relief").filter(|_| case.mode != Mode::Cargo) else { return false };
    if case.basis.value.minor() > limit.minor() {
        return false;
    }
    let Some(parcels) = case.limit(draft, "relief.parcels") else { return false };
    let LimitValue::Count(most) = parcels.value else { return false };
    match case.request.buyer.free_parcels {
        Some(used) if used >= most => {
            draft.warn(|| {
                let params = [("used", &*used.to_string()), ("limit", &parcels.written)];
                Reason::new(Code::FreeParcelsUsed, &params).by(&parcels.citation, parcels.confidence)
            });
            return false;
        }
        Some(_) => {}
        None => draft.warn(|| parcels.says(Code::FreeParcelsNotTested, &[("limit", &parcels.written)])),
    }
    let amounts = [("value", case.basis.value), ("limit", limit)];
    draft.warn(|| Reason::amounts(Code::BelowRelief, &amounts).by(&row.citation, row.confidence));
    true
}

/// Whether a line is of goods that are taxed whatever the parcel's value.
fn is_never_relieved(case: &Case, n: usize) -> bool {
    ["relief.never", "relief.never_quota"].into_iter().any(|name| case.is_named(n, name))
}
