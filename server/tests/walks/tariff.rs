//! The law from outside: quotes by the program, worked examples among them, and the page where anyone can try one.

use crate::support::browser::{Setup, Size};
use crate::support::place::text;
use crate::support::{Browser, Place, Running};
use sampan_tariff::examples::{self, Outcome, Prepared};
use sampan_tariff::{Answer, Book, quote};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, with nothing but what it is given.
fn sampan(args: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sampan"));
    for name in ["SAMPAN_DATA", "SAMPAN_DATABASE", "SAMPAN_BOOK", "SAMPAN_LOG"] {
        program.env_remove(name);
    }
    let mut child = program
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It may refuse its options without reading.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

/// Writes files of a book.
fn book(folder: &Path, files: &[(String, String)]) {
    for (path, content) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("can be made");
        std::fs::write(file, content).expect("can be written");
    }
}

/// A prepared example through the program.
fn ask(prepared: &Prepared) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    book(folder.path(), &prepared.files);
    let registered = prepared.settings.registered.iter().cloned().collect::<Vec<_>>().join(",");
    let path = folder.path().to_str().expect("a path");
    let request = serde_json::to_vec(&prepared.request).expect("JSON");
    let mut args = vec!["quote", "--json", "--registered", &registered];
    if !prepared.files.is_empty() {
        args.extend(["--book", path]);
    }
    let output = sampan(&args, &request);
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an answer")
}

/// The folder of facts, where this machine has one.
fn facts() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    Some(data.join("../facts")).filter(|folder| folder.is_dir())
}

#[test]
fn worked_examples_come_out_of_the_program() {
    let Some(folder) = facts() else { return println!("skipped: no folder of facts beside SAMPAN_SHARED_DATA") };
    let built_in = Book::built_in();
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for file in ["landed-cost-examples.csv", "landed-cost-computed.csv"] {
        let table = std::fs::read_to_string(folder.join(file)).expect("facts can be read");
        for example in examples::read(&table).expect("examples can be read") {
            let Some(all) = example.prepare(&built_in) else {
                println!("{:8} there are no rules for {} yet", example.id, example.destination);
                continue;
            };
            for prepared in all {
                let answer = ask(&prepared);
                let lay = |files: &[(String, String)]| built_in.overlay(files.to_vec()).expect("an overlay");
                let inside = |files| quote(&lay(files), &prepared.settings, &prepared.request);
                assert_eq!(
                    json(&answer).get("charges"),
                    json(&inside(&prepared.files)).get("charges"),
                    "{}",
                    example.id
                );
                asked += 1;
                for figure in example.compare(&answer, &inside(&prepared.unrounded)) {
                    let got = figure.got.map_or_else(|| "–".to_owned(), |got| got.normalize().to_string());
                    let (id, code, name, expected) = (&example.id, &prepared.code, &figure.name, figure.expected);
                    let line = format!("{id:8} {code:10} {name:32} expected {expected:>12} got {got:>12}");
                    println!("{line} {:?}", figure.outcome);
                    if matches!(figure.outcome, Outcome::Differs | Outcome::NotRead) {
                        wrong.push(line);
                    }
                }
            }
        }
    }
    println!("{asked} asked");
    assert!(asked > 0 && wrong.is_empty(), "{wrong:#?}");
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::to_value(answer).expect("JSON")
}

const WINE: &[&str] = &[
    "quote",
    "--to",
    "CN",
    "--hs",
    "2204.21",
    "--origin",
    "US",
    "--price",
    "30USD",
    "--quantity",
    "2",
    "--freight",
    "24USD",
    "--volume-ml",
    "750",
    "--abv",
    "13.5",
    "--date",
    "2026-06-01",
    "--rate",
    "USD/CNY=7.00",
];

