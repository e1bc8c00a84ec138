//! A buyer in Chengdu finds goods by Chinese words, fills a basket from two sellers, and pays.

use super::{Market, cents, text};
use crate::support::people::{CHENGDU, mistyped_id, resident_id, until};
use crate::support::{Client, shop};
use serde_json::{Map, Value, json};

/// A path with words to look for.
fn search(words: &str) -> String {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("/search?q={words}")
}

fn ids(found: &Value) -> Vec<&str> {
    found["listings"].as_array().expect("listings").iter().map(|listing| text(listing, "id")).collect()
}

/// The first variant of a listing as a buyer sees it.
pub fn variant(buyer: &mut Client, listing: &str) -> String {
    let product = buyer.get(&format!("/listings/{listing}")).ok();
    text(&product["variant"], "id").to_owned()
}

/// Finds the shop's cherries, adds something of another seller's, pays. Gives the id of the shop's order.
pub fn find_and_pay(market: &mut Market<'_>, goods: &Map<String, Value>) -> String {
    let buyer = &mut market.buyer;
    buyer.get("/").ok();
    buyer.post("/preferences", json!({ "lang": "zh-Hans", "destination": "CN", "currency": "CNY" }));
    let cherries = goods["dried-montmorency"].as_str().expect("an id");
    for words in ["蒙莫朗西", "酸樱桃干", "蒙莫朗西酸櫻桃乾", "montmorency cherries"] {
        until(&format!("cherries for {words}"), || {
            let found = buyer.get(&search(words)).ok();
            if ids(&found).contains(&cherries) { Ok(()) } else { Err(found.to_string()) }
        });
    }
    let cherries = explained(buyer, cherries);
    let other = elsewhere(buyer);
    basket(buyer, &cherries, &other);
    let (checkout, orders) = place(buyer);
    // Killed after the order is placed, and again after it is paid: nothing is lost and nothing happens twice.
    market.die_and_rise();
    pay(&mut market.buyer, &checkout, "approve");
    market.die_and_rise();
    let buyer = &mut market.buyer;
    assert_eq!(text(&buyer.get(&format!("/checkouts/{checkout}")).ok(), "state"), "paid");
    let sold = market.seller.get("/seller/orders").ok();
    let sold = sold["orders"].as_array().expect("orders");
    assert_eq!(sold.len(), 1, "{sold:#?}");
    assert!(orders.iter().any(|id| id == text(&sold[0], "id")));
    text(&sold[0], "id").to_owned()
}

/// The product's price is the sum of its lines, each with its rule. Gives the variant.
fn explained(buyer: &mut Client, listing: &str) -> String {
    let product = buyer.get(&format!("/listings/{listing}")).ok();
    assert_eq!(text(&product, "title"), shop::CHINESE[0].1);
    let price = &product["variant"]["price"];
    let lines = price["anatomy"]["lines"].as_array().unwrap_or_else(|| panic!("{:#}", product["variant"]));
    assert_eq!(lines.iter().map(|line| cents(&line["amount"])).sum::<i64>(), cents(&price["charged"]), "{price:#}");
    let kinds: Vec<&str> = lines.iter().map(|line| text(line, "kind")).collect();
    assert!(kinds.contains(&"goods") && kinds.contains(&"delivery") && kinds.contains(&"tax"), "{kinds:?}");
    for line in lines.iter().filter(|line| line["kind"] == "tax" || line["kind"] == "duty") {
        for part in ["rate", "base", "rule"] {
            assert!(!text(line, part).is_empty(), "a line says its {part}: {line:#}");
        }
    }
    text(&product["variant"], "id").to_owned()
}

/// Something of another seller's that can be sent to China.
fn elsewhere(buyer: &mut Client) -> String {
    let found = buyer.get("/search?kind=goods").ok();
    let listings = found["listings"].as_array().expect("listings");
    let sold = |l: &&Value| !l["price"].is_null() && l["sold_out"] == false && l["seller"] != shop::NAME;
    let listing = listings.iter().find(sold).unwrap_or_else(|| panic!("nothing is sold to China: {found:#}"));
    variant(buyer, text(listing, "id"))
}

