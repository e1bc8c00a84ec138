//! Who carries a parcel and where in a country it goes, where the law makes a difference by it.

use super::documents::{ask, with_rates};
use super::*;
use crate::testing::fixtures::{Offer, listing, save_listing, save_seller, shop};
use sampan_trade::listing::Category;
use sampan_trade::rates::{Carrier, Mode};
use sampan_trade::seller::Seller;
use serde_json::{Value, json};

/// Wine to a state of Australia, as a program asks for it.
fn order(wine: &StoredListing, region: &str) -> Value {
    json!({
        "items": [{ "variant": variant(wine), "quantity": 1 }], "destination": "AU", "email": "jo@example.com",
        "address": { "name": "Jo Invented", "phone": "0412345678", "street": "1 Nowhere Road", "city": "Newtown",
                     "region": region, "postcode": "2042" },
        "deliveries": { wine.listing.seller.to_string(): "express" },
        "expected": { "amount": "1.00", "currency": "AUD" },
    })
}

/// What stands against the order as the form shows it.
async fn against(place: &Shop, order: &Value) -> String {
    let mut order = order.clone();
    order["then"] = json!("show");
    let shown = ask(place, &order).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    said(&shown.json()).0
}

/// A bottle of wine on sale.
async fn riesling(app: &App, seller: &Seller) -> StoredListing {
    let wine = Offer { slug: "riesling", category: Category::Wine, hs: "22042150", net_g: 1_200, ..Offer::cherries() };
    let mut wine = listing(app, seller, wine).await;
    for variant in &mut wine.listing.variants {
        (variant.volume_ml, variant.abv_percent) = (Some(750), Some("12.5".parse().expect("a decimal")));
    }
    save_listing(app, &wine).await;
    wine
}

/// The express ways of a seller go by a carrier from now on.
async fn carries(app: &App, seller: &mut Seller, carrier: Carrier) {
    let ways = seller.rate_card.zones.iter_mut().flat_map(|zone| &mut zone.options);
    ways.filter(|way| way.mode == Mode::Express).for_each(|way| way.carrier = Some(carrier));
    save_seller(app, seller).await;
}

#[tokio::test]
async fn wine_goes_where_the_law_lets_it_and_with_whom() {
    for place in shops().await {
        let app = &place.app;
        with_rates(app).await;
        let mut seller = shop(app, "two-gull").await;
        let wine = riesling(app, &seller).await;
        for (region, goes) in [("NSW", true), ("QLD", false), ("NT", false)] {
            let mut order = order(&wine, region);
            let said = against(&place, &order).await;
            assert_eq!(said.contains("Queensland"), !goes, "{region}: {said}");
            let refused = ask(&place, &order).await;
            if goes {
                let now = refused.json()["params"]["now"].as_str().unwrap_or_default().to_owned();
                order["expected"]["amount"] = json!(now.split(' ').next());
                let placed = ask(&place, &order).await;
                assert_eq!(placed.status, 201, "{}", placed.text());
            } else {
                assert_eq!(refused.code(), "no_price", "{region}: {}", refused.text());
            }
        }
        for (carrier, goes) in [(Carrier::Fedex, true), (Carrier::Ups, false)] {
            carries(app, &mut seller, carrier).await;
            let said = against(&place, &order(&wine, "NSW")).await;
            assert_eq!(said.is_empty(), goes, "{carrier:?}: {said}");
            assert_eq!(said.contains("UPS"), !goes, "{carrier:?}: {said}");
        }
        audit(app).await;
    }
}

/// What a checkout says of an order as a whole, and of each way to send it, in words.
fn said(shown: &Value) -> (String, Vec<(String, String)>) {
    let texts = |of: &Value| {
        let all = of["why_not"].as_array().into_iter().flatten();
        all.map(|why| why["text"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let order = &shown["orders"]["orders"][0];
    let ways = order["deliveries"].as_array().cloned().unwrap_or_default();
    (texts(order), ways.iter().map(|way| (way["code"].as_str().unwrap_or_default().to_owned(), texts(way))).collect())
}

#[tokio::test]
async fn each_way_to_send_says_why_it_is_closed() {
    const POST: &str = "The US post takes no alcohol abroad.";
    const UPS: &str = "not among those that UPS named";
    const NORTH: &str = "Queensland and the Northern Territory";
    for place in shops().await {
        let app = &place.app;
        with_rates(app).await;
        let mut seller = shop(app, "two-gull").await;
        let wine = riesling(app, &seller).await;
        let whole = "The reason stands beside each";
        for (carrier, region, chosen, order_says, post_says, express_says) in [
            (Carrier::Ups, "NSW", "", whole, POST, UPS),
            (Carrier::Ups, "NSW", "express", UPS, POST, ""),
            (Carrier::Fedex, "NSW", "", "", POST, ""),
            (Carrier::Fedex, "QLD", "", NORTH, "", ""),
            (Carrier::Fedex, "QLD", "post", POST, "", ""),
        ] {
            carries(app, &mut seller, carrier).await;
            let mut order = order(&wine, region);
            order["deliveries"] = json!({ wine.listing.seller.to_string(): chosen });
            order["then"] = json!("show");
            let shown = ask(&place, &order).await;
            let (all, ways) = said(&shown.json());
            let case = format!("{carrier:?} to {region} by {chosen:?}: {all:?} {ways:?}");
            let is = |found: &str, wanted: &str| found.contains(wanted) && found.is_empty() == wanted.is_empty();
            assert!(is(&all, order_says), "{case}");
            let of = |code: &str| ways.iter().find(|(way, _)| way == code).map(|(_, says)| says.as_str());
            for (code, wanted) in [("post", post_says), ("express", express_says)] {
                let says = of(code).expect("a way");
                assert!(is(says, wanted), "{code}: {case}");
            }
        }
        audit(app).await;
    }
}
