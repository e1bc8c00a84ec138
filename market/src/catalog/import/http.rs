//! Imports on pages and for programs.

use super::commands::{Ask, Asked, Forget, ImportRefusal, KeepPiece, Start};
use super::refused_csv;
use super::store::{Import, Imports, PIECE, Piece};
use super::view::{ImportRow, ImportView, ImportsView};
use crate::App;
use crate::policy::{SellerActs, SellerReads, SellerWho};
use sampan_db::PerformError;
use sampan_ids::{ImportId, SellerId};
use sampan_intake::{Format, limits};
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply, Routes, Upload};
use serde::Deserialize;
use std::io::Read;

/// Imports of a seller's that are kept; an older one is forgotten when a new one comes.
const KEPT: i64 = 20;
/// Pieces forgotten at once.
const FORGOTTEN: usize = 8;

/// The routes.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(SellerReads, "/seller/imports", list)
        .doc("Lists the seller's imports")
        .post(SellerActs, "/seller/imports", upload)
        .uploads()
        .doc("Takes a product file and reads it, to tell what it would do")
        .get(SellerReads, "/seller/imports/{import}", show)
        .doc("Shows what an import would do, how far it is, or what it did")
        .post(SellerActs, "/seller/imports/{import}/application", apply)
        .doc("Does what the preview of an import says")
        .post(SellerActs, "/seller/imports/{import}/cancellation", cancel)
        .doc("Stops an import; what it did until then stays")
        .get(SellerReads, "/seller/imports/{import}/refused.csv", refused)
        .doc("Gives the refused rows back, with a column that says why")
}

async fn view_of_all(app: &App, seller: SellerId) -> Result<ImportsView, Error> {
    let by = "where t.seller_id = $1 order by t.started_at desc, t.import_id limit $2";
    let imports = app.db().select::<Imports>(by, vec![seller.0.into(), KEPT.into()]).await.or_internal()?;
    Ok(ImportsView { imports: imports.iter().map(ImportRow::of).collect(), most_bytes: limits::FILE_BYTES })
}

async fn list(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<ImportsView>, Error> {
    Ok(Reply::show(view_of_all(&cx.site, who.seller).await?))
}

/// A product file.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewImport {
    /// The file.
    file: Upload,
    /// `shopify` or `woocommerce`; without it the header tells.
    format: Option<String>,
}

async fn upload(cx: Cx<App>, who: SellerWho, input: NewImport) -> Result<Reply<ImportView>, Error> {
    let app = &cx.site;
    let once = cx.need_once()?;
    let format = match input.format.as_deref().map(str::parse::<Format>) {
        None => None,
        Some(Ok(format)) => Some(format),
        Some(Err(wanted)) => return Err(Error::field("format", "", &wanted, "choice")),
    };
    // The same form sent twice is one import: its id is made of the form's key.
    let id = import_id(who.seller, &once.key, &input.file.digest);
    keep(app, id, &input.file).await?;
    forget_old(app, who.seller).await?;
    let start =
        Start { id, seller: who.seller, file_name: input.file.file_name.clone(), bytes: input.file.size, format };
    app.db().perform(who.seller.0, start).await.map_err(not_performed)?.or_else(|()| Ok::<(), Error>(()))?;
    let import = find(app, who.seller, id).await?;
    Ok(Reply::created(ImportView::of(&import, &cx.shell), format!("/seller/imports/{id}")))
}

fn import_id(seller: SellerId, key: &str, file: &[u8; 32]) -> ImportId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"import").update(seller.0.as_bytes()).update(file).update(key.as_bytes());
    let mut digest = *hasher.finalize().as_bytes();
    digest[16..18].copy_from_slice(&seller.cell().number().to_be_bytes());
    ImportId(sampan_ids::from_digest(&digest))
}

/// Keeps a file piece by piece, so that little of it is in memory.
async fn keep(app: &App, import: ImportId, file: &Upload) -> Result<(), Error> {
    let mut source = std::fs::File::open(file.path()).or_internal()?;
    for place in 0.. {
        let mut bytes = Vec::with_capacity(PIECE.min(usize::try_from(file.size).unwrap_or(PIECE)));
        source.by_ref().take(PIECE as u64).read_to_end(&mut bytes).or_internal()?;
        if bytes.is_empty() {
            break;
        }
        let piece = KeepPiece(Piece { import, place, bytes });
        // It refuses nothing.
        let _ = app.db().perform(import.0, piece).await.map_err(not_performed)?;
    }
    Ok(())
}

/// Forgets what is older than the imports that are kept, file and all, but for what is at work.
async fn forget_old(app: &App, seller: SellerId) -> Result<(), Error> {
    let by = "where t.seller_id = $1 order by t.started_at desc, t.import_id limit 50 offset $2";
    let old = app.db().select::<Imports>(by, vec![seller.0.into(), (KEPT - 1).into()]).await.or_internal()?;
    for import in old.iter().filter(|import| !import.state.is_at_work()) {
        let places: Vec<i64> = (0..import.bytes.div_ceil(PIECE as u64)).map(|place| place as i64).collect();
        let parts: Vec<&[i64]> = places.chunks(FORGOTTEN).collect();
        for (n, part) in parts.iter().enumerate() {
            let forget = Forget { import: import.id, places: part.to_vec(), wholly: n + 1 == parts.len() };
            // Refused where it went to work meanwhile: then it stays.
            let _ = app.db().perform(import.id.0, forget).await.map_err(not_performed)?;
        }
    }
    Ok(())
}

fn not_performed(error: PerformError) -> Error {
    match error {
        PerformError::Busy | PerformError::Stopped => Error::Busy { retry_after: 2 },
        error => Error::internal(error),
    }
}

/// An import of the seller's.
async fn find(app: &App, seller: SellerId, id: ImportId) -> Result<Import, Error> {
    let import = app.find::<Imports>(id).await?;
    if import.seller == seller { Ok(import) } else { Err(Error::NotFound) }
}

/// Which import.
#[derive(Deserialize, utoipa::ToSchema)]
struct Which {
    /// Its id.
    #[schema(value_type = String)]
    import: ImportId,
}

async fn show(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<ImportView>, Error> {
    let import = find(&cx.site, who.seller, which.import).await?;
    Ok(Reply::show(ImportView::of(&import, &cx.shell)))
}

async fn apply(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<ImportView>, Error> {
    ask(cx, who, which, Asked::Apply).await
}

async fn cancel(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<ImportView>, Error> {
    ask(cx, who, which, Asked::Stop).await
}

async fn ask(cx: Cx<App>, who: SellerWho, which: Which, asked: Asked) -> Result<Reply<ImportView>, Error> {
    let ask = Ask { id: which.import, seller: who.seller, asked };
    match cx.site.perform(who.seller, cx.once.as_ref(), ask).await? {
        Ok(()) => {}
        Err(ImportRefusal::NotFound) => return Err(Error::NotFound),
        Err(ImportRefusal::NotNow { state }) => return Err(Error::refused("import_not_now", &[("state", &state)])),
    }
    let import = find(&cx.site, who.seller, which.import).await?;
    Ok(Reply::done(ImportView::of(&import, &cx.shell), format!("/seller/imports/{}", which.import)))
}

async fn refused(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<NoView>, Error> {
    let import = find(&cx.site, who.seller, which.import).await?;
    let Some(body) = refused_csv::of(&cx.site, &import).await.or_internal()? else { return Err(Error::NotFound) };
    Ok(Reply::file(body, "text/csv; charset=utf-8", format!("refused-{}.csv", import.id)))
}
