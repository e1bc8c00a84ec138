//! Copies of the whole database, and putting one back.

use crate::open::{key_file, location, place};
use crate::options::{Backup, Options, Restore};
use crate::report;
use indicatif::{ProgressBar, ProgressStyle};
use sampan_db::backup::{self, Kind};
use sampan_db::migrate::latest;
use sampan_market::app::MIGRATIONS;
use std::process::ExitCode;

/// Copies the database into a file, while servers go on with it.
pub async fn backup(options: &Options, asked: &Backup) -> Result<ExitCode, anyhow::Error> {
    let (location, key) = (location(options)?, key_file(options));
    let bar = bar(options.json);
    let seen = bar.clone();
    let progress = move |done, of| {
        seen.set_length(of);
        seen.set_position(done);
    };
    let bytes = backup::backup(&location, &asked.file, progress).await;
    bar.finish_and_clear();
    let (bytes, engine) = (bytes?, Kind::at(&location).name());
    if options.json {
        let said = serde_json::json!({ "file": asked.file, "bytes": bytes, "engine": engine, "key": key });
        say!("{said:#}");
    } else {
        say!(
            "{} holds the whole database, {bytes} bytes, as it stood when this began ({engine}).",
            asked.file.display()
        );
        say!(
            "The key of personal data is not in it: {}. Keep a copy of it in another place than this file; without it \
             names, addresses and letters cannot be read, by nobody.",
            key.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a copy back, and re-adds everything in it.
pub async fn restore(options: &Options, asked: &Restore) -> Result<ExitCode, anyhow::Error> {
    let (location, key) = (location(options)?, key_file(options));
    if !key.exists() && !asked.without_key {
        anyhow::bail!(
            "the key file {} is not there: put back the copy that belongs to this backup, or say --without-key to make a \
             new key; what is sealed can then never be read",
            key.display()
        );
    }
    std::fs::create_dir_all(&options.data)
        .map_err(|e| anyhow::anyhow!("the data folder {} cannot be made: {e}", options.data.display()))?;
    backup::restore(&location, &asked.file, asked.replace, latest(MIGRATIONS)).await?;
    // The index was a copy of what was there before; the server makes a new one.
    match std::fs::remove_dir_all(options.data.join("search")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    if !options.json {
        say!("{} is put back in {}.", asked.file.display(), place(options));
    }
    report::verify(options).await
}

/// A bar on a terminal; none where a program reads.
fn bar(json: bool) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {human_pos}/{human_len} pages, {eta} left");
    // The template is constant; were it wrong, a plain bar does.
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
