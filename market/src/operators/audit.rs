//! The log of every act of the operator's staff, with filters, and as CSV.

use super::acts::{Act, ActView, Acts};
use super::cursor::{Cursor, PAGE, Tests, address, cut};
use crate::csv_out::{self, Cell};
use crate::look::{Choice, Pager};
use crate::policy::OperatorWho;
use crate::{App, page};
use sampan_ids::AccountId;
use sampan_web::{Cx, Error, NoView, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Acts in a file.
const MOST: usize = 50_000;

/// Which acts.
#[derive(Deserialize, ToSchema)]
pub struct AuditAsked {
    /// What was done, such as `seller_approved`; empty for all.
    #[serde(default)]
    act: String,
    /// Who acted.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    account: Option<AccountId>,
    /// On what.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    subject: Option<Uuid>,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

/// A page of the log.
#[derive(Serialize, ToSchema)]
pub struct AuditView {
    /// What was asked for; empty for all.
    pub act: String,
    /// The account that was asked for, or empty.
    pub account: String,
    /// The subject that was asked for, or empty.
    pub subject: String,
    /// Every kind of act that was ever done.
    pub kinds: Vec<String>,
    /// The acts, the newest first.
    pub acts: Vec<ActView>,
    /// Where the list goes on, for `after`.
    pub next: Option<String>,
}
page!(AuditView, "operators/pages/audit.html");

impl AuditView {
    /// The kinds to choose from.
    pub fn choices(&self, s: &Shell) -> Vec<Choice> {
        let named = |kind: &String| s.maybe(super::acts::act_key(kind)).unwrap_or_else(|| kind.clone());
        self.kinds.iter().map(|kind| Choice::new(kind.as_str(), named(kind), self.act == *kind)).collect()
    }

    fn href(&self, path: &str, after: &str) -> String {
        address(path, &[("act", &self.act), ("account", &self.account), ("subject", &self.subject), ("after", after)])
    }

    /// The same as a file.
    pub fn csv(&self) -> String {
        self.href("/operator/audit/csv", "")
    }

    /// The log of one account or one subject.
    pub fn only(&self, name: &str, value: &str) -> String {
        address("/operator/audit", &[(name, value)])
    }

    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| self.href("/operator/audit", after));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: AuditAsked) -> Result<Reply<AuditView>, Error> {
    let db = cx.site.db();
    let kinds = db.query("select distinct act from acts order by act", vec![]).await.or_internal()?;
    let (acts, next) = acts(&cx.site, &asked, PAGE).await?;
    Ok(Reply::show(AuditView {
        act: asked.act,
        account: asked.account.map(|id| id.to_string()).unwrap_or_default(),
        subject: asked.subject.map(|id| id.to_string()).unwrap_or_default(),
        kinds: kinds.iter().map(|row| row.text("act").to_owned()).collect(),
        acts: acts.into_iter().map(ActView::from).collect(),
        next,
    }))
}

async fn acts(app: &App, asked: &AuditAsked, page: usize) -> Result<(Vec<Act>, Option<String>), Error> {
    let mut tests = Tests::default();
    if !asked.act.is_empty() {
        tests.add(|n| format!("t.act = ${n}"), asked.act.as_str());
    }
    if let Some(account) = asked.account {
        tests.add(|n| format!("t.account_id = ${n}"), account.0);
    }
    if let Some(subject) = asked.subject {
        tests.add(|n| format!("t.subject_id = ${n}"), subject);
    }
    tests.before(("t.at", "t.act_id"), Cursor::read(&asked.after));
    let (condition, values) = tests.page("t.at desc, t.act_id desc", page);
    let mut acts = app.db().select::<Acts>(&condition, values).await.or_internal()?;
    let next = cut(&mut acts, page, |act| Cursor { at: act.at.as_microsecond(), id: act.id });
    Ok((acts, next))
}

pub async fn csv(cx: Cx<App>, _: OperatorWho, asked: AuditAsked) -> Result<Reply<NoView>, Error> {
    let (acts, _) = acts(&cx.site, &asked, MOST).await?;
    let cells = |act: Act| {
        vec![
            Cell::figure(act.at),
            Cell::figure(act.account),
            Cell::text(act.act),
            Cell::figure(act.subject),
            Cell::text(act.reason),
        ]
    };
    Ok(csv_out::file("audit.csv", &["at", "account", "act", "subject", "reason"], acts.into_iter().map(cells)))
}
