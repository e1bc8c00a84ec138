//! A marketplace for tests: on a fresh database of each engine, with a clock moved by hand, seeded ids and a market that
//! is empty but for exchange rates.

pub mod buying;
pub mod fixtures;
pub mod order;
pub mod people;

use crate::app::{App, Mode, Opening, ProgramClock};
use crate::rates::EnterRates;
use crate::vault::Vault;
use sampan_db::Location;
use sampan_db::testing::{Hand, TestDatabase, databases, seeded};
use sampan_ids::Date;
use sampan_money::{Currency, ExchangeRate};
use sampan_web::WebSettings;

/// An app on one engine; its database goes when this is dropped.
pub struct Shop {
    /// The app.
    pub app: App,
    /// Its clock.
    pub hand: Hand,
    _database: TestDatabase,
}

impl Shop {
    /// Every route of the marketplace, served by this app.
    pub fn service(&self) -> sampan_web::Service {
        crate::routes().into_service(self.app.clone())
    }

    /// Another process on the same database, with the same clock.
    pub async fn another(&self) -> App {
        process(&self._database.location, &self.hand, 32).await
    }
}

/// An app on each engine: SQLite always, PostgreSQL where the environment names a server.
pub async fn shops() -> Vec<Shop> {
    let mut shops = Vec::new();
    for (n, database) in databases().await.into_iter().enumerate() {
        let hand = Hand::default();
        let app = process(&database.location, &hand, n as u64).await;
        app.db().perform(uuid::Uuid::nil(), EnterRates(rates())).await.expect("decided").expect("accepted");
        app.reload().await.expect("the rates are read");
        shops.push(Shop { app, hand, _database: database });
    }
    shops
}

/// A process on a database.
pub async fn process(location: &Location, hand: &Hand, seed: u64) -> App {
    let opening = Opening {
        location: location.clone(),
        lanes: sampan_db::Lanes { count: 2, ..sampan_db::Lanes::default() },
        mode: Mode::Demo,
        sandbox: true,
        book: sampan_tariff::Book::built_in(),
        vault: Vault::new(&[7; 32]),
        clock: ProgramClock::of(hand.clock()),
        chance: seeded(u64::from(std::process::id()) * 64 + seed),
        index: None,
        web: WebSettings::default(),
        smtp: None,
        address: "http://sampan.test".to_owned(),
    };
    App::open(opening).await.expect("the app opens on its database")
}

/// Rates of the test's day for every destination's currency.
fn rates() -> Vec<ExchangeRate> {
    let day: Date = jiff::civil::date(2026, 11, 20);
    let of = |quote, rate: &str| ExchangeRate {
        base: Currency::USD,
        quote,
        rate: rate.parse().expect("a decimal"),
        date: day,
        source: "test".to_owned(),
    };
    vec![of(Currency::CNY, "7.10"), of(Currency::SGD, "1.30"), of(Currency::JPY, "155"), of(Currency::KRW, "1460")]
}
