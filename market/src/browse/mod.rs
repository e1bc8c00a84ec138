//! What buyers look at: home, categories, search, shops, products, and the choice of language, place and currency.

use crate::App;
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}

/// Puts every published listing into the search index.
pub async fn index_all(_app: &App) -> Result<u64, anyhow::Error> {
    Ok(0)
}
