//! CN22, the post's short customs declaration, stuck on the parcel: goods worth up to SDR 300, about USD 400
//! (Universal Postal Union; USPS, International Mail Manual 123).

use super::declared::{self, Declared};
use super::export_filing::{self, Basis};
use super::gaps::Gaps;
use super::party::Party;
use super::sheet::{Sheet, kg};
use super::{Consignment, PaperKind, day};
use crate::identity::PersonalCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A CN22.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cn22 {
    /// The sender.
    pub sender: Party,
    /// The addressee.
    pub recipient: Party,
    /// The number by which customs know the addressee, where it stands on this paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer: Option<PersonalCode>,
    /// The goods.
    pub goods: Declared,
    /// What the parcel weighs, in grams.
    pub gross_weight_g: u64,
    /// The export filing's number or exemption.
    pub export: Basis,
    /// The parcel number, once there is one.
    pub parcel_number: Option<String>,
    /// The day of the declaration.
    pub date: Date,
}

impl Cn22 {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<Cn22> {
        let sender = Party::sender(consignment, gaps);
        let goods = Declared::make(consignment, gaps);
        let gross = gaps.gross_weight(consignment);
        let export = export_filing::basis(consignment, gaps);
        let parcel_number = declared::parcel_number(consignment, gaps);
        Some(Cn22 {
            sender: sender?,
            recipient: Party::recipient(consignment),
            importer: consignment.importer(PaperKind::Cn22),
            goods: goods?,
            gross_weight_g: gross?,
            export: export?,
            parcel_number,
            date: day(consignment.placed_at),
        })
    }

    /// The declaration as printed. Labels in English and French, the post's two languages.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("CN 22 — CUSTOMS DECLARATION / DÉCLARATION EN DOUANE")
            .entry("Item / Envoi", self.parcel_number.as_deref().unwrap_or("—"))
            .lines("From / De", self.sender.printed())
            .lines("To / À", self.recipient.printed())
            .known("Importer's reference / Référence de l'importateur", self.importer.as_ref().map(PersonalCode::printed))
            .entry("Category / Catégorie", "[x] Sale of goods / Vente de marchandises")
            .entry("Date", self.date)
            .table(
                vec![
                    "Quantity and description / Quantité et description",
                    "Net weight / Poids net",
                    "Value / Valeur",
                    "HS tariff number / N° tarifaire du SH",
                    "Origin / Origine",
                ],
                &self.goods.rows,
                |row| {
                    vec![
                        format!("{} × {}", row.quantity, row.description),
                        kg(row.net_weight_g),
                        row.value.to_string(),
                        row.hs.to_string(),
                        row.origin.to_string(),
                    ]
                },
            )
            .total("Total weight / Poids total", kg(self.gross_weight_g))
            .total("Total value / Valeur totale", self.goods.value)
            .total("AES / EEI", self.export.legend())
            .note("I certify that the particulars given are correct and that this item contains nothing that postal or customs rules forbid.")
    }
}
