//! The page of what waits and what was given up.

use super::commands::TryAgain;
use super::view::{AsideRow, QueueView, TopicRow, WorkerRow};
use crate::App;
use crate::operators::cursor::{Cursor, PAGE, Tests, cut};
use crate::policy::OperatorWho;
use sampan_db::outbox::{self, Event, Outbox, Replay};
use sampan_web::{Cx, Error, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Events that are tried again at one press.
const AT_ONCE: i64 = 1_000;

/// Which part of what was set aside.
#[derive(Deserialize, ToSchema)]
pub struct QueueAsked {
    /// A kind, such as `mail`; empty for all.
    #[serde(default)]
    topic: String,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: QueueAsked) -> Result<Reply<QueueView>, Error> {
    Ok(Reply::show(view(&cx.site, asked.topic, &asked.after).await?))
}

async fn view(app: &App, topic: String, after: &str) -> Result<QueueView, Error> {
    let now = app.now();
    let topics = outbox::waiting(app.db()).await.or_internal()?;
    let mut tests = Tests::default();
    tests.always("t.due_at is null and t.failure <> ''");
    if !topic.is_empty() {
        tests.add(|n| format!("t.topic = ${n}"), topic.as_str());
    }
    tests.before(("t.happened_at", "t.event_id"), Cursor::read(after));
    let (condition, values) = tests.page("t.happened_at desc, t.event_id desc", PAGE);
    let mut aside = app.db().select::<Outbox>(&condition, values).await.or_internal()?;
    let next = cut(&mut aside, PAGE, |event| Cursor { at: event.at.as_microsecond(), id: event.id });
    let shares = app.share().seen();
    Ok(QueueView {
        topic,
        topics: topics.into_iter().map(|waiting| TopicRow::of(waiting, now)).collect(),
        events: aside.into_iter().map(AsideRow::from).collect(),
        next,
        process: app.share().process().to_string(),
        processes: shares.living(now).count(),
        workers: WorkerRow::all(&shares, app.share().process(), now),
    })
}

/// Which event.
#[derive(Deserialize, ToSchema)]
pub struct EventAsked {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    event: Uuid,
}

pub async fn replay(cx: Cx<App>, who: OperatorWho, asked: EventAsked) -> Result<Reply<QueueView>, Error> {
    let event: Event = cx.site.find::<Outbox>(asked.event).await?;
    again(cx, who, event.topic, vec![event.id]).await
}

/// Which kind.
#[derive(Deserialize, ToSchema)]
pub struct TopicAsked {
    /// The kind, such as `mail`.
    #[serde(default)]
    topic: String,
}

pub async fn replay_all(cx: Cx<App>, who: OperatorWho, asked: TopicAsked) -> Result<Reply<QueueView>, Error> {
    let condition = "where t.topic = $1 and t.due_at is null and t.failure <> '' \
                     order by t.happened_at, t.event_id limit $2";
    let values = vec![asked.topic.as_str().into(), AT_ONCE.into()];
    let aside = cx.site.db().select::<Outbox>(condition, values).await.or_internal()?;
    again(cx, who, asked.topic, aside.iter().map(|event| event.id).collect()).await
}

async fn again(cx: Cx<App>, who: OperatorWho, topic: String, events: Vec<Uuid>) -> Result<Reply<QueueView>, Error> {
    let owner = events.first().copied().unwrap_or_default();
    let command = TryAgain { by: who.account, topic, replay: Replay { events } };
    // It refuses nothing.
    let count = cx.site.perform(owner, cx.once.as_ref(), command).await?.unwrap_or_default();
    let notice = cx.shell.t1("operators-queue-replayed", "count", count);
    Ok(Reply::done(view(&cx.site, String::new(), "").await?, "/operator/queue").notice(notice))
}
