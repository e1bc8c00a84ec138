use super::super::{Person, Secrets, Session, Sessions, guest_buyer, guest_needs, letters};
use super::*;
use crate::orders::{Consignees, Messages, Orders, SealedMessage, StoredOrder};
use crate::testing::{fixtures, order, people::save};
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::MessageId;
use sampan_trade::message::{From, Message};
use sampan_trade::order::{By, Order, State};
use serde_json::json;

/// A buyer with an order, its consignee and a message.
async fn buyer_with_order(shop: &Shop) -> (AccountId, Order) {
    let buyer = account(shop, "mei@example.com", Role::Buyer).await;
    let seller = fixtures::shop(&shop.app, "orchard").await;
    let listing = fixtures::listing(&shop.app, &seller, fixtures::Offer::cherries()).await;
    let order = order::order(&shop.app, buyer, &seller, &listing).await;
    let id = MessageId::compose(shop.app.now().as_millisecond() as u64, order.id.cell(), 7);
    let text = "Please ring at the gate".to_owned();
    let message = Message { id, order: order.id, from: From::Buyer, author: buyer, text, at: shop.app.now() };
    let sealed = shop.app.vault().seal(&format!("message {id}"), &message);
    let row = SealedMessage { id, order: order.id, author: "buyer".to_owned(), at: message.at, sealed };
    save::<Messages>(&shop.app, vec![row]).await;
    (buyer, order)
}

#[tokio::test]
async fn taking_out_gives_all_that_is_held() {
    for shop in shops().await {
        let (_, order) = buyer_with_order(&shop).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        let page = browser.get("/password-resets").await;
        browser.submit(&page, "/password-resets", &[("email", "mei@example.com")]).await;
        letter(&shop, "mei@example.com").await.unwrap();
        let answer = browser.get("/account/data").await;
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let data = answer.json();
        assert_eq!(data["account"]["email"], "mei@example.com");
        assert_eq!(data["orders"][0]["number"], order.number);
        assert_eq!(data["delivered_to"][0]["consignee"]["address"]["name"], "Tan Mei Ling");
        assert_eq!(data["messages"][0]["text"], "Please ring at the gate");
        assert_eq!(data["letters"][0]["to"], "mei@example.com");
        assert_eq!(data["sign_ins"].as_array().unwrap().len(), 1);
        account(&shop, "bo@example.com", Role::Buyer).await;
        let others = signed_in(&shop, "bo@example.com").await.get("/account/data").await.text();
        assert!(!others.contains("mei@example.com") && !others.contains(&order.number));
    }
}

#[tokio::test]
async fn erasing_waits_for_open_orders_and_leaves_no_person() {
    for shop in shops().await {
        let (buyer, order) = buyer_with_order(&shop).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        let page = browser.get("/account/erasure").await;
        assert!(page.text().contains(&order.number), "the open order is named");
        let refused = browser.post_json("/account/erasure", &json!({ "present_password": PASSWORD })).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "orders_open"));
        assert!(refused.text().contains(&order.number));
        let at = shop.app.now();
        let mut done = order.clone();
        done.state = State::Cancelled { at, by: By::Buyer, reason: "Changed my mind".to_owned() };
        save::<Orders>(&shop.app, vec![StoredOrder { order: done, us_state: "MI".to_owned() }]).await;
        let page = browser.get("/account/erasure").await;
        let wrong = browser.submit(&page, "/account/erasure", &[("present_password", "no")]).await;
        assert_eq!(wrong.status, 422);
        let gone = browser.submit(&page, "/account/erasure", &[("present_password", PASSWORD)]).await;
        assert_eq!((gone.status, gone.location()), (303, Some("/")), "{}", gone.text());
        assert_eq!(browser.get_json("/account").await.status, 401);
        let left = stored(&shop, buyer).await;
        assert!(left.sealed.is_empty() && left.password.is_none() && left.erased.is_some());
        let db = shop.app.db();
        assert!(db.find::<Consignees>(&order.id).await.unwrap().unwrap().sealed.is_empty());
        assert!(db.find::<Orders>(&order.id).await.unwrap().is_some(), "trade law keeps the order");
        for table in ["sessions", "secrets"] {
            let rows = db.query(&format!("select 1 from {table} where account_id = $1"), vec![buyer.0.into()]).await;
            assert!(rows.unwrap().is_empty(), "{table}");
        }
        let open =
            |sealed: &[u8], id: MessageId| shop.app.vault().open_sealed::<Message>(&format!("message {id}"), sealed);
        for message in db.select::<Messages>("where t.author = $1", vec!["buyer".into()]).await.unwrap() {
            assert!(open(&message.sealed, message.id).is_err());
        }
        assert_eq!(sign_in(&mut browser, "mei@example.com", PASSWORD).await.status, 422);
        // The address is free again, for someone new.
        assert_ne!(account(&shop, "mei@example.com", Role::Buyer).await, buyer);
        assert!(crate::verify::run(&shop.app).await.is_ok());
    }
}

