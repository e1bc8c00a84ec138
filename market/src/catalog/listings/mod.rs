//! The seller's desk of listings: the table and what is done to many at once, one listing and its form, what is missing
//! in one table, texts out and back, where a listing is sold.

pub mod codes;
pub mod commands;
pub mod edit;
pub mod facts;
pub mod find;
pub mod gaps;
pub mod list;
pub mod markets;
pub mod new;
pub mod papers;
pub mod parse;
pub mod texts;
pub mod view;
mod words;

#[cfg(test)]
mod tests;

pub use view::EditView;
pub use words::{listing_refused, missing_words, refused};

use crate::App;
use crate::policy::{SellerActs, SellerReads};
use sampan_web::Routes;

/// The routes.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(SellerReads, "/seller/listings", list::list)
        .doc("Lists the seller's listings")
        .post(SellerActs, "/seller/listings", new::create)
        .doc("Makes a listing by hand")
        .get(SellerReads, "/seller/listings/new", new::show)
        .doc("Shows the form of a new listing")
        .post(SellerActs, "/seller/listings/particulars", list::particulars)
        .doc("Gives one code and origin to many listings")
        .post(SellerActs, "/seller/listings/publications", list::publications)
        .doc("Shows to buyers all of many listings that are ready")
        .get(SellerReads, "/seller/listings/gaps", gaps::show)
        .doc("Lists every variant that lacks a weight, a code or an origin")
        .post(SellerActs, "/seller/listings/gaps", gaps::fill)
        .doc("Fills in weights, codes and origins of many variants")
        .get(SellerReads, "/seller/listings/{listing}", edit::show)
        .doc("Shows a listing to its seller")
        .post(SellerActs, "/seller/listings/{listing}", edit::save)
        .doc("Saves a listing")
        .post(SellerActs, "/seller/listings/{listing}/publication", edit::publish)
        .doc("Shows a listing to buyers")
        .post(SellerActs, "/seller/listings/{listing}/unpublication", edit::unpublish)
        .doc("Takes a listing down")
        .post(SellerActs, "/seller/listings/{listing}/variants", edit::add_variant)
        .doc("Adds a variant to a listing")
        .post(SellerActs, "/seller/listings/{listing}/variants/{variant}/removal", edit::remove_variant)
        .doc("Takes a variant from a listing")
        .post(SellerActs, "/seller/listings/{listing}/papers", papers::note)
        .uploads()
        .doc("Notes a paper that the seller has for a listing, with the days it holds")
        .post(SellerActs, "/seller/listings/{listing}/papers/removal", papers::forget)
        .doc("Forgets a paper of a listing")
        .get(SellerReads, "/seller/listings/{listing}/markets", markets::show)
        .doc("Tells where a listing is sold, at what price, and why not")
        .get(SellerReads, "/seller/codes", codes::codes)
        .doc("Suggests tariff codes for a description")
        .get(SellerReads, "/seller/texts", texts::page)
        .doc("Lists titles in every language, and shows how the table of texts goes out and comes back")
        .post(SellerActs, "/seller/texts", texts::fill)
        .doc("Saves titles in several languages at once")
        .get(SellerReads, "/seller/texts.csv", texts::export)
        .doc("Sends all texts of the seller as a table")
        .post(SellerActs, "/seller/texts.csv", texts::import)
        .uploads()
        .doc("Takes a table of texts back")
}
