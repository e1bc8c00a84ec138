//! Works a fixed load of quotes: `quotes count N` does N single-line quotes and ends (for counting instructions);
//! `quotes time` tells how many are done in a second; `quotes answers` writes answers, to compare two builds by.

use sampan_tariff::{Book, Settings, quote, workload};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (book, settings) = (Book::built_in(), Settings::demo());
    if let [what, count] = &arguments[..]
        && what == "count"
    {
        let requests = workload::single_line(&book, &settings, 64, 1);
        for n in 0..count.parse().unwrap_or(0usize) {
            black_box(quote(&book, &settings, black_box(&requests[n % requests.len()])));
        }
        return;
    }
    if arguments == ["answers"] {
        for make in [workload::single_line, workload::mixed] {
            for request in make(&book, &settings, 600, 3) {
                for settings in [&settings, &Settings::default()] {
                    println!("{}", serde_json::to_string(&quote(&book, settings, &request)).unwrap_or_default());
                }
            }
        }
        return;
    }
    let loads = [
        ("single_line", workload::single_line(&book, &settings, 4_096, 1)),
        ("mixed", workload::mixed(&book, &settings, 4_096, 1)),
    ];
    for (name, requests) in loads {
        let (start, mut done) = (Instant::now(), 0u64);
        while start.elapsed() < Duration::from_secs(3) {
            for request in &requests {
                black_box(quote(&book, &settings, black_box(request)));
            }
            done += requests.len() as u64;
        }
        println!("{name} quotes a second: {:.0}", done as f64 / start.elapsed().as_secs_f64());
    }
}
