//! What the operator does to a seller: the new standing, the act in the log, the letter, in one commit.

use crate::mail::{self, Letter};
use crate::operators::record_act;
use crate::sellers::Sellers;
use crate::vault::Vault;
use rust_decimal::Decimal;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, SellerId};
use sampan_trade::seller::SellerRefusal;
use serde::{Deserialize, Serialize};

/// What the operator makes of a seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It may sell.
    Approve,
    /// It may not join.
    Refuse {
        /// Why.
        reason: String,
    },
    /// It may not sell for now.
    Suspend {
        /// Why.
        reason: String,
    },
    /// It pays this fee, or everyone's.
    Fee {
        /// Per cent.
        percent: Option<Decimal>,
    },
}

impl Judgement {
    /// The name in the log, which is also the letter's.
    const fn name(&self) -> &'static str {
        match self {
            Judgement::Approve => "seller_approved",
            Judgement::Refuse { .. } => "seller_declined",
            Judgement::Suspend { .. } => "seller_suspended",
            Judgement::Fee { .. } => "seller_fee",
        }
    }

    fn reason(&self) -> String {
        match self {
            Judgement::Approve => String::new(),
            Judgement::Refuse { reason } | Judgement::Suspend { reason } => reason.trim().to_owned(),
            Judgement::Fee { percent } => percent.map_or_else(String::new, |percent| format!("{percent} %")),
        }
    }
}

/// The operator judges a seller.
pub struct Judge {
    /// The key that seals letters.
    pub vault: Vault,
    /// Whom.
    pub seller: SellerId,
    /// Who gets the letter.
    pub owners: Vec<AccountId>,
    /// Which operator.
    pub by: AccountId,
    /// What.
    pub judgement: Judgement,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotJudged {
    /// There is no such seller.
    Unknown,
    /// The seller's standing does not allow it.
    Refused(SellerRefusal),
}

impl Command for Judge {
    type Reply = ();
    type Refusal = NotJudged;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Sellers>(self.seller)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotJudged> {
        let seller = rows.get::<Sellers>(&self.seller).ok_or(NotJudged::Unknown)?;
        let judged = match &self.judgement {
            Judgement::Approve => seller.approve(self.by, at.now),
            Judgement::Refuse { reason } => seller.decline(reason),
            Judgement::Suspend { reason } => seller.suspend(reason),
            Judgement::Fee { percent } => seller.set_fee(*percent),
        };
        let mut judged = judged.map_err(NotJudged::Refused)?;
        if judged.status != seller.status {
            // Its listings come into searches or go out of them.
            judged.changed_at = Some(at.now);
        }
        let (name, reason) = (self.judgement.name(), self.judgement.reason());
        record_act(rows, at, self.by, name, self.seller.0, &reason);
        for owner in &self.owners {
            let letter = Letter::new(*owner, name, &[("reason", &reason), ("link", "/seller")]);
            mail::write(rows, &self.vault, &letter, at);
        }
        rows.put::<Sellers>(judged);
        Ok(())
    }
}
