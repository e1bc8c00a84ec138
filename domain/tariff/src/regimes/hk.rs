//! Hong Kong: a free port, with excise on four kinds of goods; of drinks only those above 30 % are dutiable.
//!
//! A bottle of up to one litre pays in full on its first HKD 200 of value and a tenth on the rest; a larger one pays by
//! the same two steps on each litre. Several bottles packed as one item are one bottle (Dutiable Commodities Ordinance,
//! Cap. 109). There is no tax on sales.

use super::channel;
use crate::answer::Measure;
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft};
use crate::rate::{Field, Unit};

pub(super) fn work(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        case.restrict(draft, n, channel(case));
        let duty = case.row(draft, n, Measure::Duty, "import");
        let excise = excise_row(case, draft, n);
        for row in [duty, excise].into_iter().flatten().filter(|row| !row.is_free()) {
            let _ = case.levy(draft, n, row, case.item(n).value);
        }
    }
}

/// The row of excise that holds; none where it is not known, and then the draft says so.
fn excise_row<'a>(case: &Case<'a>, draft: &mut Draft, n: usize) -> Option<&'a RateRow> {
    let rows = case.layers(draft, n, Measure::Excise, "import")?;
    let layer = |name: &str| rows.iter().copied().find(|row| &*row.layer == name);
    let (Some(bottle), Some(litre)) = (layer("bottle"), layer("litre")) else {
        return case.row(draft, n, Measure::Excise, "import");
    };
    if bottle.is_free() && litre.is_free() {
        return layer("");
    }
    let LimitValue::Percent(free) = case.limit(draft, "liquor.strength")?.value else { return None };
    let LimitValue::Content(most, Unit::Litre) = case.limit(draft, "liquor.bottle")?.value else { return None };
    let line = case.item(n).line;
    let Some(strength) = line.abv_percent else {
        case.missing(draft, n, Field::Abv);
        return None;
    };
    if strength <= free {
        return layer("");
    }
    let Some(ml) = line.volume_ml else {
        case.missing(draft, n, Field::Volume);
        return None;
    };
    Some(if ml <= most * sampan_money::Decimal::ONE_THOUSAND { bottle } else { litre })
}
