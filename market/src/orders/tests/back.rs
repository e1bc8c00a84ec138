//! Going back: called off, refused, returned in part and in full, before and after the release.

use super::*;

#[tokio::test]
async fn an_order_that_was_not_sent_goes_back_whole() {
    for mut walk in walks().await {
        let called_off = walk.paid(2, "CN").await;
        let refused = walk.paid(3, "SG").await;
        let stopped = walk.paid(1, "SG").await;
        assert_eq!(walk.stock().await, (40, 6));
        let off = walk.buyer.post(&format!("/orders/{called_off}/cancellation"), &[("reason", "")]).await;
        assert_eq!(off.status, 303);
        let silent = walk.desk.post_json(&format!("/seller/orders/{refused}/refusal"), &json!({})).await;
        assert_eq!(errors(&silent), ["reason text_missing"]);
        let why = json!({ "reason": "The frost took them." });
        let off = walk.desk.post_json(&format!("/seller/orders/{refused}/refusal"), &why).await.json();
        assert_eq!(off["order"]["state"], "cancelled");
        assert_eq!(off["money"]["net"]["amount"], "0.00");
        let why = json!({ "reason": "Recalled by the maker." });
        let off = walk.operator.post_json(&format!("/operator/orders/{stopped}/cancellation"), &why).await.json();
        assert_eq!(off["order"]["state"], "cancelled");
        let acts = walk.app().db().select::<crate::operators::Acts>("", vec![]).await.unwrap();
        assert!(acts.iter().any(|act| act.act == "order_cancelled" && act.reason == "Recalled by the maker."));
        assert_eq!(walk.stock().await, (40, 0));
        let seen = walk.seen(refused).await;
        assert!(seen["order"]["says"].as_str().unwrap().contains("The frost took them."));
        assert_eq!(seen["order"]["refunds"][0]["total"], seen["price"]["total"]);
        let late = walk.buyer.post_json(&format!("/orders/{refused}/cancellation"), &json!({})).await;
        assert_eq!((late.status, late.code().as_str()), (409, "not_now"));
        walk.clean().await;
    }
}

#[tokio::test]
async fn pieces_come_back_before_and_after_the_release() {
    for mut walk in walks().await {
        let variant = walk.cherries.listing.variants[0].id.to_string();
        for released in [false, true] {
            let order = walk.delivered(3).await;
            if released {
                walk.buyer.post(&format!("/orders/{order}/receipt"), &[]).await;
            }
            let before = walk.earned().await;
            let at = format!("/seller/orders/{order}");
            let take = |pieces: u32, reason: &str, restock: bool| json!({ "pieces": { variant.as_str(): pieces }, "reason": reason, "restock": restock });
            let back = format!("{at}/return");
            let none = walk.desk.post_json(&back, &take(0, "Bruised.", true)).await;
            assert_eq!(errors(&none), ["pieces missing"]);
            let many = walk.desk.post_json(&back, &take(4, "Bruised.", true)).await;
            assert_eq!((many.status, many.code().as_str()), (422, "too_many_pieces"));
            let shelf = walk.stock().await.0;
            let part = walk.desk.post_json(&back, &take(1, "One bag was torn.", false)).await.json();
            assert_eq!(part["order"]["lines"][0]["left"], 2, "{part}");
            assert_eq!(walk.stock().await.0, shelf, "a torn bag is not sold again");
            if released {
                assert_ne!(walk.earned().await, before, "the seller bears it");
            }
            let field = format!("pieces.{variant}");
            let form = [(field.as_str(), "2"), ("reason", "All of it."), ("restock", "true")];
            let rest = walk.desk.post(&back, &form).await;
            assert_eq!(rest.status, 303, "{}", rest.text());
            assert_eq!(walk.stock().await.0, shelf + 2);
            let seen = walk.seen(order).await;
            assert_eq!(seen["order"]["state"], "refunded");
            let cents =
                |refund: &Value| refund["total"]["amount"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
            let refunds: i64 = seen["order"]["refunds"].as_array().unwrap().iter().map(cents).sum();
            assert_eq!(refunds, cents(&seen["price"]), "to the last fen");
            walk.clean().await;
        }
        assert_eq!(walk.earned().await, "0.00");
    }
}

#[tokio::test]
async fn a_return_is_taken_for_thirty_days_after_the_release() {
    for mut walk in walks().await {
        let order = walk.delivered(1).await;
        walk.buyer.post(&format!("/orders/{order}/receipt"), &[]).await;
        walk.days(31).await;
        let variant = walk.cherries.listing.variants[0].id.to_string();
        let take = json!({ "pieces": { variant: 1 }, "reason": "Too sour." });
        let late = walk.desk.post_json(&format!("/seller/orders/{order}/return"), &take).await;
        assert_eq!((late.status, late.code().as_str()), (409, "too_late"));
        walk.clean().await;
    }
}

/// Japan lets a person have 100 kg of rice a year: what a bag bears that goes back in time is free for another.
#[tokio::test]
async fn a_returned_bag_of_rice_counts_no_more_against_the_year() {
    use crate::checkout::{Allowances, allowance_id};
    for mut walk in walks().await {
        let rice = Offer { slug: "rice", hs: "100630", net_g: 4_000, ..Offer::cherries() };
        let rice = fixtures::listing(walk.app(), &walk.seller, rice).await;
        let items = [(&rice, 3), (&walk.cherries.clone(), 1)];
        let order = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &items, "JP").await;
        buying::pay(walk.app(), order).await;
        let year = allowance_id(walk.app().vault().id("resident id", buying::ID_NUMBER), 2026);
        let had = async |walk: &Walk| {
            let row = walk.app().db().find::<Allowances>(&year).await.unwrap().unwrap();
            row.quantities(walk.app().now()).get("grain.parcel.over").map(|kg| kg.normalize().to_string())
        };
        assert_eq!(had(&walk).await.as_deref(), Some("12"));
        let at = format!("/seller/orders/{order}");
        walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS })).await;
        let paper = json!({ "paper": "phytosanitary", "paper_number": "1", "paper_issuer": "USDA APHIS",
            "paper_from": "2026-01-01" });
        assert_eq!(walk.desk.post_json(&format!("{at}/attached"), &paper).await.status, 200);
        let sent = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        walk.operator.post_json(&format!("/operator/orders/{order}/delivery"), &json!({})).await;
        for (listing, pieces, left) in [(&rice, 1, Some("8")), (&walk.cherries.clone(), 1, Some("8")), (&rice, 2, None)]
        {
            let variant = listing.listing.variants[0].id.to_string();
            let back = json!({ "pieces": { variant.as_str(): pieces }, "reason": "As agreed.", "restock": true });
            let taken = walk.desk.post_json(&format!("{at}/return"), &back).await;
            assert_eq!(taken.status, 200, "{}", taken.text());
            assert_eq!(had(&walk).await.as_deref(), left, "{pieces}");
            walk.clean().await;
        }
    }
}
