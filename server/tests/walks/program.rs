//! The program as its user meets it: started, stopped, killed, started again, told nonsense.

use crate::support::place::text;
use crate::support::{Client, Place, Running, places};
use std::collections::BTreeSet;

/// Slugs of all sellers.
fn slugs(place: &Place) -> BTreeSet<String> {
    let sellers = place.json(&["seller", "list"]);
    let sellers = sellers.as_array().expect("a list");
    sellers.iter().map(|s| s["slug"].as_str().expect("a slug").to_owned()).collect()
}

#[tokio::test]
async fn the_demo_starts_on_nothing_and_goes_on_where_it_was() {
    for place in places().await {
        let running = Running::demo(&place);
        let engine = place.database.as_ref().map_or("SQLite", |_| "PostgreSQL");
        println!("{engine}: ready after {:?}, {:?} KiB", running.took, running.memory_kib());
        assert_eq!(Client::new(&running.address, "en").page("/").status, 200);
        let first = running.people.clone();
        let roles: BTreeSet<&str> = first.iter().map(|p| p.role.as_str()).collect();
        assert_eq!(roles, BTreeSet::from(["buyer", "operator", "seller"]));
        assert!(running.interrupt().success(), "Ctrl-C is a clean end");
        let before = slugs(&place);
        assert!(before.len() >= 40, "{} sellers", before.len());

        let running = Running::demo(&place);
        let second = running.people.clone();
        let emails = |people: &[_]| people.iter().map(|p: &crate::support::running::SignIn| p.email.clone()).collect();
        let (emails_first, emails_second): (Vec<String>, Vec<String>) = (emails(&first), emails(&second));
        assert_eq!(emails_first, emails_second);
        for (first, second) in first.iter().zip(&second) {
            assert_ne!(first.password, second.password, "{} has a fresh password", first.role);
        }
        assert_eq!(slugs(&place), before, "the same sellers, while the server runs");
        drop(running);
        place.verify();
    }
}

#[tokio::test]
async fn a_killed_program_loses_nothing() {
    for place in places().await {
        let running = Running::demo(&place);
        running.kill();
        place.verify();
        let before = slugs(&place);
        let running = Running::demo(&place);
        assert_eq!(Client::new(&running.address, "en").page("/").status, 200);
        assert_eq!(slugs(&place), before);
        running.kill();
        place.verify();
    }
}

#[test]
fn nonsense_gets_a_clear_answer() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let (port, folder) = (port.as_str(), Place::new());
    let file = folder.file("file", b"not a folder");
    let file = file.to_str().expect("a path");
    let table: [(&[&str], &str); 6] = [
        (&["demo", "--port", port], "cannot be listened on"),
        (&["demo", "--port", "0", "--database", "postgres://nobody@127.0.0.1:1/none"], "127.0.0.1:1"),
        (&["verify", "--database", "mysql://127.0.0.1/none"], "postgres://"),
        (&["seller", "list", "--data", file], "cannot be made"),
        (&["serve", "--port", "0", "--smtp", "nowhere"], "host:port"),
        (&["serve", "--port", "0", "--trusted", "the proxy"], "the proxy"),
    ];
    for (args, wanted) in table {
        for json in [false, true] {
            let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_sampan"));
            program.args(args).env_remove("SAMPAN_DATABASE").current_dir(folder.data().parent().expect("a folder"));
            if json {
                program.arg("--json");
            }
            let output = program.output().expect("the program starts");
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            assert_eq!(output.status.code(), Some(1), "{args:?}\n{out}\n{err}");
            let said = if json {
                let answer: serde_json::Value = serde_json::from_str(&out).expect("one JSON document");
                answer["error"].as_str().expect("an error").to_owned()
            } else {
                err
            };
            assert!(said.contains(wanted), "{args:?} should speak of {wanted:?}, not say\n{said}");
            assert!(!said.contains("panicked"), "{said}");
        }
    }
}
