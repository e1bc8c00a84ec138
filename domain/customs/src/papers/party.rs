//! A party on a paper: name and address in lines.

use super::Consignment;
use super::gaps::{Fact, Fault, Gaps, Giver};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A sender or an addressee as printed. `Debug` covers it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name and address, the country last.
    pub lines: Vec<String>,
    /// The phone, with its calling code.
    pub phone: Option<String>,
}

impl Party {
    /// The sender, whose address must be whole.
    pub(super) fn sender(consignment: &Consignment, gaps: &mut Gaps) -> Option<Party> {
        let sender = &consignment.sender;
        let whole = [&sender.business, &sender.street, &sender.city, &sender.state, &sender.zip];
        if whole.iter().any(|part| part.trim().is_empty()) {
            gaps.note((Fact::Sender, None, Giver::Seller), Fault::Absent);
            return None;
        }
        Some(Party { lines: sender.lines(), phone: sender.phone.clone() })
    }

    /// The addressee, as a carrier in the United States reads it.
    pub(super) fn recipient(consignment: &Consignment) -> Party {
        let address = &consignment.recipient;
        Party { lines: address.carrier_lines(), phone: Some(address.phone.reveal().to_owned()) }
    }

    /// The lines with the phone below.
    pub(super) fn printed(&self) -> Vec<String> {
        self.lines.iter().cloned().chain(self.phone.iter().map(|phone| format!("Tel. {phone}"))).collect()
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Party(…)")
    }
}
