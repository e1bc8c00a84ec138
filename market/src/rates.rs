//! Exchange rates: dated, with a source and a maximum age. A rate that is missing or too old is unknown, never a guess.

pub mod ecb;

use crate::{App, documents};
use sampan_db::{Command, Db, DbError, Moment, Needs, Rows};
use sampan_ids::{Date, SignedDuration, Timestamp};
use sampan_money::{Currency, ExchangeRate};
use uuid::Uuid;

/// Rates older than this price nothing.
pub const MAX_AGE_DAYS: i64 = 10;

/// The source of the demo's own rates.
pub const DEMO_SOURCE: &str = "demo rate, not for trade";

/// Why there is no rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRate {
    /// None was ever entered or read.
    Unknown {
        /// From.
        base: Currency,
        /// To.
        quote: Currency,
    },
    /// The newest is too old.
    Stale {
        /// From.
        base: Currency,
        /// To.
        quote: Currency,
        /// Its day.
        date: Date,
    },
}

documents! {
    /// Rates as entered or read; the id is made of currencies and day.
    RateRows: ExchangeRate = "rates", rate_id: Uuid = |r| rate_id(r), {
        base: text = |r| r.base.code(),
        quote: text = |r| r.quote.code(),
        of_day: text = |r| r.date.to_string(),
    }
}

/// The id of a rate's row.
pub fn rate_id(rate: &ExchangeRate) -> Uuid {
    let text = format!("{} {} {}", rate.base.code(), rate.quote.code(), rate.date);
    sampan_ids::from_digest(blake3::hash(text.as_bytes()).as_bytes())
}

/// The newest rates, each of one base against one quote.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    newest: Vec<ExchangeRate>,
}

impl Rates {
    /// The newest of each pair out of all.
    pub fn of(mut all: Vec<ExchangeRate>) -> Rates {
        all.sort_by_key(|rate| std::cmp::Reverse(rate.date));
        let mut newest: Vec<ExchangeRate> = Vec::new();
        for rate in all {
            if !newest.iter().any(|n| n.base == rate.base && n.quote == rate.quote) {
                newest.push(rate);
            }
        }
        Rates { newest }
    }

    /// The newest of each pair in the database.
    pub async fn load(db: &Db) -> Result<Rates, DbError> {
        Ok(Rates::of(db.select::<RateRows>("order by t.of_day desc limit 2000", vec![]).await?))
    }

    /// All of them.
    pub fn all(&self) -> &[ExchangeRate] {
        &self.newest
    }

    /// What one unit of `base` is worth in `quote`, as known at a time: directly, turned round, or through US dollars.
    pub fn between(&self, base: Currency, quote: Currency, at: Timestamp) -> Result<ExchangeRate, NoRate> {
        let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        if base == quote {
            return Ok(ExchangeRate::same(base, today));
        }
        let found = self.direct(base, quote).or_else(|| {
            let (a, b) = (self.direct(base, Currency::USD)?, self.direct(Currency::USD, quote)?);
            let source = if a.source == b.source { a.source } else { format!("{}; {}", a.source, b.source) };
            Some(ExchangeRate { base, quote, rate: a.rate.checked_mul(b.rate)?, date: a.date.min(b.date), source })
        });
        let rate = found.ok_or(NoRate::Unknown { base, quote })?;
        let oldest = (at - SignedDuration::from_hours(24 * MAX_AGE_DAYS)).to_zoned(jiff::tz::TimeZone::UTC).date();
        if rate.date < oldest { Err(NoRate::Stale { base, quote, date: rate.date }) } else { Ok(rate) }
    }

    fn direct(&self, base: Currency, quote: Currency) -> Option<ExchangeRate> {
        if base == quote {
            return self.newest.first().map(|r| ExchangeRate::same(base, r.date));
        }
        let one = self.newest.iter().find(|r| r.base == base && r.quote == quote);
        one.cloned()
            .or_else(|| self.newest.iter().find(|r| r.base == quote && r.quote == base).map(ExchangeRate::inverted))
    }
}

/// Enters exchange rates.
pub struct EnterRates(pub Vec<ExchangeRate>);

impl Command for EnterRates {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<RateRows>(self.0.iter().map(rate_id))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        for rate in &self.0 {
            rows.put::<RateRows>(rate.clone());
        }
        Ok(())
    }
}

/// Enters rates and makes them hold at once. The same rates again change nothing.
pub async fn enter(app: &App, rates: Vec<ExchangeRate>) -> Result<(), anyhow::Error> {
    // It refuses nothing.
    let _ = app.db().perform(Uuid::nil(), EnterRates(rates)).await?;
    app.reload().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(base: Currency, quote: Currency, rate: &str, date: &str) -> ExchangeRate {
        ExchangeRate { base, quote, rate: rate.parse().unwrap(), date: date.parse().unwrap(), source: "test".into() }
    }

    #[test]
    fn a_rate_is_found_turned_round_or_through_dollars_and_never_when_stale() {
        let rates = Rates::of(vec![
            rate(Currency::USD, Currency::CNY, "7.10", "2026-11-19"),
            rate(Currency::USD, Currency::CNY, "7.20", "2026-11-20"),
            rate(Currency::USD, Currency::SGD, "1.30", "2026-11-20"),
            rate(Currency::USD, Currency::VND, "26000", "2026-10-01"),
        ]);
        let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let of = |a, b| rates.between(a, b, at).map(|r| r.rate.round_dp(4).to_string());
        assert_eq!(of(Currency::USD, Currency::CNY).unwrap(), "7.20");
        assert_eq!(of(Currency::CNY, Currency::USD).unwrap(), "0.1389");
        assert_eq!(of(Currency::SGD, Currency::CNY).unwrap(), "5.5385");
        assert_eq!(of(Currency::JPY, Currency::JPY).unwrap(), "1");
        assert!(matches!(of(Currency::USD, Currency::VND), Err(NoRate::Stale { .. })));
        assert!(matches!(of(Currency::USD, Currency::TWD), Err(NoRate::Unknown { .. })));
    }
}
