//! People who buy one piece after another, whatever becomes of the server, and who remember what they were told.

use crate::api::text;
use crate::support::http::Client;
use crate::support::place::Place;
use sampan_db::{Command, Db, Lanes, Location, Moment, Needs, Rows, Settings};
use sampan_ids::VariantId;
use sampan_market::catalog::Stocks;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Buyers at a time.
const BUYERS: u64 = 4;
/// How long one request may go unanswered, over all that happens to the server.
const PATIENCE: Duration = Duration::from_secs(180);

/// A whole market's stock and orders, counted in the database itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    available: i64,
    reserved: i64,
    orders: i64,
    paid: i64,
}

struct Shared {
    address: Mutex<String>,
    stop: AtomicBool,
    told: Mutex<BTreeSet<String>>,
    paid: AtomicU64,
    keys: AtomicU64,
    variants: Vec<String>,
}

/// People at their purchases.
pub struct Buyers {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    before: Count,
}

impl Buyers {
    /// Lets them begin.
    pub async fn begin(place: &Place, address: &str) -> Buyers {
        let variants = goods(address);
        let before = fill(place).await;
        let shared = Arc::new(Shared {
            address: Mutex::new(address.to_owned()),
            stop: AtomicBool::new(false),
            told: Mutex::default(),
            paid: AtomicU64::new(0),
            keys: AtomicU64::new(0),
            variants,
        });
        let threads = (0..BUYERS)
            .map(|number| {
                let shared = shared.clone();
                std::thread::spawn(move || {
                    let mut turn = number;
                    while !shared.stop.load(Ordering::Relaxed) {
                        shared.buy(turn as usize);
                        turn += BUYERS;
                    }
                })
            })
            .collect();
        Buyers { shared, threads, before }
    }

    /// The server is at another address now.
    pub fn moved(&self, address: &str) {
        *self.shared.address.lock().expect("nobody panicked with it") = address.to_owned();
    }

    /// Waits until one more purchase is through: buyers go on.
    pub fn wait_for_one_more(&self) {
        let (before, until) = (self.shared.paid.load(Ordering::Relaxed), Instant::now() + PATIENCE);
        while self.shared.paid.load(Ordering::Relaxed) == before {
            assert!(Instant::now() < until, "nobody buys any more");
            assert!(self.threads.iter().all(|thread| !thread.is_finished()), "a buyer gave up");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Lets everyone finish, and compares what they were told with what is there. The server must run.
    pub async fn end(self, place: &Place) -> String {
        self.shared.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("a buyer was let down");
        }
        let told = self.shared.told.lock().expect("nobody panicked with it").clone();
        let mut anyone = Shopper::new(&self.shared);
        assert_eq!(anyone.shared.paid.load(Ordering::Relaxed), told.len() as u64);
        anyone.get("/about");
        let (sold, after) = (told.len() as i64, count(place).await);
        let wanted = Count {
            available: self.before.available - sold,
            reserved: after.reserved,
            orders: self.before.orders + sold,
            paid: self.before.paid + sold,
        };
        assert_eq!(after, wanted, "{sold} were sold, each one piece");
        place.verify();
        place.check_history();
        format!("{sold} orders placed and paid, each there once")
    }
}

/// One who buys: every request is sent again, under its key, until it is answered.
struct Shopper<'a> {
    shared: &'a Shared,
    client: Client,
}

