//! The goods as the sender declares them: the rows of CN22, CN23 and the invoice, and their totals.

use super::gaps::{Fact, Fault, Gaps, Giver};
use super::{Consignment, Line};
use crate::parcel::{NotAParcelNumber, recognise};
use crate::{Country, HsCode};
use sampan_money::Money;
use serde::{Deserialize, Serialize};

/// The most kinds of goods a declaration has room for.
const MOST_LINES: usize = 99;

/// Goods declared in the sender's currency. The totals are the sums of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// A row for each kind.
    pub rows: Vec<DeclaredRow>,
    /// What all of them weigh without packing, in grams.
    pub net_weight_g: u64,
    /// What all of them are worth.
    pub value: Money,
}

/// One kind of goods as declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// Description in English.
    pub description: String,
    /// How many.
    pub quantity: u32,
    /// What they weigh without packing, in grams.
    pub net_weight_g: u64,
    /// What one is worth.
    pub unit_value: Money,
    /// What they are worth.
    pub value: Money,
    /// HS code; at least six digits on every commercial item in the post since 2025-09-01 (USPS).
    pub hs: HsCode,
    /// Country of origin.
    pub origin: Country,
}

impl Declared {
    /// The rows with their totals; each fact that a row lacks is noted.
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<Declared> {
        gaps.lines(consignment, MOST_LINES)?;
        let rows: Vec<Option<DeclaredRow>> =
            consignment.lines.iter().enumerate().map(|(i, line)| row(line, i, gaps)).collect();
        let rows: Vec<DeclaredRow> = rows.into_iter().collect::<Option<_>>()?;
        let weight = rows.iter().try_fold(0u64, |sum, row| sum.checked_add(row.net_weight_g));
        let value = Money::sum(consignment.declared_currency(), rows.iter().map(|row| row.value));
        let value = gaps.money(value, (Fact::Value, None, Giver::Seller));
        let weight = gaps.need(weight, (Fact::NetWeight, None, Giver::Seller));
        Some(Declared { rows, net_weight_g: weight?, value: value? })
    }
}

fn row(line: &Line, i: usize, gaps: &mut Gaps) -> Option<DeclaredRow> {
    let of = |fact| (fact, Some(i), Giver::Seller);
    let description = gaps.text(Some(&line.description_en), 250, of(Fact::Description));
    let quantity = gaps.positive(Some(line.quantity.into()), of(Fact::Quantity)).map(|_| line.quantity);
    let weight = if quantity.is_some() { gaps.positive(line.weight_g(), of(Fact::NetWeight)) } else { None };
    let value = gaps.money(line.value(), of(Fact::Value));
    let hs = gaps.need(line.hs.clone(), of(Fact::HsCode));
    let origin = gaps.need(line.origin, of(Fact::Origin));
    Some(DeclaredRow {
        description: description?,
        quantity: quantity?,
        net_weight_g: weight?,
        unit_value: line.unit_value,
        value: value?,
        hs: hs?,
        origin: origin?,
    })
}

/// The parcel number if there is one; one with a wrong check digit is noted.
pub(super) fn parcel_number(consignment: &Consignment, gaps: &mut Gaps) -> Option<String> {
    let number = consignment.parcel_number.as_deref().map(str::trim).filter(|number| !number.is_empty())?;
    let place = (Fact::ParcelNumber, None, Giver::Seller);
    match recognise(number) {
        Ok(tracking) => Some(tracking.number),
        Err(NotAParcelNumber::CheckDigit { .. }) => {
            gaps.note(place, Fault::Malformed);
            None
        }
        // A carrier whose numbers are not known here.
        Err(_) => gaps.text(Some(number), 60, place),
    }
}
