//! The walk in a real browser: a shop joins and imports its file, a buyer who reads Chinese buys, the seller sends, the
//! operator looks on, and some of it goes back. Pictures of the main pages are made on the way, where they are wanted.

mod buying;
mod carrier;
mod counter;
mod customs;
mod selling;
mod sending;

use crate::support::browser::{Setup, Size};
use crate::support::people::{CHENGDU, resident_id};
use crate::support::{Browser, Place, Running, places, shop};

const CHINESE: Setup = Setup { language: "zh-CN,zh", scripts: true };
const ENGLISH: Setup = Setup { language: "en-US,en", scripts: true };
const NO_SCRIPTS: Setup = Setup { language: "zh-CN,zh", scripts: false };
/// A shop that the demo comes with.
const SHOP: &str = "/shops/two-gull-orchards";

#[tokio::test]
async fn the_walk_in_a_browser() {
    for place in places().await {
        let running = Running::demo(&place);
        let Some(buyer) = Browser::open(&running.address, CHINESE).await else { return };
        let seller = Browser::open(&running.address, ENGLISH).await.expect("the first one opened");
        let operator = Browser::open(&running.address, ENGLISH).await.expect("the first one opened");
        let person = running.person("operator");
        sign_in(&operator, &person.email, &person.password, "/operator").await;
        selling::joins(&seller, &operator, &running.address).await;
        selling::imports(&seller, &place).await;
        selling::makes_ready(&seller).await;
        buying::looks_around(&buyer).await;
        buying::finds(&buyer).await;
        let order = buying::buys(&buyer).await;
        sending::sends(&seller, &order).await;
        sending::oversees(&operator, &order).await;
        sending::receives(&buyer, &order).await;
        sending::is_paid(&seller).await;
        sending::comes_back(&seller, &buyer, &order).await;
        sending::is_called_off(&buyer).await;
        sending::is_redeemed(&seller, &buyer).await;
        for browser in [buyer, seller, operator] {
            browser.close().await;
        }
        assert!(running.interrupt().success());
        place.verify();
    }
}

#[tokio::test]
async fn buying_without_scripts() {
    let place = Place::new();
    let running = Running::demo(&place);
    let Some(buyer) = Browser::open(&running.address, NO_SCRIPTS).await else { return };
    buying::into_basket(&buyer, SHOP, &[]).await;
    buyer.go("/checkout").await;
    for level in ["address.region", "address.city", "address.district"] {
        let value = CHENGDU.iter().find(|(name, _)| level.ends_with(name)).expect("in the address").1;
        if buyer.count(&format!("[name=\"{level}\"] option")).await < 2 {
            buyer.click("noscript button[name=\"then\"]").await;
        }
        buyer.fill(level, value).await;
    }
    buying::write_down(&buyer, &resident_id()).await;
    buyer.click("main form[action=\"/checkout\"] button.primary").await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buying::wish(&buyer, "approve").await;
    buyer.sees("付款成功").await;
    buyer.close().await;
    assert!(running.interrupt().success());
    place.verify();
}

#[tokio::test]
async fn the_law_at_the_counter() {
    let place = Place::new();
    let running = Running::demo(&place);
    let Some(seller) = Browser::open(&running.address, ENGLISH).await else { return };
    let buyer = Browser::open(&running.address, ENGLISH).await.expect("the first one opened");
    let other = Browser::open(&running.address, CHINESE).await.expect("the first one opened");
    let person = running.person("seller");
    sign_in(&seller, &person.email, &person.password, "/seller").await;
    let operator = Browser::open(&running.address, ENGLISH).await.expect("the first one opened");
    let person = running.person("operator");
    sign_in(&operator, &person.email, &person.password, "/operator").await;
    let listing = counter::is_told(&seller).await;
    counter::has_a_file(&seller, &place, &listing).await;
    let order = counter::is_ordered(&buyer, &listing).await;
    counter::is_sent(&seller, &place, &order).await;
    counter::is_overseen(&operator, &order).await;
    counter::goes_another_way(&other, SHOP, &listing).await;

    let wine = carrier::becomes_wine(&seller, &listing).await;
    buyer.size(Size::Phone).await;
    carrier::is_kept_here(&seller, &buyer, &wine).await;
    let order = carrier::is_bought(&seller, &buyer).await;
    carrier::is_packed(&seller, &order).await;

    let phone = Browser::open(&running.address, CHINESE).await.expect("the first one opened");
    phone.size(Size::Phone).await;
    for there in &customs::THERE {
        let order = customs::know_the_buyer(&phone, SHOP, &[&listing, &wine], there).await;
        customs::alone_see_the_number(&seller, &operator, &order, there).await;
    }
    for browser in [seller, buyer, other, phone, operator] {
        browser.close().await;
    }
    assert!(running.interrupt().success());
    place.verify();
}

async fn sign_in(browser: &Browser, email: &str, password: &str, desk: &str) {
    browser.go("/sign-in").await;
    browser.submit("main form[action^=\"/sign-in\"]", &[("email", email), ("password", password)]).await;
    browser.arrives(desk).await;
}
