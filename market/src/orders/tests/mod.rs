//! Orders from payment to statement and back, over HTTP on both engines; every walk ends with clean books.

mod access;
mod attached;
mod back;
mod carriers;
mod claims;
mod files;
mod life;
mod services;

use crate::App;
use crate::accounts::Role;
use crate::catalog::StoredListing;
use crate::testing::buying;
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::{back_again, signed_in};
use crate::testing::{Shop, shops};
use crate::verify;
use sampan_ids::{AccountId, OrderId, SignedDuration};
use sampan_ledger::Account;
use sampan_trade::seller::Seller;
use sampan_web::test::{Answer, Client};
use serde_json::{Value, json};

/// A parcel number of an express carrier whose check digit fits, and the same with a slip.
const EXPRESS: &str = "1Z5R89390357567127";
const EXPRESS_SLIP: &str = "1Z5R89390357567128";
/// A parcel number of the post.
const POST: &str = "LZ000000005US";

/// A shop with cherries and a tour, its desk, a buyer and an operator, each in a browser of their own.
struct Walk {
    shop: Shop,
    seller: Seller,
    desk: Client,
    buyer: Client,
    buyer_id: AccountId,
    operator: Client,
    others: [AccountId; 2],
    cherries: StoredListing,
    tour: StoredListing,
}

async fn walks() -> Vec<Walk> {
    let mut walks = Vec::new();
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "two-gull").await;
        let cherries = fixtures::listing(&shop.app, &seller, Offer::cherries()).await;
        let tour = fixtures::listing(&shop.app, &seller, Offer::service()).await;
        let owner = Role::Seller { seller: seller.id, owner: true };
        let (desk_id, desk) = signed_in(&shop, owner, "anna@two-gull.example").await;
        let (buyer_id, buyer) = signed_in(&shop, Role::Buyer, "mei@buyer.example").await;
        let (operator_id, operator) = signed_in(&shop, Role::Operator, "otto@sampan.example").await;
        let others = [desk_id, operator_id];
        walks.push(Walk { shop, seller, desk, buyer, buyer_id, operator, others, cherries, tour });
    }
    walks
}

impl Walk {
    fn app(&self) -> &App {
        &self.shop.app
    }

    /// So many bags of cherries, not paid yet.
    async fn ordered(&self, pieces: u32, to: &str) -> OrderId {
        buying::placed(self.app(), &self.seller, self.buyer_id, &[(&self.cherries, pieces)], to).await
    }

    /// So many bags of cherries, paid.
    async fn paid(&self, pieces: u32, to: &str) -> OrderId {
        let order = self.ordered(pieces, to).await;
        buying::pay(self.app(), order).await;
        order
    }

    /// So many bags of cherries on their way by express to China.
    async fn shipped(&mut self, pieces: u32) -> OrderId {
        let order = self.paid(pieces, "CN").await;
        let noted = self.desk.post_json(&format!("/seller/orders/{order}/parcel"), &json!({ "number": EXPRESS })).await;
        assert_eq!(noted.status, 200, "{}", noted.text());
        let sent = self.desk.post_json(&format!("/seller/orders/{order}/shipment"), &json!({})).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        order
    }

    /// The same, delivered.
    async fn delivered(&mut self, pieces: u32) -> OrderId {
        let order = self.shipped(pieces).await;
        let there = self.operator.post_json(&format!("/operator/orders/{order}/delivery"), &json!({})).await;
        assert_eq!(there.json()["order"]["state"], "delivered", "{}", there.text());
        order
    }

    /// Days pass without workers; everyone signs in again.
    async fn wait(&mut self, days: i64) {
        self.shop.hand.advance(SignedDuration::from_hours(24 * days));
        self.desk = back_again(&self.shop, self.others[0]).await;
        self.buyer = back_again(&self.shop, self.buyer_id).await;
        self.operator = back_again(&self.shop, self.others[1]).await;
    }

    /// Days pass, and the workers do what is due.
    async fn days(&mut self, days: i64) {
        self.wait(days).await;
        while crate::work::round(self.app()).await > 0 {}
    }

    /// The order as its buyer sees it.
    async fn seen(&mut self, order: OrderId) -> Value {
        let seen = self.buyer.get_json(&format!("/orders/{order}")).await;
        assert_eq!(seen.status, 200, "{}", seen.text());
        seen.json()
    }

    async fn state(&mut self, order: OrderId) -> String {
        self.seen(order).await["order"]["state"].as_str().unwrap_or_default().to_owned()
    }

    /// What the seller has on the books, in dollars.
    async fn earned(&self) -> String {
        let held = crate::books::balances(self.app().db(), &Account::Seller(self.seller.id)).await.unwrap();
        held.first().map_or("0.00".to_owned(), |money| money.amount())
    }

    /// Pieces on the shelf, pieces promised.
    async fn stock(&self) -> (u32, u32) {
        let stock = self.app().find::<crate::catalog::Stocks>(self.cherries.listing.variants[0].id).await.unwrap();
        (stock.on_hand, stock.reserved)
    }

    /// Letters that went out of late, by subject.
    async fn letters(&self) -> Vec<String> {
        while crate::work::round(self.app()).await > 0 {}
        let mails =
            self.app().db().select::<crate::mail::Mails>("order by t.sent_at, t.mail_id", vec![]).await.unwrap();
        let open = |mail: &crate::mail::Mail| {
            self.app().vault().open_sealed::<crate::mail::Sent>("mail", &mail.sealed).unwrap().subject
        };
        mails.iter().map(open).collect()
    }

    /// Nothing contradicts anything.
    async fn clean(&self) {
        let report = verify::run(self.app()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        assert!(report.orders > 0);
    }
}

/// A page that is shown, with every text in its place.
fn shown(page: &Answer) -> String {
    let text = page.text();
    assert_eq!(page.status, 200, "{}: {text}", page.path);
    assert!(
        !text.contains('⟦'),
        "{}: {}",
        page.path,
        text[text.find('⟦').unwrap()..].chars().take(80).collect::<String>()
    );
    text
}

/// What is wrong with a form, as `field code`.
fn errors(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let errors = json["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| format!("{} {}", text(error, "field"), text(error, "code"))).collect()
}
