//! A buyer in Chengdu looks around, finds the new shop's cherries by Chinese words, and pays.

use super::shop;
use crate::support::Browser;
use crate::support::browser::Size;
use crate::support::people::{CHENGDU, mistyped_id, resident_id};

const EMAIL: &str = "li.mei@buyer.example";

/// Home, a shelf, a search in Chinese; by phone and in the dark.
pub async fn looks_around(buyer: &Browser) {
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

/// Opens goods of a shop until some can be bought, and puts them into the basket; but not these listings.
pub async fn into_basket(buyer: &Browser, shop: &str, but: &[&str]) {
    const LISTED: &str = "main a[href^=\"/listings/\"]";
    let left_out: Vec<String> = but.iter().map(|id| id.replace('-', "")).collect();
    buyer.go(shop).await;
    let found = buyer.count(LISTED).await;
    for n in 0..found {
        buyer.go(shop).await;
        let href = buyer.nth_attribute(LISTED, n, "href").await;
        if left_out.iter().any(|id| href.contains(id)) {
            continue;
        }
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

/// Writes down who it is for and where to.
pub async fn write_down(buyer: &Browser, id: &str) {
    write_email(buyer).await;
    for (name, value) in CHENGDU.iter().filter(|(name, _)| !["region", "city", "district"].contains(name)) {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    buyer.fill("identity.name", "李梅").await;
    buyer.fill("identity.number", id).await;
}

/// Someone who has bought before is known by the sign-in that began then, and not asked again.
async fn write_email(buyer: &Browser) {
    if buyer.has("[name=\"email\"]").await {
        buyer.fill("email", EMAIL).await;
    }
}

/// Has something happen at the payment provider.
pub async fn wish(buyer: &Browser, wish: &str) {
    buyer.arrives("/sandbox/").await;
    buyer.click(&format!("form:has([value=\"{wish}\"]) button")).await;
    buyer.arrives("/checkouts/").await;
}

/// Finds the shop's cherries by words in traditional script, reads what the price is made of, puts them into the basket.
pub async fn finds(buyer: &Browser) {
    let (_, title, _) = shop::CHINESE[0];
    let words: String = url::form_urlencoded::byte_serialize("蒙莫朗西酸櫻桃乾".as_bytes()).collect();
    buyer.until_reloaded(&format!("/search?q={words}"), title).await;
    buyer.follow(title).await;
    for part in ["货款", "运费", "税费"] {
        buyer.sees(part).await;
    }
    buyer.picture("product-new").await;
    buyer.click("form[action=\"/basket/items\"] button").await;
    buyer.arrives("/basket").await;
}

/// Fills in the address by its lists.
async fn choose_place(buyer: &Browser) {
    for level in ["region", "city", "district"] {
        let value = CHENGDU.iter().find(|(name, _)| *name == level).expect("in the address").1;
        buyer.find(&format!("[name=\"address.{level}\"] option[value=\"{value}\"]")).await;
        buyer.fill(&format!("address.{level}"), value).await;
    }
}

/// From the basket to an order that is paid; a slip of the pen, a double click, the back button on the way.
pub async fn buys(buyer: &Browser) -> String {
    buyer.picture("basket").await;
    buyer.go("/checkout").await;
    choose_place(buyer).await;
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
    // Declined, then approved: one paid order.
    wish(buyer, "decline").await;
    buyer.click("form[action$=\"/payment\"] button").await;
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

/// Buys one piece of what a page shows, with everything right at once. Gives the order.
pub async fn buys_one(buyer: &Browser, listing: &str) -> String {
    buyer.go(listing).await;
    buyer.click("form[action=\"/basket/items\"] button").await;
    buyer.arrives("/basket").await;
    buyer.go("/checkout").await;
    if buyer.has("[name=\"address.region\"]").await {
        choose_place(buyer).await;
        write_down(buyer, &resident_id()).await;
    } else {
        write_email(buyer).await;
    }
    buyer.click("main form[action=\"/checkout\"] button.primary").await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    wish(buyer, "approve_twice").await;
    buyer.sees("付款成功").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    order.trim_start_matches("/orders/").to_owned()
}
