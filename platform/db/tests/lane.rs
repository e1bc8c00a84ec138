//! A lane on both engines with one kind of order: pieces of one stock are sold to many, and an auditor counts again.

use jiff::SignedDuration;
use sampan_db::once;
use sampan_db::outbox::{self, Settle};
use sampan_db::record::Record;
use sampan_db::testing::{Hand, databases, open};
use sampan_db::{
    Column, Command, Db, DbError, Moment, Needs, OnceKey, OnceRefusal, PerformError, Replied, Row, Rows, Table, Value,
};
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__start", include_str!("../../../migrations/V1__start.sql")),
    (
        "V2__shop",
        "create table shelves (cell bigint not null, stock_id uuid not null, left_over bigint not null,
            version bigint not null, primary key (cell, stock_id));
         create table sales (cell bigint not null, sale_id uuid not null, stock_id uuid not null,
            buyer text not null, version bigint not null, primary key (cell, sale_id));",
    ),
];

#[derive(Clone)]
struct Stock {
    id: Uuid,
    left: i64,
}
struct Stocks;
impl Record for Stocks {
    type Key = Uuid;
    type Item = Stock;
    const TABLE: Table =
        Table { name: "shelves", key: &[Column::id("stock_id")], columns: &[Column::int("left_over")] };
    fn key(item: &Stock) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Stock) -> Vec<Value> {
        vec![item.left.into()]
    }
    fn read(row: &Row) -> Result<Stock, DbError> {
        Ok(Stock { id: row.id("stock_id"), left: row.int("left_over") })
    }
}

#[derive(Clone)]
struct Sale {
    id: Uuid,
    stock: Uuid,
    buyer: String,
}
struct Sales;
impl Record for Sales {
    type Key = Uuid;
    type Item = Sale;
    const TABLE: Table = Table {
        name: "sales",
        key: &[Column::id("sale_id")],
        columns: &[Column::id("stock_id"), Column::text("buyer")],
    };
    fn key(item: &Sale) -> Uuid {
        item.id
    }
    fn key_values(key: &Uuid) -> Vec<Value> {
        vec![(*key).into()]
    }
    fn write(item: &Sale) -> Vec<Value> {
        vec![item.stock.into(), item.buyer.as_str().into()]
    }
    fn read(row: &Row) -> Result<Sale, DbError> {
        Ok(Sale { id: row.id("sale_id"), stock: row.id("stock_id"), buyer: row.text("buyer").to_owned() })
    }
}

fn id(at: &Moment) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&at.random().to_be_bytes());
    bytes[8..].copy_from_slice(&at.random().to_be_bytes());
    Uuid::from_bytes(bytes)
}

struct Stocked(Uuid, i64);
impl Command for Stocked {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Stocks>(self.0)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        rows.put::<Stocks>(Stock { id: self.0, left: self.1 });
        Ok(())
    }
}

struct Buy {
    stock: Uuid,
    buyer: String,
}
impl Command for Buy {
    type Reply = i64;
    type Refusal = String;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Stocks>(self.stock)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<i64, String> {
        let mut stock = rows.get::<Stocks>(&self.stock).cloned().ok_or("no such stock")?;
        stock.left -= 1;
        let left = stock.left;
        // Written before the check on purpose: a refusal has to put this back.
        rows.put::<Stocks>(stock);
        rows.put::<Sales>(Sale { id: id(at), stock: self.stock, buyer: self.buyer.clone() });
        rows.tell(id(at), self.stock, "mail", self.buyer.clone(), at);
        if self.buyer == "clumsy" {
            panic!("a buyer who breaks things");
        }
        if left < 0 { Err("sold out".to_owned()) } else { Ok(left) }
    }
}

/// Counts again what the lanes should have kept true.
async fn audit(db: &Db, stock: Uuid, stocked: i64) {
    let left = db.find::<Stocks>(&stock).await.unwrap().unwrap().left;
    let sales = db.select::<Sales>("where t.stock_id = $1", vec![stock.into()]).await.unwrap();
    assert!(left >= 0);
    assert_eq!(left + sales.len() as i64, stocked);
    let told = db.query("select count(*) as n from outbox", vec![]).await.unwrap()[0].int("n");
    assert_eq!(told, sales.len() as i64, "one event a sale, none for a refusal");
}

async fn each(test: impl AsyncFn(Db, Hand)) {
    for database in databases().await {
        let hand = Hand::default();
        test(open(&database.location, MIGRATIONS, &hand).await, hand).await;
    }
}

fn stock() -> Uuid {
    Uuid::parse_str("01900000-0000-7007-8000-000000000001").unwrap()
}

