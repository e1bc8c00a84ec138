//! The number by which customs know a buyer: asked on a phone where the destination's papers want it, checked, and seen by
//! nobody afterwards but on the parcel's own customs paper.

use super::buying;
use super::counter::{RUNNERS, look};
use crate::support::Browser;

/// An invented personal code of Korea's customs.
const CODE: &str = "P123456789012";

/// A buyer in Seoul who reads Chinese is asked for the code, mistypes it, and orders what needs no papers of the seller's,
/// as the roots and the wine do. Gives the order.
pub async fn know_the_buyer(buyer: &Browser, shop: &str, with_papers: &[&str]) -> String {
    buyer.go("/basket").await;
    buyer.prefer("destination", "KR").await;
    buying::into_basket(buyer, shop, with_papers).await;
    buyer.go("/checkout").await;
    if buyer.has("[name=\"email\"]").await {
        buyer.fill("email", "min@buyer.example").await;
    }
    let address = [
        ("name", "김시험"),
        ("phone", "01021234567"),
        ("region", "11"),
        ("city", "종로구"),
        ("street", "없는길 1"),
        ("postcode", "03051"),
    ];
    for (name, value) in address {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    assert!(!buyer.has("[name=\"identity.name\"]").await, "Korea asks for no name besides");
    buyer.fill("identity.number", &CODE[..12]).await;
    look(buyer, "section:has([name=\"identity.number\"])", "counter-code").await;
    let place = "main form[action=\"/checkout\"] button.primary";
    buyer.click(place).await;
    buyer.find("#f-identity\\.number[aria-invalid]").await;
    assert_eq!(buyer.attribute("[name=\"address.name\"]", "value").await, "김시험", "what was typed is kept");
    buyer.picture_of("main", "counter-code-wrong").await;
    buyer.fill("identity.number", CODE).await;
    buyer.click(place).await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buying::wish(buyer, "approve").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    buyer.go(&order).await;
    assert!(!buyer.text().await.contains(CODE), "the order's page does not repeat it");
    order.trim_start_matches("/orders/").to_owned()
}

/// Seller and operator do not see it; the customs paper of the parcel has it.
pub async fn alone_see_the_number(seller: &Browser, operator: &Browser, order: &str) {
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    assert!(!seller.text().await.contains(CODE));
    seller.submit(&format!("form[action=\"{path}/parcel\"]"), &RUNNERS).await;
    seller.sees("Kept.").await;
    seller.go(&format!("{path}/papers")).await;
    seller.sees(CODE).await;
    look(seller, "main", "counter-code-paper").await;
    operator.go(&format!("/operator/orders/{order}")).await;
    assert!(!operator.text().await.contains(CODE));
    seller.go(&path).await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}
