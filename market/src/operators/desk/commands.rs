//! Changing settings, rates and the clock, each with its act in the log.

use crate::app::Mode;
use crate::operators::record_act;
use crate::operators::settings::{OperatorSettings, Settings};
use crate::rates::{RateRows, rate_id};
use rust_decimal::Decimal;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::AccountId;
use sampan_money::ExchangeRate;

/// Sets what holds for everyone.
pub struct SetSettings {
    /// How the program was started: what holds before anything is set.
    pub mode: Mode,
    /// Which operator.
    pub by: AccountId,
    /// The fee in per cent.
    pub fee_percent: Decimal,
    /// Whether rules marked "to verify" may sell.
    pub sell_to_verify: bool,
    /// Whether the last known rate goes on.
    pub continue_last_known: bool,
}

impl Command for SetSettings {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<OperatorSettings>(Settings::KEY)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let SetSettings { fee_percent, sell_to_verify, continue_last_known, .. } = *self;
        let before = stored(rows, self.mode);
        let said = format!(
            "fee {fee_percent} %, unverified rules {}, last known rates {}",
            on(sell_to_verify),
            on(continue_last_known)
        );
        record_act(rows, at, self.by, "settings_set", Settings::KEY, &said);
        rows.put::<OperatorSettings>(Settings { fee_percent, sell_to_verify, continue_last_known, ..before });
        Ok(())
    }
}

/// Enters an exchange rate in the place of one of the same currencies and day.
pub struct EnterRate {
    /// Which operator.
    pub by: AccountId,
    /// The rate.
    pub rate: ExchangeRate,
}

impl Command for EnterRate {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<RateRows>(rate_id(&self.rate))
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let ExchangeRate { base, quote, rate, date, source } = &self.rate;
        let said = format!("1 {} = {rate} {}, {date}, {source}", base.code(), quote.code());
        record_act(rows, at, self.by, "rate_entered", rate_id(&self.rate), &said);
        rows.put::<RateRows>(self.rate.clone());
        Ok(())
    }
}

/// Moves a demonstration's clock forward. Its exchange rates come along, or nothing could be priced any more.
pub struct MoveClock {
    /// Which operator.
    pub by: AccountId,
    /// Seconds, above zero.
    pub seconds: i64,
    /// The rates of the day that it will be.
    pub rates: Vec<ExchangeRate>,
}

impl Command for MoveClock {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<OperatorSettings>(Settings::KEY).all::<RateRows>(self.rates.iter().map(rate_id))
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let before = stored(rows, Mode::Demo);
        let said = format!("{} h", self.seconds / 3600);
        record_act(rows, at, self.by, "clock_moved", Settings::KEY, &said);
        let clock_moved_s = before.clock_moved_s.saturating_add(self.seconds);
        rows.put::<OperatorSettings>(Settings { clock_moved_s, ..before });
        for rate in &self.rates {
            rows.put::<RateRows>(rate.clone());
        }
        Ok(())
    }
}

fn stored(rows: &Rows, mode: Mode) -> Settings {
    rows.get::<OperatorSettings>(&Settings::KEY).cloned().unwrap_or_else(|| Settings::of(mode))
}

const fn on(switch: bool) -> &'static str {
    if switch { "on" } else { "off" }
}
