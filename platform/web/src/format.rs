//! Numbers, money and dates as the reader's language writes them, from plain integers.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone};

/// How a currency is written.
struct Sign {
    sign: &'static str,
    after: bool,
    points: bool,
    drops_zeros: bool,
}

/// The sign for a reader; where two currencies share one, each says whose it is.
fn sign(code: &str, chinese: bool) -> Option<Sign> {
    let before = |sign| Sign { sign, after: false, points: false, drops_zeros: false };
    Some(match code {
        "USD" => before("US$"),
        "CNY" => before(if chinese { "¥" } else { "CN¥" }),
        "JPY" => before("JP¥"),
        "KRW" => before("₩"),
        "SGD" => before("S$"),
        "HKD" => before("HK$"),
        "TWD" => Sign { drops_zeros: true, ..before("NT$") },
        "MOP" => before("MOP$"),
        "MYR" => before("RM\u{a0}"),
        "THB" => before("฿"),
        "PHP" => before("₱"),
        "INR" => before("₹"),
        "EUR" => before("€"),
        "GBP" => before("£"),
        "AUD" => before("A$"),
        "CAD" => before("CA$"),
        "NZD" => before("NZ$"),
        "IDR" => Sign { points: true, drops_zeros: true, ..before("Rp\u{a0}") },
        "VND" => Sign { after: true, points: true, ..before("\u{a0}₫") },
        _ => return None,
    })
}

/// An amount in minor units with its currency's sign: `US$39.98`, `CN¥268.40` (`¥268.40` to Chinese readers),
/// `Rp 412.000`, `412.000 ₫`. The spaces do not break.
pub fn amount(minor: i64, exponent: u32, code: &str, lang: &str) -> String {
    let known = sign(code, lang.starts_with("zh"));
    let scale = 10_u64.checked_pow(exponent).unwrap_or(1);
    let (whole, fraction) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    let points = known.as_ref().is_some_and(|sign| sign.points);
    let mut digits = groups(whole, if points { '.' } else { ',' });
    let hidden = fraction == 0 && known.as_ref().is_some_and(|sign| sign.drops_zeros);
    if scale > 1 && !hidden {
        let width = exponent as usize;
        digits.push(if points { ',' } else { '.' });
        digits.push_str(&format!("{fraction:0width$}"));
    }
    let minus = if minor < 0 { "−" } else { "" };
    match known {
        Some(sign) if sign.after => format!("{minus}{digits}{}", sign.sign),
        Some(sign) => format!("{minus}{}{digits}", sign.sign),
        None => format!("{minus}{code}\u{a0}{digits}"),
    }
}

/// A whole number in groups of three: `1,234,567`.
pub fn grouped(number: i64) -> String {
    let minus = if number < 0 { "−" } else { "" };
    format!("{minus}{}", groups(number.unsigned_abs(), ','))
}

fn groups(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `27 Nov 2026`, `2026年11月27日`.
pub(crate) fn day(date: Date, lang: &str) -> String {
    if lang.starts_with("zh") {
        return format!("{}年{}月{}日", date.year(), date.month(), date.day());
    }
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {} {}", date.day(), MONTHS[month], date.year())
}

/// `Fri 27 Nov 2026`, `2026年11月27日 星期五`.
pub fn weekday(date: Date, lang: &str) -> String {
    let (english, chinese) = match date.weekday() {
        Weekday::Monday => ("Mon", "一"),
        Weekday::Tuesday => ("Tue", "二"),
        Weekday::Wednesday => ("Wed", "三"),
        Weekday::Thursday => ("Thu", "四"),
        Weekday::Friday => ("Fri", "五"),
        Weekday::Saturday => ("Sat", "六"),
        Weekday::Sunday => ("Sun", "日"),
    };
    if lang.starts_with("zh") {
        format!("{} 星期{chinese}", day(date, lang))
    } else {
        format!("{english} {}", day(date, lang))
    }
}

/// The clock that instants are written by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Minutes ahead of UTC.
    pub minutes: i16,
    /// What readers call it: `UTC`, `Singapore time`, `北京时间`.
    pub name: String,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { minutes: 0, name: "UTC".to_owned() }
    }
}

impl Clock {
    fn zone(&self) -> TimeZone {
        Offset::from_seconds(i32::from(self.minutes) * 60).map_or(TimeZone::UTC, TimeZone::fixed)
    }

    /// The day of an instant.
    pub(crate) fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// `27 Nov 2026, 14:05 UTC`, `北京时间 2026年11月27日 22:05`: a time never stands without its clock.
    pub(crate) fn minute(&self, at: Timestamp, lang: &str) -> String {
        let at = at.to_zoned(self.zone());
        let (day, time) = (day(at.date(), lang), at.strftime("%H:%M"));
        if lang.starts_with("zh") {
            format!("{} {day} {time}", self.name)
        } else {
            format!("{day}, {time} {}", self.name)
        }
    }
}
