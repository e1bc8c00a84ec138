//! One guest's purchase, request by request, by the programming interface.

use crate::bench::client::{Answer, Client, Target};
use crate::bench::timing::Timings;
use anyhow::{Context, bail, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

/// The steps, and at the end the whole journey.
pub const NAMES: [&str; 8] = ["open", "add", "checkout", "place", "payment", "pay", "paid", "journey"];
/// The language asked for; whoever asks in English buys for Singapore.
pub const LANGUAGE: &str = "en";
/// The place that goes with it.
const PLACE: &str = "SG";
/// Listings that are enough.
const ENOUGH: usize = 2_000;
/// Products tried before it is said that everything is sold out.
const TRIES: usize = 25;

/// The goods on the first pages of every shelf that have a price at the door.
pub async fn learn(client: &mut Client) -> Result<Vec<String>, anyhow::Error> {
    let home = client.get("/api/v1/").await?.json()?;
    let shelves: Vec<String> =
        each(&home["shelves"]).filter_map(|shelf| Some(shelf["href"].as_str()?.to_owned())).collect();
    let mut found = BTreeSet::new();
    for shelf in shelves {
        let mut path = format!("/api/v1{shelf}");
        while found.len() < ENOUGH {
            let list = client.get(&path).await?.json()?;
            let sold = each(&list["listings"])
                .filter(|card| !card["price"].is_null() && card["sold_out"] == false && card["service"] == "");
            found.extend(sold.filter_map(|card| Some(card["id"].as_str()?.to_owned())));
            match list["next"].as_str() {
                Some(next) => path = format!("/api/v1{}", next.trim_start_matches("/api/v1")),
                None => break,
            }
        }
    }
    ensure!(!found.is_empty(), "nothing is sold to {PLACE}");
    Ok(found.into_iter().collect())
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Someone who buys again and again, each time as another guest.
pub struct Buyer {
    client: Client,
    name: String,
    serial: u64,
    chance: fastrand::Rng,
    listings: Arc<[String]>,
}

impl Buyer {
    /// A buyer with a name that no other has.
    pub fn new(target: &Target, name: String, seed: u64, listings: Arc<[String]>) -> Buyer {
        let (client, chance) = (Client::new(target, LANGUAGE), fastrand::Rng::with_seed(seed));
        Buyer { client, name, serial: 0, chance, listings }
    }

    /// Buys one piece of something. Says whether it was seen to be paid.
    pub async fn buys(&mut self, timings: &mut Timings) -> bool {
        self.client.forget();
        self.serial += 1;
        let mut at = Step { timings, number: 0, began: Instant::now() };
        match self.journey(&mut at).await {
            Ok(()) => true,
            Err(error) => at.timings.done(at.number, at.began, Err(error)),
        }
    }

    async fn journey(&mut self, at: &mut Step<'_>) -> Result<(), anyhow::Error> {
        let variant = self.open().await?;
        at.next();
        let body = format!(r#"{{"variant":"{variant}","quantity":1}}"#);
        let added = self.client.post("/api/v1/basket/items", &body, &self.key("add")).await?;
        holds(&added, 200, &format!(r#""variant":"{variant}""#))?;
        at.next();
        let asked = self.client.get("/api/v1/checkout").await?;
        let order = order(&asked, &format!("{}-{}@buyer.example", self.name, self.serial))?;
        at.next();
        let placed = self.client.post("/api/v1/checkout", &order, &self.key("place")).await?;
        holds(&placed, 201, r#""state":"awaiting""#)?;
        let checkout = text(&placed, r#""checkout":""#)?.to_owned();
        at.next();
        let path = format!("/api/v1/checkouts/{checkout}/payment");
        let payment = self.client.post(&path, "{}", &self.key("payment")).await?;
        holds(&payment, 200, r#""location":""#)?;
        let sandbox = text(&payment, r#""location":""#)?;
        let sandbox = format!("/api/v1{}/acts", sandbox.trim_start_matches("/api/v1"));
        at.next();
        let paid = self.client.post(&sandbox, r#"{"wish":"approve"}"#, &self.key("pay")).await?;
        holds(&paid, 200, r#""state":"charged""#)?;
        at.next();
        let seen = self.client.get(&format!("/api/v1/checkouts/{checkout}")).await?;
        holds(&seen, 200, r#""state":"paid""#)?;
        at.next();
        Ok(())
    }

    /// Opens products until one can be bought.
    async fn open(&mut self) -> Result<String, anyhow::Error> {
        for _ in 0..TRIES {
            let listing = &self.listings[self.chance.usize(..self.listings.len())];
            let answer = self.client.get(&format!("/api/v1/listings/{listing}")).await?;
            holds(&answer, 200, listing)?;
            let body = std::str::from_utf8(answer.body)?;
            let chosen = body.split_once(r#""variant":{"id":""#).and_then(|(_, rest)| rest.split_once('"'));
            match chosen {
                Some((variant, rest)) if rest.contains(r#""buyable":true"#) => return Ok(variant.to_owned()),
                _ => {}
            }
        }
        bail!("everything is sold out; --stock, with the server's --data or --database, puts pieces on the shelves")
    }

    fn key(&self, step: &str) -> String {
        format!("bench-{}-{}-{step}", self.name, self.serial)
    }
}

/// The step that is under way.
struct Step<'a> {
    timings: &'a mut Timings,
    number: usize,
    began: Instant,
}

impl Step<'_> {
    fn next(&mut self) {
        self.timings.done(self.number, self.began, Ok(()));
        self.number += 1;
        self.began = Instant::now();
    }
}

/// The order for what is shown: to an invented address, by the way of delivery that is chosen, at the amount that is
/// asked.
fn order(asked: &Answer<'_>, email: &str) -> Result<String, anyhow::Error> {
    let form = asked.json()?;
    let orders = &form["orders"];
    ensure!(orders["ready"] == true, "the basket cannot be ordered: {orders}");
    ensure!(orders["destination"] == PLACE, "it goes to {}", orders["destination"]);
    let mut deliveries = serde_json::Map::new();
    for order in each(&orders["orders"]) {
        let chosen = each(&order["deliveries"]).find(|way| way["chosen"] == true).context("no way of delivery")?;
        deliveries.insert(order["seller"].as_str().unwrap_or_default().to_owned(), chosen["code"].clone());
    }
    let address = serde_json::json!({ "name": "Kai Invented", "phone": "81234567", "street": "1 Nowhere Road", "postcode": "238859" });
    let order = serde_json::json!({
        "destination": PLACE, "basket": form["basket"], "address": address, "email": email,
        "deliveries": deliveries, "expected": orders["total"],
    });
    Ok(order.to_string())
}

fn holds(answer: &Answer<'_>, status: u16, wanted: &str) -> Result<(), anyhow::Error> {
    let body = std::str::from_utf8(answer.body)?;
    ensure!(answer.status == status && body.contains(wanted), "status {}: {}", answer.status, answer.beginning());
    Ok(())
}

/// The text that follows the first of these words, up to the quotation mark.
fn text<'a>(answer: &'a Answer<'_>, after: &str) -> Result<&'a str, anyhow::Error> {
    let body = std::str::from_utf8(answer.body)?;
    let found = body.split_once(after).and_then(|(_, rest)| rest.split_once('"'));
    found.map(|(text, _)| text).with_context(|| format!("no {after} in {}", answer.beginning()))
}
