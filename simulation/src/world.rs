//! One history: a marketplace, the people around it, and what happens between them, all of it out of one seed.
//!
//! What is to happen stands in an agenda by its time. A step takes a few things off it, turns them into requests, hands
//! each to one of two processes, lets these work (one after the other, or woven into each other where the place allows
//! it), shows every commit to the auditor, and lets people react to what they were told and to what they can see. A
//! request that was never answered is sent again under its key; a process that died is started again.

mod acts;
mod batch;
mod react;

use crate::auditor::{About, Auditor, Finding, Promise};
use crate::chance::Dice;
use crate::customs::Customs;
use crate::plant::Plant;
use crate::provider::{Provider, Telling};
use crate::requests::{Ask, Request};
use crate::shelf::Shelf;
use crate::wares;
use sampan_db::stepping::{Change, Fate, Place, Point, Process};
use sampan_db::{Clock, DbError, OnceKey};
use sampan_ids::{AccountId, Cell, CheckoutId, OrderId, SignedDuration, Timestamp};
use sampan_market::checkout::refunds::Owed;
use sampan_market::pricing::Pricing;
use sampan_market::rates::Rates;
use sampan_market::vault::Vault;
use sampan_tariff::{Book, Settings};
use sampan_trade::checkout::Checkout;
use sampan_trade::order::Order;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// When histories begin: most in autumn, some at the end of a year, so that it ends while they go on.
const STARTS: [&str; 3] = ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z", "2026-12-27T12:00:00Z"];
/// Steps after which a history is taken for one that does not end.
const STEPS: u64 = 20_000;

/// What all that is asked depends on.
pub struct Known {
    /// The seed.
    pub seed: u64,
    /// The key of personal data.
    pub vault: Vault,
    /// The law.
    pub book: Arc<Book>,
    /// Accounts of buyers.
    pub buyers: Vec<AccountId>,
    /// What is on sale.
    pub shelf: Shelf,
    time: Arc<AtomicI64>,
}

impl Known {
    /// Now, by the history's own time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.time.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
    }

    /// What prices depend on now; rates move a little every day.
    pub fn pricing(&self) -> Pricing {
        let now = self.now();
        let date = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let rates = wares::rates(date);
        Pricing {
            book: self.book.clone(),
            law: Settings::demo(),
            rates: Arc::new(Rates::of(rates)),
            now,
            law_of: None,
            deliver_to: None,
        }
    }
}

/// Something that is going to happen.
enum Event {
    /// Someone comes to buy.
    Visit,
    /// A request is sent, perhaps again.
    Send(usize),
    /// A notification arrives.
    Told(Telling),
    /// A worker's round finds that a checkout's time is over, or believes so.
    Expire(CheckoutId),
    /// A worker's round finds an order that is due.
    Clock(OrderId),
    /// A worker comes to an event that owes a refund.
    Refund(Uuid, Owed),
    /// Someone does something about an order.
    Act(OrderId, acts::Act),
    /// A seller counts a shelf.
    Count,
}

/// How rough a history is.
#[derive(Debug, Clone, Copy)]
struct Weather {
    /// Faults at a point of a batch, in a thousand.
    faults: u64,
    /// Waits at a point of a batch, in a hundred, where processes are woven into each other.
    waits: u64,
    /// Commands that may wait in a process's queue.
    queue: usize,
    /// Microseconds that the second process's clock is ahead.
    skew: i64,
}

/// What a history came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Steps.
    pub steps: u64,
    /// Requests sent, repeated ones counted each time.
    pub commands: u64,
    /// Commits.
    pub commits: u64,
    /// Requests that were never answered and sent again.
    pub unknown: u64,
    /// Processes that died.
    pub deaths: u64,
    /// Batches that were decided again.
    pub conflicts: u64,
    /// Orders that were placed.
    pub orders: u64,
    /// By state, how many orders ended in it.
    pub ends: BTreeMap<String, u64>,
    /// By ruling, how many parcels customs made it of.
    pub rulings: BTreeMap<String, u64>,
    /// What does not agree, with the step it was found at; empty when all agrees.
    pub findings: Vec<Finding>,
}

