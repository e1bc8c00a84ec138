//! Stock of one variant: what lies there, what of it is promised, what has gone out. One way to change it.
//!
//! Placing an order reserves; shipping takes; cancelling or expiry releases; a return may restock. `on_hand` is what
//! a count of the shelf would find, so reserved pieces are still in it. Neither overselling (more promised than there)
//! nor underselling (a promise that outlives its order) can be written down.

use sampan_ids::{ListingId, SellerId, VariantId};
use serde::{Deserialize, Serialize};

/// What a seller has of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The variant.
    pub variant: VariantId,
    /// Its listing.
    pub listing: ListingId,
    /// Whose it is.
    pub seller: SellerId,
    /// Pieces on the shelf, promised ones included.
    pub on_hand: u32,
    /// Pieces promised to orders that have not shipped.
    pub reserved: u32,
    /// Pieces that have left the shelf with orders, ever.
    pub sold: u64,
    /// Pieces that came back onto the shelf, ever.
    pub returned: u64,
}

/// What happens to pieces of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They are promised to an order.
    Reserve,
    /// Promised pieces leave the shelf.
    Take,
    /// Promised pieces are free again.
    Release,
    /// Sold pieces are back on the shelf.
    Restock,
}

/// What an order's step does to a variant's stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockEffect {
    /// The variant.
    pub variant: VariantId,
    /// How many pieces.
    pub quantity: u32,
    /// What happens to them.
    pub effect: Effect,
}

/// Why stock cannot change so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum StockRefusal {
    /// More is wanted than is free.
    #[error("{wanted} wanted, {available} available")]
    Insufficient {
        /// Pieces asked for.
        wanted: u32,
        /// Pieces free.
        available: u32,
    },
    /// More is taken or released than is promised.
    #[error("{wanted} wanted, {reserved} reserved")]
    NotReserved {
        /// Pieces asked for.
        wanted: u32,
        /// Pieces promised.
        reserved: u32,
    },
    /// More comes back than is out.
    #[error("{wanted} come back, {out} are out")]
    NotSold {
        /// Pieces that come back.
        wanted: u32,
        /// Pieces that are out.
        out: u64,
    },
    /// A shelf cannot hold less than is promised from it.
    #[error("{on_hand} on hand would be fewer than the {reserved} that orders wait for")]
    BelowReserved {
        /// The count to be set.
        on_hand: u32,
        /// Pieces promised.
        reserved: u32,
    },
    /// A count beyond what can be kept.
    #[error("more pieces than can be counted")]
    TooMany,
}

impl StockRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            StockRefusal::Insufficient { .. } => "insufficient_stock",
            StockRefusal::NotReserved { .. } => "stock_not_reserved",
            StockRefusal::NotSold { .. } => "stock_not_sold",
            StockRefusal::BelowReserved { .. } => "stock_below_reserved",
            StockRefusal::TooMany => "stock_too_many",
        }
    }
}

impl Stock {
    /// Nothing on the shelf yet.
    pub const fn new(variant: VariantId, listing: ListingId, seller: SellerId) -> Stock {
        Stock { variant, listing, seller, on_hand: 0, reserved: 0, sold: 0, returned: 0 }
    }

    /// Pieces that can be promised.
    pub const fn available(&self) -> u32 {
        self.on_hand.saturating_sub(self.reserved)
    }

