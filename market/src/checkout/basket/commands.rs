//! The ways a basket changes.

use super::{Basket, KeptBasket, PIECES};
use crate::catalog::Stocks;
use crate::checkout::store::Baskets;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, VariantId};
use sampan_trade::stock::Stock;
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
    /// No more pieces than these of some variants, all at once; none takes one out.
    Leave {
        /// How many of what.
        items: Vec<(VariantId, u32)>,
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
    /// Fewer pieces are there than would lie in the basket.
    Short {
        /// How many are there.
        left: u32,
        /// How many lie in the basket already.
        lying: u32,
    },
    /// There is no such thing.
    Gone,
}

impl Change {
    /// The variant whose stock says whether there is enough.
    pub const fn scarce(&self) -> Option<VariantId> {
        match self {
            Change::Add { variant, .. } => Some(*variant),
            Change::Set { .. } | Change::Leave { .. } | Change::Adopt { .. } => None,
        }
    }

    /// The basket after the change; `stock` is that of what is scarce. More than there is can be set, for what is missing is said on
    /// the basket's page, but not added.
    pub fn apply(&self, basket: Basket, stock: Option<&Stock>) -> Result<Basket, BasketRefusal> {
        match self {
            Change::Add { variant, quantity } => {
                let (left, lying) = (stock.ok_or(BasketRefusal::Gone)?.available(), basket.quantity(*variant));
                match lying.saturating_add(*quantity) {
                    whole if whole > PIECES => Err(BasketRefusal::TooMany { most: PIECES }),
                    whole if whole > left => Err(BasketRefusal::Short { left, lying }),
                    whole => basket.with(*variant, whole),
                }
            }
            Change::Set { variant, quantity } => basket.with(*variant, *quantity),
            Change::Leave { items } => items.iter().try_fold(basket, |basket, (variant, quantity)| {
                let fewer = basket.quantity(*variant).min(*quantity);
                basket.with(*variant, fewer)
            }),
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
        Needs::one::<Baskets>(self.account).all::<Stocks>(self.change.scarce())
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Basket, BasketRefusal> {
        let kept = rows.get::<Baskets>(&self.account).map(|kept| kept.basket.clone()).unwrap_or_default();
        let stock = self.change.scarce().and_then(|variant| rows.get::<Stocks>(&variant));
        let mut basket = self.change.apply(kept.clone(), stock)?;
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
