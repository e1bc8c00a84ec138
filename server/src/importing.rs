//! A seller's product file on the command line: a bar while it is read, then what came of it.

use crate::open::{Outside, open};
use crate::options::{Import, Options};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use sampan_market::Mode;
use sampan_market::catalog::import::{self, Report};
use sampan_market::sellers::Sellers;
use std::process::ExitCode;

/// Refused rows that are printed for people; `--json` has all.
const SHOWN: usize = 20;

/// Imports a file. Exit code 0 when it was read to its end, whatever rows were refused.
pub async fn run(options: &Options, import: &Import) -> Result<ExitCode, anyhow::Error> {
    let source = std::fs::File::open(&import.file)
        .with_context(|| format!("the file {} cannot be opened", import.file.display()))?;
    let app = open(options, Mode::Live, Outside::none()).await?;
    let by_name = vec![import.seller.trim().into()];
    let sellers = app.db().select::<Sellers>("where t.slug = $1 order by t.seller_id limit 2", by_name).await?;
    let [seller] = &sellers[..] else {
        anyhow::bail!("there is no seller {:?}; `sampan seller list` names them", import.seller);
    };
    let bar = bar(options.json);
    let report = import::run(&app, seller.id, Some(import.format), source, import.dry_run, |read, counts| {
        bar.set_length(read.rows);
        bar.set_position(read.rows_read);
        bar.set_message(format!(
            "{} new, {} changed, {} as they are",
            counts.created, counts.updated, counts.unchanged
        ));
    });
    let report = report.await;
    bar.finish_and_clear();
    let report = report?;
    if options.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(if report.stopped.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A bar on a terminal; none where a program reads.
fn bar(json: bool) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} rows, {per_sec}, {eta} left  {msg}");
    // The template is constant; were it wrong, a plain bar does.
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(report: &Report) {
    let counts = report.counts;
    let done = if report.dry_run { "Nothing was saved. It would be" } else { "Done:" };
    say!(
        "{done} {} products out of {} rows: {} new, {} changed, {} as they are. {} rows refused.",
        counts.products,
        report.rows,
        counts.created,
        counts.updated,
        counts.unchanged,
        report.rows_refused
    );
    for refused in report.refused.iter().take(SHOWN) {
        let field = if refused.field.is_empty() { "the row" } else { &refused.field };
        say!("  row {}, {field}: found {:?}, wanted {}", refused.row, refused.found, refused.wanted);
    }
    let more = report.rows_refused.saturating_sub(SHOWN as u64);
    if more > 0 {
        say!("  and {more} more; --json names them all");
    }
    for noted in report.notices.iter().take(SHOWN) {
        say!("  note: {}", noted.text);
    }
    if let Some(why) = &report.stopped {
        say!("The file could not be read to its end: {why}. What came before is saved.");
    }
}
