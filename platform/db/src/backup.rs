//! A copy of a whole database as it stands at one moment, while it is in use; and putting one back.
//!
//! SQLite: a database file, copied page by page by SQLite's own means inside one reading transaction, which holds no
//! writer up. PostgreSQL: the custom format of `pg_dump`, put back by `pg_restore`. What is kept outside of the database
//! (the key of what is sealed, a search index) is not in it.

use crate::engine::{postgres, sqlite};
use crate::lease::{LEASE, Leases, Shares};
use crate::{DbError, Location, Record};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, backup};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Pages copied between two looks at the clock of progress.
const PAGES: i32 = 2_000;
/// Tables that a database may have rows in and still count as empty.
const OURS: [&str; 2] = ["refinery_schema_history", "leases"];

/// Which engine a file is a copy from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A SQLite database.
    Sqlite,
    /// A dump of PostgreSQL's, custom format.
    Postgres,
}

impl Kind {
    /// The engine's name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        }
    }

    /// The engine of a location.
    pub const fn at(location: &Location) -> Kind {
        match location {
            Location::File(_) => Kind::Sqlite,
            Location::Postgres(_) => Kind::Postgres,
        }
    }

    /// What a file is, by how it begins.
    pub fn of(file: &Path) -> Result<Kind, BackupError> {
        let mut start = [0; 16];
        let mut read = std::fs::File::open(file).map_err(|e| BackupError::File(file.to_owned(), e))?;
        let length = read.read(&mut start).map_err(|e| BackupError::File(file.to_owned(), e))?;
        match &start[..length] {
            b"SQLite format 3\0" => Ok(Kind::Sqlite),
            start if start.starts_with(b"PGDMP") => Ok(Kind::Postgres),
            _ => Err(BackupError::NotABackup(file.to_owned())),
        }
    }
}

/// Why nothing was copied, or nothing put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file is in the way.
    #[error("{0} is there already; name another file")]
    Exists(PathBuf),
    /// There is nothing to copy.
    #[error("there is no database at {0}")]
    Nothing(PathBuf),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A file is something else.
    #[error("{0} is no backup: neither a SQLite database nor a dump in PostgreSQL's custom format")]
    NotABackup(PathBuf),
    /// A file is damaged, or not of this program.
    #[error("{0} cannot be put back: {1}")]
    Unsound(PathBuf, String),
    /// A file is of the other engine.
    #[error("{file} is a backup of {}, and this database is {}", found.name(), wanted.name())]
    OtherEngine {
        /// The file.
        file: PathBuf,
        /// What it is.
        found: Kind,
        /// What it should be.
        wanted: Kind,
    },
    /// A file was made by a later version.
    #[error("{file} has schema {found}, and this program knows {known}: use the version that made it, or a later one")]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema known.
        known: i64,
    },
    /// There is something in the place already.
    #[error("the database is not empty: {0} has rows. --replace throws away what is there")]
    NotEmpty(String),
    /// Programs run on it.
    #[error("{0} running process(es) use this database: stop them first (one that was killed counts for ten seconds)")]
    InUse(usize),
    /// A program of PostgreSQL's is not there.
    #[error("{0} is not found on PATH: install PostgreSQL's client programs (on Debian: postgresql-client)")]
    ToolMissing(&'static str),
    /// A program of PostgreSQL's failed.
    #[error("{0} failed: {1}")]
    Tool(&'static str, String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> BackupError {
        BackupError::Db(error.into())
    }
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    move |error| BackupError::File(path.to_owned(), error)
}

/// Copies a database into a file that is not there yet, while programs go on with it. `progress` is told how much of how
/// much is done, where that is known. Gives the file's size. A copy that breaks off leaves no file of that name.
pub async fn backup(
    location: &Location,
    file: &Path,
    progress: impl FnMut(u64, u64) + Send + 'static,
) -> Result<u64, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let (location, to) = (location.clone(), part.clone());
    let copied = blocking(move || match location {
        Location::File(from) => copy_out(&from, &to, progress),
        Location::Postgres(url) => dump(&url, &to),
    });
    let whole = copied.await.and_then(|()| settle(&part, file));
    if whole.is_err() {
        // What is left of it is of no use; that it may be left lying is said by the error before it.
        let _ = std::fs::remove_file(&part);
    }
    whole
}

/// Has a finished file on the disk under its name.
fn settle(part: &Path, file: &Path) -> Result<u64, BackupError> {
    let written = std::fs::File::open(part).and_then(|f| f.sync_all().and_then(|()| f.metadata()));
    let size = written.map_err(file_error(part))?.len();
    std::fs::rename(part, file).map_err(file_error(file))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|f| f.sync_all()).map_err(file_error(folder))?;
    Ok(size)
}

