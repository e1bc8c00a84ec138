//! Japan: relief up to a value, the simplified tariff or the full one, liquor tax by volume, consumption tax.
//!
//! Goods for own use are valued at a share of the retail price until 2028-03-31. Values are cut to a thousand yen by item,
//! and each tax to a hundred yen over the order; the consumption tax is one of the nation and one of the place:
//!
//! ```text
//! duty            = value × rate
//! liquor tax      = volume × rate
//! national part   = (value + duty + liquor tax) × rate × 78 %
//! local part      = national part × 22 / 78
//! ```
//!
//! Up to JPY 10,000 neither duty nor consumption tax is due, but on leather bags, knitted clothes and shoes; liquor tax is
//! due at any value. From 2028-04-01 a registered seller charges consumption tax at the sale on orders up to that value.

use crate::answer::{Measure, Verdict};
use crate::basis::{Rounded, add};
use crate::book::{LimitValue, RateRow};
use crate::case::{Case, Draft, Lines, Owed, each};
use crate::rate::{hundredth, over, times};
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::{Decimal, Money};

/// Regime `simplified`: few flat rates of duty on parcels up to a value. What is free in the full tariff stays free.
pub(super) fn simplified(case: &Case, draft: &mut Draft) {
    value_goods(case, draft);
    if let Some((false, compared)) = case.value_within(draft, "simplified.value") {
        case.close(draft, || compared.reason(Code::OverParcelLimit));
    }
    declared(case, draft, |case, draft, n| {
        let mut unsaid = Draft::untold(case.items.len());
        let usual = case.layers(&mut unsaid, n, Measure::Duty, "general");
        let usual = usual.and_then(|rows| rows.first().copied());
        let free = usual.is_some_and(|row| row.rate.as_ref().is_some_and(|rate| rate.is_free()));
        case.row(draft, n, Measure::Duty, if free { "general" } else { "simplified" })
    });
}

/// Regime `general`: the full tariff.
pub(super) fn general(case: &Case, draft: &mut Draft) {
    value_goods(case, draft);
    declared(case, draft, |case, draft, n| case.row(draft, n, Measure::Duty, "general"));
}

/// Regime `lvg`: consumption tax at the sale on orders of small value.
pub(super) fn at_the_sale(case: &Case, draft: &mut Draft) {
    let Some((within, compared)) = case.goods_within(draft, "sale.value") else { return };
    if !within {
        case.close(draft, || compared.reason(Code::OverOrderLimit));
    }
    if !case.settings.registered.contains("JP") {
        case.close(draft, || Reason::new(Code::NotRegistered, &[]));
    }
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        if is_dutiable(case, draft, n) {
            draft.closed = true;
            draft.line(n, Verdict::NotSold, || Reason::new(Code::Dutiable, &[]).of(case.id(n)));
        }
        let row = case.row(draft, n, Measure::ConsumptionTax, "lvg");
        let _ = row.and_then(|row| case.levy(draft, n, row, case.item(n).value));
    }
}

/// Whether a line is taxed at the border at any value: drinks, tobacco, and what the relief leaves out.
fn is_dutiable(case: &Case, draft: &mut Draft, n: usize) -> bool {
    let taxed = [Measure::LiquorTax, Measure::Excise].into_iter().any(|measure| {
        let mut unsaid = Draft::untold(case.items.len());
        case.layers(&mut unsaid, n, measure, case.regime).is_none_or(|rows| !rows.is_empty())
    });
    taxed || case.is_listed(draft, n, "relief.except")
}

fn may_go(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, case.channel());
}

/// Goods for own use are worth a share of their price; others what they cost to the border.
fn value_goods(case: &Case, draft: &mut Draft) {
    let share = case.market.limit("personal.share", case.date()).filter(|_| case.is_own_use());
    let Some(LimitValue::Percent(share)) = share.map(|share| &share.value) else { return };
    for n in 0..case.items.len() {
        if let Some(worth) = case.part(draft, n, case.item(n).goods, *share) {
            draft.customs_value(n, worth);
        }
    }
}

/// How a regime finds the duty of a line.
type DutyOf = for<'a> fn(&Case<'a>, &mut Draft, usize) -> Option<&'a RateRow>;

/// All that is due at the border.
fn declared(case: &Case, draft: &mut Draft, duty_of: DutyOf) {
    let all = 0..case.items.len();
    for n in all.clone() {
        may_go(case, draft, n);
    }
    if is_taxed_at_sale(case, draft) {
        return case.close(draft, || Reason::new(Code::TaxedAtSale, &[]));
    }
    let Some((relieved, compared)) = case.value_within(draft, "relief.value") else { return };
    let due: Lines<usize> = all.clone().filter(|n| !relieved || case.is_listed(draft, *n, "relief.except")).collect();
    if due.len() < case.items.len() {
        draft.warn(|| compared.reason(Code::BelowRelief));
    }
    let _ = taxes(case, draft, &due, duty_of);
    let taxed = draft.charges.iter().any(|charge| !charge.amount.is_zero());
    if taxed
        && case.mode == Mode::Post
        && let Some((fee, row)) = case.amount(draft, "fee.post")
    {
        let values = each(all.len(), |n| case.value(draft, n));
        case.fee(draft, row, fee, &values);
    }
}

