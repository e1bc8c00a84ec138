//! Events and leases: order, back-off, setting aside, trying again; several processes on one database.

use jiff::SignedDuration;
use sampan_db::lease::{LEASE, Share};
use sampan_db::outbox::{self, Deliveries, Event, Outbox, Replay, Settle};
use sampan_db::testing::{Hand, databases, open, seeded};
use sampan_db::{Command, Db, Location, Moment, Needs, Rows, Settings};
use uuid::Uuid;

const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__start", include_str!("../../../migrations/V1__start.sql")),
    ("V4__leases", include_str!("../../../migrations/V4__leases.sql")),
];

async fn each(test: impl AsyncFn(Db, Hand)) {
    for database in databases().await {
        let hand = Hand::default();
        test(open(&database.location, MIGRATIONS, &hand).await, hand).await;
    }
}

/// Leaves events about subjects, each told by its number, in this order.
struct Tell(Vec<u128>);

impl Command for Tell {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        for (n, subject) in self.0.iter().enumerate() {
            let id = Uuid::from_u64_pair(at.random(), at.random());
            rows.put::<Outbox>(Event {
                id,
                subject: Uuid::from_u128(*subject),
                topic: "mail".to_owned(),
                body: n.to_string(),
                at: at.now + SignedDuration::from_micros(n as i64),
                tries: 0,
                due: Some(at.now),
                failure: String::new(),
            });
        }
        Ok(())
    }
}

/// Delivers what is due; those whose body is named fail. Gives the bodies of those that were tried, in order.
async fn deliver(db: &Db, fail: &[&str]) -> Vec<String> {
    let mut deliveries = Deliveries::default();
    let mut tried = Vec::new();
    for event in outbox::due(db, "mail", 10).await.unwrap() {
        if deliveries.may(&event) {
            tried.push(event.body.clone());
            let failed = fail.contains(&event.body.as_str());
            deliveries.note(&event, if failed { Err("no answer".to_owned()) } else { Ok(()) });
        }
    }
    if let Some((owner, settle)) = deliveries.settle() {
        db.perform(owner, settle).await.unwrap().unwrap();
    }
    tried
}