/// One history under way.
pub struct World<'a> {
    place: &'a Place,
    known: Known,
    dice: Dice,
    weather: Weather,
    calm: Arc<AtomicBool>,
    processes: [Option<Process>; 2],
    agenda: BTreeMap<(Timestamp, u64), Event>,
    serial: u64,
    requests: Vec<Request>,
    orders: BTreeMap<OrderId, Order>,
    checkouts: BTreeMap<CheckoutId, Checkout>,
    visited: BTreeSet<CheckoutId>,
    last: BTreeMap<Vec<u8>, Change>,
    provider: Provider,
    customs: Customs,
    auditor: Auditor,
    plant: Option<Plant>,
    outcome: Outcome,
}

impl<'a> World<'a> {
    /// A history of so many days on a place, out of a seed.
    pub fn new(place: &'a Place, book: Arc<Book>, seed: u64, days: u32, plant: Option<Plant>) -> World<'a> {
        let mut dice = Dice::new(seed);
        let start = *dice.pick(&STARTS).unwrap_or(&STARTS[0]);
        let start: Timestamp = start.parse().expect("an instant");
        let time = Arc::new(AtomicI64::new(start.as_microsecond()));
        let mut key = [0u8; 32];
        key.chunks_mut(8).for_each(|part| part.copy_from_slice(&dice.bits().to_le_bytes()));
        let shelf = Shelf::stocked(&mut dice, start);
        let buyers = (0..dice.between(2, 6))
            .map(|_| AccountId::compose(1_795_348_800_000, Cell::new(dice.below(64) as u16), dice.bits()))
            .collect();
        let rough = [0, 0, 5, 20, 60];
        let weather = Weather {
            faults: if plant.is_some() { 20 } else { *dice.pick(&rough).unwrap_or(&0) },
            waits: 30,
            queue: if dice.percent(15) { 2 } else { 64 },
            skew: if dice.percent(30) { dice.between(0, 3_000_000) } else { 0 },
        };
        let mut world = World {
            place,
            known: Known { seed, vault: Vault::new(&key), book, buyers, shelf, time },
            weather,
            calm: Arc::new(AtomicBool::new(true)),
            processes: [None, None],
            agenda: BTreeMap::new(),
            serial: 0,
            requests: Vec::new(),
            orders: BTreeMap::new(),
            checkouts: BTreeMap::new(),
            visited: BTreeSet::new(),
            last: BTreeMap::new(),
            provider: Provider::default(),
            customs: Customs::default(),
            auditor: Auditor::default(),
            plant,
            outcome: Outcome::default(),
            dice,
        };
        world.come(days);
        world
    }

    /// Buyers come over the days, in bursts; sellers count their shelves now and then.
    fn come(&mut self, days: u32) {
        let span = i64::from(days.max(1)) * 24 * 3_600;
        let visits = self.dice.between(1, 2 + i64::from(days));
        for _ in 0..visits {
            let at = self.dice.between(0, span);
            for _ in 0..=self.dice.below(3) {
                let close = at + self.dice.between(0, 2);
                self.later(close, Event::Visit);
            }
        }
        for _ in 0..self.dice.below(4) {
            let at = self.dice.between(0, span * 2);
            self.later(at, Event::Count);
        }
    }

    /// Puts something on the agenda, so many seconds from now.
    fn later(&mut self, seconds: i64, event: Event) {
        let at = self.known.now() + SignedDuration::from_secs(seconds.max(0));
        self.at(at, event);
    }

    fn at(&mut self, at: Timestamp, event: Event) {
        self.serial += 1;
        self.agenda.insert((at, self.serial), event);
    }

    /// Lets the history run to its end: first with all that the weather brings, then calmly until nothing is left to do.
    pub async fn run(mut self) -> Result<Outcome, DbError> {
        self.open().await?;
        self.calm.store(false, Ordering::Relaxed);
        while self.sound() && !self.agenda.is_empty() {
            self.step().await?;
        }
        self.calm.store(true, Ordering::Relaxed);
        self.settle_all().await?;
        if self.sound() {
            self.outcome.findings.extend(self.auditor.finish(&self.provider.books, &self.customs.let_through()));
        }
        if self.sound() {
            self.read_back().await?;
        }
        for order in self.orders.values() {
            *self.outcome.ends.entry(order.state.name().to_owned()).or_default() += 1;
        }
        self.outcome.orders = self.orders.len() as u64;
        self.outcome.rulings = self.customs.count();
        Ok(self.outcome)
    }

    fn sound(&self) -> bool {
        self.outcome.findings.is_empty() && self.outcome.steps < STEPS
    }

    /// Puts what is on sale into its rows.
    async fn open(&mut self) -> Result<(), DbError> {
        let process = self.process(0)?;
        let asked = process.ask(self.known.shelf.clone());
        self.processes[0] = process.step().await;
        let opened = asked.and_then(|asked| asked.answer());
        if opened != Ok(Ok(())) {
            return Err(DbError::Setup(format!("the history cannot begin: {opened:?}")));
        }
        self.take_commits();
        Ok(())
    }

    /// When the agenda is done, workers go on until nothing is due any more: what is promised by the clock must come.
    async fn settle_all(&mut self) -> Result<(), DbError> {
        let mut rounds = 0;
        while self.sound() {
            while self.sound() && !self.agenda.is_empty() {
                self.step().await?;
            }
            let due = self.due();
            rounds += 1;
            if due.is_empty() || rounds > 60 {
                break;
            }
            due.into_iter().for_each(|(at, event)| self.at(at, event));
        }
        if self.outcome.steps >= STEPS {
            self.find(About::Stuck, "the history does not end");
        }
        Ok(())
    }

    /// What the clock, or a worker, has still to do.
    fn due(&self) -> Vec<(Timestamp, Event)> {
        let now = self.known.now();
        // The second process's clock may be ahead: a second later nobody finds it too early.
        let after = |at: Timestamp| at.max(now) + SignedDuration::from_secs(1);
        let checkouts = self.checkouts.values();
        let checkouts = checkouts.filter_map(|checkout| Some((after(checkout.due()?), Event::Expire(checkout.id))));
        let waiting = |order: &&Order| !matches!(order.state, sampan_trade::order::State::AwaitingPayment { .. });
        let orders = self.orders.values().filter(waiting);
        let orders = orders.filter_map(|order| Some((after(order.due()?), Event::Clock(order.id))));
        checkouts.chain(orders).collect()
    }

    /// Holds every row that was committed against what lies there.
    async fn read_back(&mut self) -> Result<(), DbError> {
        let changes = std::mem::take(&mut self.last);
        for change in changes.values() {
            if !self.place.holds(change).await? {
                let what = format!("a row of {} is not there as it was committed: {:?}", change.table.name, change.key);
                self.find(About::Lost, &what);
            }
        }
        Ok(())
    }

    fn find(&mut self, about: About, what: &str) {
        self.outcome.findings.push(Finding::new(about, what));
    }

    /// The process of a number, started if it is not there. Its clock may be ahead, its faults come from the seed.
    fn process(&mut self, number: usize) -> Result<Process, DbError> {
        if let Some(process) = self.processes[number].take() {
            return Ok(process);
        }
        let chance = Mutex::new(self.dice.fork(number as u64));
        let mut fates = self.dice.fork(number as u64 + 2);
        let (weather, calm, plant) = (self.weather, self.calm.clone(), self.plant);
        let fate = move |point: Point| {
            if calm.load(Ordering::Relaxed) {
                return Fate::Pass;
            }
            if plant == Some(Plant::CommitForgotten) && point == Point::Commit && fates.below(20) == 0 {
                return Fate::Lie;
            }
            if fates.below(1_000) < weather.faults {
                return *fates.pick(&[Fate::Conflict, Fate::Fail, Fate::Die, Fate::Die]).unwrap_or(&Fate::Pass);
            }
            if fates.percent(weather.waits) { Fate::Wait } else { Fate::Pass }
        };
        let (time, skew) = (self.known.time.clone(), if number == 1 { weather.skew } else { 0 });
        let clock: Clock = Arc::new(move || {
            let micros = time.fetch_add(1, Ordering::Relaxed) + skew;
            Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
        });
        let bits = Arc::new(move || chance.lock().map_or(0, |mut dice| dice.bits()));
        Process::start(self.place, weather.queue, clock, bits, Box::new(fate))
    }

    /// Notes a request and puts its first sending on the agenda.
    fn ask(&mut self, seconds: i64, ask: Ask, promise: Promise, keyed: bool) -> usize {
        let number = self.requests.len();
        let mut body = [0u8; 32];
        body.chunks_mut(8).for_each(|part| part.copy_from_slice(&self.dice.bits().to_le_bytes()));
        let key = keyed.then(|| OnceKey { id: sampan_ids::from_digest(&body), body });
        self.requests.push(Request { ask, key, promise, tries: 0, answered: false });
        self.later(seconds, Event::Send(number));
        number
    }
}
