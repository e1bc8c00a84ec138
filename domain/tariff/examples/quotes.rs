//! Works a fixed load of quotes: `quotes count N` does N single-line quotes and ends, for counting instructions;
//! `quotes answers` writes answers, to compare two builds by.

use sampan_tariff::{Book, Settings, quote, workload};
use std::hint::black_box;

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
    }
}
