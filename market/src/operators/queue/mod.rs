//! What waits for the workers, what they gave up, and which process does which work.

mod commands;
mod http;
mod view;

use crate::App;
use crate::policy::{OperatorActs, OperatorReads};
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/queue", http::list)
        .doc("What waits for the workers, and what was set aside with why")
        .post(OperatorActs, "/operator/queue/{event}/replay", http::replay)
        .doc("Has something that was set aside tried again")
        .post(OperatorActs, "/operator/queue/replays", http::replay_all)
        .doc("Has all that was set aside of one kind tried again, the oldest first")
}
