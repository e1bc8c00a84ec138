//! What a seller changes of itself: where it is, what it says, its terms, its rate card.

use super::store::Sellers;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::SellerId;
use sampan_trade::Language;
use sampan_trade::rates::RateCard;
use sampan_trade::seller::SellerRefusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A change.
#[derive(Debug, Clone)]
pub enum Change {
    /// Where it is and what it says of itself.
    Profile {
        /// The city.
        city: String,
        /// The words by language.
        about: BTreeMap<Language, String>,
    },
    /// It accepts the terms.
    Terms,
    /// What delivery costs.
    RateCard(RateCard),
}

/// A seller changes something of itself.
pub struct ChangeShop {
    /// Which.
    pub seller: SellerId,
    /// What.
    pub change: Change,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotChanged {
    /// There is no such seller.
    Unknown,
    /// It cannot be kept so.
    Refused(SellerRefusal),
}

impl Command for ChangeShop {
    type Reply = ();
    type Refusal = NotChanged;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Sellers>(self.seller)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotChanged> {
        let seller = rows.get::<Sellers>(&self.seller).ok_or(NotChanged::Unknown)?;
        let changed = match &self.change {
            Change::Profile { city, about } => seller.set_profile(city, about),
            Change::Terms => Ok(seller.accept_terms(at.now)),
            Change::RateCard(card) => seller.set_rate_card(card.clone()),
        };
        let changed = changed.map_err(NotChanged::Refused)?;
        rows.put::<Sellers>(sampan_trade::seller::Seller { changed_at: Some(at.now), ..changed });
        Ok(())
    }
}
