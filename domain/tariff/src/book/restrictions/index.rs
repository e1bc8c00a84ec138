//! The restrictions of a market, found by the beginning of a code.

use super::{Passage, Restriction};
use crate::book::beginnings::{Between, Packed};
use crate::book::condition::Condition;
use crate::book::names::mark;
use crate::book::rates::{day, days};
use crate::request::{Line, Mode};
use std::collections::BTreeSet;
use std::ops::Range;

/// The restrictions of a market, found by the beginning of a code.
#[derive(Debug)]
pub(in crate::book) struct Restrictions {
    rules: Vec<Restriction>,
    /// What may speak of a code too short to tell, by its first two digits; the last is for codes that have none.
    by_chapter: Vec<Vec<Entry>>,
    /// For each heading, by its four digits, its run.
    run_of: Vec<u16>,
    /// Runs of headings that the same rows speak of.
    runs: Vec<Run>,
    entries: Vec<Entry>,
}

/// Headings that the same rows speak of.
#[derive(Debug)]
struct Run {
    /// Where in `entries` the rows are, and where those of them are once more that ask for no attribute.
    rows: Range<u32>,
    bare: Range<u32>,
}

/// What tells most rows apart from a line, side by side in memory. A row that names several ranges has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    between: Between,
    channel: Option<u64>,
    mode: Option<Mode>,
    /// The first and the last day.
    from: i32,
    to: i32,
    /// Whether an attribute must be set.
    needs: bool,
    /// Whether nothing else is asked of goods, and whether nothing else is of goods without attributes.
    plain: bool,
    plain_if_bare: bool,
    rule: u32,
}

const CHAPTERS: usize = 100;
const HEADINGS: usize = 100;

impl Restrictions {
    pub fn of(rules: Vec<Restriction>) -> Restrictions {
        let mut by_chapter: Vec<Vec<Entry>> = vec![Vec::new(); CHAPTERS + 1];
        for (n, rule) in rules.iter().enumerate() {
            let any = [(Packed::default(), Packed::LAST)];
            let ranges = if rule.ranges.is_empty() { &any[..] } else { &rule.ranges };
            for (first, last) in ranges.iter().copied() {
                let is_set = |condition: &Condition| !matches!(condition, Condition::HasNot(_));
                let needs = rule.needs.iter().any(is_set);
                let channel = rule.channel.as_deref().map(mark);
                let plain_if_bare = rule.ships_from.is_none();
                let plain = plain_if_bare && rule.needs.is_empty();
                let ((from, to), mode, rule_number) = (days(rule.period), rule.mode, n as u32);
                let between = Between::of(first, last);
                let entry = Entry { between, channel, mode, from, to, needs, plain, plain_if_bare, rule: rule_number };
                let chapters = (0..CHAPTERS).filter(|n| Packed::of_chapter(*n).may_begin(first, last));
                let none = rule.ranges.is_empty().then_some(CHAPTERS);
                chapters.chain(none).for_each(|chapter| by_chapter[chapter].push(entry));
            }
        }
        let (mut run_of, mut runs, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (chapter, of_chapter) in by_chapter[..CHAPTERS].iter().enumerate() {
            // A run begins where a row's codes begin, and after they end.
            let first = |entry: &Entry| entry.between.first.headings(chapter).map(|headings| headings.start);
            let after = |entry: &Entry| entry.between.last.headings(chapter).map(|headings| headings.end);
            let mut begins: BTreeSet<usize> = of_chapter.iter().flat_map(|e| [first(e), after(e)]).flatten().collect();
            begins.insert(0);
            begins.remove(&HEADINGS);
            let ends = begins.iter().skip(1).copied().chain([HEADINGS]);
            for (begin, end) in begins.iter().zip(ends) {
                let code = Packed::of_heading(chapter, *begin);
                let named = |entry: &&Entry| code.may_begin(entry.between.first, entry.between.last);
                let from = entries.len() as u32;
                entries.extend(of_chapter.iter().filter(named));
                let middle = entries.len() as u32;
                entries.extend(of_chapter.iter().filter(named).filter(|entry| !entry.needs));
                // There are no more runs than headings.
                run_of.extend((*begin..end).map(|_| runs.len() as u16));
                runs.push(Run { rows: from..middle, bare: middle..entries.len() as u32 });
            }
        }
        Restrictions { rules, by_chapter, run_of, runs, entries }
    }

    pub fn rules(&self) -> &[Restriction] {
        &self.rules
    }

    /// The rows that may speak of a line, each once: all that do, and of a code long enough none that speak of other codes.
    /// With each whether nothing else must be so for it to hold.
    #[inline]
    pub fn find<'a>(&'a self, line: &Line, code: Packed, way: Passage, mut found: impl FnMut(&'a Restriction, bool)) {
        // A code too short to tell is tested against every row of its chapter.
        let is_short = code.is_short();
        let (channel, bare, on) = (mark(way.channel), line.attributes.is_empty(), day(way.on));
        let unused = code.unused();
        let may = move |entry: &&Entry| {
            entry.from <= on
                && on <= entry.to
                && !(bare && entry.needs)
                && entry.channel.is_none_or(|one| one == channel)
                && entry.mode.is_none_or(|one| Some(one) == way.mode)
                && (is_short || entry.between.holds(code, unused))
        };
        let mut last = u32::MAX;
        for entry in self.entries_of(code, is_short, bare).iter().filter(may) {
            if let Some(rule) = self.rules.get(entry.rule as usize).filter(|_| entry.rule != last) {
                last = entry.rule;
                found(rule, entry.plain || bare && entry.plain_if_bare);
            }
        }
    }

    #[inline]
    fn entries_of(&self, code: Packed, is_short: bool, bare: bool) -> &[Entry] {
        let Some(heading) = code.heading().filter(|_| !is_short) else {
            return &self.by_chapter[code.chapter().unwrap_or(CHAPTERS)];
        };
        let run = self.run_of.get(heading).and_then(|n| self.runs.get(usize::from(*n)));
        run.map_or(&[], |run| &self.entries[span(if bare { &run.bare } else { &run.rows })])
    }
}

fn span(run: &Range<u32>) -> Range<usize> {
    run.start as usize..run.end as usize
}
