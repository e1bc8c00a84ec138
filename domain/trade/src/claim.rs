//! The record of a claim that a parcel never came, and of what the operator made of it.
//!
//! What a claim does to the order and its money is decided in [`crate::order`]; this is what both sides read later.

use crate::message::{self, TextRefusal};
use sampan_ids::{AccountId, ClaimId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

/// A claim of non-receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The order it is about.
    pub order: OrderId,
    /// What the buyer says.
    pub text: String,
    /// When it was made.
    pub at: Timestamp,
    /// What became of it, once something has.
    pub decision: Option<Decision>,
}

/// How a claim ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Whether the buyer gets the money back.
    pub for_buyer: bool,
    /// Why, for both sides to read.
    pub reason: String,
    /// The operator; nobody when the clock decided or the buyer withdrew it.
    pub by: Option<AccountId>,
}

/// Why a claim's record cannot change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum ClaimRefusal {
    /// It has been decided before.
    #[error("the claim was decided at {at}")]
    ClaimDecided {
        /// When.
        at: Timestamp,
    },
    /// The text or reason is missing or too long.
    #[error(transparent)]
    #[serde(untagged)]
    Text(#[from] TextRefusal),
}

impl ClaimRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            ClaimRefusal::ClaimDecided { .. } => "claim_decided",
            ClaimRefusal::Text(text) => text.code(),
        }
    }
}

impl Claim {
    /// A new claim.
    pub fn open(id: ClaimId, order: OrderId, text: &str, at: Timestamp) -> Result<Claim, ClaimRefusal> {
        Ok(Claim { id, order, text: message::text(text)?, at, decision: None })
    }

    /// The claim with its decision.
    pub fn decide(
        &self,
        for_buyer: bool,
        reason: &str,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<Claim, ClaimRefusal> {
        if let Some(Decision { at, .. }) = self.decision {
            return Err(ClaimRefusal::ClaimDecided { at });
        }
        let decision = Some(Decision { at, for_buyer, reason: message::text(reason)?, by });
        Ok(Claim { decision, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::Cell;

    #[test]
    fn a_claim_is_decided_once_and_with_a_reason() {
        let (id, order) = (ClaimId::compose(1, Cell::new(1), 1), OrderId::compose(1, Cell::new(1), 2));
        let at = Timestamp::from_second(5).unwrap();
        assert_eq!(Claim::open(id, order, " ", at), Err(ClaimRefusal::Text(TextRefusal::TextMissing)));
        let claim = Claim::open(id, order, "Nothing came.", at).unwrap();
        assert!(claim.decide(true, "", None, at).is_err());
        let decided = claim.decide(true, "No scan for fifty days.", None, at).unwrap();
        assert_eq!(decided.decide(false, "Found after all.", None, at), Err(ClaimRefusal::ClaimDecided { at }));
    }
}
