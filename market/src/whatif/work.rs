//! The worker: works drafts out over the catalogue, and tells sellers of those that are published.

use super::commands::{Hit, Tell, WorkDone};
use super::store::{Draft, Drafts, State, StoredReport, Work};
use super::{catalogue, overlaid, published};
use crate::App;
use sampan_ids::SellerId;
use sampan_tariff::whatif::{Assumptions, Change, Group, Report, Study};
use std::sync::Arc;

/// Sellers whose figures are kept with a report; what is beyond is counted.
const SELLERS: usize = 5_000;
/// Sellers told in one commit.
const LETTERS: usize = 100;

/// Does what waits, the oldest first. Returns how much.
pub async fn work(app: &App) -> Result<usize, anyhow::Error> {
    let waiting = "where t.work in ('study', 'tell') order by t.changed_at, t.draft_id limit 20";
    let drafts = app.db().select::<Drafts>(waiting, vec![]).await?;
    let mut done = 0;
    for draft in drafts {
        match &draft.work {
            Work::Study { .. } => study(app, &draft).await?,
            Work::Tell { .. } => tell(app, &draft).await?,
            Work::Idle | Work::Failed { .. } => continue,
        }
        done += 1;
    }
    Ok(done)
}

/// Works a draft out and keeps its report.
async fn study(app: &App, draft: &Draft) -> Result<(), anyhow::Error> {
    match report(app, draft).await {
        Ok(mut report) => {
            let sellers_more = report.by_seller.len().saturating_sub(SELLERS) as u64;
            report.by_seller.truncate(SELLERS);
            let (at, serial) = (app.now(), draft.serial);
            let stored = StoredReport { draft: draft.id, serial, at, sellers_more, report };
            note(app, draft, Work::Idle, Some(Box::new(stored))).await
        }
        Err(Trouble::Draft(why)) => note(app, draft, Work::Failed { why }, None).await,
        Err(Trouble::Failed(error)) => Err(error),
    }
}

enum Trouble {
    /// The draft cannot be laid over the book.
    Draft(String),
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        Trouble::Failed(error.into())
    }
}

async fn report(app: &App, draft: &Draft) -> Result<Report, Trouble> {
    let assumptions = draft.assumed.read().map_err(|(field, why)| Trouble::Draft(format!("{field}: {why}")))?;
    let (book, name, text) = (app.book(), draft.name.clone(), draft.text.clone());
    let (law, rates, day) = (app.pricing().law, app.rates().all().to_vec(), draft.day);
    // Reading a book takes a while; it is no work for the threads that answer.
    let study = tokio::task::spawn_blocking(move || {
        let change = Change::read(&name, &text, &book)?;
        Study::new(&book, &change, &law, day, rates, assumptions)
    });
    let study = study.await?.map_err(|error| Trouble::Draft(error.to_string()))?;
    let study = Arc::new(study);
    let tally = catalogue::look(app, study.clone(), |looked, of| progress(app, draft, looked, of)).await?;
    Ok(tokio::task::spawn_blocking(move || study.report(tally)).await?)
}

/// Notes how far it is. A draft that was changed meanwhile is worked out to its end for nothing, which does no harm.
async fn progress(app: &App, draft: &Draft, looked: u64, of: u64) -> Result<(), anyhow::Error> {
    if looked == of {
        return Ok(());
    }
    note(app, draft, Work::Study { looked, of }, None).await
}

async fn note(app: &App, draft: &Draft, work: Work, report: Option<Box<StoredReport>>) -> Result<(), anyhow::Error> {
    let done = WorkDone { id: draft.id, serial: draft.serial, work, report };
    // Refused where the draft was changed meanwhile: then the newer one waits.
    let _ = app.db().perform(draft.id, done).await?;
    Ok(())
}

/// Writes to the sellers whose offers a published draft changes: against the book as it would be without it.
async fn tell(app: &App, draft: &Draft) -> Result<(), anyhow::Error> {
    let State::Published { files, .. } = &draft.state else { return note(app, draft, Work::Idle, None).await };
    let Work::Tell { after, .. } = draft.work else { return Ok(()) };
    let others: Vec<Draft> = published(app.db()).await?.into_iter().filter(|other| other.id != draft.id).collect();
    let (base, change) = (app.base_book(), Change::of_files(&draft.name, files.clone()));
    let (law, rates, day) = (app.pricing().law, app.rates().all().to_vec(), draft.day);
    let study = tokio::task::spawn_blocking(move || {
        let without = overlaid(&base, &others);
        Study::new(&without, &change, &law, day, rates, Assumptions::default())
    });
    let study = match study.await? {
        Ok(study) => Arc::new(study),
        Err(error) => return note(app, draft, Work::Failed { why: error.to_string() }, None).await,
    };
    let tally = catalogue::look(app, study.clone(), |_, _| std::future::ready(Ok(()))).await?;
    let report = tokio::task::spawn_blocking(move || study.report(tally)).await?;
    let mut hit: Vec<Hit> = report.by_seller.iter().filter_map(hit).collect();
    hit.sort_by_key(|hit| hit.seller);
    hit.retain(|hit| after.is_none_or(|after| hit.seller > after));
    write(app, draft, after, hit).await
}

fn hit(group: &Group) -> Option<Hit> {
    let impact = &group.impact;
    let counts =
        [("dearer", impact.dearer), ("cheaper", impact.cheaper), ("stops", impact.stops), ("starts", impact.starts)];
    let seller: SellerId = group.key.parse().ok()?;
    counts.iter().any(|(_, count)| *count > 0).then_some(Hit { seller, counts })
}

async fn write(app: &App, draft: &Draft, mut after: Option<SellerId>, mut hit: Vec<Hit>) -> Result<(), anyhow::Error> {
    loop {
        let rest = hit.split_off(hit.len().min(LETTERS));
        let next = hit.last().map(|hit| hit.seller).or(after);
        let last = rest.is_empty();
        let tell = Tell { vault: app.vault().clone(), id: draft.id, serial: draft.serial, after, hit, last };
        // Refused where another process tells them, or the draft was taken back.
        if app.db().perform(draft.id, tell).await?.is_err() || last {
            return Ok(());
        }
        (after, hit) = (next, rest);
    }
}
