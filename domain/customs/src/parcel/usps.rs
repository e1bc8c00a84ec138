//! USPS labels: twenty digits, or an Intelligent Mail package barcode of 22 to 34 beginning 91 to 95, with or without
//! `420` and the ZIP code before it (Publication 199). The check digit is GS1's.

use super::{Carrier, Reading, by_ten, digits};

pub(super) fn read(number: &str) -> Vec<Reading> {
    if !digits(number) {
        return Vec::new();
    }
    let bare = Some(number);
    let zip = number.strip_prefix("420").and_then(|rest| rest.get(5..));
    let zip_plus_four = number.strip_prefix("420").and_then(|rest| rest.get(9..));
    [bare, zip, zip_plus_four].into_iter().flatten().flat_map(label).collect()
}

/// The readings of a label without the routing part.
fn label(label: &str) -> Vec<Reading> {
    let (Some(payload), Some(has)) = (label.get(..label.len().saturating_sub(1)), label.bytes().last()) else {
        return Vec::new();
    };
    let reading = |kind, payload: &str| Reading { carrier: Carrier::Usps, kind, has, wants: by_ten(payload, 3) };
    match (label.len(), &label[..label.len().min(2)]) {
        (20, "91") => vec![reading("confirmation label", payload)],
        // The barcode has 91 before the twenty digits that are printed, or not: both are in use.
        (20, _) => {
            vec![reading("confirmation label", payload), reading("confirmation label", &format!("91{payload}"))]
        }
        (22, "91") | (22 | 26 | 30, "92" | "93" | "94" | "95") if !blank(label) => {
            vec![reading("package label", payload)]
        }
        _ => Vec::new(),
    }
}

/// Whether the mailer and the package are all zeros: a label that nobody prints.
fn blank(label: &str) -> bool {
    label[2..].bytes().all(|b| b == b'0')
}
