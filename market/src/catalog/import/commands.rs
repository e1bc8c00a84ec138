//! The ways an import changes, but for the products themselves.

use super::report::{Counts, Report};
use super::store::{Import, Imports, Piece, Pieces, State};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{ImportId, SellerId};
use sampan_intake::{FileError, Format};
use serde::{Deserialize, Serialize};

/// Why an import does not go on as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportRefusal {
    /// There is no such import of this seller's.
    NotFound,
    /// It is not at a point where this can be done.
    NotNow {
        /// How far it is.
        state: String,
    },
}

/// Keeps a piece of an uploaded file. The same piece again changes nothing.
pub(super) struct KeepPiece(pub Piece);

impl Command for KeepPiece {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Pieces>((self.0.import, self.0.place))
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        if rows.get::<Pieces>(&(self.0.import, self.0.place)).is_none() {
            rows.put::<Pieces>(self.0.clone());
        }
        Ok(())
    }
}

/// Begins an import whose pieces are all kept. The same one again changes nothing.
pub(super) struct Start {
    pub id: ImportId,
    pub seller: SellerId,
    pub file_name: String,
    pub bytes: u64,
    pub format: Option<Format>,
}

impl Command for Start {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Imports>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        if rows.get::<Imports>(&self.id).is_none() {
            rows.put::<Imports>(Import {
                id: self.id,
                seller: self.seller,
                file_name: self.file_name.chars().take(200).collect(),
                bytes: self.bytes,
                format: self.format,
                started: at.now,
                state: State::Reading { done: 0, of: 0 },
            });
        }
        Ok(())
    }
}

/// Forgets pieces of an import's file, and with the last of them the import.
pub(super) struct Forget {
    pub import: ImportId,
    pub places: Vec<i64>,
    pub wholly: bool,
}

impl Command for Forget {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        let pieces = self.places.iter().map(|place| (self.import, *place));
        Needs::one::<Imports>(self.import).all::<Pieces>(pieces)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        if rows.get::<Imports>(&self.import).is_some_and(|import| import.state.is_at_work()) {
            return Err(());
        }
        for place in &self.places {
            rows.remove::<Pieces>(&(self.import, *place));
        }
        if self.wholly {
            rows.remove::<Imports>(&self.import);
        }
        Ok(())
    }
}

/// What the seller asks of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Do what the preview says.
    Apply,
    /// Stop where it is.
    Stop,
}

/// Does what the seller asks.
pub(super) struct Ask {
    pub id: ImportId,
    pub seller: SellerId,
    pub asked: Asked,
}

impl Command for Ask {
    type Reply = ();
    type Refusal = ImportRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Imports>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ImportRefusal> {
        let found = rows.get::<Imports>(&self.id).filter(|import| import.seller == self.seller);
        let mut import = found.cloned().ok_or(ImportRefusal::NotFound)?;
        import.state = match (import.state, self.asked) {
            (State::Previewed { report }, Asked::Apply) => {
                State::Applying { preview: report, counts: Counts::default() }
            }
            (State::Applying { counts, .. }, Asked::Stop) => State::Stopped { counts, at: at.now },
            (State::Reading { .. } | State::Previewed { .. }, Asked::Stop) => {
                State::Stopped { counts: Counts::default(), at: at.now }
            }
            // Asked twice, by two presses or two people: it is as they wish.
            (state @ (State::Applying { .. } | State::Applied { .. }), Asked::Apply) => state,
            (state @ State::Stopped { .. }, Asked::Stop) => state,
            (state, _) => return Err(ImportRefusal::NotNow { state: state.name().to_owned() }),
        };
        rows.put::<Imports>(import);
        Ok(())
    }
}

/// What reading a file came to so far, or in the end.
#[derive(Clone)]
pub(super) enum Read {
    /// So many rows of so many.
    Part { done: u64, of: u64 },
    /// All of it.
    Whole(Format, Report),
    /// It cannot be read.
    Not(FileError),
}

/// Writes down what reading came to, unless the seller has stopped it.
pub(super) struct TellRead(pub ImportId, pub Read);

impl Command for TellRead {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Imports>(self.0)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let mut import = rows.get::<Imports>(&self.0).cloned().ok_or(())?;
        if !matches!(import.state, State::Reading { .. }) {
            return Err(());
        }
        match self.1.clone() {
            Read::Part { done, of } => import.state = State::Reading { done, of },
            Read::Whole(format, report) => {
                import.format = Some(format);
                import.state = State::Previewed { report };
            }
            Read::Not(error) => import.state = State::Unreadable { error },
        }
        rows.put::<Imports>(import);
        Ok(())
    }
}

/// Ends an application: what it did is what the saved counts say, and what was refused on the way.
pub(super) struct Finish(pub ImportId, pub Report);

impl Command for Finish {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Imports>(self.0)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let mut import = rows.get::<Imports>(&self.0).cloned().ok_or(())?;
        let State::Applying { preview, counts } = import.state else { return Err(()) };
        // After a crash only the rest was done in this run; the preview names all that was to change.
        let changed = if self.1.counts == counts { self.1.changed.clone() } else { preview.changed };
        let report = Report { counts, changed, ..self.1.clone() };
        import.state = State::Applied { report, at: at.now };
        rows.put::<Imports>(import);
        Ok(())
    }
}
