//! The program while it runs: database, vault, clock, book of tariffs, rates, search, settings. Handlers get a handle.

use crate::accounts::Viewer;
use crate::operators::settings::{OperatorSettings, Settings};
use crate::rates::Rates;
use crate::vault::Vault;
use parking_lot::RwLock;
use sampan_db::{Db, DbError, Location, Record};
use sampan_ids::{Cell, Timestamp};
use sampan_web::{Assets, Error, Languages, OrInternal, Problem, Proof, Shell, Site, Throttle, Traffic, WebSettings};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// The schema, for both engines.
pub const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__start", include_str!("../../migrations/V1__start.sql")),
    ("V2__declarations", include_str!("../../migrations/V2__declarations.sql")),
    ("V3__drafts", include_str!("../../migrations/V3__drafts.sql")),
    ("V4__leases", include_str!("../../migrations/V4__leases.sql")),
    ("V5__sellers_changed", include_str!("../../migrations/V5__sellers_changed.sql")),
    ("V6__answers_and_quotes", include_str!("../../migrations/V6__answers_and_quotes.sql")),
    ("V7__papers", include_str!("../../migrations/V7__papers.sql")),
    ("V8__delivered", include_str!("../../migrations/V8__delivered.sql")),
    ("V10__cells_and_counts", include_str!("../../migrations/V10__cells_and_counts.sql")),
    ("V11__paper_files", include_str!("../../migrations/V11__paper_files.sql")),
    ("V12__lean_indexes", include_str!("../../migrations/V12__lean_indexes.sql")),
    ("V13__aside", include_str!("../../migrations/V13__aside.sql")),
];

/// How the program was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A marketplace to try out: the clock can be moved, mail is shown on a page, unchecked rules sell.
    Demo,
    /// A marketplace that earns its keep.
    Live,
}

/// The program's clock: the system's, moved by as much as the demo's operator moved it.
#[derive(Clone, Default)]
pub struct ProgramClock {
    moved: Arc<AtomicI64>,
    fixed: Option<sampan_db::Clock>,
}

impl ProgramClock {
    /// A clock of the tests' own.
    pub fn of(fixed: sampan_db::Clock) -> ProgramClock {
        ProgramClock { moved: Arc::default(), fixed: Some(fixed) }
    }
    /// Now.
    pub fn now(&self) -> Timestamp {
        let base = match &self.fixed {
            Some(clock) => clock(),
            None => Timestamp::now(),
        };
        let micros = base.as_microsecond() + self.moved.load(Ordering::Relaxed) * 1_000_000;
        Timestamp::from_microsecond(micros).unwrap_or(base)
    }
    /// Moves the clock to so many seconds after the system's.
    pub fn set_moved(&self, seconds: i64) {
        self.moved.store(seconds, Ordering::Relaxed);
    }
    /// The clock for the database's lanes.
    pub fn for_lanes(&self) -> sampan_db::Clock {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// What a program is opened with.
pub struct Opening {
    /// Where the database is.
    pub location: Location,
    /// How many commands are decided side by side on PostgreSQL.
    pub lanes: sampan_db::Lanes,
    /// Demo or live.
    pub mode: Mode,
    /// Whether payments go through the test provider though the marketplace is live: nobody is charged.
    pub sandbox: bool,
    /// The law that prices stand on.
    pub book: sampan_tariff::Book,
    /// The key of personal data.
    pub vault: Vault,
    /// The clock.
    pub clock: ProgramClock,
    /// Randomness for ids.
    pub chance: sampan_db::Chance,
    /// The folder of the search index; in memory if none.
    pub index: Option<std::path::PathBuf>,
    /// Server settings.
    pub web: WebSettings,
    /// Where mail goes; kept in the database alone if none.
    pub smtp: Option<crate::mail::Smtp>,
    /// Addresses in mails begin with this, such as `https://sampan.example`.
    pub address: String,
}

/// A handle to the running program.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    vault: Vault,
    clock: ProgramClock,
    mode: Mode,
    sandbox: bool,
    book: RwLock<Law>,
    rates: RwLock<Arc<Rates>>,
    settings: RwLock<Arc<Settings>>,
    search: sampan_search::Index,
    web: WebSettings,
    smtp: Option<crate::mail::Smtp>,
    address: String,
    throttle: Throttle,
    browse: crate::browse::Memory,
    pictures: crate::catalog::fetch::Fetcher,
    wide_throttle: Throttle,
    share: sampan_db::lease::Share,
    traffic: Traffic,
}

/// The book in use, and what it is made of.
struct Law {
    /// The book without published drafts.
    base: sampan_tariff::Book,
    /// The drafts that are laid over it.
    laid: crate::whatif::Laid,
    /// The book with them.
    book: Arc<sampan_tariff::Book>,
}

impl Law {
    fn of(base: sampan_tariff::Book) -> Law {
        Law { book: Arc::new(base.clone()), base, laid: Vec::new() }
    }
}

impl App {
    /// Opens the database (its schema is brought up to date), the search index, the settings and the rates.
    pub async fn open(opening: Opening) -> Result<App, anyhow::Error> {
        let Opening { location, lanes, mode, sandbox, book, vault, clock, chance, index, web, smtp, address } = opening;
        let process = Uuid::from_u64_pair(chance(), chance());
        let db =
            Db::open(sampan_db::Settings { location, migrations: MIGRATIONS, lanes, clock: clock.for_lanes(), chance })
                .await?;
        let search = match index {
            Some(folder) => sampan_search::Index::in_folder(&folder)?.index,
            None => sampan_search::Index::in_memory()?,
        }
        .with_synonyms(crate::browse::synonyms());
        let app = App {
            inner: Arc::new(Inner {
                db,
                vault,
                clock,
                mode,
                sandbox: sandbox || mode == Mode::Demo,
                book: RwLock::new(Law::of(book)),
                rates: RwLock::default(),
                settings: RwLock::new(Arc::new(Settings::of(mode))),
                search,
                web,
                smtp,
                address,
                throttle: Throttle::new(10, sampan_ids::SignedDuration::from_mins(10), 100_000),
                browse: crate::browse::Memory::default(),
                pictures: crate::catalog::fetch::Fetcher::default(),
                wide_throttle: Throttle::new(200, sampan_ids::SignedDuration::from_mins(10), 100_000),
                share: sampan_db::lease::Share::new(process, crate::work::WORKERS),
                traffic: Traffic::default(),
            }),
        };
        app.reload().await?;
        Ok(app)
    }