#[tokio::test]
async fn the_last_piece_is_sold_once() {
    each(async |db, _| {
        db.perform(stock(), Stocked(stock(), 50)).await.unwrap().unwrap();
        let buyers = (0..400).map(|i| {
            let db = db.clone();
            tokio::spawn(async move {
                db.perform(stock(), Buy { stock: stock(), buyer: format!("buyer {i}") }).await.unwrap()
            })
        });
        let mut sold = 0;
        for buyer in buyers.collect::<Vec<_>>() {
            sold += usize::from(buyer.await.unwrap().is_ok());
        }
        assert_eq!(sold, 50);
        audit(&db, stock(), 50).await;
        assert!(db.counts().batches.load(std::sync::atomic::Ordering::Relaxed) < 401, "commands share commits");
    })
    .await;
}

#[tokio::test]
async fn two_programs_on_one_database_do_not_sell_a_piece_twice() {
    for database in databases().await {
        let (one, two) = (Hand::default(), Hand::default());
        let a = open(&database.location, MIGRATIONS, &one).await;
        two.advance(SignedDuration::from_hours(1));
        let b = Db::open(sampan_db::Settings {
            location: database.location.clone(),
            migrations: MIGRATIONS,
            lanes: Default::default(),
            clock: two.clock(),
            chance: sampan_db::testing::seeded(99),
        })
        .await
        .unwrap();
        a.perform(stock(), Stocked(stock(), 30)).await.unwrap().unwrap();
        let buyers: Vec<_> = (0..120)
            .map(|i| {
                let db = if i % 2 == 0 { a.clone() } else { b.clone() };
                tokio::spawn(async move {
                    db.perform(stock(), Buy { stock: stock(), buyer: format!("buyer {i}") }).await.unwrap()
                })
            })
            .collect();
        let mut sold = 0;
        for buyer in buyers {
            sold += usize::from(buyer.await.unwrap().is_ok());
        }
        assert_eq!(sold, 30);
        audit(&a, stock(), 30).await;
    }
}

#[tokio::test]
async fn a_panic_fails_its_own_command_alone() {
    each(async |db, _| {
        db.perform(stock(), Stocked(stock(), 5)).await.unwrap().unwrap();
        let clumsy = db.perform(stock(), Buy { stock: stock(), buyer: "clumsy".to_owned() });
        let careful = db.perform(stock(), Buy { stock: stock(), buyer: "careful".to_owned() });
        let (clumsy, careful) = tokio::join!(clumsy, careful);
        assert_eq!(clumsy, Err(PerformError::Panicked));
        assert_eq!(careful, Ok(Ok(4)));
        audit(&db, stock(), 5).await;
    })
    .await;
}

fn sold_out(replayed: bool) -> OnceRefusal<String> {
    OnceRefusal::Refused(Replied { reply: "sold out".to_owned(), replayed })
}

#[tokio::test]
async fn a_repeated_request_gets_its_first_answer() {
    each(async |db, _| {
        db.perform(stock(), Stocked(stock(), 1)).await.unwrap().unwrap();
        let key = |n: u8, body: u8| Some(OnceKey { id: Uuid::from_bytes([n; 16]), body: [body; 32] });
        let buy = || Buy { stock: stock(), buyer: "twice".to_owned() };
        // At the same moment, in one batch perhaps, and again later.
        let (a, b) =
            tokio::join!(db.perform_once(stock(), key(1, 1), buy()), db.perform_once(stock(), key(1, 1), buy()));
        let (a, b) = (a.unwrap().unwrap(), b.unwrap().unwrap());
        assert_eq!((a.reply, b.reply), (0, 0));
        assert_eq!(usize::from(a.replayed) + usize::from(b.replayed), 1);
        let other = db.perform_once(stock(), key(1, 2), buy()).await.unwrap();
        assert_eq!(other, Err(OnceRefusal::KeyReused));
        for i in 0..2 {
            let refused = db.perform_once(stock(), key(2, 1), buy()).await.unwrap();
            assert_eq!(refused, Err(sold_out(i > 0)));
        }
        // A refusal is kept even when it would no longer be refused.
        db.perform(stock(), Stocked(stock(), 5)).await.unwrap().unwrap();
        let still = db.perform_once(stock(), key(2, 1), buy()).await.unwrap();
        assert_eq!(still, Err(sold_out(true)));
    })
    .await;
}

