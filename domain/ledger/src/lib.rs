//! Who holds what: accounts, and money that only ever moves from one account to another.
//!
//! A buyer in Chengdu pays; the yuan lie in the order's escrow. The parcel arrives; duty and tax go to what is owed to
//! the state, goods and delivery pass through the exchange account into dollars for the seller, and the platform's
//! fee leaves the seller's account in the same breath. Each of these is a [`Posting`]: one or more moves of an amount
//! from an account to an account. There is no other way to write one, so a posting that does not balance cannot be
//! written down, and an exchange is two moves through [`Account::Exchange`], one in each currency.
//!
//! ```
//! use sampan_ids::{Cell, OrderId, SellerId};
//! use sampan_ledger::{Account, Balances, Posting, Reason};
//! use sampan_money::{Currency, Money};
//!
//! let seller = SellerId::compose(1_800_000_000_000, Cell::new(7), 1);
//! let order = OrderId::compose(1_800_000_000_001, Cell::new(7), 2);
//! let yuan = Money::parse("712.00", Currency::CNY).unwrap();
//! let dollars = Money::parse("100.00", Currency::USD).unwrap();
//!
//! let paid = Posting::new(Reason::Paid, order.0)
//!     .moving(Account::provider("sandbox").unwrap(), Account::Escrow(order), yuan).unwrap();
//! let sold = Posting::new(Reason::Sale, order.0)
//!     .moving(Account::Escrow(order), Account::Exchange, yuan).unwrap()
//!     .moving(Account::Exchange, Account::Seller(seller), dollars).unwrap();
//!
//! let mut books = Balances::default();
//! for entry in paid.entries().iter().chain(&sold.entries()) {
//!     books.add(entry);
//! }
//! assert_eq!(books.of(&Account::Escrow(order), Currency::CNY), 0);
//! assert_eq!(books.of(&Account::Seller(seller), Currency::USD), 100_00);
//! assert!(books.unbalanced().is_empty());
//! ```
//!
//! The sign: what an account receives is positive, what it gives is negative. So escrow, the sellers and the tax owed
//! stand above zero, and a payment provider stands below it by what it has brought in.

mod account;
mod balances;
mod posting;

pub use account::{Account, Country, NotACountry, NotAnAccount, Provider};
pub use balances::Balances;
pub use posting::{Entry, LedgerError, Move, Posting, Reason};

#[cfg(test)]
mod tests;
