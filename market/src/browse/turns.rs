//! Who looks something up, and when: work that takes its time is done away from the threads that answer requests.

use crate::App;
use sampan_web::{Error, OrInternal};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What is looked up. Each has turns of its own: who turns over a shelf does not stand behind searches, which take ten
/// times as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lookup {
    /// What lies on a shelf or in a shop.
    Shelf,
    /// What has some words, or is ordered by what it costs at the door.
    Search,
}

impl Lookup {
    /// Of words, which may be none.
    pub fn of(words: &str) -> Lookup {
        if words.is_empty() { Lookup::Shelf } else { Lookup::Search }
    }
}

/// How many look something up at a time.
pub(super) struct Turns {
    shelves: Arc<Semaphore>,
    searches: Arc<Semaphore>,
}

impl Default for Turns {
    /// Twice the processors: they stay busy while some wait for the disk.
    fn default() -> Turns {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        let turns = || Arc::new(Semaphore::new(2 * processors));
        Turns { shelves: turns(), searches: turns() }
    }
}

/// Does a piece of work away from the threads that answer requests, first come first. All at once would share the
/// processors, and each would take as long as all together.
pub(super) async fn in_turn<T: Send + 'static>(
    app: &App,
    what: Lookup,
    work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let turns = &app.browse().turns;
    let turns = match what {
        Lookup::Shelf => &turns.shelves,
        Lookup::Search => &turns.searches,
    };
    let turn = turns.clone().acquire_owned().await.or_internal()?;
    let app = app.clone();
    let work = move || {
        let done = work(&app);
        // Not before: who no longer waits for the answer leaves the work behind.
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.or_internal()?
}
