//! Pictures that a shop's own file names by their address: fetched once somebody looks for them, and kept. Until then, and
//! where that fails, a neutral drawing stands in.
//!
//! Only from the public web: what a name resolves to is tested before it is connected to, at each redirect again.

use super::pictures::{MOST_BYTES, media_type};
use super::{Pictures, StoredPicture};
use crate::App;
use parking_lot::Mutex;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{SignedDuration, Timestamp};
use sampan_intake::images;
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use uuid::Uuid;

/// Addresses that may wait at a time.
const WAITING_MOST: usize = 1_000;
/// Addresses remembered as asked for.
const ASKED_MOST: usize = 20_000;
/// Pictures fetched side by side.
const AT_ONCE: usize = 4;
/// How long one picture may take, all in all.
const PATIENCE: Duration = Duration::from_secs(20);
const REDIRECTS_MOST: u32 = 3;

/// Whether an address may be connected to.
pub type Reach = fn(SocketAddr) -> bool;

/// The public web at its usual ports.
fn public_web(address: SocketAddr) -> bool {
    images::is_public(address.ip()) && matches!(address.port(), 80 | 443)
}

/// What is to be fetched, and what was asked for lately.
pub struct Fetcher {
    reach: Mutex<Reach>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<String>,
    asked: HashMap<Uuid, Timestamp>,
}

impl Default for Fetcher {
    fn default() -> Fetcher {
        Fetcher { reach: Mutex::new(public_web), state: Mutex::default() }
    }
}

impl Fetcher {
    /// Puts an address in the queue, unless it was asked for within the hour or the queue is full.
    pub fn want(&self, address: &str, now: Timestamp) {
        let mut state = self.state.lock();
        let id = stored_under(address);
        let lately = |asked: &Timestamp| now.duration_since(*asked) < SignedDuration::from_hours(1);
        if state.waiting.len() >= WAITING_MOST || state.asked.get(&id).is_some_and(lately) {
            return;
        }
        if state.asked.len() >= ASKED_MOST {
            state.asked.retain(|_, asked| lately(asked));
            if state.asked.len() >= ASKED_MOST {
                return;
            }
        }
        state.asked.insert(id, now);
        state.waiting.push_back(address.to_owned());
    }

    fn next(&self) -> Vec<String> {
        let waiting = &mut self.state.lock().waiting;
        let some = waiting.len().min(AT_ONCE);
        waiting.drain(..some).collect()
    }

    /// Lets a test's own server be reached.
    #[cfg(test)]
    pub fn reaches(&self, reach: Reach) {
        *self.reach.lock() = reach;
    }
}

/// The id that a picture from an address is stored under.
pub fn stored_under(address: &str) -> Uuid {
    sampan_ids::from_digest(blake3::hash(address.as_bytes()).as_bytes())
}

/// Fetches what waits and stores it. Returns how many were tried. What cannot be had is asked for again when somebody
/// looks for it an hour later.
pub async fn work(app: &App) -> Result<usize, anyhow::Error> {
    let reach = *app.pictures().reach.lock();
    let wanted = app.pictures().next();
    let tried = wanted.len();
    let under_way = wanted.into_iter().map(|address| {
        tokio::task::spawn_blocking(move || {
            let fetched = fetch(&address, reach);
            (address, fetched)
        })
    });
    for done in futures::future::join_all(under_way).await {
        match done? {
            (address, Ok((media_type, bytes))) => {
                let picture = StoredPicture { id: stored_under(&address), media_type: media_type.to_owned(), bytes };
                app.db().perform(picture.id, Keep(picture)).await?.unwrap_or_else(|never| match never {});
            }
            (_, Err(error)) => tracing::info!(error = format!("{error:#}"), "a listing's picture cannot be had"),
        }
    }
    Ok(tried)
}

/// Stores a picture that is not there yet.
struct Keep(StoredPicture);

impl Command for Keep {
    type Reply = ();
    type Refusal = Infallible;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Pictures>(self.0.id)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), Infallible> {
        if rows.get::<Pictures>(&self.0.id).is_none() {
            rows.put::<Pictures>(self.0.clone());
        }
        Ok(())
    }
}

/// A picture's type and bytes. Whatever is not an answer with a picture of a moderate size is an error.
fn fetch(address: &str, reach: Reach) -> Result<(&'static str, Vec<u8>), anyhow::Error> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(REDIRECTS_MOST)
        .proxy(None)
        .user_agent("Sampan")
        .accept("image/webp, image/jpeg, image/png")
        .build();
    let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), Guarded { reach });
    let mut answer = agent.get(address).call()?;
    let bytes = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec()?;
    let media_type = media_type(&bytes).ok_or_else(|| anyhow::anyhow!("it is no PNG, JPEG or WebP picture"))?;
    Ok((media_type, bytes))
}

/// Resolves names to such addresses only as may be reached, so that a name cannot lead to this machine or its
/// neighbours.
struct Guarded {
    reach: Reach,
}

impl std::fmt::Debug for Guarded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guarded")
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut reached = self.empty();
        for address in found.iter().filter(|address| (self.reach)(**address)) {
            reached.push(*address);
        }
        if reached.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(reached) }
    }
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
