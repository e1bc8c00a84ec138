//! Mainland China, personal articles by post: one rate in place of duty, VAT and consumption tax.
//!
//! The parcel stays within a value, or is one indivisible item for own use; a tax that is not above CNY 50 is not
//! collected. Customs may take its own price instead of the value declared.

use crate::answer::{Measure, Verdict};
use crate::book::{Confidence, Law, Limit};
use crate::case::{Case, Draft};
use crate::rate::{Field, times};
use crate::reason::{Code, Reason};
use sampan_money::{Decimal, Money};

pub(super) fn work(case: &Case, draft: &mut Draft) {
    case.need_personal_use(draft);
    for n in 0..case.items.len() {
        case.need_origin(draft, n);
        case.restrict(draft, n, "parcel");
    }
    test_parcel(case, draft);
    for n in 0..case.items.len() {
        let row = case.row(draft, n, Measure::ParcelTax, "post");
        let base = dutiable_price(case, draft, n);
        let _ = row.zip(base).and_then(|(row, base)| case.levy(draft, n, row, base));
    }
    waive(case, draft);
}

/// What a line is taxed on: customs' own price where it has one and the price paid lies between half and twice of it;
/// otherwise the value. None where it is not known which; then the draft says so.
fn dutiable_price(case: &Case, draft: &mut Draft, n: usize) -> Option<Money> {
    let item = case.item(n);
    let mut rows = case.market.customs_prices(item.code.as_deref().unwrap_or(""), case.date());
    rows.retain(|row| row.meets(item.line));
    if rows.iter().any(|row| row.abv.is_some()) {
        let Some(abv) = item.line.abv_percent else {
            case.missing(draft, n, Field::Abv);
            return None;
        };
        rows.retain(|row| row.has_strength(abv));
    }
    let Some(row) = rows.first() else { return Some(item.value) };
    let worth = item.content().of(row.unit).and_then(|units| times(units, row.price));
    let worth = case.figure(draft, n, worth)?;
    let paid = item.goods.decimal();
    let two = Decimal::TWO;
    if times(paid, two).is_ok_and(|double| double < worth) || times(worth, two).is_ok_and(|double| paid > double) {
        return Some(item.value);
    }
    let price = Money::from_decimal(row.price, case.basis.currency, case.rounding.to.way).ok()?;
    let reason = |code| {
        let (price, unit) = (price.to_string(), row.unit.name());
        let params = [("price", &*price), ("unit", unit), ("goods", &row.en), ("goods_zh", &row.zh)];
        Reason::new(code, &params).of(case.id(n)).by(&row.citation, row.confidence)
    };
    if row.confidence == Confidence::Verify {
        if case.settings.sell_to_verify {
            draft.uses(&row.rule);
        } else {
            draft.line(n, Verdict::Unknown, || reason(Code::PriceToVerify));
        }
    }
    draft.warn(|| reason(Code::PricedByCustoms));
    case.figure(draft, n, case.rounding.money(worth, case.basis.currency))
}

/// The limit of a parcel; until 2024-11-30 a lower one held for parcels from Hong Kong, Macau and Taiwan.
fn test_parcel(case: &Case, draft: &mut Draft) {
    let near = matches!(case.request.ship_from.as_deref(), Some("HK" | "MO" | "TW"));
    let Some((limit, row)) = case.amount(draft, if near { "post.parcel_near" } else { "post.parcel" }) else { return };
    if case.basis.value.minor() <= limit.minor() || case.is_single_piece() {
        return;
    }
    let amounts = [("value", case.basis.value), ("limit", limit)];
    let reason = || Reason::amounts(Code::OverParcelLimit, &amounts).by(&row.citation, row.confidence);
    draft.all(Verdict::NotSold, reason);
}

/// A tax of the parcel that is not above the waiver is not collected.
fn waive(case: &Case, draft: &mut Draft) {
    let Some((waiver, row)) = case.amount(draft, "post.waiver") else { return };
    let charges = draft.charges.iter().map(|charge| charge.amount);
    let Ok(tax) = Money::sum(case.basis.currency, charges) else { return };
    if tax.is_zero() || tax.minor() > waiver.minor() {
        return;
    }
    for charge in &mut draft.charges {
        charge.amount = Money::zero(case.basis.currency);
        let confidence = charge.confidence.max(row.confidence);
        let (rule, citation) = (row.rule.clone(), row.citation.clone());
        charge.law = Law { measure: charge.measure, rule, citation, confidence }.into();
    }
    draft.warn(|| below(tax, waiver, row));
}

fn below(tax: Money, waiver: Money, row: &Limit) -> Reason {
    Reason::amounts(Code::BelowWaiver, &[("tax", tax), ("limit", waiver)]).by(&row.citation, row.confidence)
}