/// Puts pieces into the basket; quantities that make no sense are refused and change nothing.
fn basket(buyer: &mut Client, cherries: &str, other: &str) {
    for quantity in ["-1", "0.5", "1e9", "many", "99999999999999999999"] {
        let item = json!({ "variant": cherries, "quantity": quantity });
        let status = buyer.post("/basket/items", item).status;
        assert!((400..500).contains(&status), "{quantity} pieces: {status}");
    }
    buyer.post("/basket/items", json!({ "variant": cherries, "quantity": "2" })).ok();
    buyer.post("/basket/items", json!({ "variant": other, "quantity": 1 })).ok();
    let basket = buyer.get("/basket").ok();
    let orders = &basket["orders"];
    assert_eq!((&basket["count"], orders["orders"].as_array().map(Vec::len)), (&json!(3), Some(2)), "{basket:#}");
    assert_eq!(orders["ready"], true, "{basket:#}");
    let each: i64 = orders["orders"].as_array().expect("orders").iter().map(|o| cents(&o["price"]["total"])).sum();
    assert_eq!(cents(&orders["total"]), each);
}

/// What a buyer in Chengdu writes down for the orders of a checkout as it is shown.
fn filled(form: &Value) -> Value {
    let address: Map<String, Value> = CHENGDU.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "destination": "CN",
        "address": address,
        "identity": { "name": "李梅", "number": resident_id() },
        "expected": form["orders"]["total"],
    })
}

/// Places what is in the basket: first with slips of the pen, then twice under one key.
fn place(buyer: &mut Client) -> (String, Vec<String>) {
    let form = buyer.get("/checkout").ok();
    assert_eq!((&form["form"]["wants_identity"], &form["signed_in"]), (&json!(true), &json!(true)), "{form:#}");
    let good = filled(&form);
    let slips: [(&str, &[&str], &str); 4] = [
        ("identity.number", &["identity", "number"], &mistyped_id()),
        ("address.postcode", &["address", "postcode"], "SW1A 1AA"),
        ("address.city", &["address", "city"], "110100"),
        ("address.phone", &["address", "phone"], "12"),
    ];
    for (field, path, value) in slips {
        let mut slip = good.clone();
        slip[path[0]][path[1]] = json!(value);
        let answer = buyer.post("/checkout", slip);
        let said = answer.text();
        answer.refused(422);
        assert!(said.contains(field), "{field} is named: {said}");
        assert!(!said.contains(&mistyped_id()), "no reply holds the number");
    }
    let mut cheaper = good.clone();
    cheaper["expected"]["amount"] = json!("1.00");
    assert_eq!(buyer.post("/checkout", cheaper).refused(409), "price_changed");

    let first = buyer.under("walk-place").post("/checkout", good.clone()).ok();
    let second = buyer.under("walk-place").post("/checkout", good).ok();
    let checkout = text(&first, "checkout").to_owned();
    assert!(second.to_string().contains(&checkout), "sent twice it is one checkout: {second:#}");
    assert_eq!(first["state"], "awaiting", "{first:#}");
    assert_eq!(buyer.get("/basket").ok()["count"], 0);
    let orders = first["orders"].as_array().expect("orders");
    assert_eq!(orders.len(), 2);
    let sum: i64 = orders.iter().map(|order| cents(&order["total"])).sum();
    assert_eq!(sum, cents(&first["total"]), "the orders are the whole: {first:#}");
    (checkout, orders.iter().map(|order| text(order, "order").to_owned()).collect())
}

/// Goes to the provider and has something happen there.
pub fn pay(buyer: &mut Client, checkout: &str, wish: &str) {
    let payment = buyer.post(&format!("/checkouts/{checkout}/payment"), json!({})).ok();
    let page = text(&payment, "location").trim_start_matches("/api/v1").to_owned();
    buyer.get(&page).ok();
    buyer.post(&format!("{page}/acts"), json!({ "wish": wish })).ok();
}

/// Buys pieces of one variant and has something happen at the provider. Gives checkout and order.
pub fn buy(buyer: &mut Client, variant: &str, quantity: u32, wish: &str) -> (String, String) {
    buyer.post("/basket/items", json!({ "variant": variant, "quantity": quantity })).ok();
    let form = buyer.get("/checkout").ok();
    let placed = buyer.post("/checkout", filled(&form)).ok();
    let checkout = text(&placed, "checkout").to_owned();
    pay(buyer, &checkout, wish);
    (checkout, text(&placed["orders"][0], "order").to_owned())
}
