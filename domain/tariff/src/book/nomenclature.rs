//! Nomenclatures: the six digits that all countries share (HS 2022) and the schedule of the United States (HTS), read
//! from their public tables, to look codes up and to see whether they exist.

use super::{Book, BookError, table};
use csv::StringRecord;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Most bytes of a table.
const TABLE_MAX: usize = 64_000_000;
/// Most rows of a table.
const ROWS_MAX: usize = 200_000;
/// Most levels one below another.
const DEEPEST: usize = 24;
/// Most characters of a search text that count.
const TEXT_MAX: usize = 200;

/// A tree of codes.
#[derive(Debug, Clone)]
pub struct Nomenclature {
    rows: Vec<Row>,
    by_code: BTreeMap<String, usize>,
}

/// A row of the table; rows without a code only stand above others.
#[derive(Debug, Clone)]
struct Row {
    parent: Option<usize>,
    entry: Entry,
}

/// A code with what the table says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The digits.
    pub code: String,
    /// The description of this row alone.
    pub text: String,
    /// The units that its quantities are told in; none where the table has none.
    pub units: Vec<String>,
    /// The general rate as the table writes it, its own or that of the line above; none where the table has none.
    pub general: Option<String>,
    /// Whether no code goes on from it.
    pub last: bool,
}

/// What a nomenclature says of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CodeCheck {
    /// It is there, and no code goes on from it.
    Known {
        /// Its description with those above it.
        text: String,
    },
    /// It is there, and other codes go on from it.
    TooShort {
        /// Its description with those above it.
        text: String,
        /// The codes that go on from it, at most twenty.
        longer: Vec<String>,
    },
    /// It goes on from a code that is there; a longer table may have it.
    Beyond {
        /// The longest beginning that is there.
        known: String,
        /// Its description with those above it.
        text: String,
    },
    /// It is not there, though its beginning is, and other codes go on from that.
    Unknown {
        /// The longest beginning that is there; none: not even the chapter.
        known: Option<String>,
    },
    /// It is no code.
    NotANumber,
}

impl Nomenclature {
    /// Reads the HS 2022 table: `section,hscode,description,parent,level`. Rows that stand for all goods or for goods of
    /// no kind are left out.
    pub fn hs(file: &str, text: &str) -> Result<Nomenclature, BookError> {
        let (head, records) = records(file, text)?;
        let [code, description] = ["hscode", "description"].map(|name| column(file, &head, name));
        let (code, description) = (code?, description?);
        let mut tree = Tree::default();
        for (number, record) in records.iter().enumerate() {
            let Some(digits) = table::digits(cell(record, code)).filter(|digits| is_code(digits, 6)) else {
                if cell(record, code) == "TOTAL" {
                    continue;
                }
                return Err(error(file, number + 2, "hscode", "wanted two, four or six digits"));
            };
            if !digits.starts_with("99") {
                let depth = digits.len() / 2;
                tree.put(depth, Entry::new(digits, cell(record, description)));
            }
        }
        tree.finish(file)
    }

