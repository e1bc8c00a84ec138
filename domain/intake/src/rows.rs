//! What the readers of both formats share: a row with its columns, how it is refused, and what is remembered of a file.

use crate::cells::{Fault, excerpt};
use crate::headers::{Column, Columns};
use crate::records::Record;
use crate::{Code, Incoming, Item, Notice, NoticeCode, Refused, cells, html, images, limits};
use sampan_money::Decimal;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// All rows of one product, in the order of the file.
pub(crate) struct Group {
    /// What they have in common, folded.
    pub key: String,
    /// The rows; at least one.
    pub rows: Vec<Record>,
    /// The memory they take.
    pub bytes: usize,
    /// Whether rows of other products stand between them.
    pub apart: bool,
}

/// What is remembered from product to product.
#[derive(Default)]
pub(crate) struct Book {
    skus: HashMap<u64, u64>,
    /// Variants taken.
    pub variants: u64,
    /// Of them without weight.
    pub unweighed: u64,
    /// Where items go.
    pub out: VecDeque<Item>,
}

/// The digest that a text is remembered by.
pub(crate) fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Book {
    /// The row that has a SKU already.
    pub fn row_of_sku(&self, sku: &str) -> Option<u64> {
        self.skus.get(&digest(sku)).copied()
    }

    /// Remembers a SKU.
    pub fn keep_sku(&mut self, sku: &str, row: u64) {
        self.skus.insert(digest(sku), row);
    }

    /// Tells something of a cell.
    pub fn note(&mut self, row: &Row, column: Column, code: NoticeCode, text: impl Into<String>) {
        let field = Some(excerpt(row.columns.name(column))).filter(|name| !name.is_empty());
        self.out.push_back(Item::Notice(Notice { row: Some(row.record.row), field, code, text: text.into() }));
    }

    /// Refuses a row.
    pub fn refuse(&mut self, record: &Record, wrong: Wrong) {
        self.out.push_back(Item::Refused(wrong.refused(record)));
    }

    /// Refuses a whole product for what is wrong in one of its rows; every row is named.
    pub fn refuse_all(&mut self, columns: &Columns, rows: &[Record], culprit: usize, wrong: Wrong) {
        let row = rows[culprit].row;
        for (at, record) in rows.iter().enumerate() {
            let own = Row { record, columns }.sound().err();
            let wrong = match own {
                _ if at == culprit => wrong.clone(),
                Some(own) => own,
                None => Wrong::of_row(
                    Code::ProductRefused,
                    format!("row {row} of the same product refused ({})", wrong.refused(&rows[culprit]).reason()),
                    format!("row {row} put right, and all rows of the product together"),
                ),
            };
            self.refuse(record, wrong);
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    field: String,
    found: String,
    fault: Fault,
}

impl Wrong {
    /// Something that no single cell is to blame for.
    pub fn of_row(code: Code, found: impl Into<String>, wanted: impl Into<String>) -> Wrong {
        Wrong { field: String::new(), found: found.into(), fault: Fault::new(code, wanted) }
    }

    /// The refusal of a row for this.
    pub fn refused(&self, record: &Record) -> Refused {
        Refused {
            row: record.row,
            line: record.line,
            field: self.field.clone(),
            found: self.found.clone(),
            wanted: self.fault.wanted.clone(),
            code: self.fault.code,
            cells: record.to_cells(),
        }
    }
}

/// A row under its header.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The row.
    pub record: &'a Record,
    /// The header's columns.
    pub columns: &'a Columns,
}

impl<'a> Row<'a> {
    /// The cell of a column, without spaces around it; empty where there is none.
    pub fn text(&self, column: Column) -> &'a str {
        self.columns.at(column).map_or("", |at| self.record.cell(at)).trim()
    }

    /// Whether the cell of a column says something.
    pub fn has(&self, column: Column) -> bool {
        !self.text(column).is_empty()
    }

    /// What the row tells of the goods' facts: cells that say yes, no or a figure.
    pub fn facts(&self) -> BTreeMap<String, String> {
        let told = |(at, name): &(usize, String)| {
            let text = self.record.cell(*at).trim();
            let text = match text.to_ascii_lowercase().as_str() {
                "new" if name == "used" => "no",
                "used" | "refurbished" if name == "used" => "yes",
                _ => text,
            };
            let is_answer = cells::yes(text).is_ok_and(|yes| yes.is_some()) || text.parse::<Decimal>().is_ok();
            (is_answer && text.len() <= 20).then(|| (name.clone(), text.to_owned()))
        };
        self.columns.facts.iter().filter_map(told).collect()
    }

    /// The value of a cell.
    pub fn read<T>(&self, column: Column, read: impl Fn(&str) -> Result<T, Fault>) -> Result<T, Wrong> {
        read(self.text(column)).map_err(|fault| self.wrong(column, fault))
    }

    /// A text of one line from a cell, none where blank.
    pub fn short(&self, column: Column) -> Result<Option<String>, Wrong> {
        self.read(column, |text| cells::short(text, limits::SHORT_CHARS))
    }

    /// A fault of a cell.
    pub fn wrong(&self, column: Column, fault: Fault) -> Wrong {
        self.wrong_at(self.columns.name(column), self.text(column), fault)
    }

    /// A fault of a cell, by the name of its column.
    pub fn wrong_at(&self, field: &str, found: &str, fault: Fault) -> Wrong {
        Wrong { field: excerpt(field), found: excerpt(found), fault }
    }

    /// Whether the row could be read as a row at all.
    pub fn sound(&self) -> Result<(), Wrong> {
        let (found, wanted) = (self.record.len(), self.columns.names.len());
        if let Some(code) = self.record.broken {
            let start = excerpt(self.record.cells().next().unwrap_or_default());
            let (what, wanted) = match code {
                Code::QuoteNeverCloses => ("a quote that opens in this row and never closes", "a closing quote"),
                Code::QuoteBroken => ("text right behind a closing quote", "a quote within a cell written twice"),
                _ => ("a line that is too long", "a row of at most 4 MB"),
            };
            return Err(Wrong::of_row(code, format!("{what}, in the row that begins with \"{start}\""), wanted));
        }
        let spare = (wanted..found).all(|at| self.record.cell(at).trim().is_empty());
        if found < wanted || !spare {
            return Err(Wrong::of_row(
                Code::CellCount,
                format!("{found} cells"),
                format!("{wanted} cells, as the header has"),
            ));
        }
        match (0..wanted).find(|at| self.record.cell(*at).len() > limits::CELL_BYTES) {
            Some(at) => {
                let fault = Fault::new(Code::CellTooLarge, "a cell of at most 1 MB");
                Err(self.wrong_at(&self.columns.names[at], self.record.cell(at), fault))
            }
            None => Ok(()),
        }
    }

    /// The product's name.
    pub fn title(&self) -> Result<String, Wrong> {
        let missing = || Fault::new(Code::TitleMissing, "a name in the product's first row");
        self.read(Column::Title, |text| cells::short(text, limits::TITLE_CHARS)?.ok_or_else(missing))
    }

    /// A row's price.
    pub fn price(&self) -> Result<sampan_money::Money, Wrong> {
        let missing = || Fault::new(Code::PriceMissing, "a price in dollars, such as 12.30");
        self.read(Column::Price, |text| cells::price(text)?.ok_or_else(missing))
    }

    /// A row's SKU, which no earlier row may have; `also` knows those of the same product.
    pub fn sku(&self, book: &Book, also: &HashMap<String, u64>) -> Result<Option<String>, Wrong> {
        let sku =
            self.short(Column::Sku)?.map(|sku| sku.trim_start_matches('\'').to_owned()).filter(|sku| !sku.is_empty());
        let taken = sku.as_ref().and_then(|sku| also.get(sku).copied().or_else(|| book.row_of_sku(sku)));
        match taken {
            Some(row) => {
                let wanted = format!("a SKU of its own: row {row} has this one already");
                Err(self.wrong(Column::Sku, Fault::new(Code::SkuTaken, wanted)))
            }
            None => Ok(sku),
        }
    }

    /// A description, cleaned; told where something unsafe was in it.
    pub fn body(&self, column: Column, raw: &str, book: &mut Book) -> Result<String, Wrong> {
        let too_long = |limit: usize| {
            let wanted = format!("a description of at most {} kB", limit / 1024);
            self.wrong(column, Fault::new(Code::TextTooLong, wanted))
        };
        if raw.len() > limits::BODY_BYTES {
            return Err(too_long(limits::BODY_BYTES));
        }
        if html::is_risky(raw) {
            let text = "Scripts, frames or handlers were taken out of the description.";
            book.note(self, column, NoticeCode::BodyCleaned, text);
        }
        let clean = html::clean(&cells::lines(raw));
        if clean.len() > limits::CLEAN_BYTES { Err(too_long(limits::CLEAN_BYTES)) } else { Ok(clean) }
    }

    /// The address of a picture; one that is not public is told and left out.
    pub fn image(&self, column: Column, text: &str, book: &mut Book) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        match images::public_url(text) {
            Ok(url) => Some(url),
            Err(wanted) => {
                let text = format!("The picture \"{}\" is left out; wanted {wanted}.", excerpt(text));
                book.note(self, column, NoticeCode::ImageRefused, text);
                None
            }
        }
    }

    /// A value that is left out where it cannot be one, and told.
    pub fn optional(
        &self,
        column: Column,
        book: &mut Book,
        read: impl Fn(&str) -> Result<Option<String>, ()>,
    ) -> Option<String> {
        read(self.text(column)).unwrap_or_else(|()| {
            let text = format!("\"{}\" cannot be right and is left out.", excerpt(self.text(column)));
            book.note(self, column, NoticeCode::ValueDropped, text);
            None
        })
    }

    /// The tags of a cell.
    pub fn tags(&self, book: &mut Book) -> Vec<String> {
        let all = cells::list(self.text(Column::Tags));
        let good = |tag: &String| tag.chars().nth(limits::SHORT_CHARS).is_none();
        let kept: Vec<_> = all.iter().filter(|tag| good(tag)).take(limits::TAGS).cloned().collect();
        if kept.len() < all.len() {
            let text =
                format!("{} of {} tags are left out as too many or too long.", all.len() - kept.len(), all.len());
            book.note(self, Column::Tags, NoticeCode::ListCut, text);
        }
        kept
    }
}

/// Takes a product with a price of zero off sale, and tells it.
pub(crate) fn unpublish_unpriced(row: Row, product: &mut Incoming, book: &mut Book) {
    if product.variants.iter().any(|variant| variant.price.is_zero()) {
        product.published = false;
        let text = "A price of 0 is no price yet; the product is not to be published before it has one.";
        book.note(&row, Column::Price, NoticeCode::PriceZero, text);
    }
}

/// Pictures in order, each once, no more than are kept.
#[derive(Default)]
pub(crate) struct Pictures {
    seen: HashSet<String>,
    /// The addresses.
    pub urls: Vec<String>,
    /// How many did not fit.
    pub cut: usize,
}

impl Pictures {
    /// Adds one.
    pub fn add(&mut self, url: Option<String>) {
        let Some(url) = url else { return };
        if self.seen.contains(&url) {
            return;
        }
        if self.urls.len() >= limits::IMAGES {
            self.cut += 1;
            return;
        }
        self.seen.insert(url.clone());
        self.urls.push(url);
    }
}
