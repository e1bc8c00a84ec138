//! Everyone in the walks: invented people, and how they sign in and get their letters.

use super::http::Client;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long the program's own workers may take for what they do by themselves.
const PATIENCE: Duration = Duration::from_secs(30);

/// Signs in by e-mail address and password.
pub fn sign_in(address: &str, language: &'static str, email: &str, password: &str) -> Client {
    let mut client = Client::new(address, language);
    client.get("/sign-in").ok();
    client.post("/sign-in", json!({ "email": email, "password": password })).ok();
    client.get("/account").ok();
    client
}

/// Asks again and again until an answer will do; fails with the last one.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<T, String>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        match ask() {
            Ok(found) => return found,
            Err(instead) => assert!(Instant::now() < until, "no {what}, but {instead}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The link of the latest letter to someone that begins with a path, once it is there.
pub fn link(address: &str, to: &str, path: &str) -> String {
    let mut anyone = Client::new(address, "en");
    until(&format!("letter to {to} with a link to {path}"), || {
        let outbox = anyone.get("/outbox").ok();
        let letters = outbox["letters"].as_array().expect("letters");
        let links = letters.iter().filter(|letter| letter["to"] == to).flat_map(|letter| letter["links"].as_array());
        let found = links.flatten().filter_map(Value::as_str).find(|link| link.starts_with(path));
        found.map(str::to_owned).ok_or_else(|| format!("{} letters", letters.len()))
    })
}

/// An invented resident's number whose last character fits (GB 11643-1999, ISO 7064 MOD 11-2).
pub fn resident_id() -> String {
    const BODY: &str = "51010419900307123";
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = BODY.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{BODY}{}", b"10X98765432"[sum as usize % 11] as char)
}

/// The same with a last character that does not.
pub fn mistyped_id() -> String {
    let good = resident_id();
    let last = if good.ends_with('1') { '2' } else { '1' };
    format!("{}{last}", &good[..17])
}

/// An invented buyer's address in Chengdu, by the names of China's form.
pub const CHENGDU: [(&str, &str); 7] = [
    ("name", "李梅"),
    ("phone", "13800000000"),
    ("region", "510000"),
    ("city", "510100"),
    ("district", "510104"),
    ("street", "无名路 1 号"),
    ("postcode", "610000"),
];
