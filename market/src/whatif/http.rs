//! Drafts on pages and for programs.

use super::commands::{NotDone, Remove, Save, Written};
use super::store::{Assumed, DraftReports, Drafts};
use super::tables;
use super::view::{DraftRow, DraftView, DraftsView};
use crate::App;
use crate::policy::OperatorWho;
use sampan_ids::{Cell, Date};
use sampan_tariff::whatif::Change;
use sampan_web::{Cx, Error, FieldErrors, NoInput, NoView, OrInternal, Reply, Upload};
use serde::Deserialize;
use std::io::Read;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most bytes of a draft on pages.
pub const TEXT_MAX: usize = 200_000;
/// Drafts that the list shows.
const LISTED: i64 = 200;

pub async fn list(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<DraftsView>, Error> {
    Ok(Reply::show(all(&cx).await?))
}

async fn all(cx: &Cx<App>) -> Result<DraftsView, Error> {
    let by = "order by t.changed_at desc, t.draft_id limit $1";
    let drafts = cx.site.db().select::<Drafts>(by, vec![LISTED.into()]).await.or_internal()?;
    Ok(DraftsView {
        drafts: drafts.iter().map(DraftRow::of).collect(),
        book_version: cx.site.book().version().to_owned(),
    })
}

/// A draft as it is typed.
#[derive(Deserialize, ToSchema)]
pub struct DraftInput {
    /// What it is called.
    #[serde(default)]
    name: String,
    /// Its rows: `market,measure,regime,hs,origin,rate,from` with a row each, or files under lines such as
    /// `=== cn/rates.csv`.
    #[serde(default)]
    text: String,
    /// The day whose law is looked at; empty: the day by which all rows have begun.
    #[serde(default)]
    day: String,
    /// Elasticities, such as `-1.2, 0809=-1.5`; empty: none.
    #[serde(default)]
    elasticities: String,
    /// Jobs for a million dollars of sales; empty: none.
    #[serde(default)]
    jobs_per_million: String,
    /// Pieces a year of an offer without known sales; empty: none.
    #[serde(default)]
    pieces_a_year: String,
}

impl DraftInput {
    async fn check(self, app: &App) -> Result<Written, FieldErrors> {
        let mut wrong = FieldErrors::new();
        let name = self.name.trim().to_owned();
        if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            wrong.add("name", &self.name, "1 to 100 characters", "draft_name");
        }
        let day = Some(self.day.trim()).filter(|day| !day.is_empty()).map(str::parse::<Date>);
        if let Some(Err(_)) = day {
            wrong.add("day", &self.day, "a day such as 2027-01-31", "draft_day");
        }
        let DraftInput { elasticities, jobs_per_million, pieces_a_year, .. } = self;
        let assumed = Assumed { elasticities, jobs_per_million, pieces_a_year };
        if let Err((field, why)) = assumed.read() {
            wrong.add(field, "", why, "draft_assumed");
        }
        if self.text.len() > TEXT_MAX {
            wrong.add("text", "", format!("at most {TEXT_MAX} bytes"), "draft_text");
        } else {
            let (book, title, text) = (app.book(), name.clone(), self.text.clone());
            match tokio::task::spawn_blocking(move || Change::read(&title, &text, &book)).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => wrong.add("text", "", error.to_string(), "draft_text"),
                Err(_) => wrong.add("text", "", "a draft that can be read", "draft_text"),
            }
        }
        match day.transpose() {
            Ok(day) if wrong.is_empty() => Ok(Written { name, text: self.text, day, assumed }),
            _ => Err(wrong),
        }
    }
}

pub async fn create(cx: Cx<App>, who: OperatorWho, input: DraftInput) -> Result<Reply<DraftsView>, Error> {
    match input.check(&cx.site).await {
        Ok(written) => {
            let id = save_new(&cx, who, written).await?;
            Ok(Reply::created(all(&cx).await?, format!("/operator/whatif/{id}")))
        }
        Err(wrong) => Ok(Reply::again(all(&cx).await?, wrong)),
    }
}

/// The same form sent twice is one draft: its id is made of the form's key.
async fn save_new(cx: &Cx<App>, who: OperatorWho, written: Written) -> Result<Uuid, Error> {
    let app = &cx.site;
    let once = cx.need_once()?;
    let key = app.vault().id("draft", &format!("{} {}", who.account, once.key));
    let random = u64::from_be_bytes(key.as_bytes()[..8].try_into().unwrap_or_default());
    let id = sampan_ids::compose(app.now().as_millisecond().max(0) as u64, Cell::of(who.account.0), random);
    let save = Save { by: who.account, id, new: true, written };
    app.perform(id, Some(&once), save).await?.map_err(refused)?;
    Ok(id)
}

/// A draft as a file.
#[derive(Deserialize, ToSchema)]
pub struct DraftFile {
    /// The file: CSV in short form, or files of the book under lines such as `=== cn/rates.csv`.
    file: Upload,
    /// What it is called; empty: as the file is.
    #[serde(default)]
    name: String,
}

