//! Setting the fee, the rates and a demonstration's clock.

use super::commands::{EnterRate, MoveClock, SetSettings};
use super::view::{ClockView, RateRow, SettingsView};
use crate::app::{App, Mode};
use crate::operators::settings::Settings;
use crate::policy::OperatorWho;
use crate::rates::MAX_AGE_DAYS;
use rust_decimal::Decimal;
use sampan_ids::{Date, SignedDuration, Timestamp};
use sampan_money::{Currency, ExchangeRate};
use sampan_trade::seller::fee_in_range;
use sampan_web::{Cx, Error, FieldErrors, NoInput, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

pub async fn settings(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<SettingsView>, Error> {
    Ok(Reply::show(view(&cx.site)))
}

fn view(app: &App) -> SettingsView {
    let (now, set, rates) = (app.now(), app.operator_settings(), app.rates());
    let mut rows: Vec<RateRow> = rates.all().iter().map(|rate| row(rate, day(now))).collect();
    rows.sort_by(|a, b| (&a.base, &a.quote).cmp(&(&b.base, &b.quote)));
    SettingsView {
        fee_percent: set.fee_percent.normalize().to_string(),
        sell_to_verify: set.sell_to_verify,
        continue_last_known: set.continue_last_known,
        book_version: app.book().version().to_string(),
        demo: app.mode() == Mode::Demo,
        rates: rows,
        rate_age_days: MAX_AGE_DAYS,
        today: day(now),
    }
}

fn row(rate: &ExchangeRate, today: Date) -> RateRow {
    let oldest = today.saturating_sub(jiff::Span::new().days(MAX_AGE_DAYS));
    RateRow {
        base: rate.base.code().to_owned(),
        quote: rate.quote.code().to_owned(),
        rate: rate.rate.normalize().to_string(),
        date: rate.date,
        source: rate.source.clone(),
        stale: rate.date < oldest,
    }
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// What is set for everyone.
#[derive(Deserialize, ToSchema)]
pub struct SettingsInput {
    /// The fee on goods and delivery in per cent, with at most two decimals.
    #[serde(default)]
    fee_percent: String,
    /// Whether rules marked "to verify" may sell.
    #[serde(default)]
    sell_to_verify: bool,
    /// Whether the last known rate of a law goes on after its end.
    #[serde(default)]
    continue_last_known: bool,
}

pub async fn set(cx: Cx<App>, who: OperatorWho, input: SettingsInput) -> Result<Reply<SettingsView>, Error> {
    let app = &cx.site;
    let percent = input.fee_percent.trim().parse::<Decimal>().ok().filter(|percent| fee_in_range(*percent));
    let Some(fee_percent) = percent else {
        let wanted = "0 to 50 with at most two decimals";
        let wrong = FieldErrors::one("fee_percent", &input.fee_percent, wanted, "fee_out_of_range");
        return Ok(Reply::again(view(app), wrong));
    };
    let SettingsInput { sell_to_verify, continue_last_known, .. } = input;
    let command = SetSettings { mode: app.mode(), by: who.account, fee_percent, sell_to_verify, continue_last_known };
    // It refuses nothing.
    let _ = app.perform(Settings::KEY, cx.once.as_ref(), command).await?;
    app.reload().await.or_internal()?;
    Ok(Reply::done(view(app), "/operator/settings").notice(cx.shell.t("operators-done")))
}

/// An exchange rate as it is entered.
#[derive(Deserialize, ToSchema)]
pub struct RateInput {
    /// What one US dollar is worth in, such as `CNY`.
    #[serde(default)]
    quote: String,
    /// How many units.
    #[serde(default)]
    rate: String,
    /// The day that it is of, such as `2026-11-20`.
    #[serde(default)]
    date: String,
    /// Who published it.
    #[serde(default)]
    source: String,
}

impl RateInput {
    fn check(&self, today: Date) -> Result<ExchangeRate, FieldErrors> {
        let mut wrong = FieldErrors::new();
        let quote = sampan_money::currency(self.quote.trim()).ok().filter(|quote| *quote != Currency::USD);
        if quote.is_none() {
            wrong.add("quote", &self.quote, "a currency code such as CNY", "operators_currency");
        }
        let most = Decimal::from(1_000_000);
        let rate = self.rate.trim().parse::<Decimal>().ok();
        let rate = rate.filter(|rate| *rate > Decimal::ZERO && *rate <= most && rate.scale() <= 10);
        if rate.is_none() {
            wrong.add("rate", &self.rate, "a number above zero with at most ten decimals", "operators_rate");
        }
        let date = self.date.trim().parse::<Date>().ok().filter(|date| *date <= today);
        if date.is_none() {
            wrong.add("date", &self.date, format!("a day such as {today}, not in the future"), "operators_date");
        }
        let source = self.source.trim();
        let sound = (1..=200).contains(&source.chars().count()) && !source.chars().any(char::is_control);
        if !sound {
            wrong.add("source", source, "1 to 200 characters", "operators_source");
        }
        match (quote, rate, date) {
            (Some(quote), Some(rate), Some(date)) if wrong.is_empty() => {
                Ok(ExchangeRate { base: Currency::USD, quote, rate, date, source: source.to_owned() })
            }
            _ => Err(wrong),
        }
    }
}

pub async fn enter_rate(cx: Cx<App>, who: OperatorWho, input: RateInput) -> Result<Reply<SettingsView>, Error> {
    let app = &cx.site;
    let rate = match input.check(day(app.now())) {
        Ok(rate) => rate,
        Err(wrong) => return Ok(Reply::again(view(app), wrong)),
    };
    // It refuses nothing.
    let _ = app.perform(Settings::KEY, cx.once.as_ref(), EnterRate { by: who.account, rate }).await?;
    app.reload().await.or_internal()?;
    Ok(Reply::done(view(app), "/operator/settings").notice(cx.shell.t("operators-done")))
}

/// The clock exists in a demonstration alone.
fn demo(app: &App) -> Result<(), Error> {
    if app.mode() == Mode::Demo { Ok(()) } else { Err(Error::NotFound) }
}

pub async fn clock(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<ClockView>, Error> {
    demo(&cx.site)?;
    Ok(Reply::show(clock_view(&cx.site)))
}

fn clock_view(app: &App) -> ClockView {
    ClockView { now: app.now(), ahead_hours: app.operator_settings().clock_moved_s / 3600 }
}

/// How far the clock goes.
#[derive(Deserialize, ToSchema)]
pub struct ClockInput {
    /// Hours.
    #[serde(default)]
    hours: u32,
    /// Days.
    #[serde(default)]
    days: u32,
}

/// The furthest that the clock goes at a time, and at all, in hours.
const FURTHEST: i64 = 366 * 24;
const FURTHEST_AT_ALL: i64 = 5 * FURTHEST;

pub async fn move_clock(cx: Cx<App>, who: OperatorWho, input: ClockInput) -> Result<Reply<ClockView>, Error> {
    let app = &cx.site;
    demo(app)?;
    let hours = i64::from(input.hours) + 24 * i64::from(input.days);
    let ahead = app.operator_settings().clock_moved_s / 3600;
    if !(1..=FURTHEST).contains(&hours) || ahead + hours > FURTHEST_AT_ALL {
        let wrong =
            FieldErrors::one("days", &hours.to_string(), "an hour to a year, five years in all", "operators_clock");
        return Ok(Reply::again(clock_view(app), wrong));
    }
    let then = day(app.now() + SignedDuration::from_hours(hours));
    let moved = |rate: &ExchangeRate| ExchangeRate { date: then, ..rate.clone() };
    let rates = app.rates().all().iter().map(moved).collect();
    let command = MoveClock { by: who.account, seconds: hours * 3600, rates };
    // It refuses nothing.
    let _ = app.perform(Settings::KEY, cx.once.as_ref(), command).await?;
    app.reload().await.or_internal()?;
    let notice = cx.shell.t1("operators-clock-is", "now", cx.shell.minute(app.now()));
    Ok(Reply::done(clock_view(app), "/operator/clock").notice(notice))
}