#[tokio::test]
async fn a_seller_is_told_who_erases_a_shop() {
    for shop in shops().await {
        account(&shop, "ops@example.com", Role::Operator).await;
        let mut browser = signed_in(&shop, "ops@example.com").await;
        assert_eq!(browser.get("/account/erasure").await.status, 200);
        let refused = browser.post_json("/account/erasure", &json!({ "present_password": PASSWORD })).await;
        assert_eq!(refused.status, 403);
    }
}

/// A guest places an order, as the checkout does.
struct Guest {
    vault: Vault,
    email: &'static str,
    session: uuid::Uuid,
}

impl Command for Guest {
    type Reply = AccountId;
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        guest_needs(&self.vault, self.email)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<AccountId, ()> {
        let id = guest_buyer(rows, at, &self.vault, self.email, "en");
        super::super::begin_session(rows, at, id, self.session);
        letters::guest_order(rows, at, &self.vault, id, "/orders/7", ("7KQ2M-9XTAB", "S$20.67", "Fri 27 Nov 2026"));
        Ok(id)
    }
}

async fn guest(shop: &Shop, email: &'static str) -> (AccountId, Client, String) {
    let session = super::super::NewSession::fresh();
    let guest = Guest { vault: shop.app.vault().clone(), email, session: session.id() };
    let id = shop.app.db().perform(uuid::Uuid::nil(), guest).await.unwrap().unwrap();
    let mut browser = Client::new(&shop.service());
    browser.set_cookie("sampan_session", session.token.text());
    let (subject, link) = letter(shop, email).await.unwrap();
    assert_eq!(subject, "Your order 7KQ2M-9XTAB");
    (id, browser, link)
}

#[tokio::test]
async fn a_guest_comes_back_by_the_letters_link_until_there_is_a_password() {
    for shop in shops().await {
        let (id, mut browser, link) = guest(&shop, "mei@example.com").await;
        assert_eq!(browser.get_json("/account").await.json()["has_password"], false);
        let mut phone = Client::new(&shop.service());
        let page = phone.get(&link).await;
        assert_eq!(phone.get_json("/account").await.status, 401, "looking at the link signs nobody in");
        let entered = phone.submit(&page, &link, &[]).await;
        assert_eq!((entered.status, entered.location()), (303, Some("/orders/7")));
        assert_eq!(phone.get_json("/account").await.json()["email"], "mei@example.com");
        let page = phone.get("/account/password").await;
        phone.submit(&page, "/password-resets", &[]).await;
        let (_, reset) = letter(&shop, "mei@example.com").await.unwrap();
        let page = phone.get(&reset).await;
        assert_eq!(phone.submit(&page, &reset, &[("password", "a quiet river")]).await.status, 303);
        assert!(stored(&shop, id).await.password.is_some());
        let page = browser.get(&link).await;
        let asked = browser.submit(&page, &link, &[]).await;
        assert_eq!(asked.location(), Some("/sign-in?next=/orders/7"), "from now on the password is asked");
    }
}

#[tokio::test]
async fn a_guest_with_anothers_address_gets_at_nothing_of_theirs() {
    for shop in shops().await {
        let owner = account(&shop, "mei@example.com", Role::Buyer).await;
        let (id, mut browser, _) = guest(&shop, "mei@example.com").await;
        assert_ne!(id, owner);
        assert_eq!(browser.get_json("/account").await.json()["name"], "");
        assert_eq!(sign_in(&mut Client::new(&shop.service()), "mei@example.com", PASSWORD).await.status, 303);
        let account = stored(&shop, owner).await;
        let person: Person = account.open(shop.app.vault()).unwrap();
        assert_eq!(person.name, "Mei");
    }
}

#[tokio::test]
async fn what_is_stored_of_a_person_says_nothing() {
    for shop in shops().await {
        let (id, _, _) = guest(&shop, "mei.ling@example.com").await;
        let db = shop.app.db();
        let mut rows = db.query("select body from accounts", vec![]).await.unwrap();
        rows.extend(db.query("select body from outbox", vec![]).await.unwrap());
        rows.extend(db.query("select body from sessions", vec![]).await.unwrap());
        rows.extend(db.query("select body from secrets", vec![]).await.unwrap());
        assert!(rows.len() >= 4);
        for row in rows {
            assert!(!row.text("body").contains("mei.ling"), "{}", row.text("body"));
        }
        let sessions: Vec<Session> = db.select::<Sessions>("where t.account_id = $1", vec![id.0.into()]).await.unwrap();
        let secrets = db.select::<Secrets>("where t.account_id = $1", vec![id.0.into()]).await.unwrap();
        assert_eq!((sessions.len(), secrets.len()), (1, 1));
    }
}