/// Whether the order is one that a registered seller taxes at the sale.
fn is_taxed_at_sale(case: &Case, draft: &mut Draft) -> bool {
    if !case.settings.registered.contains("JP") || case.market.limit("sale.value", case.date()).is_none() {
        return false;
    }
    let within = case.goods_within(draft, "sale.value").is_some_and(|(within, _)| within);
    within && case.mode != Mode::Cargo && !(0..case.items.len()).any(|n| is_dutiable(case, draft, n))
}

/// Duty and consumption tax on the lines that they are due on, liquor tax on all. None where something is not known; then
/// the draft says so.
fn taxes(case: &Case, draft: &mut Draft, due: &[usize], duty_of: DutyOf) -> Option<()> {
    let (by_base, by_tax) = (case.rounding(draft, "rounding.base")?, case.rounding(draft, "rounding.tax")?);
    let duties = each(due.len(), |at| (due[at], duty_of(case, draft, due[at])));
    let own = own_taxes(case, draft);
    let rates = each(due.len(), |at| (due[at], case.row(draft, due[at], Measure::ConsumptionTax, case.regime)));

    let mut costs = each(case.items.len(), |n| case.value(draft, n));
    let values = each(due.len(), |at| (due[at], costs[due[at]]));
    let bases = case.rounded_bases(draft, &values, by_base)?;
    let mut owed = Lines::with_capacity(due.len());
    for ((n, row), base) in duties.into_iter().zip(bases) {
        owed.push(owe(case, draft, n, row?, base)?);
    }
    levy_onto(case, draft, owed, by_tax, &mut costs)?;

    for rows in own {
        let rows = rows?;
        if rows.is_empty() {
            continue;
        }
        let mut owed = Lines::new();
        for (n, row) in rows {
            owed.push(owe(case, draft, n, row, costs[n])?);
        }
        levy_onto(case, draft, owed, by_tax, &mut costs)?;
    }
    let values = each(due.len(), |at| (due[at], costs[due[at]]));
    let bases = case.rounded_bases(draft, &values, by_base)?;
    let mut known = Lines::new();
    for (n, row) in rates {
        known.push((n, row?));
    }
    consumption_tax(case, draft, &known, &bases, by_tax)
}

/// The rows of liquor and tobacco taxes, measure by measure.
fn own_taxes<'a>(case: &Case<'a>, draft: &mut Draft) -> [Option<Lines<(usize, &'a RateRow)>>; 2] {
    [Measure::LiquorTax, Measure::Excise].map(|measure| {
        let mut all = Some(Lines::new());
        // Every line is looked at, so that the draft says of each what is not known.
        for n in 0..case.items.len() {
            match case.layers(draft, n, measure, case.regime) {
                Some(rows) if rows.is_empty() => {}
                Some(rows) => all.iter_mut().for_each(|all| all.extend(rows.iter().map(|row| (n, *row)))),
                None => all = None,
            }
        }
        all
    })
}

fn owe<'a>(case: &Case<'a>, draft: &mut Draft, n: usize, row: &'a RateRow, base: Money) -> Option<Owed<'a>> {
    let amount = case.settle(draft, n, row.rate.as_ref()?, base.decimal())?.on(base.decimal());
    let amount = case.figure(draft, n, amount)?;
    Some(Owed { n, row, rate: row.text.clone(), base, amount })
}

/// Charges what is owed and adds it to what the lines cost.
fn levy_onto(case: &Case, draft: &mut Draft, owed: Lines<Owed>, rounding: &Rounded, costs: &mut [Money]) -> Option<()> {
    let lines = each(owed.len(), |at| owed[at].n);
    let amounts = case.levy_together(draft, owed, rounding)?;
    for (n, amount) in lines.into_iter().zip(amounts) {
        costs[n] = case.figure(draft, n, add(costs[n], amount))?;
    }
    Some(())
}

/// The national part by the rates of the lines, then the local part as a share of it.
fn consumption_tax(
    case: &Case,
    draft: &mut Draft,
    rates: &[(usize, &RateRow)],
    bases: &[Money],
    rounding: &Rounded,
) -> Option<()> {
    let national = case.limit(draft, "consumption.national")?;
    let LimitValue::Percent(share) = national.value else { return None };
    let (rest, written) = (Decimal::ONE_HUNDRED - share, &national.rest);
    let mut owed = Lines::with_capacity(rates.len());
    for ((n, row), base) in rates.iter().zip(bases) {
        let mut part = owe(case, draft, *n, row, *base)?;
        let national = hundredth(share).and_then(|share| times(part.amount, share));
        part.amount = case.figure(draft, *n, national)?;
        part.rate = row.reduced(share);
        owed.push(part);
    }
    let national = case.levy_together(draft, owed, rounding)?;
    if let ([(n, row)], [base]) = (rates, &national[..])
        && let Some(local) = rounding.step.and_then(|step| step.portion(*base, rest, share))
    {
        case.enter(draft, *n, &row.law, written, *base, local);
        return Some(());
    }
    let mut owed = Lines::with_capacity(rates.len());
    for ((n, row), base) in rates.iter().zip(national) {
        let local = times(base.decimal(), rest).and_then(|local| over(local, share));
        let amount = case.figure(draft, *n, local)?;
        owed.push(Owed { n: *n, row, rate: written.clone(), base, amount });
    }
    case.levy_together(draft, owed, rounding).map(|_| ())
}
