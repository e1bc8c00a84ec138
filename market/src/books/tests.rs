//! A seller's statement agrees with the ledger, line by line and month by month.

use crate::accounts::Role;
use crate::books::closing::{self, Closing, Closings};
use crate::books::{self, Entries};
use crate::orders::{Act, Asker, Orders};
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::{back_again, save, signed_in};
use crate::testing::{Shop, buying, shops};
use crate::verify;
use sampan_db::Db;
use sampan_ids::{AccountId, OrderId, SignedDuration};
use sampan_ledger::Account;
use sampan_money::{Currency, Money};
use sampan_trade::order::{Command, Parcel, ReturnLine};
use sampan_trade::seller::Seller;
use sampan_trade::verify::Fault;
use sampan_web::test::Client;
use serde_json::Value;
use std::collections::BTreeMap;

/// Asks something of an order as the marketplace.
async fn act(shop: &Shop, order: OrderId, command: Command) {
    let act = Act { vault: shop.app.vault().clone(), order, asker: Asker::Market, command };
    shop.app.db().perform(order.0, act).await.expect("decided").expect("done");
}

/// Paid, sent, there, received: escrow is released.
async fn completed(shop: &Shop, order: OrderId) {
    buying::pay(&shop.app, order).await;
    let stored = shop.app.find::<Orders>(order).await.expect("stored");
    let mode = stored.order.delivery.expect("a parcel").mode;
    let parcel = Parcel { carrier: "Carrier".into(), number: "TEST-1".into(), mode };
    act(shop, order, Command::Ship { parcel, papers_complete: true }).await;
    act(shop, order, Command::MarkDelivered).await;
    act(shop, order, Command::ConfirmReceipt).await;
}

fn amount(value: &Value) -> Money {
    serde_json::from_value(value.clone()).expect("an amount")
}

/// The lines of a statement add up, and what they add up to is returned.
fn added_up(statement: &Value) -> Money {
    let mut balance = amount(&statement["opening"]);
    for line in statement["lines"].as_array().expect("lines") {
        balance = balance.plus(amount(&line["amount"])).expect("a sum");
        assert_eq!(amount(&line["balance"]), balance, "{line}");
        assert!(!line["number"].as_str().unwrap_or_default().is_empty(), "{line}");
    }
    assert_eq!(amount(&statement["closing"]), balance);
    let sums: Vec<Money> =
        statement["sums"].as_array().expect("sums").iter().map(|sum| amount(&sum["amount"])).collect();
    let moved = Money::sum(Currency::USD, sums).expect("a sum");
    assert_eq!(amount(&statement["opening"]).plus(moved), Ok(balance));
    balance
}

