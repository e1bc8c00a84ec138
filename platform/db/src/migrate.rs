//! Brings the schema up to date: numbered SQL, the same text for both engines, by refinery.

mod online;

use crate::engine::{postgres, sqlite};
use crate::{DbError, Location};
use refinery::{Migration, Runner};

fn runner(migrations: &[(&str, &str)]) -> Result<Runner, DbError> {
    let migrations: Result<Vec<Migration>, _> =
        migrations.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect();
    Ok(Runner::new(&migrations.map_err(|e| DbError::Migration(e.to_string()))?))
}

/// The number of the latest of some migrations.
pub fn latest(migrations: &[(&str, &str)]) -> i64 {
    let number = |(name, _): &(&str, &str)| name.strip_prefix('V')?.split_once("__")?.0.parse().ok();
    migrations.iter().filter_map(number).max().unwrap_or(0)
}

/// Applies the migrations that a database lacks. Refinery takes no lock, so one is taken around it: of two programs that
/// start at once, the second waits and finds nothing left to do.
pub(crate) async fn run(location: &Location, migrations: &[(&str, &str)]) -> Result<(), DbError> {
    let failed = |e: refinery::Error| DbError::Migration(e.to_string());
    let runner = runner(migrations)?;
    match location {
        Location::File(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|e| DbError::Setup(format!("the data folder {}: {e}", folder.display())))?;
            }
            let lock = std::fs::File::create(path.with_extension("lock"))
                .and_then(|file| file.lock().map(|()| file))
                .map_err(|e| DbError::Setup(format!("the data folder's lock: {e}")))?;
            let mut connection = sqlite::open(path)?;
            runner.run(&mut connection).map_err(failed)?;
            drop(lock);
        }
        Location::Postgres(url) => {
            let mut client = postgres::connect(&postgres::config(url)?).await?;
            online::run(&mut client, migrations).await?;
        }
    }
    Ok(())
}
