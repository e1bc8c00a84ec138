//! The searches, one by one and many at once.

use super::corpus::{Dice, beginning, goods, kinds, name, two_words};
use sampan_search::{Error, Facts, Figure, Index, Order, Page, Query};
use std::sync::Mutex;
use std::time::{Duration, Instant};

type Make = fn(&mut Dice) -> Query;

/// Every kind of search; each asks for something else every time.
const KINDS: [(&str, Make); 20] = [
    ("one common word", |d| words("en", goods(d, 0).to_owned())),
    ("two common words", |d| words("en", format!("{} {}", kinds(d, 0), goods(d, 0)))),
    ("four words", |d| words("en", format!("{} {} {} {}", kinds(d, 0), kinds(d, 0), goods(d, 0), name(d.skewed(500))))),
    ("a rare name", |d| words("en", name(d.roll(40_000)))),
    ("a slip of the finger", |d| words("en", slip(goods(d, 0), d))),
    ("a slip in a rare name", |d| words("en", slip(&name(d.roll(40_000)), d))),
    ("most of the words", |d| words("en", format!("{} {} xylophonic", kinds(d, 0), goods(d, 0)))),
    ("Chinese, two words", |d| words("zh", format!("{}{}", kinds(d, 1), goods(d, 1)))),
    ("Vietnamese", |d| words("vi", goods(d, 2).to_owned())),
    ("Thai", |d| words("th", format!("{}{}", goods(d, 3), kinds(d, 3)))),
    ("words in a category and state", |d| Query {
        category: Some(category(d)),
        state: Some(format!("S{}", d.roll(50))),
        ..words("en", kinds(d, 0).to_owned())
    }),
    ("a category, newest", |d| Query {
        category: Some(category(d)),
        order: Order::Newest,
        ..words("en", String::new())
    }),
    ("everything, newest", |d| Query {
        limit: 24 + d.roll(3) as usize,
        order: Order::Newest,
        ..words("en", String::new())
    }),
    ("a common word, newest", |d| Query { order: Order::Newest, ..words("en", goods(d, 0).to_owned()) }),
    ("a common word, cheapest", |d| Query { order: Order::Cheapest, ..words("en", goods(d, 0).to_owned()) }),
    ("a seller", |d| Query {
        owner: Some(uuid::Uuid::from_u64_pair(7, d.roll(1_000))),
        order: Order::Newest,
        ..words("en", String::new())
    }),
    ("a title's first four signs", |d| words("zh", beginning(d))),
    ("two words of a title", |d| words("en", two_words(d))),
    ("two words, English read in Chinese", |d| words("zh", two_words(d))),
    ("two words, by a figure", |d| words("en", format!("{} {}", kinds(d, 0), goods(d, 0)))),
];

fn words(lang: &str, text: String) -> Query {
    Query { text, lang: lang.to_owned(), limit: 24, ..Query::default() }
}

fn category(dice: &mut Dice) -> String {
    ["food", "home", "clothes", "drinks", "health", "toys"][dice.roll(6) as usize].to_owned()
}

/// Two letters changed about.
fn slip(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + dice.roll(letters.len().saturating_sub(2).max(1) as u64) as usize;
    letters.swap(at, (at + 1).min(word.chars().count() - 1));
    letters.into_iter().collect()
}

fn ask(index: &Index, kind: usize, query: &Query) -> Result<Page, Error> {
    let of = |facts: &Facts| Some(facts.numbers.price_minor? * 113 / 100 + 900 + facts.numbers.weight_g?);
    match KINDS[kind].0.ends_with("figure") {
        true => index.search_by(query, &Figure { of: &of, within: 0..=i64::MAX, sort: true, limit: 2_000 }),
        false => index.search(query),
    }
}

/// Each kind alone: its time on the first page and on the next, and what it costs of a processor.
pub fn one_by_one(index: &Index, only: &str) -> Result<(), Error> {
    println!("{:32} {:>10} {:>9} {:>9} {:>9} {:>9}", "alone, microseconds", "hits", "p50", "p99", "a page on", "CPU");
    for (kind, (what, make)) in KINDS.iter().enumerate().filter(|(_, (what, _))| what.contains(only)) {
        let mut dice = Dice::of(kind as u64 + 1);
        let (mut first, mut later, mut hits) = (Vec::new(), Vec::new(), 0);
        let (begun, cpu) = (Instant::now(), thread_cpu_micros());
        while first.len() < 1_000 && begun.elapsed().as_secs() < 4 {
            let query = make(&mut dice);
            let start = Instant::now();
            let page = ask(index, kind, &query)?;
            first.push(start.elapsed());
            hits += page.total;
            if page.next.is_some() {
                let start = Instant::now();
                ask(index, kind, &Query { after: page.next, ..query })?;
                later.push(start.elapsed());
            }
        }
        let each = (thread_cpu_micros() - cpu) / (first.len() + later.len()).max(1) as u64;
        let (p50, p99) = percentiles(&mut first);
        let later = percentiles(&mut later).0;
        println!("{what:32} {:>10} {p50:>9} {p99:>9} {later:>9} {each:>9}", hits / first.len() as u64);
    }
    Ok(())
}

/// All kinds in turn from so many threads at once.
pub fn at_once(index: &Index, threads: u64, seconds: u64) -> Result<(), Error> {
    let times: Vec<Mutex<Vec<Duration>>> = KINDS.iter().map(|_| Mutex::default()).collect();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let times = &times;
            scope.spawn(move || {
                let mut dice = Dice::of(1_000 + thread);
                let mut kind = thread as usize % KINDS.len();
                while start.elapsed().as_secs() < seconds {
                    let query = KINDS[kind].1(&mut dice);
                    let asked = Instant::now();
                    let page = ask(index, kind, &query);
                    let took = asked.elapsed();
                    assert!(page.is_ok(), "{query:?}: {page:?}");
                    times[kind].lock().unwrap_or_else(|lock| lock.into_inner()).push(took);
                    kind = (kind + 1) % KINDS.len();
                }
            });
        }
    });
    println!("{:32} {:>9} {:>9}", format!("{threads} at once, microseconds"), "p50", "p99");
    let mut all = Vec::new();
    for ((what, _), times) in KINDS.iter().zip(times) {
        let mut times = times.into_inner().unwrap_or_else(|lock| lock.into_inner());
        all.extend_from_slice(&times);
        let (p50, p99) = percentiles(&mut times);
        println!("{what:32} {p50:>9} {p99:>9}");
    }
    let rate = all.len() as f64 / start.elapsed().as_secs_f64();
    let (p50, p99) = percentiles(&mut all);
    println!("{:32} {p50:>9} {p99:>9}   {rate:.0} searches a second", "all");
    Ok(())
}

/// What this thread has used of a processor: on a busy machine times say more of the others than of the search.
fn thread_cpu_micros() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or(0) / 1_000
}

fn percentiles(times: &mut [Duration]) -> (u128, u128) {
    times.sort();
    let at = |hundredths: usize| times.get(times.len() * hundredths / 100).map_or(0, Duration::as_micros);
    (at(50), at(99))
}
