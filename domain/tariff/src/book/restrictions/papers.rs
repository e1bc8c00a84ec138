//! The papers that restrictions ask for: which, issued by whom, by when.

use crate::book::{BookError, Kept, Source, table};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The columns of `papers.csv`; a file may leave out those from `valid` on.
const PAPER_COLUMNS: [&str; 8] = ["code", "issuer", "when", "en", "zh", "valid", "lead_days", "giver"];
const PAPER_COLUMNS_REQUIRED: usize = 5;

/// Who brings a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// The seller, before the parcel leaves.
    #[default]
    Seller,
    /// The buyer, to the seller, before the parcel leaves.
    Buyer,
    /// The buyer, with the order: it is a number that the checkout asks for.
    Checkout,
    /// The marketplace: it is a matter of its own pages.
    Market,
    /// It is made or asked for when the parcel arrives.
    Border,
}

impl Giver {
    /// Whether it is the seller.
    pub fn is_seller(&self) -> bool {
        *self == Giver::Seller
    }

    /// Whether the parcel does not leave without the paper.
    pub const fn holds_the_parcel(self) -> bool {
        matches!(self, Giver::Seller | Giver::Buyer)
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Giver::Seller => "seller",
            Giver::Buyer => "buyer",
            Giver::Checkout => "checkout",
            Giver::Market => "market",
            Giver::Border => "border",
        }
    }
}

/// A paper that a restriction asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaperKind {
    /// The stable code.
    pub code: String,
    /// What it is, in English.
    pub en: String,
    /// What it is, in Simplified Chinese.
    pub zh: String,
    /// Who issues it.
    pub issuer: String,
    /// By when or how often: `at_listing`, `once`, `per_lot`, `per_shipment`.
    pub when: String,
    /// How long it holds once issued, as a duration of ISO 8601 (`P6M`, `P5Y`); none: without end, or not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<String>,
    /// Days that one should allow for getting it; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<u32>,
    /// Who brings it.
    #[serde(default, skip_serializing_if = "Giver::is_seller")]
    pub giver: Giver,
}

impl PaperKind {
    /// Whether each order has one of its own, for its lot or its parcel; else one serves them all.
    pub fn is_for_each_order(&self) -> bool {
        matches!(self.when.as_str(), "per_lot" | "per_shipment")
    }
}

pub(in crate::book) type Papers = HashMap<String, Kept<PaperKind>>;

/// The kinds of papers in `common/papers.csv`.
pub(in crate::book) fn papers(files: &[(&Source, &str)]) -> Result<Papers, BookError> {
    let mut papers = Papers::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "papers.csv") {
        for row in table::rows_with(source, &PAPER_COLUMNS, PAPER_COLUMNS_REQUIRED)? {
            let paper = paper_kind(&row)?;
            papers.insert(paper.code.clone(), Kept::new(paper, source.forever));
        }
    }
    Ok(papers)
}

fn paper_kind(row: &table::Row) -> Result<PaperKind, BookError> {
    let text = |column| row.text(column).to_owned();
    let valid = row.some("valid");
    if valid.is_some_and(|valid| valid.parse::<jiff::Span>().is_err()) {
        return Err(row.error("valid", "wanted a duration such as P6M"));
    }
    let days = |text: &str| text.parse().map_err(|_| row.error("lead_days", "wanted a number of days"));
    Ok(PaperKind {
        code: text("code"),
        issuer: text("issuer"),
        when: when(row, row.text("when"))?,
        en: text("en"),
        zh: text("zh"),
        valid: valid.map(str::to_owned),
        lead_days: row.some("lead_days").map(days).transpose()?,
        giver: giver(row)?,
    })
}

fn giver(row: &table::Row) -> Result<Giver, BookError> {
    match row.text("giver") {
        "" | "seller" => Ok(Giver::Seller),
        "buyer" => Ok(Giver::Buyer),
        "checkout" => Ok(Giver::Checkout),
        "market" => Ok(Giver::Market),
        "border" => Ok(Giver::Border),
        _ => Err(row.error("giver", "wanted seller, buyer, checkout, market, border or nothing")),
    }
}

fn when(row: &table::Row, text: &str) -> Result<String, BookError> {
    match text {
        "at_listing" | "once" | "per_lot" | "per_shipment" => Ok(text.to_owned()),
        _ => Err(row.error("when", "wanted at_listing, once, per_lot or per_shipment")),
    }
}

/// The papers of a row, with the issuer and the time that it names. As many issuers as papers, with semicolons between
/// them, are each one's own, an empty one that of the kind; otherwise what is written is the issuer of all.
pub(super) fn row_papers(row: &table::Row, papers: &Papers) -> Result<Vec<Kept<PaperKind>>, BookError> {
    let codes: Vec<&str> = row.text("papers").split(';').map(str::trim).filter(|code| !code.is_empty()).collect();
    let own: Vec<&str> = row.text("issuer").split(';').map(str::trim).collect();
    let issuer = |n: usize| if own.len() == codes.len() { own[n] } else { row.text("issuer") };
    codes.iter().enumerate().map(|(n, code)| paper(row, papers, code, issuer(n))).collect()
}

/// A paper by its code, with an issuer of its own where there is one, and the time that the row names.
fn paper(row: &table::Row, papers: &Papers, code: &str, issuer: &str) -> Result<Kept<PaperKind>, BookError> {
    let kind = papers.get(code).cloned();
    let kind = kind.ok_or_else(|| row.error("papers", format!("{code:?} is not in common/papers.csv")))?;
    if issuer.is_empty() && row.some("when").is_none() {
        return Ok(kind);
    }
    let mut own = PaperKind::clone(&kind);
    if !issuer.is_empty() {
        own.issuer = issuer.into();
    }
    if let Some(text) = row.some("when") {
        own.when = when(row, text)?;
    }
    Ok(Kept::new(own, row.is_forever()))
}
