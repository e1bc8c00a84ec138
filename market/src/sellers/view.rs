//! What sellers' pages show, for programs too.

use crate::page;
use sampan_trade::UsState;
use sampan_trade::seller::{Seller, Status, Step};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// The form to join, or what comes after it.
#[derive(Serialize, ToSchema)]
pub struct SellerJoinView {
    /// The states to choose from.
    pub states: Vec<StateName>,
    /// Whether the form was sent and a letter is on its way.
    pub sent: bool,
}
page!(SellerJoinView, "sellers/pages/join.html");

/// A US state.
#[derive(Serialize, ToSchema)]
pub struct StateName {
    /// Its postal code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
}

impl SellerJoinView {
    /// The form, or what comes after it.
    pub fn new(sent: bool) -> SellerJoinView {
        let states = UsState::all().map(|state| StateName { code: state.code(), name: state.name() }).collect();
        SellerJoinView { states, sent }
    }

    /// The states as choices.
    pub fn choices(&self) -> Vec<crate::look::Choice> {
        self.states.iter().map(|state| crate::look::Choice::new(state.code, state.name, false)).collect()
    }
}

/// The marketplace's terms; the words are on the page.
#[derive(Serialize, ToSchema)]
pub struct TermsView {
    /// The platform's fee on goods and delivery, in per cent.
    pub fee_percent: String,
    /// Days until escrow is released after delivery.
    pub release_days: i64,
    /// Days in which an order must be sent.
    pub ship_days: i64,
}
page!(TermsView, "sellers/pages/terms.html");

/// A seller's day.
#[derive(Serialize, ToSchema)]
pub struct SellerTodayView {
    /// The business name.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// `applied`, `approved`, `declined` or `suspended`.
    pub status: &'static str,
    /// Why, where it was declined or suspended.
    pub reason: String,
    /// What is done and what is left.
    pub checklist: Vec<ChecklistStep>,
    /// How many steps are left.
    pub left: usize,
    /// Paid orders that wait to be sent.
    pub to_ship: i64,
    /// Services that are booked.
    pub booked: i64,
    /// Parcels on their way.
    pub on_the_way: i64,
    /// Claims that the operator decides.
    pub claims: i64,
    /// Orders on which the buyer wrote last.
    pub unanswered: i64,
    /// Published listings.
    pub published: i64,
    /// All listings.
    pub listings: i64,
}
page!(SellerTodayView, "sellers/pages/today.html");

/// A step on the way to selling.
#[derive(Serialize, ToSchema)]
pub struct ChecklistStep {
    /// Its code.
    pub step: &'static str,
    /// Whether it is done.
    pub done: bool,
    /// Where it is done; empty where nothing is left to the seller.
    pub href: &'static str,
}

impl SellerTodayView {
    /// The steps of a seller with so many listings.
    pub fn steps(seller: &Seller, listings: i64, published: i64) -> Vec<ChecklistStep> {
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        let item = |item: sampan_trade::seller::ChecklistItem| {
            let (step, href) = match item.step {
                Step::ConfirmEmail => ("confirm-email", "/account"),
                Step::AcceptTerms => ("accept-terms", "/seller/settings"),
                Step::Approval => ("approval", ""),
                Step::RateCard => ("rate-card", "/seller/rates"),
                Step::FirstListing => ("first-listing", "/seller/imports"),
                Step::FirstPublished => ("first-published", "/seller/listings"),
            };
            ChecklistStep { step, done: item.done, href }
        };
        seller.checklist(count(listings), count(published)).into_iter().map(item).collect()
    }

    /// How the shop stands, in a sentence.
    pub fn sentence(&self, s: &Shell) -> String {
        s.t1(format!("sellers-status-{}", self.status), "reason", &self.reason)
    }

    /// The tone of that sentence.
    pub fn tone(&self) -> &'static str {
        status_tone(self.status)
    }
}

/// The tone of a status.
pub fn status_tone(status: &str) -> &'static str {
    match status {
        "approved" => "done",
        "applied" => "wait",
        _ => "stop",
    }
}

/// The reason that a status carries.
pub fn status_reason(status: &Status) -> &str {
    match status {
        Status::Declined { reason } | Status::Suspended { reason } => reason,
        Status::Applied | Status::Approved { .. } => "",
    }
}
