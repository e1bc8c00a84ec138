//! India: personal imports under heading 9804 at one rate of duty, or the duties of the line; the goods and services tax
//! on top.
//!
//! ```text
//! basic duty      = value × rate                      value: goods, freight and insurance
//! cess            = value × rate                      some lines
//! surcharge       = basic duty × 10 %
//! integrated tax  = (value + these duties) × rate
//! ```
//!
//! The landing charge of one per cent, which many pages still add, ended on 2017-09-26.

use crate::answer::{Measure, Verdict};
use crate::basis::add;
use crate::case::{Case, Draft};
use crate::reason::{Code, Reason};

/// The layer of additional duty that is a share of the basic duty.
const SURCHARGE: &str = "sws";

/// Regime `personal`: by post or air for own use, whatever the goods, but for alcohol and tobacco.
pub(super) fn personal(case: &Case, draft: &mut Draft) {
    if !case.is_own_use() {
        case.close(draft, || Reason::new(Code::NotPersonalUse, &[]));
    }
    for n in 0..case.items.len() {
        if case.is_listed(draft, n, "personal.except") {
            draft.closed = true;
            let reason = || Reason::new(Code::OutsideRegime, &[("regime", case.regime)]).of(case.id(n));
            draft.line(n, Verdict::NotSold, reason);
        }
        work(case, draft, n);
    }
}

/// Regime `general`: the duties of the line; goods for own use come by it only where heading 9804 leaves them out.
pub(super) fn general(case: &Case, draft: &mut Draft) {
    let left_out = (0..case.items.len()).any(|n| case.is_listed(draft, n, "personal.except"));
    if case.is_own_use() && !left_out {
        case.close(draft, || Reason::new(Code::OutsideRegime, &[("regime", case.regime)]));
    }
    for n in 0..case.items.len() {
        work(case, draft, n);
    }
}

fn work(case: &Case, draft: &mut Draft, n: usize) {
    case.need_origin(draft, n);
    case.restrict(draft, n, case.channel());
    let _ = taxes(case, draft, n);
}

/// Duties and tax on one line. None where something is not known; then the draft says so.
fn taxes(case: &Case, draft: &mut Draft, n: usize) -> Option<()> {
    let value = case.value(draft, n);
    let duty = case.row(draft, n, Measure::Duty, case.regime);
    let more = case.layers(draft, n, Measure::AdditionalDuty, case.regime);
    let gst = case.row(draft, n, Measure::Gst, case.regime);

    let basic = case.levy(draft, n, duty?, value)?;
    let mut taxed = case.figure(draft, n, add(value, basic))?;
    for row in more? {
        let base = if *row.layer == *SURCHARGE { basic } else { value };
        taxed = case.levy_onto(draft, n, row, base, taxed)?;
    }
    case.levy(draft, n, gst?, taxed).map(|_| ())
}
