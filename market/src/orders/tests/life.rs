//! Paid, papers, shipped, delivered, released; and what the clock does when nobody acts.

use super::*;
use crate::orders::Papers;

#[tokio::test]
async fn a_parcel_to_china_from_payment_to_the_sellers_dollars() {
    for mut walk in walks().await {
        let order = walk.ordered(2, "CN").await;
        let at = format!("/seller/orders/{order}");
        let early = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        assert_eq!((early.status, early.code().as_str()), (409, "not_paid"));
        buying::pay(walk.app(), order).await;
        assert_eq!(walk.stock().await, (40, 2));

        let bare = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        assert_eq!(bare.status, 422);
        assert_eq!(errors(&bare), ["papers.cbec_waybill.parcel_number papers_missing"]);
        let slip = walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS_SLIP })).await;
        assert_eq!(errors(&slip), ["number check_digit"]);
        assert!(slip.json()["errors"][0]["wanted"].as_str().unwrap().starts_with('7'), "{}", slip.text());
        let page = walk.desk.get(&at).await;
        assert!(shown(&page).contains("Ship by"));
        let kept = walk.desk.post(&format!("{at}/parcel"), &[("number", "1z5r 8939 0357 567127")]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let sent = walk.desk.post(&format!("{at}/shipment"), &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(walk.stock().await, (38, 0));

        let kept = walk.app().db().select::<Papers>("order by t.kind", vec![]).await.unwrap();
        let kinds: Vec<&str> = kept.iter().map(|paper| paper.kind.as_str()).collect();
        let wanted = ["cbec_order", "cbec_payment", "cbec_waybill", "commercial_invoice", "export_filing"];
        assert_eq!(kinds, [&wanted[..], &["packing_slip", "parcel"]].concat());
        let again = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        assert_eq!((again.status, again.code().as_str()), (409, "already_shipped"));

        let seen = walk.seen(order).await;
        assert_eq!(seen["order"]["state"], "shipped");
        assert_eq!(seen["order"]["parcel"], json!({ "carrier": "UPS", "number": EXPRESS }));
        let steps: Vec<&str> =
            seen["order"]["timeline"].as_array().unwrap().iter().map(|s| s["step"].as_str().unwrap()).collect();
        assert_eq!(steps, ["placed", "paid", "shipped", "delivered", "completed"]);
        assert!(seen["order"]["timeline"][4]["note"].as_str().unwrap().contains("14 days"), "{seen}");

        walk.days(5).await;
        assert_eq!(walk.state(order).await, "delivered", "the demonstration's carrier");
        let page = walk.buyer.get(&format!("/orders/{order}")).await;
        assert!(shown(&page).contains("I have it"));
        let done = walk.buyer.post(&format!("/orders/{order}/receipt"), &[]).await;
        assert_eq!(done.status, 303);
        let desk = walk.desk.get_json(&at).await.json();
        assert_eq!(desk["order"]["state"], "completed");
        assert_eq!(desk["money"]["goods"]["amount"], "32.00");
        assert_eq!(desk["money"]["net"]["amount"], json!(walk.earned().await));
        let letters = walk.letters().await;
        for subject in ["New order", "Paid: order", "On its way", "Delivered", "Completed"] {
            assert!(letters.iter().any(|letter| letter.starts_with(subject)), "{subject} in {letters:?}");
        }
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_parcel_by_post_has_a_cn22_and_no_record_for_china() {
    for mut walk in walks().await {
        let order = walk.paid(1, "SG").await;
        let at = format!("/seller/orders/{order}");
        let needed: Vec<String> = walk.desk.get_json(&at).await.json()["papers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|paper| paper["kind"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(needed, ["packing_slip", "cn22", "export_filing"]);
        let other = walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS })).await;
        assert_eq!((other.status, errors(&other)), (422, vec!["number other_mode".to_owned()]));
        let nameless = walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": "HELLO-12" })).await;
        assert_eq!(errors(&nameless), ["carrier missing"]);
        let local = json!({ "number": "HELLO-12", "carrier": "Lake Runners", "gross_weight_g": 700 });
        let local = walk.desk.post_json(&format!("{at}/parcel"), &local).await.json();
        assert_eq!(local["parcel_note"]["recognised"], false);
        let light =
            walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": POST, "gross_weight_g": 100 })).await;
        assert_eq!(light.status, 200);
        let refused = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        assert_eq!(errors(&refused), ["papers.cn22.gross_weight papers_missing"], "lighter than its goods");
        walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": POST })).await;
        let cn22 = walk.desk.get(&format!("{at}/papers/cn22")).await;
        assert!(shown(&cn22).contains("LZ000000005US"));
        assert_eq!(walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await.status, 200);
        let kept = walk.desk.get_json(&format!("{at}/papers")).await.json();
        assert_eq!((kept["kept"].clone(), kept["sheets"].as_array().unwrap().len()), (json!(true), 3));
        assert_eq!(walk.desk.get(&format!("{at}/papers/cbec_order")).await.status, 404);
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_line_without_a_chinese_title_keeps_the_parcel_here_and_says_so() {
    for mut walk in walks().await {
        let mute = Offer { slug: "mute-cherries", zh: ("", ""), ..Offer::cherries() };
        let mute = fixtures::listing(walk.app(), &walk.seller, mute).await;
        let order = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &[(&mute, 1)], "CN").await;
        buying::pay(walk.app(), order).await;
        let at = format!("/seller/orders/{order}");
        walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS })).await;
        let refused = walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await;
        let named = ["papers.cbec_order.chinese_description.1", "papers.cbec_order.specification.1"];
        assert_eq!(errors(&refused), named.map(|field| format!("{field} papers_missing")));
        let page = walk.desk.post(&format!("{at}/shipment"), &[]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("title in Chinese, line 1,"), "{}", page.text());
        // The seller gives the title, and the parcel may leave.
        let mut told = mute.clone();
        let text = walk.cherries.listing.texts[&sampan_trade::Language::ZhHans].clone();
        told.listing.texts.insert(sampan_trade::Language::ZhHans, text);
        fixtures::save_listing(walk.app(), &told).await;
        assert_eq!(walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await.status, 200);
        walk.clean().await;
    }
}

