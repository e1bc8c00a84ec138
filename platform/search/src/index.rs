//! The index itself: opened in a folder, written in batches, searched at any time.

use crate::doc::Doc;
use crate::schema::{FORMAT, Fields, schema, tokenizers};
use parking_lot::Mutex;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyError};
use uuid::Uuid;

/// Writer threads; each has [`WRITER_BYTES`] before it puts a piece of the index down.
const WRITER_THREADS: usize = 2;
const WRITER_BYTES: usize = 24_000_000;

/// The searchable copy of all documents.
///
/// Any number of threads search while one writes. The writer, its threads and the folder's lock come with the first
/// change and not before, so an index that is only read costs little and hinders no one.
pub struct Index {
    inner: tantivy::Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    pub(crate) fields: Fields,
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
    /// or damaged.
    pub fn in_folder(folder: impl AsRef<Path>) -> Result<Opened, Error> {
        let folder = folder.as_ref();
        let current = folder.join(format!("v{FORMAT}"));
        let error = |source| Error::Folder { folder: folder.to_owned(), source };
        let others = other_versions(folder, &current).map_err(error)?;
        for other in &others {
            fs::remove_dir_all(other).map_err(error)?;
        }
        let existed = current.join("meta.json").exists();
        fs::create_dir_all(&current).map_err(error)?;
        match (Index::open(&current), existed) {
            (Ok(index), true) => Ok(Opened { index, found: Found::Current }),
            (Ok(index), false) if others.is_empty() => Ok(Opened { index, found: Found::Nothing }),
            (Ok(index), false) => Ok(Opened { index, found: Found::OtherVersion }),
            (Err(Error::Engine(reason)), true) if is_damage(&reason) => {
                tracing::warn!(folder = %folder.display(), %reason, "search index damaged, made anew");
                fs::remove_dir_all(&current).and_then(|()| fs::create_dir_all(&current)).map_err(error)?;
                Ok(Opened { index: Index::open(&current)?, found: Found::Damaged })
            }
            (Err(other), _) => Err(other),
        }
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Index, Error> {
        let (schema, fields) = schema();
        let builder = tantivy::Index::builder().schema(schema).tokenizers(tokenizers()).settings(settings());
        Index::of(builder.create_in_ram()?, fields)
    }

    fn open(folder: &Path) -> Result<Index, Error> {
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let builder = tantivy::Index::builder().schema(schema).tokenizers(tokenizers()).settings(settings());
        Index::of(builder.open_or_create(directory)?, fields)
    }

    fn of(inner: tantivy::Index, fields: Fields) -> Result<Index, Error> {
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(1)
            .num_warming_threads(1)
            .try_into()?;
        Ok(Index { inner, reader, writer: Mutex::new(None), fields })
    }

    /// Puts documents in, each in place of one of the same id. Searches see them after [`Index::commit`].
    ///
    /// Thousands at a time are best. On an error all that was put since the last commit is gone, here and in the
    /// other writing calls; the caller goes on from [`Index::marker`].
    pub fn put(&self, docs: &[Doc]) -> Result<(), Error> {
        self.write(|writer, fields| {
            for doc in docs {
                writer.delete_term(fields.id_term(doc.id));
                writer.add_document(fields.document(doc))?;
            }
            Ok(())
        })
    }

    /// Puts in documents whose ids are known to be neither in the index nor twice among them: the quicker way to
    /// fill an index that is empty or has been cleared.
    pub fn fill(&self, docs: &[Doc]) -> Result<(), Error> {
        self.write(|writer, fields| {
            for doc in docs {
                writer.add_document(fields.document(doc))?;
            }
            Ok(())
        })
    }

    /// Takes documents out; an unknown id is none.
    pub fn remove(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.write(|writer, fields| {
            for &id in ids {
                writer.delete_term(fields.id_term(id));
            }
            Ok(())
        })
    }

    /// Takes all documents out. Searches go on with the old ones until the next commit, so clear, [`Index::fill`] and
    /// one commit rebuild an index while it serves.
    pub fn clear(&self) -> Result<(), Error> {
        self.write(|writer, _| writer.delete_all_documents().map(drop))
    }

    /// Makes all that was put and removed durable, and visible to every search that starts after the return.
    pub fn commit(&self) -> Result<(), Error> {
        let marker = self.marker();
        self.commit_marked(marker)
    }

    /// Commits, and keeps a marker with the commit: how far the caller's events have been applied.
    pub fn commit_with(&self, marker: &str) -> Result<(), Error> {
        self.commit_marked(Some(marker.to_owned()))
    }

    fn commit_marked(&self, marker: Option<String>) -> Result<(), Error> {
        self.write(|writer, _| {
            let mut commit = writer.prepare_commit()?;
            if let Some(marker) = &marker {
                commit.set_payload(marker);
            }
            commit.commit().map(drop)
        })?;
        self.refresh()
    }

    /// The marker of the last commit.
    pub fn marker(&self) -> Option<String> {
        self.inner.load_metas().ok()?.payload
    }

    /// Shows searches what another process has committed, and the outcome of merges in the background.
    pub fn refresh(&self) -> Result<(), Error> {
        Ok(self.reader.reload()?)
    }

    /// How many documents searches see.
    pub fn count(&self) -> u64 {
        self.searcher().num_docs()
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Runs a change on the writer, which is opened when there is none and given up when the change fails: a failed
    /// writer takes nothing more.
    fn write(&self, change: impl FnOnce(&mut IndexWriter, &Fields) -> Result<(), TantivyError>) -> Result<(), Error> {
        let mut place = self.writer.lock();
        let writer = match place.as_mut() {
            Some(writer) => writer,
            None => place.insert(self.inner.writer_with_options(writer_options())?),
        };
        change(writer, &self.fields).map_err(|error| {
            *place = None;
            Error::from(error)
        })
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("count", &self.count()).field("marker", &self.marker()).finish()
    }
}

fn writer_options() -> IndexWriterOptions {
    IndexWriterOptions::builder()
        .num_worker_threads(WRITER_THREADS)
        .memory_budget_per_thread(WRITER_BYTES)
        .num_merge_threads(1)
        .build()
}

/// Nothing is stored, so the store needs no thread.
fn settings() -> IndexSettings {
    IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() }
}

/// The folders of other versions beside the current one's.
fn other_versions(folder: &Path, current: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_version = name.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok());
        if is_version && path != current && path.is_dir() {
            found.push(path);
        }
    }
    Ok(found)
}

/// Whether an error on opening says that the files are no index of ours (rather than that they cannot be reached).
fn is_damage(error: &TantivyError) -> bool {
    use tantivy::directory::error::OpenReadError;
    matches!(
        error,
        TantivyError::DataCorruption(_)
            | TantivyError::SchemaError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_))
    )
}
