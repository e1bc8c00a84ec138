//! Indonesia: parcels at flat rates, and general imports.
//!
//! A parcel of up to USD 3 free on board pays no duty, one of up to USD 1,500 a flat rate of duty in place of the usual
//! one, without anti-dumping or safeguard duties; listed groups of goods pay a higher flat rate and income tax in
//! advance. Value added tax is due from the first rupiah. Above USD 1,500 the usual rates hold on a formal declaration.
//!
//! ```text
//! excise     = litres × rate of the group by strength
//! VAT        = (value + duty + excise) × rate
//! income tax = (value + duty + excise) × rate
//! ```
//!
//! Since 2023-09-26 a marketplace may not sell across the border what costs less than USD 100 a piece, but for listed
//! goods.

use super::border::{duties, excise_onto, is_classed, is_under_excise, may_go, share, strength};
use crate::answer::{Measure, Verdict};
use crate::basis::{Rounded, add, exchange};
use crate::book::{Limit, LimitValue, RoundTo};
use crate::case::{Case, Draft};
use crate::rate::over;
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::{Decimal, Money};
use smallvec::SmallVec;

/// Groups of drinks with the limits of their strength.
const GROUPS: [(&str, &str); 3] =
    [("group_a", "alcohol.group_a"), ("group_b", "alcohol.group_b"), ("group_c", "alcohol.group_c")];

/// Regime `parcel`.
pub(super) fn parcel(case: &Case, draft: &mut Draft) {
    let Some(small) = goods_within(case, draft, "parcel.duty_relief") else { return };
    let Some(most) = within_most(case, draft) else { return };
    if !most {
        draft.closed = true;
    }
    let untaxed = is_untaxed(case, draft);
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        least_price(case, draft, n);
        let grouped = is_grouped(case, n, "parcel");
        // Goods that bear no excise.
        let plain = !grouped && !is_under_excise(case, n, "parcel");
        if !(untaxed && plain) {
            let _ = tax(case, draft, n, "parcel", grouped, small && plain);
        }
    }
    round_levies(case, draft);
}

/// Regime `general`.
pub(super) fn general(case: &Case, draft: &mut Draft) {
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        if case.mode != Mode::Cargo {
            least_price(case, draft, n);
        }
        let _ = tax(case, draft, n, "general", is_grouped(case, n, "general"), false);
    }
    round_levies(case, draft);
}

/// Duty, excise, VAT, and income tax in advance on the same base as VAT.
fn tax<'a>(
    case: &Case<'a>,
    draft: &mut Draft,
    n: usize,
    regime: &'static str,
    grouped: bool,
    free_of_duty: bool,
) -> Option<()> {
    let class = group(case, draft, n, grouped);
    let excise = class.and_then(|class| case.row(draft, n, Measure::Excise, class.unwrap_or(regime)));
    let vat = case.row(draft, n, Measure::Vat, regime);
    let numbered = if case.request.buyer.has_tax_id { "npwp" } else { "no_npwp" };
    let income = case.row(draft, n, Measure::IncomeTax, if regime == "general" { regime } else { numbered });

    let dutied = match (free_of_duty, regime) {
        (true, _) => Some(case.value(draft, n)),
        (false, "parcel") => {
            let value = case.value(draft, n);
            case.row(draft, n, Measure::Duty, regime).and_then(|row| case.levy_onto(draft, n, row, value, value))
        }
        _ => duties(case, draft, n, regime),
    };
    let taxed = excise_onto(case, draft, n, excise?, dutied?)?;
    case.levy(draft, n, vat?, taxed)?;
    let income = income?;
    if !free_of_duty && !income.rate.as_ref()?.is_free() {
        case.levy(draft, n, income, taxed)?;
    }
    Some(())
}

/// The group of a drink by its strength; `Some(None)` for all other goods.
fn group<'a>(case: &Case<'a>, draft: &mut Draft, n: usize, grouped: bool) -> Option<Option<&'a str>> {
    let bounds = GROUPS.map(|(group, name)| (group, share(case, draft, name)));
    strength(case, draft, n, grouped, |abv| {
        bounds.iter().find(|(_, most)| most.is_some_and(|most| abv <= most)).map(|(group, _)| *group)
    })
}

/// Whether the excise of a line depends on its group.
fn is_grouped<'a>(case: &Case<'a>, n: usize, regime: &'a str) -> bool {
    is_classed(case, n, regime, &GROUPS.map(|(group, _)| group))
}

/// Whether the goods free on board are within a limit that the law names in dollars; none: it cannot be said.
fn goods_within(case: &Case, draft: &mut Draft, name: &str) -> Option<bool> {
    let limit = case.limit(draft, name)?;
    let LimitValue::Amount(most) = limit.value else { return None };
    let goods = case.figure(draft, 0, case.goods_in(most.currency()))?;
    Some(goods <= most.decimal())
}

