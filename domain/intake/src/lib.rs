//! Reading the product file of a seller's present shop.
//!
//! A seller brings the file that Shopify or WooCommerce exports. Here it becomes products, checked and cleaned, and
//! every row that cannot be taken becomes a refusal that names the row, the field, what was found and what is wanted.
//! No row is lost: each ends in exactly one product or one refusal.
//!
//! ```
//! use sampan_intake::{Format, Item, read};
//! use std::io::Cursor;
//! let file = "Handle,Title,Variant Price,Option1 Name,Option1 Value\n\
//!             cherries,Dried cherries,12.30,Size,Small\n\
//!             cherries,,free,,Large\n";
//! let items: Vec<Item> = read(Cursor::new(file), Format::Shopify).unwrap().collect();
//! let Item::Refused(refused) = &items[0] else { panic!() };
//! assert_eq!((refused.row, refused.field.as_str(), refused.found.as_str()), (2, "Variant Price", "free"));
//! let Item::Product(product) = &items[1] else { panic!() };
//! assert_eq!((product.key.as_str(), &product.rows), ("cherries", &vec![1]));
//! ```
//!
//! How a file is read:
//!
//! - [`read`] goes through it twice, so that rows of one product are joined wherever they stand and memory stays small.
//! - A bad row is refused alone. Where it is the product's first (for WooCommerce: the product's own row), all rows of
//!   the product are refused, each by name: nothing stands in the shop by half.
//! - Of two rows with one SKU the first is taken and the second refused.
//! - Unknown is never zero: a weight of 0 or below one gram is no weight, a missing price is a refusal, one of 0 keeps a product off sale, a stock that is
//!   not told is none.
//! - Descriptions are cut down to an allow-list by [`clean`]; whoever shows them cleans again.
//! - Pictures keep only public addresses, see [`images`].
//! - [`export::RefusedCsv`] gives the refused rows back.
//!
//! The crate knows no database and no network. It reads from what it is given and keeps nothing.

mod cells;
mod decode;
pub mod export;
mod headers;
mod html;
pub mod images;
mod item;
pub mod limits;
mod reader;
mod records;
mod rows;
pub mod sample;
mod shopify;
mod woocommerce;

pub use headers::guess;
pub use html::{clean, plain};
pub use item::{Code, FileError, Incoming, IncomingVariant, Item, Notice, NoticeCode, Refused, Status};
pub use reader::{Progress, Reader, look, read};

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The shop system that a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Shopify's product CSV, in its older and newer columns.
    Shopify,
    /// WooCommerce's product CSV.
    WooCommerce,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 2] = [Format::Shopify, Format::WooCommerce];

    /// Its name on the command line and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Shopify => "shopify",
            Format::WooCommerce => "woocommerce",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(text: &str) -> Result<Format, String> {
        let known = Format::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(text));
        known.ok_or_else(|| format!("{:?} is no format; wanted shopify or woocommerce", cells::excerpt(text)))
    }
}

#[cfg(test)]
mod tests;
