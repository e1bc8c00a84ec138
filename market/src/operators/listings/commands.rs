//! Withdrawing a listing and giving it back: its state, the act in the log and the letter, in one commit.

use crate::catalog::{Listings, StoredListing};
use crate::mail::{self, Letter};
use crate::operators::record_act;
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, ListingId};
use sampan_trade::listing::ListingRefusal;
use serde::{Deserialize, Serialize};

/// The operator takes a listing down, or gives it back.
pub struct Withdraw {
    /// The key that seals letters.
    pub vault: Vault,
    /// Which.
    pub listing: ListingId,
    /// Who gets the letter.
    pub owners: Vec<AccountId>,
    /// Which operator.
    pub by: AccountId,
    /// Why it is taken down; none gives it back.
    pub reason: Option<String>,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotWithdrawn {
    /// There is no such listing.
    Unknown,
    /// Its state does not allow it, or the reason is missing.
    Refused(ListingRefusal),
}

impl Command for Withdraw {
    type Reply = ();
    type Refusal = NotWithdrawn;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Listings>(self.listing)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotWithdrawn> {
        let stored = rows.get::<Listings>(&self.listing).cloned().ok_or(NotWithdrawn::Unknown)?;
        let (changed, name) = match &self.reason {
            Some(reason) => (stored.listing.withdraw(self.by, reason, at.now), "listing_withdrawn"),
            None => (stored.listing.restore(), "listing_restored"),
        };
        let listing = changed.map_err(NotWithdrawn::Refused)?;
        let reason = self.reason.as_deref().map(str::trim).unwrap_or_default();
        record_act(rows, at, self.by, name, self.listing.0, reason);
        let link = format!("/seller/listings/{}", self.listing);
        for owner in &self.owners {
            let letter = Letter::new(*owner, name, &[("reason", reason), ("link", &link)]);
            mail::write(rows, &self.vault, &letter, at);
        }
        rows.put::<Listings>(StoredListing { listing, changed_at: at.now, ..stored });
        Ok(())
    }
}