/// Whether the parcel is let off taxes too, on the days on which there was such a limit.
fn is_untaxed(case: &Case, draft: &mut Draft) -> bool {
    let name = "parcel.tax_relief";
    case.market.limit(name, case.date()).is_some() && goods_within(case, draft, name) == Some(true)
}

/// Whether the parcel is small enough for the flat rates; the draft says so where it is not.
fn within_most(case: &Case, draft: &mut Draft) -> Option<bool> {
    let within = goods_within(case, draft, "parcel.most")?;
    if !within {
        let limit = case.limit(draft, "parcel.most")?;
        let LimitValue::Amount(most) = limit.value else { return None };
        let goods = case.figure(draft, 0, case.goods_in(most.currency()))?;
        let value = Money::from_decimal(goods, most.currency(), case.rounding.to.way).ok()?;
        draft.all(Verdict::NotSold, || super::border::tested(Code::OverParcelLimit, value, most, limit));
    }
    Some(within)
}

/// The least price of a piece that a marketplace may sell across the border; goods on the list are let off.
fn least_price(case: &Case, draft: &mut Draft, n: usize) {
    let item = case.item(n);
    let Some(limit) = case.market.limit("market.unit_minimum", case.date()) else { return };
    let listed = case.market.listed(item.code.as_deref().unwrap_or(""), case.date());
    if listed.is_some_and(|listed| listed.eligible) {
        return;
    }
    let LimitValue::Amount(least) = limit.value else { return };
    let price = item.line.unit_price;
    let price = exchange(price.decimal(), price.currency(), least.currency(), &case.request.rates);
    if let Some(price) = case.figure(draft, n, price).filter(|price| *price < least.decimal()) {
        below_least(case, draft, n, price, least, limit);
    }
}

fn below_least(case: &Case, draft: &mut Draft, n: usize, price: Decimal, least: Money, limit: &Limit) {
    let Ok(value) = Money::from_decimal(price, least.currency(), case.rounding.to.way) else { return };
    let reason = || super::border::tested(Code::BelowUnitMinimum, value, least, limit).of(case.id(n));
    draft.line(n, Verdict::NotSold, reason);
}

/// Each levy of the declaration is rounded up; the line that bears most of it bears the difference.
fn round_levies(case: &Case, draft: &mut Draft) {
    let Some(limit) = case.market.limit("rounding.levy", case.date()) else { return };
    let Some(rounding) = Rounded::by(limit) else { return };
    let mut levies: SmallVec<[Levy; 6]> = SmallVec::new();
    for (at, charge) in draft.charges.iter().enumerate() {
        let (measure, amount) = (charge.measure, charge.amount);
        match levies.iter_mut().find(|levy| levy.measure == measure) {
            None => levies.push(Levy { measure, sum: amount, most: at }),
            Some(levy) => {
                let Ok(sum) = add(levy.sum, amount) else { return };
                levy.sum = sum;
                if amount.minor() > draft.charges[levy.most].amount.minor() {
                    levy.most = at;
                }
            }
        }
    }
    levies.sort_unstable_by_key(|levy| levy.measure);
    let mut rounded = false;
    for Levy { sum, most, .. } in levies {
        let Some(more) = rise(sum, rounding) else { return };
        let charge = &mut draft.charges[most];
        if let Ok(amount) = add(charge.amount, more) {
            rounded |= !more.is_zero();
            charge.amount = amount;
        }
    }
    if rounded {
        draft.warn(|| {
            let RoundTo { unit, way } = rounding.to;
            let reason = match Money::from_decimal(unit, case.basis.currency, way) {
                Ok(unit) => Reason::amounts(Code::LevyRounded, &[("unit", unit)]),
                Err(_) => Reason::new(Code::LevyRounded, &[("unit", &unit.to_string())]),
            };
            reason.by(&limit.citation, limit.confidence)
        });
    }
}

/// All charges of a measure, and where the largest of them is.
struct Levy {
    measure: Measure,
    sum: Money,
    most: usize,
}

/// By how much a sum rises when it is rounded.
fn rise(sum: Money, rounding: &Rounded) -> Option<Money> {
    if let Some(whole) = rounding.step.and_then(|step| step.amount(sum)) {
        return whole.minus(sum).ok();
    }
    let whole = rounding.to.apply(sum.decimal())?;
    let more = whole.checked_sub(sum.decimal())?;
    Money::from_decimal(more, sum.currency(), rounding.to.way).ok().filter(|_| over(whole, Decimal::ONE).is_ok())
}
