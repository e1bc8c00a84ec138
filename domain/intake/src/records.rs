//! From text to records: a CSV reader that loses no row to a quote that never closes.
//!
//! A common reader takes everything behind such a quote for one cell, to the end of the file. This one, when a quote
//! never closes or has text right behind its closing, calls broken only what stands up to the end of the line that the
//! quote opens on, and reads on with the next line. Every broken piece comes out as a record of its own, with a number.

use crate::decode::Text;
use crate::{Code, FileError, limits};
use memchr::{memchr, memchr2, memchr3};
use std::io::Read;

/// One record of a file: its cells, its number and where it begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Record {
    /// Number of the data record, from 1.
    pub row: u64,
    /// The line that it begins on, from 1.
    pub line: u64,
    /// Why it cannot be read as a record, if so; its cells are then a guess.
    pub broken: Option<Code>,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell at a place, without the mark that keeps a formula from running; empty beyond the last.
    pub fn cell(&self, at: usize) -> &str {
        crate::export::unguarded(self.raw(at))
    }

    /// The cell at a place as it stands.
    fn raw(&self, at: usize) -> &str {
        let from = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(self.text.len()) };
        let to = self.ends.get(at).copied().unwrap_or(self.text.len());
        if at < self.ends.len() { &self.text[from..to] } else { "" }
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.cell(at))
    }

    /// All cells, for keeping.
    pub fn to_cells(&self) -> Vec<String> {
        self.cells().map(str::to_owned).collect()
    }

    /// The memory it takes, roughly.
    pub fn bytes(&self) -> usize {
        self.text.len() + 8 * self.ends.len() + 96
    }

    /// Whether no cell says anything.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.broken = None;
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// What became of an attempt to read one record from a text.
enum Scan {
    /// A record, and where the next one begins.
    Whole(usize),
    /// The text ends too early; whether within quotes, and where those opened.
    Short(Option<usize>),
    /// A quote that opened here does not close, or has text behind its closing, as the code says.
    Broken(usize, Code),
}

/// Reads one record from the beginning of a text; `last` tells that no more text follows.
fn scan(text: &str, delimiter: u8, last: bool, into: &mut Record) -> Scan {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            let opened = at;
            at = match quoted(text, opened, last, into) {
                Ok(after) => after,
                Err(short) => return short,
            };
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if at < bytes.len() && bytes[at] != delimiter && !matches!(bytes[at], b'\n' | b'\r') {
                return Scan::Broken(opened, Code::QuoteBroken);
            }
        } else {
            let length = memchr3(delimiter, b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at);
            into.text.push_str(&text[at..at + length]);
            at += length;
        }
        match bytes.get(at) {
            None if !last => return Scan::Short(None),
            Some(b'\r') if at + 1 == bytes.len() && !last => return Scan::Short(None),
            None => {
                into.end_cell();
                return Scan::Whole(at);
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                into.end_cell();
                return Scan::Whole(at + 2);
            }
            Some(b'\n' | b'\r') => {
                into.end_cell();
                return Scan::Whole(at + 1);
            }
            Some(_) => {
                into.end_cell();
                at += 1;
            }
        }
    }
}

/// Reads a quoted cell that opens at a place; the place behind its closing quote.
fn quoted(text: &str, opened: usize, last: bool, into: &mut Record) -> Result<usize, Scan> {
    let bytes = text.as_bytes();
    let mut from = opened + 1;
    loop {
        let Some(found) = memchr(b'"', &bytes[from..]) else {
            return Err(if last { Scan::Broken(opened, Code::QuoteNeverCloses) } else { Scan::Short(Some(opened)) });
        };
        let quote = from + found;
        into.text.push_str(&text[from..quote]);
        match bytes.get(quote + 1) {
            Some(b'"') => {
                into.text.push('"');
                from = quote + 2;
            }
            None if !last => return Err(Scan::Short(Some(opened))),
            _ => return Ok(quote + 1),
        }
    }
}

/// Line ends in a text: `\n`, `\r\n`, and a lone `\r`.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let newlines = memchr::memchr_iter(b'\n', bytes).count();
    let lone = memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (newlines + lone) as u64
}

/// The records of a text, from after its header.
pub(crate) struct Records<R> {
    text: Text<R>,
    delimiter: u8,
    buffer: String,
    at: usize,
    line: u64,
    row: u64,
    reread: usize,
    skipping: bool,
}

impl<R: Read> Records<R> {
    /// The header of a text and the records behind it; `rate` says how good a header looks.
    ///
    /// The delimiter is the one of comma, semicolon, tab and bar that makes the best header; a first line `sep=;`, as
    /// spreadsheets write it, decides alone.
    pub fn open(text: Text<R>, rate: impl Fn(&[String]) -> usize) -> Result<(Vec<String>, Records<R>), FileError> {
        let mut records = Records {
            text,
            delimiter: b',',
            buffer: String::new(),
            at: 0,
            line: 1,
            row: 0,
            reread: limits::REREAD_BYTES,
            skipping: false,
        };
        records.skip_blank_lines()?;
        let told = records.told_delimiter()?;
        let candidates = told.map_or(vec![b',', b';', b'\t', b'|'], |delimiter| vec![delimiter]);
        let mut best: Option<(usize, usize, Record)> = None;
        for delimiter in candidates {
            let Some((header, end)) = records.header(delimiter)? else { continue };
            let score = rate(&header.to_cells());
            if best.as_ref().is_none_or(|(most, _, other)| (score, header.len()) > (*most, other.len())) {
                records.delimiter = delimiter;
                best = Some((score, end, header));
            }
        }
        let Some((_, end, header)) = best else { return Err(FileError::HeaderBroken) };
        if header.is_blank() {
            return Err(FileError::Empty);
        }
        if header.len() > limits::COLUMNS {
            return Err(FileError::TooManyColumns { found: header.len(), limit: limits::COLUMNS });
        }
        records.pass(end);
        Ok((header.to_cells(), records))
    }

