//! What is asked: which goods, from where to where, how, and on what day.

use crate::figure::{is_within, ten, word};
use jiff::civil::Date;
use sampan_money::{Decimal, ExchangeRate, Money};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How a parcel crosses the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By the post.
    Post,
    /// By an express carrier.
    Express,
    /// As freight, with an importer of record.
    Cargo,
    /// Out of a bonded warehouse in the destination.
    Bonded,
}

impl Mode {
    /// The name in JSON and in the book.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Post => "post",
            Mode::Express => "express",
            Mode::Cargo => "cargo",
            Mode::Bonded => "bonded",
        }
    }
}

/// A question: what does this come to, landed, and may it go there?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The country of the buyer, ISO 3166 alpha-2.
    pub destination: String,
    /// The day whose law holds.
    #[serde(deserialize_with = "day")]
    pub date: Date,
    /// The regime wanted; none: all that are lawful are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// The country the parcel leaves from, ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from: Option<String>,
    /// How it goes; none: every way is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The goods.
    pub lines: Vec<Line>,
    /// What delivery costs the buyer, for the whole parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight: Option<Money>,
    /// What insurance costs the buyer, for the whole parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Money>,
    /// What is taken off the goods, for the whole order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// Exchange rates for the currencies that occur.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
    /// Who buys.
    #[serde(default)]
    pub buyer: Buyer,
    /// Who imports, where goods go as trade.
    #[serde(default)]
    pub importer: Importer,
}

/// One kind of goods. Weights and volumes are of one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The caller's own name for the line.
    pub id: String,
    /// The code: in the destination's tariff, or the six digits that all share. Points and spaces do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs: Option<String>,
    /// What it is, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The country of origin, ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// The price of a piece.
    pub unit_price: Money,
    /// Net weight of a piece in grams.
    #[serde(default, with = "figure", skip_serializing_if = "Option::is_none")]
    pub net_weight_g: Option<Decimal>,
    /// Gross weight of a piece in grams.
    #[serde(default, with = "figure", skip_serializing_if = "Option::is_none")]
    pub gross_weight_g: Option<Decimal>,
    /// Volume of a piece in millilitres.
    #[serde(default, with = "figure", skip_serializing_if = "Option::is_none")]
    pub volume_ml: Option<Decimal>,
    /// Alcohol by volume in per cent.
    #[serde(default, with = "figure", skip_serializing_if = "Option::is_none")]
    pub abv_percent: Option<Decimal>,
    /// Retail packs in a piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retail_packs: Option<u32>,
    /// What else the law asks about: `hemp`, `spf`, `used`, `map`, `sheets`, `watt_hours`, `carrier`, `eccn`, …; the
    /// book's README lists them. `origin_proof` says that proof of origin is there: `yes`, or the agreement it is for,
    /// such as `korus`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl Line {
    /// Whether an attribute is set to something other than `no` or `false`.
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).is_some_and(|value| !matches!(value.as_str(), "" | "no" | "false" | "0"))
    }

    /// Whether proof of origin under an agreement is there.
    pub fn proves_origin(&self, agreement: &str) -> bool {
        let said = self.attributes.get("origin_proof").map(String::as_str);
        said.is_some_and(|said| matches!(said, "yes" | "true" | "1") || said == agreement)
    }

    /// An attribute that is a number, such as the watt-hours of a battery.
    pub fn figure(&self, attribute: &str) -> Option<Decimal> {
        let figure: Decimal = self.attributes.get(attribute)?.trim().parse().ok()?;
        (!figure.is_sign_negative() && figure <= Decimal::from(CONTENT_MAX) && figure.scale() <= 9).then_some(figure)
    }
}

/// What matters about the buyer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// What the buyer has used and holds of a yearly allowance; none: not known, then it is not tested and the answer
    /// says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowance_used: Option<Money>,
    /// Whether it is for the buyer's own use; none: it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_use: Option<bool>,
    /// What the buyer has had this year of goods that are limited by quantity, in the unit of the limit, by the code of
    /// its row (`grain.cbec`: kilograms); one that is not named is not known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quantities_used: BTreeMap<String, Decimal>,
    /// Parcels that the buyer has had free of tax in the period that the law counts; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_parcels: Option<u32>,
    /// Whether the buyer is a business registered for tax.
    #[serde(default)]
    pub registered_business: bool,
    /// Whether the buyer has a tax number.
    #[serde(default)]
    pub has_tax_id: bool,
}

/// What matters about the importer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Importer {
    /// Layers of additional duty that the importer has an exclusion from.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub exclusions: BTreeSet<String>,
}

