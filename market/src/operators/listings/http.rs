//! Finding listings, taking them down, giving them back.

use super::commands::{NotWithdrawn, Withdraw};
use super::find::{Asked, find};
use super::view::{OperatorListingRow, OperatorListingText, OperatorListingView, OperatorListingsView};
use crate::App;
use crate::catalog::Listings;
use crate::operators::acts;
use crate::policy::OperatorWho;
use crate::sellers;
use sampan_ids::{ListingId, SellerId};
use sampan_trade::listing::ListingRefusal;
use sampan_web::{Cx, Error, FieldErrors, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

/// Signs of words.
const QUERY: usize = 200;

/// Which listings.
#[derive(Deserialize, ToSchema)]
pub struct ListingsAsked {
    /// `draft`, `published`, `unpublished`, `withdrawn`; empty for all.
    #[serde(default)]
    status: String,
    /// Words, or the listing's address. What is not published is also found by a part of its title or address.
    #[serde(default)]
    q: String,
    /// A seller's id.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seller: Option<SellerId>,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: ListingsAsked) -> Result<Reply<OperatorListingsView>, Error> {
    let db = cx.site.db();
    let known = ["draft", "published", "unpublished", "withdrawn"];
    let status = known.into_iter().find(|known| *known == asked.status).unwrap_or_default();
    let words: String = asked.q.trim().chars().take(QUERY).collect();
    let (seller, after, lang) = (asked.seller, asked.after.as_str(), cx.shell.lang);
    let (found, next) = find(&cx.site, &Asked { words: &words, status, seller, after, lang }).await?;
    let shops = sellers::find_many(db, found.iter().map(|stored| stored.listing.seller)).await.or_internal()?;
    Ok(Reply::show(OperatorListingsView {
        status: status.to_owned(),
        query: words,
        seller: asked.seller.map(|seller| seller.to_string()).unwrap_or_default(),
        listings: found.iter().map(|stored| OperatorListingRow::of(stored, &shops, cx.shell.lang)).collect(),
        next,
    }))
}

/// Which listing.
#[derive(Deserialize, ToSchema)]
pub struct ListingAsked {
    #[schema(value_type = String)]
    listing: ListingId,
}

pub async fn show(cx: Cx<App>, _: OperatorWho, asked: ListingAsked) -> Result<Reply<OperatorListingView>, Error> {
    Ok(Reply::show(view(&cx, asked.listing).await?))
}

async fn view(cx: &Cx<App>, id: ListingId) -> Result<OperatorListingView, Error> {
    let app = &cx.site;
    let stored = app.find::<Listings>(id).await?;
    let shops = sellers::find_many(app.db(), [stored.listing.seller]).await.or_internal()?;
    let texts = stored.listing.texts.iter().map(|(language, text)| OperatorListingText {
        lang: language.to_string(),
        title: text.title.clone(),
        body: sampan_intake::plain(&text.body_html, 5_000),
    });
    Ok(OperatorListingView {
        listing: OperatorListingRow::of(&stored, &shops, cx.shell.lang),
        texts: texts.collect(),
        variants: stored.listing.variants.len(),
        acts: acts::on(app, id.0).await?,
    })
}

/// Why a listing is taken down.
#[derive(Deserialize, ToSchema)]
pub struct ListingReason {
    #[schema(value_type = String)]
    listing: ListingId,
    /// For the seller to read.
    #[serde(default)]
    reason: String,
}

pub async fn withdraw(
    cx: Cx<App>,
    who: OperatorWho,
    asked: ListingReason,
) -> Result<Reply<OperatorListingView>, Error> {
    change(cx, who, asked.listing, Some(asked.reason)).await
}

pub async fn reinstate(
    cx: Cx<App>,
    who: OperatorWho,
    asked: ListingAsked,
) -> Result<Reply<OperatorListingView>, Error> {
    change(cx, who, asked.listing, None).await
}

async fn change(
    cx: Cx<App>,
    who: OperatorWho,
    listing: ListingId,
    reason: Option<String>,
) -> Result<Reply<OperatorListingView>, Error> {
    let app = &cx.site;
    let seller = app.find::<Listings>(listing).await?.listing.seller;
    let owners = sellers::owners(app.db(), seller).await.or_internal()?;
    let command = Withdraw { vault: app.vault().clone(), listing, owners, by: who.account, reason };
    match app.perform(listing, cx.once.as_ref(), command).await? {
        Ok(()) => {
            let done = cx.shell.t("operators-done");
            Ok(Reply::done(view(&cx, listing).await?, format!("/operator/listings/{listing}")).notice(done))
        }
        Err(NotWithdrawn::Unknown) => Err(Error::NotFound),
        Err(NotWithdrawn::Refused(ListingRefusal::Text(why))) => {
            let wrong = FieldErrors::one("reason", "", &why.to_string(), why.code());
            Ok(Reply::again(view(&cx, listing).await?, wrong))
        }
        Err(NotWithdrawn::Refused(why)) => Err(Error::refused(why.code(), &[])),
    }
}
