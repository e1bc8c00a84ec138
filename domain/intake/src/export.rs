//! The refused rows back as a file: the same columns and a reason, with no cell that a spreadsheet runs as a formula.
//!
//! A seller opens the file, puts right what the reason names, and uploads it again. A cell that a spreadsheet would take
//! for a formula gets an apostrophe before it; reading takes it away again, so a cell comes back as it was.

use crate::Refused;
use std::io::{self, Write};

/// The column that is added.
pub const REASON: &str = "reason";

/// Writes refused rows as CSV.
pub struct RefusedCsv<W: Write> {
    out: csv::Writer<W>,
    columns: usize,
    reason: Option<usize>,
}

impl<W: Write> RefusedCsv<W> {
    /// Begins a file with the header that the rows came under; a reason column of an earlier round is written anew.
    pub fn new(out: W, header: &[String]) -> io::Result<RefusedCsv<W>> {
        let mut out = csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(out);
        let reason = header.iter().position(|name| name.trim().eq_ignore_ascii_case(REASON));
        let mut names: Vec<_> = header.iter().map(|name| guarded(name)).collect();
        if reason.is_none() {
            names.push(REASON.to_owned());
        }
        out.write_record(&names)?;
        Ok(RefusedCsv { out, columns: header.len(), reason })
    }

    /// Adds a row. Cells that lack are blank; cells too many stand behind the reason.
    pub fn push(&mut self, refused: &Refused) -> io::Result<()> {
        let mut cells: Vec<_> = refused.cells.iter().map(|cell| guarded(cell)).collect();
        cells.resize(cells.len().max(self.columns), String::new());
        let reason = guarded(&refused.reason());
        match self.reason {
            Some(at) => cells[at] = reason,
            None => cells.insert(self.columns, reason),
        }
        self.out.write_record(&cells)?;
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// Whether a spreadsheet may run a cell that begins so: ASCII signs, line breaks that hide one, and the wide forms.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell that no spreadsheet runs: an apostrophe before what could be a formula.
pub fn guarded(cell: &str) -> String {
    if runs(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell that [`guarded`] was given.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}
