//! Who and when: ids that carry their cell, and the instant a decision is taken at.
//!
//! Sellers and buyers live in *cells*, and every id carries its cell in its own bits, so any row is found by its id
//! alone and a distributed database can keep an owner's rows together. An id is a UUIDv7 whose twelve bits after the
//! version hold the cell instead of chance; the other 62 random bits and the millisecond stay as they are.
//!
//! ```
//! use sampan_ids::{Cell, OrderId, SellerId};
//! let seller = SellerId::compose(1_800_000_000_000, Cell::new(7), 42);
//! let order = OrderId::compose(1_800_000_000_001, seller.cell(), 43);
//! assert_eq!(order.cell(), Cell::new(7));
//! assert_eq!(order.to_string().parse::<OrderId>().unwrap(), order);
//! ```
//!
//! Nothing here reads a clock or draws a random number: both come in as arguments.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

pub use jiff::civil::Date;
pub use jiff::{SignedDuration, Timestamp};

/// How many cells owners are spread over.
pub const CELLS: u16 = 64;

/// A slot that owners (sellers, buyers) and all that is theirs live in: 0 to [`CELLS`] − 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell(u16);

impl Cell {
    /// The cell of a number; numbers beyond the last cell wrap round.
    pub const fn new(number: u16) -> Cell {
        Cell(number % CELLS)
    }

    /// The cell's number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The cell that bits of a uuid name.
    pub const fn of(id: Uuid) -> Cell {
        let bytes = id.as_bytes();
        Cell::new((((bytes[6] & 0x0f) as u16) << 8) | bytes[7] as u16)
    }
}

/// The uuid of a millisecond, a cell and 62 random bits.
pub fn compose(millis: u64, cell: Cell, random: u64) -> Uuid {
    let mut bytes = [0u8; 16];
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6..8].copy_from_slice(&(0x7000 | cell.number()).to_be_bytes());
    bytes[8..].copy_from_slice(&((random & (u64::MAX >> 2)) | (1 << 63)).to_be_bytes());
    Uuid::from_bytes(bytes)
}

/// The uuid that a digest of something outside names (an e-mail address, an idempotency key): the same input gives the
/// same id, and its cell is spread by the digest.
pub fn from_digest(digest: &[u8; 32]) -> Uuid {
    let cell = Cell::new(u16::from_be_bytes([digest[16], digest[17]]));
    let mut bytes: [u8; 16] = digest[..16].try_into().expect("sixteen bytes of thirty-two");
    bytes[6..8].copy_from_slice(&(0x8000 | cell.number()).to_be_bytes());
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

/// Text that is no id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnId(pub String);

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no id", self.0)
    }
}
impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id of a millisecond, a cell and 62 random bits.
            pub fn compose(millis: u64, cell: Cell, random: u64) -> Self {
                Self(compose(millis, cell, random))
            }
            /// The cell that the thing lives in.
            pub fn cell(self) -> Cell {
                Cell::of(self.0)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(text.chars().take(64).collect()))
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )*};
}

ids! {
    /// Someone who signs in: a buyer, a member of a seller's staff, an operator.
    AccountId,
    /// A business that sells.
    SellerId,
    /// A product as the seller lists it, with one or more variants.
    ListingId,
    /// One buyable form of a listing; price, weight, code, origin and stock sit here.
    VariantId,
    /// One paying of a basket; makes one order for each seller in it.
    CheckoutId,
    /// What one buyer owes one seller and is owed by him.
    OrderId,
    /// One payment asked of a provider.
    PaymentId,
    /// One refund of an order, in part or in full.
    RefundId,
    /// A claim that the operator decides.
    ClaimId,
    /// A balanced set of ledger entries.
    PostingId,
    /// A message between buyer and seller on an order.
    MessageId,
    /// A run of an import.
    ImportId,
    /// An event in the outbox.
    EventId,
    /// The file of a paper.
    FileId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_cell_and_sorts_by_time() {
        for cell in 0..CELLS {
            let id = OrderId::compose(1_700_000_000_000, Cell::new(cell), u64::MAX);
            assert_eq!(id.cell().number(), cell);
            assert_eq!(id.0.get_version_num(), 7);
            assert!(id < OrderId::compose(1_700_000_000_001, Cell::new(0), 0));
        }
    }

    #[test]
    fn a_digest_names_one_id() {
        let digest = [0xab; 32];
        assert_eq!(from_digest(&digest), from_digest(&digest));
        assert!(Cell::of(from_digest(&digest)).number() < CELLS);
    }

    #[test]
    fn text_that_is_no_id_is_refused() {
        assert!("42".parse::<OrderId>().is_err());
    }
}
