//! What tells rows apart from what is asked, in numbers: measures, regimes, days, origins.

use super::RateRow;
use crate::answer::Measure;
use crate::book::Period;
use jiff::civil::Date;
use std::ops::BitOr;

/// A set of measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Measures(u32);

impl Measures {
    /// All of them.
    pub const ALL: Measures = Measures(u32::MAX);

    /// One of them.
    pub fn of(measure: Measure) -> Measures {
        Measures(1 << measure as u32)
    }

    /// Whether two have one in common.
    pub fn meets(self, other: Measures) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Measures {
    type Output = Measures;
    fn bitor(self, other: Measures) -> Measures {
        Measures(self.0 | other.0)
    }
}

/// For what a row holds, side by side in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    /// A bit for each regime; all of them where it holds in all.
    pub regimes: u64,
    pub from: i32,
    pub to: i32,
    pub origin: Pair,
    /// The row by its number.
    pub row: u32,
    /// Whether it is the last of its run.
    pub ends: bool,
}

/// The bit of regimes that no row names.
const STRANGE: u64 = 1;

/// The bit of regimes that are too many to have one each.
pub(super) const CROWD: u64 = 1 << 63;

impl Gate {
    /// That of a row by its number.
    pub fn of(number: u32, row: &RateRow, regimes: &[u64]) -> Gate {
        let (from, to) = days(row.period);
        Gate {
            from,
            to,
            row: number,
            ends: false,
            regimes: match row.marks.is_empty() {
                true => u64::MAX,
                false => row.marks.iter().fold(0, |bits, mark| bits | bit(regimes, *mark)),
            },
            origin: Pair::of(row.origin.as_deref()),
        }
    }
}

/// The bit of a regime, by its mark, among those that rows name.
#[inline]
pub(super) fn bit(regimes: &[u64], wanted: u64) -> u64 {
    regimes.iter().position(|known| *known == wanted).map_or(STRANGE, |n| if n < 62 { 2 << n } else { CROWD })
}

/// A day as a number in the order of days.
#[inline]
pub(crate) fn day(date: Date) -> i32 {
    i32::from(date.year()) << 16 | i32::from(date.month()) << 8 | i32::from(date.day())
}

/// The day of such a number; none where it is the end of what does not end.
pub(crate) fn date(day: i32) -> Option<Date> {
    if day == i32::MAX {
        return None;
    }
    Date::new((day >> 16) as i16, (day >> 8) as i8, day as i8).ok()
}

/// The last day of a period as a number.
#[inline]
pub(crate) fn last_day(period: Period) -> i32 {
    period.to.map_or(i32::MAX, day)
}

/// The first and the last day of a period as numbers.
pub(in crate::book) fn days(period: Period) -> (i32, i32) {
    (period.from.map_or(i32::MIN, day), last_day(period))
}

/// A code of two letters as a number, to tell most of them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair(u32);

impl Pair {
    pub const ANY: Pair = Pair(0);
    /// It is not two letters; the texts tell.
    pub const ODD: Pair = Pair(1);

    pub fn of(code: Option<&str>) -> Pair {
        match code.map(str::as_bytes) {
            None => Pair::ANY,
            Some([a, b]) => Pair(u32::from(*a) << 16 | u32::from(*b) << 8 | 2),
            Some(_) => Pair::ODD,
        }
    }
}