#[test]
fn the_same_question_gives_the_same_bytes_by_options_and_by_json() {
    let [options, again] = [0, 1].map(|_| sampan(&[WINE, &["--json"]].concat(), b""));
    assert!(options.status.success(), "{}", text(&options.stderr));
    assert_eq!(options.stdout, again.stdout);
    let request = r#"{"destination": "CN", "date": "2026-06-01", "buyer": {"personal_use": true},
        "lines": [{"id": "1", "hs": "2204.21", "origin": "US", "quantity": 2, "volume_ml": "750", "abv_percent": 13.5,
                   "unit_price": {"amount": "30.00", "currency": "USD"}}],
        "freight": {"amount": "24.00", "currency": "USD"},
        "rates": [{"base": "USD", "quote": "CNY", "rate": "7", "date": "2026-06-01", "source": "command line"}]}"#;
    let json = sampan(&["quote", "--json"], request.as_bytes());
    assert_eq!(text(&json.stdout), text(&options.stdout), "{}", text(&json.stderr));
    let answer: Answer = serde_json::from_slice(&json.stdout).expect("an answer");
    assert_eq!(answer.total_charges.expect("a sale").to_string(), "105.18 CNY");
    let table = text(&sampan(WINE, b"").stdout);
    for wanted in ["Mainland China", "1 USD = 7 CNY", "105.18 CNY", "10% × 70%", "Caiguanshui", "Or by", "Book"] {
        assert!(table.contains(wanted), "{wanted} is not in\n{table}");
    }
}

