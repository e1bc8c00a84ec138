//! The ways a basket changes.

use super::{Basket, KeptBasket};
use crate::checkout::store::Baskets;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, VariantId};
use serde::{Deserialize, Serialize};

/// What is done to a basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// So many pieces more.
    Add {
        /// Of which variant.
        variant: VariantId,
        /// How many.
        quantity: u32,
    },
    /// Exactly so many pieces; none takes it out.
    Set {
        /// Of which variant.
        variant: VariantId,
        /// How many.
        quantity: u32,
    },
    /// What lay in a guest's basket joins it, as far as there is room.
    Adopt {
        /// What lay there.
        items: Vec<(VariantId, u32)>,
    },
}

/// Why a basket does not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BasketRefusal {
    /// It holds as many different things as a basket can.
    Full {
        /// How many that is.
        most: usize,
    },
    /// More pieces of one thing than can be ordered.
    TooMany {
        /// How many can.
        most: u32,
    },
}

impl Change {
    /// The basket after the change.
    pub fn apply(&self, basket: Basket) -> Result<Basket, BasketRefusal> {
        match self {
            Change::Add { variant, quantity } => {
                let whole = basket.quantity(*variant).saturating_add(*quantity);
                basket.with(*variant, whole)
            }
            Change::Set { variant, quantity } => basket.with(*variant, *quantity),
            Change::Adopt { items } => Ok(items.iter().fold(basket, |basket, (variant, quantity)| {
                let larger = basket.quantity(*variant).max(*quantity);
                basket.clone().with(*variant, larger).unwrap_or(basket)
            })),
        }
    }
}

/// Changes a buyer's basket.
pub struct ChangeBasket {
    /// Whose.
    pub account: AccountId,
    /// How.
    pub change: Change,
}

impl Command for ChangeBasket {
    type Reply = Basket;
    type Refusal = BasketRefusal;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Baskets>(self.account)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Basket, BasketRefusal> {
        let kept = rows.get::<Baskets>(&self.account).map(|kept| kept.basket.clone()).unwrap_or_default();
        let mut basket = self.change.apply(kept.clone())?;
        if basket == kept {
            return Ok(basket);
        }
        if basket.id.is_nil() {
            basket.id = crate::new_id(at, self.account.cell());
        }
        rows.put::<Baskets>(KeptBasket { account: self.account, basket: basket.clone() });
        Ok(basket)
    }
}
