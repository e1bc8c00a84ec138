//! The answers.

use super::reading::Reading;
use super::text;
use super::view::MachineView;
use crate::App;
use crate::accounts::Viewer;
use crate::policy::OperatorWho;
use sampan_meters::Text;
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply};
use std::time::Duration;

/// How long the database may take to count as there.
const PATIENCE: Duration = Duration::from_secs(2);

const PLAIN: &str = "text/plain; charset=utf-8";

pub async fn healthz(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<NoView>, Error> {
    Ok(Reply::shown("ok\n".to_owned(), PLAIN))
}

pub async fn readyz(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<NoView>, Error> {
    let asked = tokio::time::timeout(PATIENCE, cx.site.db().query("select 1 as one", vec![])).await;
    let there = matches!(asked, Ok(Ok(_)));
    if there && crate::browse::is_filled(&cx.site) {
        Ok(Reply::shown("ready\n".to_owned(), PLAIN))
    } else {
        Err(Error::Busy { retry_after: 2 })
    }
}

pub async fn metrics(cx: Cx<App>, _: (), _: NoInput) -> Result<Reply<NoView>, Error> {
    let reading = Reading::of(&cx.site).await.or_internal()?;
    Ok(Reply::shown(text::text(&reading, cx.site.db().counts()), Text::CONTENT_TYPE))
}

pub async fn show(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<MachineView>, Error> {
    let reading = Reading::of(&cx.site).await.or_internal()?;
    Ok(Reply::show(MachineView::of(&reading, cx.site.db().counts(), &cx.shell)))
}
