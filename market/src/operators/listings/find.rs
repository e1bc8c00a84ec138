//! Which listings an operator means by words or an address. What is published is found as buyers find it, by the search
//! index; what is not, of which there is little, by its title and address in the database.

use crate::App;
use crate::browse;
use crate::catalog::{Listings, StoredListing};
use crate::operators::cursor::{Cursor, PAGE, Tests, cut};
use sampan_ids::SellerId;
use sampan_search::Query;
use sampan_web::{Error, OrInternal};

/// Listings that are not published shown before those that are.
const ASIDE: usize = 20;

/// What is asked for.
pub struct Asked<'a> {
    /// The words as they were typed, or none.
    pub words: &'a str,
    /// `draft`, `published`, `unpublished`, `withdrawn`; empty for all.
    pub status: &'a str,
    /// Only of a seller.
    pub seller: Option<SellerId>,
    /// Where the list goes on.
    pub after: &'a str,
    /// The reader's language.
    pub lang: &'a str,
}

/// The listings of a page, and where the list goes on.
pub async fn find(app: &App, asked: &Asked<'_>) -> Result<(Vec<StoredListing>, Option<String>), Error> {
    if let Some(id) = browse::listing_in(asked.words) {
        let found = app.db().find::<Listings>(&id).await.or_internal()?;
        let meant = |stored: &StoredListing| {
            (asked.status.is_empty() || stored.listing.status.name() == asked.status)
                && asked.seller.is_none_or(|seller| stored.listing.seller == seller)
        };
        return Ok((found.into_iter().filter(meant).collect(), None));
    }
    match asked.status {
        "" | "published" if asked.words.is_empty() => newest(app, asked, false, PAGE).await,
        "published" => published(app, asked).await,
        "" if !asked.after.is_empty() => published(app, asked).await,
        "" => {
            let (mut found, _) = newest(app, asked, true, ASIDE).await?;
            let (published, next) = published(app, asked).await?;
            found.extend(published);
            Ok((found, next))
        }
        _ => newest(app, asked, true, PAGE).await,
    }
}

/// The best matches first.
async fn published(app: &App, asked: &Asked<'_>) -> Result<(Vec<StoredListing>, Option<String>), Error> {
    let query = Query {
        text: asked.words.to_owned(),
        lang: asked.lang.to_owned(),
        owner: asked.seller.map(|seller| seller.0),
        limit: PAGE,
        after: sampan_search::Cursor::parse(asked.after),
        ..Query::default()
    };
    let found = browse::ask_index(app, query).await?;
    // Where nothing has all the words, a list of what has some of them would not be what was asked for.
    let hits = if found.relaxed { Vec::new() } else { found.hits };
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let mut listings = app.db().find_many::<Listings>(ids.iter().copied()).await.or_internal()?;
    // The index follows within two seconds.
    listings.retain(|stored| stored.listing.is_published());
    listings.sort_by_key(|stored| ids.iter().position(|id| *id == stored.listing.id.0));
    Ok((listings, found.next.filter(|_| !ids.is_empty()).map(|cursor| cursor.to_string())))
}

/// The last changed first; of what is not published alone, which has an index of its own.
async fn newest(
    app: &App,
    asked: &Asked<'_>,
    is_aside: bool,
    page: usize,
) -> Result<(Vec<StoredListing>, Option<String>), Error> {
    let mut tests = Tests::default();
    if is_aside {
        tests.always("t.status <> 'published'");
    }
    if !asked.status.is_empty() {
        tests.add(|n| format!("t.status = ${n}"), asked.status);
    }
    if let Some(seller) = asked.seller {
        tests.add(|n| format!("t.seller_id = ${n}"), seller.0);
    }
    tests.like(&["t.slug", "lower(t.body)"], asked.words);
    tests.before(("t.changed_at", "t.listing_id"), Cursor::read(asked.after));
    let (condition, values) = tests.page("t.changed_at desc, t.listing_id desc", page);
    let mut found = app.db().select::<Listings>(&condition, values).await.or_internal()?;
    let place = |stored: &StoredListing| Cursor { at: stored.changed_at.as_microsecond(), id: stored.listing.id.0 };
    let next = cut(&mut found, page, place);
    Ok((found, next))
}
