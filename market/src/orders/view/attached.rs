//! Papers of others that go with a parcel, as its seller sees them: how each stands, what is missing and what to do.

use crate::catalog::files::FileView;
use crate::catalog::listings::papers;
use crate::explain::{self, NeededPaper};
use crate::look::Choice;
use crate::orders::attached::Attached;
use sampan_ids::Date;
use sampan_tariff::Paper;
use sampan_trade::order::Order;
use sampan_trade::paper::{HeldPaper, Standing};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// A paper that goes with a parcel.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachedPaper {
    /// Which paper, by whom and when.
    #[serde(flatten)]
    pub paper: NeededPaper,
    /// `held`, `until`, `not_yet`, `expired` or `missing`: the worst of its lines; `checkout`, `market` or `border` for what
    /// is no matter of the seller's.
    pub state: &'static str,
    /// The same in words.
    pub says: String,
    /// Whether nothing more is to be done.
    pub holds: bool,
    /// The lines that it is for; none for what is no matter of the seller's.
    pub lines: Vec<AttachedLine>,
    /// The files of such papers, of the order and of its listings.
    pub files: Vec<FileView>,
}

/// How a paper stands for a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachedLine {
    /// The line, from 1.
    pub line: usize,
    /// Its title.
    pub title: String,
    /// `held`, `until`, `not_yet`, `expired` or `missing`.
    pub state: &'static str,
    /// What is missing and what to do, or empty.
    pub lacks: String,
    /// Papers noted with the listing that may go with this order as well.
    pub offered: Vec<OfferedPaper>,
}

/// A paper of a lot that its listing has.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedPaper {
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The first day on which it holds.
    pub from: String,
    /// The last one, or empty.
    pub to: String,
    /// How it stands, in words.
    pub says: String,
}

impl AttachedPaper {
    /// The colour of its badge.
    pub fn tone(&self) -> &'static str {
        match self.holds {
            _ if self.lines.is_empty() => "",
            true => "done",
            false => "wait",
        }
    }

    /// What is missing and what to do, line by line.
    pub fn lacking(&self) -> impl Iterator<Item = &AttachedLine> {
        self.lines.iter().filter(|line| !line.lacks.is_empty())
    }

    /// The name of a line in the list of what is wrong.
    pub fn field(&self, line: &AttachedLine) -> String {
        field(&self.paper.code, line.line)
    }
}

/// The name under which a paper that is missing for a line, from 1, is complained of.
pub fn field(code: &str, line: usize) -> String {
    format!("attached.{code}.{line}")
}

/// The papers that an order's goods were let go with, and how they stand on a day.
pub fn attached(order: &Order, known: &Attached, on: Date, s: &Shell) -> Vec<AttachedPaper> {
    let mut all: Vec<AttachedPaper> = Vec::new();
    for asked in &known.asked {
        if !all.iter().any(|paper| paper.paper.code == asked.code) {
            all.push(of_kind(order, known, asked, on, s));
        }
    }
    all
}

fn of_kind(order: &Order, known: &Attached, asked: &Paper, on: Date, s: &Shell) -> AttachedPaper {
    let paper = explain::paper(asked, s);
    if !asked.giver.holds_the_parcel() {
        let says = s.t(format!("orders-attached-{}", paper.giver));
        return AttachedPaper { state: paper.giver, says, holds: true, lines: Vec::new(), files: Vec::new(), paper };
    }
    let mut standings: Vec<(usize, Standing)> = Vec::new();
    for needed in known.needed().iter().filter(|needed| needed.kind == asked.code) {
        standings.extend(known.own.standings(order, needed, &known.listings, on));
    }
    standings.sort_unstable();
    standings.dedup_by_key(|(line, _)| *line);
    let worst = standings.iter().map(|(_, standing)| *standing).min().unwrap_or(Standing::Missing);
    let line = |(n, standing): &(usize, Standing)| {
        let bought = &order.lines[*n];
        let title = super::title(bought, s).0.to_owned();
        let lacks = if standing.holds() { String::new() } else { lacks(&paper, &title, *n, *standing, s) };
        let of_lot = asked.when == "per_lot" && !standing.holds();
        let listing = known.listings.iter().find(|papers| of_lot && papers.listing == bought.listing);
        let fits = |held: &&HeldPaper| held.kind == asked.code && held.on(on).holds();
        let offered = listing.into_iter().flat_map(|papers| papers.held.iter().filter(fits));
        let offered = offered.map(|held| OfferedPaper::of(held, on, s)).collect();
        AttachedLine { line: n + 1, title, state: standing.name(), lacks, offered }
    };
    let lines = standings.iter().map(line).collect();
    let says = papers::says(worst, s);
    let files = known.of_kind(&asked.code).filter_map(|held| FileView::of(held, "seller", s)).collect();
    AttachedPaper { state: worst.name(), says, holds: worst.holds(), lines, files, paper }
}