/// Says that it has begun, and then holds its lane until it is let go.
struct Hold(std::sync::mpsc::Sender<()>, std::sync::Mutex<std::sync::mpsc::Receiver<()>>);
impl Command for Hold {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
    }
    fn decide(&self, _: &mut Rows, _: &Moment) -> Result<(), ()> {
        self.0.send(()).unwrap();
        self.1.lock().unwrap().recv().unwrap();
        Ok(())
    }
}

#[tokio::test]
async fn who_comes_to_a_full_queue_is_told_at_once() {
    for database in databases().await {
        let db = Db::open(sampan_db::Settings {
            location: database.location.clone(),
            migrations: MIGRATIONS,
            lanes: sampan_db::Lanes { count: 1, queue: 2 },
            clock: Hand::default().clock(),
            chance: sampan_db::testing::seeded(5),
        })
        .await
        .unwrap();
        db.perform(stock(), Stocked(stock(), 9)).await.unwrap().unwrap();
        let (begins, begun) = std::sync::mpsc::channel();
        let (let_go, go) = std::sync::mpsc::channel();
        let held = tokio::spawn({
            let (db, hold) = (db.clone(), Hold(begins, go.into()));
            async move { db.perform(stock(), hold).await }
        });
        tokio::task::spawn_blocking(move || begun.recv()).await.unwrap().unwrap();
        let buy = || db.perform(stock(), Buy { stock: stock(), buyer: "b".to_owned() });
        let (mut first, mut second) = (Box::pin(buy()), Box::pin(buy()));
        assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
        assert_eq!(buy().await, Err(PerformError::Busy));
        let_go.send(()).unwrap();
        assert_eq!(held.await.unwrap(), Ok(Ok(())));
        assert_eq!((first.await, second.await), (Ok(Ok(8)), Ok(Ok(7))));
        audit(&db, stock(), 9).await;
    }
}

#[tokio::test]
async fn answers_are_forgotten_after_thirty_days_and_not_before() {
    each(async |db, hand| {
        db.perform(stock(), Stocked(stock(), 5)).await.unwrap().unwrap();
        let key = |n: u8| Some(OnceKey { id: Uuid::from_bytes([n; 16]), body: [n; 32] });
        let buy = async |n: u8| {
            let buy = Buy { stock: stock(), buyer: "again".to_owned() };
            db.perform_once(stock(), key(n), buy).await.unwrap().unwrap().replayed
        };
        assert_eq!((buy(1).await, buy(2).await), (false, false));
        hand.advance(SignedDuration::from_hours(29 * 24));
        assert_eq!(once::forget(&db).await.unwrap(), 0);
        assert_eq!((buy(2).await, buy(3).await), (true, false));
        hand.advance(SignedDuration::from_hours(2 * 24));
        assert_eq!(once::forget(&db).await.unwrap(), 2);
        assert_eq!(once::forget(&db).await.unwrap(), 0);
        assert_eq!((buy(3).await, buy(1).await), (true, false));
    })
    .await;
}

