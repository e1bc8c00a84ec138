//! Files of papers: a scan or a print of a permit, a certificate, a licence. They lie sealed in a table of their own, are read
//! by the seller who gave them and by the operator, always as a file to save, and go with the paper that they belong to.

use crate::App;
use crate::policy::{OperatorReads, OperatorWho, SellerReads, SellerWho};
use crate::vault::{Vault, Written};
use sampan_db::{Column, DbError, Needs, Record, Row, Rows, Table, Value};
use sampan_ids::{FileId, SellerId};
use sampan_trade::paper::{FileKind, HeldPaper, PaperFile};
use sampan_web::{Cx, Error, FieldErrors, NoView, OrInternal, Reply, Routes, Shell, Upload};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Bytes of one file.
pub const MOST_BYTES: u64 = 5 * 1024 * 1024;

/// The routes.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(SellerReads, "/seller/files/{file}", of_seller)
        .doc("Sends the file of a paper to the seller who gave it")
        .get(OperatorReads, "/operator/files/{file}", of_any)
        .doc("Sends the file of a seller's paper")
}

/// A file as it is stored.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Its id, made of what it is and what it belongs to.
    pub id: FileId,
    /// Whose it is.
    pub seller: SellerId,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes, sealed.
    sealed: Vec<u8>,
}

/// Files of papers.
pub struct PaperFiles;

impl Record for PaperFiles {
    type Key = FileId;
    type Item = StoredFile;
    const TABLE: Table = Table {
        name: "paper_files",
        key: &[Column::id("file_id")],
        columns: &[Column::id("seller_id"), Column::text("kind"), Column::bytes("sealed")],
    };
    fn key(item: &StoredFile) -> FileId {
        item.id
    }
    fn key_values(key: &FileId) -> Vec<Value> {
        vec![key.0.into()]
    }
    fn write(item: &StoredFile) -> Vec<Value> {
        vec![item.seller.0.into(), item.kind.as_str().into(), item.sealed.clone().into()]
    }
    fn read(row: &Row) -> Result<StoredFile, DbError> {
        let kind = FileKind::ALL.into_iter().find(|kind| kind.as_str() == row.text("kind"));
        Ok(StoredFile {
            id: FileId(row.id("file_id")),
            seller: SellerId(row.id("seller_id")),
            kind: kind
                .ok_or_else(|| DbError::Unreadable { table: "paper_files", why: "a kind that is none".to_owned() })?,
            sealed: row.bytes("sealed").to_vec(),
        })
    }
}

fn purpose(id: FileId) -> String {
    format!("paper file {id}")
}

impl StoredFile {
    fn open(&self, vault: &Vault) -> Option<Vec<u8>> {
        vault.open_sealed::<Written>(&purpose(self.id), &self.sealed).ok().map(|written| written.0)
    }
}

/// A file that came with a paper, sealed for its row; `of` is the listing or order that it came for, and the kind of paper.
/// What cannot be kept is named at its field.
pub async fn taken(
    app: &App,
    (seller, of, kind): (SellerId, Uuid, &str),
    field: &'static str,
    upload: Option<Upload>,
) -> Result<Result<Option<(PaperFile, StoredFile)>, FieldErrors>, Error> {
    let Some(upload) = upload else { return Ok(Ok(None)) };
    let (vault, paper) = (app.vault().clone(), kind.to_owned());
    // A few milliseconds of reading and sealing are no work for the threads that answer.
    let read = tokio::task::spawn_blocking(move || read(&vault, (seller, of, &paper), field, &upload)).await;
    read.or_internal()?.or_internal()
}

type Read = Result<Option<(PaperFile, StoredFile)>, FieldErrors>;

