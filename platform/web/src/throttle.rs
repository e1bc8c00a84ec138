//! Counting attempts, so that guessing takes for ever. In memory, bounded, and with the time passed in.

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use std::collections::HashMap;

/// At most so many attempts in a sliding window, counted for each purpose and each who (an address, an account).
///
/// The window slides by weighing the last full window with the part of it that still counts, so each key costs two
/// numbers. Beyond its capacity it forgets old windows first, then whoever has tried least.
pub struct Throttle {
    limit: u32,
    window: i64,
    capacity: usize,
    counts: Mutex<HashMap<[u8; 16], Count>>,
}

#[derive(Clone, Copy)]
struct Count {
    window: i64,
    before: u32,
    now: u32,
}

impl Throttle {
    /// `limit` attempts in every `window`, for at most `capacity` keys.
    pub fn new(limit: u32, window: SignedDuration, capacity: usize) -> Throttle {
        Throttle { limit, window: window.as_secs().max(1), capacity: capacity.max(1), counts: Mutex::default() }
    }

    /// Counts an attempt; too many are an error with the seconds to wait, and are not counted further.
    pub fn attempt(&self, purpose: &str, who: &str, now: Timestamp) -> Result<(), crate::Error> {
        let key = key(purpose, who);
        let (window, into) = self.place(now);
        let mut counts = self.counts.lock();
        if counts.len() >= self.capacity && !counts.contains_key(&key) {
            self.make_room(&mut counts, window);
        }
        let count = counts.entry(key).or_insert(Count { window, before: 0, now: 0 });
        count.turn_to(window);
        if self.weighed(*count, into) >= i64::from(self.limit) * self.window {
            return Err(crate::Error::TooMany { retry_after: self.wait(*count, into) });
        }
        count.now = count.now.saturating_add(1);
        Ok(())
    }

    /// Forgets the attempts of someone who got it right.
    pub fn forgive(&self, purpose: &str, who: &str) {
        self.counts.lock().remove(&key(purpose, who));
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.counts.lock().len()
    }

    /// Which window an instant is in, and how many seconds into it.
    fn place(&self, now: Timestamp) -> (i64, i64) {
        let second = now.as_second();
        (second.div_euclid(self.window), second.rem_euclid(self.window))
    }

    /// Attempts that count, times the window's seconds.
    fn weighed(&self, count: Count, into: i64) -> i64 {
        i64::from(count.before) * (self.window - into) + i64::from(count.now) * self.window
    }

    /// Seconds until one more attempt fits.
    fn wait(&self, count: Count, into: i64) -> u32 {
        let limit = i64::from(self.limit) * self.window;
        let seconds = if i64::from(count.now) >= i64::from(self.limit) {
            // The present window must first become the last one, and then weigh less than the limit.
            let over = i64::from(count.now) * self.window - limit;
            self.window - into + over / i64::from(count.now.max(1)) + 1
        } else {
            (self.weighed(count, into) - limit) / i64::from(count.before.max(1)) + 1
        };
        u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
    }

    fn make_room(&self, counts: &mut HashMap<[u8; 16], Count>, window: i64) {
        // A few at a time: a flood of new keys must not cost a walk over all of them each.
        let old: Vec<[u8; 16]> =
            counts.iter().take(64).filter(|(_, count)| count.window < window - 1).map(|(key, _)| *key).collect();
        let least = counts.iter().take(64).min_by_key(|(_, c)| c.now + c.before).map(|(k, _)| *k);
        for key in &old {
            counts.remove(key);
        }
        if old.is_empty()
            && let Some(key) = least
        {
            counts.remove(&key);
        }
    }
}

impl Count {
    fn turn_to(&mut self, window: i64) {
        if self.window == window {
            return;
        }
        self.before = if self.window == window - 1 { self.now } else { 0 };
        self.now = 0;
        self.window = window;
    }
}

fn key(purpose: &str, who: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(purpose.len() as u64).to_le_bytes());
    hasher.update(purpose.as_bytes());
    hasher.update(who.as_bytes());
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    key
}
