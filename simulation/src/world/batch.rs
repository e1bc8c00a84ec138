//! One step: a few things off the agenda, as requests to two processes, decided and saved, audited, answered.

use super::{Event, World};
use crate::auditor::About;
use crate::requests::{Answer, Ask, Pending};
use sampan_db::stepping::{Process, together};
use sampan_db::{DbError, Value};
use sampan_ids::{SignedDuration, Timestamp};
use sampan_market::checkout::payments::Step;
use std::sync::atomic::Ordering;

/// Most things of one step.
const MOST: i64 = 6;

impl World<'_> {
    /// One step.
    pub(super) async fn step(&mut self) -> Result<(), DbError> {
        self.outcome.steps += 1;
        let sends = self.next();
        if sends.is_empty() {
            return Ok(());
        }
        let (a, b) = (self.process(0)?, self.process(1)?);
        let before = [a.conflicts(), b.conflicts()];
        let mut waiting: Vec<(usize, Pending)> = Vec::new();
        let mut woven = [0, 0];
        for number in sends {
            let which = self.dice.below(2) as usize;
            woven[which] += 1;
            let process = if which == 0 { &a } else { &b };
            let Some(request) = self.requests.get_mut(number) else { continue };
            request.tries += 1;
            self.outcome.commands += 1;
            waiting.push((number, request.send(process, &self.known, self.plant)));
        }
        let (a, b) = self.work(a, b, woven[0] > 0 && woven[1] > 0).await;
        for (process, before) in [&a, &b].into_iter().zip(before) {
            self.outcome.conflicts += process.as_ref().map_or(0, |process| process.conflicts() - before);
        }
        self.outcome.deaths += u64::from(a.is_none()) + u64::from(b.is_none());
        self.processes = [a, b];
        self.take_commits();
        for (number, pending) in waiting {
            let answer = pending();
            self.hear(number, answer);
        }
        Ok(())
    }

    /// Lets both processes work on what waits at them.
    async fn work(&mut self, a: Process, b: Process, both: bool) -> (Option<Process>, Option<Process>) {
        if both && self.place.may_interleave() {
            let mut dice = self.dice.fork(9);
            return together(a, b, move || dice.percent(50)).await;
        }
        let a = a.step().await;
        (a, b.step().await)
    }

    /// The requests of the next few things on the agenda. Time goes on to the last of them; a shelf is counted alone, so
    /// that the auditor knows what to expect.
    fn next(&mut self) -> Vec<usize> {
        let mut sends = Vec::new();
        for _ in 0..self.dice.between(1, MOST) {
            let Some((&(at, serial), _)) = self.agenda.first_key_value() else { break };
            let far = at > self.known.now() + SignedDuration::from_hours(12);
            if !sends.is_empty() && far {
                break;
            }
            let Some(event) = self.agenda.remove(&(at, serial)) else { break };
            if let Event::Send(number) = event {
                let counts = self.requests.get(number).is_some_and(|request| matches!(request.ask, Ask::Count(..)));
                if counts && !sends.is_empty() {
                    self.agenda.insert((at, serial), event);
                    break;
                }
                sends.push(number);
                self.reach(at);
                if counts {
                    self.announce(number);
                    break;
                }
                continue;
            }
            self.reach(at);
            self.happen(event);
        }
        sends
    }

    fn announce(&mut self, number: usize) {
        if let Some(Ask::Count(variant, pieces)) = self.requests.get(number).map(|request| request.ask.clone()) {
            self.auditor.announce_count(variant.0, i64::from(pieces));
        }
    }

    /// Time goes on to an instant, if it has not come by already.
    fn reach(&self, at: Timestamp) {
        self.known.time.fetch_max(at.as_microsecond(), Ordering::Relaxed);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Visit => self.visit(),
            Event::Send(_) => {}
            Event::Told(telling) => self.told(telling),
            Event::Expire(checkout) => self.expire(checkout),
            Event::Clock(order) => self.clock(order),
            Event::Refund(event, owed) => self.refund(event, owed),
            Event::Act(order, act) => self.act(order, act),
            Event::Count => self.count(),
        }
    }

    /// Shows every commit to the auditor, and to the people whom it concerns.
    pub(super) fn take_commits(&mut self) {
        let latest = self.known.now() + SignedDuration::from_micros(self.weather.skew);
        for changes in self.place.committed() {
            self.outcome.commits += 1;
            self.outcome.findings.extend(self.auditor.commit(&changes, latest));
            for change in changes {
                self.see(&change);
                let mut key = change.table.name.as_bytes().to_vec();
                for value in &change.key {
                    match value {
                        Value::Id(id) => key.extend(id.as_bytes()),
                        other => key.extend(format!("{other:?}").bytes()),
                    }
                }
                self.last.insert(key, change);
            }
        }
    }

    /// An answer comes back, or none.
    fn hear(&mut self, number: usize, answer: Answer) {
        let Some(request) = self.requests.get(number) else { return };
        let (promise, ask) = (request.promise.clone(), request.ask.clone());
        if answer == Answer::Panicked {
            self.find(About::Panic, &format!("request {number} panicked"));
        }
        if let (Ask::Payment(checkout, Step::Notify(told)), Answer::Refused(why)) = (&ask, &answer) {
            let what = format!("checkout {checkout} does not take what the provider tells it: {:?}: {why}", told.kind);
            self.find(About::Money, &what);
        }
        self.outcome.findings.extend(self.auditor.heard(&promise, &answer.heard()));
        self.outcome.unknown += u64::from(answer == Answer::Unknown);
        self.react(number, answer);
    }
}
