//! FedEx: Express with twelve digits, alone or inside a barcode of 32 or 34; Ground with fifteen, eighteen
//! (beginning 00 to 04) or 22 (beginning 96).

use super::{Carrier, Reading, by_ten, digits};

pub(super) fn read(number: &str) -> Vec<Reading> {
    if !digits(number) {
        return Vec::new();
    }
    let reading =
        |kind, at: usize, wants: u8| vec![Reading { carrier: Carrier::Fedex, kind, has: number.as_bytes()[at], wants }];
    match number.len() {
        12 => reading("express", 11, by_eleven(&number[..11])),
        15 => reading("ground", 14, by_ten(&number[..14], 3)),
        18 if matches!(&number[..2], "00" | "01" | "02" | "04") && !blank(&number[2..17]) => {
            reading("ground container", 17, by_ten(&number[2..17], 3))
        }
        22 if number.starts_with("96") && !blank(&number[2..21]) => reading("ground", 21, by_ten(&number[7..21], 3)),
        32 if number.starts_with('3') => reading("express barcode", 27, by_eleven(&number[16..27])),
        34 if number.starts_with("96") => reading("ground barcode", 33, by_eleven(&number[20..33])),
        34 if !number.starts_with('9') => reading("express barcode", 33, by_eleven(&number[20..33])),
        _ => Vec::new(),
    }
}

/// Weights 1, 3, 7 from the right; the sum's remainder by eleven, of which the last digit.
fn by_eleven(payload: &str) -> u8 {
    let sum: u32 = payload.bytes().rev().zip([1, 3, 7].into_iter().cycle()).map(|(d, w)| u32::from(d - b'0') * w).sum();
    b'0' + (sum % 11 % 10) as u8
}

fn blank(payload: &str) -> bool {
    payload.bytes().all(|b| b == b'0')
}
