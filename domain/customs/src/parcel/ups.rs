//! UPS: `1Z` and sixteen characters, or a waybill of one letter and ten digits.

use super::{Carrier, Reading, by_ten, digits};

pub(super) fn read(number: &str) -> Vec<Reading> {
    let last = number.as_bytes()[number.len() - 1];
    let reading =
        |kind, payload: &str| vec![Reading { carrier: Carrier::Ups, kind, has: last, wants: by_ten_of_ups(payload) }];
    match number.len() {
        18 if number.starts_with("1Z") && last.is_ascii_digit() => reading("parcel", &number[2..17]),
        11 if "AHJKTV".contains(&number[..1]) && digits(&number[1..]) => reading("waybill", &number[1..10]),
        _ => Vec::new(),
    }
}

/// Every second character from the left counts twice.
fn by_ten_of_ups(payload: &str) -> u8 {
    // An odd number of characters: the last stands at an odd place and counts once, so one zero shifts the row.
    by_ten(&format!("{payload}0"), 2)
}
