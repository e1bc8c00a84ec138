//! Opening the program's data: folder or database, key, clock.

use crate::options::Options;
use anyhow::Context;
use sampan_db::{Lanes, Location};
use sampan_market::app::{Mode, Opening, ProgramClock};
use sampan_market::mail::Smtp;
use sampan_market::vault::Vault;
use sampan_market::{App, TITLE};
use sampan_tariff::Book;
use sampan_web::WebSettings;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the key lies: beside the data folder, so that a copy of the folder is not a copy of the key.
pub fn key_file(options: &Options) -> PathBuf {
    let mut name = options.data.file_name().unwrap_or_else(|| "sampan-data".as_ref()).to_owned();
    name.push(".key");
    options.data.with_file_name(name)
}

/// Randomness for ids, from the system.
fn chance() -> sampan_db::Chance {
    Arc::new(|| getrandom::u64().unwrap_or_else(|_| uuid::Uuid::now_v7().as_u64_pair().1))
}

/// How the site is reached and where mail goes.
pub struct Outside {
    /// Server settings.
    pub web: WebSettings,
    /// The mail server.
    pub smtp: Option<Smtp>,
    /// What addresses in mails begin with.
    pub address: String,
    /// Whether payments go through the test provider though the marketplace is live.
    pub sandbox: bool,
    /// Whether the search index is opened (by the server) or left alone (by other commands).
    pub index: bool,
}

impl Outside {
    /// Nothing outside: for commands that only look at the data.
    pub fn none() -> Outside {
        Outside { web: settings(), smtp: None, address: String::new(), sandbox: false, index: false }
    }
}

/// Server settings with the program's own name and version.
pub fn settings() -> WebSettings {
    WebSettings { title: TITLE.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), ..WebSettings::default() }
}

/// Which database the options name.
pub fn location(options: &Options) -> Result<Location, anyhow::Error> {
    match &options.database {
        Some(url) => match Location::of(url) {
            Location::Postgres(url) => Ok(Location::Postgres(url)),
            Location::File(_) => anyhow::bail!("--database: wanted an address that begins with postgres://"),
        },
        None => Ok(Location::File(options.data.join("sampan.db"))),
    }
}

/// The same as it may be shown.
pub fn place(options: &Options) -> String {
    options.database.as_deref().map_or_else(|| options.data.display().to_string(), without_password)
}

/// Opens the data.
pub async fn open(options: &Options, mode: Mode, outside: Outside) -> Result<App, anyhow::Error> {
    let book = crate::book::folder::of(options)?;
    std::fs::create_dir_all(&options.data)
        .map_err(|e| anyhow::anyhow!("the data folder {} cannot be made: {e}", options.data.display()))?;
    let (location, place) = (location(options)?, place(options));
    let key = key_file(options);
    let vault = Vault::open(&key).map_err(|e| anyhow::anyhow!("the key file {}: {e}", key.display()))?;
    App::open(Opening {
        location,
        lanes: Lanes { count: options.lanes.into(), ..Lanes::default() },
        mode,
        sandbox: outside.sandbox,
        book,
        vault,
        clock: ProgramClock::default(),
        chance: chance(),
        index: outside.index.then(|| options.data.join("search")),
        web: outside.web,
        smtp: outside.smtp,
        address: outside.address,
    })
    .await
    .with_context(|| format!("the data in {place} cannot be opened"))
}

/// Opens a demo's data in a folder of its own, apart from those of the command line.
pub async fn apart(folder: &Path, book: Book) -> Result<App, anyhow::Error> {
    let vault = Vault::open(&folder.join("key"))?;
    App::open(Opening {
        location: Location::File(folder.join("sampan.db")),
        lanes: Lanes::default(),
        mode: Mode::Demo,
        sandbox: true,
        book,
        vault,
        clock: ProgramClock::default(),
        chance: chance(),
        index: None,
        web: settings(),
        smtp: None,
        address: String::new(),
    })
    .await
}

/// A database's address as it may be shown: server and name.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let rest = rest.rsplit_once('@').map_or(rest, |(_, server)| server);
    format!("{scheme}://{}", rest.split('?').next().unwrap_or_default())
}
