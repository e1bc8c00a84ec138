//! What the operator sees of drafts and their reports.

use super::charts;
use super::http::TEXT_MAX;
use super::store::{Assumed, Draft, State, StoredReport, Work};
use super::tables::{Names, TABLES};
use crate::look::{self, Chart};
use crate::{App, explain, page};
use sampan_ids::{Date, Timestamp};
use sampan_money::Money;
use sampan_tariff::whatif::{Changed, Group, Impact, Report};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// Rows of a table on the page; all of them are in its CSV.
const ROWS: usize = 15;

/// Drafts, and a form for a new one.
#[derive(Serialize, ToSchema)]
pub struct DraftsView {
    /// The drafts, the one changed last first.
    pub drafts: Vec<DraftRow>,
    /// The version of the book in use.
    pub book_version: String,
}
page!(DraftsView, "whatif/pages/drafts.html");

impl DraftsView {
    /// Most characters of a draft.
    pub fn most(&self) -> String {
        TEXT_MAX.to_string()
    }

    /// What the form for a new draft begins with.
    pub fn form(&self) -> DraftForm {
        DraftForm::default()
    }
}

/// A draft in a list.
#[derive(Serialize, ToSchema)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `draft` or `published`.
    pub state: &'static str,
    /// When its first row begins, once it is published.
    #[schema(value_type = Option<String>)]
    pub first_day: Option<Date>,
    /// `none`, `study` or `tell`: what a worker is about.
    pub work: &'static str,
    /// When it was last changed.
    #[schema(value_type = String)]
    pub changed_at: Timestamp,
}

impl DraftRow {
    /// A draft's row.
    pub fn of(draft: &Draft) -> DraftRow {
        let first_day = match draft.state {
            State::Draft => None,
            State::Published { first_day, .. } => Some(first_day),
        };
        DraftRow {
            id: draft.id.to_string(),
            name: draft.name.clone(),
            state: draft.state.name(),
            first_day,
            work: draft.work.name(),
            changed_at: draft.changed_at,
        }
    }

    /// Its first day in words, or nothing.
    pub fn first(&self, s: &Shell) -> String {
        self.first_day.map(|day| s.day(day)).unwrap_or_default()
    }

    /// The tone of its state.
    pub fn tone(&self) -> &'static str {
        if self.state == "published" { "done" } else { "" }
    }
}

/// What is typed for a draft.
#[derive(Default, Serialize, ToSchema)]
pub struct DraftForm {
    /// What it is called.
    pub name: String,
    /// Its rows.
    pub text: String,
    /// The day whose law is looked at.
    pub day: String,
    /// Elasticities.
    pub elasticities: String,
    /// Jobs for a million dollars.
    pub jobs_per_million: String,
    /// Pieces a year without known sales.
    pub pieces_a_year: String,
}

/// A draft with what it would do.
#[derive(Serialize, ToSchema)]
pub struct DraftView {
    /// The draft in short.
    pub draft: DraftRow,
    /// As it is typed.
    pub form: DraftForm,
    /// How far a worker is: listings looked at, and all.
    pub looked: Option<[u64; 2]>,
    /// Why it could not be worked out, or empty.
    pub failed: String,
    /// Whether it can be taken back.
    pub can_withdraw: bool,
    /// What it would do, if that was worked out.
    pub report: Option<ReportView>,
}
page!(DraftView, "whatif/pages/draft.html");

/// A report as it is shown; its full tables are CSV.
#[derive(Serialize, ToSchema)]
pub struct ReportView {
    /// When it was worked out.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Whether draft or book have changed since.
    pub stale: bool,
    /// Everything, as the command line writes it.
    #[schema(value_type = Object)]
    pub report: Report,
    /// Sellers beyond those that are kept.
    pub sellers_more: u64,
    /// The charts.
    #[schema(value_type = Vec<Object>)]
    pub charts: Vec<Chart>,
    /// The tables by group.
    #[serde(skip)]
    pub groups: Vec<GroupTable>,
    /// Offers with another price, no longer sold, newly sold.
    #[serde(skip)]
    pub lists: Vec<OfferTable>,
    /// What was assumed, as one sentence each.
    #[serde(skip)]
    pub assumed: Vec<String>,
}

