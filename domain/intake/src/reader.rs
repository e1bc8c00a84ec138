//! From a file to its products, one after another, in little memory.
//!
//! A file is gone through twice. The first time finds its encoding, counts its rows and learns which products have rows
//! that stand apart; the second time hands out each product as soon as its last row is there. So rows of one handle are
//! joined wherever they stand, and only the products that are open at the same time are in memory.

use crate::cells::excerpt;
use crate::decode::{self, Text};
use crate::headers::{Columns, rate};
use crate::records::{Record, Records};
use crate::rows::{Book, Group, Row, Wrong, digest};
use crate::{Code, FileError, Format, Item, Notice, NoticeCode, limits, shopify, woocommerce};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

/// How far the reading of a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes taken from the file.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Data records read.
    pub rows_read: u64,
    /// Data records in the file.
    pub rows: u64,
}

/// The products of a file; see [`read`].
pub struct Reader<R> {
    format: Format,
    columns: Columns,
    records: Records<R>,
    survey: Survey,
    current: Option<Group>,
    waiting: HashMap<String, Group>,
    waiting_bytes: usize,
    scratch: Record,
    book: Book,
    progress: Progress,
    done: bool,
}

/// What the first time through a file finds.
#[derive(Default)]
struct Survey {
    rows: u64,
    /// For products whose rows stand apart: the last of them.
    apart: HashMap<u64, u64>,
    aliases: HashMap<String, String>,
}

/// Opens a seller's export file. What is wrong with the file as a whole is told here, before any product comes out.
///
/// Every data record ends in the `rows` of one product or in one [`crate::Refused`], unless [`Item::Stopped`] tells
/// that the source failed on the way. Products come in the order of their last rows.
pub fn read<R: Read + Seek>(mut source: R, format: Format) -> Result<Reader<R>, FileError> {
    source.seek(SeekFrom::Start(0))?;
    let found = decode::detect(&mut source, limits::FILE_BYTES)?;
    source.seek(SeekFrom::Start(0))?;
    let (header, mut records) = Records::open(Text::new(source, found.encoding), rate)?;
    let columns = Columns::of(format, &header)?;
    let survey = Survey::of(format, &columns, &mut records)?;
    if survey.rows == 0 {
        return Err(FileError::NoRows);
    }
    let mut source = records.into_source();
    source.seek(SeekFrom::Start(0))?;
    let (_, records) = Records::open(Text::new(source, found.encoding), rate)?;
    let progress = Progress { bytes_read: 0, bytes: found.bytes, rows_read: 0, rows: survey.rows };
    let mut reader = Reader {
        format,
        columns,
        records,
        survey,
        current: None,
        waiting: HashMap::new(),
        waiting_bytes: 0,
        scratch: Record::default(),
        book: Book::default(),
        progress,
        done: false,
    };
    reader.note_file(found);
    Ok(reader)
}

/// The header of a file and the format it belongs to, if it has all that one needs.
pub fn look<R: Read + Seek>(mut source: R) -> Result<(Vec<String>, Option<Format>), FileError> {
    source.seek(SeekFrom::Start(0))?;
    let found = decode::detect(&mut source, limits::FILE_BYTES)?;
    source.seek(SeekFrom::Start(0))?;
    let (header, _) = Records::open(Text::new(source, found.encoding), rate)?;
    let format = crate::guess(&header);
    Ok((header, format))
}

/// The name that a row shares with the others of its product.
fn key(format: Format, columns: &Columns, record: &Record, aliases: &HashMap<String, String>) -> Option<String> {
    match format {
        _ if record.is_blank() => None,
        Format::Shopify => shopify::key(columns, record),
        Format::WooCommerce => Some(woocommerce::key(columns, record, aliases)),
    }
}

impl Survey {
    fn of<R: Read>(format: Format, columns: &Columns, records: &mut Records<R>) -> Result<Survey, FileError> {
        let mut survey = Survey::default();
        let mut record = Record::default();
        let mut seen: HashMap<u64, (u64, bool)> = HashMap::new();
        let mut before = None;
        while records.next_into(&mut record)? {
            survey.rows = record.row;
            if survey.rows > limits::ROWS {
                return Err(FileError::TooManyRows { limit: limits::ROWS });
            }
            if format == Format::WooCommerce {
                survey.aliases.extend(woocommerce::alias(columns, &record));
            }
            let Some(key) = key(format, columns, &record, &survey.aliases) else { continue };
            let key = digest(&key);
            let entry = seen.entry(key).or_insert((record.row, false));
            *entry = (record.row, entry.1 || (entry.0 != record.row && before != Some(key)));
            before = Some(key);
        }
        for (number, sku) in &survey.aliases {
            if let Some((last, _)) = seen.remove(&digest(number)) {
                let entry = seen.entry(digest(sku)).or_insert((last, true));
                *entry = (entry.0.max(last), true);
            }
        }
        survey.apart = seen.into_iter().filter(|(_, (_, apart))| *apart).map(|(key, (last, _))| (key, last)).collect();
        Ok(survey)
    }
}

impl<R: Read> Reader<R> {
    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// The header of the file.
    pub fn header(&self) -> &[String] {
        &self.columns.names
    }

