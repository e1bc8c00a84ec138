//! Papers that go with a parcel, besides those that are made from its order: permits, certificates, licences. The law let
//! the goods go with them when they were ordered; the parcel leaves when every one of them holds on that day.

use super::{ActRefusal, Orders, Paper, Papers, Quotes, law};
use crate::catalog::HeldPapers;
use crate::catalog::files::{self, StoredFile};
use crate::declarations::{self, Facts};
use crate::pricing::Pricing;
use crate::vault::Vault;
use crate::{App, Mode};
use sampan_db::{Command, DbError, Moment, Needs, Rows};
use sampan_ids::{Date, ListingId, OrderId, SellerId};
use sampan_tariff::Paper as AskedPaper;
use sampan_trade::order::{Order, OrderKind, Refusal, State};
use sampan_trade::paper::{HeldPaper, LackingPaper, ListingPapers, NeededPaper, OrderPaper, OrderPapers, PaperRefusal};
use serde::{Deserialize, Serialize};

/// The kind of the row that holds an order's own [`OrderPapers`], sealed.
pub const ATTACHED: &str = "attached";

/// The papers of an order: those that the law asks for, and those that there are.
#[derive(Default)]
pub struct Attached {
    /// What was asked for when it was placed.
    pub asked: Vec<AskedPaper>,
    /// What was noted with the order.
    pub own: OrderPapers,
    /// What was noted with its listings.
    pub listings: Vec<ListingPapers>,
}

/// Of an answer only what is asked for.
#[derive(Deserialize)]
struct Answered {
    eligibility: Asks,
}

#[derive(Deserialize)]
struct Asks {
    #[serde(default)]
    papers: Vec<AskedPaper>,
}

/// The papers that the answer asks for which an order was placed with.
fn asked(quote: &str) -> Vec<AskedPaper> {
    serde_json::from_str::<Answered>(quote).map(|answer| answer.eligibility.papers).unwrap_or_default()
}

/// The line that a paper is for, from 0; none: every line.
fn line_of(paper: &AskedPaper) -> Option<usize> {
    paper.line.as_deref().and_then(|line| line.parse().ok())
}

fn listings(order: &Order) -> Vec<ListingId> {
    let mut ids: Vec<ListingId> = order.lines.iter().map(|line| line.listing).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The rows that [`Attached::of`] reads besides the order.
pub fn needs(order: &Order) -> Needs {
    Needs::one::<Quotes>(order.id).and::<Papers>((order.id, ATTACHED.to_owned())).all::<HeldPapers>(listings(order))
}

fn open(vault: &Vault, paper: &Paper) -> Option<OrderPapers> {
    vault.open_sealed(&format!("paper {} {ATTACHED}", paper.order), &paper.sealed).ok()
}

impl Attached {
    /// Out of a command's rows, which were named by [`needs`].
    pub fn of(rows: &Rows, vault: &Vault, order: &Order) -> Attached {
        let quote = rows.get::<Quotes>(&order.id).map_or(order.quote.as_str(), |quote| quote.text.as_str());
        let own = rows.get::<Papers>(&(order.id, ATTACHED.to_owned())).and_then(|paper| open(vault, paper));
        Attached {
            asked: asked(quote),
            own: own.unwrap_or_default(),
            listings: listings(order).iter().filter_map(|id| rows.get::<HeldPapers>(id).cloned()).collect(),
        }
    }

    /// Of papers that the law asks for by a parcel's carrier those that were not asked for when the order was placed.
    pub fn besides(&self, mut papers: Vec<AskedPaper>) -> Vec<AskedPaper> {
        papers.retain(|paper| {
            let same =
                |asked: &AskedPaper| asked.code == paper.code && (asked.line == paper.line || asked.line.is_none());
            !self.asked.iter().any(same)
        });
        papers
    }

    /// The same with papers that are asked for besides.
    pub fn and(mut self, besides: &[AskedPaper]) -> Attached {
        self.asked.extend_from_slice(besides);
        self
    }

    /// For a page, of an order that was read with its answer, with the papers that its parcel's carrier brings about.
    /// Nothing more is read where nothing is asked for.
    pub async fn find(app: &App, order: &Order, carriers: Vec<AskedPaper>) -> Result<Attached, DbError> {
        let placed = Attached { asked: asked(&order.quote), ..Attached::default() };
        let besides = placed.besides(carriers);
        let asked = placed.and(&besides).asked;
        if asked.is_empty() {
            return Ok(Attached::default());
        }
        let key = (order.id, ATTACHED.to_owned());
        let listings = listings(order).into_iter().map(|id| id.0);
        let (own, listings) =
            tokio::try_join!(app.db().find::<Papers>(&key), app.db().find_many::<HeldPapers>(listings))?;
        let own = own.and_then(|paper| open(app.vault(), &paper)).unwrap_or_default();
        Ok(Attached { asked, own, listings })
    }

    /// The papers that the parcel does not leave without.
    pub fn needed(&self) -> Vec<NeededPaper> {
        let holding = self.asked.iter().filter(|paper| paper.giver.holds_the_parcel());
        let needed = |paper: &AskedPaper| NeededPaper {
            kind: paper.code.clone(),
            line: line_of(paper),
            each_order: paper.is_for_each_order(),
        };
        holding.map(needed).collect()
    }

    /// The papers of a kind that there are, of the order and of its listings.
    pub fn of_kind(&self, code: &str) -> impl Iterator<Item = &HeldPaper> {
        let own = self.own.held.iter().map(|one| &one.paper);
        let all = own.chain(self.listings.iter().flat_map(|papers| &papers.held));
        all.filter(move |paper| paper.kind == code)
    }

    /// What keeps the parcel from leaving on a day.
    pub fn lacking(&self, order: &Order, on: Date) -> Vec<LackingPaper> {
        self.own.lacking(order, &self.needed(), &self.listings, on)
    }
}

/// Notes a paper for an order's parcel: with the order where each has one of its own, else with the listings of the lines
/// that need it.
pub struct Attach {
    /// The key that seals.
    pub vault: Vault,
    /// Whether invented firms will do.
    pub mode: Mode,
    /// The law, whose day is that of the decision.
    pub pricing: Pricing,
    /// Who asks.
    pub seller: SellerId,
    /// Of which order.
    pub order: OrderId,
    /// The line it is for, from 0; none: every line that needs it.
    pub line: Option<usize>,
    /// The paper.
    pub paper: HeldPaper,
    /// Its file, where one came.
    pub file: Option<StoredFile>,
}

/// Why a paper is not noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttachRefusal {
    /// The order stands against it.
    Act(ActRefusal),
    /// The paper does.
    Paper(PaperRefusal),
    /// Nothing asks this order's seller for such a paper.
    NotAsked,
}