/// What happens to groups of one kind.
pub struct GroupTable {
    /// `destinations`, `states`, `headings`, `sellers`.
    pub name: &'static str,
    /// The rows.
    pub rows: Vec<GroupRow>,
    /// How many there are besides.
    pub more: usize,
}

/// What happens to a group.
pub struct GroupRow {
    /// What it is called.
    pub label: String,
    /// Its page, or empty.
    pub href: String,
    /// What happens to it.
    pub impact: Impact,
}

impl GroupRow {
    /// The change in per cent with its sign.
    pub fn change(&self) -> String {
        signed(&self.impact)
    }

    /// What duty and tax in a year change by.
    pub fn raised(&self) -> Option<Money> {
        raised(&self.impact)
    }
}

/// Offers that change in one way.
pub struct OfferTable {
    /// `changed`, `stopped`, `started`.
    pub name: &'static str,
    /// The rows.
    pub rows: Vec<OfferRow>,
    /// How many are listed in the CSV besides.
    pub more: usize,
}

/// One offer.
pub struct OfferRow {
    /// The listing's title.
    pub title: String,
    /// The listing's page.
    pub href: String,
    /// The seller's name.
    pub seller: String,
    /// The market's name.
    pub place: String,
    /// One piece landed, by the present law.
    pub before: Option<Money>,
    /// The same with the draft.
    pub after: Option<Money>,
    /// The change in per cent, or why it is sold no more.
    pub says: String,
}

/// A change in per cent with its sign, or a dash where nothing is sold by both laws.
fn signed(impact: &Impact) -> String {
    match impact.price_change {
        None => "–".to_owned(),
        Some(change) if change.is_sign_negative() && !change.is_zero() => format!("−{} %", change.abs()),
        Some(change) => format!("+{change} %"),
    }
}

fn raised(impact: &Impact) -> Option<Money> {
    impact.year_after?.minus(impact.year_before?).ok()
}

impl DraftView {
    /// A draft, with its report if there is one.
    pub fn of(draft: &Draft, report: Option<StoredReport>, names: &Names, app: &App, s: &Shell) -> DraftView {
        let Assumed { elasticities, jobs_per_million, pieces_a_year } = draft.assumed.clone();
        let today = app.pricing().today();
        DraftView {
            draft: DraftRow::of(draft),
            form: DraftForm {
                name: draft.name.clone(),
                text: draft.text.clone(),
                day: draft.day.map(|day| day.to_string()).unwrap_or_default(),
                elasticities,
                jobs_per_million,
                pieces_a_year,
            },
            looked: match draft.work {
                Work::Study { looked, of } => Some([looked, of]),
                Work::Tell { told, .. } => Some([told, 0]),
                Work::Idle | Work::Failed { .. } => None,
            },
            failed: match &draft.work {
                Work::Failed { why } => why.clone(),
                Work::Idle | Work::Study { .. } | Work::Tell { .. } => String::new(),
            },
            can_withdraw: matches!(draft.state, State::Published { first_day, .. } if first_day > today),
            report: report.map(|report| ReportView::of(draft, report, names, app, s)),
        }
    }

    /// Most characters of a draft.
    pub fn most(&self) -> String {
        TEXT_MAX.to_string()
    }

    /// Whether it is published.
    pub fn published(&self) -> bool {
        self.draft.state == "published"
    }

    /// The work that goes on, as a bar.
    pub fn work(&self, s: &Shell) -> look::Work {
        let [done, of] = self.looked.unwrap_or_default();
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let key = if self.draft.work == "tell" { "whatif-telling" } else { "whatif-working" };
        look::Work { words: s.t(key), done: count(done), of: count(of.max(done)), finished: false, ask: String::new() }
    }
}

