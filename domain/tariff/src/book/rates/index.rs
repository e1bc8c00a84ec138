//! How rows become a table: numbered by beginning and layer, with what is asked of each beginning worked out ahead.

use super::gate::{Gate, Measures};
use super::{GIVEN, Held, Known, Layer, MEASURES, NONE, RateRow, RateTable, SEVERAL};
use crate::answer::Measure;
use crate::book::beginnings::{Beginnings, Packed};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

impl RateTable {
    /// A table of rows.
    pub(super) fn index(rows: Vec<RateRow>) -> RateTable {
        let (beginnings, numbers) = Beginnings::of(rows.iter().map(|row| &*row.hs));
        // Layers in the order of measure and name, so that the order of rows in files does not matter.
        let mut numbered: BTreeMap<(Measure, Arc<str>), u32> =
            rows.iter().map(|row| ((row.measure, row.layer.clone()), 0)).collect();
        numbered.values_mut().enumerate().for_each(|(n, number)| *number = n as u32);
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let layer = numbered[&(row.measure, row.layer.clone())];
                (numbers[&Packed::of(&row.hs)], layer, Reverse(row.rank()), row)
            })
            .collect();
        keyed.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let (mut held, mut first_held): (Vec<Held>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut last = None;
        for (at, (number, layer, _, _)) in keyed.iter().enumerate() {
            if last != Some((*number, *layer)) {
                held.push(Held { layer: *layer, from: at as u32, to: at as u32 });
                last = Some((*number, *layer));
            }
            // Every beginning has rows, so their numbers come one after another.
            if first_held.len() <= *number as usize {
                first_held.push(held.len() as u32 - 1);
            }
            if let Some(held) = held.last_mut() {
                held.to = at as u32 + 1;
            }
        }
        first_held.push(held.len() as u32);
        let mut of_measure = [const { 0..0 }; MEASURES];
        for ((measure, _), layer) in &numbered {
            let range = &mut of_measure[*measure as usize];
            *range = if range.start == range.end { *layer..layer + 1 } else { range.start..layer + 1 };
        }
        let rows: Vec<RateRow> = keyed.into_iter().map(|(_, _, _, row)| row).collect();
        let mut regimes: Vec<u64> = rows.iter().flat_map(|row| row.marks.iter().copied()).collect();
        regimes.sort_unstable();
        regimes.dedup();
        let laid = rows.iter().map(|row| row.laid).max().unwrap_or_default();
        let mut table = RateTable {
            of_measure,
            regimes,
            laid,
            beneath: rows.iter().filter(|row| row.laid < laid).count(),
            rows,
            layers: numbered.into_keys().map(|(measure, name)| Layer { measure, name }).collect(),
            beginnings,
            first_held,
            held,
            ..RateTable::default()
        };
        table.look_ahead();
        table
    }

    /// Notes for each beginning what would otherwise be looked for on the way up from it.
    fn look_ahead(&mut self) {
        let layers = self.layers.len();
        self.anything = self.place_of(Packed::default());
        self.nearest = vec![NONE; self.beginnings.len() * layers];
        let mut up = vec![NONE; self.held.len()];
        // What a beginning begins with stands before it.
        for n in 0..self.beginnings.len() {
            let above = self.beginnings.above(n);
            if let Some(above) = above {
                self.nearest.copy_within(above * layers..(above + 1) * layers, n * layers);
            }
            let mut added = above.map_or(Measures::default(), |n| self.added[n]);
            let mut known = above.map_or(Known { given: [false; GIVEN.len()], goes_on: false }, |n| self.known[n]);
            for at in self.first_held[n]..self.first_held[n + 1] {
                let layer = self.held[at as usize].layer as usize;
                let measure = Measures::of(self.layers[layer].measure);
                if self.of(&self.held[at as usize]).iter().any(|row| row.laid == self.laid) {
                    added = added | measure;
                }
                up[at as usize] = std::mem::replace(&mut self.nearest[n * layers + layer], at);
                let given = GIVEN.iter().position(|measure| *measure == self.layers[layer].measure);
                if let Some(given) = given.filter(|_| !self.beginnings.is_empty(n)) {
                    known.given[given] = true;
                }
            }
            self.known.push(known);
            self.added.push(added);
        }
        self.line_up(&up);
        for n in 0..self.beginnings.len() {
            self.only.push(std::array::from_fn(|measure| self.only_of(measure, n)));
        }
        self.look_below();
    }

    /// Puts the gates of each layer's rows on a beginning and on those above it in a run, and the runs' beginnings in the
    /// place of the entries that they begin with.
    fn line_up(&mut self, up: &[u32]) {
        let mut runs = Vec::with_capacity(self.held.len());
        for at in 0..self.held.len() {
            runs.push(self.gates.len() as u32);
            let above = |at: &u32| up.get(*at as usize).copied().filter(|up| *up != NONE);
            for held in std::iter::successors(Some(at as u32), above).map(|at| self.held[at as usize]) {
                let gate = |n| Gate::of(n, &self.rows[n as usize], &self.regimes);
                self.gates.extend((held.from..held.to).map(gate));
            }
            if let Some(last) = self.gates.last_mut() {
                last.ends = true;
            }
        }
        for at in self.nearest.iter_mut().filter(|at| **at != NONE) {
            *at = runs[*at as usize];
        }
    }

    /// Of the runs at a beginning the one of a measure, by its number.
    fn only_of(&self, measure: usize, n: usize) -> u32 {
        let (layers, all) = (&self.of_measure[measure], n * self.layers.len());
        let nearest = &self.nearest[all + layers.start as usize..all + layers.end as usize];
        let mut there = nearest.iter().copied().filter(|at| *at != NONE);
        let first = there.next().unwrap_or(NONE);
        if there.next().is_some() { SEVERAL } else { first }
    }

    /// Notes for each beginning whether those that go on from it give what it does not.
    fn look_below(&mut self) {
        let mut below = vec![[false; GIVEN.len()]; self.beginnings.len()];
        for n in (0..self.beginnings.len()).rev() {
            let gives = |measure: &Measure| {
                self.held_by(n).iter().any(|held| self.layers[held.layer as usize].measure == *measure)
            };
            let own = GIVEN.map(|measure| gives(&measure));
            if let Some(above) = self.beginnings.above(n) {
                for (at, own) in own.into_iter().enumerate() {
                    below[above][at] |= own || below[n][at];
                }
            }
            self.known[n].goes_on = below[n].iter().zip(self.known[n].given).any(|(below, given)| *below && !given);
        }
    }
}
