//! The index itself: opened in a folder, written in batches, searched at any time, filled anew beside itself.

use crate::doc::{Doc, Label};
use crate::folder::Folders;
use crate::labels::Names;
use crate::live::{CHANGES, FILLING, Live};
use crate::part::Snapshot;
use crate::schema::Fields;
use crate::synonyms::Synonyms;
use parking_lot::RwLock;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};
use tantivy::TantivyError;
use uuid::Uuid;

/// The searchable copy of all documents.
///
/// Any number of threads search while one writes. The writer, its threads and the folder's lock come with the first
/// change and not before, so an index that is only read costs little and hinders no one.
pub struct Index {
    folders: Option<Folders>,
    live: RwLock<Arc<Live>>,
    names: Arc<Names>,
    pub(crate) synonyms: Synonyms,
}

/// An index opened in a folder.
#[derive(Debug)]
pub struct Opened {
    /// The index.
    pub index: Index,
    /// What was there; unless it was [`Found::Current`] the index is empty and the caller fills it.
    pub found: Found,
}

/// What was found in an index's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An index of this version.
    Current,
    /// Nothing.
    Nothing,
    /// Only an index of another version of this program; it was removed.
    OtherVersion,
    /// An index that cannot be read any more; it was removed.
    Damaged,
}

/// Why the index cannot do what it is asked for. Nothing a searcher types is among the reasons.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be read or written.
    #[error("the search index's folder {folder}: {source}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What is the matter.
        source: io::Error,
    },
    /// Another process writes this index.
    #[error("another process writes the search index")]
    InUse,
    /// The engine fails: a full disk, a file gone.
    #[error("the search index: {0}")]
    Engine(#[source] TantivyError),
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Error {
        match error {
            TantivyError::LockFailure(..) => Error::InUse,
            other => Error::Engine(other),
        }
    }
}

