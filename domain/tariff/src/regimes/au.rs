//! Australia: goods and services tax at the sale on low-value goods, or duty and taxes at the border.
//!
//! Since 2018-07-01 a registered seller or marketplace charges the tax at the sale on orders up to AUD 1,000, on price and
//! delivery. Above that everything falls due at the border; drinks and tobacco do at any value. Duty is on the value free
//! on board, the tax on what the goods cost landed:
//!
//! ```text
//! duty                      = value × rate
//! value of taxable import   = value + duties + transport and insurance
//! wine equalisation tax     = value of taxable import × 29 %
//! goods and services tax    = (value of taxable import + wine equalisation tax) × 10 %
//! ```

use crate::answer::Measure;
use crate::basis::add;
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft, each};
use crate::rate::{Content, Field, Lack, Unit, over};
use crate::reason::{Code, Reason};
use sampan_money::Decimal;

/// Regime `lvg`: low-value goods, taxed at the sale.
pub(super) fn at_the_sale(case: &Case, draft: &mut Draft) {
    free_on_board(case, draft);
    let Some((within, compared)) = case.value_within(draft, "lvg.value") else { return };
    if !within {
        case.close(draft, || compared.reason(Code::OverOrderLimit));
    }
    if !case.settings.registered.contains("AU") {
        case.close(draft, || Reason::new(Code::NotRegistered, &[]));
    }
    for n in 0..case.items.len() {
        if case.is_listed(draft, n, "lvg.except") {
            case.close(draft, || Reason::new(Code::Dutiable, &[]));
        }
        may_go(case, draft, n);
        let row = case.row(draft, n, Measure::Gst, "lvg");
        let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
    }
}

/// Regime `import`: at the border.
pub(super) fn at_the_border(case: &Case, draft: &mut Draft) {
    free_on_board(case, draft);
    let Some((relieved, compared)) = case.value_within(draft, "import.relief") else { return };
    let at_sale =
        relieved && case.settings.registered.contains("AU") && case.market.limit("lvg.value", case.date()).is_some();
    let low = each(case.items.len(), |n| relieved && !case.is_listed(draft, n, "lvg.except"));
    if at_sale && low.iter().all(|low| *low) {
        return case.close(draft, || Reason::new(Code::TaxedAtSale, &[]));
    }
    for (n, low) in low.into_iter().enumerate() {
        may_go(case, draft, n);
        if !low {
            let _ = import_taxes(case, draft, n);
        } else if at_sale {
            let row = case.row(draft, n, Measure::Gst, "lvg");
            let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
        } else {
            draft.warn(|| compared.reason(Code::BelowRelief));
        }
    }
}

/// The value for customs is the price without transport and insurance.
fn free_on_board(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        draft.customs_value(n, case.item(n).goods);
    }
}

fn may_go(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, case.channel());
}

/// Everything that falls due at the border on one line. None where something is not known; then the draft says so.
fn import_taxes(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let item = case.item(n);
    let value = item.goods;
    let duty = case.row(draft, n, Measure::Duty, "import");
    let excise = excise(case, draft, n);
    let wine = case.layers(draft, n, Measure::LiquorTax, "import");
    let gst = case.row(draft, n, Measure::Gst, "import");

    let mut taxable = case.levy_onto(draft, n, duty?, value, value)?;
    if let Some((row, content)) = excise? {
        let parts = case.settle_with(draft, n, row.rate.as_ref()?, value.decimal(), &content)?;
        let amount = case.charge(draft, n, row, row.text.clone(), value, parts.on(value.decimal()))?;
        taxable = case.figure(draft, n, add(taxable, amount))?;
    }
    taxable = case.figure(draft, n, add(taxable, item.delivery))?;
    let mut taxed = taxable;
    for row in wine? {
        taxed = case.levy_onto(draft, n, row, taxable, taxed)?;
    }
    case.levy(draft, n, gst?, taxed).map(|_| ())
}

/// The duty that stands in for excise, and the content that it is charged on: of beer only the alcohol above a strength.
/// The outer none: it is not known. The inner none: none is due.
fn excise<'a>(case: &Case<'a>, draft: &mut Draft, n: usize) -> Option<Option<(&'a RateRow, Content)>> {
    let content = case.item(n).content();
    if !case.is_code(n, "2203") {
        let rows = case.layers(draft, n, Measure::Excise, "import")?;
        return Some(rows.first().map(|row| (*row, content)));
    }
    let strength = content.abv.ok_or(Lack::Field(Field::Abv));
    let strength = case.figure(draft, n, strength)?;
    let free = percent(case, draft, "beer.free")?;
    let kind = beer(case, draft, n, strength)?;
    let row = case.row(draft, n, Measure::Excise, kind)?;
    Some(Some((row, Content { abv: Some((strength - free).max(Decimal::ZERO)), ..content })))
}

/// What beer it is in the tariff: by strength, and whether it is in kegs.
fn beer(case: &Case, draft: &mut Draft, n: usize, strength: Decimal) -> Option<&'static str> {
    let (low, mid) = (percent(case, draft, "beer.low")?, percent(case, draft, "beer.mid")?);
    let LimitValue::Content(keg, unit) = case.limit(draft, "beer.keg")?.value else { return None };
    let content = case.item(n).content();
    let piece = content.of(unit).and_then(|all| over(all, content.of(Unit::Piece)?));
    let in_kegs = case.figure(draft, n, piece)? >= keg;
    Some(match (in_kegs, strength) {
        (false, s) if s <= low => "beer_pack_low",
        (false, _) => "beer_pack",
        (true, s) if s <= low => "beer_keg_low",
        (true, s) if s <= mid => "beer_keg_mid",
        (true, _) => "beer_keg",
    })
}

fn percent(case: &Case, draft: &mut Draft, name: &str) -> Option<Decimal> {
    match case.limit(draft, name)?.value {
        LimitValue::Percent(percent) => Some(percent),
        _ => None,
    }
}
