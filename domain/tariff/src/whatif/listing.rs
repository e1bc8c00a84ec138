//! What is offered, and where.

use crate::request::{Line, Mode};
use crate::service::ServiceKind;
use sampan_money::Money;
use serde::{Deserialize, Serialize};

/// Goods that a seller offers, as one piece; or a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The caller's name for it.
    pub id: String,
    /// The caller's name for the seller.
    pub seller: String,
    /// The US state that the seller is in.
    pub state: String,
    /// The goods, one piece of them; of a service its id and price count alone.
    pub line: Line,
    /// The kind of service, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceKind>,
    /// The markets it is offered in.
    pub offers: Vec<Offer>,
}

/// A listing in a market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The country of the buyers, ISO 3166 alpha-2.
    pub destination: String,
    /// The ways it may be sent, the usual one first; the first that the law lets through is taken. None: every way is
    /// compared, without freight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// Pieces sold there in a year; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<u64>,
}

/// A way to send one piece.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Way {
    /// How it goes; none: every way is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// What that costs the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freight: Option<Money>,
}

impl Offer {
    /// An offer to a destination of which nothing more is known.
    pub fn to(destination: &str) -> Offer {
        Offer { destination: destination.to_owned(), ways: Vec::new(), pieces: None }
    }
}
