//! What buyers look at: home, categories, search, shops, products, and the choice of language, place and currency.
//!
//! Lists come from the search index, page by page; the rows of one page are then read in three statements and priced in
//! memory, so a price is never older than the rates and the law it stands on. What the index is behind by, the rows put
//! right: whatever is no longer published, or whose seller may not sell, is left out.

mod address;
mod cards;
mod find;
mod front;
mod home;
pub mod index;
mod landed;
mod place;
mod preferences;
mod product;
mod shelves;
mod shops;
mod shown;
mod turns;
mod words;

pub(crate) use address::href;
pub use address::{listing_href, listing_in, shop_href};
pub(crate) use find::ask_index;
pub use index::{behind, index_all, index_changes, is_filled, ready};
pub use shelves::{Shelf, Shelves};
pub use words::{category_name, country_name, state_name};

use crate::App;
use crate::policy::Anyone;
use parking_lot::RwLock;
use sampan_web::Routes;
use std::sync::Arc;

/// What this capability remembers while the program runs.
#[derive(Default)]
pub struct Memory {
    /// What lies on which shelf.
    shelves: RwLock<Arc<Shelves>>,
    /// What was shown lately.
    pub(super) shown: shown::Shown,
    /// How far the search index has come.
    progress: tokio::sync::Mutex<Option<index::Progress>>,
    /// What the first page shows.
    front: front::Found,
    /// Classes of goods and rate cards that hits were priced by.
    known: landed::Known,
    /// Whose turn it is to look something up.
    turns: turns::Turns,
}

/// Names of the same goods in the languages that buyers write in.
pub fn synonyms() -> sampan_search::Synonyms {
    sampan_search::Synonyms::parse(include_str!("synonyms.txt"))
}

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/", home::home)
        .doc("The first page: shelves, the newest goods, services, sellers")
        .get(Anyone, "/categories/{category}", find::category)
        .doc("Everything on one shelf, page by page")
        .get(Anyone, "/search", find::search)
        .doc("Finds goods and services by words in any language, narrowed by shelf, state and kind")
        .get(Anyone, "/shops", shops::list)
        .doc("The sellers, newest first")
        .get(Anyone, "/shops/{shop}", shops::shop)
        .doc("One seller's shop")
        .get(Anyone, "/listings/{listing}", product::product)
        .doc("One product or service, with its price at the reader's door explained line by line")
        .post(Anyone, "/preferences", preferences::choose)
        .doc("Keeps the reader's language, place and currency")
        .get(Anyone, "/help", home::help)
        .doc("How buying works: the price, the money held, delivery, returns")
        .get(Anyone, "/about", home::about)
        .doc("What Sampan is")
        .get(Anyone, "/robots.txt", home::robots)
        .doc("What programs that collect pages may read")
        .page_only()
}

#[cfg(test)]
mod tests;
