//! Claims that nothing came: the queue with its deadlines. A claim's own page and its decision are the orders' slice's.

use super::cursor::{Cursor, PAGE, Tests, address, cut};
use crate::look::{Pager, Tab};
use crate::orders::{Claims, Orders, StoredOrder};
use crate::policy::OperatorWho;
use crate::{App, page, sellers};
use sampan_ids::Timestamp;
use sampan_money::Money;
use sampan_trade::claim::Claim;
use sampan_trade::order::State;
use sampan_trade::seller::Seller;
use sampan_web::{Cx, Error, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which claims.
#[derive(Deserialize, ToSchema)]
pub struct ClaimsAsked {
    /// `open` (as without) or `decided`.
    #[serde(default)]
    state: String,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

/// A page of the list of claims.
#[derive(Serialize, ToSchema)]
pub struct ClaimsView {
    /// `open` or `decided`.
    pub state: &'static str,
    /// Open ones: the most pressing first. Decided ones: the newest first.
    pub claims: Vec<ClaimRow>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(ClaimsView, "operators/pages/claims.html");

/// A claim in a list.
#[derive(Serialize, ToSchema)]
pub struct ClaimRow {
    /// Its id.
    pub id: String,
    /// The order's id.
    pub order: String,
    /// The order's number.
    pub number: String,
    /// The seller's id.
    pub seller: String,
    /// The seller's name.
    pub seller_name: String,
    /// What the buyer paid.
    #[schema(value_type = Option<Object>)]
    pub total: Option<Money>,
    /// Where it was to go.
    pub destination: String,
    /// The order's state.
    pub order_state: String,
    /// What the buyer says.
    pub text: String,
    /// When it was made.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// When it decides itself for the buyer.
    #[schema(value_type = Option<String>)]
    pub decide_by: Option<Timestamp>,
    /// How it ended.
    pub decision: Option<ClaimDecision>,
}

/// How a claim ended.
#[derive(Serialize, ToSchema)]
pub struct ClaimDecision {
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Whether the buyer got the money back.
    pub for_buyer: bool,
    /// Why.
    pub reason: String,
    /// The operator's account; none when the clock decided or the buyer withdrew it.
    pub by: Option<String>,
}

impl ClaimRow {
    fn of(claim: &Claim, order: Option<&StoredOrder>, sellers: &[Seller]) -> ClaimRow {
        let order = order.map(|stored| &stored.order);
        let seller = order.and_then(|order| sellers.iter().find(|seller| seller.id == order.seller));
        let decide_by = order.and_then(|order| match order.state {
            State::ClaimOpen { decide_by, .. } => Some(decide_by),
            _ => None,
        });
        ClaimRow {
            id: claim.id.to_string(),
            order: claim.order.to_string(),
            number: order.map(|order| order.number.clone()).unwrap_or_default(),
            seller: order.map(|order| order.seller.to_string()).unwrap_or_default(),
            seller_name: seller.map(|seller| seller.name.clone()).unwrap_or_default(),
            total: order.map(|order| order.amounts.total),
            destination: order.map(|order| order.destination.to_string()).unwrap_or_default(),
            order_state: order.map(|order| order.state.name().to_owned()).unwrap_or_default(),
            text: claim.text.clone(),
            at: claim.at,
            decide_by: decide_by.filter(|_| claim.decision.is_none()),
            decision: claim.decision.as_ref().map(|decision| ClaimDecision {
                at: decision.at,
                for_buyer: decision.for_buyer,
                reason: decision.reason.clone(),
                by: decision.by.map(|by| by.to_string()),
            }),
        }
    }
}

impl ClaimsView {
    /// Open and decided as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let tab = |state: &'static str, key: &str| Tab {
            label: s.t(key),
            href: address("/operator/claims", &[("state", state)]),
            count: None,
            current: self.state == state,
        };
        vec![tab("open", "operators-claims-open"), tab("decided", "operators-claims-decided")]
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let asked = |after: &str| address("/operator/claims", &[("state", self.state), ("after", after)]);
        Pager { next: self.next.as_deref().map(asked).unwrap_or_default(), ..Pager::default() }
    }
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: ClaimsAsked) -> Result<Reply<ClaimsView>, Error> {
    let app = &cx.site;
    let state = if asked.state == "decided" { "decided" } else { "open" };
    let mut tests = Tests::default();
    tests.add(|n| format!("t.state = ${n}"), state);
    let (columns, place) = (("t.opened_at", "t.claim_id"), Cursor::read(&asked.after));
    let order = if state == "open" {
        tests.after(columns, place);
        "t.opened_at, t.claim_id"
    } else {
        tests.before(columns, place);
        "t.opened_at desc, t.claim_id desc"
    };
    let (condition, values) = tests.page(order, PAGE);
    let mut claims = app.db().select::<Claims>(&condition, values).await.or_internal()?;
    let next = cut(&mut claims, PAGE, |claim| Cursor { at: claim.at.as_microsecond(), id: claim.id.0 });
    Ok(Reply::show(ClaimsView { state, claims: rows(app, &claims).await?, next }))
}

/// Claims with what is known of their orders, in two more statements.
async fn rows(app: &App, claims: &[Claim]) -> Result<Vec<ClaimRow>, Error> {
    let orders = app.db().find_many::<Orders>(claims.iter().map(|claim| claim.order.0)).await.or_internal()?;
    let shops = sellers::find_many(app.db(), orders.iter().map(|it| it.order.seller)).await.or_internal()?;
    let order = |claim: &Claim| orders.iter().find(|it| it.order.id == claim.order);
    Ok(claims.iter().map(|claim| ClaimRow::of(claim, order(claim), &shops)).collect())
}