/// What the operator of a market has decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Rows that are still to be verified are used, and marked.
    pub sell_to_verify: bool,
    /// Where the law after a day is not known, the last known rate goes on, with a warning.
    pub continue_last_known: bool,
    /// Destinations whose tax the market is registered to collect at the sale.
    pub registered: BTreeSet<String>,
}

impl Settings {
    /// The settings of the demo: rows to verify sell, the last known rate goes on, registered in Singapore.
    pub fn demo() -> Settings {
        Settings { sell_to_verify: true, continue_last_known: true, registered: ["SG".to_owned()].into() }
    }
}

/// Most lines in a request.
pub const LINES_MAX: usize = 500;
/// Most pieces in a line.
pub const QUANTITY_MAX: u32 = 1_000_000;
/// Most minor units in any amount of a request.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// Most grams or millilitres of a piece.
pub const CONTENT_MAX: i64 = 1_000_000_000;

impl Request {
    /// The first field whose figure is beyond what a request may hold, with its line.
    pub fn out_of_range(&self) -> Option<(Option<&str>, &'static str)> {
        let amount = |money: &Option<Money>| money.is_some_and(|m| !(0..=AMOUNT_MAX).contains(&m.minor()));
        if self.lines.is_empty() || self.lines.len() > LINES_MAX {
            return Some((None, "lines"));
        }
        let whole = match () {
            () if amount(&self.freight) => Some("freight"),
            () if amount(&self.insurance) => Some("insurance"),
            () if amount(&self.discount) => Some("discount"),
            () if amount(&self.buyer.allowance_used) => Some("allowance_used"),
            () => None,
        };
        if whole.is_some() {
            return whole.map(|name| (None, name));
        }
        let used = &self.buyer.quantities_used;
        if !used.is_empty() && used.values().any(|used| used.is_sign_negative() || *used > Decimal::from(CONTENT_MAX)) {
            return Some((None, "quantities_used"));
        }
        // A thousand million times the rate is at least one.
        let tiny = |rate: Decimal| match rate.scale() {
            0..=9 => rate.mantissa() < 1,
            scale => ten(scale).is_none_or(|one| rate.mantissa() < one / 1_000_000_000),
        };
        let usual = |rate: Decimal| {
            rate.scale() <= 9 && word(rate).is_some_and(|whole| (1..=AMOUNT_MAX.unsigned_abs()).contains(&whole))
        };
        let strange = |rate| !usual(rate) && (tiny(rate) || !is_within(rate, AMOUNT_MAX));
        if self.rates.iter().any(|r| strange(r.rate)) {
            return Some((None, "rates"));
        }
        self.lines.iter().find_map(|line| line.out_of_range().map(|field| (Some(line.id.as_str()), field)))
    }
}

impl Line {
    fn out_of_range(&self) -> Option<&'static str> {
        let beyond = |figure: &Option<Decimal>, most: i64| figure.is_some_and(|f| f.scale() > 9 || !is_within(f, most));
        let zero = |figure: &Option<Decimal>| figure.is_some_and(|f| f.is_zero());
        match () {
            () if self.quantity == 0 || self.quantity > QUANTITY_MAX => Some("quantity"),
            () if !(0..=AMOUNT_MAX).contains(&self.unit_price.minor()) => Some("unit_price"),
            () if beyond(&self.net_weight_g, CONTENT_MAX) || zero(&self.net_weight_g) => Some("net_weight_g"),
            () if beyond(&self.gross_weight_g, CONTENT_MAX) => Some("gross_weight_g"),
            () if beyond(&self.volume_ml, CONTENT_MAX) || zero(&self.volume_ml) => Some("volume_ml"),
            () if beyond(&self.abv_percent, 100) => Some("abv_percent"),
            () if self.retail_packs.is_some_and(|n| n == 0 || n > QUANTITY_MAX) => Some("retail_packs"),
            () => None,
        }
    }
}

/// A day; what is no day is told what is wanted.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = Cow::<'de, str>::deserialize(from)?;
    text.trim().parse().map_err(|_| serde::de::Error::custom("a day such as 2026-01-31"))
}

/// Decimals that may come as text or as a number, and go out as text.
mod figure {
    use sampan_money::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(serde_json::Number),
    }

    pub fn serialize<S: Serializer>(figure: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
        match figure {
            Some(figure) => to.collect_str(figure),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
        let text = match Option::<Written>::deserialize(from)? {
            None => return Ok(None),
            Some(Written::Text(text)) => text,
            Some(Written::Number(number)) => number.to_string(),
        };
        text.parse().map(Some).map_err(|_| D::Error::custom("a decimal number such as 12.5"))
    }
}
