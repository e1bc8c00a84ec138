//! One filling of the index: the engine, its reader and its writer, and the state that searches see.

use crate::doc::Doc;
use crate::index::Error;
use crate::labels::Names;
use crate::part::Snapshot;
use crate::schema::{Fields, QUALITY, schema, tokenizers};
use parking_lot::{Mutex, RwLock};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexReader, IndexSettings, IndexSortByField, IndexWriter, ReloadPolicy, TantivyError};
use uuid::Uuid;

/// Parts of more documents are merged no more, so that putting one in order stays a matter of a moment.
const MAX_MERGED: usize = 1_500_000;

/// How a filling is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    threads: usize,
    /// What each thread may hold before it puts a piece of the index down.
    bytes: usize,
}

/// Now and then a few changes.
pub(crate) const CHANGES: Writing = Writing { threads: 1, bytes: 24_000_000 };
/// Everything at once: larger pieces need less merging.
pub(crate) const FILLING: Writing = Writing { threads: 2, bytes: 120_000_000 };

/// A filling.
pub(crate) struct Live {
    inner: tantivy::Index,
    reader: IndexReader,
    writing: Writing,
    writer: Mutex<Option<IndexWriter>>,
    snapshot: RwLock<Arc<Snapshot>>,
    names: Arc<Names>,
    pub fields: Fields,
    pub folder: Option<PathBuf>,
}

impl Live {
    /// The filling in a folder, or one in memory; made where there is none.
    pub fn open(folder: Option<&Path>, writing: Writing, names: Arc<Names>) -> Result<Live, Error> {
        let (schema, fields) = schema();
        let builder = tantivy::Index::builder().schema(schema).tokenizers(tokenizers()).settings(settings());
        let inner = match folder {
            Some(folder) => builder.open_or_create(MmapDirectory::open(folder).map_err(TantivyError::from)?)?,
            None => builder.create_in_ram()?,
        };
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(1)
            .num_warming_threads(1)
            .try_into()?;
        let snapshot = RwLock::new(Arc::new(Snapshot::of(reader.searcher(), None, &names)?));
        let folder = folder.map(Path::to_owned);
        Ok(Live { inner, reader, writing, writer: Mutex::new(None), snapshot, names, fields, folder })
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().clone()
    }

    /// Puts documents in; `new` ones are known to be in it not yet.
    pub fn put(&self, docs: &[Doc], new: bool) -> Result<(), Error> {
        self.write(|writer, fields| {
            for doc in docs {
                if !new {
                    writer.delete_term(fields.id_term(doc.id));
                }
                writer.add_document(fields.document(doc))?;
            }
            Ok(())
        })
    }

    pub fn remove(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.write(|writer, fields| {
            for &id in ids {
                writer.delete_term(fields.id_term(id));
            }
            Ok(())
        })
    }

    pub fn commit(&self, marker: Option<&str>) -> Result<(), Error> {
        self.write(|writer, _| {
            let mut commit = writer.prepare_commit()?;
            if let Some(marker) = marker {
                commit.set_payload(marker);
            }
            commit.commit().map(drop)
        })?;
        self.refresh()
    }

    /// Ends writing: merges under way are waited for, so that what is left of the folder changes no more.
    pub fn rest(&self) -> Result<(), Error> {
        let writer = self.writer.lock().take();
        writer.map_or(Ok(()), |writer| Ok(writer.wait_merging_threads()?))
    }

    pub fn marker(&self) -> Option<String> {
        self.inner.load_metas().ok()?.payload
    }

    /// Shows searches the last commit. The new parts are put in order before, so that no search pays for it.
    pub fn refresh(&self) -> Result<(), Error> {
        self.reader.reload()?;
        let snapshot = Arc::new(Snapshot::of(self.reader.searcher(), Some(&self.snapshot()), &self.names)?);
        snapshot.warm();
        *self.snapshot.write() = snapshot;
        Ok(())
    }

    /// The same filling, written as changes come.
    pub fn for_changes(self) -> Live {
        Live { writing: CHANGES, writer: Mutex::new(None), ..self }
    }

    /// Whether nobody writes here, in this process or another.
    pub fn is_unwritten(&self) -> bool {
        self.inner.writer_with_options::<tantivy::TantivyDocument>(options(CHANGES)).is_ok()
    }

    /// Runs a change on the writer, which is opened when there is none and given up when the change fails: a failed
    /// writer takes nothing more.
    fn write(&self, change: impl FnOnce(&mut IndexWriter, &Fields) -> Result<(), TantivyError>) -> Result<(), Error> {
        let mut place = self.writer.lock();
        let writer = match place.as_mut() {
            Some(writer) => writer,
            None => {
                let writer = self.inner.writer_with_options(options(self.writing))?;
                let mut merging = LogMergePolicy::default();
                merging.set_max_docs_before_merge(MAX_MERGED);
                writer.set_merge_policy(Box::new(merging));
                place.insert(writer)
            }
        };
        change(writer, &self.fields).map_err(|error| {
            *place = None;
            Error::from(error)
        })
    }
}

fn options(writing: Writing) -> IndexWriterOptions {
    IndexWriterOptions::builder()
        .num_worker_threads(writing.threads)
        .memory_budget_per_thread(writing.bytes)
        .num_merge_threads(1)
        .build()
}

/// The best documents lie first in each part: who reads in order may stop early. Nothing is stored, so the store needs no
/// thread.
fn settings() -> IndexSettings {
    let best_first = IndexSortByField { field: QUALITY.to_owned(), order: tantivy::Order::Desc };
    IndexSettings {
        sort_by_field: Some(best_first),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
