//! Journeys of accounts, by a browser of sorts on the whole site, on both engines.

mod data;
mod joining;
mod safety;

use super::create::SetPassword;
use super::{Account, Accounts, NewAccount, Role, password};
use crate::testing::{Shop, shops};
use sampan_ids::AccountId;
use sampan_web::test::{Answer, Client};
use std::sync::LazyLock;

const PASSWORD: &str = "plums and pears";

/// Hashed once: it takes a while.
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD).unwrap());

/// An account with the tests' password.
pub(crate) async fn account(shop: &Shop, email: &str, role: Role) -> AccountId {
    let new = NewAccount {
        vault: shop.app.vault().clone(),
        email: email.to_owned(),
        name: "Mei".to_owned(),
        password: Some(HASH.clone()),
        role,
        language: "en".to_owned(),
        confirmed: true,
    };
    shop.app.db().perform(uuid::Uuid::nil(), new).await.expect("decided").expect("a new address")
}

/// A browser in which someone has signed in.
pub(crate) async fn signed_in(shop: &Shop, email: &str) -> Client {
    let mut browser = Client::new(&shop.service());
    let answer = sign_in(&mut browser, email, PASSWORD).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    // A page of the new sign-in has the token that its forms carry.
    browser.get("/account").await;
    browser
}

async fn sign_in(browser: &mut Client, email: &str, password: &str) -> Answer {
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", email), ("password", password)]).await
}

async fn stored(shop: &Shop, id: AccountId) -> Account {
    shop.app.db().find::<Accounts>(&id).await.unwrap().unwrap()
}

/// The links of the latest letter to an address.
async fn letter(shop: &Shop, to: &str) -> Option<(String, String)> {
    while crate::work::round(&shop.app).await > 0 {}
    let outbox = Client::new(&shop.service()).get_json("/outbox").await.json();
    let letters = outbox["letters"].as_array().unwrap().clone();
    let letter = letters.into_iter().find(|letter| letter["to"] == to)?;
    let link = letter["links"].get(0).and_then(|link| link.as_str()).unwrap_or_default().to_owned();
    Some((letter["subject"].as_str().unwrap_or_default().to_owned(), link))
}
