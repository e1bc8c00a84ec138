//! What sellers offer: import from their present shop, readiness for each market, texts, stock, pictures.

pub mod fetch;
pub mod files;
pub mod handles;
pub mod import;
pub mod listings;
pub mod offers;
pub mod pictures;
pub mod shelf_counts;
pub mod store;

pub use files::PaperFiles;
pub use offers::{Offer, offers};
pub use shelf_counts::{ShelfCount, ShelfCounts};
pub use store::{HeldPapers, Listings, Pictures, Stocks, StoredListing, StoredPicture};

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new().merge(import::routes()).merge(listings::routes()).merge(pictures::routes()).merge(files::routes())
}
