//! How drafts change. What an operator does leaves its act in the log, in the same commit.

use super::store::{Assumed, Draft, DraftReports, Drafts, State, StoredReport, Work};
use crate::mail::{self, Letter};
use crate::operators::record_act;
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Date, SellerId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a draft does not change as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotDone {
    /// There is no such draft.
    Unknown,
    /// It is published, or it is not.
    NotNow {
        /// How it stands.
        state: String,
    },
    /// Its first day has come.
    HasBegun,
    /// It was changed meanwhile.
    Changed,
}

/// What an operator writes down.
pub(super) struct Written {
    pub name: String,
    pub text: String,
    pub day: Option<Date>,
    pub assumed: Assumed,
}

/// Saves a draft, a new one where there is none of the id, and has it worked out.
pub(super) struct Save {
    pub by: AccountId,
    pub id: Uuid,
    pub new: bool,
    pub written: Written,
}

impl Command for Save {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Drafts>(self.id)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotDone> {
        let known = rows.get::<Drafts>(&self.id);
        let serial = match known {
            Some(draft) => still_a_draft(draft)?.serial + 1,
            None if self.new => 1,
            None => return Err(NotDone::Unknown),
        };
        let Written { name, text, day, assumed } = &self.written;
        record_act(rows, at, self.by, "draft_saved", self.id, name);
        rows.put::<Drafts>(Draft {
            id: self.id,
            name: name.clone(),
            text: text.clone(),
            day: *day,
            assumed: assumed.clone(),
            state: State::Draft,
            work: Work::Study { looked: 0, of: 0 },
            serial,
            changed_at: at.now,
            changed_by: self.by,
        });
        Ok(())
    }
}

fn still_a_draft(draft: &Draft) -> Result<&Draft, NotDone> {
    match &draft.state {
        State::Draft => Ok(draft),
        state @ State::Published { .. } => Err(NotDone::NotNow { state: state.name().to_owned() }),
    }
}

/// Throws a draft away, with its report.
pub(super) struct Remove {
    pub by: AccountId,
    pub id: Uuid,
}

impl Command for Remove {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Drafts>(self.id).and::<DraftReports>(self.id)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotDone> {
        let name = still_a_draft(rows.get::<Drafts>(&self.id).ok_or(NotDone::Unknown)?)?.name.clone();
        record_act(rows, at, self.by, "draft_removed", self.id, &name);
        rows.remove::<Drafts>(&self.id);
        if rows.get::<DraftReports>(&self.id).is_some() {
            rows.remove::<DraftReports>(&self.id);
        }
        Ok(())
    }
}

/// Publishes a draft with its rows as they read now; sellers are told by a worker.
pub(super) struct Publish {
    pub by: AccountId,
    pub id: Uuid,
    pub serial: u32,
    pub first_day: Date,
    pub files: Vec<(String, String)>,
}

impl Command for Publish {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Drafts>(self.id)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotDone> {
        let draft = still_a_draft(rows.get::<Drafts>(&self.id).ok_or(NotDone::Unknown)?)?.clone();
        if draft.serial != self.serial {
            return Err(NotDone::Changed);
        }
        let Publish { by, first_day, .. } = *self;
        record_act(rows, at, by, "draft_published", self.id, &format!("{}, {first_day}", draft.name));
        let state = State::Published { at: at.now, by, first_day, files: self.files.clone() };
        let (serial, changed_at, changed_by) = (draft.serial + 1, at.now, by);
        let work = Work::Tell { after: None, told: 0 };
        rows.put::<Drafts>(Draft { state, work, serial, changed_at, changed_by, ..draft });
        Ok(())
    }
}

/// Takes a published draft back while none of its rows holds yet.
pub(super) struct Withdraw {
    pub by: AccountId,
    pub id: Uuid,
    pub today: Date,
}

impl Command for Withdraw {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Drafts>(self.id)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotDone> {
        let draft = rows.get::<Drafts>(&self.id).ok_or(NotDone::Unknown)?.clone();
        match draft.state {
            State::Draft => return Err(NotDone::NotNow { state: draft.state.name().to_owned() }),
            State::Published { first_day, .. } if first_day <= self.today => return Err(NotDone::HasBegun),
            State::Published { .. } => {}
        }
        record_act(rows, at, self.by, "draft_withdrawn", self.id, &draft.name);
        let (serial, changed_at, changed_by) = (draft.serial + 1, at.now, self.by);
        rows.put::<Drafts>(Draft { state: State::Draft, work: Work::Idle, serial, changed_at, changed_by, ..draft });
        Ok(())
    }
}

/// What a worker writes down; refused where the draft was changed meanwhile.
pub(super) struct WorkDone {
    pub id: Uuid,
    pub serial: u32,
    pub work: Work,
    pub report: Option<Box<StoredReport>>,
}

impl Command for WorkDone {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        let draft = Needs::one::<Drafts>(self.id);
        if self.report.is_some() { draft.and::<DraftReports>(self.id) } else { draft }
    }

    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), NotDone> {
        let draft = rows.get::<Drafts>(&self.id).filter(|draft| draft.serial == self.serial);
        let draft = draft.cloned().ok_or(NotDone::Changed)?;
        rows.put::<Drafts>(Draft { work: self.work.clone(), ..draft });
        if let Some(report) = &self.report {
            rows.put::<DraftReports>(StoredReport::clone(report));
        }
        Ok(())
    }
}

/// What a seller is told of a published draft.
pub(super) struct Hit {
    pub seller: SellerId,
    pub counts: [(&'static str, u64); 4],
}

/// Writes to some sellers, and notes how far it has come in the same commit, so that nobody is told twice.
pub(super) struct Tell {
    pub vault: Vault,
    pub id: Uuid,
    pub serial: u32,
    pub after: Option<SellerId>,
    pub hit: Vec<Hit>,
    /// Whether these are the last.
    pub last: bool,
}

impl Command for Tell {
    type Reply = ();
    type Refusal = NotDone;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Drafts>(self.id)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NotDone> {
        let draft = rows.get::<Drafts>(&self.id).filter(|draft| draft.serial == self.serial);
        let draft = draft.cloned().ok_or(NotDone::Changed)?;
        let (State::Published { first_day, .. }, Work::Tell { after, told }) = (&draft.state, &draft.work) else {
            return Err(NotDone::Changed);
        };
        if *after != self.after {
            return Err(NotDone::Changed);
        }
        for hit in &self.hit {
            let date = first_day.to_string();
            let counts = hit.counts.map(|(name, count)| (name, count.to_string()));
            let mut params = vec![("name", draft.name.as_str()), ("date", &date), ("link", "/seller/listings")];
            params.extend(counts.iter().map(|(name, count)| (*name, count.as_str())));
            mail::write(rows, &self.vault, &Letter::new(hit.seller, "law_change", &params), at);
        }
        let after = self.hit.last().map(|hit| hit.seller).or(self.after);
        let told = told + self.hit.len() as u64;
        let work = if self.last { Work::Idle } else { Work::Tell { after, told } };
        rows.put::<Drafts>(Draft { work, ..draft });
        Ok(())
    }
}
