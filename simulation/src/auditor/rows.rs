//! Stored rows as the auditor reads them: off their columns and their JSON, by types of its own.

use sampan_db::Row;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An amount in minor units, read off its digits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Amount {
    #[serde(rename = "amount", deserialize_with = "minor")]
    pub minor: i128,
    pub currency: String,
}

fn minor<'de, D: Deserializer<'de>>(from: D) -> Result<i128, D::Error> {
    let text = String::deserialize(from)?;
    text.replace('.', "").parse().map_err(serde::de::Error::custom)
}

#[derive(Clone, Debug, Deserialize)]
pub struct Order {
    pub id: Uuid,
    pub checkout: Uuid,
    pub kind: Kind,
    pub lines: Vec<Line>,
    pub delivery: Option<Delivery>,
    pub destination: String,
    pub regime: String,
    pub amounts: Amounts,
    pub fee_percent: String,
    pub allowance: Option<RoomUse>,
    pub placed_at: jiff::Timestamp,
    pub state: State,
    pub history: Vec<State>,
    pub refunds: Vec<Refund>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Kind {
    pub kind: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    pub listing: Uuid,
    pub variant: Uuid,
    pub quantity: i64,
    pub unit_price: Amount,
    pub hs: Option<String>,
    pub net_weight_g: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Delivery {
    pub mode: String,
    pub price_usd: Amount,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Amounts {
    pub goods: Amount,
    pub delivery: Amount,
    pub duty: Amount,
    pub tax: Amount,
    pub total: Amount,
}

#[derive(Clone, Debug, Deserialize)]
pub struct RoomUse {
    pub holder: Uuid,
    pub year: i16,
    pub amount: Amount,
}

/// What counts besides money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Counted {
    #[serde(default)]
    pub quantities: BTreeMap<String, Quantity>,
    #[serde(default)]
    pub free_in_half: Option<u8>,
}

/// A quantity in billionths, read off its digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Quantity(pub i128);

impl TryFrom<String> for Quantity {
    type Error = String;
    fn try_from(text: String) -> Result<Quantity, String> {
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let part = part.trim_end_matches('0');
        let digits = format!("{whole}{part:0<9}").parse().map_err(|error| format!("{text}: {error}"))?;
        if part.len() <= 9 { Ok(Quantity(digits)) } else { Err(format!("{text} is too fine")) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct State {
    pub state: String,
    pub at: Option<String>,
    pub until: Option<jiff::Timestamp>,
    pub how: Option<String>,
    pub reason: Option<String>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Refund {
    pub number: u32,
    pub at: jiff::Timestamp,
    pub reason: String,
    pub lines: Vec<Returned>,
    pub parts: Parts,
    pub total: Amount,
    pub sent: Sent,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Returned {
    pub variant: Uuid,
    pub quantity: i64,
    pub restocked: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Parts {
    pub goods: Amount,
    pub delivery: Amount,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    state: String,
    #[serde(default)]
    reference: String,
}

impl Sent {
    /// Whether the money has still to go.
    pub fn owed(&self) -> bool {
        self.state == "owed"
    }
    /// The provider's number for it; empty where nothing had to be sent.
    pub fn reference(&self) -> &str {
        &self.reference
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Placed {
    pub checkout: Checkout,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Checkout {
    pub id: Uuid,
    pub orders: Vec<Uuid>,
    pub total: Amount,
    pub payment: Payment,
    pub surplus: Vec<Surplus>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Payment {
    pub state: String,
    pub provider_ref: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Surplus {
    pub provider_ref: String,
    pub amount: Amount,
    pub sent: Sent,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Room {
    pub holder: Uuid,
    pub year: i16,
    pub limit: Amount,
    pub held: BTreeMap<Uuid, Hold>,
    pub used: BTreeMap<Uuid, Amount>,
    #[serde(default)]
    pub counted: BTreeMap<Uuid, Counted>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Hold {
    pub amount: Amount,
    pub until: jiff::Timestamp,
    #[serde(default)]
    pub counted: Counted,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Claim {
    pub order: Uuid,
    pub decision: Option<serde::de::IgnoredAny>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Shelf {
    pub variant: Uuid,
    pub on_hand: i64,
    pub reserved: i64,
    pub sold: i64,
    pub returned: i64,
}

/// A shelf that a seller counted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ShelfCount {
    pub id: Uuid,
    pub variant: Uuid,
    pub at: jiff::Timestamp,
    pub before: i64,
    pub after: i64,
}

/// The document of a row.
pub fn body<T: DeserializeOwned>(row: &Row) -> Result<T, String> {
    serde_json::from_str(row.text("body")).map_err(|error| error.to_string())
}

impl Order {
    /// All states that it has been in, the first one first.
    pub fn states(&self) -> impl Iterator<Item = &State> {
        self.history.iter().chain(std::iter::once(&self.state))
    }
    /// Whether it was ever in one of some states.
    pub fn was(&self, names: &[&str]) -> bool {
        self.states().any(|state| names.contains(&state.state.as_str()))
    }
    /// Whether it was ever paid.
    pub fn paid(&self) -> bool {
        self.was(&["paid", "booked"])
    }
    /// Whether it is in one of some states.
    pub fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.state.state.as_str())
    }
    /// Whether every piece has gone back.
    pub fn all_back(&self) -> bool {
        let back = |variant: Uuid| -> i64 {
            let lines = self.refunds.iter().flat_map(|refund| &refund.lines);
            lines.filter(|line| line.variant == variant).map(|line| line.quantity).sum()
        };
        self.lines.iter().all(|line| back(line.variant) == line.quantity)
    }
    /// What the seller asks for it, in cents.
    pub fn gross_usd(&self) -> i128 {
        let goods: i128 = self.lines.iter().map(|line| line.unit_price.minor * i128::from(line.quantity)).sum();
        goods + self.delivery.as_ref().map_or(0, |delivery| delivery.price_usd.minor)
    }
    /// The platform's fee on that, a half cent rounded up.
    pub fn fee_usd(&self) -> Option<i128> {
        let (whole, part) = self.fee_percent.split_once('.').unwrap_or((&self.fee_percent, ""));
        let scale = 10i128.checked_pow(part.len() as u32 + 2)?;
        let figure: i128 = format!("{whole}{part}").parse().ok()?;
        Some((self.gross_usd() * figure * 2 + scale) / (scale * 2))
    }
}