    /// Reads the schedule of the United States: `HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,…`.
    pub fn hts(file: &str, text: &str) -> Result<Nomenclature, BookError> {
        let (head, records) = records(file, text)?;
        let names = ["HTS Number", "Indent", "Description", "Unit of Quantity", "General Rate of Duty"];
        let [code, indent, description, units, general] = names.map(|name| column(file, &head, name));
        let (code, indent, description, units, general) = (code?, indent?, description?, units?, general?);
        let mut tree = Tree::default();
        for (number, record) in records.iter().enumerate() {
            let depth = cell(record, indent).parse().ok().filter(|depth| *depth < DEEPEST);
            let depth = depth.ok_or_else(|| error(file, number + 2, "Indent", "wanted a small number"))?;
            let digits = table::digits(cell(record, code)).filter(|digits| digits.is_empty() || is_code(digits, 10));
            let digits = digits.ok_or_else(|| error(file, number + 2, "HTS Number", "wanted up to ten digits"))?;
            let mut entry = Entry::new(digits, cell(record, description));
            entry.units = serde_json::from_str(cell(record, units)).unwrap_or_default();
            entry.general = Some(cell(record, general).to_owned()).filter(|rate| !rate.is_empty());
            tree.put(depth, entry);
        }
        tree.finish(file)
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether there is no code.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The row of a code, with points or without.
    pub fn find(&self, code: &str) -> Option<&Entry> {
        self.by_code.get(&table::digits(code)?).map(|row| &self.rows[*row].entry)
    }

    /// The description of a code with those above it, the widest first.
    pub fn text(&self, code: &str) -> Option<String> {
        let row = table::digits(code).and_then(|digits| self.by_code.get(&digits).copied())?;
        let up = std::iter::successors(Some(row), |row| self.rows[*row].parent);
        let mut texts: Vec<&str> = up.map(|row| self.rows[row].entry.text.trim_end_matches(':')).collect();
        texts.reverse();
        Some(texts.join(" › "))
    }

    /// The codes that go on from a beginning, in their order.
    pub fn longer<'a>(&'a self, begin: &'a str) -> impl Iterator<Item = &'a Entry> {
        let from = self.by_code.range::<str, _>((Bound::Excluded(begin), Bound::Unbounded));
        from.take_while(move |(code, _)| code.starts_with(begin)).map(|(_, row)| &self.rows[*row].entry)
    }

    /// Whether a code exists, and what it may have been meant for.
    pub fn check(&self, code: &str) -> CodeCheck {
        let Some(digits) = table::digits(code).filter(|digits| (2..=12).contains(&digits.len())) else {
            return CodeCheck::NotANumber;
        };
        let text = |code: &str| self.text(code).unwrap_or_default();
        if self.by_code.contains_key(&digits) {
            let longer: Vec<String> = self.longer(&digits).take(20).map(|entry| entry.code.clone()).collect();
            return match longer.is_empty() {
                true => CodeCheck::Known { text: text(&digits) },
                false => CodeCheck::TooShort { text: text(&digits), longer },
            };
        }
        let known = (2..digits.len()).rev().filter_map(|n| digits.get(..n)).find(|n| self.by_code.contains_key(*n));
        match known {
            Some(known) if self.longer(known).next().is_none() => {
                CodeCheck::Beyond { known: known.to_owned(), text: text(known) }
            }
            known => CodeCheck::Unknown { known: known.map(str::to_owned) },
        }
    }

    /// Codes whose descriptions hold all words of a text, or that begin with its digits; the shortest way first.
    pub fn search(&self, text: &str, most: usize) -> Vec<&Entry> {
        let text: String = text.chars().take(TEXT_MAX).collect::<String>().to_lowercase();
        if let Some(digits) = table::digits(text.trim()).filter(|digits| !digits.is_empty()) {
            let from = self.by_code.range(digits.clone()..).take_while(|(code, _)| code.starts_with(&digits));
            return from.map(|(_, row)| &self.rows[*row].entry).take(most).collect();
        }
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let whole = |entry: &Entry| {
            let text = self.text(&entry.code).unwrap_or_default().to_lowercase();
            words.iter().all(|word| text.contains(word)).then_some(text.len())
        };
        let entries = self.by_code.values().map(|row| &self.rows[*row].entry);
        let mut found: Vec<(usize, &Entry)> = entries.filter_map(|e| whole(e).map(|length| (length, e))).collect();
        found.sort_by(|(a, x), (b, y)| a.cmp(b).then(x.code.cmp(&y.code)));
        found.into_iter().take(most).map(|(_, entry)| entry).collect()
    }

    /// Codes of a book's rates, of six digits and more, whose first six the nomenclature does not have, with their
    /// rows.
    pub fn strangers(&self, book: &Book) -> Vec<(String, String)> {
        let rows = book.markets().flat_map(|market| market.rates.rows());
        let strange = rows.filter_map(|row| {
            let six = row.hs.get(..6)?;
            (self.find(six).is_none()).then(|| (six.to_owned(), row.rule.to_string()))
        });
        strange.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Entry {
    fn new(code: String, text: &str) -> Entry {
        Entry { code, text: text.to_owned(), units: Vec::new(), general: None, last: true }
    }
}

/// A tree as it is read, row under row.
#[derive(Default)]
struct Tree {
    rows: Vec<Row>,
    /// The last row of each depth, as far as it is above the present one.
    above: Vec<(usize, usize)>,
}

impl Tree {
    fn put(&mut self, depth: usize, mut entry: Entry) {
        while self.above.last().is_some_and(|(of, _)| *of >= depth) {
            self.above.pop();
        }
        let parent = self.above.last().map(|(_, row)| *row);
        if entry.general.is_none() {
            entry.general = parent.and_then(|row| self.rows[row].entry.general.clone());
        }
        self.above.push((depth, self.rows.len()));
        self.rows.push(Row { parent, entry });
    }

    fn finish(mut self, file: &str) -> Result<Nomenclature, BookError> {
        let mut by_code = BTreeMap::new();
        for (n, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.entry.code.is_empty()) {
            by_code.entry(row.entry.code.clone()).or_insert(n);
        }
        if by_code.is_empty() {
            return Err(error(file, 2, "row", "there are no codes"));
        }
        let codes: Vec<(&String, usize)> = by_code.iter().map(|(code, row)| (code, *row)).collect();
        for pair in codes.windows(2) {
            let [(code, row), (next, _)] = pair else { continue };
            self.rows[*row].entry.last = !next.starts_with(code.as_str());
        }
        Ok(Nomenclature { rows: self.rows, by_code })
    }
}

fn is_code(digits: &str, most: usize) -> bool {
    digits.len().is_multiple_of(2) && (2..=most).contains(&digits.len())
}

fn error(file: &str, row: usize, column: &str, problem: &str) -> BookError {
    BookError { file: file.to_owned(), row, column: column.to_owned(), problem: problem.to_owned() }
}

fn records(file: &str, text: &str) -> Result<(StringRecord, Vec<StringRecord>), BookError> {
    if text.len() > TABLE_MAX {
        return Err(error(file, 0, "file", "is too long"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| error(file, 1, "heading", &e.to_string()))?.clone();
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| error(file, records.len() + 2, "row", &e.to_string()))?;
        if records.len() >= ROWS_MAX {
            return Err(error(file, records.len() + 2, "row", "there are too many rows"));
        }
        records.push(record);
    }
    Ok((head, records))
}

fn column(file: &str, head: &StringRecord, name: &str) -> Result<usize, BookError> {
    head.iter().position(|column| column == name).ok_or_else(|| error(file, 1, name, "is missing"))
}

fn cell(record: &StringRecord, column: usize) -> &str {
    record.get(column).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HS: &str = "section,hscode,description,parent,level\n\
        II,08,Fruit and nuts,TOTAL,2\nII,0809,Stone fruit,08,4\nII,080921,Sour cherries,0809,6\n\
        II,080929,Other cherries,0809,6\n,TOTAL,All goods,,5\n,999999,Of no kind,9999,6\n";
    const HTS: &str = "\u{feff}HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Extra\n\
        0809,0,Stone fruit:,,,\n,1,Cherries:,,,\n0809.29.00,2,Other,,1.1¢/kg,\n\
        0809.29.00.10,3,In baskets,\"[\"\"kg\"\"]\",,\n0809.29.00.90,3,Other,\"[\"\"kg\"\"]\",,\n";

    #[test]
    fn codes_are_looked_up_and_checked() {
        let (hs, hts) = (Nomenclature::hs("hs.csv", HS).unwrap(), Nomenclature::hts("hts.csv", HTS).unwrap());
        assert_eq!((hs.len(), hts.len()), (4, 4));
        let known = |text: &str| CodeCheck::Known { text: text.into() };
        for (of, code, wanted) in [
            (&hs, "0809.29", known("Fruit and nuts › Stone fruit › Other cherries")),
            (
                &hs,
                "080929 0010",
                CodeCheck::Beyond {
                    known: "080929".into(),
                    text: "Fruit and nuts › Stone fruit › Other cherries".into(),
                },
            ),
            (&hs, "080930", CodeCheck::Unknown { known: Some("0809".into()) }),
            (&hs, "7701", CodeCheck::Unknown { known: None }),
            (&hs, "cherry", CodeCheck::NotANumber),
            (&hts, "0809.29.00.90", known("Stone fruit › Cherries › Other › Other")),
            (
                &hts,
                "08092900",
                CodeCheck::TooShort {
                    text: "Stone fruit › Cherries › Other".into(),
                    longer: vec!["0809290010".into(), "0809290090".into()],
                },
            ),
        ] {
            assert_eq!(of.check(code), wanted, "{code}");
        }
        let basket = hts.find("0809290010").unwrap();
        assert_eq!((basket.general.as_deref(), basket.last), (Some("1.1¢/kg"), true));
        assert_eq!(basket.units, ["kg"]);
        assert_eq!(hs.search("cherries", 9).iter().map(|e| &*e.code).collect::<Vec<_>>(), ["080921", "080929"]);
        assert_eq!(hs.search("0809", 2).iter().map(|e| &*e.code).collect::<Vec<_>>(), ["0809", "080921"]);
    }

    #[test]
    fn a_mistake_is_told_with_its_row() {
        let row = |text: &str| Nomenclature::hs("f", text).unwrap_err().to_string();
        assert_eq!(row("section,hscode\n"), "f, row 1, description: is missing");
        assert_eq!(row("hscode,description\n08x,Fruit\n"), "f, row 2, hscode: wanted two, four or six digits");
        assert_eq!(row("hscode,description\n"), "f, row 2, row: there are no codes");
    }

    #[test]
    fn the_public_tables_are_read() {
        let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let data = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(|| root.join("../shared/data"), Into::into);
        let (Ok(hs), Ok(hts)) = (
            std::fs::read_to_string(data.join("hs/hs2022.csv")),
            std::fs::read_to_string(data.join("hs/us-hts-2026-rev4.csv")),
        ) else {
            println!("skipped: no tables in SAMPAN_SHARED_DATA");
            return;
        };
        let (hs, hts) = (Nomenclature::hs("hs2022.csv", &hs).unwrap(), Nomenclature::hts("hts.csv", &hts).unwrap());
        assert_eq!(hs.len(), 96 + 1228 + 5612);
        assert!(hts.len() > 29_000, "{}", hts.len());
        assert!(matches!(hts.check("2204.21.50.40"), CodeCheck::Known { .. } | CodeCheck::TooShort { .. }));
        let strangers = hs.strangers(&Book::built_in());
        println!("codes of the book that HS 2022 does not have: {strangers:?}");
        let six =
            |entry: &&Entry| entry.code.len() >= 6 && !entry.code.starts_with("98") && !entry.code.starts_with("99");
        let strange: Vec<&Entry> = hts.longer("").filter(six).filter(|e| hs.find(&e.code[..6]).is_none()).collect();
        assert!(strange.len() < 20, "{strange:?}");
    }
}
