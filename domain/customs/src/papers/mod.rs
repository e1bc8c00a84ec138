//! Papers: what customs, carriers and the box itself want in writing.
//!
//! Every paper is made from one [`Consignment`], so that papers cannot contradict each other; a paper that lacks a fact
//! is not made, and says which fact, on which line, and who can give it. A paper is one file; to add one, add the file
//! and its line in `papers!`. Papers hold personal data: in JSON they are whole and belong in sealed storage; as a
//! [`Sheet`] for printing China's identity number and real name are covered, which go to customs as a record; a number
//! that has to stand on the parcel's own paper is printed. `Debug` shows none.
//!
//! What a parcel needs, by [`required`]:
//!
//! | mode | papers | source |
//! | --- | --- | --- |
//! | all | packing slip; export filing or its exemption | 15 CFR 30.37(a) |
//! | post | CN22 up to SDR 300 (about USD 400), above it CN23 | Universal Postal Union |
//! | express | commercial invoice | the carriers |
//! | express under China's cross-border e-commerce | commercial invoice; order, payment and waybill | CEB messages 202205 |

mod cbec;
mod cbec_order;
mod cbec_payment;
mod cbec_waybill;
mod cn22;
mod cn23;
mod commercial_invoice;
mod consignment;
mod declared;
mod export_filing;
mod gaps;
mod packing_slip;
mod party;
mod sheet;

pub use cbec_order::{CbecOrder, CbecOrderLine};
pub use cbec_payment::CbecPayment;
pub use cbec_waybill::CbecWaybill;
pub use cn22::Cn22;
pub use cn23::Cn23;
pub use commercial_invoice::CommercialInvoice;
pub use consignment::{Buyer, Charges, Consignment, Firm, Line, Mode, Payment, Registrations, Sender};
pub use declared::{Declared, DeclaredRow};
pub use export_filing::{Basis, ExportFiling, Group};
pub use gaps::{Fact, Fault, Giver, MissingFact};
pub use packing_slip::{PackedRow, PackingSlip};
pub use party::Party;
pub use sheet::{Sheet, SheetBox};

use crate::Country;
use jiff::civil::Date;
use sampan_ids::Timestamp;
use sampan_money::{Currency, Money};
use serde::{Deserialize, Serialize};

/// Up to this value a CN22 is enough: SDR 300, which the US post takes as USD 400.
pub const CN22_LIMIT: Money = Money::new(40_000, Currency::USD);

macro_rules! papers {
    ($($(#[$doc:meta])* $name:ident $code:literal),* $(,)?) => {
        /// The kinds of papers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PaperKind { $($(#[$doc])* $name),* }

        /// A paper with all it needs.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "paper", rename_all = "snake_case")]
        pub enum Paper { $($(#[$doc])* $name(Box<$name>)),* }

        impl PaperKind {
            /// All kinds.
            pub const ALL: &[PaperKind] = &[$(PaperKind::$name),*];

            /// A stable name, the same as in JSON.
            pub fn code(self) -> &'static str {
                match self { $(PaperKind::$name => $code),* }
            }
        }

        impl Paper {
            /// Its kind.
            pub fn kind(&self) -> PaperKind {
                match self { $(Paper::$name(_) => PaperKind::$name),* }
            }

            /// What is printed.
            pub fn sheet(&self) -> Sheet {
                match self { $(Paper::$name(paper) => paper.sheet()),* }
            }
        }

        /// Makes a paper, or says all that it lacks.
        pub fn make(consignment: &Consignment, kind: PaperKind) -> Result<Paper, Vec<MissingFact>> {
            let mut gaps = gaps::Gaps::of(kind);
            let paper = match kind {
                $(PaperKind::$name => $name::make(consignment, &mut gaps).map(|p| Paper::$name(Box::new(p)))),*
            };
            gaps.close(paper)
        }
    };
}

papers! {
    /// What is in the box.
    PackingSlip "packing_slip",
    /// The post's short declaration.
    Cn22 "cn22",
    /// The post's full declaration.
    Cn23 "cn23",
    /// The seller's invoice.
    CommercialInvoice "commercial_invoice",
    /// China's cross-border e-commerce: the order.
    CbecOrder "cbec_order",
    /// China's cross-border e-commerce: the payment.
    CbecPayment "cbec_payment",
    /// China's cross-border e-commerce: the waybill.
    CbecWaybill "cbec_waybill",
    /// The export filing, or its exemption.
    ExportFiling "export_filing",
}

impl PaperKind {
    /// Whether it is a record for a customs system, held ready, and not a page that goes with the parcel.
    pub fn is_record(self) -> bool {
        matches!(self, PaperKind::CbecOrder | PaperKind::CbecPayment | PaperKind::CbecWaybill)
    }
}

/// The papers a parcel needs. A value in another currency than dollars takes the fuller declaration.
pub fn required(mode: Mode, destination: Country, value: Money) -> Vec<PaperKind> {
    use PaperKind::*;
    let short = value.currency() == CN22_LIMIT.currency() && value.minor() <= CN22_LIMIT.minor();
    match mode {
        Mode::Post if short => vec![PackingSlip, Cn22, ExportFiling],
        Mode::Post => vec![PackingSlip, Cn23, ExportFiling],
        Mode::CbecExpress if destination == Country::CN => {
            vec![PackingSlip, CommercialInvoice, CbecOrder, CbecPayment, CbecWaybill, ExportFiling]
        }
        Mode::Express | Mode::CbecExpress => vec![PackingSlip, CommercialInvoice, ExportFiling],
    }
}

impl Consignment {
    /// The papers this parcel needs.
    pub fn papers(&self) -> Vec<PaperKind> {
        let unknown = Money::zero(Currency::XXX);
        required(self.mode, self.recipient.country, self.declared_value().unwrap_or(unknown))
    }
}

/// What one paper lacks; nothing if it can be made.
pub fn missing(consignment: &Consignment, kind: PaperKind) -> Vec<MissingFact> {
    make(consignment, kind).err().unwrap_or_default()
}

/// All the papers a parcel needs, or all that they lack.
pub fn complete(consignment: &Consignment) -> Result<Vec<Paper>, Vec<MissingFact>> {
    let mut papers = Vec::new();
    let mut lacking = Vec::new();
    for kind in consignment.papers() {
        match make(consignment, kind) {
            Ok(paper) => papers.push(paper),
            Err(missing) => lacking.extend(missing),
        }
    }
    if lacking.is_empty() { Ok(papers) } else { Err(lacking) }
}

/// The day of an instant by universal time, as papers date themselves.
fn day(at: Timestamp) -> Date {
    jiff::tz::Offset::UTC.to_datetime(at).date()
}

#[cfg(test)]
mod tests;