impl ReportView {
    fn of(draft: &Draft, stored: StoredReport, names: &Names, app: &App, s: &Shell) -> ReportView {
        let report = stored.report;
        let published = matches!(draft.state, State::Published { .. });
        let groups = [
            ("destinations", &report.by_destination),
            ("states", &report.by_state),
            ("headings", &report.by_heading),
            ("sellers", &report.by_seller),
        ];
        let lists = [("changed", &report.changed), ("stopped", &report.stopped), ("started", &report.started)];
        debug_assert!(groups.iter().map(|g| g.0).chain(lists.iter().map(|l| l.0)).all(|name| TABLES.contains(&name)));
        ReportView {
            at: stored.at,
            stale: !published && (stored.serial != draft.serial || report.book != app.book().version()),
            sellers_more: stored.sellers_more,
            charts: charts::of(&report, s),
            groups: groups.into_iter().map(|(name, groups)| group_table(name, groups, names, s)).collect(),
            lists: lists
                .into_iter()
                .filter(|(_, list)| !list.is_empty())
                .map(|(name, list)| offer_table(name, list, names, s))
                .collect(),
            assumed: assumed(&report, s),
            report,
        }
    }

    /// The change of all prices in per cent with its sign.
    pub fn change(&self) -> String {
        signed(&self.report.total)
    }

    /// What was looked at and how much of it is hit, in a sentence.
    pub fn says(&self, s: &Shell) -> String {
        let report = &self.report;
        let counts = [report.total.listings, report.listings, report.touched, report.offers].map(|n| s.number(n));
        let [hit, listings, touched, offers] = &counts;
        let (day, at) = (s.day(report.date), s.minute(self.at));
        s.tn(
            "whatif-says",
            &[
                ("hit", hit),
                ("listings", listings),
                ("touched", touched),
                ("offers", offers),
                ("day", &day),
                ("at", &at),
            ],
        )
    }

    /// What duty and tax in a year change by.
    pub fn raised(&self) -> Option<Money> {
        raised(&self.report.total)
    }

    /// Rows of the draft that no offer is charged by.
    pub fn unused(&self) -> Vec<&str> {
        let rows = self.report.rows.iter().filter(|row| row.offers == 0);
        rows.map(|row| row.rule.as_str()).take(ROWS).collect()
    }
}

/// Every assumption as a sentence, so that no figure of demand stands without them.
fn assumed(report: &Report, s: &Shell) -> Vec<String> {
    let taken = &report.assumptions;
    let mut all = Vec::new();
    for each in &taken.elasticities {
        let value = each.value.to_string();
        all.push(match each.hs.as_str() {
            "" => s.t1("whatif-assumed-elasticity", "value", value.as_str()),
            hs => s.t2("whatif-assumed-elasticity-of", "hs", hs, "value", value.as_str()),
        });
    }
    if let Some(jobs) = taken.jobs_per_million {
        all.push(s.t1("whatif-assumed-jobs", "jobs", jobs.to_string().as_str()));
    }
    if let Some(pieces) = taken.pieces_a_year {
        all.push(s.t1("whatif-assumed-pieces", "pieces", s.number(pieces).as_str()));
    }
    all
}

fn group_table(name: &'static str, groups: &[Group], names: &Names, s: &Shell) -> GroupTable {
    let row = |group: &Group| {
        let (label, href) = match name {
            "destinations" => (explain::place(&group.key, s), String::new()),
            "sellers" => (names.seller(&group.key).to_owned(), format!("/operator/sellers/{}", group.key)),
            "headings" => (charts::heading(&group.key, s), String::new()),
            _ => (group.key.clone(), String::new()),
        };
        GroupRow { label, href, impact: group.impact.clone() }
    };
    let hit: Vec<&Group> = groups.iter().filter(|group| group.impact.listings > 0).collect();
    GroupTable {
        name,
        rows: hit.iter().take(ROWS).map(|group| row(group)).collect(),
        more: hit.len().saturating_sub(ROWS),
    }
}

fn offer_table(name: &'static str, list: &[Changed], names: &Names, s: &Shell) -> OfferTable {
    let row = |of: &Changed| OfferRow {
        title: names.listing(&of.listing).to_owned(),
        href: format!("/operator/listings/{}", of.listing),
        seller: names.seller(&of.seller).to_owned(),
        place: explain::place(&of.destination, s),
        before: of.before,
        after: of.after,
        says: match (of.permille, &of.reason) {
            (Some(permille), _) => {
                signed(&Impact { price_change: Some(sampan_money::Decimal::new(permille, 1)), ..Impact::default() })
            }
            (None, Some(reason)) => explain::reason(reason, s).text,
            (None, None) => String::new(),
        },
    };
    OfferTable { name, rows: list.iter().take(ROWS).map(row).collect(), more: list.len().saturating_sub(ROWS) }
}
