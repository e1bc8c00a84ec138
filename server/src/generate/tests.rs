//! A small market on every engine: the books agree, and a run that was stopped is finished as if it had not been.

use super::plan::Plan;
use super::{generate, market::Market};
use crate::open::settings;
use indicatif::ProgressBar;
use sampan_market::app::{Opening, ProgramClock};
use sampan_market::catalog::{Listings, StoredListing};
use sampan_market::vault::Vault;
use sampan_market::{App, Mode};
use std::sync::Arc;

fn plan(listings: u64) -> Plan {
    Plan { sellers: 40, listings, orders: 300, seed: 7, day: jiff::civil::date(2026, 11, 22) }
}

async fn market(location: sampan_db::Location) -> App {
    let noon = "2026-11-22T12:00:00Z".parse().expect("a time");
    let opened = App::open(Opening {
        location,
        lanes: sampan_db::Lanes::default(),
        mode: Mode::Live,
        sandbox: false,
        book: sampan_tariff::Book::built_in(),
        vault: Vault::new(&[7; 32]),
        clock: ProgramClock::of(Arc::new(move || noon)),
        chance: sampan_db::testing::seeded(1),
        index: None,
        web: settings(),
        smtp: None,
        address: String::new(),
    });
    opened.await.expect("a market")
}

async fn all(app: &App) -> Vec<StoredListing> {
    let mut all = Vec::new();
    app.db().each::<Listings>(1_000, |listing| all.push(listing)).await.expect("listings");
    all
}

#[tokio::test]
async fn a_generated_market_agrees_with_itself_and_is_the_same_again() {
    let mut before: Option<String> = None;
    for database in sampan_db::testing::databases().await {
        let app = market(database.location.clone()).await;
        let made = generate(&app, plan(6_000), true, &ProgressBar::hidden()).await.expect("made");
        assert!((250..=300).contains(&made.orders), "{made:?}");
        let report = sampan_market::verify::run(&app).await.expect("an audit");
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        assert!(report.orders == made.orders && report.entries > made.orders * 4 && report.allowances > 10);
        let listings = format!("{:?}", all(&app).await);
        assert_eq!(before.get_or_insert_with(|| listings.clone()), &listings);
        let again = generate(&app, plan(6_000), true, &ProgressBar::hidden()).await.expect("nothing to do");
        assert_eq!((again.rows, again.blocks_before), (0, 2));
        let other = generate(&app, plan(6_001), true, &ProgressBar::hidden()).await;
        assert!(other.is_err_and(|why| why.to_string().contains("another market")));
    }
}

#[tokio::test]
async fn a_stopped_run_goes_on_where_it_stopped() {
    for database in sampan_db::testing::databases().await {
        let app = market(database.location.clone()).await;
        let market = Market {
            plan: plan(11_000),
            goods: super::goods::Goods::of(&sampan_demo::catalogue::catalogue()).expect("goods"),
            vault: app.vault().clone(),
        };
        let mut loader = app.db().loader().expect("a connection");
        loader.insert(market.beginning().expect("a beginning")).await.expect("saved");
        app.reload().await.expect("rates");
        let mut pricing = app.pricing();
        pricing.now = market.plan.end();
        loader.insert(market.block(0, &pricing).expect("a block").bulk).await.expect("saved");
        let made = generate(&app, plan(11_000), true, &ProgressBar::hidden()).await.expect("the rest");
        assert_eq!(made.blocks_before, 1);
        assert_eq!(all(&app).await.len(), 11_000);
        let report = sampan_market::verify::run(&app).await.expect("an audit");
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        assert!(loader.insert(market.block(0, &pricing).expect("a block").bulk).await.is_err(), "it is there already");
    }
}

#[tokio::test]
async fn a_database_in_use_is_refused() {
    for database in sampan_db::testing::databases().await {
        let app = market(database.location.clone()).await;
        sampan_market::accounts::first_operator(&app, "someone@example.com").await.expect("an operator");
        let refused = generate(&app, plan(10), true, &ProgressBar::hidden()).await;
        assert!(refused.is_err_and(|why| why.to_string().contains("not empty")));
    }
}

#[test]
fn every_buyer_has_an_identity_number_of_their_own() {
    let plan = plan(10);
    let numbers = (0..40_000).chain((0..40_000).map(|n| 1_000_000 + n * 433));
    let buyers = numbers.map(|number| super::people::buyer(&plan, number).expect("a buyer"));
    let held: Vec<String> = buyers.filter_map(|b| b.identity).map(|(_, number)| number.reveal().to_owned()).collect();
    let different: std::collections::BTreeSet<&String> = held.iter().collect();
    assert!(held.len() > 40_000);
    assert_eq!(different.len(), held.len());
}
