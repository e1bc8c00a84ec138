//! What is different between two books, row by row: rows that came, rows that went, rows that say something else.

use super::{Book, Source, place, table};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row as its file has it: cells by column, without the empty ones.
pub type Cells = BTreeMap<String, String>;

/// One row that is not the same in both books.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// The market, or `common`.
    pub market: String,
    /// The file.
    pub file: String,
    /// The cells that the row is known by.
    pub row: Cells,
    /// What the first book says; none: it has no such row. Where both have it, the cells that differ.
    pub was: Option<Cells>,
    /// What the second book says; none: it has no such row.
    pub now: Option<Cells>,
}

/// The columns that a row is known by; a file that is not named is known by all of its columns.
const KEYS: [(&str, &[&str]); 9] = [
    ("rates.csv", &["measure", "regime", "hs", "origin", "from"]),
    ("limits.toml", &["name", "from"]),
    ("restrictions.csv", &["code", "hs", "needs", "channel", "mode", "above", "ships_from", "destinations", "from"]),
    ("services.csv", &["kind", "measure", "from"]),
    ("positive-list.csv", &["hs", "from"]),
    ("parcel-prices.csv", &["hs", "en", "abv_from", "abv_below", "from"]),
    ("headings.csv", &["hs"]),
    ("papers.csv", &["code"]),
    ("citations.toml", &["id"]),
];

/// Where a row stands and what it is known by. The number tells rows apart that are known by the same.
type Place = (String, String, Cells, usize);

impl Book {
    /// What another book says otherwise. A row of an operator's files stands in the place of the row beneath it that is
    /// known by the same cells.
    pub fn diff(&self, other: &Book) -> Vec<Difference> {
        let (was, mut now) = (rows(&self.0.sources), rows(&other.0.sources));
        let mut found = Vec::new();
        for (at, cells) in was {
            match now.remove(&at) {
                Some(same) if same == cells => {}
                Some(changed) => {
                    found.push(difference(at, Some(apart(&cells, &changed)), Some(apart(&changed, &cells))))
                }
                None => found.push(difference(at, Some(cells), None)),
            }
        }
        found.extend(now.into_iter().map(|(at, cells)| difference(at, None, Some(cells))));
        found.sort();
        found
    }
}

fn difference((market, file, row, _): Place, was: Option<Cells>, now: Option<Cells>) -> Difference {
    Difference { market, file, row, was, now }
}

/// The cells of a row that another does not have so.
fn apart(one: &Cells, other: &Cells) -> Cells {
    one.iter().filter(|(name, value)| other.get(*name) != Some(value)).map(|(n, v)| (n.clone(), v.clone())).collect()
}

/// Every row of a book by its place; the operator's stand over the others.
fn rows(sources: &[Source]) -> BTreeMap<Place, Cells> {
    let mut all = BTreeMap::new();
    for overlay in [false, true] {
        let mut count: BTreeMap<(String, String, Cells), usize> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.overlay == overlay) {
            // A book that stands has only files in folders.
            let Ok((market, file)) = place(source) else { continue };
            for cells in cells(file, &source.text) {
                let known = (market.clone(), file.to_owned(), key(file, &cells));
                let number = count.entry(known.clone()).or_default();
                let (market, file, key) = known;
                all.insert((market, file, key, *number), cells);
                *number += 1;
            }
        }
    }
    all
}

fn key(file: &str, cells: &Cells) -> Cells {
    let columns = KEYS.iter().find(|(name, _)| *name == file).map(|(_, columns)| *columns);
    let known = |name: &str| columns.is_none_or(|columns| columns.contains(&name));
    cells.iter().filter(|(name, _)| known(name)).map(|(n, v)| (n.clone(), v.clone())).collect()
}

fn cells(file: &str, text: &str) -> Vec<Cells> {
    if file.ends_with(".toml") {
        return entries(text);
    }
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let Ok(head) = reader.headers().cloned() else { return Vec::new() };
    let row = |record: csv::StringRecord| {
        let cells = head.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(name, cell)| (name.to_owned(), written(name, cell))).collect()
    };
    reader.records().filter_map(Result::ok).map(row).collect()
}

/// The entries of a file such as `limits.toml`: tables in lists.
fn entries(text: &str) -> Vec<Cells> {
    let Ok(file) = text.parse::<toml::Table>() else { return Vec::new() };
    let lists = file.into_iter().filter_map(|(_, list)| list.try_into::<Vec<toml::Table>>().ok());
    let cell = |(name, value): (String, toml::Value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name, text)
    };
    lists.flatten().map(|entry| entry.into_iter().map(cell).collect()).collect()
}

/// A cell in one way of writing: codes without points, regimes in order.
fn written(column: &str, cell: &str) -> String {
    match column {
        "hs" => table::digits(cell).unwrap_or_else(|| cell.to_owned()),
        "regime" => {
            let mut regimes: Vec<&str> = cell.split('|').map(str::trim).collect();
            regimes.sort_unstable();
            regimes.join("|")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";

    fn over(row: &str) -> Book {
        Book::built_in().overlay(vec![("sg/rates.csv".into(), format!("{HEAD}{row}\n"))]).unwrap()
    }

    #[test]
    fn a_book_is_like_itself() {
        assert_eq!(Book::built_in().diff(&Book::built_in()), []);
    }

    #[test]
    fn what_came_went_and_changed_is_told() {
        let built_in = Book::built_in();
        let new = over("gst,,9999.99,,5%,2030-01-01,,general-knowledge,verify,");
        let found = built_in.diff(&new);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].market.as_str(), found[0].file.as_str(), &found[0].was), ("SG", "rates.csv", &None));
        assert_eq!(found[0].row["hs"], "999999");
        assert_eq!(found[0].now.as_ref().map(|now| now["rate"].as_str()), Some("5%"));
        let back = new.diff(&built_in);
        assert_eq!((back.len(), back[0].now.is_none()), (1, true));
        let other = over("gst,,999999,,6%,2030-01-01,,general-knowledge,verify,");
        let changed = new.diff(&other);
        let only = |rate: &str| Some(Cells::from([("rate".to_owned(), rate.to_owned())]));
        assert_eq!((changed.len(), &changed[0].was, &changed[0].now), (1, &only("5%"), &only("6%")));
    }

    #[test]
    fn an_operators_row_stands_in_the_place_of_the_one_beneath() {
        let built_in = Book::built_in();
        let beneath = built_in.market("SG").unwrap().rates.rows().find(|row| row.period.from.is_some()).unwrap();
        let row = format!(
            "{},{},{},{},77%,{},,general-knowledge,verify,",
            beneath.measure,
            beneath.regimes.join("|"),
            beneath.hs,
            beneath.origin.as_deref().unwrap_or_default(),
            beneath.period.from.unwrap()
        );
        let found = built_in.diff(&over(&row));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].was.is_some());
        assert_eq!(found[0].now.as_ref().unwrap()["rate"], "77%");
    }
}