#[tokio::test]
async fn an_event_is_tried_again_later_and_then_done() {
    each(async |db, hand| {
        db.perform(stock(), Stocked(stock(), 1)).await.unwrap().unwrap();
        db.perform(stock(), Buy { stock: stock(), buyer: "a".to_owned() }).await.unwrap().unwrap();
        let event = outbox::due(&db, "mail", 10).await.unwrap().remove(0);
        let failed = Settle { deliveries: vec![(event.id, Err("no answer".to_owned()))] };
        db.perform(event.id, failed).await.unwrap().unwrap();
        assert!(outbox::due(&db, "mail", 10).await.unwrap().is_empty());
        hand.advance(SignedDuration::from_mins(1));
        assert_eq!(outbox::due(&db, "mail", 10).await.unwrap()[0].tries, 1);
        db.perform(event.id, Settle { deliveries: vec![(event.id, Ok(()))] }).await.unwrap().unwrap();
        hand.advance(SignedDuration::from_hours(100));
        assert!(outbox::due(&db, "mail", 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn delivered_events_are_forgotten_after_thirty_days_and_others_never() {
    each(async |db, hand| {
        db.perform(stock(), Stocked(stock(), 3)).await.unwrap().unwrap();
        for buyer in ["a", "b", "c"] {
            db.perform(stock(), Buy { stock: stock(), buyer: buyer.to_owned() }).await.unwrap().unwrap();
        }
        let told = outbox::due(&db, "mail", 10).await.unwrap();
        let [delivered, aside, waits] = [0, 1, 2].map(|n: usize| told[n].id);
        db.perform(delivered, Settle { deliveries: vec![(delivered, Ok(()))] }).await.unwrap().unwrap();
        for _ in 0..outbox::TRIES {
            db.perform(aside, Settle { deliveries: vec![(aside, Err("no".to_owned()))] }).await.unwrap().unwrap();
        }
        hand.advance(outbox::KEPT - SignedDuration::from_hours(1));
        assert!(outbox::old(&db).await.unwrap().is_none());
        hand.advance(SignedDuration::from_hours(2));
        let old = outbox::old(&db).await.unwrap().expect("one is old");
        assert_eq!(old.events(), [delivered]);
        assert_eq!(db.perform(delivered, old).await.unwrap().unwrap(), [delivered]);
        assert!(outbox::old(&db).await.unwrap().is_none());
        let left = db.select::<outbox::Outbox>("order by t.event_id", vec![]).await.unwrap();
        let mut wanted = [aside, waits];
        wanted.sort();
        assert_eq!(left.iter().map(|event| event.id).collect::<Vec<_>>(), wanted);
    })
    .await;
}

#[tokio::test]
async fn reads_at_the_same_time_each_get_their_own_row() {
    each(async |db, _| {
        let ids: Vec<Uuid> = (1..=80).map(|n| Uuid::from_u128(0x0190_0000_0000_7007_8000_0000_0000_0000 + n)).collect();
        let (there, absent) = ids.split_at(60);
        for (n, id) in there.iter().enumerate() {
            db.perform(*id, Stocked(*id, n as i64)).await.unwrap().unwrap();
        }
        let before = db.statements();
        // Each id twice, those that are absent among them.
        let reads = ids.iter().chain(&ids).map(|id| db.find::<Stocks>(id));
        let found: Vec<_> = futures::future::join_all(reads).await;
        for (n, found) in found.into_iter().enumerate() {
            let wanted = Some((n % 80) as i64).filter(|n| *n < there.len() as i64);
            assert_eq!(found.unwrap().map(|stock| stock.left), wanted, "read {n}");
        }
        if db.dialect() == sampan_db::dialect::Dialect::Postgres {
            assert!(db.statements() - before < 20, "{} statements for 160 reads", db.statements() - before);
        }
        assert!(db.find::<Stocks>(&absent[0]).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn removed_rows_are_gone_and_ids_in_lists_are_found() {
    struct Drop(Uuid);
    impl Command for Drop {
        type Reply = ();
        type Refusal = ();
        fn needs(&self, _: &Rows) -> Needs {
            Needs::one::<Stocks>(self.0)
        }
        fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
            rows.remove::<Stocks>(&self.0);
            Ok(())
        }
    }
    each(async |db, _| {
        let ids: Vec<Uuid> = (1..=3).map(|n| Uuid::from_u128(0x0190_0000_0000_7007_8000_0000_0000_0000 + n)).collect();
        for id in &ids {
            db.perform(*id, Stocked(*id, 1)).await.unwrap().unwrap();
        }
        db.perform(ids[1], Drop(ids[1])).await.unwrap().unwrap();
        db.perform(ids[1], Drop(ids[1])).await.unwrap().unwrap();
        let left = db.select::<Stocks>("where t.stock_id in {ids $1} order by t.stock_id", vec![ids.clone().into()]);
        assert_eq!(left.await.unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), [ids[0], ids[2]]);
        let mut many: Vec<Uuid> = db.find_many::<Stocks>(ids.clone()).await.unwrap().iter().map(|s| s.id).collect();
        many.sort();
        assert_eq!(many, [ids[0], ids[2]]);
        for page in 1..=3 {
            let mut seen = Vec::new();
            db.each::<Stocks>(page, |stock| seen.push(stock.id)).await.unwrap();
            assert_eq!(seen, [ids[0], ids[2]]);
        }
    })
    .await;
}

#[tokio::test]
async fn only_a_refusal_that_looked_in_vain_costs_another_statement() {
    for database in databases().await {
        let db = open(&database.location, MIGRATIONS, &Hand::default()).await;
        let (there, gone, empty) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        db.perform(there, Stocked(there, 5)).await.unwrap().unwrap();
        db.perform(empty, Stocked(empty, 0)).await.unwrap().unwrap();
        let cost = async |stock: Uuid| {
            let before = db.statements();
            let answer = db.perform(stock, Buy { stock, buyer: "someone".to_owned() }).await.unwrap();
            (answer.is_ok(), db.statements() - before)
        };
        // SQLite's one writer holds what is not there, too.
        let again = u64::from(matches!(database.location, sampan_db::Location::Postgres(_)));
        assert_eq!(cost(there).await, (true, 4), "a load, three saves");
        assert_eq!(cost(empty).await, (false, 1), "what was read is locked");
        assert_eq!(cost(gone).await, (false, 1 + again));
    }
}
