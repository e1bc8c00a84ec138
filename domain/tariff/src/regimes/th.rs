//! Thailand: duty, excise with interior tax, and value added tax at the border.
//!
//! Parcels by post or courier were free of value added tax up to THB 1,500 until 2024-07-04 and of duty until the end of
//! 2025; since then up to THB 1. Goods under excise are never free. Excise is a share of the price at retail and an
//! amount by alcohol; interior tax and funds are a share of the excise:
//!
//! ```text
//! excise   = retail price × share + litres × strength × rate
//! interior = excise × 17.5 %
//! VAT      = (value + duty + excise + interior) × rate
//! ```
//!
//! Until 2017-09-15 the share was of a price that held the excise and its interior tax:
//!
//! ```text
//! excise   = (value + duty) × share / (1 − share × (1 + interior share))
//! ```

use super::border::{duties, is_under_excise, levy_at_retail, may_go, tested};
use crate::answer::Measure;
use crate::basis::add;
use crate::book::RateRow;
use crate::case::{Case, Draft, Rows};
use crate::rate::{hundredth, over, plus, times};
use crate::reason::Code;
use crate::request::Mode;
use sampan_money::{Decimal, Money};

/// Regime `import`.
pub(super) fn work(case: &Case, draft: &mut Draft) {
    let no_duty = relief(case, draft, "import.duty_relief", Code::BelowDutyRelief);
    let no_vat = relief(case, draft, "import.vat_relief", Code::BelowVatRelief);
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        let excised = is_under_excise(case, n, "import");
        let _ = import_tax(case, draft, n, no_duty && !excised, no_vat && !excised);
    }
}

/// Whether a parcel is small enough to be let off.
fn relief(case: &Case, draft: &mut Draft, name: &str, code: Code) -> bool {
    let Some((limit, row)) = case.amount(draft, name) else { return false };
    let small = case.basis.value.minor() <= limit.minor() && case.mode != Mode::Cargo;
    if small {
        draft.warn(|| tested(code, case.basis.value, limit, row));
    }
    small
}

fn import_tax(case: &Case, draft: &mut Draft, n: usize, no_duty: bool, no_vat: bool) -> Option<()> {
    let rows = case.layers(draft, n, Measure::Excise, "import");
    let vat = if no_vat { None } else { Some(case.row(draft, n, Measure::Vat, "import")) };
    let value = case.value(draft, n);
    let dutied = if no_duty { Some(value) } else { duties(case, draft, n, "import") };
    let (interior, excise) = rows?.into_iter().partition::<Rows, _>(|row| &*row.layer == "interior");
    let mut taxed = dutied?;
    let mut due = Money::zero(case.basis.currency);
    for row in excise.into_iter().filter(|row| row.rate.as_ref().is_some_and(|rate| !rate.is_free())) {
        let amount = match case.market.limit("excise.in_price", case.date()) {
            Some(limit) => {
                draft.until(limit.last());
                levy_in_price(case, draft, n, row, &interior, taxed)?
            }
            None => levy_at_retail(case, draft, n, row)?,
        };
        due = case.figure(draft, n, add(due, amount))?;
    }
    if !due.is_zero() {
        taxed = case.figure(draft, n, add(taxed, due))?;
        for row in interior {
            taxed = case.levy_onto(draft, n, row, due, taxed)?;
        }
    }
    match vat {
        Some(row) => case.levy(draft, n, row?, taxed).map(|_| ()),
        None => Some(()),
    }
}

/// Excise that is a share of a price with the excise and its interior tax inside.
fn levy_in_price(
    case: &Case,
    draft: &mut Draft,
    n: usize,
    row: &RateRow,
    interior: &Rows,
    base: Money,
) -> Option<Money> {
    let mut whole = Decimal::ONE_HUNDRED;
    for row in interior {
        let more = case.settle(draft, n, row.rate.as_ref()?, Decimal::ZERO)?.percent;
        whole = case.figure(draft, n, plus(whole, more))?;
    }
    let share = case.settle(draft, n, row.rate.as_ref()?, base.decimal())?.percent;
    let inside = hundredth(share).and_then(|share| times(share, whole)).and_then(hundredth);
    let rest = case.figure(draft, n, inside.map(|inside| Decimal::ONE - inside))?;
    let price = over(base.decimal(), rest.max(Decimal::ZERO));
    let price = price.and_then(|price| case.rounding.money(price, case.basis.currency));
    let price = case.figure(draft, n, price)?;
    case.levy(draft, n, row, price)
}
