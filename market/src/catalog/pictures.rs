//! Pictures: those that are stored are served for ever under the digest of their bytes; those that a shop's file names by
//! an address are fetched when they are asked for, and until then a neutral drawing stands in.

use crate::App;
use crate::catalog::listings::commands::Pictured;
use crate::catalog::listings::{EditView, find, refused, view};
use crate::catalog::{Listings, Pictures, StoredPicture, fetch};
use crate::policy::{SellerActs, SellerWho};
use sampan_ids::ListingId;
use sampan_web::{Anyone, Cx, Error, NoView, OrInternal, Reply, Routes, Upload};
use serde::Deserialize;
use uuid::Uuid;

/// Seconds that a picture may be kept: its address changes with its bytes.
const KEEP: u32 = 365 * 24 * 60 * 60;
/// Bytes of an uploaded picture.
pub(super) const MOST_BYTES: u64 = 5 * 1024 * 1024;
/// Seconds that a picture from another address may be kept: there it may change.
const KEEP_FETCHED: u32 = 24 * 60 * 60;
const STAND_IN_SVG: &str = include_str!("stand-in.svg");

/// The routes.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/pictures/{picture}", show)
        .page_only()
        .doc("Sends a picture")
        .post(SellerActs, "/seller/listings/{listing}/pictures", add)
        .uploads()
        .doc("Adds a picture to a listing")
        .post(SellerActs, "/seller/listings/{listing}/pictures/removal", remove)
        .doc("Takes a picture from a listing")
}

/// Where a listing's picture is shown from.
pub fn address(listing: ListingId, url_or_key: &str) -> String {
    match Uuid::try_parse(url_or_key) {
        Ok(id) => format!("/pictures/{id}"),
        Err(_) => format!("/pictures/{}?of={listing}", fetch::stored_under(url_or_key)),
    }
}

/// Which picture.
#[derive(Deserialize, utoipa::ToSchema)]
struct Which {
    /// Its id.
    picture: String,
    /// The listing that names it by an address.
    #[schema(value_type = Option<String>)]
    of: Option<ListingId>,
}

async fn show(cx: Cx<App>, _: Option<crate::accounts::Viewer>, which: Which) -> Result<Reply<NoView>, Error> {
    let id = Uuid::try_parse(&which.picture).map_err(|_| Error::NotFound)?;
    if let Some(stored) = cx.site.db().find::<Pictures>(&id).await.or_internal()? {
        let keep = if which.of.is_some() { KEEP_FETCHED } else { KEEP };
        return Ok(Reply::shown(stored.bytes, stored.media_type).keep(keep));
    }
    let listing = cx.site.find::<Listings>(which.of.ok_or(Error::NotFound)?).await?.listing;
    let named = listing.pictures.iter().find(|picture| fetch::stored_under(&picture.url_or_key) == id);
    cx.site.pictures().want(&named.ok_or(Error::NotFound)?.url_or_key, cx.site.now());
    Ok(Reply::svg(STAND_IN_SVG))
}

/// A new picture.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewPicture {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// PNG, JPEG or WebP.
    picture: Upload,
    /// What is to be seen.
    alt: Option<String>,
}

async fn add(cx: Cx<App>, who: SellerWho, new: NewPicture) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, new.listing).await?;
    if new.picture.size > MOST_BYTES {
        return Err(Error::TooLarge { limit: MOST_BYTES });
    }
    let bytes = std::fs::read(new.picture.path()).or_internal()?;
    let Some(media_type) = media_type(&bytes) else {
        let found = new.picture.file_name.chars().take(80).collect::<String>();
        return Err(Error::field("picture", &found, "a PNG, JPEG or WebP picture", "catalog_picture"));
    };
    let title = stored.listing.title(sampan_trade::Language::En).to_owned();
    let alt = new.alt.map(|alt| alt.trim().chars().take(255).collect()).filter(|alt: &String| !alt.is_empty());
    let add = Some((StoredPicture::new(media_type, bytes), alt.unwrap_or(title)));
    change(cx, who, Pictured { seller: who.seller, id: new.listing, add, remove: None }).await
}

/// The type that a file's first bytes show; drawings that could run scripts are none of them.
pub(super) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Which picture of a listing.
#[derive(Deserialize, utoipa::ToSchema)]
struct Gone {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// The address it comes from, or the key it is stored under.
    picture: String,
}

async fn remove(cx: Cx<App>, who: SellerWho, gone: Gone) -> Result<Reply<EditView>, Error> {
    let remove = Some(gone.picture);
    change(cx, who, Pictured { seller: who.seller, id: gone.listing, add: None, remove }).await
}

async fn change(cx: Cx<App>, who: SellerWho, change: Pictured) -> Result<Reply<EditView>, Error> {
    let id = change.id;
    cx.site.perform(who.seller, cx.once.as_ref(), change).await?.map_err(refused)?;
    let stored = find::listing(&cx.site, who.seller, id).await?;
    let notice = cx.shell.t("catalog-said-saved");
    Ok(Reply::done(view::of(&cx, who, &stored).await?, format!("/seller/listings/{id}")).notice(notice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_bytes_not_by_its_name() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"<svg onload=alert(1)>"[..], b"GIF89a", b"", b"RIFF\0\0\0\0WAVE"] {
            assert_eq!(media_type(other), None);
        }
    }

    #[test]
    fn a_picture_is_shown_from_here_wherever_it_comes_from() {
        let listing = ListingId(Uuid::nil());
        let far = address(listing, "https://example.com/a.jpg");
        assert!(far.starts_with("/pictures/") && far.ends_with(&format!("?of={listing}")), "{far}");
        let id = "01890000-0000-8003-8000-000000000001";
        assert_eq!(address(listing, id), format!("/pictures/{id}"));
    }
}
