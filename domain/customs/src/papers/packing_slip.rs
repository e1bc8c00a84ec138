//! The packing slip: what is in the box, for who packs it and who opens it. No prices.

use super::gaps::{Fact, Gaps, Giver};
use super::party::Party;
use super::sheet::Sheet;
use super::{Consignment, day};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A packing slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackingSlip {
    /// The order's number.
    pub order_number: String,
    /// The order's day.
    pub date: Date,
    /// The business that sends.
    pub seller: String,
    /// The addressee, in the country's own order.
    pub recipient: Party,
    /// What is in the box.
    pub rows: Vec<PackedRow>,
    /// How many pieces in all.
    pub pieces: u64,
}

/// One kind of goods in the box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedRow {
    /// The seller's number.
    pub sku: String,
    /// What it is, in English.
    pub description: String,
    /// What it is, in Chinese, if that is known.
    pub description_zh: Option<String>,
    /// How many.
    pub quantity: u32,
}

impl PackingSlip {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<PackingSlip> {
        let order_number = gaps.text(Some(&consignment.order_number), 60, (Fact::OrderNumber, None, Giver::Operator));
        gaps.lines(consignment, 999)?;
        let rows: Vec<Option<PackedRow>> = consignment
            .lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let description =
                    gaps.text(Some(&line.description_en), 250, (Fact::Description, Some(i), Giver::Seller));
                let sku = line.sku.clone().unwrap_or_default();
                let description_zh = line.description_zh.clone();
                Some(PackedRow { sku, description: description?, description_zh, quantity: line.quantity })
            })
            .collect();
        let rows: Vec<PackedRow> = rows.into_iter().collect::<Option<_>>()?;
        let address = &consignment.recipient;
        Some(PackingSlip {
            order_number: order_number?,
            date: day(consignment.placed_at),
            seller: consignment.sender.business.clone(),
            recipient: Party { lines: address.lines(), phone: Some(address.phone.reveal().to_owned()) },
            pieces: rows.iter().map(|row| u64::from(row.quantity)).sum(),
            rows,
        })
    }

    /// The slip as printed.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("PACKING SLIP")
            .entry("Order", &self.order_number)
            .entry("Date", self.date)
            .entry("From", &self.seller)
            .lines("To", self.recipient.printed())
            .table(vec!["SKU", "Description", "Quantity"], &self.rows, |row| {
                let name = match &row.description_zh {
                    Some(zh) => format!("{} · {zh}", row.description),
                    None => row.description.clone(),
                };
                vec![row.sku.clone(), name, row.quantity.to_string()]
            })
            .total("Pieces", self.pieces)
    }
}
