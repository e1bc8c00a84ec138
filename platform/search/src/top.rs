//! The best of what matches: as many as a page holds, from where the page before ended.

use crate::part::{Listed, Part, Snapshot, Whole};
use crate::query::Key;
use tantivy::DocId;

/// A document that matches, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub key: Key,
    pub part: u32,
    pub doc: DocId,
}

/// The first so many of all that are told.
pub(crate) struct Best {
    entries: Vec<Entry>,
    limit: usize,
    after: Option<Key>,
    /// The last of a full list: what is not before it need not be kept.
    least: Option<Key>,
}

impl Best {
    /// The first `limit` after a key.
    pub fn after(after: Option<Key>, limit: usize) -> Best {
        Best { entries: Vec::new(), limit, after, least: None }
    }

    pub fn push(&mut self, entry: Entry) {
        if self.after.is_some_and(|after| entry.key >= after) || self.least.is_some_and(|least| entry.key <= least) {
            return;
        }
        self.entries.push(entry);
        if self.entries.len() > 4 * self.limit + 64 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.entries.len() >= self.limit.max(1) {
            self.entries.select_nth_unstable_by(self.limit.max(1) - 1, |a, b| b.cmp(a));
            self.entries.truncate(self.limit);
            self.least = self.entries.iter().map(|entry| entry.key).min();
        }
    }

    /// In order, the largest key first.
    pub fn done(mut self) -> Vec<Entry> {
        self.cut();
        self.entries.sort_unstable_by(|a, b| b.cmp(a));
        self.entries
    }
}

/// The first `limit` documents of sets, one set a part, in an order, after a key of that order.
pub(crate) fn ordered(
    snapshot: &Snapshot,
    sets: &[Whole],
    order: Listed,
    after: Option<Key>,
    limit: usize,
) -> Vec<Entry> {
    let mut best = Best::after(after, limit);
    for (at, docs) in sets.iter().enumerate() {
        let count = docs.count();
        if count > 0 && !walked(snapshot, at, docs, count, order, &mut best) {
            docs.each_from(0, |doc| {
                if let Some(key) = snapshot.parts[at].fixed.key(order, doc) {
                    best.push(Entry { key, part: at as u32, doc });
                }
                false
            });
        }
        // The next part has to be better than what there is already.
        best.cut();
    }
    best.done()
}

/// Goes through a part's documents in order until enough of them are in the set. Gives it up where the set is too small
/// for that, or lies too far back in the order; then nothing has been told.
fn walked(snapshot: &Snapshot, at: usize, docs: &Whole, count: usize, order: Listed, best: &mut Best) -> bool {
    let fixed = &snapshot.parts[at].fixed;
    let Some(all) = fixed.order_if_known(order) else { return false };
    let expected = best.limit.saturating_mul(all.len()) / count;
    if expected > 2 * count {
        return false;
    }
    let is_before = |after: Key, doc: DocId| fixed.key(order, doc).is_some_and(|key| key >= after);
    let start = best.after.map_or(0, |after| all.partition_point(|&doc| is_before(after, doc)));
    let mut found = Vec::with_capacity(best.limit.min(count));
    for (steps, &doc) in all[start..].iter().enumerate() {
        if docs.contains(doc) {
            let Some(key) = fixed.key(order, doc) else { continue };
            if best.least.is_some_and(|least| key <= least) {
                break;
            }
            found.push(Entry { key, part: at as u32, doc });
            if found.len() == best.limit {
                break;
            }
        }
        if steps > 8 * (expected + count) {
            return false;
        }
    }
    found.into_iter().for_each(|entry| best.push(entry));
    true
}

/// The best of several parts by their quality alone.
pub(crate) struct Ranked {
    best: Best,
    /// What every key begins with.
    first: u64,
}

impl Ranked {
    /// The first `limit` after a key, whose first number is the given one.
    pub fn after(first: u64, after: Option<Key>, limit: usize) -> Ranked {
        Ranked { best: Best::after(after, limit), first }
    }

    /// The documents of a part, in order, that `each` tells until it hears that it is enough.
    pub fn part(&mut self, part: &Part, at: usize, each: impl FnOnce(DocId, &mut dyn FnMut(DocId) -> bool)) {
        let (mut count, mut last) = (0, u64::MAX);
        let from = self.best.after.map_or(0, |key| part.fixed.as_good(key).start);
        each(from, &mut |doc| {
            let second = part.fixed.quality(doc);
            // Of equal quality the id decides, and these lie in any order.
            let enough = count >= self.best.limit && second < last;
            if enough || self.best.least.is_some_and(|least| second < least.second) {
                return true;
            }
            let key = Key { first: self.first, second, id: part.fixed.id(doc) };
            if self.best.after.is_none_or(|after| key < after) {
                self.best.push(Entry { key, part: at as u32, doc });
                count += 1;
            }
            last = second;
            false
        });
        self.best.cut();
    }

    /// In order, the largest key first.
    pub fn done(self) -> Vec<Entry> {
        self.best.done()
    }
}