impl From<ActRefusal> for AttachRefusal {
    fn from(refusal: ActRefusal) -> AttachRefusal {
        AttachRefusal::Act(refusal)
    }
}

impl From<PaperRefusal> for AttachRefusal {
    fn from(refusal: PaperRefusal) -> AttachRefusal {
        AttachRefusal::Paper(refusal)
    }
}

impl Command for Attach {
    type Reply = ();
    type Refusal = AttachRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let order = Needs::one::<Orders>(self.order);
        let Some(stored) = rows.peek::<Orders>(&self.order) else { return order };
        // The papers that this one may take the place of are sealed: files of listings can be told, others are asked for all.
        let own = rows.peek::<Papers>(&(self.order, ATTACHED.to_owned())).and_then(|paper| open(&self.vault, paper));
        let own = own.unwrap_or_default();
        let listings = listings(&stored.order).into_iter().filter_map(|id| rows.peek::<HeldPapers>(&id));
        let held = own.held.iter().map(|one| &one.paper).chain(listings.flat_map(|papers| &papers.held));
        let same = held.filter(|paper| (&paper.kind, &paper.number) == (&self.paper.kind, &self.paper.number));
        let parcel = declarations::needs(&stored.order);
        order.with(needs(&stored.order)).with(parcel).with(files::needs(same, self.file.as_ref()))
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), AttachRefusal> {
        let stored = rows.get::<Orders>(&self.order).filter(|stored| stored.order.seller == self.seller);
        let stored = stored.ok_or(ActRefusal::NotFound)?;
        let order = stored.order.clone();
        waits(&order).map_err(ActRefusal::Order)?;
        let facts = Facts::of(rows, &self.vault, self.mode, stored);
        let placed = Attached::of(rows, &self.vault, &order);
        let besides = placed.besides(law::papers(&self.pricing, &facts, at.now));
        let attached = placed.and(&besides);
        let mut needed = attached.needed();
        needed.retain(|one| {
            let is_for = self.line.is_none_or(|line| one.line.is_none_or(|own| own == line));
            one.kind == self.paper.kind && is_for
        });
        let exists = self.line.is_none_or(|line| line < order.lines.len());
        let Some(first) = needed.first().filter(|_| exists) else { return Err(AttachRefusal::NotAsked) };
        if first.each_order {
            let own = attached.own.with(OrderPaper { line: self.line, paper: self.paper.clone() })?;
            files::keep(rows, &attached.own.files(), &own.files(), self.file.as_ref());
            let sealed = self.vault.seal(&format!("paper {} {ATTACHED}", self.order), &own);
            rows.put::<Papers>(Paper { order: self.order, kind: ATTACHED.to_owned(), made: at.now, sealed });
            return Ok(());
        }
        let is_for = |n: usize| {
            self.line.is_none_or(|line| line == n) && needed.iter().any(|one| one.line.is_none_or(|own| own == n))
        };
        let lines = order.lines.iter().enumerate().filter(|(n, _)| is_for(*n));
        let mut listings: Vec<ListingId> = lines.map(|(_, line)| line.listing).collect();
        listings.sort_unstable();
        listings.dedup();
        // A file is of one listing, so that it goes when its paper does.
        let mut file = self.file.as_ref();
        for listing in listings {
            let known = rows.get::<HeldPapers>(&listing).cloned();
            let known = known.unwrap_or_else(|| ListingPapers::none(listing, self.seller));
            let brought = file.take();
            let named = self.paper.file.filter(|_| brought.is_some());
            let next = known.with(HeldPaper { file: named, ..self.paper.clone() })?;
            files::keep(rows, &known.files(), &next.files(), brought);
            rows.put::<HeldPapers>(next);
        }
        Ok(())
    }
}

/// Papers are noted until the parcel has left.
fn waits(order: &Order) -> Result<(), Refusal> {
    match &order.state {
        _ if matches!(order.kind, OrderKind::Service { .. }) => Err(Refusal::NoParcel),
        State::AwaitingPayment { .. } | State::Paid { .. } => Ok(()),
        State::Shipped { .. } | State::Delivered { .. } => Err(Refusal::AlreadyShipped),
        state => Err(Refusal::NotNow { state: state.name().to_owned() }),
    }
}