    /// The byte between cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Bytes of the source taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.text.bytes_read
    }

    /// The source again.
    pub fn into_source(self) -> R {
        self.text.into_source()
    }

    /// The next record, into `record`; false at the end of the file.
    pub fn next_into(&mut self, record: &mut Record) -> Result<bool, FileError> {
        self.skip_blank_lines()?;
        record.clear();
        if self.rest().is_empty() {
            return Ok(false);
        }
        self.row += 1;
        record.row = self.row;
        record.line = self.line;
        loop {
            let last = self.text.ended();
            match scan(&self.buffer[self.at..], self.delimiter, last, record) {
                Scan::Whole(end) => {
                    self.pass(end);
                    return Ok(true);
                }
                Scan::Broken(opened, code) => {
                    self.broken(record, opened, code)?;
                    return Ok(true);
                }
                Scan::Short(Some(opened)) if self.rest().len() >= limits::RECORD_BYTES => {
                    self.broken(record, opened, Code::QuoteNeverCloses)?;
                    return Ok(true);
                }
                Scan::Short(None) if self.rest().len() >= limits::RECORD_BYTES => {
                    self.too_large(record);
                    return Ok(true);
                }
                Scan::Short(_) => {
                    record.clear();
                    self.more()?;
                }
            }
        }
    }

    /// Gives up on a record: it ends with the line that its faulty quote opens on.
    fn broken(&mut self, record: &mut Record, opened: usize, code: Code) -> Result<(), FileError> {
        let rest = &self.buffer[self.at..];
        let end = memchr2(b'\n', b'\r', &rest.as_bytes()[opened..]).map_or(rest.len(), |length| opened + length);
        record.clear();
        record.broken = Some(code);
        for cell in rest[..end].split(self.delimiter as char) {
            record.text.push_str(cell);
            record.end_cell();
        }
        let again = rest.len() - end;
        let Some(left) = self.reread.checked_sub(again) else {
            return Err(FileError::QuotesBroken { row: record.row, line: record.line });
        };
        self.reread = left;
        self.pass(end);
        Ok(())
    }

    /// Gives up on a record that is longer than any may be; the rest of its line is passed over.
    fn too_large(&mut self, record: &mut Record) {
        record.clear();
        record.broken = Some(Code::RowTooLarge);
        record.text.push_str(self.rest().get(..256).unwrap_or_default());
        record.end_cell();
        self.skipping = true;
        self.pass(self.buffer.len() - self.at);
    }

    /// The text that is at hand and not yet read.
    fn rest(&self) -> &str {
        &self.buffer[self.at..]
    }

    /// Leaves so many bytes behind.
    fn pass(&mut self, length: usize) {
        self.line += line_ends(&self.buffer[self.at..self.at + length]);
        self.at += length;
    }

    /// Takes more text: as much again as there is, so that a long record is looked at few times.
    fn more(&mut self) -> Result<(), FileError> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let wanted = (self.buffer.len() * 2).clamp(256 * 1024, limits::RECORD_BYTES);
        loop {
            self.text.append_to(&mut self.buffer)?;
            if self.text.ended() || self.buffer.len() >= wanted {
                return Ok(());
            }
        }
    }

    /// Goes on to the next character that is no line end, and behind a line that is too long.
    fn skip_blank_lines(&mut self) -> Result<(), FileError> {
        loop {
            if self.skipping {
                let end = memchr2(b'\n', b'\r', self.rest().as_bytes());
                self.pass(end.unwrap_or(self.buffer.len() - self.at));
                self.skipping = end.is_none() && !self.text.ended();
            }
            if !self.skipping {
                let ends = self.rest().bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
                self.pass(ends);
                if !self.rest().is_empty() || self.text.ended() {
                    return Ok(());
                }
            }
            self.more()?;
        }
    }

    /// The delimiter that a first line `sep=…` names, which is then passed over.
    fn told_delimiter(&mut self) -> Result<Option<u8>, FileError> {
        let bytes = self.rest().as_bytes();
        let told = match bytes {
            [b's', b'e', b'p', b'=', told @ (b',' | b';' | b'\t' | b'|'), b'\r' | b'\n', ..] => Some(*told),
            _ => None,
        };
        if told.is_some() {
            self.pass(5);
            self.skip_blank_lines()?;
        }
        Ok(told)
    }

    /// The header with a delimiter, and where it ends; none where it is broken.
    fn header(&mut self, delimiter: u8) -> Result<Option<(Record, usize)>, FileError> {
        let mut header = Record::default();
        loop {
            header.clear();
            match scan(self.rest(), delimiter, self.text.ended(), &mut header) {
                Scan::Whole(end) => return Ok(Some((header, end))),
                Scan::Broken(..) => return Ok(None),
                Scan::Short(_) if self.rest().len() >= limits::CELL_BYTES => return Ok(None),
                Scan::Short(_) => self.more()?,
            }
        }
    }
}
