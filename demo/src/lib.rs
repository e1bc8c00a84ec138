//! What the demonstration sells: invented sellers, their goods and services in English and Chinese.
//!
//! The catalogue is written for this project; no business in it exists. It lies as CSV in `demo/data`, so that it can
//! be read, corrected and extended without touching code, and is compiled into the program.
//!
//! ```
//! use sampan_demo::catalogue::{Category, catalogue};
//! let catalogue = catalogue();
//! let cherries = catalogue.listings.iter().find(|listing| listing.slug == "dried-tart-cherries").unwrap();
//! assert_eq!((cherries.category, cherries.hs.as_str()), (Category::DriedFruit, "08134090"));
//! assert_eq!(cherries.variants[0].price.to_string(), "11.50 USD");
//! ```

pub mod catalogue;
pub mod picture;
