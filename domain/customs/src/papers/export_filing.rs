//! What the United States want to know of an export: a filing (Electronic Export Information), or why none is needed.
//!
//! A filing is needed when the goods under one Schedule B number, from one sender to one addressee on one day, are
//! worth more than USD 2,500 (15 CFR 30.37(a); USPS, International Mail Manual 524.21, Postal Bulletin 22388), and for
//! anything on the Commerce Control List to China, of whatever value, since 2020-06-29; Hong Kong counts as China
//! since 2020-12-23 (15 CFR 30.37 and 758.1, to verify). Its proof is the Internal Transaction Number, `X`, a date and
//! six digits; else the legend `NOEEI 30.37(a)` stands on the papers.

use super::Consignment;
use super::gaps::{Fact, Fault, Gaps, Giver};
use super::sheet::Sheet;
use crate::Country;
use sampan_money::{Currency, Money, MoneyError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// USD 2,500: above this value of one Schedule B number a filing is needed.
const LIMIT: Money = Money::new(250_000, Currency::USD);

/// Why the goods may leave the United States: a filing's number, or the exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Basis {
    /// No filing is needed.
    Exempt,
    /// A filing was made.
    Filed {
        /// Its Internal Transaction Number.
        itn: String,
    },
}

impl Basis {
    /// What is written on the papers.
    pub fn legend(&self) -> String {
        match self {
            Basis::Exempt => "NOEEI 30.37(a)".to_owned(),
            Basis::Filed { itn } => format!("AES {itn}"),
        }
    }
}

/// The export side of a parcel: its goods by Schedule B number, and the basis they leave on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFiling {
    /// The order.
    pub order_number: String,
    /// Where the goods go.
    pub destination: Country,
    /// The value of each number.
    pub groups: Vec<Group>,
    /// The filing's number or the exemption.
    pub export: Basis,
}

/// The goods under one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The Schedule B number; its first six digits where a line names no more.
    pub code: String,
    /// What its goods are worth.
    pub value: Money,
}

impl ExportFiling {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<ExportFiling> {
        for (i, line) in consignment.lines.iter().enumerate() {
            gaps.need(line.hs.as_ref(), (Fact::HsCode, Some(i), Giver::Seller));
        }
        let export = basis(consignment, gaps)?;
        Some(ExportFiling {
            order_number: consignment.order_number.clone(),
            destination: consignment.recipient.country,
            groups: groups(consignment).ok()?,
            export,
        })
    }

    /// The record as printed.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("EXPORT FROM THE UNITED STATES")
            .entry("Order", &self.order_number)
            .entry("Destination", self.destination.label())
            .table(vec!["Schedule B", "Value"], &self.groups, |g| vec![g.code.clone(), g.value.to_string()])
            .total("AES / EEI", self.export.legend())
    }
}

/// The basis the goods leave on; a filing that is needed and not there is noted.
pub(super) fn basis(consignment: &Consignment, gaps: &mut Gaps) -> Option<Basis> {
    let Ok(groups) = groups(consignment) else {
        gaps.note((Fact::ValueInDollars, None, Giver::Seller), Fault::Disagrees);
        return None;
    };
    let to_china = matches!(consignment.recipient.country, Country::CN | Country::HK);
    let controlled = to_china && consignment.lines.iter().any(|line| line.eccn.is_some());
    let needed = controlled || groups.iter().any(|group| group.value.minor() > LIMIT.minor());
    let place = (Fact::ExportFiling, None, Giver::Seller);
    match &consignment.itn {
        Some(itn) if is_itn(itn) => Some(Basis::Filed { itn: itn.clone() }),
        Some(_) => {
            gaps.note(place, Fault::Malformed);
            None
        }
        None if needed => {
            gaps.note(place, Fault::Absent);
            None
        }
        None => Some(Basis::Exempt),
    }
}

/// The goods by number, in dollars. Where a line gives only the first six digits, all lines that share them count
/// together: they may be the same goods.
fn groups(consignment: &Consignment) -> Result<Vec<Group>, MoneyError> {
    let code = |i: usize| consignment.lines[i].hs.as_ref();
    let whole = |six: &str| {
        consignment
            .lines
            .iter()
            .filter_map(|l| l.hs.as_ref())
            .all(|hs| hs.heading_six() != six || hs.digits().len() == 10)
    };
    let mut groups: BTreeMap<&str, Money> = BTreeMap::new();
    for (i, line) in consignment.lines.iter().enumerate() {
        let key = code(i).map_or("", |hs| if whole(hs.heading_six()) { hs.digits() } else { hs.heading_six() });
        let sum = groups.entry(key).or_insert(Money::zero(Currency::USD));
        *sum = sum.plus(line.value()?)?;
    }
    Ok(groups.into_iter().map(|(code, value)| Group { code: code.to_owned(), value }).collect())
}

/// Whether a text has the shape of an Internal Transaction Number: X, a date, six digits.
fn is_itn(text: &str) -> bool {
    let digits = text.strip_prefix('X').unwrap_or_default();
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<i16>().ok()).unwrap_or(0);
    let dated = jiff::civil::Date::new(part(0, 4), part(4, 6) as i8, part(6, 8) as i8).is_ok();
    digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit()) && dated
}
