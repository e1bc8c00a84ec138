//! Everything that goes back, and every way a payment can go: all of it ends in one right state.

use super::buying::{buy, pay, variant};
use super::sending::{comes_to, send};
use super::{Market, cents, text};
use crate::support::people::until;
use serde_json::{Map, Value, json};

/// All of it, one after another, with the sweetened cherries.
pub fn all_ways(market: &mut Market<'_>, goods: &Map<String, Value>) {
    let sweet = variant(&mut market.buyer, goods["sweet-cherries"].as_str().expect("an id"));
    called_off(market, &sweet);
    came_back_in_part(market, &sweet);
    claimed(market, &sweet);
    payments(market, &sweet);
    never_paid(market, &sweet);
}

/// What the buyer's order says went back.
fn refunded(order: &Value) -> i64 {
    order["order"]["refunds"].as_array().expect("refunds").iter().map(|refund| cents(&refund["total"])).sum()
}

/// The buyer calls one off, the seller refuses another: all of it goes back.
fn called_off(market: &mut Market<'_>, sweet: &str) {
    let (_, order) = buy(&mut market.buyer, sweet, 1, "approve");
    let off = market.buyer.post(&format!("/orders/{order}/cancellation"), json!({ "reason": "买错了" })).ok();
    assert_eq!(off["order"]["state"], "cancelled", "{off:#}");
    assert_eq!(refunded(&off), cents(&off["price"]["total"]));

    let (_, order) = buy(&mut market.buyer, sweet, 1, "approve");
    let path = format!("/seller/orders/{order}/refusal");
    assert_eq!(market.seller.post(&path, json!({ "reason": "" })).status, 422, "a reason is needed");
    market.seller.post(&path, json!({ "reason": "The bags were wet." })).ok();
    let seen = comes_to(&mut market.buyer, &order, "cancelled");
    assert!(text(&seen["order"], "says").contains("The bags were wet."), "{seen:#}");
    assert_eq!(refunded(&seen), cents(&seen["price"]["total"]));
}

/// Two bags arrive, nobody says anything for fourteen days, one comes back: its part goes back from the seller.
fn came_back_in_part(market: &mut Market<'_>, sweet: &str) {
    let (_, order) = buy(&mut market.buyer, sweet, 2, "approve");
    send(&mut market.seller, &order);
    market.wait_days(6);
    comes_to(&mut market.buyer, &order, "delivered");
    market.wait_days(15);
    comes_to(&mut market.buyer, &order, "completed");

    let path = format!("/seller/orders/{order}");
    let before = cents(&market.seller.get("/seller/balance").ok()["balance"]);
    let net = cents(&market.seller.get(&path).ok()["money"]["net"]);
    let pieces = json!({ "pieces": { sweet: 1 }, "reason": "One bag was torn.", "restock": false });
    market.seller.post(&format!("{path}/return"), pieces).ok();
    let after = cents(&market.seller.get("/seller/balance").ok()["balance"]);
    let left = cents(&market.seller.get(&path).ok()["money"]["net"]);
    assert_eq!(before - after, net - left, "the statement moves by what the order lost");
    let seen = market.buyer.get(&format!("/orders/{order}")).ok();
    let back = refunded(&seen);
    assert!(0 < back && back < cents(&seen["price"]["total"]), "{seen:#}");
    let too_many = json!({ "pieces": { sweet: 2 }, "reason": "More.", "restock": false });
    market.seller.post(&format!("{path}/return"), too_many).refused(422);
}

/// Claimed after delivery: the operator decides, with a reason, once for the buyer and once for the seller.
fn claimed(market: &mut Market<'_>, sweet: &str) {
    for (for_buyer, ends) in [(true, "refunded"), (false, "completed")] {
        let (_, order) = buy(&mut market.buyer, sweet, 1, "approve");
        send(&mut market.seller, &order);
        market.wait_days(6);
        comes_to(&mut market.buyer, &order, "delivered");
        let claim = json!({ "what": "盒子是空的" });
        let claimed = market.buyer.post(&format!("/orders/{order}/claim"), claim).ok();
        assert_eq!(claimed["order"]["state"], "claim_open", "{claimed:#}");
        let claims = market.operator.get("/operator/claims").ok();
        let number = text(&claimed["order"], "number");
        let open = claims["claims"].as_array().expect("claims").iter().find(|claim| claim["number"] == number);
        let claim = text(open.unwrap_or_else(|| panic!("no claim in {claims:#}")), "id").to_owned();
        let path = format!("/operator/claims/{claim}/decision");
        market.operator.post(&path, json!({ "for_buyer": for_buyer })).refused(422);
        market.operator.post(&path, json!({ "for_buyer": for_buyer, "reason": "The photos show it." })).ok();
        comes_to(&mut market.buyer, &order, ends);
    }
    let log = market.operator.get("/operator/audit").ok();
    assert!(log.to_string().contains("The photos show it."), "{log:#}");
}

/// Declined and then approved, approved twice, told out of order: each is one paid order.
fn payments(market: &mut Market<'_>, sweet: &str) {
    for wishes in [&["decline", "approve"][..], &["approve_twice"], &["out_of_order"]] {
        let (checkout, order) = buy(&mut market.buyer, sweet, 1, wishes[0]);
        for wish in &wishes[1..] {
            pay(&mut market.buyer, &checkout, wish);
        }
        let path = format!("/checkouts/{checkout}");
        until(&format!("{wishes:?} that is paid"), || {
            let status = market.buyer.get(&path).ok();
            if status["state"] == "paid" { Ok(()) } else { Err(status.to_string()) }
        });
        market.buyer.post(&format!("/orders/{order}/cancellation"), json!({})).ok();
    }
}

/// Nobody pays, or too late: the pieces are on the shelf again, the money goes back.
fn never_paid(market: &mut Market<'_>, sweet: &str) {
    let available = |market: &mut Market<'_>| {
        let listings = market.seller.get("/seller/listings").ok();
        let all = listings["listings"].as_array().expect("listings");
        all.iter().filter_map(|listing| listing["available"].as_u64()).sum::<u64>()
    };
    let before = available(market);
    let (late, order) = buy(&mut market.buyer, sweet, 3, "approve_late");
    assert_eq!(available(market), before - 3, "promised while it waits");
    market.operator.post("/operator/clock", json!({ "hours": 1 })).ok();
    comes_to(&mut market.buyer, &order, "expired");
    assert_eq!(available(market), before);
    let status = until("payment that went back", || {
        let status = market.buyer.get(&format!("/checkouts/{late}")).ok();
        if status["state"] == "refunded_late" { Ok(status) } else { Err(status.to_string()) }
    });
    assert_eq!(status["going_back"].as_array().map(Vec::len), Some(1), "{status:#}");
}
