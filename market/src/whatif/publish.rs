//! Publishing a draft, and taking it back.

use super::commands::{NotDone, Publish, Withdraw};
use super::http::{DraftAsked, done, refused};
use super::store::Drafts;
use super::view::DraftView;
use crate::App;
use crate::policy::OperatorWho;
use sampan_tariff::whatif::Change;
use sampan_web::{Cx, Error, OrInternal, Reply};

/// Every row must say when it begins, and begin today or later: what was quoted for a past day stays so for ever.
pub async fn publish(cx: Cx<App>, who: OperatorWho, asked: DraftAsked) -> Result<Reply<DraftView>, Error> {
    let app = &cx.site;
    let draft = app.find::<Drafts>(asked.id()?).await?;
    let (name, text, book) = (draft.name.clone(), draft.text.clone(), app.book());
    let read = tokio::task::spawn_blocking(move || Change::read(&name, &text, &book));
    let change =
        read.await.or_internal()?.map_err(|error| Error::refused("draft_text", &[("why", &error.to_string())]))?;
    let today = app.pricing().today();
    let first_day = change.first_day().filter(|_| change.without_day() == 0);
    let first_day = first_day.ok_or_else(|| Error::refused("draft_without_day", &[]))?;
    if first_day < today {
        return Err(Error::refused(
            "draft_in_the_past",
            &[("day", &first_day.to_string()), ("today", &today.to_string())],
        ));
    }
    let files = change.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let command = Publish { by: who.account, id: draft.id, serial: draft.serial, first_day, files };
    app.perform(draft.id, cx.once.as_ref(), command).await?.map_err(refused)?;
    app.reload().await.or_internal()?;
    done(&cx, draft.id, "whatif-published-done").await
}

pub async fn withdraw(cx: Cx<App>, who: OperatorWho, asked: DraftAsked) -> Result<Reply<DraftView>, Error> {
    let (app, id) = (&cx.site, asked.id()?);
    let command = Withdraw { by: who.account, id, today: app.pricing().today() };
    match app.perform(id, cx.once.as_ref(), command).await? {
        Ok(()) => {}
        Err(NotDone::HasBegun) => return Err(Error::refused("draft_has_begun", &[])),
        Err(why) => return Err(refused(why)),
    }
    app.reload().await.or_internal()?;
    done(&cx, id, "whatif-withdrawn-done").await
}
