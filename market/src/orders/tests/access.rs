//! Who may see and do what; what nobody but customs sees; every page in both languages.

use super::*;
use crate::declarations::{Firms, Give};
use crate::orders::claim_id;

#[tokio::test]
async fn an_order_is_its_own_buyers_and_sellers_alone() {
    for mut walk in walks().await {
        let order = walk.shipped(1).await;
        let other = fixtures::shop(walk.app(), "other").await;
        let role = Role::Seller { seller: other.id, owner: true };
        let (_, mut seller) = signed_in(&walk.shop, role, "eve@other.example").await;
        let (_, mut buyer) = signed_in(&walk.shop, Role::Buyer, "eve@buyer.example").await;
        let before = walk.seen(order).await;
        for path in ["", "/papers", "/papers/packing_slip"] {
            assert_eq!(seller.get(&format!("/seller/orders/{order}{path}")).await.status, 404, "{path}");
        }
        let all = json!({ "number": EXPRESS, "reason": "Mine.", "text": "Mine.",
            "pieces": { walk.cherries.listing.variants[0].id.to_string(): 1 } });
        for path in ["parcel", "attached", "shipment", "refusal", "return", "messages"] {
            let answer = seller.post_json(&format!("/seller/orders/{order}/{path}"), &all).await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        }
        assert_eq!(buyer.get(&format!("/orders/{order}")).await.status, 404);
        for path in ["receipt", "cancellation", "claim", "messages"] {
            assert_eq!(buyer.post_json(&format!("/orders/{order}/{path}"), &all).await.status, 404, "{path}");
        }
        for path in [format!("/operator/orders/{order}"), format!("/operator/claims/{}", claim_id(order))] {
            assert_eq!(buyer.get(&path).await.status, 403);
            assert_eq!(seller.get(&path).await.status, 403);
        }
        assert_eq!(walk.buyer.get(&format!("/seller/orders/{order}")).await.status, 403);
        assert_eq!(walk.desk.get(&format!("/orders/{order}")).await.status, 403);
        for nothing in ["/orders/0", "/seller/orders/x", "/operator/orders/..."] {
            let client = if nothing.starts_with("/orders") { &mut walk.buyer } else { &mut walk.desk };
            assert!(matches!(client.get(nothing).await.status, 403 | 404), "{nothing}");
        }
        assert_eq!(walk.seen(order).await, before);
        walk.clean().await;
    }
}

#[tokio::test]
async fn the_identity_number_is_shown_to_nobody() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}");
        walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS })).await;
        let mut pages = Vec::new();
        for path in ["", "/papers", "/papers/cbec_order", "/papers/cbec_payment", "/papers/cbec_waybill"] {
            pages.push(walk.desk.get(&format!("{at}{path}")).await);
            pages.push(walk.desk.get_json(&format!("{at}{path}")).await);
        }
        pages.push(walk.operator.get_json(&format!("/operator/orders/{order}")).await);
        pages.push(walk.operator.get(&format!("/operator/orders/{order}")).await);
        for page in pages {
            let text = page.text();
            assert_eq!(page.status, 200, "{}: {text}", page.path);
            assert!(!text.contains(buying::ID_NUMBER), "{}", page.path);
        }
        let slip = walk.desk.get(&format!("{at}/papers/packing_slip")).await;
        assert!(shown(&slip).contains(buying::ADDRESSEE), "the addressee is on the slip");
        walk.clean().await;
    }
}

#[tokio::test]
async fn every_page_is_shown_in_both_languages() {
    for mut walk in walks().await {
        let paid = walk.paid(2, "SG").await;
        let claimed = walk.delivered(1).await;
        walk.buyer.post_json(&format!("/orders/{claimed}/claim"), &json!({ "what": "Torn." })).await;
        let unpaid = walk.ordered(1, "SG").await;
        for language in ["en", "zh-CN"] {
            walk.desk = walk.desk.clone().language(language);
            walk.buyer = walk.buyer.clone().language(language);
            walk.operator = walk.operator.clone().language(language);
            for path in ["/seller/orders", "/seller/orders?state=paid", "/seller/orders?state=over"] {
                shown(&walk.desk.get(path).await);
            }
            for path in ["/seller/orders/pick-list", "/seller/redemptions", "/seller/sender"] {
                shown(&walk.desk.get(path).await);
            }
            for order in [paid, claimed, unpaid] {
                shown(&walk.desk.get(&format!("/seller/orders/{order}")).await);
                shown(&walk.buyer.get(&format!("/orders/{order}")).await);
                shown(&walk.operator.get(&format!("/operator/orders/{order}")).await);
            }
            shown(&walk.desk.get(&format!("/seller/orders/{paid}/papers")).await);
            shown(&walk.buyer.get("/orders").await);
            shown(&walk.operator.get("/operator/registrations").await);
            shown(&walk.operator.get(&format!("/operator/claims/{}", claim_id(claimed))).await);
        }
        let list = walk.desk.get("/seller/orders/pick-list").await;
        assert!(list.text().contains("dried-cherries-0"));
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_long_queue_is_walked_page_by_page() {
    for mut walk in walks().await {
        for _ in 0..27 {
            walk.ordered(1, "SG").await;
        }
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = walk.desk.get_json(&format!("/seller/orders?state=awaiting_payment&after={after}")).await.json();
            let orders = page["orders"].as_array().unwrap();
            seen.extend(orders.iter().map(|order| order["id"].as_str().unwrap().to_owned()));
            after = page["next"].as_str().unwrap().to_owned();
            if after.is_empty() {
                break;
            }
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), all), (27, 27));
        assert_eq!(walk.buyer.get_json("/orders?after=nonsense").await.json()["orders"].as_array().unwrap().len(), 25);
        walk.clean().await;
    }
}

#[tokio::test]
async fn papers_name_the_place_and_the_firms_that_were_set() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}/papers/commercial_invoice");
        assert!(walk.desk.get(&at).await.text().contains("not a real address"));
        let bad = walk.desk.post_json("/seller/sender", &json!({ "street": "", "city": "X", "zip": "4968" })).await;
        assert_eq!(errors(&bad), ["street missing", "zip invalid"]);
        let place = [("street", "12 Harbor Road"), ("city", "Leland"), ("zip", "49654"), ("phone", "")];
        assert_eq!(walk.desk.post("/seller/sender", &place).await.status, 303);
        assert!(walk.desk.get(&at).await.text().contains("12 Harbor Road"));
        let firms = [("platform_code", "1234567890"), ("platform_name", "虚构平台"), ("merchant_code", "12-")];
        let bad = walk.operator.post("/operator/registrations", &firms).await;
        assert_eq!(bad.status, 422);
        let set = walk.operator.post("/operator/registrations", &firms[..2]).await;
        assert_eq!(set.status, 303);
        let record = walk.desk.get_json(&format!("/seller/orders/{order}/papers/cbec_order")).await.json();
        let missing: Vec<&str> =
            record["missing"].as_array().unwrap().iter().map(|gap| gap["field"].as_str().unwrap()).collect();
        assert_eq!(missing, ["merchant_registration"], "what is no longer set is asked for");
        let firms = Firms::default();
        let give = Give::Firms { operator: walk.buyer_id, firms };
        walk.app().db().perform(uuid::Uuid::nil(), give).await.unwrap().unwrap();
        walk.clean().await;
    }
}
