//! What the operator sees of sellers.

use crate::browse::state_name;
use crate::look::{Pager, Tab, Tally};
use crate::operators::acts::ActView;
use crate::operators::cursor::address;
use crate::page;
use crate::sellers::view::{status_reason, status_tone};
use sampan_ids::Timestamp;
use sampan_trade::seller::Seller;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of the list of sellers.
#[derive(Serialize, ToSchema)]
pub struct OperatorSellersView {
    /// The status that is shown; empty for all.
    pub status: String,
    /// The part of the name that was asked for.
    pub query: String,
    /// How many there are of each status.
    pub counts: Vec<StatusCount>,
    /// The sellers.
    pub sellers: Vec<OperatorSellerRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(OperatorSellersView, "operators/pages/sellers.html");

/// How many sellers have a status.
#[derive(Serialize, ToSchema)]
pub struct StatusCount {
    /// The status.
    pub status: String,
    /// How many.
    #[serde(flatten)]
    pub count: Tally,
}

/// A seller as the operator sees it.
#[derive(Serialize, ToSchema)]
pub struct OperatorSellerRow {
    /// Its id.
    pub id: String,
    /// The business name.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// The state's postal code.
    pub state: &'static str,
    /// The state's name.
    pub state_name: &'static str,
    /// The city.
    pub city: String,
    /// `applied`, `approved`, `declined` or `suspended`.
    pub status: &'static str,
    /// Why, where it was declined or suspended.
    pub reason: String,
    /// When it applied.
    #[schema(value_type = String)]
    pub applied_at: Timestamp,
    /// Whether the address is confirmed.
    pub email_confirmed: bool,
    /// When the terms were accepted.
    #[schema(value_type = Option<String>)]
    pub terms_accepted: Option<Timestamp>,
    /// The seller's own fee in per cent, where it has one.
    pub fee_percent: Option<String>,
}

impl OperatorSellerRow {
    /// A seller's row.
    pub fn of(seller: &Seller) -> OperatorSellerRow {
        let applied = crate::columns::millis_of(seller.id.0);
        OperatorSellerRow {
            id: seller.id.to_string(),
            name: seller.name.clone(),
            slug: seller.slug.clone(),
            state: seller.state.code(),
            state_name: seller.state.name(),
            city: seller.city.clone(),
            status: seller.status.name(),
            reason: status_reason(&seller.status).to_owned(),
            applied_at: Timestamp::from_millisecond(applied).unwrap_or_default(),
            email_confirmed: seller.email_confirmed,
            terms_accepted: seller.terms_accepted,
            fee_percent: seller.fee_percent.map(|percent| percent.normalize().to_string()),
        }
    }

    /// The state's name as a reader calls it.
    fn state_said(&self, s: &Shell) -> String {
        self.state.parse().map_or_else(|_| self.state.to_owned(), |state| state_name(state, s))
    }

    /// The tone of its status.
    pub fn tone(&self) -> &'static str {
        status_tone(self.status)
    }

    /// The key of its status in words.
    pub fn status_key(&self) -> String {
        format!("operators-seller-{}", self.status)
    }

    /// Where it is approved.
    pub fn approval(&self) -> String {
        format!("/operator/sellers/{}/approval", self.id)
    }

    /// Whether it may be approved as it is.
    pub fn approvable(&self) -> bool {
        self.status != "approved" && self.email_confirmed && self.terms_accepted.is_some()
    }
}

/// One seller on the operator's desk.
#[derive(Serialize, ToSchema)]
pub struct OperatorSellerView {
    /// The seller.
    pub seller: OperatorSellerRow,
    /// Everyone's fee in per cent.
    pub usual_fee_percent: String,
    /// Its listings.
    pub listings: i64,
    /// Of these, published.
    pub published: i64,
    /// Its orders.
    pub orders: i64,
    /// What was done to it, the last first.
    pub acts: Vec<ActView>,
}
page!(OperatorSellerView, "operators/pages/seller.html");

impl OperatorSellersView {
    /// The statuses as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let all = self.counts.iter().fold(Tally::default(), |all, each| all.and(each.count));
        let count = |status: &str| {
            self.counts.iter().find(|each| each.status == status).map(|each| each.count).unwrap_or_default()
        };
        let tab = |status: &str, key: &str, count: Tally| Tab {
            label: s.t(key),
            href: address("/operator/sellers", &[("status", status), ("q", &self.query)]),
            count: Some(count),
            current: self.status == status,
        };
        vec![
            tab("applied", "operators-seller-applied", count("applied")),
            tab("approved", "operators-seller-approved", count("approved")),
            tab("suspended", "operators-seller-suspended", count("suspended")),
            tab("declined", "operators-seller-declined", count("declined")),
            tab("all", "operators-all", all),
        ]
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let asked = |after: &str| {
            address("/operator/sellers", &[("status", &self.status), ("q", &self.query), ("after", after)])
        };
        let next = self.next.as_deref().map(asked).unwrap_or_default();
        Pager { next, ..Pager::default() }
    }
}