    /// Tells what one should know of the file as a whole.
    fn note_file(&mut self, found: decode::Found) {
        let mut note = |field: Option<String>, code, text: String| {
            self.book.out.push_back(Item::Notice(Notice { row: None, field, code, text }));
        };
        if found.encoding != encoding_rs::UTF_8 {
            let text = format!("The file is not UTF-8; it was read as {}.", found.encoding.name());
            note(None, NoticeCode::Encoding, text);
        }
        if found.unreadable > 0 {
            let text = format!("{} characters could not be read and are shown as \u{fffd}.", found.unreadable);
            note(None, NoticeCode::UnreadableCharacters, text);
        }
        let parted = match self.records.delimiter() {
            b';' => Some("semicolons"),
            b'\t' => Some("tabs"),
            b'|' => Some("bars"),
            _ => None,
        };
        if let Some(by) = parted {
            note(None, NoticeCode::Delimiter, format!("The cells of the file are parted by {by}, not by commas."));
        }
        for name in &self.columns.repeated {
            let text = format!("The header has more than one column for \"{}\"; the first counts.", excerpt(name));
            note(Some(name.clone()), NoticeCode::ColumnRepeated, text);
        }
    }

    /// Takes one row, or finds the end.
    fn step(&mut self) {
        let mut record = std::mem::take(&mut self.scratch);
        match self.records.next_into(&mut record) {
            Ok(true) => self.take(&record),
            Ok(false) => self.end(),
            Err(error) => {
                self.book.out.push_back(Item::Stopped(error));
                self.done = true;
            }
        }
        self.scratch = record;
        self.progress.bytes_read = self.records.bytes_read();
    }

    /// Puts a row to the others of its product, and hands out products that are whole.
    fn take(&mut self, record: &Record) {
        self.progress.rows_read = record.row;
        let Some(key) = key(self.format, &self.columns, record, &self.survey.aliases) else {
            return self.refuse_nameless(record);
        };
        let last = self.survey.apart.get(&digest(&key)).copied();
        if self.current.as_ref().is_some_and(|group| group.key != key)
            && let Some(group) = self.current.take()
        {
            self.assemble(group);
        }
        match last {
            None => {
                let empty = || Group { key, rows: Vec::new(), bytes: 0, apart: false };
                add(self.current.get_or_insert_with(empty), record, &mut self.book);
            }
            Some(last) => self.take_apart(key, record, last),
        }
    }

    /// Puts a row to a product whose rows stand apart.
    fn take_apart(&mut self, key: String, record: &Record, last: u64) {
        if self.waiting_bytes + record.bytes() > limits::WAITING_BYTES {
            let found = "rows of one product far apart from each other";
            let wanted = "the rows of a product together: please sort the file";
            self.book.refuse(record, Wrong::of_row(Code::TooFarApart, found, wanted));
        } else {
            let empty = || Group { key: key.clone(), rows: Vec::new(), bytes: 0, apart: true };
            let group = self.waiting.entry(key.clone()).or_insert_with(empty);
            let before = group.bytes;
            add(group, record, &mut self.book);
            self.waiting_bytes += group.bytes - before;
        }
        if record.row >= last
            && let Some(group) = self.waiting.remove(&key)
        {
            self.waiting_bytes -= group.bytes;
            self.assemble(group);
        }
    }

    fn refuse_nameless(&mut self, record: &Record) {
        let row = Row { record, columns: &self.columns };
        let wrong = match row.sound() {
            _ if record.is_blank() => {
                Wrong::of_row(Code::RowEmpty, "a row without a word in it", "a product, or no row")
            }
            Err(wrong) => wrong,
            Ok(()) => {
                let wanted = "the handle of the product that the row belongs to";
                row.wrong(crate::headers::Column::Key, crate::cells::Fault::new(Code::KeyMissing, wanted))
            }
        };
        self.book.refuse(record, wrong);
    }

    fn assemble(&mut self, group: Group) {
        if group.rows.is_empty() {
            return;
        }
        match self.format {
            Format::Shopify => shopify::assemble(&self.columns, group, &mut self.book),
            Format::WooCommerce => woocommerce::assemble(&self.columns, group, &mut self.book),
        }
    }

    /// Hands out what is still open, and what was counted.
    fn end(&mut self) {
        self.done = true;
        let mut open: Vec<_> =
            self.current.take().into_iter().chain(self.waiting.drain().map(|(_, group)| group)).collect();
        open.sort_by_key(|group| group.rows.first().map(|record| record.row));
        for group in open {
            self.assemble(group);
        }
        if self.book.unweighed > 0 {
            let text = format!("{} of {} variants have no weight.", self.book.unweighed, self.book.variants);
            let notice = Notice { row: None, field: None, code: NoticeCode::WeightMissing, text };
            self.book.out.push_back(Item::Notice(notice));
        }
    }
}

/// Adds a row to a product, or refuses it where the product is too large already.
fn add(group: &mut Group, record: &Record, book: &mut Book) {
    let bytes = record.bytes();
    if group.rows.len() >= limits::PRODUCT_ROWS
        || (group.bytes + bytes > limits::PRODUCT_BYTES && !group.rows.is_empty())
    {
        let found = format!("a product of more than {} rows or 16 MB", limits::PRODUCT_ROWS);
        book.refuse(record, Wrong::of_row(Code::ProductTooLarge, found, "a product of fewer rows"));
        return;
    }
    group.bytes += bytes;
    group.rows.push(record.clone());
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.book.out.pop_front() {
                return Some(item);
            }
            if self.done {
                return None;
            }
            self.step();
        }
    }
}
