//! Who looks something up, and when: work that takes its time is done away from the threads that answer requests.

use crate::App;
use sampan_web::{Error, OrInternal};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many look something up at a time.
pub(super) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    /// Twice the processors: they stay busy while some wait for the disk.
    fn default() -> Turns {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Turns(Arc::new(Semaphore::new(2 * processors)))
    }
}

/// Does a piece of work away from the threads that answer requests, first come first. All at once would share the
/// processors, and each would take as long as all together.
pub(super) async fn in_turn<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let turn = app.browse().turns.0.clone().acquire_owned().await.or_internal()?;
    let app = app.clone();
    let work = move || {
        let done = work(&app);
        // Not before: who no longer waits for the answer leaves the work behind.
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.or_internal()?
}