    /// Reads settings, rates and published drafts anew; called at the start and after a change.
    pub async fn reload(&self) -> Result<(), DbError> {
        let stored = self.db().find::<OperatorSettings>(&Settings::KEY).await?;
        let settings = stored.unwrap_or_else(|| Settings::of(self.mode()));
        self.inner.clock.set_moved(settings.clock_moved_s);
        *self.inner.settings.write() = Arc::new(settings);
        let rates = Rates::load(self.db()).await?;
        *self.inner.rates.write() = Arc::new(rates);
        self.lay_published().await?;
        Ok(())
    }

    /// Lays published drafts over the book if others are published than lie there; a worker asks now and then, for they
    /// may be published by another process. Says whether the book is another one now.
    pub async fn lay_published(&self) -> Result<bool, DbError> {
        let laid = crate::whatif::published_now(self.db()).await?;
        if self.inner.book.read().laid == laid {
            return Ok(false);
        }
        let drafts = crate::whatif::published(self.db()).await?;
        let laid = drafts.iter().filter_map(|draft| Some((draft.id, draft.published_at()?))).collect();
        let base = self.base_book();
        let under = base.clone();
        // Reading a book takes a while; it is no work for the threads that answer.
        let read = tokio::task::spawn_blocking(move || crate::whatif::overlaid(&under, &drafts)).await;
        let book = Arc::new(read.unwrap_or_else(|_| base.clone()));
        *self.inner.book.write() = Law { base, laid, book };
        Ok(true)
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }
    /// This process's share of the workers.
    pub fn share(&self) -> &sampan_db::lease::Share {
        &self.inner.share
    }
    /// Requests by route.
    pub fn traffic(&self) -> &Traffic {
        &self.inner.traffic
    }
    /// Pictures to be fetched.
    pub fn pictures(&self) -> &crate::catalog::fetch::Fetcher {
        &self.inner.pictures
    }
    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }
    /// Now, by the program's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }
    /// Demo or live.
    pub fn mode(&self) -> Mode {
        self.inner.mode
    }
    /// Whether payments go through the test provider.
    pub fn sandbox_payments(&self) -> bool {
        self.inner.sandbox
    }
    /// The book of tariffs.
    pub fn book(&self) -> Arc<sampan_tariff::Book> {
        self.inner.book.read().book.clone()
    }
    /// The book without published drafts.
    pub fn base_book(&self) -> sampan_tariff::Book {
        self.inner.book.read().base.clone()
    }
    /// Puts another book in the place of the present one. Published drafts are laid over it with the next [`App::reload`].
    pub fn set_book(&self, book: sampan_tariff::Book) {
        *self.inner.book.write() = Law::of(book);
    }
    /// Exchange rates.
    pub fn rates(&self) -> Arc<Rates> {
        self.inner.rates.read().clone()
    }
    /// The operator's settings.
    pub fn operator_settings(&self) -> Arc<Settings> {
        self.inner.settings.read().clone()
    }
    /// The search index.
    pub fn search(&self) -> &sampan_search::Index {
        &self.inner.search
    }
    /// What the storefront remembers.
    pub(crate) fn browse(&self) -> &crate::browse::Memory {
        &self.inner.browse
    }
    /// The mail server, if one is set.
    pub fn smtp(&self) -> Option<&crate::mail::Smtp> {
        self.inner.smtp.as_ref()
    }
    /// What addresses in mails begin with.
    pub fn address(&self) -> &str {
        &self.inner.address
    }
    /// Counts attempts by address, behind which many people may be.
    pub fn wide_throttle(&self) -> &Throttle {
        &self.inner.wide_throttle
    }
    /// Counts attempts on one account.
    pub fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    /// Performs a command under the request's idempotency key and turns what went wrong into a reply. The outer result is
    /// for the server's faults and reused keys; the inner one is the command's own decision.
    pub async fn perform<C>(
        &self,
        owner: impl Into<Uuid>,
        once: Option<&sampan_web::Once>,
        command: C,
    ) -> Result<Result<C::Reply, C::Refusal>, Error>
    where
        C: sampan_db::Command,
        C::Reply: serde::Serialize + serde::de::DeserializeOwned,
        C::Refusal: serde::Serialize + serde::de::DeserializeOwned,
    {
        use sampan_db::OnceRefusal::{KeyReused, Refused};
        let key = once.map(|once| crate::once_key(self.vault(), once));
        let (answer, replayed) =
            match self.db().perform_once(owner.into(), key, command).await.map_err(crate::not_performed)? {
                Ok(done) => (Ok(done.reply), done.replayed),
                Err(Refused(first)) => (Err(first.reply), first.replayed),
                Err(KeyReused) => return Err(Error::refused("key_reused", &[])),
            };
        if let Some(once) = once.filter(|_| replayed) {
            once.replayed.say();
        }
        Ok(answer)
    }

