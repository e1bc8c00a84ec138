//! An operator's folder of rows, read from disk and laid over the built-in book.

use crate::options::Options;
use anyhow::{Context, bail};
use sampan_tariff::{Book, BookError};
use std::fs;
use std::path::Path;

/// Most files of a folder.
const FILES_MAX: usize = 1_000;
/// Most bytes of all files.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The book that the command line asks for: the built-in one, with the agreements that are named and then a folder laid
/// over it.
pub fn of(options: &Options) -> Result<Book, anyhow::Error> {
    let mut book = Book::built_in();
    for named in &options.agreement {
        let (name, day) =
            named.split_once('=').with_context(|| format!("{named}: wanted a name and a day, tw-2026=2027-01-01"))?;
        let day = day.parse().with_context(|| format!("{named}: {day} is no day"))?;
        book = book.with_agreement(name, day)?;
    }
    match &options.book {
        Some(folder) => lay(&book, folder),
        None => Ok(book),
    }
}

/// The book of a name: `built-in`, or a folder.
pub fn named(name: &Path) -> Result<Book, anyhow::Error> {
    if name == Path::new("built-in") { Ok(Book::built_in()) } else { over(name) }
}

/// The built-in book with a folder laid over it.
pub fn over(folder: &Path) -> Result<Book, anyhow::Error> {
    lay(&Book::built_in(), folder)
}

fn lay(book: &Book, folder: &Path) -> Result<Book, anyhow::Error> {
    let files = read(folder).with_context(|| format!("the book {}", folder.display()))?;
    // The path inside of the folder goes into the book's version: the same rows elsewhere are the same book.
    let placed = |error: BookError| BookError { file: folder.join(&error.file).display().to_string(), ..error };
    book.overlay(files).map_err(placed).context("the book cannot be read")
}

/// Every CSV and TOML file of the markets' folders, with its path inside of the folder.
pub fn read(folder: &Path) -> Result<Vec<(String, String)>, anyhow::Error> {
    let mut files = Vec::new();
    let mut bytes = 0;
    for market in fs::read_dir(folder).context("cannot be opened")? {
        let market = market?;
        let name = market.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if !market.path().is_dir() {
            if of_the_book(&market.path()) {
                bail!("{name} lies beside the markets' folders; wanted a folder a market, such as cn/rates.csv");
            }
            continue;
        }
        for file in fs::read_dir(market.path())? {
            let path = file?.path();
            if !of_the_book(&path) {
                continue;
            }
            bytes += fs::metadata(&path)?.len();
            if files.len() == FILES_MAX || bytes > BYTES_MAX {
                bail!("more than {FILES_MAX} files or {BYTES_MAX} bytes");
            }
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).with_context(|| format!("{name}/{file} cannot be read as UTF-8"))?;
            let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
            files.push((format!("{name}/{file}"), text));
        }
    }
    if files.is_empty() {
        bail!("there is no file in it; wanted a folder a market, such as cn/rates.csv");
    }
    Ok(files)
}

fn of_the_book(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "csv" || kind == "toml")
}
