//! Shelves that are counted by hand or by a file: the count, and what the shelf was taken to hold before. Without it the
//! moves of orders alone would not come to what lies there.

use super::Stocks;
use crate::{documents, new_id};
use sampan_db::{Moment, Rows};
use sampan_ids::{SellerId, Timestamp, VariantId};
use sampan_trade::stock::{Stock, StockRefusal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A count of a shelf that was there before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfCount {
    /// Its id, in the cell of its seller.
    pub id: Uuid,
    /// Which shelf.
    pub variant: VariantId,
    /// Whose.
    pub seller: SellerId,
    /// When.
    pub at: Timestamp,
    /// Pieces that were taken to lie there.
    pub before: u32,
    /// Pieces that were counted.
    pub after: u32,
}

documents! {
    /// Every count that changed a shelf.
    ShelfCounts: ShelfCount = "shelf_counts", count_id: Uuid = |c| c.id, {
        variant_id: id = |c| c.variant.0,
        counted_at: int = |c| c.at,
    }
}

/// Sets a shelf to what was counted; of a shelf that was there before, the count is written down. Says whether that changed
/// a shelf that was there.
pub fn count(rows: &mut Rows, at: &Moment, stock: &Stock, on_hand: u32) -> Result<bool, StockRefusal> {
    let known = rows.peek::<Stocks>(&stock.variant).is_some();
    let counted = stock.set_on_hand(on_hand)?;
    if known && counted == *stock {
        return Ok(false);
    }
    if known {
        rows.put::<ShelfCounts>(ShelfCount {
            id: new_id(at, stock.seller.cell()),
            variant: stock.variant,
            seller: stock.seller,
            at: at.now,
            before: stock.on_hand,
            after: on_hand,
        });
    }
    rows.put::<Stocks>(counted);
    Ok(known)
}