    /// The stock after an effect on so many pieces.
    pub fn apply(&self, effect: Effect, quantity: u32) -> Result<Stock, StockRefusal> {
        let (wanted, available, reserved) = (quantity, self.available(), self.reserved);
        let mut next = self.clone();
        match effect {
            Effect::Reserve if wanted > available => return Err(StockRefusal::Insufficient { wanted, available }),
            Effect::Take | Effect::Release if wanted > reserved => {
                return Err(StockRefusal::NotReserved { wanted, reserved });
            }
            Effect::Reserve => next.reserved += quantity,
            Effect::Release => next.reserved -= quantity,
            Effect::Take => {
                next.reserved -= quantity;
                next.on_hand =
                    next.on_hand.checked_sub(quantity).ok_or(StockRefusal::Insufficient { wanted, available })?;
                next.sold = next.sold.checked_add(quantity.into()).ok_or(StockRefusal::TooMany)?;
            }
            Effect::Restock => {
                let out = self.sold.saturating_sub(self.returned);
                if u64::from(quantity) > out {
                    return Err(StockRefusal::NotSold { wanted, out });
                }
                next.on_hand = next.on_hand.checked_add(quantity).ok_or(StockRefusal::TooMany)?;
                next.returned += u64::from(quantity);
            }
        }
        Ok(next)
    }

    /// The stock after the shelf was counted; not below what is promised.
    pub fn set_on_hand(&self, on_hand: u32) -> Result<Stock, StockRefusal> {
        let reserved = self.reserved;
        if on_hand < reserved {
            return Err(StockRefusal::BelowReserved { on_hand, reserved });
        }
        Ok(Stock { on_hand, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sampan_ids::Cell;

    fn empty() -> Stock {
        let cell = Cell::new(1);
        Stock::new(VariantId::compose(1, cell, 1), ListingId::compose(1, cell, 2), SellerId::compose(1, cell, 3))
    }

    #[test]
    fn each_refusal_names_the_figures() {
        let stock = empty().set_on_hand(5).unwrap().apply(Effect::Reserve, 3).unwrap();
        for (effect, quantity, refusal) in [
            (Effect::Reserve, 3, StockRefusal::Insufficient { wanted: 3, available: 2 }),
            (Effect::Take, 4, StockRefusal::NotReserved { wanted: 4, reserved: 3 }),
            (Effect::Release, 4, StockRefusal::NotReserved { wanted: 4, reserved: 3 }),
            (Effect::Restock, 1, StockRefusal::NotSold { wanted: 1, out: 0 }),
        ] {
            assert_eq!(stock.apply(effect, quantity), Err(refusal));
        }
        assert_eq!(stock.set_on_hand(2), Err(StockRefusal::BelowReserved { on_hand: 2, reserved: 3 }));
        assert_eq!(stock.set_on_hand(u32::MAX).unwrap().apply(Effect::Take, 3).unwrap().sold, 3);
    }

    proptest! {
        #[test]
        fn stock_is_never_oversold_and_nothing_is_lost(
            steps in prop::collection::vec((0u8..5, prop_oneof![0u32..12, any::<u32>()]), 0..200),
        ) {
            let mut stock = empty();
            let (mut counted, mut reserved, mut out) = (0i128, 0i128, 0i128);
            for (step, n) in steps {
                let effect = [Effect::Reserve, Effect::Take, Effect::Release, Effect::Restock].get(usize::from(step));
                let next = match effect {
                    Some(effect) => stock.apply(*effect, n),
                    None => stock.set_on_hand(n),
                };
                let n = i128::from(n);
                if let Ok(next) = next {
                    match effect {
                        Some(Effect::Reserve) => reserved += n,
                        Some(Effect::Take) => { reserved -= n; counted -= n; out += n }
                        Some(Effect::Release) => reserved -= n,
                        Some(Effect::Restock) => { counted += n; out -= n }
                        None => counted = n,
                    }
                    stock = next;
                } else if let Some(Effect::Reserve) = effect {
                    prop_assert!(n > counted - reserved, "a reservation that fits is never refused");
                }
                prop_assert_eq!(i128::from(stock.on_hand), counted);
                prop_assert_eq!(i128::from(stock.reserved), reserved);
                prop_assert_eq!(i128::from(stock.sold) - i128::from(stock.returned), out);
                prop_assert!(stock.reserved <= stock.on_hand);
                prop_assert_eq!(i128::from(stock.available()), counted - reserved);
            }
        }
    }
}
