//! What if the law were another: a draft of rows against the present book, over a whole catalogue.
//!
//! A [`Change`] is a draft: files of the book, or a few rows in short form. A [`Study`] lays it over the present book and
//! quotes every offer (a listing in a market) by both, but only where a row of the draft can touch it. It looks at a
//! chunk of listings at a time, so that callers share chunks among threads and add up what comes out: the same
//! catalogue gives the same [`Report`], however it was cut.
//!
//! ```
//! use sampan_tariff::whatif::{Assumptions, Change, Listing, Offer, Study, Tally};
//! use sampan_tariff::{Book, Settings};
//! let book = Book::built_in();
//! let draft = "market,measure,regime,hs,origin,rate,from\nSG,gst,,0809.29,US,+3%,2027-01-01\n";
//! let change = Change::read("GST on cherries", draft, &book).unwrap();
//! let rates = serde_json::from_str(r#"[{"base": "USD", "quote": "SGD", "rate": "1.30", "date": "2026-06-01", "source": "example"}]"#);
//! let study = Study::new(&book, &change, &Settings::demo(), None, rates.unwrap(), Assumptions::default()).unwrap();
//! let listing = Listing {
//!     id: "cherries".into(), seller: "orchard".into(), state: "MI".into(),
//!     line: serde_json::from_str(r#"{"id": "1", "hs": "0809.29", "origin": "US", "quantity": 1,
//!         "unit_price": {"amount": "40.00", "currency": "USD"}, "net_weight_g": "2000"}"#).unwrap(),
//!     service: None,
//!     offers: vec![Offer::to("SG"), Offer::to("CN")],
//! };
//! let report = study.report(study.look(&[listing]));
//! assert_eq!((report.offers, report.touched, report.total.dearer), (2, 1, 1));
//! assert_eq!(report.total.price_change.unwrap().to_string(), "2.8");
//! ```
//!
//! A service is looked at in the same way where a row about services can touch it; its kind stands where goods have a code.
//!
//! What people would do about another price is not known to any book. Where the operator enters elasticities, the report
//! works demand, money raised and jobs out by them and names them as assumptions; where none is entered it says nothing.

mod again;
mod assumptions;
mod change;
mod effect;
mod listing;
mod raise;
mod report;
mod scope;
mod study;
pub mod synthetic;
mod tally;

pub use again::{Again, Difference, again};
pub use assumptions::{Assumptions, BadAssumption, Elasticity};
pub use change::{CHANGE_MAX_BYTES, Change};
pub use listing::{Listing, Offer, Way};
pub use report::{Band, Changed, Group, Impact, MeasureChange, Report, RowUse};
pub use scope::Scope;
pub use study::Study;
pub use tally::{LISTED_MAX, Tally};

#[cfg(test)]
mod tests;
