//! Examples worked out by published sources, through the public types. The rates of their day come from the row's own
//! inputs, laid over the book.

use crate::examples::{Example, Outcome, read};
use crate::*;
use std::path::PathBuf;

/// The folder of facts, where this machine has one.
fn facts() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    Some(data.join("../facts")).filter(|folder| folder.is_dir())
}

fn examples() -> Vec<Example> {
    let Some(folder) = facts() else {
        println!("skipped: no folder of facts beside SAMPAN_SHARED_DATA");
        return Vec::new();
    };
    let files = ["landed-cost-examples.csv", "landed-cost-computed.csv"];
    files.into_iter().flat_map(|file| read(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()).collect()
}

#[test]
fn examples_of_published_sources_come_out() {
    let book = Book::built_in();
    let mut wrong = Vec::new();
    for example in examples() {
        let Some(all) = example.prepare(&book) else {
            println!("{:8} pending: there are no rules for {} yet", example.id, example.destination);
            continue;
        };
        for prepared in all {
            for figure in example.figures(&book, &prepared).unwrap() {
                let got = figure.got.map_or("–".into(), |got| got.normalize().to_string());
                let (name, expected) = (&figure.name, figure.expected);
                let line =
                    format!("{:8} {:10} {name:32} expected {expected:>12} got {got:>12}", example.id, prepared.code);
                println!("{line} {:?}", figure.outcome);
                if matches!(figure.outcome, Outcome::Differs | Outcome::NotRead) {
                    wrong.push(line);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn loose_days_are_read_as_the_middle_of_what_they_name() {
    let row =
        |date: &str| format!("id,destination,date,regime,inputs_json,expected_json\nA,CN,{date},general,{{}},{{}}\n");
    for (text, day) in [
        ("2024-09-29", "2024-09-29"),
        ("2015", "2015-07-02"),
        ("2019 course", "2019-07-02"),
        ("2018-06", "2018-06-15"),
        ("2010-2020", "2015-07-02"),
        ("2018-10 to 2020-01", "2019-06-01"),
    ] {
        assert_eq!(read(&row(text)).unwrap()[0].date.to_string(), day, "{text}");
    }
    assert_eq!(read(&row("some day")).unwrap_err(), "A: \"some day\" names no day");
}
