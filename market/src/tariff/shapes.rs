//! The request and the answer of the law as the programming interface describes them. They are the law's own types, read
//! and written as they stand; the shapes here only tell their fields, and a test holds the two together.

#![expect(dead_code, reason = "shapes are described, never made")]

use sampan_tariff::{Answer, Request};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, schema::Schema};
use utoipa::{PartialSchema, ToSchema};

/// A request, as it was sent.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct QuoteRequest(pub Request);

/// An answer, as the law gave it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct QuoteAnswer(pub Answer);

macro_rules! described {
    ($($of:ident by $shape:ident;)*) => {$(
        impl PartialSchema for $of {
            fn schema() -> RefOr<Schema> {
                $shape::schema()
            }
        }

        impl ToSchema for $of {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                $shape::schemas(schemas);
            }
        }
    )*};
}

described! {
    QuoteRequest by RequestShape;
    QuoteAnswer by AnswerShape;
}

/// What is asked: which goods, from where to where, how, and on what day.
#[derive(ToSchema)]
struct RequestShape {
    /// The country of the buyer, ISO 3166 alpha-2.
    destination: String,
    /// The day whose law holds, such as `2026-11-22`.
    date: String,
    /// The regime wanted; none: all that are lawful are compared.
    regime: Option<String>,
    /// The country the parcel leaves from, ISO 3166 alpha-2.
    ship_from: Option<String>,
    /// How it goes: post, express, cargo or bonded; none: every way is compared.
    mode: Option<String>,
    /// The goods, at most 500 lines.
    lines: Vec<QuoteLine>,
    /// What delivery costs the buyer, for the whole parcel.
    freight: Option<QuoteMoney>,
    /// What insurance costs the buyer, for the whole parcel.
    insurance: Option<QuoteMoney>,
    /// What is taken off the goods, for the whole order.
    discount: Option<QuoteMoney>,
    /// Exchange rates for the currencies that occur; none: the marketplace's own of the day.
    rates: Option<Vec<QuoteRate>>,
    /// Who buys.
    buyer: Option<QuoteBuyer>,
    /// Who imports, where goods go as trade.
    importer: Option<QuoteImporter>,
}

/// An amount of money.
#[derive(ToSchema)]
struct QuoteMoney {
    /// A decimal number, such as `30.00`.
    amount: String,
    /// ISO 4217, such as `USD`.
    currency: String,
}

/// One kind of goods. Weights and volumes are of one piece.
#[derive(ToSchema)]
struct QuoteLine {
    /// The caller's own name for the line.
    id: String,
    /// The code: in the destination's tariff, or the six digits that all share.
    hs: Option<String>,
    /// What it is, in words.
    description: Option<String>,
    /// The country of origin, ISO 3166 alpha-2.
    origin: Option<String>,
    /// Pieces, from 1 to 1,000,000.
    quantity: u32,
    /// The price of a piece.
    unit_price: QuoteMoney,
    /// Net weight of a piece in grams, a decimal number.
    net_weight_g: Option<String>,
    /// Gross weight of a piece in grams.
    gross_weight_g: Option<String>,
    /// Volume of a piece in millilitres.
    volume_ml: Option<String>,
    /// Alcohol by volume in per cent.
    abv_percent: Option<String>,
    /// Retail packs in a piece.
    retail_packs: Option<u32>,
    /// What else the law asks about, such as `used` or `watt_hours`.
    attributes: Option<BTreeMap<String, String>>,
}

/// What one unit of a currency is worth in another.
#[derive(ToSchema)]
struct QuoteRate {
    /// The currency that is priced.
    base: String,
    /// The currency it is priced in.
    quote: String,
    /// Units of `quote` for one of `base`, a decimal number as text.
    rate: String,
    /// The day the rate is of.
    date: String,
    /// Who published it.
    source: String,
}

/// What matters about the buyer.
#[derive(ToSchema)]
struct QuoteBuyer {
    /// What the buyer has used and holds of a yearly allowance.
    allowance_used: Option<QuoteMoney>,
    /// Whether it is for the buyer's own use; none: it is.
    personal_use: Option<bool>,
    /// What the buyer has had this year of goods that are limited by quantity, by the code of the limit's row.
    quantities_used: Option<BTreeMap<String, String>>,
    /// Parcels that the buyer has had free of tax in the period that the law counts.
    free_parcels: Option<u32>,
    /// Whether the buyer is a business registered for tax.
    registered_business: Option<bool>,
    /// Whether the buyer has a tax number.
    has_tax_id: Option<bool>,
}

/// What matters about the importer.
#[derive(ToSchema)]
struct QuoteImporter {
    /// Layers of additional duty that the importer has an exclusion from.
    exclusions: Option<Vec<String>>,
}

