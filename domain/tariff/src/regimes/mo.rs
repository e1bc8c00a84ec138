//! Macau: a free port, with consumption tax on drinks from 30 % and on tobacco.
//!
//! The tax on drinks is a tenth of the value to the border and a sum by the litre, both together (Law 4/99/M). Rice wine,
//! wine and beer are free. There is no tax on sales.

use super::channel;
use crate::answer::Measure;
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft};
use crate::rate::Field;

pub(super) fn work(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        case.restrict(draft, n, channel(case));
        let duty = case.row(draft, n, Measure::Duty, "import");
        let tax = tax_row(case, draft, n);
        for row in [duty, tax].into_iter().flatten().filter(|row| !row.is_free()) {
            let _ = case.levy(draft, n, row, case.item(n).value);
        }
    }
}

/// The row of consumption tax that holds; none where it is not known, and then the draft says so.
fn tax_row<'a>(case: &Case<'a>, draft: &mut Draft, n: usize) -> Option<&'a RateRow> {
    let rows = case.layers(draft, n, Measure::ConsumptionTax, "import")?;
    let layer = |name: &str| rows.iter().copied().find(|row| &*row.layer == name);
    let Some(spirits) = layer("spirits").filter(|row| !row.is_free()) else {
        return case.row(draft, n, Measure::ConsumptionTax, "import");
    };
    let LimitValue::Percent(least) = case.limit(draft, "spirits.strength")?.value else { return None };
    let line = case.item(n).line;
    if line.has("rice_wine") {
        return layer("");
    }
    let Some(strength) = line.abv_percent else {
        case.missing(draft, n, Field::Abv);
        return None;
    };
    if strength < least { layer("") } else { Some(spirits) }
}
