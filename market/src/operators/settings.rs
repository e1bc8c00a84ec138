//! What the operator sets: the fee, which rules may sell, and in a demo the clock.

use crate::app::Mode;
use crate::documents;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The operator's settings, one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Percent of goods and delivery that the marketplace keeps.
    pub fee_percent: Decimal,
    /// Rules marked "to verify" may sell, marked as such.
    pub sell_to_verify: bool,
    /// Where the law after a date is not known, the last known rate goes on.
    pub continue_last_known: bool,
    /// Seconds by which a demo's clock has been moved forward.
    pub clock_moved_s: i64,
}

impl Settings {
    /// The row's key.
    pub const KEY: Uuid = Uuid::nil();

    /// What holds before anything is set: a demo tries unchecked rules, a live market does not.
    pub fn of(mode: Mode) -> Settings {
        let demo = mode == Mode::Demo;
        Settings { fee_percent: Decimal::from(5), sell_to_verify: demo, continue_last_known: demo, clock_moved_s: 0 }
    }
}

documents! {
    /// The operator's settings.
    OperatorSettings: Settings = "settings", setting_id: Uuid = |_s| Settings::KEY, {}
}