/// Puts a copy in the place of what is at a location. Refuses what is not empty, unless that is to be replaced, and what a
/// program uses. `known` is the latest schema of this program.
pub async fn restore(location: &Location, file: &Path, replace: bool, known: i64) -> Result<(), BackupError> {
    let (found, wanted) = (Kind::of(file)?, Kind::at(location));
    if found != wanted {
        return Err(BackupError::OtherEngine { file: file.to_owned(), found, wanted });
    }
    match location {
        Location::File(path) => {
            let (path, file) = (path.clone(), file.to_owned());
            blocking(move || copy_in(&file, &path, replace, known)).await
        }
        Location::Postgres(url) => undump(url, file, replace, known).await,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| DbError::Setup(e.to_string()))?
}

fn copy_out(from: &Path, to: &Path, mut progress: impl FnMut(u64, u64)) -> Result<(), BackupError> {
    if !from.exists() {
        return Err(BackupError::Nothing(from.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    source.busy_timeout(std::time::Duration::from_secs(20))?;
    // A reading transaction: all pages are of one moment, and a commit meanwhile does not make it begin again.
    source.execute_batch("begin")?;
    let _: i64 = source.query_row("select count(*) from sqlite_master", [], |row| row.get(0))?;
    let mut target = Connection::open(to)?;
    {
        let copy = backup::Backup::new(&source, &mut target)?;
        while copy.step(PAGES)? != backup::StepResult::Done {
            let at = copy.progress();
            let (left, all) = (at.remaining.max(0) as u64, at.pagecount.max(0) as u64);
            progress(all.saturating_sub(left), all);
        }
    }
    // One file, without a log beside it.
    target.pragma_update(None, "journal_mode", "delete")?;
    Ok(())
}

fn copy_in(file: &Path, path: &Path, replace: bool, known: i64) -> Result<(), BackupError> {
    let unsound = |why: String| BackupError::Unsound(file.to_owned(), why);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(file_error(folder))?;
    }
    // No program opens the folder meanwhile.
    let lock_path = path.with_extension("lock");
    let lock = std::fs::File::create(&lock_path).and_then(|f| f.lock().map(|()| f)).map_err(file_error(&lock_path))?;
    if path.exists() {
        let there = sqlite::open(path)?;
        let tables: Vec<String> = {
            let mut statement = there.prepare("select name from sqlite_master where type = 'table'")?;
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        if tables.iter().any(|table| table == Leases::TABLE.name) {
            let body = there.query_row("select body from leases limit 1", [], |row| row.get::<_, String>(0)).ok();
            in_use(body.as_deref())?;
        }
        for table in tables.iter().filter(|table| !replace && !OURS.contains(&table.as_str())) {
            let quoted = table.replace('"', "\"\"");
            if there.query_row(&format!("select 1 from \"{quoted}\" limit 1"), [], |_| Ok(())).is_ok() {
                return Err(BackupError::NotEmpty(table.clone()));
            }
        }
    }
    let fresh = path.with_extension("restoring");
    let _ = std::fs::remove_file(&fresh);
    let source =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|e| unsound(e.to_string()))?;
    let version = source.query_row("select max(version) from refinery_schema_history", [], |row| row.get::<_, i64>(0));
    let found = version.map_err(|e| unsound(e.to_string()))?;
    if found > known {
        return Err(BackupError::Newer { file: file.to_owned(), found, known });
    }
    let mut target = Connection::open(&fresh)?;
    let copied = backup::Backup::new(&source, &mut target)
        .and_then(|copy| copy.run_to_completion(PAGES, std::time::Duration::ZERO, None))
        .and_then(|()| target.query_row("pragma quick_check(1)", [], |row| row.get::<_, String>(0)));
    let forgotten = forget_processes(&target);
    drop(target);
    match copied {
        Ok(said) if said == "ok" => {}
        Ok(said) => return Err(unsound(said)),
        Err(error) => return Err(unsound(error.to_string())),
    }
    forgotten?;
    for beside in ["db-wal", "db-shm"] {
        match std::fs::remove_file(path.with_extension(beside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(file_error(path)(error)),
            _ => {}
        }
    }
    settle(&fresh, path)?;
    drop(lock);
    Ok(())
}

/// Who was running when a copy was made does not run where it is put back.
fn forget_processes(copy: &Connection) -> Result<(), BackupError> {
    let leases = "select 1 from sqlite_master where type = 'table' and name = 'leases'";
    if copy.query_row(leases, [], |_| Ok(())).is_ok() {
        copy.execute("delete from leases", [])?;
    }
    Ok(())
}

/// Refuses where processes live. A demo's clock may be far ahead: what is beyond the longest lease tells nothing.
fn in_use(body: Option<&str>) -> Result<(), BackupError> {
    let shares: Shares = body.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let now = Timestamp::now();
    match shares.living(now).filter(|id| shares.processes.get(id).is_some_and(|until| *until <= now + LEASE)).count() {
        0 => Ok(()),
        count => Err(BackupError::InUse(count)),
    }
}

/// A program of PostgreSQL's: on PATH, or where Debian keeps them.
fn tool(name: &'static str) -> Result<PathBuf, BackupError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    let debian = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
        let newest = versions.filter_map(|v| Some((v.file_name().to_str()?.parse::<u32>().ok()?, v.path()))).max()?;
        Some(newest.1.join("bin").join(name)).filter(|file| file.is_file())
    };
    on_path.or_else(debian).ok_or(BackupError::ToolMissing(name))
}

/// An address without its password, which goes into the environment: arguments can be seen by everyone on the machine.
fn apart(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let Some((who, place)) = rest.rsplit_once('@') else { return (url.to_owned(), None) };
    let name = who.split(':').next().unwrap_or_default();
    let config: Option<tokio_postgres::Config> = url.parse().ok();
    let password = config.and_then(|c| c.get_password().map(|p| String::from_utf8_lossy(p).into_owned()));
    (format!("{scheme}://{name}@{place}"), password)
}

fn run(name: &'static str, url: &str, args: &[&std::ffi::OsStr]) -> Result<Vec<u8>, BackupError> {
    let (url, password) = apart(url);
    let mut command = Command::new(tool(name)?);
    command.args(args).arg("--dbname").arg(url).stdin(Stdio::null()).env("PGCONNECT_TIMEOUT", "10");
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = command.output().map_err(|e| BackupError::Tool(name, e.to_string()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said: String = String::from_utf8_lossy(&output.stderr).trim().chars().take(2_000).collect();
    Err(BackupError::Tool(name, said))
}

fn dump(url: &str, to: &Path) -> Result<(), BackupError> {
    let args = ["--format=custom", "--no-owner", "--no-privileges", "--file"].map(std::ffi::OsStr::new);
    run("pg_dump", url, &[&args[..], &[to.as_os_str()]].concat()).map(|_| ())
}

/// The latest migration that a dump holds.
fn dumped_version(file: &Path) -> Result<i64, BackupError> {
    let args = ["--data-only", "--table=refinery_schema_history", "--file=-"].map(std::ffi::OsStr::new);
    let mut command = Command::new(tool("pg_restore")?);
    let output = command.args(args).arg(file).stdin(Stdio::null()).output();
    let output = output.map_err(|e| BackupError::Tool("pg_restore", e.to_string()))?;
    let unsound = |why: &str| BackupError::Unsound(file.to_owned(), why.trim().to_owned());
    if !output.status.success() {
        return Err(unsound(&String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let rows = text.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1).take_while(|line| *line != "\\.");
    let versions = rows.filter_map(|line| line.split('\t').next()?.parse().ok());
    versions.max().ok_or_else(|| unsound("it has no list of migrations"))
}

async fn undump(url: &str, file: &Path, replace: bool, known: i64) -> Result<(), BackupError> {
    let from = file.to_owned();
    let found = blocking(move || dumped_version(&from)).await?;
    if found > known {
        return Err(BackupError::Newer { file: file.to_owned(), found, known });
    }
    let client = postgres::connect(&postgres::config(url)?).await?;
    let list = "select tablename::text from pg_tables where schemaname = current_schema()";
    let rows = client.query(list, &[]).await.map_err(DbError::from)?;
    let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    if tables.iter().any(|table| table == Leases::TABLE.name) {
        let body = client.query_opt("select body from leases limit 1", &[]).await.map_err(DbError::from)?;
        in_use(body.map(|row| row.get::<_, String>(0)).as_deref())?;
    }
    let quoted = |table: &String| format!("\"{}\"", table.replace('"', "\"\""));
    for table in tables.iter().filter(|table| !replace && !OURS.contains(&table.as_str())) {
        let any = client.query_opt(&format!("select 1 from {} limit 1", quoted(table)), &[]).await;
        if any.map_err(DbError::from)?.is_some() {
            return Err(BackupError::NotEmpty(table.clone()));
        }
    }
    if !tables.is_empty() {
        let all = tables.iter().map(quoted).collect::<Vec<_>>().join(", ");
        client.batch_execute(&format!("drop table {all}")).await.map_err(DbError::from)?;
    }
    let (at, file) = (url.to_owned(), file.to_owned());
    blocking(move || {
        let args = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"];
        let args = args.map(std::ffi::OsStr::new);
        run("pg_restore", &at, &[&args[..], &[file.as_os_str()]].concat()).map(|_| ())
    })
    .await?;
    // Who was running when the copy was made does not run here.
    let leases =
        client.query_opt("select 1 from pg_tables where schemaname = current_schema() and tablename = 'leases'", &[]);
    if leases.await.map_err(DbError::from)?.is_some() {
        client.batch_execute("delete from leases").await.map_err(DbError::from)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_an_address() {
        let table = [
            ("postgres://a:b%40c@host:5/x?connect_timeout=1", "postgres://a@host:5/x?connect_timeout=1", Some("b@c")),
            ("postgres://a@host/x", "postgres://a@host/x", None),
            ("postgres://host/x", "postgres://host/x", None),
        ];
        for (url, wanted, password) in table {
            assert_eq!(apart(url), (wanted.to_owned(), password.map(str::to_owned)), "{url}");
        }
    }
}