    /// What a request under a key was answered when it came first, for those that can no longer be made into a command.
    pub async fn answered<C>(
        &self,
        once: Option<&sampan_web::Once>,
    ) -> Result<Option<Result<C::Reply, C::Refusal>>, Error>
    where
        C: sampan_db::Command,
        C::Reply: serde::de::DeserializeOwned,
        C::Refusal: serde::de::DeserializeOwned,
    {
        let Some(once) = once else { return Ok(None) };
        let key = crate::once_key(self.vault(), once);
        let first = self.db().find::<sampan_db::once::Answers>(&key.id).await.or_internal()?;
        let answer = first.and_then(|first| first.to(&key.body));
        if answer.is_some() {
            once.replayed.say();
        }
        Ok(answer)
    }

    /// The item of a key, or "not found".
    pub async fn find<R: Record>(&self, key: R::Key) -> Result<R::Item, Error> {
        self.db().find::<R>(&key).await.or_internal()?.ok_or(Error::NotFound)
    }
}

/// A new id in a cell.
pub fn new_id<T: From<Uuid>>(at: &sampan_db::Moment, cell: Cell) -> T {
    T::from(sampan_ids::compose(at.millis(), cell, at.random()))
}

/// A new owner's id: in a cell that chance picks.
pub fn new_owner<T: From<Uuid>>(at: &sampan_db::Moment) -> T {
    let chance = at.random();
    T::from(sampan_ids::compose(at.millis(), Cell::new((chance >> 48) as u16), at.random()))
}

/// How long guests come into the same cell, in milliseconds.
const NEIGHBOURS: u64 = 50;

/// A new guest's id. Guests of the same moment get the same cell, so that the rows which one batch saves of theirs lie side by
/// side; those of the next moment get another, and all cells their share.
pub fn new_guest<T: From<Uuid>>(at: &sampan_db::Moment) -> T {
    // The multiplier of Fibonacci hashing: moments that follow each other fall far apart.
    let spread = (at.millis() / NEIGHBOURS).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    T::from(sampan_ids::compose(at.millis(), Cell::new((spread >> 48) as u16), at.random()))
}

impl Site for App {
    type Viewer = Viewer;

    async fn viewer(&self, proof: &Proof) -> Result<Option<Viewer>, Error> {
        crate::accounts::viewer(self, proof).await
    }
    fn secret(&self) -> &[u8; 32] {
        self.inner.vault.signing_key()
    }
    fn languages(&self) -> &'static Languages {
        crate::languages()
    }
    fn assets(&self) -> &'static Assets {
        crate::look::assets()
    }
    fn traffic(&self) -> Option<&Traffic> {
        Some(&self.inner.traffic)
    }
    fn settings(&self) -> &WebSettings {
        &self.inner.web
    }
    fn error_page(&self, shell: &Shell, problem: &Problem) -> String {
        crate::look::error_page(shell, problem)
    }
    fn codes(&self) -> &'static [sampan_web::Code] {
        crate::codes::CODES
    }
    fn dress(&self, shell: &mut Shell, viewer: Option<&Viewer>) {
        crate::look::dress(self, shell, viewer);
    }
}
