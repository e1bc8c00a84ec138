//! The marketplace's own rules: what may be sold, what becomes of an order, and whose money is whose at every moment.
//!
//! A seller in Michigan lists dried cherries; a buyer in Chengdu pays for two bags; the money lies in escrow until the
//! cherries are there; then duty and tax are owed to the state, the seller has his dollars, the platform its fee. If
//! anything goes wrong on the way, every part goes back exactly where it came from. All of it is decided here by
//! functions of plain data: what stands, what is asked, what time it is. They return what becomes of it (the new
//! state, the postings, what happens to stock, who is told what) or the fact that stands against it; storing and
//! sending are done by others. So there is no clock, no chance and no database in this crate, and its tests are tables.
//!
//! ```
//! use sampan_ids::{Cell, ListingId, SellerId, VariantId};
//! use sampan_trade::stock::{Effect, Stock, StockRefusal};
//!
//! let cell = Cell::new(7);
//! let stock = Stock::new(VariantId::compose(1, cell, 1), ListingId::compose(1, cell, 2), SellerId::compose(1, cell, 3));
//! let stock = stock.set_on_hand(5).unwrap();
//! let stock = stock.apply(Effect::Reserve, 3).unwrap();
//! assert_eq!(stock.available(), 2);
//! assert_eq!(stock.apply(Effect::Reserve, 3), Err(StockRefusal::Insufficient { wanted: 3, available: 2 }));
//! ```
//!
//! An order's life is in [`order`]: `order::decide(&order, command, now)`. Every state of it has an exit, by the clock
//! at the latest ([`order::Order::due`]), so neither money nor stock is ever stranded; [`verify`] re-adds all of it
//! from the stored facts, without using what decided them.

pub mod allowance;
pub mod checkout;
pub mod claim;
pub mod codes;
pub mod listing;
pub mod message;
pub mod order;
pub mod paper;
pub mod rates;
pub mod seller;
pub mod statement;
pub mod stock;
pub mod terms;
pub mod verify;

pub use codes::{HsCode, Language, UsState};
pub use sampan_ledger::{Country, Provider};
