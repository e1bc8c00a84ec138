//! A service: bought without a parcel, redeemed once.

use super::buying::{buy, variant};
use super::sending::comes_to;
use super::{Market, text};
use serde_json::json;

/// The shop offers a visit; the buyer books it and shows the code.
pub fn bought_and_redeemed(market: &mut Market<'_>) {
    let now = text(&market.operator.get("/operator/clock").ok(), "now").to_owned();
    let year: u32 = now[..4].parse().expect("a year");
    let visit = json!({
        "title": "Cherry picking by the lake", "body": "A morning among the trees.", "price": "35.00", "stock": "8",
        "service": "on_site", "place": "Suttons Bay, Michigan", "when": "any morning in July",
        "last_day": format!("{}-07-31", year + 1),
    });
    let made = market.seller.post("/seller/listings", visit).ok();
    let listing = text(&made, "id").to_owned();
    market.seller.post(&format!("/seller/listings/{listing}/publication"), json!({})).ok();

    let seats = variant(&mut market.buyer, &listing);
    let (_, order) = buy(&mut market.buyer, &seats, 1, "approve");
    let booked = comes_to(&mut market.buyer, &order, "booked");
    let code = text(&booked, "code").to_owned();
    assert!(!code.is_empty(), "{booked:#}");
    let seen = market.seller.get(&format!("/seller/orders/{order}")).ok();
    assert!(!seen.to_string().contains(&code), "the code is the buyer's alone");

    assert_eq!(market.seller.post("/seller/redemptions", json!({ "code": "AAAA-AAAA" })).status, 422);
    market.seller.post("/seller/redemptions", json!({ "code": code })).ok();
    comes_to(&mut market.buyer, &order, "completed");
    let twice = market.seller.post("/seller/redemptions", json!({ "code": code }));
    assert!((400..500).contains(&twice.status), "a code is redeemed once: {}", twice.text());
}