pub async fn upload(cx: Cx<App>, who: OperatorWho, input: DraftFile) -> Result<Reply<DraftsView>, Error> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(input.file.path()).or_internal()?;
    file.take(TEXT_MAX as u64 + 1).read_to_end(&mut bytes).or_internal()?;
    let typed = Some(input.name.trim()).filter(|name| !name.is_empty());
    let name = typed.unwrap_or(&input.file.file_name).chars().filter(|c| !c.is_control()).take(100).collect();
    let empty = String::new;
    let Ok(text) = String::from_utf8(bytes) else {
        return Ok(Reply::again(all(&cx).await?, FieldErrors::one("file", "", "a text in UTF-8", "draft_text")));
    };
    let input = DraftInput {
        name,
        text,
        day: empty(),
        elasticities: empty(),
        jobs_per_million: empty(),
        pieces_a_year: empty(),
    };
    match input.check(&cx.site).await {
        Ok(written) => {
            let id = save_new(&cx, who, written).await?;
            Ok(Reply::created(all(&cx).await?, format!("/operator/whatif/{id}")))
        }
        Err(wrong) => {
            let why = wrong.iter().next().map(|error| error.wanted.clone()).unwrap_or_default();
            Ok(Reply::again(all(&cx).await?, FieldErrors::one("file", "", &why, "draft_text")))
        }
    }
}

/// Which draft.
#[derive(Deserialize, ToSchema)]
pub struct DraftAsked {
    /// Its id.
    draft: String,
}

impl DraftAsked {
    pub(super) fn id(&self) -> Result<Uuid, Error> {
        Uuid::try_parse(&self.draft).map_err(|_| Error::NotFound)
    }
}

pub async fn show(cx: Cx<App>, _: OperatorWho, asked: DraftAsked) -> Result<Reply<DraftView>, Error> {
    Ok(Reply::show(view(&cx, asked.id()?).await?))
}

async fn view(cx: &Cx<App>, id: Uuid) -> Result<DraftView, Error> {
    let app = &cx.site;
    let draft = app.find::<Drafts>(id).await?;
    let report = app.db().find::<DraftReports>(&id).await.or_internal()?;
    let names = tables::Names::of(app, report.as_ref().map(|stored| &stored.report)).await.or_internal()?;
    Ok(DraftView::of(&draft, report, &names, app, &cx.shell))
}

/// A draft, after something was done with it.
pub(super) async fn done(cx: &Cx<App>, id: Uuid, said: &str) -> Result<Reply<DraftView>, Error> {
    Ok(Reply::done(view(cx, id).await?, format!("/operator/whatif/{id}")).notice(cx.shell.t(said)))
}

/// A draft as it is to be.
#[derive(Deserialize, ToSchema)]
pub struct DraftChange {
    /// Its id.
    draft: String,
    /// What it is called.
    #[serde(default)]
    name: String,
    /// Its rows.
    #[serde(default)]
    text: String,
    /// The day whose law is looked at; empty: the day by which all rows have begun.
    #[serde(default)]
    day: String,
    /// Elasticities; empty: none.
    #[serde(default)]
    elasticities: String,
    /// Jobs for a million dollars of sales; empty: none.
    #[serde(default)]
    jobs_per_million: String,
    /// Pieces a year of an offer without known sales; empty: none.
    #[serde(default)]
    pieces_a_year: String,
}

pub async fn save(cx: Cx<App>, who: OperatorWho, change: DraftChange) -> Result<Reply<DraftView>, Error> {
    let DraftChange { draft, name, text, day, elasticities, jobs_per_million, pieces_a_year } = change;
    let id = DraftAsked { draft }.id()?;
    cx.site.find::<Drafts>(id).await?;
    let input = DraftInput { name, text, day, elasticities, jobs_per_million, pieces_a_year };
    match input.check(&cx.site).await {
        Ok(written) => {
            let save = Save { by: who.account, id, new: false, written };
            cx.site.perform(id, cx.once.as_ref(), save).await?.map_err(refused)?;
            done(&cx, id, "whatif-saved-done").await
        }
        Err(wrong) => Ok(Reply::again(view(&cx, id).await?, wrong)),
    }
}

pub async fn remove(cx: Cx<App>, who: OperatorWho, asked: DraftAsked) -> Result<Reply<DraftsView>, Error> {
    let id = asked.id()?;
    cx.site.perform(id, cx.once.as_ref(), Remove { by: who.account, id }).await?.map_err(refused)?;
    Ok(Reply::done(all(&cx).await?, "/operator/whatif").notice(cx.shell.t("operators-done")))
}

pub(super) fn refused(why: NotDone) -> Error {
    match why {
        NotDone::Unknown => Error::NotFound,
        NotDone::NotNow { state } => Error::refused("draft_not_now", &[("state", &state)]),
        NotDone::HasBegun => Error::refused("draft_has_begun", &[]),
        NotDone::Changed => Error::refused("draft_changed", &[]),
    }
}

/// Which table.
#[derive(Deserialize, ToSchema)]
pub struct TableAsked {
    /// The draft's id.
    draft: String,
    /// `destinations` (as without), `states`, `headings`, `sellers`, `measures`, `changed`, `stopped` or `started`.
    #[serde(default)]
    table: String,
}

pub async fn csv(cx: Cx<App>, _: OperatorWho, asked: TableAsked) -> Result<Reply<NoView>, Error> {
    let id = DraftAsked { draft: asked.draft }.id()?;
    let report = cx.site.db().find::<DraftReports>(&id).await.or_internal()?.ok_or(Error::NotFound)?;
    let names = tables::Names::of(&cx.site, Some(&report.report)).await.or_internal()?;
    tables::csv(&report.report, &asked.table, &names)
}
