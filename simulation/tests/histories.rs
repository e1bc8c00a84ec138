//! Histories in every place, and the proof that the auditor sees each planted fault.

use sampan_db::Db;
use sampan_db::testing::{Hand, databases, seeded};
use sampan_simulation::auditor::About;
use sampan_simulation::history;
use sampan_simulation::{Engine, Plan, Plant, Report, run};

/// Runs histories that must be sound; a failure names its seed.
async fn sound(seed: u64, histories: u64, days: u32, engine: Engine) -> Report {
    let plan = Plan { seed, histories, days, engine, plant: None };
    let report = run(&plan, |_| {}).await.expect("the place holds");
    if let Some(failure) = &report.failure {
        let findings: Vec<String> = failure.findings.iter().map(ToString::to_string).collect();
        panic!("seed {} is not sound after step {}, days {days}:\n{}", failure.seed, failure.step, findings.join("\n"));
    }
    report
}

/// Hundreds of short histories from a seed.
macro_rules! in_memory {
    ($($name:ident = $seed:literal),*) => {$(
        #[tokio::test]
        async fn $name() {
            let report = sound($seed, 500, 1, Engine::Memory).await;
            assert!(report.orders > 500 && report.deaths > 10 && report.conflicts > 10, "{report:?}");
        }
    )*};
}
in_memory!(short_a = 1_000, short_b = 2_000, short_c = 3_000, short_d = 4_000, short_e = 5_000, short_f = 6_000);

#[tokio::test]
async fn histories_reach_every_end() {
    let report = sound(9_000, 40, 30, Engine::Memory).await;
    let ends: Vec<&str> = report.ends.keys().map(String::as_str).collect();
    assert_eq!(ends, ["cancelled", "completed", "expired", "refunded"], "{report:?}");
    assert_eq!(report.rulings.len(), 8, "{report:?}");
}

#[tokio::test]
async fn the_same_seed_is_the_same_history() {
    let once = format!("{:?}", sound(77, 3, 10, Engine::Memory).await);
    assert_eq!(once, format!("{:?}", sound(77, 3, 10, Engine::Memory).await));
}

#[tokio::test]
async fn histories_on_both_engines() {
    for database in databases().await {
        let report = sound(20_000, 20, 1, Engine::Database(database.location.clone())).await;
        assert!(report.orders > 10, "{report:?}");
        let settings = sampan_db::Settings {
            location: database.location.clone(),
            migrations: sampan_market::app::MIGRATIONS,
            lanes: sampan_db::Lanes::default(),
            clock: Hand::default().clock(),
            chance: seeded(1),
        };
        let history = history::read(&Db::open(settings).await.expect("it opens")).await.expect("it is read");
        assert!(history.moved.len() as u64 > report.orders);
        assert!(history.moved.iter().any(|step| step.what == history::What::Counted), "shelves are counted");
        assert_eq!(history.check(), vec![]);
    }
}

/// Which kind of finding gives a planted fault away.
const fn given_away_by(plant: Plant) -> &'static [About] {
    match plant {
        Plant::GiveBackSkipped | Plant::StockNotChecked => &[About::Stock],
        Plant::PostedTwice | Plant::PostingUnbalanced | Plant::RefundNotSent => &[About::Money],
        Plant::ArrowSkipped => &[About::Arrow],
        Plant::AnswerForgotten => &[About::Promise],
        Plant::RoomForgotten | Plant::QuantityForgotten | Plant::QuantityKept | Plant::LimitForgotten => &[About::Room],
        Plant::PapersForgotten => &[About::Papers],
        Plant::CodeNotUsedUp => &[About::Money, About::Code],
        // What was overwritten or forgotten may show anywhere.
        Plant::VersionsIgnored | Plant::CommitForgotten => &[],
    }
}

#[tokio::test]
async fn every_planted_fault_is_seen_and_seen_again_from_its_seed() {
    for plant in Plant::ALL {
        let plan = Plan { seed: 500, histories: 300, days: 3, engine: Engine::Memory, plant: Some(plant) };
        let report = run(&plan, |_| {}).await.expect("memory holds");
        let Some(failure) = report.failure else { panic!("{plant:?} was not seen") };
        let expected = given_away_by(plant);
        let seen = failure.findings.iter().any(|finding| expected.contains(&finding.about));
        assert!(seen || expected.is_empty(), "{plant:?}: {:?}", failure.findings);
        let again = run(&Plan { seed: failure.seed, histories: 1, ..plan }, |_| {}).await.expect("memory holds");
        assert_eq!(again.failure.map(|again| (again.step, again.findings)), Some((failure.step, failure.findings)));
    }
}