impl<'a> Shopper<'a> {
    fn new(shared: &'a Shared) -> Shopper<'a> {
        Shopper { shared, client: Client::new("", "en") }
    }

    fn get(&mut self, path: &str) -> Value {
        self.ask(path, |client| client.try_get(path))
    }

    fn post(&mut self, path: &str, body: &Value) -> Value {
        let key = format!("buyer-{}-{}", std::process::id(), self.shared.keys.fetch_add(1, Ordering::Relaxed));
        self.ask(path, |client| client.under(&key).try_post(path, body.clone()))
    }

    fn ask(&mut self, path: &str, send: impl Fn(&mut Client) -> Result<crate::support::http::Answer, String>) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            self.client.moved(&self.shared.address.lock().expect("nobody panicked with it"));
            let instead = match send(&mut self.client) {
                Ok(answer) if answer.status < 500 => return answer.ok(),
                Ok(answer) => format!("{}: {}", answer.status, answer.text()),
                Err(error) => error,
            };
            assert!(Instant::now() < until, "{path}: {instead}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Shared {
    /// One journey of a guest in Singapore, from an empty basket to a paid order.
    fn buy(&self, turn: usize) {
        let mut shopper = Shopper::new(self);
        shopper.get("/");
        shopper.post("/preferences", &json!({ "lang": "en", "destination": "SG", "currency": "SGD" }));
        // The first thing a guest changes gives a session; its token for forms comes with the next page.
        shopper.get("/");
        let variant = &self.variants[turn % self.variants.len()];
        shopper.post("/basket/items", &json!({ "variant": variant, "quantity": 1 }));
        let form = shopper.get("/checkout");
        let placed = shopper.post(
            "/checkout",
            &json!({
                "destination": "SG",
                "address": { "name": "Mei Invented", "phone": "8123 4567", "street": "1 Nowhere Road", "unit": "#02-03",
                             "postcode": "238859" },
                "email": format!("guest-{turn}@example.com"),
                "expected": form["orders"]["total"],
            }),
        );
        let checkout = text(&placed, "checkout").to_owned();
        assert_eq!(placed["orders"].as_array().map(Vec::len), Some(1), "{placed:#}");
        let new = self.told.lock().expect("nobody panicked with it").insert(checkout.clone());
        assert!(new, "two buyers were told of one checkout");
        // An answer that was lost may have brought the sign-in; its token for forms comes with the next page.
        shopper.get(&format!("/checkouts/{checkout}"));
        let payment = shopper.post(&format!("/checkouts/{checkout}/payment"), &json!({}));
        let page = text(&payment, "location").trim_start_matches("/api/v1").to_owned();
        shopper.post(&format!("{page}/acts"), &json!({ "wish": "approve" }));
        let until = Instant::now() + PATIENCE;
        loop {
            let status = shopper.get(&format!("/checkouts/{checkout}"));
            match text(&status, "state") {
                "paid" => break,
                state => assert!(Instant::now() < until && state == "awaiting", "{status:#}"),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.paid.fetch_add(1, Ordering::Relaxed);
    }
}

/// Variants that anybody in Singapore may have sent, with a lot in stock.
fn goods(address: &str) -> Vec<String> {
    let mut anyone = Client::new(address, "en");
    anyone.get("/").ok();
    anyone.post("/preferences", json!({ "lang": "en", "destination": "SG", "currency": "SGD" }));
    let found = anyone.get("/search?kind=goods").ok();
    let listings = found["listings"].as_array().expect("listings");
    let sold = listings.iter().filter(|l| !l["price"].is_null() && l["sold_out"] == false);
    let variants: Vec<String> = sold.map(|l| crate::api::variant(&mut anyone, text(l, "id"))).collect();
    assert!(!variants.is_empty(), "nothing is sold to Singapore: {found:#}");
    variants
}

async fn count(place: &Place) -> Count {
    counted(&open(place).await).await
}

/// Puts more into stock than anybody will buy, as a second writer beside the server.
async fn fill(place: &Place) -> Count {
    let db = open(place).await;
    let mut stocks = Vec::new();
    db.each::<Stocks>(500, |stock| stocks.push(stock.variant)).await.expect("read");
    for some in stocks.chunks(200) {
        db.perform(uuid::Uuid::nil(), Fill(some.to_vec())).await.expect("decided").expect("accepted");
    }
    counted(&db).await
}

struct Fill(Vec<VariantId>);

impl Command for Fill {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none().all::<Stocks>(self.0.iter().copied())
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        for variant in &self.0 {
            let stock = rows.get::<Stocks>(variant).ok_or(())?;
            let filled = stock.set_on_hand(100_000).map_err(|_| ())?;
            rows.put::<Stocks>(filled);
        }
        Ok(())
    }
}

async fn open(place: &Place) -> Db {
    let location = place.database.clone().map_or(Location::File(place.data().join("sampan.db")), Location::Postgres);
    let db = Db::open(Settings {
        location,
        migrations: sampan_market::app::MIGRATIONS,
        lanes: Lanes::default(),
        clock: Arc::new(jiff::Timestamp::now),
        chance: sampan_db::testing::seeded(1),
    });
    db.await.expect("the database opens")
}

async fn counted(db: &Db) -> Count {
    let sql = "select (select cast(sum(on_hand - reserved) as bigint) from stocks) as available, \
               (select cast(sum(reserved) as bigint) from stocks) as reserved, \
               (select count(*) from orders) as orders, (select count(*) from orders where state = 'paid') as paid";
    let rows = db.query(sql, vec![]).await.expect("counted");
    let of = |name: &str| rows[0].int(name);
    Count { available: of("available"), reserved: of("reserved"), orders: of("orders"), paid: of("paid") }
}
