//! The seller sends a parcel with its papers; the buyer receives it; the seller's statement adds up.

use super::{Market, cents, text};
use crate::support::people::{CHENGDU, resident_id, until};
use crate::support::{Client, shop};
use serde_json::{Value, json};

/// A parcel number whose check digit fits (DHL: remainder by seven), and one whose does not.
const NUMBER: &str = "1234567891";
const MISTYPED: &str = "1234567892";

/// Packs and sends an order.
pub fn send(seller: &mut Client, order: &str) {
    let path = format!("/seller/orders/{order}");
    let parcel = json!({ "carrier": "DHL", "number": NUMBER });
    seller.post(&format!("{path}/parcel"), parcel).ok();
    let sent = seller.post(&format!("{path}/shipment"), json!({})).ok();
    assert_eq!(sent["order"]["state"], "shipped", "{sent:#}");
}

/// Waits until an order has come to a state by what the program does by itself.
pub fn comes_to(buyer: &mut Client, order: &str, state: &str) -> Value {
    until(&format!("order that is {state}"), || {
        let view = buyer.get(&format!("/orders/{order}")).ok();
        if view["order"]["state"] == state { Ok(view) } else { Err(view["order"]["state"].to_string()) }
    })
}

/// From paid to dollars on the statement.
pub fn send_and_be_paid(market: &mut Market<'_>, order: &str) {
    desk(market, order);
    not_before_its_papers(&mut market.seller, order);
    send(&mut market.seller, order);
    market.die_and_rise();
    for kind in market.seller.get(&format!("/seller/orders/{order}")).ok()["papers"].as_array().expect("papers") {
        assert_eq!(kind["ready"], true, "{kind:#}");
        market.seller.page(text(kind, "href")).file();
    }
    let shown = market.buyer.get(&format!("/orders/{order}")).ok();
    assert_eq!(shown["order"]["parcel"]["number"], NUMBER, "{shown:#}");

    market.wait_days(6);
    comes_to(&mut market.buyer, order, "delivered");
    let done = market.buyer.post(&format!("/orders/{order}/receipt"), json!({})).ok();
    assert_eq!(done["order"]["state"], "completed", "{done:#}");
    statement(&mut market.seller, order);
    let ledger = market.operator.get("/operator/ledger").ok();
    assert!(ledger.to_string().contains("CNY") && ledger.to_string().contains("USD"), "{ledger:#}");
}

/// The seller sees what to send where, but never the identity number; the buyer's words arrive.
fn desk(market: &mut Market<'_>, order: &str) {
    let path = format!("/seller/orders/{order}");
    let view = market.seller.get(&path).ok();
    assert_eq!(view["order"]["state"], "paid", "{view:#}");
    let shown = view.to_string();
    assert!(shown.contains(CHENGDU[5].1) && shown.contains(CHENGDU[1].1), "the address is there: {shown}");
    assert!(!shown.contains(&resident_id()), "the identity number is not");
    let list = market.seller.get("/seller/orders/pick-list").ok();
    assert_eq!(list["pieces"][0]["quantity"], 2, "{list:#}");

    let words = "请包装得牢一点 <script>alert(1)</script>";
    market.buyer.post(&format!("/orders/{order}/messages"), json!({ "text": words })).ok();
    let page = market.seller.page(&path).file();
    assert!(page.contains("请包装得牢一点") && !page.contains("<script>alert"), "a message is shown as text");
    let other = &market.running.person("seller").clone();
    let mut other = crate::support::people::sign_in(&market.running.address, "en", &other.email, &other.password);
    assert_eq!(other.get(&path).refused(404), "not_found");
    assert_eq!(market.seller.get(&format!("/orders/{order}")).status, 403);
}

/// Without its parcel number, and with a mistyped one, nothing is sent.
fn not_before_its_papers(seller: &mut Client, order: &str) {
    let path = format!("/seller/orders/{order}");
    let early = seller.post(&format!("{path}/shipment"), json!({}));
    assert!(matches!(early.status, 409 | 422), "{}", early.text());
    let parcel = json!({ "carrier": "DHL", "number": MISTYPED });
    let slip = seller.post(&format!("{path}/parcel"), parcel);
    assert!(slip.text().contains("check_digit"), "{}", slip.text());
    slip.refused(422);
}

/// Every line adds up, from what was there before to what the order said the seller would get.
fn statement(seller: &mut Client, order: &str) {
    let wanted = cents(&seller.get(&format!("/seller/orders/{order}")).ok()["money"]["net"]);
    let statement = seller.get("/seller/statement").ok();
    let lines = statement["lines"].as_array().expect("lines");
    let mut balance = cents(&statement["opening"]);
    for line in lines {
        balance += cents(&line["amount"]);
        assert_eq!(balance, cents(&line["balance"]), "{statement:#}");
    }
    assert_eq!(balance, cents(&statement["closing"]), "{statement:#}");
    let ours: i64 = lines.iter().filter(|line| line["order"] == order).map(|line| cents(&line["amount"])).sum();
    assert_eq!(ours, wanted, "the order brought what it said: {statement:#}");
    assert_eq!(text(&statement, "seller"), shop::NAME);
}
