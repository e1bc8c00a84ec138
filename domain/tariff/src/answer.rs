//! What is answered: every charge with its law, whether it may go, and what is missing.

mod charge;
mod paper;
mod warnings;

pub use paper::Paper;
pub(crate) use paper::one_of_a_kind;
pub(crate) use warnings::ToVerify;
pub use warnings::Warnings;

use crate::book::{Book, Kept, Law};
use crate::destinations::destination;
use crate::rate::Field;
use crate::reason::Reason;
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::Money;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::fmt;
use std::ops::Deref;

/// What is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the terms of the law")]
pub enum Measure {
    Duty,
    AdditionalDuty,
    ConsumptionTax,
    Excise,
    LiquorTax,
    EducationTax,
    EnvironmentTax,
    AntiDumping,
    Vat,
    Gst,
    SalesTax,
    IncomeTax,
    ParcelTax,
    Fee,
}

/// Every measure with its name in the book and in JSON.
const MEASURES: [(Measure, &str); 14] = [
    (Measure::Duty, "duty"),
    (Measure::AdditionalDuty, "additional_duty"),
    (Measure::ConsumptionTax, "consumption_tax"),
    (Measure::Excise, "excise"),
    (Measure::LiquorTax, "liquor_tax"),
    (Measure::EducationTax, "education_tax"),
    (Measure::EnvironmentTax, "environment_tax"),
    (Measure::AntiDumping, "anti_dumping"),
    (Measure::Vat, "vat"),
    (Measure::Gst, "gst"),
    (Measure::SalesTax, "sales_tax"),
    (Measure::IncomeTax, "income_tax"),
    (Measure::ParcelTax, "parcel_tax"),
    (Measure::Fee, "fee"),
];

impl Measure {
    /// The measure of a name such as `additional_duty`.
    pub fn named(name: &str) -> Option<Measure> {
        MEASURES.iter().find(|(_, n)| *n == name).map(|(measure, _)| *measure)
    }

    /// The name in the book and in JSON.
    pub fn name(self) -> &'static str {
        MEASURES.iter().find(|(measure, _)| *measure == self).map_or("", |(_, name)| name)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether goods may go; the later in this list, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They may.
    Sold,
    /// They may, with papers.
    SoldWithPapers,
    /// It is not known, or something is missing; nothing is sold.
    Unknown,
    /// They may not.
    NotSold,
}

impl Verdict {
    /// Whether a buyer can buy it.
    pub fn sells(self) -> bool {
        self <= Verdict::SoldWithPapers
    }
}

/// The answer to a [`crate::Request`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The destination asked for.
    pub destination: Text,
    /// The day whose law was taken.
    pub date: Date,
    /// The regime that was worked out; none where no regime could be.
    pub regime: Option<Text>,
    /// The currency of all amounts here, where the destination is known.
    pub currency: Option<Text>,
    /// The value for customs, all lines together: what the regime taxes, not always what the buyer pays.
    pub customs_value: Option<Money>,
    /// What each line comes to, in the order of the request; mostly one, which needs no memory of its own.
    pub lines: SmallVec<[LineAnswer; 1]>,
    /// Every duty and tax, line by line.
    pub charges: Vec<Charge>,
    /// The charges together; none while the verdict is not a sale.
    pub total_charges: Option<Money>,
    /// Goods, delivery, insurance and charges together; none while the verdict is not a sale.
    pub landed_total: Option<Money>,
    /// Whether it may go.
    pub eligibility: Eligibility,
    /// The other regimes that were compared.
    pub alternatives: Vec<Alternative>,
    /// What a reader should know besides.
    pub warnings: Warnings,
    /// The version of the book.
    pub book_version: Text,
    /// The last day on which all rows that were used are known to hold.
    pub valid_until: Option<Date>,
}

impl Answer {
    /// An answer in which nothing is worked out yet and nothing stands against the sale.
    pub(crate) fn blank(book: &Book, to: &str, date: Date) -> Answer {
        Answer {
            destination: to.into(),
            date,
            regime: None,
            currency: destination(to).map(|place| Text::from(place.currency.code())),
            customs_value: None,
            lines: SmallVec::new(),
            charges: Vec::new(),
            total_charges: None,
            landed_total: None,
            eligibility: Eligibility { verdict: Verdict::Sold, reasons: vec![], papers: vec![], missing: vec![] },
            alternatives: Vec::new(),
            warnings: Warnings::default(),
            book_version: book.version_text(),
            valid_until: None,
        }
    }
}

/// What one line comes to. `goods + delivery + charges = landed`, and the lines add up to the answer's totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAnswer {
    /// The line's id in the request.
    pub id: Text,
    /// The code that was used, digits only.
    pub hs: Option<Text>,
    /// Price times quantity, less its share of the discount.
    pub goods: Money,
    /// Its share of freight and insurance.
    pub delivery: Money,
    /// Its value for customs.
    pub customs_value: Money,
    /// Its duties and taxes together.
    pub charges: Option<Money>,
    /// All of it together.
    pub landed: Option<Money>,
    /// Whether it may go.
    pub verdict: Verdict,
}

/// One duty or tax on one line, with its law's fields as its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The line; none: the whole order.
    pub line: Option<Text>,
    /// What it is charged on.
    pub base: Money,
    /// The rate as the book writes it.
    pub rate: Text,
    /// What it comes to.
    pub amount: Money,
    /// What is charged, by which row of the book, and where that is from: read its fields as those of the charge.
    pub law: Kept<Law>,
}

impl Deref for Charge {
    type Target = Law;
    fn deref(&self) -> &Law {
        &self.law
    }
}

/// Whether the goods may go, why, and with what papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// The strictest verdict of all lines.
    pub verdict: Verdict,
    /// Why, where it is not simply sold; the reason that decides stands first.
    pub reasons: Vec<Reason>,
    /// The papers that must be there.
    pub papers: Vec<Paper>,
    /// What the request must say before there can be an answer.
    pub missing: Vec<Missing>,
}

/// Something the request does not say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    /// The line; none: the whole request.
    pub line: Option<Text>,
    /// What.
    pub field: Field,
}

/// A regime that was compared and not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its name.
    pub regime: Text,
    /// Whether it could be taken.
    pub possible: bool,
    /// Why not.
    pub reason: Option<Reason>,
    /// What the charges would be.
    pub total_charges: Option<Money>,
    /// What it would come to.
    pub landed_total: Option<Money>,
}
