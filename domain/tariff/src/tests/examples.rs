//! Examples worked out by published sources, through the public types. The rates of their day come from the row's own
//! inputs, laid over the book.

use crate::examples::{Example, Outcome, read};
use crate::*;
use proptest::prelude::*;
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

/// Asks every row, prints what was expected and got, and tells what is otherwise.
fn come_out(examples: Vec<Example>) {
    let book = Book::built_in();
    let mut wrong = Vec::new();
    for example in examples {
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
fn examples_of_published_sources_come_out() {
    come_out(examples());
}

/// Rows worked out by hand from the rules, and figures of authorities' own examples; each with its working. Another
/// table can be named in `SAMPAN_EXAMPLES`.
#[test]
fn rows_worked_out_by_hand_come_out() {
    let other = std::env::var_os("SAMPAN_EXAMPLES").map(|path| std::fs::read_to_string(path).unwrap());
    come_out(read(&other.unwrap_or_else(|| table(include_str!("worked.txt")))).unwrap());
}

/// Rows with strokes between their cells, which is easier to read, as the table that they stand for.
pub(super) fn table(rows: &str) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.lines().map(|line| line.split('|').map(quoted).collect::<Vec<_>>().join(",") + "\n").collect()
}

#[test]
fn a_row_that_cannot_be_read_is_told_with_its_field() {
    let row = |destination: &str, date: &str, inputs: &str, expected: &str| {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let head = "id,destination,date,regime,inputs_json,expected_json";
        let cells = format!("A,{destination},{date},general,{},{}", quoted(inputs), quoted(expected));
        read(&format!("{head}\n{cells}\n")).map(|rows| rows.len())
    };
    for (destination, date, inputs, expected, said) in [
        ("CN", "2024-01-01", r#"{"cif":1,"colour":3}"#, "{}", r#"row 2 (A), inputs_json.colour: found "colour""#),
        ("CN", "2024-01-01", r#"{"cif":"much"}"#, "{}", r#"inputs_json.cif: found "\"much\"", wanted a number"#),
        ("CN", "2024-01-01", r#"{"cif":-3}"#, "{}", r#"inputs_json.cif: found "-3", wanted a number that is not"#),
        ("CN", "2024-01-01", r#"{"cif":null}"#, "{}", r#"inputs_json.cif: found "null""#),
        ("CN", "2024-01-01", r#"{"hs":"22"}"#, "{}", "inputs_json.hs: found"),
        ("CN", "2024-01-01", r#"{"currency":"gold"}"#, "{}", "wanted a currency"),
        ("CN", "2024-01-01", r#"{"personal_use":"perhaps"}"#, "{}", "wanted true or false"),
        ("CN", "2024-01-01", r#"{"lines":[{"cif":"x"}]}"#, "{}", "inputs_json.lines.0.cif"),
        ("SG", "2024-01-01", r#"{"rate_pct":9}"#, "{}", "wanted the name of a tax"),
        ("CN", "2024-01-01", r#"{"cif":1}"#, r#"{"duty":"none"}"#, "expected_json.duty"),
        ("CN", "2024-01-01", r#"{"cif":1"#, "{}", "inputs_json: found"),
        ("CN", "2024-01-01", "[1]", "{}", "wanted an object"),
        ("CN", "one day", r#"{"cif":1}"#, "{}", r#"date: found "one day", wanted a day"#),
        ("XX", "2024-01-01", r#"{"cif":1}"#, "{}", r#"destination: found "XX""#),
    ] {
        let error = row(destination, date, inputs, expected).unwrap_err();
        assert!(error.contains(said), "{error} should say {said}");
    }
    assert_eq!(read("id,destination\n").unwrap_err(), "the column date is missing");
}

/// Not a number that the row names is passed over: one that answers do not give is told as not read.
#[test]
fn an_expected_name_that_answers_do_not_give_is_told() {
    let table = "id,destination,date,regime,inputs_json,expected_json\n\
                 A,CN,2024-01-01,general,\"{\"\"cif\"\":1,\"\"duty_pct\"\":1}\",\"{\"\"colour\"\":3}\"\n";
    let (book, rows) = (Book::built_in(), read(table).unwrap());
    let prepared = rows[0].prepare(&book).unwrap();
    assert_eq!(rows[0].figures(&book, &prepared[0]).unwrap()[0].outcome, Outcome::NotRead);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever stands in a row, it is refused or asked.
    #[test]
    fn no_row_makes_it_panic(
        to in 0..14usize,
        names in prop::collection::vec(0..16usize, 1..6),
        figure in prop::sample::select(vec!["0", "1", "0.005", "1e9", "99999999999999999999", "-1", "1e-20", "\"7%\"", "true", "[1]"]),
        date in "[0-9qQ/. a-z-]{0,12}",
    ) {
        const NAMES: [&str; 16] = [
            "cif", "goods", "quantity", "litres", "abv_pct", "duty_pct", "vat_pct", "excise_per_litre", "exchange_rate",
            "relief_limit", "discount", "ct_pct", "retail_price", "duty", "lines", "hs",
        ];
        let inputs: Vec<String> = names.iter().map(|n| format!("\"{}\":{figure}", NAMES[*n])).collect();
        let code = destinations()[to].code;
        let cells = format!("a|{code}|2026-06-01 {date}|import|{{{}}}|{{\"duty\":1,\"vat_base\":2}}", inputs.join(","));
        let head = "id|destination|date|regime|inputs_json|expected_json";
        let book = Book::built_in();
        for example in read(&table(&format!("{head}\n{cells}\n"))).unwrap_or_default() {
            for prepared in example.prepare(&book).into_iter().flatten() {
                let _ = example.figures(&book, &prepared);
            }
        }
    }
}
