//! The files of a book: where they lie, their citations, and the version they make together.

use super::{BookError, Citation, Citations, Kept};
use serde::Deserialize;
use std::borrow::Cow;

/// A file of the book.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub path: Cow<'static, str>,
    pub text: Cow<'static, str>,
    pub overlay: bool,
    /// How many books lie beneath it.
    pub laid: u32,
    /// Whether it is read once for as long as the program runs.
    pub forever: bool,
}

/// The files that a folder may have.
const NAMES: [&str; 10] = [
    "citations.toml",
    "closed.csv",
    "headings.csv",
    "limits.toml",
    "papers.csv",
    "parcel-prices.csv",
    "positive-list.csv",
    "rates.csv",
    "restrictions.csv",
    "services.csv",
];

/// The folder of a file, in capitals but for `common`, and its name.
pub(super) fn place(source: &Source) -> Result<(String, &str), BookError> {
    let mut parts = source.path.rsplit(['/', '\\']);
    match (parts.next(), parts.next()) {
        (Some(name), Some(_)) if !NAMES.contains(&name) => Err(BookError {
            file: source.path.to_string(),
            row: 0,
            column: "path".into(),
            problem: format!("found {name:?}, wanted one of {}", NAMES.join(", ")),
        }),
        (Some(name), Some("common")) => Ok(("common".to_owned(), name)),
        (Some(name), Some(folder)) => Ok((folder.to_ascii_uppercase(), name)),
        _ => Err(foreign(source)),
    }
}

/// The refusal of a file that lies where no market is.
pub(super) fn foreign(source: &Source) -> BookError {
    BookError {
        file: source.path.to_string(),
        row: 0,
        column: "path".into(),
        problem: "wanted a file in a folder named for a destination, such as cn/rates.csv".into(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CitationFile {
    #[serde(default)]
    citation: Vec<Citation>,
}

/// The citations of files beside those that are known.
pub(super) fn citations(files: &[(&Source, &str)], known: &Citations) -> Result<Citations, BookError> {
    let mut all = known.clone();
    for (source, _) in files.iter().filter(|(_, name)| *name == "citations.toml") {
        for citation in toml_file::<CitationFile>(source)?.citation {
            all.insert(citation.id.clone(), Kept::new(citation, source.forever));
        }
    }
    Ok(all)
}

/// A file of entries.
pub(super) fn toml_file<T: for<'de> Deserialize<'de>>(source: &Source) -> Result<T, BookError> {
    toml::from_str(&source.text).map_err(|error| BookError {
        file: source.path.to_string(),
        row: error.span().map_or(0, |span| source.text[..span.start.min(source.text.len())].matches('\n').count() + 1),
        column: "entry".into(),
        problem: error.message().to_owned(),
    })
}

/// A hash of all files.
pub(super) fn version(sources: &[Source]) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        for part in [source.path.as_bytes(), source.text.as_bytes()] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
