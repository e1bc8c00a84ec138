//! A month in UTC, as it stands in addresses: `2026-11`.

use sampan_ids::{Date, Timestamp};
use std::fmt;

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month of an instant.
    pub fn of(at: Timestamp) -> Month {
        Month(at.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month())
    }

    /// Reads `2026-11`.
    pub fn read(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok().map(Month)
    }

    /// The month after.
    pub fn next(self) -> Month {
        Month(self.0.saturating_add(jiff::Span::new().months(1)))
    }

    /// The month before.
    pub fn previous(self) -> Month {
        Month(self.0.saturating_sub(jiff::Span::new().months(1)))
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.0
    }

    /// Its first instant.
    pub fn start(self) -> Timestamp {
        self.0.to_zoned(jiff::tz::TimeZone::UTC).map(|at| at.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other() {
        for (text, start, next) in [
            ("2026-11", "2026-11-01T00:00:00Z", "2026-12"),
            ("2026-12", "2026-12-01T00:00:00Z", "2027-01"),
            ("2024-02", "2024-02-01T00:00:00Z", "2024-03"),
        ] {
            let month = Month::read(text).unwrap();
            assert_eq!((month.to_string(), month.start()), (text.to_owned(), start.parse().unwrap()));
            assert_eq!(month.next().to_string(), next);
            assert_eq!(month.next().previous(), month);
            assert_eq!(Month::of(start.parse().unwrap()), month);
        }
        for nonsense in ["", "2026", "2026-13", "26-11", "2026-1", "2026-11-01", "x-y"] {
            assert_eq!(Month::read(nonsense), None, "{nonsense}");
        }
    }
}
