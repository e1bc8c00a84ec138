//! Exchange rates on the command line: the European Central Bank's files, entered or looked up.

use crate::open::{Outside, open};
use crate::options::Options;
use anyhow::Context;
use sampan_ids::Date;
use sampan_market::Mode;
use sampan_market::rates::{self, ecb};
use sampan_money::ExchangeRate;
use std::path::Path;
use std::process::ExitCode;

/// Most bytes of a file of rates.
const FILE_MAX: u64 = 32 * 1024 * 1024;

/// Enters a file's newest rates. The same file twice changes nothing.
pub async fn import(options: &Options, file: &Path) -> Result<ExitCode, anyhow::Error> {
    let (date, rates) = newest(&read(file)?, None).context("the file has no rates of the US dollar")?;
    let app = open(options, Mode::Live, Outside::none()).await?;
    let count = rates.len();
    rates::enter(&app, rates).await?;
    let age = (app.now().to_zoned(jiff::tz::TimeZone::UTC).date() - date).get_days();
    let stale = i64::from(age) > rates::MAX_AGE_DAYS;
    if options.json {
        let source = ecb::SOURCE;
        say!("{:#}", serde_json::json!({ "date": date, "rates": count, "source": source, "too_old": stale }));
    } else {
        say!("{count} rates of {date} entered ({})", ecb::SOURCE);
        if stale {
            say!("They are older than {} days and price nothing until newer ones are entered.", rates::MAX_AGE_DAYS);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The rates of a day, or of the last day before it that has any, counted from the US dollar.
pub fn of_day(file: &Path, day: Date) -> Result<Vec<ExchangeRate>, anyhow::Error> {
    let found = newest(&read(file)?, Some(day));
    let none = || format!("{} has no rates of {day} or before", file.display());
    Ok(found.with_context(none)?.1)
}

/// The last day that has rates, and those.
fn newest(all: &[ExchangeRate], until: Option<Date>) -> Option<(Date, Vec<ExchangeRate>)> {
    let days = all.iter().map(|rate| rate.date).filter(|date| until.is_none_or(|until| *date <= until));
    let last = days.max()?;
    let day: Vec<ExchangeRate> = all.iter().filter(|rate| rate.date == last).cloned().collect();
    Some((last, ecb::in_dollars(&day))).filter(|(_, rates)| !rates.is_empty())
}

fn read(file: &Path) -> Result<Vec<ExchangeRate>, anyhow::Error> {
    let place = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("{place} cannot be opened"))?.len();
    anyhow::ensure!(size <= FILE_MAX, "{place} has more than {FILE_MAX} bytes");
    let text = std::fs::read_to_string(file).with_context(|| format!("{place} cannot be read"))?;
    ecb::read(&text).with_context(|| format!("{place}"))
}
