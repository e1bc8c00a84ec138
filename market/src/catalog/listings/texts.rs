//! All texts of a seller: titles in one table on a page, and everything in a table that goes out as CSV and comes back.

use super::commands::SetTexts;
use super::find::{self, Wanted};
use super::view::languages;
use super::{parse, refused};
use crate::App;
use crate::catalog::{Listings, StoredListing};
use crate::look::Pager;
use crate::page;
use crate::policy::SellerWho;
use sampan_ids::ListingId;
use sampan_intake::export::{guarded, unguarded};
use sampan_trade::Language;
use sampan_trade::listing::{Text, TextSource, TextState};
use sampan_web::{Cx, Error, FieldErrors, FileBody, NoInput, NoView, OrInternal, Reply, Shell, Upload};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

/// Listings in one table on the page.
const SHOWN: usize = 50;
/// Characters of a title.
const TITLE_MOST: usize = 255;

/// Titles in every language, and what a table of texts did.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TextsView {
    /// Rows of the file that was taken back.
    pub rows: u64,
    /// Listings whose texts changed.
    pub changed: u64,
    /// Listings with their titles.
    pub listings: Vec<Titled>,
    /// Where to look on, for `after`; none at the end.
    pub next: Option<String>,
}

page!(TextsView, "catalog/pages/texts.html");

/// A listing with its title in every language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Titled {
    /// The listing.
    #[schema(value_type = String)]
    pub listing: ListingId,
    /// Its address in the seller's shop.
    pub handle: String,
    /// One for each language.
    pub titles: Vec<Title>,
}

/// A title in one language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Title {
    /// The language's tag.
    pub language: String,
    /// The language's own name.
    pub name: String,
    /// The title; blank where there is none yet.
    pub title: String,
    /// Who wrote it and how far it is looked through, in words; blank where there is none yet.
    pub says: String,
}

impl Titled {
    /// The name of a field of this row.
    pub fn field(&self, title: &Title) -> String {
        format!("title.{}.{}", self.listing, title.language)
    }

    fn of(stored: &StoredListing, s: &Shell) -> Titled {
        let title = |(language, name): (Language, &str)| {
            let text = stored.listing.texts.get(&language);
            let says = |text: &Text| {
                let (source, by) = source(&text.source);
                let who = s.t(format!("catalog-source-{source}"));
                let who = if by.is_empty() { who } else { format!("{who} ({by})") };
                s.t2("catalog-texts-says", "who", who, "checked", s.t(format!("catalog-text-{}", state(text.state))))
            };
            Title {
                language: language.to_string(),
                name: name.to_owned(),
                title: text.map(|text| text.title.clone()).unwrap_or_default(),
                says: text.map(says).unwrap_or_default(),
            }
        };
        Titled {
            listing: stored.listing.id,
            handle: stored.listing.handle.clone(),
            titles: languages().map(title).collect(),
        }
    }
}

impl TextsView {
    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| format!("/seller/texts?after={after}"));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }
}

/// Which part of the table.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// Behind this listing.
    #[schema(value_type = Option<String>)]
    after: Option<ListingId>,
}

/// Shows the titles, and how the whole table goes out and comes back.
pub async fn page(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<TextsView>, Error> {
    Ok(Reply::show(table(&cx, who, which.after).await?))
}

async fn table(cx: &Cx<App>, who: SellerWho, after: Option<ListingId>) -> Result<TextsView, Error> {
    let wanted = Wanted { after, ..Wanted::default() };
    let mut found = find::page(&cx.site, who.seller, &wanted, SHOWN + 1).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let next = found.last().filter(|_| more).map(|stored| stored.listing.id.to_string());
    let listings = found.iter().map(|stored| Titled::of(stored, &cx.shell)).collect();
    Ok(TextsView { rows: 0, changed: 0, listings, next })
}

/// Titles as they were filled in, by listing and language: `title.<listing>.<language>`.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Filled {
    /// Behind which listing the table began.
    #[schema(value_type = Option<String>)]
    after: Option<ListingId>,
    /// The titles; a blank one leaves what is there.
    #[serde(default)]
    title: BTreeMap<String, BTreeMap<String, Option<String>>>,
}

