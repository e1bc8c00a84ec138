//! The papers that an order's goods go with, as its buyer hears of them: who brings each, and which the seller has not got.

use super::lots::Lot;
use super::view::OrdersView;
use crate::App;
use crate::catalog::HeldPapers;
use crate::explain::{self, NeededPaper};
use sampan_ids::ListingId;
use sampan_tariff::Answer;
use sampan_trade::paper::{ListingPapers, Standing};
use sampan_web::{Error, OrInternal, Shell};
use serde::Serialize;

/// A paper that an order's goods go with.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LotPaper {
    /// Which paper, by whom and when.
    #[serde(flatten)]
    pub paper: NeededPaper,
    /// Who brings it where that is not the seller, or that the seller has not got it yet; else empty.
    pub says: String,
    /// The listings that need it of their seller once for all orders.
    #[serde(skip)]
    listings: Vec<ListingId>,
}

/// The papers of an order, each kind once. What the seller has of them is told by [`with_held`].
pub fn papers(lot: &Lot<'_>, answer: &Answer, s: &Shell) -> Vec<LotPaper> {
    let of = |paper: NeededPaper| {
        let asked = answer.eligibility.papers.iter().filter(|asked| asked.code == paper.code);
        let line = |asked: &sampan_tariff::Paper| asked.line.as_deref().and_then(|line| line.parse::<usize>().ok());
        let listing = |n: usize| lot.lines.get(n).map(|line| line.stored.listing.id);
        let of_line = |asked: &sampan_tariff::Paper| match line(asked) {
            Some(n) => listing(n).into_iter().collect::<Vec<_>>(),
            None => lot.lines.iter().map(|line| line.stored.listing.id).collect(),
        };
        let (says, listings) = match paper.giver {
            "seller" if paper.each_order => (String::new(), Vec::new()),
            "seller" => (String::new(), asked.flat_map(of_line).collect()),
            other => (s.t(format!("checkout-paper-{other}")), Vec::new()),
        };
        LotPaper { paper, says, listings }
    };
    explain::papers_once(answer, s).into_iter().map(of).collect()
}

/// Says of each paper that its seller should have at hand whether it is there today.
pub async fn with_held(mut view: OrdersView, app: &App, s: &Shell) -> Result<OrdersView, Error> {
    let papers = || view.orders.iter().flat_map(|order| &order.papers);
    let mut listings: Vec<uuid::Uuid> = papers().flat_map(|paper| &paper.listings).map(|id| id.0).collect();
    if listings.is_empty() {
        return Ok(view);
    }
    listings.sort_unstable();
    listings.dedup();
    let held: Vec<ListingPapers> = app.db().find_many::<HeldPapers>(listings).await.or_internal()?;
    let today = app.pricing().today();
    let holds = |listing: &ListingId, code: &str| {
        let papers = held.iter().find(|papers| papers.listing == *listing);
        papers.map_or(Standing::Missing, |papers| papers.on(code, today)).holds()
    };
    for paper in view.orders.iter_mut().flat_map(|order| &mut order.papers) {
        if !paper.listings.iter().all(|listing| holds(listing, &paper.paper.code)) {
            paper.says = s.t("checkout-paper-missing");
        }
    }
    Ok(view)
}