async fn api(client: &mut Client, path: &str) -> Value {
    let answer = client.send("GET", &format!("/api/v1{path}"), None, vec![]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

async fn sells(shop: &Shop) -> (Seller, AccountId, Client) {
    let seller = fixtures::shop(&shop.app, "two-gull").await;
    let (account, ann) = signed_in(shop, Role::Seller { seller: seller.id, owner: true }, "ann@two-gull.example").await;
    (seller, account, ann)
}

#[tokio::test]
async fn the_statement_is_the_ledger_line_by_line() {
    for shop in shops().await {
        let app = &shop.app;
        let (seller, account, mut ann) = sells(&shop).await;
        let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let first = buying::placed(app, &seller, buyer, &[(&cherries, 2)], "CN").await;
        let second = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        let third = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        buying::pay(app, third).await;
        completed(&shop, first).await;
        completed(&shop, second).await;
        let back = vec![ReturnLine { variant: cherries.listing.variants[0].id, quantity: 1 }];
        act(&shop, first, Command::Return { lines: back, reason: "Torn bag.".into(), restock: true }).await;

        let november = api(&mut ann, "/seller/statement?month=2026-11").await;
        assert_eq!(november["lines"].as_array().map(Vec::len), Some(6), "{november}");
        let closing = added_up(&november);
        let ledger = books::balances(app.db(), &Account::Seller(seller.id)).await.unwrap();
        assert_eq!(ledger, [closing]);
        let balance = api(&mut ann, "/seller/balance").await;
        assert_eq!((amount(&balance["balance"]), balance["orders_in_escrow"].as_i64()), (closing, Some(1)));
        assert_eq!(amount(&balance["in_escrow"]), Money::new(1_600, Currency::USD));

        let csv = ann.get("/seller/statement/csv?month=2026-11").await.text();
        assert_eq!(csv.lines().count(), 7, "{csv}");
        let last = csv.lines().last().unwrap();
        assert!(last.ends_with(&format!("{},USD", closing.amount())), "{last}");
        let paper = ann.get("/seller/statement/print?month=2026-11").await.text();
        assert!(paper.contains("Two Gull") || paper.contains(&seller.name), "{paper}");

        // What goes back in December is in December's statement, which opens where November closed.
        shop.hand.advance(SignedDuration::from_hours(24 * 12));
        let mut ann = back_again(&shop, account).await;
        let back = vec![ReturnLine { variant: cherries.listing.variants[0].id, quantity: 1 }];
        act(&shop, second, Command::Return { lines: back, reason: "Too tart.".into(), restock: false }).await;
        let december = api(&mut ann, "/seller/statement").await;
        assert_eq!((december["month"].as_str(), amount(&december["opening"])), (Some("2026-12"), closing));
        let closing = added_up(&december);
        assert_eq!(books::balances(app.db(), &Account::Seller(seller.id)).await.unwrap(), [closing]);
        assert_eq!(december["months"], serde_json::json!(["2026-12", "2026-11"]));
        assert_eq!(verify::run(app).await.unwrap().faults, vec![]);
    }
}

#[tokio::test]
async fn the_operator_sees_a_ledger_that_sums_to_zero() {
    for shop in shops().await {
        let app = &shop.app;
        let (seller, _, _) = sells(&shop).await;
        let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let (_, mut op) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let done = buying::placed(app, &seller, buyer, &[(&cherries, 2)], "CN").await;
        completed(&shop, done).await;
        let paid = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        buying::pay(app, paid).await;

        let ledger = api(&mut op, "/operator/ledger").await;
        let accounts = ledger["accounts"].as_array().unwrap();
        for currency in [Currency::CNY, Currency::SGD, Currency::USD] {
            let held = accounts.iter().flat_map(|each| each["balances"].as_array().unwrap()).map(amount);
            let held = held.filter(|held| held.currency() == currency);
            assert_eq!(Money::sum(currency, held), Ok(Money::zero(currency)), "{ledger}");
        }
        let named: Vec<&str> = accounts.iter().map(|each| each["account"].as_str().unwrap()).collect();
        assert_eq!(named, ["escrow", "exchange", "platform_fee", "provider:sandbox", "seller", "tax_payable:CN"]);

        let escrow = api(&mut op, "/operator/ledger/kinds/escrow").await;
        assert_eq!(escrow["accounts"].as_array().map(Vec::len), Some(1), "{escrow}");
        assert_eq!(escrow["accounts"][0]["account"], format!("escrow:{paid}"));
        let sellers = api(&mut op, "/operator/ledger/kinds/seller").await;
        assert_eq!(sellers["accounts"][0]["name"], seller.name.as_str());

        let account = api(&mut op, "/operator/ledger/accounts/platform_fee").await;
        let posting = account["entries"][0]["posting"].as_str().unwrap().to_owned();
        let posting = api(&mut op, &format!("/operator/ledger/postings/{posting}")).await;
        let sum = posting["entries"].as_array().unwrap().iter().map(|entry| amount(&entry["amount"]));
        assert_eq!(Money::sum(Currency::USD, sum), Ok(Money::zero(Currency::USD)));
        for path in ["/operator/ledger/accounts/nonsense", "/operator/ledger/kinds/provider"] {
            assert_eq!(op.get(path).await.status, 404, "{path}");
        }
        let rows = app.db().query("select count(*) as n from entries", vec![]).await.unwrap();
        let csv = op.get("/operator/ledger/csv").await.text();
        assert_eq!(csv.lines().count() as i64, rows[0].int("n") + 1);
        let fees = op.get("/operator/ledger/accounts/platform_fee/csv").await.text();
        assert_eq!(fees.lines().count(), 2, "{fees}");

        let figures = api(&mut op, "/operator/figures?days=7").await;
        let chart = |name: &str| {
            figures["charts"].as_array().unwrap().iter().find(|c| c["figure"] == name).unwrap()["chart"].clone()
        };
        let total = |name: &str| {
            chart(name)["series"][0]["values"].as_array().unwrap().iter().map(|v| v.as_i64().unwrap()).sum::<i64>()
        };
        assert_eq!(
            (total("orders"), total("sold"), total("sellers"), total("listings")),
            (2, 4_800, 1, 1),
            "{figures}"
        );
        assert_eq!(chart("orders")["labels"].as_array().map(Vec::len), Some(7));
        assert_eq!(chart("orders-by-state")["labels"], serde_json::json!(["Michigan"]));
        assert_eq!(chart("sold-by-destination")["labels"], serde_json::json!(["China", "Singapore"]));
        let csv = op.get("/operator/figures/sold-by-destination/csv?days=7").await.text();
        assert_eq!(csv, "destination,sold\nCN,32.00\nSG,16.00\n");
        assert_eq!(op.get("/operator/figures/nonsense/csv").await.status, 404);
        for lang in ["en", "zh-CN"] {
            for path in [
                "/operator/orders",
                "/operator/orders?state=paid",
                "/operator/ledger/kinds/escrow",
                "/operator/ledger/accounts/platform_fee",
            ] {
                let page = op.clone().language(lang).get(path).await;
                assert!(page.status == 200 && !page.text().contains('⟦'), "{path}: {}", page.text());
            }
        }
        assert_eq!(verify::run(app).await.unwrap().faults, vec![]);
    }
}

#[tokio::test]
async fn an_empty_account_has_an_empty_statement() {
    for shop in shops().await {
        let (seller, _, mut ann) = sells(&shop).await;
        for lang in ["en", "zh-CN"] {
            for path in ["/seller/statement", "/seller/statement/print", "/seller/balance"] {
                let page = ann.clone().language(lang).get(path).await;
                assert_eq!(page.status, 200, "{path}: {}", page.text());
                assert!(!page.text().contains('⟦'), "{path}: {}", page.text());
            }
        }
        let csv = ann.get("/seller/statement/csv?month=2026-10").await;
        assert_eq!(csv.text(), "at,order,kind,amount,balance,currency\n");
        assert!(books::balances(shop.app.db(), &Account::Seller(seller.id)).await.unwrap().is_empty());
    }
}

/// What every single entry adds up to, by kind of account and currency; without what is nothing.
async fn every_entry(db: &Db) -> Vec<(String, Money)> {
    let mut sums: BTreeMap<(String, &str), Money> = BTreeMap::new();
    let add = |posted: books::Posted| {
        let (account, amount) = (posted.entry.account.to_string(), posted.entry.amount);
        let kind = account.split(':').next().filter(|kind| ["escrow", "seller"].contains(kind)).unwrap_or(&account);
        let sum = sums.entry((kind.to_owned(), amount.code())).or_insert(Money::zero(amount.currency()));
        *sum = sum.plus(amount).expect("a sum");
    };
    db.each::<Entries>(100, add).await.expect("read");
    sums.into_iter().filter(|(_, sum)| !sum.is_zero()).map(|((kind, _), sum)| (kind, sum)).collect()
}

/// What the books say.
async fn held(db: &Db) -> Vec<(String, Money)> {
    let held = closing::held(db).await.expect("read");
    held.into_iter().filter(|(_, held)| !held.is_zero()).collect()
}

#[tokio::test]
async fn closed_books_and_what_came_since_are_what_all_entries_add_up_to() {
    for shop in shops().await {
        let (app, db) = (&shop.app, shop.app.db());
        let close = || async { closing::close(app).await.expect("closed") };
        let (seller, _, _) = sells(&shop).await;
        let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let first = buying::placed(app, &seller, buyer, &[(&cherries, 2)], "CN").await;
        completed(&shop, first).await;
        assert!(every_entry(db).await.len() > 2);
        assert_eq!((close().await, close().await), (1, 0), "so far there was nothing to write down");
        assert_eq!(held(db).await, every_entry(db).await);

        shop.hand.advance(SignedDuration::from_hours(26));
        assert_eq!((close().await, close().await), (1, 0), "a day is closed once");
        assert_eq!(held(db).await, every_entry(db).await);
        let second = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        buying::pay(app, second).await;
        assert_eq!(held(db).await, every_entry(db).await, "what came since is added");
        for (kind, _) in every_entry(db).await {
            let Ok(account) = kind.parse::<Account>() else { continue };
            let (alone, all) = (closing::balances(db, &account).await, books::balances(db, &account).await);
            assert_eq!(alone.expect("read"), all.expect("read"), "{kind}");
        }
        assert!(verify::run(app).await.expect("audited").faults.is_empty());

        let closings = db.select::<Closings>("", vec![]).await.expect("read");
        let fee = closings.into_iter().find(|closing| closing.kind == "platform_fee").expect("a fee");
        save::<Closings>(app, vec![Closing { held: fee.held + 1, ..fee }]).await;
        let faults = verify::run(app).await.expect("audited").faults;
        assert!(matches!(&faults[..], [Fault::ClosingMismatch { kind, .. }] if kind == "platform_fee"), "{faults:?}");
    }
}

#[tokio::test]
async fn a_clock_that_was_wrong_leaves_no_wrong_books() {
    for shop in shops().await {
        let (app, db) = (&shop.app, shop.app.db());
        let (seller, _, _) = sells(&shop).await;
        let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let first = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        buying::pay(app, first).await;
        let days = SignedDuration::from_hours(72);
        shop.hand.advance(days);
        assert_eq!(closing::close(app).await.expect("closed"), 1);
        shop.hand.advance(-days);
        assert_eq!(closing::close(app).await.expect("opened"), 1, "the days that were closed are not over");
        assert_eq!(held(db).await, every_entry(db).await);
        let second = buying::placed(app, &seller, buyer, &[(&cherries, 1)], "SG").await;
        buying::pay(app, second).await;
        shop.hand.advance(days);
        while closing::close(app).await.expect("closed") > 0 {}
        assert_eq!(held(db).await, every_entry(db).await);
        assert!(verify::run(app).await.expect("audited").faults.is_empty());
    }
}