/// Saves the titles that changed. What they belong to stays: description, who wrote it, how far it is looked through.
pub async fn fill(cx: Cx<App>, who: SellerWho, filled: Filled) -> Result<Reply<TextsView>, Error> {
    let (typed, errors) = filled.read();
    if !errors.is_empty() {
        return Ok(Reply::again(table(&cx, who, filled.after).await?, errors));
    }
    let known =
        cx.site.db().find_many::<Listings>(typed.iter().map(|(listing, _, _)| listing.0)).await.or_internal()?;
    let texts = typed.into_iter().filter_map(|(id, language, title)| {
        let stored = known.iter().find(|stored| stored.listing.id == id)?;
        let text = match stored.listing.texts.get(&language) {
            Some(text) => Text { title, ..text.clone() },
            None => Text { title, body_html: String::new(), source: TextSource::Seller, state: TextState::Checked },
        };
        Some((id, language, Some(text)))
    });
    let set = SetTexts { seller: who.seller, texts: texts.collect() };
    let changed = cx.site.perform(who.seller, cx.once.as_ref(), set).await?.map_err(refused)?;
    let view = TextsView { changed, ..table(&cx, who, filled.after).await? };
    let notice = cx.shell.t1("catalog-said-changed", "count", changed);
    Ok(Reply::done(view, "/seller/texts").notice(notice))
}

impl Filled {
    fn read(&self) -> (Vec<(ListingId, Language, String)>, FieldErrors) {
        let (mut titles, mut errors) = (Vec::new(), FieldErrors::new());
        for (listing, by_language) in self.title.iter().take(SHOWN) {
            for (language, title) in by_language {
                let title = title.as_deref().unwrap_or_default().trim();
                let field = format!("title.{listing}.{language}");
                match (listing.parse::<ListingId>(), language.parse::<Language>()) {
                    (Ok(_), Ok(_)) if title.is_empty() => {}
                    (Ok(_), Ok(_)) if title.chars().count() > TITLE_MOST => {
                        errors.add(field, title, "at most 255 characters", "catalog_long");
                    }
                    (Ok(listing), Ok(language)) => titles.push((listing, language, title.to_owned())),
                    (Err(_), _) => errors.add(field, listing, "the id of a listing", "invalid"),
                    (_, Err(_)) => errors.add(field, language, "en or zh-Hans", "choice"),
                }
            }
        }
        (titles, errors)
    }
}

/// The name of where a text comes from, and who wrote it where that is not the seller.
pub(super) fn source(source: &TextSource) -> (&'static str, &str) {
    match source {
        TextSource::Seller => ("seller", ""),
        TextSource::Translator { name } => ("translator", name),
        TextSource::Machine { name } => ("machine", name),
    }
}

/// The name of how far a text is looked through.
pub(super) fn state(state: TextState) -> &'static str {
    match state {
        TextState::Draft => "draft",
        TextState::Checked => "checked",
    }
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

fn rows(listings: &[StoredListing], head: bool) -> io::Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    if head {
        out.write_record(COLUMNS)?;
    }
    for stored in listings {
        let listing = &stored.listing;
        for language in Language::all() {
            let text = listing.texts.get(&language);
            let (source, by) = text.map_or(("", ""), |text| source(&text.source));
            let state = text.map_or("", |text| state(text.state));
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
        Err(errors) => return Ok(Reply::again(table(&cx, who, None).await?, errors)),
    };
    let rows = texts.len() as u64;
    let mut changed = 0;
    for part in texts.chunks(BATCH) {
        let set = SetTexts { seller: who.seller, texts: part.to_vec() };
        // Each part is the same whether it is done once or twice, so the request's key is not needed for it.
        changed += cx.site.perform(who.seller, None, set).await?.map_err(refused)?;
    }
    let notice = cx.shell.t1("catalog-said-changed", "count", changed);
    let view = TextsView { rows, changed, ..table(&cx, who, None).await? };
    Ok(Reply::done(view, "/seller/texts").notice(notice))
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
