//! Tables that leave as CSV: texts guarded so that no spreadsheet runs them, rows sent as they are read.

use sampan_intake::export::guarded;
use sampan_web::{FileBody, Reply};
use std::io;
use tokio::sync::mpsc;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text, from wherever it may come.
    Text(String),
    /// A figure or a date of our own writing.
    Figure(String),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A figure.
    pub fn figure(figure: impl ToString) -> Cell {
        Cell::Figure(figure.to_string())
    }
}

/// Rows as the lines of a CSV file.
pub fn lines(rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cells = row.into_iter().map(|cell| match cell {
            Cell::Text(text) => guarded(&text),
            Cell::Figure(figure) => figure,
        });
        // Writing to memory does not fail, and a row of another length than the head's is a fault of ours that tests find.
        let _ = out.write_record(cells.collect::<Vec<_>>());
    }
    out.into_inner().unwrap_or_default()
}

/// A short table as a file.
pub fn file<V>(name: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Reply<V> {
    let head = head.iter().map(|name| Cell::text(*name)).collect();
    Reply::file(lines(std::iter::once(head).chain(rows)), "text/csv; charset=utf-8", name)
}

/// What pages of a long table are sent through, while they are read.
pub struct Pages(mpsc::Sender<io::Result<Vec<u8>>>);

impl Pages {
    /// Sends some rows; whether anyone still listens.
    pub async fn send(&self, rows: impl IntoIterator<Item = Vec<Cell>>) -> bool {
        self.0.send(Ok(lines(rows))).await.is_ok()
    }

    /// Breaks off, so that half a table is not taken for a whole one.
    pub async fn fail(&self, error: impl std::fmt::Display) {
        let _ = self.0.send(Err(io::Error::other(error.to_string()))).await;
    }
}

/// A long table as a file, written by `work` page by page.
pub fn stream<V, F>(name: &str, head: &[&str], work: impl FnOnce(Pages) -> F) -> Reply<V>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(4);
    let head: Vec<Cell> = head.iter().map(|name| Cell::text(*name)).collect();
    let work = work(Pages(sender.clone()));
    tokio::spawn(async move {
        if sender.send(Ok(lines([head]))).await.is_ok() {
            work.await;
        }
    });
    Reply::file(FileBody::channel(receiver), "text/csv; charset=utf-8", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_runs_and_figures_stay_figures() {
        let rows = [vec![Cell::text("=1+1"), Cell::figure(-5)], vec![Cell::text("a,\"b\""), Cell::figure("2.50")]];
        assert_eq!(String::from_utf8(lines(rows)).unwrap(), "'=1+1,-5\n\"a,\"\"b\"\"\",2.50\n");
    }
}
