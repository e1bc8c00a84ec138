//! Product files of real shops on the command line: every row is accounted for, twice is once, a kill loses nothing.

use crate::support::{Place, Running};
use sampan_db::testing::Hand;
use sampan_market::app::MIGRATIONS;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The folder of real files: named by the environment, or beside the repository; none, with a line that says so.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("SAMPAN_SHARED_DATA").map_or(beside, PathBuf::from);
    if folder.join("catalog").is_dir() {
        return Some(folder);
    }
    eprintln!("{} has no catalogs: imports of real files are left out", folder.display());
    None
}

/// A marketplace with the demo's sellers, stopped, and the name of one of them.
fn stopped() -> (Place, String) {
    let place = Place::new();
    assert!(Running::demo(&place).interrupt().success());
    let sellers = place.json(&["seller", "list"]);
    let slug = sellers[0]["slug"].as_str().expect("a slug").to_owned();
    (place, slug)
}

fn number(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_else(|| panic!("no {name} in {report:#}"))
}

/// Every row was taken or refused, and every product is new, changed, as it was, or named as not kept.
fn accounted(report: &Value, rows: u64) {
    assert_eq!(number(report, "rows"), rows, "{report:#}");
    assert_eq!(number(report, "rows_taken") + number(report, "rows_refused"), rows);
    let refused = report["refused"].as_array().expect("a list");
    assert_eq!(refused.len() as u64, number(report, "rows_refused"));
    for row in refused {
        for name in ["row", "field", "found", "wanted"] {
            assert!(!row[name].is_null(), "{row:#}");
        }
    }
    let decided: u64 = ["created", "updated", "unchanged", "not_kept"].iter().map(|name| number(report, name)).sum();
    assert_eq!(decided, number(report, "products"), "{report:#}");
    assert!(report["stopped"].is_null(), "{report:#}");
}

/// The data records of a file, counted by another reader.
fn records(file: &Path) -> u64 {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file).expect("the file can be read");
    reader.byte_records().inspect(|record| assert!(record.is_ok(), "a record")).count() as u64
}

#[test]
fn real_files_are_accounted_for_and_twice_is_once() {
    let Some(folder) = shared() else { return };
    let (place, slug) = stopped();
    for format in ["shopify", "woocommerce"] {
        let folder = std::fs::read_dir(folder.join("catalog").join(format)).expect("a folder");
        let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|file| file.extension().is_some_and(|e| e == "csv"));
        files.sort();
        assert!(!files.is_empty(), "no files of {format}");
        for file in files {
            let name = file.to_str().expect("a path");
            let import = ["import", format, name, "--seller", &slug];
            let rows = records(&file);
            let dry = place.json(&[&import[..], &["--dry-run"]].concat());
            accounted(&dry, rows);
            let first = place.json(&import);
            accounted(&first, rows);
            for count in ["products", "created", "updated", "unchanged", "not_kept"] {
                assert_eq!(number(&dry, count), number(&first, count), "{name}: a dry run tells the same {count}");
            }
            let second = place.json(&import);
            accounted(&second, rows);
            assert_eq!((number(&second, "created"), number(&second, "updated")), (0, 0), "{name}: {second:#}");
            println!(
                "{}: {rows} rows, {} products, {} rows refused",
                file.file_name().expect("a name").display(),
                number(&first, "products"),
                number(&first, "rows_refused")
            );
        }
    }
    place.verify();
}

/// A file of many products, invented.
fn many(products: usize) -> Vec<u8> {
    let mut text = String::from(
        "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price\n",
    );
    for n in 0..products {
        text += &format!("jar-{n},Jar {n},<p>Jar number {n}.</p>,Size,Small,J{n}S,250,5,4.50\n");
        text += &format!("jar-{n},,,,Large,J{n}L,500,5,8.00\n");
    }
    text.into_bytes()
}

#[tokio::test]
async fn an_import_killed_half_way_ends_the_same() {
    const PRODUCTS: u64 = 3000;
    let (place, slug) = stopped();
    let file = place.file("many.csv", &many(PRODUCTS as usize));
    let import = ["import", "shopify", file.to_str().expect("a path"), "--seller", slug.as_str()];
    let listed = || place.json(&[&import[..], &["--dry-run"]].concat());

    let location = sampan_db::Location::File(place.data().join("sampan.db"));
    let db = sampan_db::testing::open(&location, MIGRATIONS, &Hand::default()).await;
    let mut half = place.program(&import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let jars = "select count(*) as n from names where kind = 'handle'";
    while db.query(jars, vec![]).await.expect("a count")[0].int("n") < PRODUCTS as i64 / 3 {
        assert!(half.try_wait().expect("a child of ours").is_none(), "it ended before it could be killed");
    }
    half.kill().expect("it runs");
    half.wait().expect("it has ended");

    let kept = number(&listed(), "unchanged");
    assert!(kept < PRODUCTS, "all {kept} were kept before the kill");
    let again = place.json(&import);
    accounted(&again, 2 * PRODUCTS);
    assert_eq!(number(&again, "unchanged"), kept);
    assert_eq!(number(&again, "created"), PRODUCTS - kept);
    assert_eq!(number(&listed(), "unchanged"), PRODUCTS);
    place.verify();
}

#[test]
fn files_that_make_no_sense_get_a_clear_answer() {
    let (place, slug) = stopped();
    let head = "Handle,Title,Variant Price,Variant Grams\n";
    let utf16: Vec<u8> = format!("\u{feff}{head}tea,Tea,3.00,90\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table: [(&str, Vec<u8>, Result<u64, &str>); 7] = [
        ("empty.csv", Vec::new(), Err("empty")),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(), Err("")),
        ("other.csv", b"name,colour\nTea,green\n".to_vec(), Err("Handle")),
        ("utf16.csv", utf16, Ok(1)),
        ("semicolons.csv", format!("{head}tea,Tea,3.00,90\n").replace(',', ";").into_bytes(), Ok(1)),
        ("nothing.csv", head.as_bytes().to_vec(), Err("no rows")),
        ("latin1.csv", [head.as_bytes(), b"caf\xe9,Caf\xe9,3.00,90\n"].concat(), Ok(1)),
    ];
    for (name, content, wanted) in table {
        let file = place.file(name, &content);
        let output = place.run(&["import", "shopify", file.to_str().expect("a path"), "--seller", &slug, "--json"]);
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        match wanted {
            Ok(rows) => {
                assert!(output.status.success(), "{name}: {said:#}");
                assert_eq!(number(&said, "rows"), rows, "{name}: {said:#}");
            }
            Err(word) => {
                assert_eq!(output.status.code(), Some(1), "{name}: {said:#}");
                let error = said["error"].as_str().or(said["stopped"].as_str()).unwrap_or_default();
                assert!(!error.is_empty() && error.contains(word), "{name} should speak of {word:?}: {said:#}");
            }
        }
    }
    let nobody = place.run(&["import", "shopify", "empty.csv", "--seller", "nobody-at-all"]);
    assert_eq!(nobody.status.code(), Some(1));
}