#[test]
fn what_makes_no_sense_is_named_with_what_was_found_and_wanted() {
    let line = |part: &str| format!(r#"{{"destination":"CN","date":"2026-06-01","lines":[{part}]}}"#);
    let price = r#""unit_price":{"amount":"1","currency":"USD"}"#;
    let table: Vec<(Vec<&str>, String, &str)> = vec![
        (vec![], r#"{"destination":"CN"}"#.into(), "date: missing"),
        (vec![], r#"{"day":"x"}"#.into(), r#"day: found "day", wanted one of destination"#),
        (vec![], line(&format!(r#"{{"id":"a","quantity":"two",{price}}}"#)), r#"lines.0.quantity: found "two""#),
        (vec![], line(&format!(r#"{{"id":"a","quantity":-1,{price}}}"#)), r#"lines.0.quantity: found "-1""#),
        (vec![], "not JSON".into(), "JSON"),
        (vec![], String::new(), "JSON"),
        (vec!["--to", "XX", "--price", "3"], String::new(), r#"to: found "XX", wanted one of"#),
        (vec!["--to", "CN", "--price", "free"], String::new(), r#"price: found "free", wanted an amount"#),
        (vec!["--to", "CN", "--price", "-5"], String::new(), r#"price: found "-5", wanted an amount"#),
        (vec!["--to", "CN"], String::new(), "price: missing"),
        (vec!["--to", "CN", "--price", "3", "--rate", "7.1"], String::new(), r#"--rate: found "7.1""#),
        (vec!["--to", "CN", "--price", "3", "--book", "/nowhere"], String::new(), "/nowhere"),
    ];
    for (args, input, wanted) in table {
        for json in [false, true] {
            let args: Vec<&str> = ["quote"].into_iter().chain(args.clone()).chain(json.then_some("--json")).collect();
            let output = sampan(&args, input.as_bytes());
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            assert_eq!(output.status.code(), Some(1), "{args:?} {input}\n{out}\n{err}");
            let said = if json {
                let answer: serde_json::Value = serde_json::from_str(&out).expect("one JSON document");
                answer["error"].as_str().expect("an error").to_owned()
            } else {
                err
            };
            assert!(said.contains(wanted), "{args:?} {input} should speak of {wanted:?}, not say\n{said}");
        }
    }
}

#[test]
fn an_operators_folder_is_laid_over_the_book_and_its_mistakes_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let head = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
    let row = |rate: &str| format!("{head}vat,,22042100,,{rate},2026-01-01,,general-knowledge,verify,\n");
    let path = folder.path().to_str().expect("a path");
    let lay = |rate: &str| book(folder.path(), &[("cn/rates.csv".to_owned(), row(rate))]);
    let args = [WINE, &["--json", "--book", path]].concat();
    lay("20%");
    let output = sampan(&args, b"");
    let answer: Answer = serde_json::from_slice(&output.stdout).expect("an answer");
    let vat = answer.charges.iter().find(|charge| charge.measure.name() == "vat").expect("a charge");
    assert!(vat.rate.starts_with("20%") && vat.rule.contains("overlay:"), "{vat:?}");
    lay("twenty");
    let output = sampan(&args, b"");
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    for wanted in ["cn/rates.csv", "row 2", "rate"] {
        assert!(said.contains(wanted), "{wanted} is not in {said}");
    }
    let counted = sampan(&["book", "list", "--json"], b"");
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).expect("JSON");
    assert!(counted["markets"].as_array().is_some_and(|all| all.iter().any(|m| m["market"] == "CN")), "{counted}");
    let checked = sampan(&["book", "check", "--json", "--on", "2026-11-22"], b"");
    assert!(checked.status.success(), "the built-in book contradicts itself: {}", text(&checked.stdout));
}

#[test]
fn the_central_banks_rates_are_entered() {
    let place = Place::new();
    let file = place.file("rates.csv", b"Date,USD,CNY,\n2026-10-30,1.25,8.00,\n2026-10-29,1.20,7.92,\n");
    let file = file.to_str().expect("a path");
    for _ in 0..2 {
        let report = place.json(&["rates", "import", file]);
        assert_eq!((report["date"].as_str(), report["rates"].as_u64()), (Some("2026-10-30"), Some(2)), "{report}");
    }
    let asked = ["quote", "--to", "CN", "--hs", "2204.21", "--price", "10USD", "--date", "2026-10-29"];
    let answer = place.json(&[&asked[..], &["--rates-file", file]].concat());
    assert_eq!(answer["customs_value"]["amount"], "66.00", "7.92 / 1.20 yuan for a dollar");
    let odd = place.file("odd.csv", b"Date,USD\n30.10.2026,1.25\n");
    let output = place.run(&["rates", "import", odd.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("line 2, Date: found \"30.10.2026\""), "{}", text(&output.stderr));
}

#[tokio::test]
async fn anyone_tries_a_quote_in_a_browser() {
    let place = Place::new();
    let running = Running::demo(&place);
    for (language, scripts, words, landed, papers) in [
        ("en-US,en", true, "wine of fresh grapes", "At the door", "if the papers below are there"),
        ("zh-CN,zh", false, "葡萄酒", "到手价", "备齐下列证件后"),
    ] {
        let Some(browser) = Browser::open(&running.address, Setup { language, scripts }).await else { return };
        browser.go("/").await;
        browser.click("footer a[href=\"/tariff\"]").await;
        browser.arrives("/tariff").await;
        browser.fill("hs", words).await;
        browser.fill("price", "30").await;
        browser.fill("quantity", "2").await;
        browser.fill("freight", "24").await;
        browser.fill("to", "CN").await;
        browser.click("form.form button.primary").await;
        browser.click("#which ~ ul a[href*=\"hs=2204\"]").await;
        browser.find("#answer").await;
        assert_eq!(browser.attribute("[name=\"price\"]", "value").await, "30", "what was typed is kept");
        // Weight and volume lie in a fold; it opens by itself where something is missing.
        browser
            .go("/tariff?to=CN&hs=2204.21&origin=US&price=30&quantity=2&freight=24&volume_ml=750&abv_percent=13.5")
            .await;
        browser.sees(papers).await;
        browser.sees(landed).await;
        browser.sees("10% × 70%").await;
        browser.find(".anatomy .lines a[href^=\"https://\"]").await;
        browser.size(Size::Phone).await;
        let wide = browser.script("return document.documentElement.scrollWidth <= innerWidth").await;
        assert_eq!(wide, true, "nothing has to be moved sideways on a phone");
        browser.picture("tariff").await;
        browser.close().await;
    }
    assert!(running.interrupt().success());
}
