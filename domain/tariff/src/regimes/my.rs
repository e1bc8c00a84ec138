//! Malaysia: sales tax at the sale on low-value goods, or duty, excise and sales tax at the border.
//!
//! Since 2024 a registered seller or marketplace charges the tax at the sale on goods of up to MYR 500 a piece, on the
//! price alone; liquor and tobacco are left out. A consignment by air courier or post that is worth up to MYR 500 with
//! freight and insurance is free of duty and of sales tax at the border; excise stays. Above that duty is due on all of
//! it, and sales tax on value, duty and excise of the goods that were not taxed at the sale:
//!
//! ```text
//! excise    = litres × strength × rate
//! sales tax = (value + duty + excise) × rate
//! ```

use super::border::{Why, duties, excise_onto, is_under_excise, may_go, reason, tested, who_registers};
use crate::answer::{Measure, Verdict};
use crate::case::{Case, Draft, Lines, each};
use crate::reason::{Code, Reason};
use crate::request::Mode;
use sampan_money::Money;

/// Regime `lvg`: every line is taxed at the sale and the consignment is small enough to owe nothing at the border.
pub(super) fn at_the_sale(case: &Case, draft: &mut Draft) {
    let Some((limit, _)) = case.amount(draft, "lvg.item") else { return };
    for n in 0..case.items.len() {
        may_go(case, draft, n);
        if let Some(why) = not_low_value(case, n, limit) {
            draft.closed = true;
            draft.line(n, Verdict::NotSold, || reason(why).of(case.id(n)));
        }
        let _ = tax_at_the_sale(case, draft, n);
    }
    let Some((relief, row)) = case.amount(draft, "import.relief") else { return };
    if case.basis.value.minor() > relief.minor() {
        draft.closed = true;
        draft.all(Verdict::NotSold, || tested(Code::OverParcelLimit, case.basis.value, relief, row));
    }
}

/// Regime `import`: at the border, but for the sales tax of lines that were taxed at the sale.
pub(super) fn at_the_border(case: &Case, draft: &mut Draft) {
    let relieved = relief(case, draft);
    let taxed_at_sale = low_value_lines(case);
    if relieved && taxed_at_sale.iter().all(|low| *low) {
        draft.closed = true;
        return draft.all(Verdict::NotSold, || Reason::new(Code::TaxedAtSale, &[]));
    }
    for (n, low) in taxed_at_sale.into_iter().enumerate() {
        may_go(case, draft, n);
        if low {
            let _ = tax_at_the_sale(case, draft, n);
        }
        if !relieved || is_under_excise(case, n, "import") {
            let _ = import_tax(case, draft, n, low);
        }
    }
    who_registers(case, draft);
}

/// Sales tax on the price, without freight and insurance.
fn tax_at_the_sale(case: &Case, draft: &mut Draft, n: usize) -> Option<Money> {
    let row = case.row(draft, n, Measure::SalesTax, "lvg")?;
    case.levy(draft, n, row, case.item(n).goods)
}

/// Duty, excise, and sales tax on all of it unless that was taken at the sale.
fn import_tax(case: &Case, draft: &mut Draft, n: usize, taxed_at_sale: bool) -> Option<()> {
    let excise = case.row(draft, n, Measure::Excise, "import");
    let sales_tax = if taxed_at_sale { None } else { Some(case.row(draft, n, Measure::SalesTax, "import")) };
    let dutied = duties(case, draft, n, "import")?;
    let taxed = excise_onto(case, draft, n, excise?, dutied)?;
    match sales_tax {
        Some(row) => case.levy(draft, n, row?, taxed).map(|_| ()),
        None => Some(()),
    }
}

/// Why a line is not taxed at the sale; none: it is.
fn not_low_value(case: &Case, n: usize, limit: Money) -> Option<Why> {
    if !case.settings.registered.contains("MY") {
        return Some((Code::NotRegistered, None));
    }
    if is_under_excise(case, n, "import") {
        return Some((Code::Dutiable, None));
    }
    let item = case.item(n);
    let most = limit.times(item.line.quantity.into()).ok()?;
    let worth = Money::new(item.goods.minor() / i64::from(item.line.quantity.max(1)), limit.currency());
    (item.goods.minor() > most.minor()).then_some((Code::OverItemLimit, Some((worth, limit))))
}

/// Which lines are taxed at the sale; none of them on a day before there was such a tax, and none as cargo.
fn low_value_lines(case: &Case) -> Lines<bool> {
    let limit = case.amount_if_any("lvg.item").filter(|_| case.mode != Mode::Cargo);
    each(case.items.len(), |n| limit.is_some_and(|limit| not_low_value(case, n, limit).is_none()))
}

/// Whether the consignment is free at the border for its small value: by courier or post.
fn relief(case: &Case, draft: &mut Draft) -> bool {
    let Some((limit, row)) = case.amount(draft, "import.relief") else { return false };
    let small = case.basis.value.minor() <= limit.minor() && case.mode != Mode::Cargo;
    if small {
        draft.warn(|| tested(Code::BelowRelief, case.basis.value, limit, row));
    }
    small
}
