//! Claims, decided by the operator either way, by the clock, or withdrawn by receipt; and words between the two sides.

use super::*;
use crate::orders::{Claims, claim_id};

async fn claimed(walk: &mut Walk) -> OrderId {
    let order = walk.delivered(1).await;
    let at = format!("/orders/{order}/claim");
    let silent = walk.buyer.post_json(&at, &json!({ "what": " " })).await;
    assert_eq!(errors(&silent), ["what text_missing"]);
    let claim = walk.buyer.post_json(&at, &json!({ "text": "Nothing came." })).await;
    assert_eq!(claim.json()["order"]["state"], "claim_open", "{}", claim.text());
    order
}

#[tokio::test]
async fn an_operator_decides_a_claim_either_way_with_a_reason() {
    for mut walk in walks().await {
        for (for_buyer, state) in [(true, "refunded"), (false, "completed")] {
            let order = claimed(&mut walk).await;
            let at = format!("/operator/claims/{}", claim_id(order));
            let page = walk.operator.get(&at).await;
            assert!(shown(&page).contains("Nothing came."));
            let unsaid = walk.operator.post(&format!("{at}/decision"), &[("reason", "")]).await;
            assert_eq!(unsaid.status, 422);
            let decision = json!({ "for_buyer": for_buyer, "reason": "The carrier's scan says so." });
            let decided = walk.operator.post_json(&format!("{at}/decision"), &decision).await.json();
            assert_eq!((decided["open"].clone(), decided["order"]["state"].clone()), (json!(false), json!(state)));
            let twice = walk.operator.post_json(&format!("{at}/decision"), &decision).await;
            assert_eq!((twice.status, twice.code().as_str()), (409, "not_now"));
            let claim = walk.app().find::<Claims>(claim_id(order)).await.unwrap();
            let how = claim.decision.expect("decided");
            assert_eq!((how.for_buyer, how.by.is_some()), (for_buyer, true));
        }
        let acts = walk.app().db().select::<crate::operators::Acts>("", vec![]).await.unwrap();
        let decided: Vec<&str> = acts.iter().map(|a| a.act.as_str()).filter(|a| a.starts_with("claim_")).collect();
        assert_eq!(decided.len(), 2, "{decided:?}");
        assert_ne!(walk.earned().await, "0.00");
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_claim_ends_by_the_clock_for_the_buyer_or_by_receipt() {
    for mut walk in walks().await {
        let left = claimed(&mut walk).await;
        let found = claimed(&mut walk).await;
        let here = walk.buyer.post_json(&format!("/orders/{found}/receipt"), &json!({})).await.json();
        assert_eq!(here["order"]["state"], "completed");
        walk.days(31).await;
        assert_eq!(walk.state(left).await, "refunded");
        for order in [left, found] {
            let claim = walk.app().find::<Claims>(claim_id(order)).await.unwrap();
            assert_eq!(claim.decision.map(|d| (d.for_buyer, d.by)), Some((order == left, None)));
        }
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_claim_for_a_parcel_under_way_waits_for_its_deadline() {
    for mut walk in walks().await {
        let order = walk.shipped(1).await;
        let early = walk.buyer.post_json(&format!("/orders/{order}/claim"), &json!({ "what": "Where is it?" })).await;
        assert_eq!((early.status, early.code().as_str()), (409, "too_early"));
        // Without workers, so without the demonstration's carrier.
        walk.wait(31).await;
        let late = walk.buyer.post_json(&format!("/orders/{order}/claim"), &json!({ "what": "Where is it?" })).await;
        assert_eq!(late.json()["order"]["state"], "claim_open");
        walk.clean().await;
    }
}

#[tokio::test]
async fn the_two_sides_write_to_each_other_and_markup_stays_words() {
    for mut walk in walks().await {
        let order = walk.paid(1, "SG").await;
        let words = "Is it <script>alert(1)</script> sweet?\n樱桃甜吗？";
        let asked = walk.buyer.post(&format!("/orders/{order}/messages"), &[("text", words)]).await;
        assert_eq!(asked.status, 303);
        let page = walk.desk.get(&format!("/seller/orders/{order}")).await;
        let html = shown(&page);
        assert!(html.contains("樱桃甜吗？") && !html.contains("<script>alert"), "{html}");
        let answer =
            walk.desk.post_json(&format!("/seller/orders/{order}/messages"), &json!({ "text": "Very." })).await;
        assert_eq!(answer.json()["order"]["messages"][1]["from"], "seller");
        let empty = walk.buyer.post_json(&format!("/orders/{order}/messages"), &json!({ "text": "\n" })).await;
        assert_eq!(errors(&empty), ["text text_missing"]);
        let long = "樱".repeat(2_001);
        let long = walk.buyer.post(&format!("/orders/{order}/messages"), &[("text", &long)]).await;
        assert_eq!(long.status, 422);
        assert!(long.text().contains(&"樱".repeat(2_001)), "what was typed is not lost");
        let letters = walk.letters().await;
        assert_eq!(letters.iter().filter(|letter| letter.starts_with("A message")).count(), 2, "{letters:?}");
        let raw = walk.app().db().query("select t.sealed as sealed from messages t", vec![]).await.unwrap();
        assert_eq!(raw.len(), 2);
        assert!(raw.iter().all(|row| !row.bytes("sealed").windows(4).any(|w| w == b"Very")));
        walk.clean().await;
    }
}
