//! The letters that went out, on a page: for the operator, and in a demo, where nothing is sent, for everyone.

use super::{Mails, Sent};
use crate::accounts::Viewer;
use crate::policy::OperatorWho;
use crate::{App, Mode, page};
use sampan_ids::Timestamp;
use sampan_web::{Cx, Error, NoInput, OrInternal, Reply};
use serde::Serialize;

/// Letters on the page.
const LATEST: i64 = 100;

/// The latest letters.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OutboxView {
    /// Each, the latest first.
    letters: Vec<LetterView>,
    /// Whether their texts are shown.
    whole: bool,
}
page!(OutboxView, "mail/pages/outbox.html");

impl OutboxView {
    fn lead_key(&self) -> &'static str {
        if self.whole { "mail-outbox-demo" } else { "mail-outbox-live" }
    }
}

/// A letter as it went out.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LetterView {
    /// When.
    #[schema(value_type = String)]
    at: Timestamp,
    /// To whom.
    to: String,
    /// Its subject.
    subject: String,
    /// Its text; empty in a live market, where it is for its reader alone: it may hold a link that opens an account.
    body: String,
    /// The pages of this site that it leads to, as paths.
    links: Vec<String>,
    #[serde(skip)]
    #[schema(ignore)]
    lines: Vec<Line>,
}

/// A line of a letter: words, or a link.
pub struct Line {
    words: String,
    path: Option<String>,
}

/// Shows the latest letters to the operator.
pub async fn for_operator(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<OutboxView>, Error> {
    show(&cx.site).await
}

/// Shows the latest letters of a demo to anyone. A live market has no such page.
pub async fn for_anyone(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<OutboxView>, Error> {
    match cx.site.mode() {
        Mode::Demo => show(&cx.site).await,
        Mode::Live => Err(Error::NotFound),
    }
}

async fn show(app: &App) -> Result<Reply<OutboxView>, Error> {
    let condition = "order by t.sent_at desc, t.mail_id desc limit $1";
    let mails = app.db().select::<Mails>(condition, vec![LATEST.into()]).await.or_internal()?;
    let whole = app.mode() == Mode::Demo;
    let letter = |mail: super::Mail| {
        let mut sent: Sent = app.vault().open_sealed("mail", &mail.sealed).ok()?;
        if !whole {
            sent.body.clear();
        }
        let lines: Vec<Line> = sent.body.lines().map(|words| line(words, app.address())).collect();
        let links = lines.iter().filter_map(|line| line.path.clone()).collect();
        Some(LetterView { at: mail.at, to: sent.to, subject: sent.subject, body: sent.body, links, lines })
    };
    Ok(Reply::show(OutboxView { letters: mails.into_iter().filter_map(letter).collect(), whole }))
}

/// A line that is nothing but an address of this site is a link.
fn line(words: &str, address: &str) -> Line {
    let path = words.trim().strip_prefix(address).filter(|path| path.starts_with('/'));
    Line { words: words.to_owned(), path: path.map(str::to_owned) }
}
