//! What the operator sees of settings, rates and the clock.

use crate::look::Choice;
use crate::look::frame::CURRENCIES;
use crate::page;
use sampan_ids::{Date, Timestamp};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// What the operator sets.
#[derive(Serialize, ToSchema)]
pub struct SettingsView {
    /// Everyone's fee in per cent.
    pub fee_percent: String,
    /// Whether rules marked "to verify" sell.
    pub sell_to_verify: bool,
    /// Whether the last known rate of a law goes on after its end.
    pub continue_last_known: bool,
    /// The version of the tariff book.
    pub book_version: String,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// The exchange rates in use.
    pub rates: Vec<RateRow>,
    /// Days after which a rate prices nothing.
    pub rate_age_days: i64,
    /// The program's day.
    #[schema(value_type = String)]
    pub today: Date,
}
page!(SettingsView, "operators/pages/settings.html");

/// An exchange rate.
#[derive(Serialize, ToSchema)]
pub struct RateRow {
    /// One unit of this.
    pub base: String,
    /// In this.
    pub quote: String,
    /// How many.
    pub rate: String,
    /// Of which day.
    #[schema(value_type = String)]
    pub date: Date,
    /// Who published it.
    pub source: String,
    /// Whether it is too old to price with.
    pub stale: bool,
}

impl SettingsView {
    /// The currencies to choose from.
    pub fn currencies(&self, s: &Shell) -> Vec<Choice> {
        let named = |code: &str| s.t(format!("look-currency-{}", code.to_ascii_lowercase()));
        let other = CURRENCIES.iter().filter(|code| **code != "USD");
        other.map(|code| Choice::new(*code, format!("{code} {}", named(code)), false)).collect()
    }
}

/// A demonstration's clock.
#[derive(Serialize, ToSchema)]
pub struct ClockView {
    /// The program's time.
    #[schema(value_type = String)]
    pub now: Timestamp,
    /// How many hours it is ahead.
    pub ahead_hours: i64,
}
page!(ClockView, "operators/pages/clock.html");
