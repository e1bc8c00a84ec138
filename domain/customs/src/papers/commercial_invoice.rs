//! The commercial invoice that goes with a parcel by an express carrier: what was sold, to whom, for how much.

use super::declared::{self, Declared};
use super::export_filing::{self, Basis};
use super::gaps::{Fact, Gaps, Giver};
use super::party::Party;
use super::sheet::{Sheet, kg};
use super::{Consignment, PaperKind, day};
use crate::identity::PersonalCode;
use jiff::civil::Date;
use sampan_money::Money;
use serde::{Deserialize, Serialize};

/// A commercial invoice in the sender's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommercialInvoice {
    /// Its number: the order's.
    pub number: String,
    /// Its day: that of the order.
    pub date: Date,
    /// Who sells and sends.
    pub seller: Party,
    /// Who buys and receives.
    pub recipient: Party,
    /// The number by which customs know the addressee, where it stands on this paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer: Option<PersonalCode>,
    /// The goods.
    pub goods: Declared,
    /// Delivery.
    pub freight: Money,
    /// Insurance.
    pub insurance: Money,
    /// Goods, delivery and insurance.
    pub total: Money,
    /// What the parcel weighs, in grams.
    pub gross_weight_g: u64,
    /// The terms: duty and tax are paid by the seller's side before delivery (Incoterms 2020).
    pub terms: String,
    /// The export filing's number or exemption.
    pub export: Basis,
    /// The parcel number, once there is one.
    pub parcel_number: Option<String>,
}

impl CommercialInvoice {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<CommercialInvoice> {
        let number = gaps.text(Some(&consignment.order_number), 60, (Fact::OrderNumber, None, Giver::Operator));
        let seller = Party::sender(consignment, gaps);
        let goods = Declared::make(consignment, gaps);
        let gross = gaps.gross_weight(consignment);
        let place = (Fact::Value, None, Giver::Seller);
        let freight = gaps.money(Ok(consignment.declared_freight), place);
        let insurance = gaps.money(Ok(consignment.declared_insurance), place);
        let export = export_filing::basis(consignment, gaps);
        let parcel_number = declared::parcel_number(consignment, gaps);
        let (goods, freight, insurance) = (goods?, freight?, insurance?);
        let total = goods.value.plus(freight).and_then(|sum| sum.plus(insurance));
        Some(CommercialInvoice {
            number: number?,
            date: day(consignment.placed_at),
            seller: seller?,
            recipient: Party::recipient(consignment),
            importer: consignment.importer(PaperKind::CommercialInvoice),
            total: gaps.money(total, place)?,
            goods,
            freight,
            insurance,
            gross_weight_g: gross?,
            terms: format!("DDP {}", consignment.recipient.country.label()),
            export: export?,
            parcel_number,
        })
    }

    /// The invoice as printed.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("COMMERCIAL INVOICE")
            .entry("Invoice number", &self.number)
            .entry("Date", self.date)
            .entry("Parcel number", self.parcel_number.as_deref().unwrap_or("—"))
            .lines("Seller and exporter", self.seller.printed())
            .lines("Consignee", self.recipient.printed())
            .known("Importer's reference", self.importer.as_ref().map(PersonalCode::printed))
            .entry("Reason for export", "Sale")
            .entry("Terms", &self.terms)
            .table(
                vec!["Description", "HS code", "Origin", "Quantity", "Net weight", "Unit value", "Value"],
                &self.goods.rows,
                |row| {
                    vec![
                        row.description.clone(),
                        row.hs.to_string(),
                        row.origin.to_string(),
                        row.quantity.to_string(),
                        kg(row.net_weight_g),
                        row.unit_value.to_string(),
                        row.value.to_string(),
                    ]
                },
            )
            .total("Goods", self.goods.value)
            .total("Freight", self.freight)
            .total("Insurance", self.insurance)
            .total("Total", self.total)
            .total("Net weight", kg(self.goods.net_weight_g))
            .total("Gross weight", kg(self.gross_weight_g))
            .total("AES / EEI", self.export.legend())
            .note("I declare that this invoice is true and states the price agreed for the goods described.")
    }
}
