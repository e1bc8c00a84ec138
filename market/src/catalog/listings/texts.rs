//! All texts of a seller in one table that goes out as CSV and comes back.

use super::commands::SetTexts;
use super::find::{self, Wanted};
use super::{parse, refused};
use crate::App;
use crate::page;
use crate::policy::SellerWho;
use sampan_ids::ListingId;
use sampan_intake::export::{guarded, unguarded};
use sampan_trade::Language;
use sampan_trade::listing::{Text, TextSource, TextState};
use sampan_web::{Cx, Error, FieldErrors, FileBody, NoInput, NoView, Reply, Upload};
use serde::{Deserialize, Serialize};
use std::io;

/// The columns, in their order.
const COLUMNS: [&str; 8] = ["id", "handle", "language", "title", "body", "source", "by", "state"];
/// Listings read at a time.
const PAGE: usize = 200;
/// Texts that one file may bring.
const MOST: usize = 50_000;
/// Texts saved in one commit.
const BATCH: usize = 500;
/// Bytes of a file.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Rows that are named where they make no sense.
const NAMED: usize = 100;

/// What a table of texts did.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TextsView {
    /// Rows of the table.
    pub rows: u64,
    /// Listings whose texts changed.
    pub changed: u64,
}

page!(TextsView, "catalog/pages/texts.html");

/// Shows how the table goes out and comes back.
pub async fn page(_: Cx<App>, _: SellerWho, _: NoInput) -> Result<Reply<TextsView>, Error> {
    Ok(Reply::show(TextsView { rows: 0, changed: 0 }))
}