#[tokio::test]
async fn events_of_one_subject_go_in_their_order_and_those_of_others_do_not_wait() {
    each(async |db, hand| {
        db.perform(Uuid::nil(), Tell(vec![1, 2, 1, 1, 2])).await.unwrap().unwrap();
        assert_eq!(deliver(&db, &["0"]).await, ["0", "1", "4"], "those after the first of its subject wait");
        assert_eq!(deliver(&db, &[]).await, [""; 0], "also while it waits itself");
        hand.advance(SignedDuration::from_mins(1));
        assert_eq!(deliver(&db, &["2"]).await, ["0"], "the first alone, for it had failed");
        assert_eq!(deliver(&db, &["2"]).await, ["2"]);
        hand.advance(SignedDuration::from_mins(1));
        assert_eq!(deliver(&db, &[]).await, ["2"]);
        assert_eq!(deliver(&db, &[]).await, ["3"]);
        assert_eq!(outbox::waiting(&db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_fails_too_often_is_set_aside_with_why_and_can_be_tried_again() {
    each(async |db, hand| {
        db.perform(Uuid::nil(), Tell(vec![1, 1])).await.unwrap().unwrap();
        let mut tries = 0;
        while deliver(&db, &["0"]).await == ["0"] {
            tries += 1;
            hand.advance(SignedDuration::from_hours(10));
        }
        assert_eq!(tries, outbox::TRIES, "then the next of its subject goes");
        let waiting = outbox::waiting(&db).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].aside, waiting[0].due), (1, 1, 0), "{waiting:?}");
        let aside: Vec<Event> =
            db.select::<Outbox>("where t.due_at is null and t.failure <> ''", vec![]).await.unwrap();
        assert_eq!((aside[0].failure.as_str(), aside[0].tries), ("no answer", outbox::TRIES));
        let replay = || Replay { events: vec![aside[0].id, Uuid::from_u128(9)] };
        assert_eq!(db.perform(aside[0].id, replay()).await.unwrap(), Ok(1));
        assert_eq!(db.perform(aside[0].id, replay()).await.unwrap(), Ok(0), "it waits already");
        assert_eq!(deliver(&db, &[]).await, ["0"]);
        assert_eq!(db.perform(aside[0].id, replay()).await.unwrap(), Ok(0), "it is delivered");
        assert_eq!(outbox::waiting(&db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_event_for_later_holds_nothing_up() {
    each(async |db, hand| {
        db.perform(Uuid::nil(), Tell(vec![1, 1])).await.unwrap().unwrap();
        let mut first = outbox::due(&db, "mail", 1).await.unwrap().remove(0);
        first.due = Some(db.now() + SignedDuration::from_hours(1));
        struct Put(Event);
        impl Command for Put {
            type Reply = ();
            type Refusal = ();
            fn needs(&self, _: &Rows) -> Needs {
                Needs::one::<Outbox>(self.0.id)
            }
            fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
                rows.put::<Outbox>(self.0.clone());
                Ok(())
            }
        }
        db.perform(first.id, Put(first.clone())).await.unwrap().unwrap();
        assert_eq!(deliver(&db, &[]).await, ["1"]);
        let waiting = outbox::waiting(&db).await.unwrap();
        assert_eq!((waiting[0].due, waiting[0].again, waiting[0].oldest), (0, 0, None), "it is not late: {waiting:?}");
        hand.advance(SignedDuration::from_hours(2));
        assert_eq!(deliver(&db, &[]).await, ["0"]);
        // Settled twice, as by two processes, it stays as it is.
        let again = Settle { deliveries: vec![(first.id, Err("late".to_owned()))] };
        db.perform(first.id, again).await.unwrap().unwrap();
        assert_eq!(outbox::waiting(&db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_worker_goes_to_another_process_when_its_own_dies_or_leaves() {
    const WORKERS: &[&str] = &["mail", "refund", "clock"];
    each(async |db, hand| {
        let holds = |share: &Share| WORKERS.iter().filter(|w| share.enter(w, db.now()).is_some()).count();
        let (one, two) = (Share::new(Uuid::from_u128(1), WORKERS), Share::new(Uuid::from_u128(2), WORKERS));
        assert!(one.enter("mail", db.now()).is_none(), "not before it was heard of");
        assert!(one.beat(&db).await.unwrap() && !one.beat(&db).await.unwrap(), "it is heard of now and then");
        let turn = one.enter("mail", db.now()).expect("alone it does everything");
        two.beat(&db).await.unwrap();
        assert_eq!((holds(&one), holds(&two)), (3, 0));
        // The first stands still in the middle of its work.
        hand.advance(LEASE);
        assert!(one.lost("mail", db.now()) && one.enter("clock", db.now()).is_none(), "its lease is over");
        two.beat(&db).await.unwrap();
        assert_eq!(holds(&two), 3, "the other goes on");
        one.beat(&db).await.unwrap();
        assert!(one.lost("mail", db.now()), "it is not given back");
        drop(turn);
        two.leave(&db).await.unwrap();
        hand.advance(LEASE / 2);
        one.beat(&db).await.unwrap();
        assert_eq!(holds(&one), 3, "who leaves is not waited for");
    })
    .await;
}

#[tokio::test]
async fn a_second_program_writes_to_a_file_under_load() {
    for database in databases().await {
        let hand = Hand::default();
        let server = open(&database.location, MIGRATIONS, &hand).await;
        let load = |db: Db, times: usize| {
            tokio::spawn(async move {
                for n in 0..times {
                    db.perform(Uuid::nil(), Tell(vec![n as u128; 20])).await.unwrap().unwrap();
                }
            })
        };
        let under_load: Vec<_> = (0..4).map(|_| load(server.clone(), 60)).collect();
        // Each command of the command line opens the database anew, and looks for migrations.
        for seed in 0..8 {
            let line = second(&database.location, &hand, seed).await;
            load(line, 5).await.unwrap();
        }
        for one in under_load {
            one.await.unwrap();
        }
        let told = server.query("select count(*) as n from outbox", vec![]).await.unwrap()[0].int("n");
        assert_eq!(told, (4 * 60 + 8 * 5) * 20);
    }
}

async fn second(location: &Location, hand: &Hand, seed: u64) -> Db {
    Db::open(Settings {
        location: location.clone(),
        migrations: MIGRATIONS,
        lanes: Default::default(),
        clock: hand.clock(),
        chance: seeded(1_000_000 + seed),
    })
    .await
    .expect("the second program opens it too")
}
