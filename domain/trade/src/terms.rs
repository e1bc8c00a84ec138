//! The marketplace's terms in days: how long each side may take, told to both before the sale.
//!
//! They are the platform's own choice, not law.

use crate::Country;
use crate::rates::Mode;
use sampan_ids::{Date, SignedDuration, Timestamp};

/// Minutes that a checkout may be paid in.
pub const PAY_WITHIN_MINUTES: i64 = 30;
/// Days after payment by which a parcel must be on its way; otherwise the order is cancelled and paid back.
pub const SHIP_WITHIN_DAYS: i64 = 10;
/// Days after delivery after which escrow is released without the buyer's word.
pub const RELEASE_AFTER_DAYS: i64 = 14;
/// Days after the transit deadline in which a buyer may claim that nothing came; then escrow is released.
pub const CLAIM_WITHIN_DAYS: i64 = 14;
/// Days that the operator has to decide a claim; after that it is decided for the buyer.
pub const DECIDE_WITHIN_DAYS: i64 = 30;
/// Days after completion in which a seller may still take a return through the marketplace.
pub const RETURN_WITHIN_DAYS: i64 = 30;

/// So many days later; the end of time at most.
pub fn days_after(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
}

/// So many minutes later; the end of time at most.
pub fn minutes_after(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}

/// The moment a date is over everywhere on earth (twelve hours behind UTC), for terms that say "until the end of".
pub fn end_of(date: Date) -> Timestamp {
    let next = date.tomorrow().and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC));
    let over = next.map_or(Timestamp::MAX, |start| start.timestamp());
    over.checked_add(SignedDuration::from_hours(12)).unwrap_or(Timestamp::MAX)
}

/// Days after shipping after which a parcel that has not arrived counts as late and may be claimed for.
pub fn transit_days(destination: Country, mode: Mode) -> i64 {
    match (mode, destination) {
        (Mode::Express, Country::CN | Country::ID | Country::PH | Country::VN) => 30,
        (Mode::Express, _) => 21,
        (Mode::Post, Country::SG | Country::HK | Country::JP | Country::KR | Country::TW) => 40,
        (Mode::Post, Country::CN | Country::MY | Country::TH | Country::VN) => 50,
        (Mode::Post, _) => 60,
    }
}
