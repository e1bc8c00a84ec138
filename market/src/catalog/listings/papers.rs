//! A listing's papers: what the law asks for where it is sold, what its seller has, and how that stands today.

use super::markets::Market;
use super::parse::Typed;
use super::{EditView, find, view};
use crate::App;
use crate::catalog::HeldPapers;
use crate::catalog::files::{self, FileView, StoredFile};
use crate::explain::NeededPaper;
use crate::look::Choice;
use crate::policy::SellerWho;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{Date, ListingId, SellerId};
use sampan_trade::paper::{HeldPaper, ListingPapers, PaperRefusal, Standing};
use sampan_web::{Cx, Error, FieldErrors, Reply, Shell, Upload};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A paper that some destination asks for.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AskedPaper {
    /// The stable code.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Who issues it.
    pub issuer: String,
    /// By when or how often, and how long it takes to get.
    pub when: String,
    /// Where it is asked for.
    pub places: Vec<String>,
    /// `held`, `until`, `not_yet`, `expired` or `missing`; `each_order` for one that is asked for when an order is packed;
    /// `buyer`, `checkout`, `market` or `border` for one that someone else brings.
    pub state: String,
    /// The same in words.
    pub says: String,
}

/// A paper that the seller has noted.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct NotedPaper {
    /// The stable code of its kind.
    pub code: String,
    /// What it is; its code where no destination asks for it any more.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// How it stands, in words.
    pub says: String,
    /// Its file, where there is one.
    pub file: Option<FileView>,
}

/// What is asked for and what there is.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
pub struct PapersPart {
    /// What is asked for.
    pub asked: Vec<AskedPaper>,
    /// What there is.
    pub held: Vec<NotedPaper>,
}

impl AskedPaper {
    /// The colour of its badge.
    pub fn tone(&self) -> &'static str {
        match self.state.as_str() {
            "held" | "until" => "done",
            "missing" | "expired" | "not_yet" => "wait",
            _ => "",
        }
    }
}

impl PapersPart {
    /// The kinds to choose from.
    pub fn kinds(&self) -> Vec<Choice> {
        let own = self
            .asked
            .iter()
            .filter(|paper| !matches!(paper.state.as_str(), "buyer" | "checkout" | "market" | "border"));
        own.map(|paper| Choice::new(paper.code.as_str(), paper.name.as_str(), false)).collect()
    }
}

/// How a paper stands, in words.
pub fn says(standing: Standing, s: &Shell) -> String {
    let key = format!("catalog-paper-{}", standing.name().replace('_', "-"));
    match standing {
        Standing::Until { to } | Standing::Expired { to } => s.t1(key, "day", s.day(to)),
        Standing::NotYet { from } => s.t1(key, "day", s.day(from)),
        Standing::Missing | Standing::Held => s.t(key),
    }
}

/// The papers of a listing as they stand on a day.
pub fn part(markets: &[Market], papers: Option<&ListingPapers>, on: Date, s: &Shell) -> PapersPart {
    let mut asked: BTreeMap<&str, AskedPaper> = BTreeMap::new();
    for (market, paper) in markets.iter().flat_map(|market| market.papers.iter().map(move |paper| (market, paper))) {
        let (state, words) = stands(paper, papers, on, s);
        let known = asked.entry(&paper.code).or_insert_with(|| AskedPaper {
            code: paper.code.clone(),
            name: paper.name.clone(),
            issuer: paper.issuer.clone(),
            when: paper.when.clone(),
            places: Vec::new(),
            state: state.to_owned(),
            says: words,
        });
        if known.places.last() != Some(&market.place) {
            known.places.push(market.place.clone());
        }
    }
    let noted = |paper: &HeldPaper| NotedPaper {
        name: asked.get(paper.kind.as_str()).map_or_else(|| paper.kind.clone(), |known| known.name.clone()),
        code: paper.kind.clone(),
        number: paper.number.clone(),
        issuer: paper.issuer.clone(),
        says: says(paper.on(on), s),
        file: FileView::of(paper, "seller", s),
    };
    let held = papers.into_iter().flat_map(|papers| &papers.held).map(noted).collect();
    PapersPart { held, asked: asked.into_values().collect() }
}

/// How a paper stands for a listing: what each order has of its own is not missing here, nor what another brings.
fn stands(paper: &NeededPaper, papers: Option<&ListingPapers>, on: Date, s: &Shell) -> (&'static str, String) {
    let standing = papers.map_or(Standing::Missing, |papers| papers.on(&paper.code, on));
    match paper.giver {
        "seller" if paper.each_order && standing == Standing::Missing => {
            ("each_order", s.t("catalog-paper-each-order"))
        }
        "seller" => (standing.name(), says(standing, s)),
        other => (other, s.t(format!("catalog-paper-{other}"))),
    }
}

/// A paper as the seller typed it.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PaperTyped {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// The code of its kind.
    kind: Option<String>,
    /// Its number.
    number: Option<String>,
    /// Who issued it.
    issuer: Option<String>,
    /// The first day on which it holds.
    from: Option<String>,
    /// The last one; blank: without end.
    to: Option<String>,
    /// A scan or print of it: PDF, JPEG or PNG, at most 5 MB.
    file: Option<Upload>,
}

