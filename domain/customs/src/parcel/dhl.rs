//! DHL Express: a waybill of ten or eleven digits; the last is the remainder of the others by seven.

use super::{Carrier, Reading, digits};

pub(super) fn read(number: &str) -> Vec<Reading> {
    if !digits(number) || !matches!(number.len(), 10 | 11) {
        return Vec::new();
    }
    let (payload, check) = number.split_at(number.len() - 1);
    let wants = b'0' + (payload.parse::<u64>().unwrap_or(0) % 7) as u8;
    vec![Reading { carrier: Carrier::Dhl, kind: "waybill", has: check.as_bytes()[0], wants }]
}