/// What the law answers: every charge with base, rate, rule and source; whether the goods may go; what is missing.
#[derive(ToSchema)]
struct AnswerShape {
    /// The destination asked for.
    destination: String,
    /// The day whose law was taken.
    date: String,
    /// The regime that was worked out.
    regime: Option<String>,
    /// The currency of all amounts here.
    currency: Option<String>,
    /// The value for customs.
    customs_value: Option<QuoteMoney>,
    /// What each line comes to, in the order of the request.
    lines: Vec<QuotedLine>,
    /// Every duty and tax, line by line.
    charges: Vec<QuotedCharge>,
    /// The charges together; none while the verdict is not a sale.
    total_charges: Option<QuoteMoney>,
    /// Goods, delivery, insurance and charges together; none while the verdict is not a sale.
    landed_total: Option<QuoteMoney>,
    /// Whether it may go.
    eligibility: QuotedEligibility,
    /// The other regimes that were compared.
    alternatives: Vec<QuotedAlternative>,
    /// What a reader should know besides.
    warnings: Vec<QuotedReason>,
    /// The version of the book of tariffs.
    book_version: String,
    /// The last day on which all rows that were used are known to hold.
    valid_until: Option<String>,
}

/// What one line comes to.
#[derive(ToSchema)]
struct QuotedLine {
    /// The line's id in the request.
    id: String,
    /// The code that was used, digits only.
    hs: Option<String>,
    /// Price times quantity, less its share of the discount.
    goods: QuoteMoney,
    /// Its share of freight and insurance.
    delivery: QuoteMoney,
    /// Its value for customs.
    customs_value: QuoteMoney,
    /// Its duties and taxes together.
    charges: Option<QuoteMoney>,
    /// All of it together.
    landed: Option<QuoteMoney>,
    /// Whether it may go: sold, sold_with_papers, unknown or not_sold.
    verdict: String,
}

/// One duty or tax.
#[derive(ToSchema)]
struct QuotedCharge {
    /// The line; none: the whole order.
    line: Option<String>,
    /// What is charged, such as `duty` or `vat`.
    measure: String,
    /// What it is charged on.
    base: QuoteMoney,
    /// The rate as the book writes it.
    rate: String,
    /// What it comes to.
    amount: QuoteMoney,
    /// The row of the book.
    rule: String,
    /// Where the row is from.
    citation: QuotedCitation,
    /// How sure the row is: law, official, secondary or verify.
    confidence: String,
}

/// Where a row is from.
#[derive(ToSchema)]
struct QuotedCitation {
    /// The id that rows name it by.
    id: String,
    /// What it is.
    title: String,
    /// The number of the law or notice.
    number: Option<String>,
    /// When it was made or read.
    date: Option<String>,
    /// Where it stands.
    url: Option<String>,
}

/// Whether the goods may go, why, and with what papers.
#[derive(ToSchema)]
struct QuotedEligibility {
    /// The strictest verdict of all lines: sold, sold_with_papers, unknown or not_sold.
    verdict: String,
    /// Why, where it is not simply sold; the reason that decides stands first.
    reasons: Vec<QuotedReason>,
    /// The papers that must be there.
    papers: Vec<QuotedPaper>,
    /// What the request must say before there can be an answer.
    missing: Vec<QuotedMissing>,
}

/// One reason or warning.
#[derive(ToSchema)]
struct QuotedReason {
    /// The stable code.
    code: String,
    /// The line it is about; none: the whole request.
    line: Option<String>,
    /// What the sentence names.
    params: BTreeMap<String, String>,
    /// The sentence in English.
    text: String,
    /// Where it is from, where a row says it.
    citation: Option<QuotedCitation>,
    /// How sure that row is.
    confidence: Option<String>,
}

/// A paper that must be there.
#[derive(ToSchema)]
struct QuotedPaper {
    /// The line it is for; none: the whole parcel.
    line: Option<String>,
    /// The stable code.
    code: String,
    /// What it is, in English.
    en: String,
    /// What it is, in Simplified Chinese.
    zh: String,
    /// Who issues it.
    issuer: String,
    /// By when or how often: at_listing, once, per_lot, per_shipment.
    when: String,
    /// How long it holds once issued, as a duration of ISO 8601.
    valid: Option<String>,
    /// Days that one should allow for getting it.
    lead_days: Option<u32>,
    /// Who brings it: buyer, market or border; none: the seller.
    giver: Option<String>,
    /// Where that is from.
    citation: String,
    /// How sure that is.
    confidence: String,
}

/// Something the request does not say.
#[derive(ToSchema)]
struct QuotedMissing {
    /// The line; none: the whole request.
    line: Option<String>,
    /// What.
    field: String,
}

/// A regime that was compared and not taken.
#[derive(ToSchema)]
struct QuotedAlternative {
    /// Its name.
    regime: String,
    /// Whether it could be taken.
    possible: bool,
    /// Why not.
    reason: Option<QuotedReason>,
    /// What the charges would be.
    total_charges: Option<QuoteMoney>,
    /// What it would come to.
    landed_total: Option<QuoteMoney>,
}