impl OfferedPaper {
    fn of(held: &HeldPaper, on: Date, s: &Shell) -> OfferedPaper {
        OfferedPaper {
            number: held.number.clone(),
            issuer: held.issuer.clone(),
            from: held.from.to_string(),
            to: held.to.map(|to| to.to_string()).unwrap_or_default(),
            says: papers::says(held.on(on), s),
        }
    }
}

/// That a paper is not there for a line, and what to do.
fn lacks(paper: &NeededPaper, title: &str, line: usize, standing: Standing, s: &Shell) -> String {
    let key = format!("orders-lacks-{}", standing.name().replace('_', "-"));
    let day = match standing {
        Standing::Expired { to } => s.day(to),
        Standing::NotYet { from } => s.day(from),
        Standing::Missing | Standing::Until { .. } | Standing::Held => String::new(),
    };
    let line = line + 1;
    let said = s.tn(
        key,
        &[("paper", &paper.name), ("issuer", &paper.issuer), ("title", &title), ("line", &line), ("day", &day)],
    );
    let act = match (paper.giver, paper.each_order) {
        ("buyer", _) => "orders-lacks-act-buyer",
        (_, true) => "orders-lacks-act-order",
        (_, false) => "orders-lacks-act-listing",
    };
    format!("{said}{}{}", s.t("orders-lacks-join"), s.t(act))
}

/// The papers to choose from when one is noted: what is missing first, each for every line that needs it or for one.
pub fn choices(attached: &[AttachedPaper], s: &Shell) -> Vec<Choice> {
    let mut all = Vec::new();
    let mut papers: Vec<&AttachedPaper> = attached.iter().filter(|paper| !paper.lines.is_empty()).collect();
    papers.sort_by_key(|paper| paper.holds);
    let only = papers.iter().filter(|paper| !paper.holds).count() == 1;
    for paper in papers {
        let name = paper.paper.name.as_str();
        all.push(Choice::new(paper.paper.code.as_str(), name, only && !paper.holds));
        for line in paper.lines.iter().filter(|_| paper.lines.len() > 1) {
            let label = s.t2("orders-attach-for", "paper", name, "title", line.title.as_str());
            all.push(Choice::new(format!("{}/{}", paper.paper.code, line.line), label, false));
        }
    }
    all
}

/// What a parcel's seller still has to get, by the names that [`field`] gives.
pub fn complaints(attached: &[AttachedPaper]) -> impl Iterator<Item = (String, &'static str, &str)> {
    attached.iter().flat_map(|paper| {
        paper.lacking().map(|line| {
            let code = match line.state {
                "expired" => "paper_expired",
                "not_yet" => "paper_not_yet",
                _ => "paper_missing",
            };
            (paper.field(line), code, line.lacks.as_str())
        })
    })
}

/// The line in `code/line`, from 0.
pub fn chosen(text: &str) -> (&str, Option<usize>) {
    match text.split_once('/') {
        Some((code, line)) => {
            (code, Some(line.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).unwrap_or(usize::MAX)))
        }
        None => (text, None),
    }
}
