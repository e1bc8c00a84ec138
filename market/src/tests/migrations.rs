//! Data that lay under an earlier schema is all there under the present one.

use crate::accounts::{Accounts, Role};
use crate::app::{App, MIGRATIONS};
use crate::catalog::{Listings, Stocks};
use crate::checkout::Checkouts;
use crate::mail::{self, Letter};
use crate::orders::Orders;
use crate::sellers::Sellers;
use crate::testing::people::{Save, signed_in};
use crate::testing::{fixtures, order, process, shops};
use crate::{verify, work};
use sampan_db::outbox::Outbox;
use sampan_db::testing::{databases, open};
use sampan_db::{Command, Db, Location, Moment, Needs, Record, Rows};
use sampan_ids::AccountId;

struct Write(AccountId, crate::vault::Vault);

impl Command for Write {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::none()
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let letter = Letter::new(self.0, "order_expired", &[("number", "7KQ2M-9XTAB"), ("link", "/orders/7")]);
        mail::write(rows, &self.1, &letter, at);
        Ok(())
    }
}

/// Copies a table into a database of an earlier schema, where that has room for rows as they are now. Gives how many
/// rows came over.
async fn copy<R: Record>(from: &App, to: &Db) -> usize {
    let items = from.db().select::<R>("", vec![]).await.expect("read");
    let count = items.len();
    match to.perform(uuid::Uuid::nil(), Save::<R>(items)).await {
        Ok(saved) => saved.map(|()| count).expect("it refuses nothing"),
        Err(_) => 0,
    }
}

#[tokio::test]
async fn every_earlier_schema_is_brought_up_to_date_with_its_data() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        let listing = fixtures::listing(app, &seller, fixtures::Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        order::order(app, buyer, &seller, &listing).await;
        app.db().perform(buyer.0, Write(buyer, app.vault().clone())).await.expect("decided").expect("written");
        let same_engine = |location: &Location| {
            matches!(location, Location::File(_)) == matches!(app.db().location(), Location::File(_))
        };
        for known in 1..MIGRATIONS.len() {
            let all = databases().await;
            let database = all.iter().find(|database| same_engine(&database.location)).expect("one of this engine");
            let old = open(&database.location, &MIGRATIONS[..known], &shop.hand).await;
            let kept = [
                copy::<Accounts>(app, &old).await,
                copy::<Sellers>(app, &old).await,
                copy::<Listings>(app, &old).await,
                copy::<Stocks>(app, &old).await,
                copy::<Checkouts>(app, &old).await,
                copy::<Orders>(app, &old).await,
                copy::<Outbox>(app, &old).await,
            ];
            assert!(kept.iter().filter(|count| **count > 0).count() >= 5, "schema {known}: {kept:?} rows came over");
            drop(old);
            let new = process(&database.location, &shop.hand, 100 + known as u64).await;
            let now = [
                new.db().select::<Accounts>("", vec![]).await.expect("read").len(),
                new.db().select::<Sellers>("", vec![]).await.expect("read").len(),
                new.db().select::<Listings>("", vec![]).await.expect("read").len(),
                new.db().select::<Stocks>("", vec![]).await.expect("read").len(),
                new.db().select::<Checkouts>("", vec![]).await.expect("read").len(),
                new.db().select::<Orders>("", vec![]).await.expect("read").len(),
                new.db().select::<Outbox>("", vec![]).await.expect("read").len(),
            ];
            assert_eq!(now, kept, "schema {known}");
            verify::run(&new).await.expect("every row can be read");
            if kept[0] > 0 && kept[6] > 0 {
                while work::round(&new).await > 0 {}
                let sent = new.db().select::<mail::Mails>("", vec![]).await.expect("read").len();
                assert!(sent > 0, "schema {known}: letters that waited go out");
            }
        }
    }
}

/// The last schema that was made before indexes were built beside those who write.
const BEFORE: &str = "V13__aside";

/// Whether a migration makes an index in a way that keeps others from writing.
fn blocks(sql: &str) -> bool {
    let ahead = sql.matches("index if not exists ").count() + sql.matches("drop index ").count();
    sql.matches("index ").count() > ahead
}

#[test]
fn indexes_can_be_built_while_others_write() {
    let mut later = MIGRATIONS.iter().skip_while(|(name, _)| *name != BEFORE);
    assert!(later.next().is_some_and(|(_, sql)| blocks(sql)));
    for (name, sql) in later {
        assert!(!blocks(sql), "{name}: `create index if not exists`, see sampan_db::migrate");
    }
}