#[tokio::test]
async fn the_clock_releases_cancels_and_completes_when_nobody_acts() {
    for mut walk in walks().await {
        let unsent = walk.paid(1, "SG").await;
        let sent = walk.shipped(1).await;
        let delivered = walk.delivered(1).await;
        walk.days(9).await;
        assert_eq!(walk.state(unsent).await, "paid");
        walk.days(2).await;
        assert_eq!(walk.state(unsent).await, "cancelled");
        let why = walk.seen(unsent).await["order"]["says"].as_str().unwrap().to_owned();
        assert!(why.contains("not sent in time"), "{why}");
        assert_eq!(walk.state(delivered).await, "delivered");
        walk.days(4).await;
        assert_eq!(walk.state(delivered).await, "completed");
        walk.days(20).await;
        assert_eq!(walk.state(sent).await, "completed");
        let letters = walk.letters().await;
        assert!(letters.iter().any(|letter| letter.starts_with("Cancelled")), "{letters:?}");
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_step_sent_twice_is_taken_once() {
    for mut walk in walks().await {
        let order = walk.delivered(1).await;
        let at = format!("/orders/{order}/receipt");
        let first = walk.buyer.post(&at, &[("key", "one")]).await;
        let second = walk.buyer.post(&at, &[("key", "one")]).await;
        assert_eq!((first.status, second.status), (303, 303));
        let third = walk.buyer.post_json(&at, &json!({})).await;
        assert_eq!((third.status, third.code().as_str()), (409, "not_now"));
        walk.clean().await;
    }
}