/// The table, page by page: a row for each listing and language, blank where there is no text yet.
pub async fn export(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<NoView>, Error> {
    let (to, body) = tokio::sync::mpsc::channel(4);
    let app = cx.site.clone();
    tokio::spawn(async move {
        let mut after = None;
        let mut head = true;
        loop {
            let wanted = Wanted { after, ..Wanted::default() };
            let listings = match find::page(&app, who.seller, &wanted, PAGE).await {
                Ok(listings) => listings,
                Err(error) => {
                    let _ = to.send(Err(io::Error::other(error.to_string()))).await;
                    return;
                }
            };
            let chunk = rows(&listings, std::mem::take(&mut head));
            // Whoever no longer listens does not want the rest.
            if to.send(chunk).await.is_err() || listings.len() < PAGE {
                return;
            }
            after = listings.last().map(|stored| stored.listing.id);
        }
    });
    Ok(Reply::file(FileBody::channel(body), "text/csv; charset=utf-8", "texts.csv"))
}

fn rows(listings: &[crate::catalog::StoredListing], head: bool) -> io::Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    if head {
        out.write_record(COLUMNS)?;
    }
    for stored in listings {
        let listing = &stored.listing;
        for language in Language::all() {
            let text = listing.texts.get(&language);
            let (source, by) = match text.map(|t| &t.source) {
                None => ("", ""),
                Some(TextSource::Seller) => ("seller", ""),
                Some(TextSource::Translator { name }) => ("translator", name.as_str()),
                Some(TextSource::Machine { name }) => ("machine", name.as_str()),
            };
            let state = match text.map(|t| t.state) {
                None => "",
                Some(TextState::Draft) => "draft",
                Some(TextState::Checked) => "checked",
            };
            let title = text.map_or("", |t| t.title.as_str());
            let body = text.map_or("", |t| t.body_html.as_str());
            let (id, language) = (listing.id.to_string(), language.to_string());
            let cells = [id.as_str(), &listing.handle, &language, title, body, source, by, state];
            out.write_record(cells.map(guarded))?;
        }
    }
    out.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A table of texts.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewTexts {
    /// The file, as it went out.
    file: Upload,
}

/// Takes the table back. A row that makes no sense stops all of it, so that the file can be put right and sent again.
pub async fn import(cx: Cx<App>, who: SellerWho, new: NewTexts) -> Result<Reply<TextsView>, Error> {
    if new.file.size > MOST_BYTES {
        return Err(Error::TooLarge { limit: MOST_BYTES });
    }
    let file = new.file;
    let read = tokio::task::spawn_blocking(move || read(file)).await.map_err(Error::internal)?;
    let texts = match read {
        Ok(texts) => texts,
        Err(errors) => return Ok(Reply::again(TextsView { rows: 0, changed: 0 }, errors)),
    };
    let rows = texts.len() as u64;
    let mut changed = 0;
    for part in texts.chunks(BATCH) {
        let set = SetTexts { seller: who.seller, texts: part.to_vec() };
        // Each part is the same whether it is done once or twice, so the request's key is not needed for it.
        changed += cx.site.perform(who.seller, None, set).await?.map_err(refused)?;
    }
    let notice = cx.shell.t1("catalog-said-changed", "count", changed);
    Ok(Reply::done(TextsView { rows, changed }, "/seller/texts").notice(notice))
}

type Texts = Vec<(ListingId, Language, Option<Text>)>;

/// The rows of a file. A blank title takes the text away only where body and source are blank too.
fn read(file: Upload) -> Result<Texts, FieldErrors> {
    let bytes = std::fs::read(file.path()).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    read_text(text.trim_start_matches('\u{feff}'))
}

fn read_text(text: &str) -> Result<Texts, FieldErrors> {
    let mut errors = FieldErrors::new();
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut csv = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let header = csv.headers().cloned().unwrap_or_default();
    let place = |name: &str| header.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let places = COLUMNS.map(place);
    for (name, place) in COLUMNS.iter().zip(places) {
        if place.is_none() && !["handle", "by"].contains(name) {
            errors.add("file", name, "a column of this name", "catalog_column");
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut texts = Vec::new();
    for (n, record) in csv.records().enumerate() {
        let field = |name: &str| format!("row {}: {name}", n + 1);
        let Ok(record) = record else {
            errors.add(field("row"), "", "cells as in the header", "invalid");
            break;
        };
        let cell = |column: usize| {
            places[column].and_then(|at| record.get(at)).map(|c| unguarded(c).trim()).unwrap_or_default()
        };
        let [id, language, title, body, source, by, state] = [0, 2, 3, 4, 5, 6, 7].map(cell);
        let (listing, tag) = (id.parse::<ListingId>(), language.parse::<Language>());
        if listing.is_err() {
            errors.add(field("id"), id, "the id as it went out", "invalid");
        }
        if tag.is_err() {
            errors.add(field("language"), language, "en or zh-Hans", "choice");
        }
        if title.chars().count() > 255 {
            errors.add(field("title"), title, "at most 255 characters", "catalog_long");
        }
        if title.is_empty() && !body.is_empty() {
            errors.add(field("title"), "", "a title", "missing");
        }
        let source = match source {
            "" | "seller" => Some(TextSource::Seller),
            "translator" => Some(TextSource::Translator { name: by.chars().take(80).collect() }),
            "machine" => Some(TextSource::Machine { name: by.chars().take(80).collect() }),
            other => {
                errors.add(field("source"), other, "seller, translator or machine", "choice");
                None
            }
        };
        let state = match state {
            "" | "draft" => Some(TextState::Draft),
            "checked" => Some(TextState::Checked),
            other => {
                errors.add(field("state"), other, "draft or checked", "choice");
                None
            }
        };
        if errors.len() >= NAMED || n >= MOST {
            errors.add("file", &(n + 1).to_string(), format!("at most {MOST} rows, all of them sound"), "invalid");
            break;
        }
        if let (Ok(listing), Ok(language), Some(source), Some(state)) = (listing, tag, source, state) {
            let text = Text { title: title.to_owned(), body_html: parse::body(body), source, state };
            texts.push((listing, language, (!title.is_empty()).then_some(text)));
        }
    }
    if errors.is_empty() { Ok(texts) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890000-0000-7003-8000-000000000001";

    #[test]
    fn a_row_is_a_text_or_is_named() {
        for (row, wanted) in [
            (format!("{ID},h,en,Cherries,<p>Tart</p>,seller,,checked"), ""),
            (format!("{ID},h,zh-Hans,樱桃,,translator,Mei,"), ""),
            (format!("{ID},h,en,,,,,"), ""),
            ("7,h,en,Cherries,,,,".to_owned(), "row 1: id"),
            (format!("{ID},h,de,Kirschen,,,,"), "row 1: language"),
            (format!("{ID},h,en,,Body,,,"), "row 1: title"),
            (format!("{ID},h,en,A,B,somebody,,"), "row 1: source"),
            (format!("{ID},h,en,A,B,,,done"), "row 1: state"),
        ] {
            let found = read_text(&format!("{}\n{row}\n", COLUMNS.join(",")));
            let field = found.err().and_then(|errors| errors.iter().next().map(|e| e.field.clone()));
            assert_eq!(field.unwrap_or_default(), wanted, "{row}");
        }
        assert!(read_text("a,b\n1,2\n").is_err());
    }

    #[test]
    fn a_formula_goes_out_unrunnable_and_comes_back_as_it_was() {
        let cell = guarded("=1+1");
        let read = read_text(&format!("{}\n{ID},h,en,{cell},,,,\n", COLUMNS.join(","))).unwrap();
        assert_eq!(read[0].2.as_ref().map(|t| t.title.as_str()), Some("=1+1"));
    }
}
