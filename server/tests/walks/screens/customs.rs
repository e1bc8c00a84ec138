//! The number by which customs know a buyer: asked on a phone where the destination's papers want it, checked, and seen by
//! nobody afterwards but on the parcel's own customs paper.

use super::buying;
use super::counter::{RUNNERS, look, notes_what_is_missing};
use crate::support::Browser;

/// A destination whose customs want a number, with an invented address there.
pub struct There {
    /// Where.
    place: &'static str,
    /// The fields of the address, the name first.
    address: &'static [(&'static str, &'static str)],
    /// The way to send with which the number is asked for.
    way: &'static str,
    /// An invented number that holds.
    number: &'static str,
    /// The same, mistyped.
    wrong: &'static str,
}

/// The destinations: Korea's code, Taiwan's number of the app, India's of a card.
pub const THERE: [There; 3] = [
    There {
        place: "KR",
        address: &[
            ("name", "김시험"),
            ("phone", "01021234567"),
            ("region", "11"),
            ("city", "종로구"),
            ("street", "없는길 1"),
            ("postcode", "03051"),
        ],
        way: "post",
        number: "P123456789012",
        wrong: "P12345678901",
    },
    There {
        place: "TW",
        address: &[
            ("name", "林小測"),
            ("phone", "0912345678"),
            ("postcode", "100"),
            ("region", "TPE"),
            ("district", "中正區"),
            ("street", "虛構路1號"),
        ],
        way: "express",
        number: "A123456789",
        wrong: "A123456788",
    },
    There {
        place: "IN",
        address: &[
            ("name", "Asha Invented"),
            ("phone", "9876543210"),
            ("street", "1 Nowhere Road"),
            ("city", "Mumbai"),
            ("region", "MH"),
            ("postcode", "400001"),
        ],
        way: "express",
        number: "999941057058",
        wrong: "999941057085",
    },
];

/// A buyer there who reads Chinese is asked for the number, mistypes it, and orders what needs no papers of the seller's, as
/// the roots and the wine do. Gives the order.
pub async fn know_the_buyer(buyer: &Browser, shop: &str, with_papers: &[&str], there: &There) -> String {
    buyer.go("/basket").await;
    buyer.prefer("destination", there.place).await;
    buying::into_basket(buyer, shop, with_papers).await;
    buyer.go("/checkout").await;
    let way = format!("main input[name^=\"deliveries.\"][value={}]", there.way);
    if buyer.has(&way).await && !buyer.has(&format!("{way}[checked]")).await {
        buyer.click(&way).await;
        buyer.click("main button[name=\"then\"][value=\"show\"]").await;
        buyer.find(&format!("{way}[checked]")).await;
    }
    if buyer.has("[name=\"email\"]").await {
        buyer.fill("email", "min@buyer.example").await;
    }
    for (name, value) in there.address {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    assert!(!buyer.has("[name=\"identity.name\"]").await, "{} asks for no name besides", there.place);
    buyer.fill("identity.number", there.wrong).await;
    look(buyer, "section:has([name=\"identity.number\"])", &format!("counter-code-{}", there.place)).await;
    let place = "main form[action=\"/checkout\"] button.primary";
    buyer.click(place).await;
    buyer.find("#f-identity\\.number[aria-invalid]").await;
    assert_eq!(buyer.attribute("[name=\"address.name\"]", "value").await, there.address[0].1, "what was typed is kept");
    buyer.picture_of("main", &format!("counter-code-wrong-{}", there.place)).await;
    buyer.fill("identity.number", there.number).await;
    buyer.click(place).await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buying::wish(buyer, "approve").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    buyer.go(&order).await;
    assert!(!buyer.text().await.contains(there.number), "the order's page does not repeat it");
    order.trim_start_matches("/orders/").to_owned()
}

/// Seller and operator do not see it; the customs paper of the parcel has it.
pub async fn alone_see_the_number(seller: &Browser, operator: &Browser, order: &str, there: &There) {
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    assert!(!seller.text().await.contains(there.number));
    seller.submit(&format!("form[action=\"{path}/parcel\"]"), &RUNNERS).await;
    seller.sees("Kept.").await;
    seller.go(&format!("{path}/papers")).await;
    seller.sees(there.number).await;
    look(seller, "main", &format!("counter-code-paper-{}", there.place)).await;
    operator.go(&format!("/operator/orders/{order}")).await;
    assert!(!operator.text().await.contains(there.number));
    seller.go(&path).await;
    notes_what_is_missing(seller, &path).await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}
