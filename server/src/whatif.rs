//! What a draft of law would do, on the command line: over the listings on sale, the demo's, or a file's.

pub mod bench;
mod listings;
mod print;

use crate::book::folder;
use crate::demo::rates as demo_rates;
use crate::open::{Outside, open};
use crate::options::{Options, Whatif};
use crate::{demo, exchange, report};
use anyhow::{Context, ensure};
use sampan_ids::Date;
use sampan_market::whatif::store::Assumed;
use sampan_market::whatif::{catalogue, tables};
use sampan_market::{App, Mode};
use sampan_tariff::whatif::{Assumptions, CHANGE_MAX_BYTES, Change, Report, Study};
use sampan_tariff::{Book, Settings};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Reads the draft and prints its report. Exit code 0 whenever there is one.
pub async fn run(options: &Options, asked: &Whatif) -> Result<ExitCode, anyhow::Error> {
    let day = match asked.on.as_deref() {
        None => None,
        Some(text) => {
            Some(text.parse::<Date>().map_err(|_| report::bad_field("--on", text, "a day such as 2027-01-31"))?)
        }
    };
    let assumptions = assumptions(asked)?;
    let (report, names) = match asked.catalogue.as_str() {
        "all" => {
            let file = options.data.join("sampan.db");
            ensure!(
                options.database.is_some() || file.exists(),
                "there is no data in {}; name it with --data, or try --catalogue demo",
                options.data.display()
            );
            let app = open(options, Mode::Live, Outside::none()).await?;
            of_app(&app, asked, day, assumptions).await?
        }
        "demo" => {
            let folder = tempfile::tempdir().context("no folder can be made for the demo's catalogue")?;
            let app = demo::in_folder(folder.path(), folder::of(options)?).await?;
            of_app(&app, asked, day, assumptions).await?
        }
        file => (of_file(options, asked, Path::new(file), day, assumptions)?, tables::Names::default()),
    };
    if options.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print::print(&report, &names);
    }
    Ok(ExitCode::SUCCESS)
}

fn assumptions(asked: &Whatif) -> Result<Assumptions, anyhow::Error> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let assumed = Assumed {
        elasticities: text(&asked.elasticities),
        jobs_per_million: text(&asked.jobs_per_million),
        pieces_a_year: text(&asked.pieces_a_year),
    };
    let name = |field: &str| format!("--{}", field.replace('_', "-"));
    assumed.read().map_err(|(field, why)| anyhow::anyhow!("{}: {why}", name(field)))
}

/// The draft of a file or of a folder.
pub fn change(path: &Path, book: &Book) -> Result<Change, anyhow::Error> {
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if path.is_dir() {
        let files = folder::read(path).with_context(|| format!("the draft {}", path.display()))?;
        return Ok(Change::of_files(&name, files));
    }
    let place = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("the draft {place} cannot be opened"))?.len();
    ensure!(size <= CHANGE_MAX_BYTES as u64, "the draft {place} has more than {CHANGE_MAX_BYTES} bytes");
    let text = std::fs::read_to_string(path).with_context(|| format!("the draft {place} cannot be read as UTF-8"))?;
    Change::read(&name, &text, book).with_context(|| format!("the draft {place} cannot be read"))
}

/// Over the listings on sale in a marketplace, by its book, its rates and its settings.
async fn of_app(
    app: &App,
    asked: &Whatif,
    day: Option<Date>,
    assumptions: Assumptions,
) -> Result<(Report, tables::Names), anyhow::Error> {
    let book = app.book();
    let change = change(&asked.change, &book)?;
    let study = Study::new(&book, &change, &app.pricing().law, day, app.rates().all().to_vec(), assumptions)?;
    let study = Arc::new(study);
    let tally = catalogue::look(app, study.clone(), |_, _| std::future::ready(Ok(()))).await?;
    let report = study.report(tally);
    let names = tables::Names::of(app, Some(&report)).await?;
    Ok((report, names))
}

/// Over the listings of a file, by the book alone.
fn of_file(
    options: &Options,
    asked: &Whatif,
    file: &Path,
    day: Option<Date>,
    assumptions: Assumptions,
) -> Result<Report, anyhow::Error> {
    let book = folder::of(options)?;
    let change = change(&asked.change, &book)?;
    let day = day.or(change.day()).unwrap_or_else(crate::book::today);
    let rates = match &asked.rates_file {
        Some(rates) => exchange::of_day(rates, day)?,
        None => {
            eprintln!("sampan: no --rates-file is given; amounts are converted at the demo's own rates");
            demo_rates::rates(day)
        }
    };
    let settings = match asked.strict {
        true => Settings { sell_to_verify: false, continue_last_known: false, ..Settings::demo() },
        false => Settings::demo(),
    };
    let study = Study::new(&book, &change, &settings, Some(day), rates, assumptions)?;
    let tally = listings::look(&study, file)?;
    Ok(study.report(tally))
}
