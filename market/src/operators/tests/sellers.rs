use crate::accounts::Role;
use crate::operators::Acts;
use crate::sellers::Sellers;
use crate::testing::people::signed_in;
use crate::testing::{Shop, fixtures, shops};
use sampan_ids::SellerId;
use sampan_web::test::Client;
use serde_json::json;

/// Someone who joins and confirms the address.
async fn applicant(shop: &Shop) -> SellerId {
    let mut client = Client::new(&shop.service());
    let form = json!({
        "name": "Two Gull", "state": "Michigan", "city": "Leland", "email": "ann@two-gull.example",
        "password": "a long enough one", "terms": true,
    });
    let answer = client.post_json("/sell", &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let sellers = shop.app.db().select::<Sellers>("", vec![]).await.unwrap();
    sellers[0].id
}

#[tokio::test]
async fn a_seller_is_approved_suspended_and_approved_again() {
    for shop in shops().await {
        let app = &shop.app;
        let id = applicant(&shop).await;
        let (operator, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let queue = client.get("/operator/sellers").await;
        assert!(queue.text().contains("Two Gull") && queue.text().contains("E-mail not confirmed"));
        let today = client.send("GET", "/api/v1/operator", None, vec![]).await.json();
        assert_eq!(today["sellers_waiting"]["count"], 1, "{today}");

        let path = format!("/operator/sellers/{id}");
        let early = client.post_json(&format!("{path}/approval"), &json!({})).await;
        assert_eq!((early.status, early.code()), (409, "email_not_confirmed".to_owned()));
        fixtures::save_seller(app, &app.find::<Sellers>(id).await.unwrap().confirm_email()).await;

        let page = client.get(&path).await;
        let done = client.submit(&page, &format!("{path}/approval"), &[]).await;
        assert_eq!((done.status, done.location()), (303, Some(path.as_str())), "{}", done.text());
        assert!(app.find::<Sellers>(id).await.unwrap().may_sell());

        let page = client.get(&path).await;
        let bare = client.submit(&page, &format!("{path}/suspension"), &[("reason", " ")]).await;
        assert_eq!(bare.status, 422);
        assert!(bare.text().contains("Please give a reason"), "{}", bare.text());
        let why = "Parcels without papers.";
        let page = client.get(&path).await;
        assert_eq!(client.submit(&page, &format!("{path}/suspension"), &[("reason", why)]).await.status, 303);
        assert!(!app.find::<Sellers>(id).await.unwrap().may_sell());
        assert!(client.get(&path).await.text().contains(why));
        assert_eq!(
            client.post_json(&format!("{path}/approval"), &json!({})).await.json()["seller"]["status"],
            "approved"
        );

        let fees = [("7.5", 303), ("50.5", 422), ("many", 422), ("", 303)];
        for (percent, status) in fees {
            let page = client.get(&path).await;
            let answer = client.submit(&page, &format!("{path}/fee"), &[("percent", percent)]).await;
            assert_eq!(answer.status, status, "{percent}");
        }
        let acts = app.db().select::<Acts>("order by t.at, t.act_id", vec![]).await.unwrap();
        let names: Vec<&str> = acts.iter().map(|act| act.act.as_str()).collect();
        assert_eq!(names, ["seller_approved", "seller_suspended", "seller_approved", "seller_fee", "seller_fee"]);
        assert!(acts.iter().all(|act| act.account == operator && act.subject == id.0));
        let letters = app.db().query("select count(*) as n from outbox where topic = 'mail'", vec![]).await.unwrap();
        assert_eq!(letters[0].int("n"), 6);
    }
}

#[tokio::test]
async fn an_application_is_declined_and_the_list_filtered() {
    for shop in shops().await {
        let id = applicant(&shop).await;
        let (_, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let path = format!("/operator/sellers/{id}/refusal");
        let answer = client.post_json(&path, &json!({"reason": "Not in the United States."})).await;
        assert_eq!(answer.json()["seller"]["reason"], "Not in the United States.", "{}", answer.text());
        for (asked, found) in [
            ("", 0),
            ("?status=declined", 1),
            ("?status=all&q=gull", 1),
            ("?status=all&q=%25", 1),
            ("?status=all&q=hen", 0),
        ] {
            let list = client.send("GET", &format!("/api/v1/operator/sellers{asked}"), None, vec![]).await.json();
            assert_eq!(list["sellers"].as_array().map(Vec::len), Some(found), "{asked}: {list}");
        }
        let zh = client.clone().language("zh-CN").get("/operator").await;
        assert!(!zh.text().contains('⟦'), "{}", zh.text());
        assert_eq!(client.get(&format!("/operator/sellers/{}", SellerId(uuid::Uuid::nil()))).await.status, 404);
        let seller = fixtures::shop(&shop.app, "two-hens").await;
        let (_, mut ann) =
            signed_in(&shop, Role::Seller { seller: seller.id, owner: true }, "bo@two-hens.example").await;
        assert_eq!(ann.post_json(&path, &json!({"reason": "x"})).await.status, 403);
    }
}
