//! A copy made while people buy, and put back in another place; and everything that must not be put back.

use crate::api::buy;
use crate::support::people::sign_in;
use crate::support::place::text;
use crate::support::running::SignIn;
use crate::support::{Client, Place, Running, places};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

fn restore(place: &Place, file: &Path, more: &[&str]) -> (bool, String) {
    let output = place.program(&["restore"]).arg(file).args(more).output().expect("the program starts");
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

/// Buys until told to stop; gives how many pieces.
fn buys(address: &str, buyer: &SignIn, stop: &AtomicBool) -> usize {
    let mut buyer = sign_in(address, "zh-CN", &buyer.email, &buyer.password);
    buyer.post("/preferences", json!({ "lang": "zh-Hans", "destination": "CN", "currency": "CNY" }));
    let found = buyer.get("/search?kind=goods").ok();
    let listings = found["listings"].as_array().expect("listings");
    let sold = |l: &&Value| !l["price"].is_null() && l["sold_out"] == false;
    let listing = listings.iter().find(sold).expect("something is sold to China");
    let variant = crate::api::variant(&mut buyer, listing["id"].as_str().expect("an id"));
    let mut bought = 0;
    while !stop.load(Ordering::Relaxed) && bought < 12 {
        buy(&mut buyer, &variant, 1, "approve");
        bought += 1;
    }
    bought
}

#[tokio::test]
async fn a_copy_made_while_people_buy_is_whole_and_can_be_put_back() {
    let (firsts, seconds) = (places().await, places().await);
    for (place, other) in firsts.iter().zip(&seconds) {
        let running = Running::demo(place);
        let file = place.file("x", b"").with_file_name("copy.sampan");
        let stop = AtomicBool::new(false);
        let said = std::thread::scope(|scope| {
            let (address, buyer) = (running.address.clone(), running.person("buyer").clone());
            let stop = &stop;
            let buying = scope.spawn(move || buys(&address, &buyer, stop));
            let said = place.json(&["backup", file.to_str().expect("a path")]);
            stop.store(true, Ordering::Relaxed);
            buying.join().expect("the server went on");
            said
        });
        assert_eq!(said["bytes"], std::fs::metadata(&file).expect("the copy").len(), "{said:#}");
        let again = place.run(&["backup", file.to_str().expect("a path")]);
        assert!(!again.status.success() && text(&again.stderr).contains("there already"), "{}", text(&again.stderr));

        let key = Path::new(said["key"].as_str().expect("where the key is"));
        let secret = std::fs::read(key).expect("the key");
        let copy = std::fs::read(&file).expect("the copy");
        assert!(!secret.is_empty() && !copy.windows(secret.len()).any(|part| part == secret), "the key is not in it");

        let (done, said) = restore(other, &file, &[]);
        assert!(!done && said.contains("key file"), "without its key nothing is put back: {said}");
        std::fs::create_dir_all(other.data()).expect("a folder");
        std::fs::copy(key, other.data().with_file_name("data.key")).expect("the key is put back");
        let (done, said) = restore(other, &file, &[]);
        assert!(done && said.contains("all agree"), "{said}");

        let (done, said) = restore(other, &file, &[]);
        assert!(!done && said.contains("not empty"), "{said}");
        let (done, said) = restore(place, &file, &["--replace"]);
        assert!(!done && said.contains("running process"), "the server runs: {said}");
        assert!(running.interrupt().success());
        let (done, said) = restore(place, &file, &["--replace"]);
        assert!(done && said.contains("all agree"), "{said}");

        let risen = Running::demo(other);
        assert_eq!(Client::new(&risen.address, "en").page("/").status, 200);
        let operator = risen.person("operator");
        let mut operator = sign_in(&risen.address, "en", &operator.email, &operator.password);
        let orders = operator.get("/operator/orders").ok();
        assert!(orders.to_string().contains("orders"), "{orders:#}");
        drop(risen);
        other.verify();
    }
}

#[tokio::test]
async fn what_is_no_backup_or_another_engine_s_is_named_and_leaves_everything_as_it_is() {
    let here = Place::new();
    here.json(&["seller", "list"]);
    let lite = here.file("x", b"").with_file_name("lite.sampan");
    here.json(&["backup", lite.to_str().expect("a path")]);
    let whole = std::fs::read(&lite).expect("the copy");
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("nothing", Vec::new(), "no backup"),
        ("a table", b"Handle,Title\na,A\n".to_vec(), "no backup"),
        ("a dump", b"PGDMP\x01\x0e\x00".to_vec(), "PostgreSQL"),
        ("half", whole[..whole.len() / 3].to_vec(), "cannot be put back"),
        ("no database", [b"SQLite format 3\0".to_vec(), vec![7; 5_000]].concat(), "cannot be put back"),
    ];
    for (name, content, wanted) in cases {
        let file = here.file(name, &content);
        let (done, said) = restore(&here, &file, &["--replace"]);
        assert!(!done && said.contains(wanted), "{name}: {said}");
        assert!(!said.contains("panicked"), "{said}");
        here.verify();
    }
    let (done, said) = restore(&here, &here.data().join("none"), &[]);
    assert!(!done && said.contains("none"), "{said}");
    for there in places().await.iter().filter(|place| place.database.is_some()) {
        std::fs::create_dir_all(there.data()).expect("a folder");
        std::fs::copy(here.data().with_file_name("data.key"), there.data().with_file_name("data.key")).expect("a key");
        let (done, said) = restore(there, &lite, &[]);
        assert!(!done && said.contains("SQLite") && said.contains("PostgreSQL"), "{said}");
    }
}
