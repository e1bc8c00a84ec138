//! Vietnam: duty, special consumption tax, environment tax and value added tax at the border.
//!
//! Parcels by express up to VND 1,000,000 were free of both duty and value added tax until 2025-02-17. The relief from
//! value added tax ended then; whether that from duty did is disputed, so duty is charged and the answer says so. Drinks
//! bear the special consumption tax by their strength:
//!
//! ```text
//! special consumption tax = (value + duty + additional duties) × rate
//! VAT = (value + duty + additional duties + special consumption tax + environment tax) × rate
//! ```

use super::border::{duties, excise_onto, is_classed, is_under_excise, may_go, share, strength, tested};
use crate::answer::Measure;
use crate::book::LimitValue;
use crate::case::{Case, Draft};
use crate::reason::Code;
use crate::request::Mode;
use sampan_money::Money;

/// Drinks from the strength that the law names, and those below it.
const CLASSES: [&str; 2] = ["strong", "mild"];

/// Regime `import`.
pub(super) fn work(case: &Case, draft: &mut Draft) {
    let no_duty = relief(case, draft, "express.duty_relief", Code::BelowDutyRelief);
    let no_vat = relief(case, draft, "express.vat_relief", Code::BelowVatRelief);
    relief(case, draft, "express.duty_relief_disputed", Code::ReliefDisputed);
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let classed = is_classed(case, n, "import", &CLASSES);
        let excised = classed || is_under_excise(case, n, "import");
        let _ = import_tax(case, draft, n, classed, no_duty && !excised, no_vat && !excised);
    }
}

/// Whether a parcel by express is within a limit, where there is one on the day.
fn relief(case: &Case, draft: &mut Draft, name: &str, code: Code) -> bool {
    let Some(row) = case.market.limit(name, case.date()) else { return false };
    let LimitValue::Amount(limit) = row.value else { return false };
    draft.until(row.last());
    let small = case.basis.value.minor() <= limit.minor() && case.mode == Mode::Express;
    if small {
        draft.warn(|| tested(code, case.basis.value, limit, row));
    }
    small
}

fn import_tax(case: &Case, draft: &mut Draft, n: usize, classed: bool, no_duty: bool, no_vat: bool) -> Option<()> {
    let strong = share(case, draft, "alcohol.strong");
    let class =
        strength(case, draft, n, classed, |abv| strong.map(|strong| if abv >= strong { "strong" } else { "mild" }));
    let excise = class.and_then(|class| case.row(draft, n, Measure::Excise, class.unwrap_or("import")));
    let environment = case.row(draft, n, Measure::EnvironmentTax, "import");
    let vat = if no_vat { None } else { Some(case.row(draft, n, Measure::Vat, "import")) };

    let dutied: Option<Money> = if no_duty { Some(case.value(draft, n)) } else { duties(case, draft, n, "import") };
    let mut taxed = excise_onto(case, draft, n, excise?, dutied?)?;
    taxed = excise_onto(case, draft, n, environment?, taxed)?;
    match vat {
        Some(row) => case.levy(draft, n, row?, taxed).map(|_| ()),
        None => Some(()),
    }
}
