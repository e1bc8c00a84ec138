//! Listings and their stock, looked for under the seller who asks.

use crate::App;
use crate::catalog::{Listings, Stocks, StoredListing};
use sampan_db::Value;
use sampan_ids::{ListingId, SellerId, VariantId};
use sampan_trade::stock::Stock;
use sampan_web::{Error, OrInternal};
use std::collections::HashMap;

/// A listing of the seller's, or "not found".
pub async fn listing(app: &App, seller: SellerId, id: ListingId) -> Result<StoredListing, Error> {
    let stored = app.find::<Listings>(id).await?;
    if stored.listing.seller == seller { Ok(stored) } else { Err(Error::NotFound) }
}

/// Which listings of a seller's.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    /// Of this status alone.
    pub status: Option<&'a str>,
    /// Whose addresses hold these words.
    pub words: Option<String>,
    /// Goods alone.
    pub goods: bool,
    /// Behind this one, in the order of the list.
    pub after: Option<ListingId>,
}

/// So many listings of a seller's, the newest first.
pub async fn page(app: &App, seller: SellerId, wanted: &Wanted<'_>, most: usize) -> Result<Vec<StoredListing>, Error> {
    let mut sql = String::from("where t.seller_id = $1");
    let mut values: Vec<Value> = vec![seller.0.into()];
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(status) = wanted.status {
        add(" and t.status = ?", status.into());
    }
    if let Some(words) = &wanted.words {
        add(" and t.slug like ?", format!("%{words}%").as_str().into());
    }
    if wanted.goods {
        add(" and t.kind = ?", "goods".into());
    }
    if let Some(after) = wanted.after {
        add(" and t.listing_id < ?", after.0.into());
    }
    add(" order by t.listing_id desc limit ?", i64::try_from(most).unwrap_or(i64::MAX).into());
    app.db().select::<Listings>(&sql, values).await.or_internal()
}

/// What lies on the shelf of each variant of listings.
pub async fn stocks(app: &App, listings: &[ListingId]) -> Result<HashMap<VariantId, Stock>, Error> {
    let ids = Value::Ids(listings.iter().map(|id| id.0).collect());
    let stocks = app.db().select::<Stocks>("where t.listing_id in {ids $1}", vec![ids]).await.or_internal()?;
    Ok(stocks.into_iter().map(|stock| (stock.variant, stock)).collect())
}
