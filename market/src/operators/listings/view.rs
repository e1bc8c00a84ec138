//! What the operator sees of listings.

use crate::catalog::StoredListing;
use crate::look::{Pager, Tab};
use crate::operators::acts::ActView;
use crate::operators::cursor::address;
use crate::page;
use sampan_ids::Timestamp;
use sampan_trade::Language;
use sampan_trade::listing::Status;
use sampan_trade::seller::Seller;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of the list of listings.
#[derive(Serialize, ToSchema)]
pub struct OperatorListingsView {
    /// The status that is shown; empty for all.
    pub status: String,
    /// What was searched for in titles and addresses.
    pub query: String,
    /// The seller's id, if one was asked for.
    pub seller: String,
    /// The listings.
    pub listings: Vec<OperatorListingRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(OperatorListingsView, "operators/pages/listings.html");

/// A listing as the operator sees it.
#[derive(Serialize, ToSchema)]
pub struct OperatorListingRow {
    /// Its id.
    pub id: String,
    /// Its title in the reader's language, or in another.
    pub title: String,
    /// The name in addresses.
    pub slug: String,
    /// The seller's id.
    pub seller: String,
    /// The seller's name.
    pub seller_name: String,
    /// Its shelf.
    pub category: String,
    /// `draft`, `published`, `unpublished` or `withdrawn`.
    pub status: &'static str,
    /// Why, where it was withdrawn.
    pub reason: String,
    /// When it last changed.
    #[schema(value_type = String)]
    pub changed_at: Timestamp,
}

impl OperatorListingRow {
    /// A listing's row in a language.
    pub fn of(stored: &StoredListing, sellers: &[Seller], lang: &str) -> OperatorListingRow {
        let listing = &stored.listing;
        let language = if lang.starts_with("zh") { Language::ZhHans } else { Language::En };
        let seller = sellers.iter().find(|seller| seller.id == listing.seller);
        let reason = match &listing.status {
            Status::Withdrawn { reason, .. } => reason.clone(),
            Status::Draft | Status::Published { .. } | Status::Unpublished => String::new(),
        };
        OperatorListingRow {
            id: listing.id.to_string(),
            title: listing.title(language).to_owned(),
            slug: listing.slug.clone(),
            seller: listing.seller.to_string(),
            seller_name: seller.map(|seller| seller.name.clone()).unwrap_or_default(),
            category: listing.category.as_str().to_owned(),
            status: listing.status.name(),
            reason,
            changed_at: stored.changed_at,
        }
    }

    /// The tone of its status.
    pub fn tone(&self) -> &'static str {
        match self.status {
            "published" => "done",
            "withdrawn" => "stop",
            _ => "",
        }
    }

    /// The key of its status in words.
    pub fn status_key(&self) -> String {
        format!("operators-listing-{}", self.status)
    }

    /// Its page on the operator's desk and below.
    pub fn path(&self, below: &str) -> String {
        format!("/operator/listings/{}{below}", self.id)
    }
}

/// One listing on the operator's desk.
#[derive(Serialize, ToSchema)]
pub struct OperatorListingView {
    /// The listing.
    pub listing: OperatorListingRow,
    /// Its texts.
    pub texts: Vec<OperatorListingText>,
    /// How many variants it has.
    pub variants: usize,
    /// What was done to it, the last first.
    pub acts: Vec<ActView>,
}
page!(OperatorListingView, "operators/pages/listing.html");

/// A listing's text in one language, without markup.
#[derive(Serialize, ToSchema)]
pub struct OperatorListingText {
    /// The language.
    pub lang: String,
    /// The title.
    pub title: String,
    /// The description.
    pub body: String,
}

impl OperatorListingsView {
    /// The statuses as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let tab = |status: &str, key: &str| Tab {
            label: s.t(key),
            href: address("/operator/listings", &[("status", status), ("q", &self.query), ("seller", &self.seller)]),
            count: None,
            current: self.status == status,
        };
        vec![
            tab("", "operators-all"),
            tab("published", "operators-listing-published"),
            tab("unpublished", "operators-listing-unpublished"),
            tab("draft", "operators-listing-draft"),
            tab("withdrawn", "operators-listing-withdrawn"),
        ]
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let asked = |after: &str| {
            let asked =
                [("status", self.status.as_str()), ("q", &self.query), ("seller", &self.seller), ("after", after)];
            address("/operator/listings", &asked)
        };
        Pager { next: self.next.as_deref().map(asked).unwrap_or_default(), ..Pager::default() }
    }
}
