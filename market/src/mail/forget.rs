//! Events that were delivered long ago go, and with them the mails they brought: whose a mail is stands in its event
//! alone, so that neither may outlive the other.

use super::Mails;
use crate::App;
use sampan_db::outbox::{self, Forget};
use sampan_db::{Command, Moment, Needs, Rows};

/// Forgets events that have been kept long enough, with their mails, some at a time. Returns how many went now.
pub async fn forget(app: &App) -> Result<usize, anyhow::Error> {
    let Some(events) = outbox::old(app.db()).await? else { return Ok(0) };
    let Some(first) = events.events().first().copied() else { return Ok(0) };
    let Ok(forgotten) = app.db().perform(first, ForgetWithMails(events)).await?;
    Ok(forgotten)
}

struct ForgetWithMails(Forget);

impl Command for ForgetWithMails {
    type Reply = usize;
    type Refusal = std::convert::Infallible;

    fn needs(&self, rows: &Rows) -> Needs {
        self.0.needs(rows).all::<Mails>(self.0.events().iter().copied())
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<usize, std::convert::Infallible> {
        let forgotten = self.0.decide(rows, at)?;
        for id in &forgotten {
            if rows.get::<Mails>(id).is_some() {
                rows.remove::<Mails>(id);
            }
        }
        Ok(forgotten.len())
    }
}