/// Notes a paper, or forgets one.
struct Keep {
    seller: SellerId,
    listing: ListingId,
    what: What,
}

enum What {
    Note(HeldPaper, Option<StoredFile>),
    Forget { kind: String, number: String },
}

impl Command for Keep {
    type Reply = ();
    type Refusal = PaperRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let (kind, number, brought) = match &self.what {
            What::Note(paper, brought) => (&paper.kind, &paper.number, brought.as_ref()),
            What::Forget { kind, number } => (kind, number, None),
        };
        let known = rows.peek::<HeldPapers>(&self.listing).into_iter().flat_map(|papers| &papers.held);
        let same = known.filter(|paper| (&paper.kind, &paper.number) == (kind, number));
        Needs::one::<HeldPapers>(self.listing).with(files::needs(same, brought))
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), PaperRefusal> {
        let known = rows.get::<HeldPapers>(&self.listing).cloned();
        let known = known.unwrap_or_else(|| ListingPapers::none(self.listing, self.seller));
        let next = match &self.what {
            What::Note(paper, _) => known.with(paper.clone())?,
            What::Forget { kind, number } => known.without(kind, number),
        };
        let brought = match &self.what {
            What::Note(_, brought) => brought.as_ref(),
            What::Forget { .. } => None,
        };
        files::keep(rows, &known.files(), &next.files(), brought);
        if next != known {
            rows.put::<HeldPapers>(next);
        }
        Ok(())
    }
}

/// A paper's fields as they were typed, each with the name it has in its form: kind, number, issuer, first day, last day.
pub type Typing<'a> = [(&'a str, Option<&'a str>); 5];

/// Reads a paper; everything that makes no sense is named.
pub fn read(app: &App, [kind, number, issuer, from, to]: Typing<'_>) -> Result<HeldPaper, FieldErrors> {
    let mut typed = Typed::default();
    let mut text = |(field, text): (&str, Option<&str>)| {
        let read = typed.text(field, text, 120);
        typed.need(field, read)
    };
    let (code, no, by) = (text(kind), text(number), text(issuer));
    let first = typed.day(from.0, from.1);
    let first = typed.need(from.0, first);
    let last = typed.day(to.0, to.1);
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        typed.errors.add(to.0, &last.to_string(), "a day not before the first", "catalog_paper_ends");
    }
    if let Some(code) = code.as_deref().filter(|code| !is_known(app, code)) {
        typed.errors.add(kind.0, code, "one of the list", "catalog_choice");
    }
    match (code, no, by, first) {
        (Some(kind), Some(number), Some(issuer), Some(from)) if typed.errors.is_empty() => {
            Ok(HeldPaper { kind, number, issuer, from, to: last, file: None })
        }
        _ => Err(typed.errors),
    }
}

/// Notes a paper of a listing.
pub async fn note(cx: Cx<App>, who: SellerWho, typed: PaperTyped) -> Result<Reply<EditView>, Error> {
    let stored = find::listing(&cx.site, who.seller, typed.listing).await?;
    let typing: Typing<'_> = [
        ("kind", typed.kind.as_deref()),
        ("number", typed.number.as_deref()),
        ("issuer", typed.issuer.as_deref()),
        ("from", typed.from.as_deref()),
        ("to", typed.to.as_deref()),
    ];
    let read = read(&cx.site, typing);
    let file = match &read {
        Ok(paper) => files::taken(&cx.site, (who.seller, typed.listing.0, &paper.kind), "file", typed.file).await?,
        Err(_) => Ok(None),
    };
    match (read, file) {
        (Ok(paper), Ok(file)) => {
            let (file, stored) = file.unzip();
            keep(&cx, who, typed.listing, What::Note(HeldPaper { file, ..paper }, stored)).await
        }
        (Err(errors), _) | (_, Err(errors)) => Ok(Reply::again(view::of(&cx, who, &stored).await?, errors)),
    }
}

/// Whether the book knows a kind of paper.
fn is_known(app: &App, kind: &str) -> bool {
    app.book().markets().any(|market| market.paper(kind).is_some())
}

/// Which paper.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct WhichPaper {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// The code of its kind.
    #[serde(default)]
    kind: String,
    /// Its number.
    #[serde(default)]
    number: String,
}

/// Forgets a paper of a listing.
pub async fn forget(cx: Cx<App>, who: SellerWho, which: WhichPaper) -> Result<Reply<EditView>, Error> {
    find::listing(&cx.site, who.seller, which.listing).await?;
    let what = What::Forget { kind: which.kind, number: which.number };
    keep(&cx, who, which.listing, what).await
}

async fn keep(cx: &Cx<App>, who: SellerWho, listing: ListingId, what: What) -> Result<Reply<EditView>, Error> {
    let keep = Keep { seller: who.seller, listing, what };
    let kept = cx.site.perform(who.seller, cx.once.as_ref(), keep).await?;
    kept.map_err(|_| Error::refused("listing_too_large", &[("what", "papers"), ("limit", "60")]))?;
    let stored = find::listing(&cx.site, who.seller, listing).await?;
    let view = view::of(cx, who, &stored).await?;
    Ok(Reply::done(view, format!("/seller/listings/{listing}")).notice(cx.shell.t("catalog-said-saved")))
}
