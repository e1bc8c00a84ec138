//! Many buyers after few pieces, over HTTP, at two processes where the engine allows it: exactly as many orders are paid as
//! there were pieces, whoever walks away meanwhile.
//!
//! `SAMPAN_RACE_BUYERS=1000 SAMPAN_RACE_RUNS=20` makes it the full race; by default it is a short one.

use crate::support::{Client, Place, Running, places};
use sampan_db::{Command, Db, Location, Moment, Needs, Rows};
use sampan_ids::VariantId;
use sampan_market::app::MIGRATIONS;
use sampan_market::catalog::Stocks;
use sampan_market::checkout::Checkouts;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces on the shelf.
const PIECES: u32 = 50;
/// Buyers who are at it at the same moment.
const AT_ONCE: usize = 48;
/// Every so manieth buyer who gets a piece calls the order off instead of paying.
const WALKS_AWAY: usize = 5;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[tokio::test]
async fn as_many_orders_are_paid_as_there_were_pieces() {
    for place in places().await {
        let mut processes = vec![Running::demo(&place)];
        let second = place.beside();
        if place.database.is_some() {
            processes.push(Running::demo(&second));
        }
        let db = open(&place).await;
        let (variant, price) = goods(&processes[0].address);
        for run in 0..number("SAMPAN_RACE_RUNS", 1) {
            let before = paid(&db, variant).await;
            stock(&db, variant).await;
            let won = race(&processes, run, variant, &price);
            assert_eq!(won, PIECES as usize, "run {run}");
            assert_eq!(paid(&db, variant).await - before, PIECES as usize, "run {run}");
            let left = db.find::<Stocks>(&variant).await.expect("read").expect("a stock");
            assert_eq!(left.on_hand, left.reserved, "run {run}: a piece is left over");
            place.verify();
            // The next run's pieces are put on the shelf by hand, which is not in its history.
            if run == 0 {
                place.check_history();
            }
        }
        for process in processes {
            assert!(process.interrupt().success());
        }
    }
}

/// Lets everyone loose. Gives how many were told that they have paid.
fn race(processes: &[Running], run: usize, variant: VariantId, price: &Value) -> usize {
    let buyers = number("SAMPAN_RACE_BUYERS", 200);
    let (next, got, won) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|threads| {
        for thread in 0..AT_ONCE {
            let address = &processes[thread % processes.len()].address;
            let (next, got, won) = (&next, &got, &won);
            threads.spawn(move || {
                loop {
                    let buyer = next.fetch_add(1, Ordering::Relaxed);
                    // Once everyone has tried, those who were too late try again for what others gave back.
                    if buyer >= buyers && won.load(Ordering::Relaxed) >= PIECES as usize {
                        return;
                    }
                    buys(address, &format!("{run}-{buyer}"), variant, price, got, won);
                }
            });
        }
    });
    won.load(Ordering::Relaxed)
}

/// One buyer: orders a piece if there is one, and pays or walks away.
fn buys(address: &str, name: &str, variant: VariantId, price: &Value, got: &AtomicUsize, won: &AtomicUsize) {
    let mut program = Client::new(address, "en");
    let order = json!({
        "items": [{ "variant": variant.to_string(), "quantity": 1 }], "destination": "SG", "expected": price,
        "email": format!("{name}@race.example"),
        "address": { "name": "Kai Invented", "phone": "81234567", "street": "1 Nowhere Road", "postcode": "238859" },
    });
    let answer = program.under(&format!("race-{name}")).post("/checkout", order);
    if answer.status != 201 {
        assert_eq!(answer.refused(409), "stock_short");
        return;
    }
    let placed = answer.ok();
    let path = format!("/checkouts/{}", placed["checkout"].as_str().expect("an id"));
    let mut guest = Client::new(address, "en").with_token(placed["access_token"].as_str().expect("a token"));
    if got.fetch_add(1, Ordering::Relaxed).is_multiple_of(WALKS_AWAY) {
        assert_eq!(guest.post(&format!("{path}/cancellation"), json!({})).ok()["state"], "cancelled");
        return;
    }
    let payment = guest.post(&format!("{path}/payment"), json!({})).ok();
    let sandbox = payment["location"].as_str().expect("a place to pay").trim_start_matches("/api/v1").to_owned();
    guest.post(&format!("{sandbox}/acts"), json!({ "wish": "approve" })).ok();
    assert_eq!(guest.get(&path).ok()["state"], "paid");
    won.fetch_add(1, Ordering::Relaxed);
}

/// Goods that are sold to Singapore, and what one piece costs there.
fn goods(address: &str) -> (VariantId, Value) {
    let mut buyer = Client::new(address, "en");
    let found = buyer.get("/search?kind=goods").ok();
    let sold = |card: &&Value| !card["price"].is_null() && card["sold_out"] == false && card["choices"] == 1;
    let card = found["listings"].as_array().expect("listings").iter().find(sold).expect("goods");
    let product = buyer.get(&format!("/listings/{}", card["id"].as_str().expect("an id"))).ok();
    let variant = product["variant"]["id"].as_str().expect("an id").parse().expect("an id");
    (variant, product["variant"]["price"]["charged"].clone())
}

async fn open(place: &Place) -> Db {
    let location = match &place.database {
        Some(url) => Location::Postgres(url.clone()),
        None => Location::File(place.data().join("sampan.db")),
    };
    let (clock, chance) = (std::sync::Arc::new(jiff::Timestamp::now), sampan_db::testing::seeded(1));
    let settings = sampan_db::Settings { location, migrations: MIGRATIONS, lanes: Default::default(), clock, chance };
    Db::open(settings).await.expect("the program's database")
}

/// Checkouts of a variant's goods that are paid.
async fn paid(db: &Db, variant: VariantId) -> usize {
    let orders = db.select::<sampan_market::orders::Orders>("where t.state = 'paid'", Vec::new()).await.expect("read");
    let of_it =
        |order: &sampan_market::orders::StoredOrder| order.order.lines.iter().any(|line| line.variant == variant);
    let paid = db.select::<Checkouts>("where t.state = 'paid'", Vec::new()).await.expect("read");
    let paid: Vec<_> = paid.iter().flat_map(|placed| &placed.checkout.orders).collect();
    orders.iter().filter(|order| of_it(order) && paid.contains(&&order.order.id)).count()
}

/// Puts the pieces on the shelf, beside those that are promised already.
async fn stock(db: &Db, variant: VariantId) {
    db.perform(variant.0, Shelve(variant)).await.expect("decided").expect("accepted");
}

struct Shelve(VariantId);

impl Command for Shelve {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Stocks>(self.0)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let mut stock = rows.get::<Stocks>(&self.0).cloned().ok_or(())?;
        stock.on_hand = stock.reserved + PIECES;
        rows.put::<Stocks>(stock);
        Ok(())
    }
}
