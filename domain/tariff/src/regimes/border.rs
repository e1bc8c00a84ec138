//! Steps that several borders share: whether goods may go, duties on a value, and excise.

use crate::answer::{Measure, Verdict};
use crate::book::{Limit, LimitValue, RateRow, mark};
use crate::case::{Case, Draft};
use crate::rate::{Field, times};
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::{Decimal, Money};

/// Whether a line may go, as a parcel or as cargo.
pub(super) fn may_go(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, if case.mode == Mode::Cargo { "cargo" } else { "parcel" });
}

/// Duty, additional duties and anti-dumping duties on the value for customs; what they come to together with it.
pub(super) fn duties<'a>(case: &Case<'a>, draft: &mut Draft, n: usize, regime: &'a str) -> Option<Money> {
    let value = case.value(draft, n);
    let duty = case.row(draft, n, Measure::Duty, regime);
    let additional = case.layers(draft, n, Measure::AdditionalDuty, regime);
    let anti_dumping = case.layers(draft, n, Measure::AntiDumping, regime);
    let mut dutied = case.levy_onto(draft, n, duty?, value, value)?;
    for row in additional?.iter().chain(&anti_dumping?) {
        dutied = case.levy_onto(draft, n, row, value, dutied)?;
    }
    Some(dutied)
}

/// A row of excise added on a base, where it is not free.
pub(super) fn excise_onto(case: &Case, draft: &mut Draft, n: usize, row: &RateRow, base: Money) -> Option<Money> {
    if row.rate.as_ref()?.is_free() { Some(base) } else { case.levy_onto(draft, n, row, base, base) }
}

/// Whether a row of excise is due on a line, or may be: a rate that is not known counts as due.
pub(super) fn is_under_excise<'a>(case: &Case<'a>, n: usize, regime: &'a str) -> bool {
    excise_row(case, n, regime).is_none_or(|row| row.rate.as_ref().is_none_or(|rate| !rate.is_free()))
}

/// The row of excise in force for a line, whether its rate is known or not.
fn excise_row<'a>(case: &Case<'a>, n: usize, regime: &'a str) -> Option<&'a RateRow> {
    case.first(n, Measure::Excise, mark(regime))
}

/// Whether the excise of a line depends on its class: the classes have a row beside that of the regime.
pub(super) fn is_classed<'a>(case: &Case<'a>, n: usize, regime: &'a str, classes: &[&'a str]) -> bool {
    if !case.has(n, Measure::Excise) {
        return false;
    }
    let usual = excise_row(case, n, regime).map(|row| &row.rule);
    classes.iter().any(|class| excise_row(case, n, class).is_some_and(|row| Some(&row.rule) != usual))
}

/// Excise whose share is of the price at retail in the destination, and whose fixed part is by content.
pub(super) fn levy_at_retail(case: &Case, draft: &mut Draft, n: usize, row: &RateRow) -> Option<Money> {
    let parts = case.settle(draft, n, row.rate.as_ref()?, Decimal::ZERO)?;
    let none = Money::zero(case.basis.currency);
    let base = if parts.percent.is_zero() { none } else { retail_price(case, draft, n)? };
    case.levy(draft, n, row, base)
}

/// The attribute that says what one piece sells for at retail in a place, where those of several places are told at once.
pub(crate) fn retail_price_in(destination: &str) -> String {
    format!("retail_price_{}", destination.to_ascii_lowercase())
}

/// What the pieces of a line sell for at retail in the destination, as the attribute `retail_price` says of one piece, or
/// that of the destination.
fn retail_price(case: &Case, draft: &mut Draft, n: usize) -> Option<Money> {
    let line = case.item(n).line;
    let told = line.attributes.get("retail_price");
    let told = told.or_else(|| line.attributes.get(&retail_price_in(case.market.destination.code)));
    let price = told.and_then(|text| text.parse::<Decimal>().ok());
    let Some(price) = price.filter(|price| *price > Decimal::ZERO) else {
        case.missing(draft, n, Field::RetailPrice);
        return None;
    };
    let whole = times(price, line.quantity.into());
    case.figure(draft, n, whole.and_then(|whole| case.rounding.money(whole, case.basis.currency)))
}

/// The class of a line by its strength, as `within` says of it. `Some(None)`: the excise of the goods does not depend on
/// it.
pub(super) fn strength<'a>(
    case: &Case<'a>,
    draft: &mut Draft,
    n: usize,
    classed: bool,
    within: impl Fn(Decimal) -> Option<&'a str>,
) -> Option<Option<&'a str>> {
    if !classed {
        return Some(None);
    }
    let item = case.item(n);
    let Some(abv) = item.line.abv_percent else {
        case.missing(draft, n, Field::Abv);
        return None;
    };
    let class = within(abv);
    if class.is_none() {
        draft.line(n, Verdict::Unknown, || {
            let params = [("measure", Measure::Excise.name()), ("hs", item.code.as_deref().unwrap_or(""))];
            Reason::new(Code::NoRate, &params).of(case.id(n))
        });
    }
    class.map(Some)
}

/// A share that the law names.
pub(super) fn share(case: &Case, draft: &mut Draft, name: &str) -> Option<Decimal> {
    match case.limit(draft, name)?.value {
        LimitValue::Percent(share) => Some(share),
        _ => None,
    }
}

/// A reason that names a value and the limit it is tested by.
pub(super) fn tested(code: Code, value: Money, limit: Money, row: &Limit) -> Reason {
    Reason::amounts(code, &[("value", value), ("limit", limit)]).by(&row.citation, row.confidence)
}

/// Why goods are not taxed at the sale: a code, and a value with the limit that it is above.
pub(super) type Why = (Code, Option<(Money, Money)>);

/// The same as a reason.
pub(super) fn reason((code, above): Why) -> Reason {
    match above {
        Some((value, limit)) => Reason::amounts(code, &[("value", value), ("limit", limit)]),
        None => Reason::new(code, &[]),
    }
}

/// A market that is not registered to collect the tax at the sale should know from which turnover it has to.
pub(super) fn who_registers(case: &Case, draft: &mut Draft) {
    let code = case.market.destination.code;
    let Some(row) = case.market.limit("lvg.registration", case.date()) else { return };
    if matches!(row.value, LimitValue::Amount(_)) && !case.settings.registered.contains(code) {
        draft.warn(|| row.says(Code::RegistrationDue, &[("limit", &row.written), ("destination", code)]));
    }
}