fn read(
    vault: &Vault,
    (seller, of, paper): (SellerId, Uuid, &str),
    field: &str,
    upload: &Upload,
) -> std::io::Result<Read> {
    let named: String = upload.file_name.chars().take(80).collect();
    let wrong = |wanted: &str, code: &'static str| {
        let mut errors = FieldErrors::new();
        errors.add(field, &named, wanted, code);
        Ok(Err(errors))
    };
    if upload.size > MOST_BYTES {
        return wrong("at most 5 MB", "paper_file_large");
    }
    let bytes = std::fs::read(upload.path())?;
    let Some(kind) = FileKind::of(&bytes) else { return wrong("a PDF, JPEG or PNG file", "paper_file_kind") };
    let id = id_of(seller, (of, paper), &upload.digest);
    let file = PaperFile { id, kind, bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX) };
    let sealed = vault.seal(&purpose(id), &Written(bytes));
    Ok(Ok(Some((file, StoredFile { id, seller, kind, sealed }))))
}

/// The same file of the same thing is one row, however often it is sent.
fn id_of(seller: SellerId, (of, paper): (Uuid, &str), content: &[u8; 32]) -> FileId {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(b"paper file")
        .update(seller.0.as_bytes())
        .update(of.as_bytes())
        .update(content)
        .update(paper.as_bytes());
    let mut digest = *hasher.finalize().as_bytes();
    digest[16..18].copy_from_slice(&seller.cell().number().to_be_bytes());
    FileId(sampan_ids::from_digest(&digest))
}

/// The rows that [`keep`] changes where papers change from some to others; what they will be is not known yet.
pub fn needs<'a>(held: impl Iterator<Item = &'a HeldPaper>, brought: Option<&StoredFile>) -> Needs {
    let known = held.filter_map(|paper| paper.file.map(|file| file.id));
    Needs::none().all::<PaperFiles>(known).all::<PaperFiles>(brought.map(|file| file.id))
}

/// Keeps the file that was brought, and forgets those that no paper names any more.
pub fn keep(rows: &mut Rows, before: &[PaperFile], after: &[PaperFile], brought: Option<&StoredFile>) {
    for gone in before.iter().filter(|file| !after.iter().any(|kept| kept.id == file.id)) {
        rows.remove::<PaperFiles>(&gone.id);
    }
    if let Some(file) = brought {
        rows.put::<PaperFiles>(file.clone());
    }
}

/// A file as a page names it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FileView {
    /// Where it is had.
    pub href: String,
    /// What it is and how large.
    pub says: String,
}

impl FileView {
    /// A paper's file at a desk: `seller` or `operator`.
    pub fn of(paper: &HeldPaper, desk: &str, s: &Shell) -> Option<FileView> {
        let file = paper.file?;
        let size = s.number(u64::from(file.bytes).div_ceil(1024));
        let says = s.t2("catalog-paper-file-is", "kind", file.kind.name(), "size", size);
        Some(FileView { href: format!("/{desk}/files/{}", file.id), says })
    }
}

/// Which file.
#[derive(Deserialize, utoipa::ToSchema)]
struct WhichFile {
    /// Its id.
    file: String,
}

async fn of_seller(cx: Cx<App>, who: SellerWho, which: WhichFile) -> Result<Reply<NoView>, Error> {
    send(&cx, &which, |file| file.seller == who.seller).await
}

async fn of_any(cx: Cx<App>, _: OperatorWho, which: WhichFile) -> Result<Reply<NoView>, Error> {
    send(&cx, &which, |_| true).await
}

/// Sends a file to save: nothing in it runs, and no page shows it in place.
async fn send(cx: &Cx<App>, which: &WhichFile, may: impl Fn(&StoredFile) -> bool) -> Result<Reply<NoView>, Error> {
    let id: FileId = which.file.parse().map_err(|_| Error::NotFound)?;
    let found = cx.site.db().find::<PaperFiles>(&id).await.or_internal()?;
    let file = found.filter(may).ok_or(Error::NotFound)?;
    let vault = cx.site.vault().clone();
    let (kind, bytes) = tokio::task::spawn_blocking(move || (file.kind, file.open(&vault))).await.or_internal()?;
    let bytes = bytes.ok_or_else(|| Error::internal("a paper's file does not open"))?;
    Ok(Reply::file(bytes, kind.media_type(), format!("paper-{}.{}", id.0.simple(), kind.as_str())))
}
