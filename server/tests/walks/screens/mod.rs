//! The walk in a real browser: a buyer who reads Chinese buys from a seller who reads English; the operator looks on.
//! Pictures of the main pages are made on the way, where they are wanted.

use crate::support::browser::{Setup, Size};
use crate::support::people::{CHENGDU, mistyped_id, resident_id};
use crate::support::{Browser, Place, Running, places};

const CHINESE: Setup = Setup { language: "zh-CN,zh", scripts: true };
const ENGLISH: Setup = Setup { language: "en-US,en", scripts: true };
const NO_SCRIPTS: Setup = Setup { language: "zh-CN,zh", scripts: false };
/// The shop whose owner the demo has a sign-in for.
const SHOP: &str = "/shops/two-gull-orchards";
const NUMBER: &str = "1234567891";

#[tokio::test]
async fn the_walk_in_a_browser() {
    for place in places().await {
        let running = Running::demo(&place);
        let Some(buyer) = Browser::open(&running.address, CHINESE).await else { return };
        looks_around(&buyer).await;
        let order = buys(&buyer).await;
        let seller = enter(&running, "seller").await;
        sends(&seller, &order).await;
        let operator = enter(&running, "operator").await;
        oversees(&operator, &order).await;
        receives(&buyer, &order).await;
        is_paid(&seller).await;
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
    into_basket(&buyer, SHOP).await;
    buyer.go("/checkout").await;
    for level in ["address.region", "address.city", "address.district"] {
        let value = CHENGDU.iter().find(|(name, _)| level.ends_with(name)).expect("in the address").1;
        if buyer.count(&format!("[name=\"{level}\"] option")).await < 2 {
            buyer.click("noscript button[name=\"then\"]").await;
        }
        buyer.fill(level, value).await;
    }
    write_down(&buyer, &resident_id()).await;
    buyer.click("main form[action=\"/checkout\"] button.primary").await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    wish(&buyer, "approve").await;
    buyer.sees("付款成功").await;
    buyer.close().await;
    assert!(running.interrupt().success());
    place.verify();
}

/// Home, a shelf, a search in Chinese; by phone and in the dark.
async fn looks_around(buyer: &Browser) {
    buyer.go("/").await;
    buyer.sees("搜索").await;
    buyer.picture("home").await;
    buyer.scheme("dark").await;
    buyer.picture("home-dark").await;
    buyer.scheme("light").await;
    buyer.submit("form[action=\"/search\"]", &[("q", "核桃")]).await;
    buyer.arrives("/search").await;
    buyer.find("main a[href^=\"/listings/\"]").await;
    buyer.picture("search").await;
    buyer.go("/categories/wine").await;
    buyer.picture("category").await;
    buyer.size(Size::Desktop).await;
}

/// Opens goods of a shop until some can be bought, and puts them into the basket.
async fn into_basket(buyer: &Browser, shop: &str) {
    buyer.go(shop).await;
    let found = buyer.count("main a[href^=\"/listings/\"]").await;
    for n in 0..found {
        buyer.go(shop).await;
        let script = "main a[href^=\"/listings/\"]";
        let href = buyer.nth_attribute(script, n, "href").await;
        buyer.go(&href).await;
        // Goods have a weight; a service has none, and needs no address.
        let goods = buyer.text().await.contains("净重");
        if goods && buyer.has("form[action=\"/basket/items\"] button").await {
            buyer.picture("product").await;
            buyer.click("form[action=\"/basket/items\"] button").await;
            buyer.arrives("/basket").await;
            return;
        }
    }
    panic!("nothing of {shop} can be bought");
}

async fn write_down(buyer: &Browser, id: &str) {
    buyer.fill("email", "li.mei@buyer.example").await;
    for (name, value) in CHENGDU.iter().filter(|(name, _)| !["region", "city", "district"].contains(name)) {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    buyer.fill("identity.name", "李梅").await;
    buyer.fill("identity.number", id).await;
}

async fn wish(buyer: &Browser, wish: &str) {
    buyer.arrives("/sandbox/").await;
    buyer.click(&format!("form:has([value=\"{wish}\"]) button")).await;
    buyer.arrives("/checkouts/").await;
}

/// From the basket to an order that is paid; a slip of the pen, a double click, the back button on the way.
async fn buys(buyer: &Browser) -> String {
    into_basket(buyer, SHOP).await;
    buyer.picture("basket").await;
    buyer.go("/checkout").await;
    for level in ["region", "city", "district"] {
        let value = CHENGDU.iter().find(|(name, _)| *name == level).expect("in the address").1;
        buyer.find(&format!("[name=\"address.{level}\"] option[value=\"{value}\"]")).await;
        buyer.fill(&format!("address.{level}"), value).await;
    }
    write_down(buyer, &mistyped_id()).await;
    buyer.picture("checkout").await;
    let place = "main form[action=\"/checkout\"] button.primary";
    buyer.click(place).await;
    buyer.find("#f-identity\\.number[aria-invalid]").await;
    assert_eq!(buyer.attribute("[name=\"address.name\"]", "value").await, "李梅", "what was typed is kept");
    buyer.fill("identity.number", &resident_id()).await;
    // A double click places one checkout.
    buyer.script(&format!("const b = document.querySelector('{place}'); b.click(); b.click();")).await;
    buyer.arrives("/checkouts/").await;
    let checkout = buyer.path().await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buyer.arrives("/sandbox/").await;
    buyer.picture("sandbox").await;
    wish(buyer, "approve").await;
    buyer.sees("付款成功").await;
    buyer.back().await;
    let first = buyer.new_tab(&checkout).await;
    buyer.sees("付款成功").await;
    buyer.to_tab(first).await;
    buyer.go(&checkout).await;
    buyer.sees("付款成功").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    buyer.go(&order).await;
    buyer.picture("order").await;
    order.trim_start_matches("/orders/").to_owned()
}

async fn enter(running: &Running, role: &str) -> Browser {
    let browser = Browser::open(&running.address, ENGLISH).await.expect("the first one opened");
    let person = running.person(role);
    browser.go("/sign-in").await;
    browser
        .submit("main form[action^=\"/sign-in\"]", &[("email", &person.email), ("password", &person.password)])
        .await;
    browser.arrives(if role == "seller" { "/seller" } else { "/operator" }).await;
    browser
}

/// The seller sees the order, writes the parcel's number down and sends it.
async fn sends(seller: &Browser, order: &str) {
    seller.picture("seller-today").await;
    seller.go("/seller/listings").await;
    seller.picture("seller-listings").await;
    seller.go("/seller/imports").await;
    seller.picture("seller-imports").await;
    seller.go("/seller/orders").await;
    seller.picture("seller-orders").await;
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    let text = seller.text().await;
    assert!(text.contains(CHENGDU[0].1) && !text.contains(&resident_id()), "the name, never the number:\n{text}");
    let parcel = format!("form[action=\"{path}/parcel\"]");
    seller.submit(&parcel, &[("carrier", "DHL"), ("number", NUMBER)]).await;
    seller.sees(NUMBER).await;
    seller.picture("seller-order").await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}

/// The operator says that it arrived, and looks at ledger and figures.
async fn oversees(operator: &Browser, order: &str) {
    operator.picture("operator-today").await;
    operator.go(&format!("/operator/orders/{order}")).await;
    operator.click("form[action$=\"/delivery\"] button").await;
    operator.sees("Delivered").await;
    for (path, name) in [("ledger", "ledger"), ("figures", "figures"), ("audit", "audit")] {
        operator.go(&format!("/operator/{path}")).await;
        operator.picture(name).await;
    }
}

async fn receives(buyer: &Browser, order: &str) {
    let path = format!("/orders/{order}");
    buyer.go(&path).await;
    buyer.script("document.querySelectorAll('details').forEach(d => d.open = true)").await;
    buyer.click(&format!("form[action=\"{path}/receipt\"] button")).await;
    buyer.sees("已完成").await;
    buyer.picture("order-done").await;
}

async fn is_paid(seller: &Browser) {
    seller.go("/seller/statement").await;
    seller.sees("US$").await;
    seller.picture("statement").await;
}