impl Index {
    /// Opens the index in a folder that is the index's alone, and makes it where it is missing, of another version
    /// or damaged. What an interrupted rebuild left is removed.
    pub fn in_folder(folder: impl AsRef<Path>) -> Result<Opened, Error> {
        let (folders, others) = Folders::open(folder.as_ref())?;
        let names = Arc::new(Names::default());
        let (live, found) = match folders.current() {
            Some(current) => match Live::open(Some(&current), CHANGES, names.clone()) {
                Ok(live) => (live, Found::Current),
                Err(Error::Engine(reason)) if is_damage(&reason) => {
                    tracing::warn!(folder = %current.display(), %reason, "search index damaged, made anew");
                    fs::remove_dir_all(&current).or_else(unless_gone).map_err(|source| folders.error(source))?;
                    (empty(&folders, &names)?, Found::Damaged)
                }
                Err(other) => return Err(other),
            },
            None if others => (empty(&folders, &names)?, Found::OtherVersion),
            None => (empty(&folders, &names)?, Found::Nothing),
        };
        tidy(&folders, &names);
        let index =
            Index { folders: Some(folders), live: RwLock::new(Arc::new(live)), names, synonyms: Synonyms::default() };
        index.warm_beside()?;
        Ok(Opened { index, found })
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Index, Error> {
        let names = Arc::new(Names::default());
        let live = Live::open(None, CHANGES, names.clone())?;
        Ok(Index { folders: None, live: RwLock::new(Arc::new(live)), names, synonyms: Synonyms::default() })
    }

    /// The same index, whose searches take some words for others.
    pub fn with_synonyms(self, synonyms: Synonyms) -> Index {
        Index { synonyms, ..self }
    }

    /// Puts documents in, each in place of one of the same id. Searches see them after [`Index::commit`].
    ///
    /// Thousands at a time are best. On an error all that was put since the last commit is gone, here and in the
    /// other writing calls; the caller goes on from [`Index::marker`].
    pub fn put(&self, docs: &[Doc]) -> Result<(), Error> {
        self.live().put(docs, false)
    }

    /// Takes documents out; an unknown id is none.
    pub fn remove(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.live().remove(ids)
    }

    /// Makes all that was put and removed durable, and visible to every search that starts after the return.
    pub fn commit(&self) -> Result<(), Error> {
        let live = self.live();
        live.commit(live.marker().as_deref())
    }

    /// Commits, and keeps a marker with the commit: how far the caller's events have been applied.
    pub fn commit_with(&self, marker: &str) -> Result<(), Error> {
        self.live().commit(Some(marker))
    }

    /// Begins to fill the index anew, beside the one that is searched and changed meanwhile. Only one rebuild goes on at
    /// a time, whichever process it is in.
    pub fn rebuild(&self) -> Result<Rebuild, Error> {
        let Some(folders) = &self.folders else {
            return Ok(Rebuild(Live::open(None, FILLING, self.names.clone())?));
        };
        tidy(folders, &self.names);
        if folders.fillings().len() > 1 {
            return Err(Error::InUse);
        }
        let live = Live::open(Some(&folders.next()?), FILLING, self.names.clone())?;
        // An empty batch opens the writer, whose lock tells others that this filling is being made.
        live.put(&[], true)?;
        Ok(Rebuild(live))
    }

    /// Puts a new filling in the place of the old one, for every search that starts after the return. It takes a moment,
    /// in which the caller lets no change be put in.
    pub fn switch(&self, filled: Filled) -> Result<(), Error> {
        let Filled(new) = filled;
        if let (Some(folders), Some(folder)) = (&self.folders, &new.folder) {
            folders.name(folder)?;
        }
        let old = std::mem::replace(&mut *self.live.write(), Arc::new(new.for_changes()));
        old.rest()?;
        // Who still searches the old one keeps its files open; the folder can go.
        let gone = old.folder.as_ref().map_or(Ok(()), fs::remove_dir_all).or_else(unless_gone);
        gone.map_err(|source| Error::Folder { folder: old.folder.clone().unwrap_or_default(), source })
    }

    /// The marker of the last commit.
    pub fn marker(&self) -> Option<String> {
        self.live().marker()
    }

    /// Shows searches what another process has committed or filled anew, and the outcome of merges in the background.
    pub fn refresh(&self) -> Result<(), Error> {
        let live = self.live();
        match self.folders.as_ref().and_then(Folders::current) {
            Some(current) if live.folder.as_ref() != Some(&current) => {
                let live = Live::open(Some(&current), CHANGES, self.names.clone())?;
                live.snapshot().warm();
                *self.live.write() = Arc::new(live);
                Ok(())
            }
            _ => live.refresh(),
        }
    }

    /// How many documents searches see.
    pub fn count(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    /// A label's text.
    pub fn label(&self, label: Label) -> Arc<str> {
        self.names.text(label)
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.live().snapshot()
    }

    pub(crate) fn fields(&self) -> Fields {
        self.live().fields
    }

    fn live(&self) -> Arc<Live> {
        self.live.read().clone()
    }

    /// Puts the parts in order away from who opened the index: until then searches are slower, not wrong.
    fn warm_beside(&self) -> Result<(), Error> {
        let snapshot = self.snapshot();
        let thread = std::thread::Builder::new().name("search-order".to_owned());
        let error = |source| Error::Folder { folder: PathBuf::new(), source };
        thread.spawn(move || snapshot.warm()).map(drop).map_err(error)
    }
}

/// An index being filled anew. Dropped before it is finished it leaves no trace that counts.
pub struct Rebuild(Live);

/// A new filling, durable and in order.
pub struct Filled(Live);

impl Rebuild {
    /// Puts in documents, none of whose ids may come twice in all.
    pub fn fill(&self, docs: &[Doc]) -> Result<(), Error> {
        self.0.put(docs, true)
    }

    /// Makes the new filling durable; what is still being merged is waited for. Searches see it after
    /// [`Index::switch`].
    pub fn commit(self, marker: &str) -> Result<Filled, Error> {
        self.0.commit(Some(marker))?;
        self.0.rest()?;
        self.0.refresh()?;
        Ok(Filled(self.0))
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("count", &self.count()).field("marker", &self.marker()).finish()
    }
}

/// An empty filling, named as the one that is searched.
fn empty(folders: &Folders, names: &Arc<Names>) -> Result<Live, Error> {
    let folder = folders.next()?;
    let live = Live::open(Some(&folder), CHANGES, names.clone())?;
    folders.name(&folder)?;
    Ok(live)
}

/// Removes fillings that are not the current one and that nobody writes: an interrupted rebuild's, or an old one that
/// could not be removed in its time.
fn tidy(folders: &Folders, names: &Arc<Names>) {
    let Some(current) = folders.current() else { return };
    for filling in folders.fillings().into_iter().filter(|filling| *filling != current) {
        let unwritten = match Live::open(Some(&filling), CHANGES, names.clone()) {
            Ok(live) => live.is_unwritten(),
            Err(Error::Engine(reason)) => is_damage(&reason),
            Err(_) => false,
        };
        if unwritten && let Err(error) = fs::remove_dir_all(&filling) {
            tracing::warn!(folder = %filling.display(), %error, "what is left of a search index cannot be removed");
        }
    }
}

fn unless_gone(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Whether an error on opening says that the files are no index of ours (rather than that they cannot be reached).
fn is_damage(error: &TantivyError) -> bool {
    use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
    matches!(
        error,
        TantivyError::DataCorruption(_)
            | TantivyError::SchemaError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_))
            | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_))
    )
}
