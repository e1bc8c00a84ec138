//! Migrations of a PostgreSQL database that other programs go on using meanwhile.
//!
//! A migration that makes an index on a table that may be large says `create index if not exists`: then the index is built
//! before it and keeps nobody from writing, and the migration finds it there. For a lock on a table a migration waits
//! only briefly and comes again: behind whoever waits for a table all others queue up.

use super::runner;
use crate::DbError;
use refinery::Target;
use refinery::error::Kind;
use std::time::Duration;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

/// How long a migration waits for a lock.
const WAIT: &str = "2s";
/// How long it lets others go first then.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it tries.
const TRIES: usize = 100;
/// How a migration says that an index may be built before it.
const AHEAD: &str = "index if not exists";

/// Applies what is lacking. Of two programs that start at once, the second waits and finds nothing left to do; the lock is
/// asked for again and again, as building an index waits for every statement that was under way before.
pub(super) async fn run(client: &mut Client, migrations: &[(&str, &str)]) -> Result<(), DbError> {
    while !client.query_one("select pg_try_advisory_lock(7305812)", &[]).await?.get::<_, bool>(0) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let done = apply(client, migrations).await;
    client.batch_execute("select pg_advisory_unlock(7305812)").await?;
    done
}

async fn apply(client: &mut Client, migrations: &[(&str, &str)]) -> Result<(), DbError> {
    let all = runner(migrations)?;
    let is_in_use = "select to_regclass('refinery_schema_history') is not null";
    if client.query_one(is_in_use, &[]).await?.get(0)
        && let Some(applied) = all.get_last_applied_migration_async(client).await.map_err(failed)?
    {
        let later = all.get_migrations().iter().filter(|migration| migration.version() > applied.version());
        for migration in later {
            build_ahead(client, migration.sql().unwrap_or_default()).await?;
            come_again(client, &runner(migrations)?.set_target(Target::Version(migration.version()))).await?;
        }
    }
    // All of an empty database; of any other one whether what was applied is still the same.
    all.run_async(client).await.map(|_| ()).map_err(failed)
}

fn failed(e: refinery::Error) -> DbError {
    let said = source(&e).map(|said| format!(": {}", crate::value::said(said)));
    DbError::Migration(format!("{e}{}", said.unwrap_or_default()))
}

fn source(e: &refinery::Error) -> Option<&tokio_postgres::Error> {
    match e.kind() {
        Kind::Connection(_, source) => source.downcast_ref(),
        _ => None,
    }
}

/// Runs until the locks were to be had.
async fn come_again(client: &mut Client, to: &refinery::Runner) -> Result<(), DbError> {
    client.batch_execute(&format!("set lock_timeout = '{WAIT}'")).await?;
    for _ in 1..TRIES {
        match to.run_async(client).await {
            Err(e) if is_locked(&e) => tokio::time::sleep(PAUSE).await,
            done => {
                done.map_err(failed)?;
                client.batch_execute("reset lock_timeout").await?;
                return Ok(());
            }
        }
    }
    to.run_async(client).await.map(|_| ()).map_err(failed)
}

fn is_locked(e: &refinery::Error) -> bool {
    source(e).and_then(tokio_postgres::Error::code) == Some(&SqlState::LOCK_NOT_AVAILABLE)
}

/// Builds the indexes that a migration wants on tables that are there. Tables and columns that it makes itself are
/// empty: their indexes are left to it.
async fn build_ahead(client: &Client, sql: &str) -> Result<(), DbError> {
    let lines: Vec<&str> = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    for statement in lines.join("\n").split(';').map(str::trim) {
        let Some((create, index)) = statement.split_once(AHEAD) else { continue };
        let name = index.split_whitespace().next().unwrap_or_default();
        // One whose building was broken off is there, but of no use.
        let broken = "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid";
        if client.query_opt(broken, &[&name]).await?.is_some() {
            client.batch_execute(&format!("drop index concurrently {name}")).await?;
        }
        match client.batch_execute(&format!("{create}index concurrently if not exists{index}")).await {
            Err(e) if [Some(&SqlState::UNDEFINED_TABLE), Some(&SqlState::UNDEFINED_COLUMN)].contains(&e.code()) => {}
            built => built?,
        }
    }
    Ok(())
}
