//! A draft of law on the command line: over the demo's catalogue, over a file, and nonsense.

use crate::support::Place;
use crate::support::place::text;
use serde_json::{Value, json};

const DRAFT: &str = "market,measure,hs,rate,from\nSG,gst,0813,+1%,2027-01-01\n";

/// Runs the command; whether it succeeded, what it printed, what it complained of.
fn whatif(args: &[&str]) -> (bool, String, String) {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_sampan"));
    let output = program.arg("whatif").args(args).env_remove("SAMPAN_DATABASE").output().expect("the program starts");
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

fn listing(id: &str, hs: &str) -> Value {
    json!({
        "id": id, "seller": "orchard", "state": "MI",
        "line": { "id": "1", "hs": hs, "origin": "US", "quantity": 1,
                  "unit_price": { "amount": "20.00", "currency": "USD" }, "net_weight_g": "400" },
        "offers": [{ "destination": "SG", "ways": [{ "mode": "express" }], "pieces": 10 }],
    })
}

#[test]
fn a_draft_over_the_demo_and_over_a_file_of_listings() {
    let folder = Place::new();
    let draft = folder.file("more-tax.csv", DRAFT.as_bytes());
    let draft = draft.to_str().expect("a path");
    let (done, out, err) = whatif(&["--change", draft, "--catalogue", "demo", "--json"]);
    assert!(done, "{err}");
    let report: Value = serde_json::from_str(&out).expect("a report");
    assert_eq!((&report["draft"], &report["date"]), (&"more-tax".into(), &"2027-01-01".into()));
    assert!(report["total"]["dearer"].as_u64().expect("a number") > 0, "dried fruit sells in Singapore: {report}");
    assert_eq!(report["total"]["touched"], report["by_destination"][0]["impact"]["touched"]);

    // Both shapes of a file say the same: 20 USD are 26 SGD, 9 % make 28.34 and 10 % 28.60, 0.9 % more.
    let listings = [listing("cherries", "08134090"), listing("toy", "95030060")];
    let lines: String = listings.iter().map(|listing| format!("{listing}\n")).collect();
    let list = Value::from(listings.to_vec()).to_string();
    let mut reports = Vec::new();
    for (name, content) in [("list.json", list), ("lines.jsonl", lines)] {
        let file = folder.file(name, content.as_bytes());
        let file = file.to_str().expect("a path");
        let (done, out, err) = whatif(&["--change", draft, "--catalogue", file, "--elasticities=-2", "--json"]);
        assert!(done, "{err}");
        reports.push(serde_json::from_str::<Value>(&out).expect("a report"));
        let (done, out, _) = whatif(&["--change", draft, "--catalogue", file, "--elasticities=-2"]);
        assert!(done && out.contains("assumed: demand for all goods moves by -2 %"), "{out}");
    }
    assert_eq!(reports[0], reports[1]);
    let total = &reports[0]["total"];
    assert_eq!((&total["dearer"], &total["price_change"], &total["pieces"]), (&1.into(), &"0.9".into(), &10.into()));
}

#[test]
fn a_draft_that_makes_no_sense_is_told_why() {
    let folder = Place::new();
    let file = |name: &str, text: &str| folder.file(name, text.as_bytes()).to_str().expect("a path").to_owned();
    let (good, bad) = (file("good.csv", DRAFT), file("bad.csv", "market,measure,rate\nXX,gst,1%\n"));
    let odd = file("odd.jsonl", "{\"id\": 1}\n");
    let nowhere = folder.data();
    let table: [(&[&str], &str); 6] = [
        (&["--change", "none.csv", "--catalogue", "demo"], "cannot be opened"),
        (&["--change", &bad, "--catalogue", "demo"], "no market of the book"),
        (&["--change", &good, "--catalogue", "none.jsonl"], "none.jsonl"),
        (&["--change", &good, "--catalogue", &odd], "line 1"),
        (&["--change", &good, "--catalogue", "demo", "--elasticities", "much"], "--elasticities"),
        (&["--change", &good, "--data", nowhere.to_str().expect("a path")], "--catalogue demo"),
    ];
    for (args, wanted) in table {
        let (done, _, err) = whatif(args);
        assert!(!done && err.contains(wanted), "{args:?}: {err}");
    }
}
