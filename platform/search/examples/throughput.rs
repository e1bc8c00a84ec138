//! How fast an index is filled, changed and searched, with made-up bilingual documents.
//!
//! `cargo run -p sampan-search --release --example throughput -- [documents] [folder]`

use sampan_search::{Doc, Index, Numbers, Order, Query, Text};
use std::time::Instant;
use uuid::Uuid;

const EN: [&str; 24] = [
    "dried", "tart", "cherries", "organic", "walnut", "maple", "syrup", "honey", "wool", "socks", "wooden", "toy",
    "ginseng", "roasted", "coffee", "family", "farm", "handmade", "soap", "lavender", "raw", "cheese", "smoked",
    "gift",
];
const ZH: [&str; 24] = [
    "果干",
    "酸",
    "樱桃",
    "有机",
    "核桃",
    "枫糖",
    "糖浆",
    "蜂蜜",
    "羊毛",
    "袜子",
    "木制",
    "玩具",
    "花旗参",
    "烘焙",
    "咖啡",
    "家庭",
    "农场",
    "手工",
    "香皂",
    "薰衣草",
    "天然",
    "奶酪",
    "烟熏",
    "礼品",
];
const BATCH: usize = 5_000;

/// A small generator of its own, so that every run has the same documents.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    /// Common words often, a made-up rare one now and then.
    fn words(&mut self, list: &[&str], count: usize, gap: &str) -> String {
        let mut text = String::new();
        for _ in 0..count {
            match self.roll(12) {
                0 => text.push_str(&format!(" {}{} ", list[self.roll(list.len())], self.roll(50_000))),
                _ => text.push_str(list[self.roll(list.len())]),
            }
            text.push_str(gap);
        }
        text
    }
}

fn doc(number: usize) -> Doc {
    let mut dice = Dice(number as u64);
    let en = Text::new("en", dice.words(&EN, 7, " "), dice.words(&EN, 40, " "));
    let zh = Text::new("zh", dice.words(&ZH, 6, ""), dice.words(&ZH, 30, ""));
    Doc {
        id: Uuid::from_u128(number as u128),
        owner: Uuid::from_u128((number / 10) as u128),
        category: format!("c{}/d{}", number % 20, number % 200),
        state: format!("S{}", number % 50),
        kind: "goods".to_owned(),
        texts: vec![en, zh],
        rank: dice.roll(1_000) as i64,
        published_micros: number as i64,
        numbers: Numbers { price_minor: Some(dice.roll(10_000) as i64), ..Numbers::default() },
        ..Doc::default()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let documents: usize = arguments.next().map_or(Ok(100_000), |count| count.parse())?;
    let index = match arguments.next() {
        Some(folder) => Index::in_folder(folder)?.index,
        None => Index::in_memory()?,
    };
    index.clear()?;
    let filled = write("filled", &index, 0..documents, Index::fill)?;
    let start = Instant::now();
    let sample: usize = (0..documents.min(20_000)).map(|number| doc(number).texts[0].title.len()).sum();
    println!("of which making the documents up took {:.1} s a {filled} ({sample})", {
        start.elapsed().as_secs_f64() * filled as f64 / documents.clamp(1, 20_000) as f64
    });
    write("changed", &index, 0..documents / 5, Index::put)?;
    search(&index)?;
    println!("memory {}", memory());
    Ok(())
}

/// Writes documents in batches and commits once.
fn write(
    what: &str,
    index: &Index,
    numbers: std::ops::Range<usize>,
    with: impl Fn(&Index, &[Doc]) -> Result<(), sampan_search::Error>,
) -> Result<usize, sampan_search::Error> {
    let start = Instant::now();
    let count = numbers.len();
    let mut batch = Vec::with_capacity(BATCH);
    for number in numbers {
        batch.push(doc(number));
        if batch.len() == BATCH {
            with(index, &batch)?;
            batch.clear();
        }
    }
    with(index, &batch)?;
    index.commit()?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{what} {count} in {seconds:.1} s: {:.0} a second; memory {}", count as f64 / seconds, memory());
    Ok(count)
}

/// Searches one after another, and prints how many a second and the slowest in a hundred.
fn search(index: &Index) -> Result<(), sampan_search::Error> {
    let cases = [
        ("two words", "dried cherries", Order::Relevance, None),
        ("two words, misspelt", "dreid cheries", Order::Relevance, None),
        ("Chinese, Traditional", "有機櫻桃", Order::Relevance, None),
        ("one rare word", "honey4711", Order::Relevance, None),
        ("one common word, newest", "honey", Order::Newest, None),
        ("none has all", "dried cherries umbrella", Order::Relevance, None),
        ("a category", "", Order::Relevance, Some("c3/d3")),
    ];
    for (name, text, order, category) in cases {
        let query = Query {
            text: text.into(),
            lang: "zh".into(),
            order,
            category: category.map(Into::into),
            ..Query::default()
        };
        let mut times = Vec::new();
        let start = Instant::now();
        let mut total = 0;
        while times.len() < 1_000 && start.elapsed().as_secs() < 5 {
            let start = Instant::now();
            total = index.search(&query)?.total;
            times.push(start.elapsed());
        }
        times.sort();
        let rate = times.len() as f64 / start.elapsed().as_secs_f64();
        println!("{name}: {total} hits, {rate:.0} searches a second, p99 {:?}", times[times.len() * 99 / 100]);
    }
    Ok(())
}

/// The most memory this process has had, and what it has now, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("unknown").trim().to_owned();
    format!("{} (now {})", line("VmHWM:"), line("VmRSS:"))
}
